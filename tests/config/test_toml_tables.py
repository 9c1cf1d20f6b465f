"""Reading TOML tables: each wrong value is one fault with its cure, and reading goes on."""

from datetime import date
from enum import StrEnum

import pytest

from config.toml_tables import ConfigError, Faults, Table, read_tables


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def _table(**values) -> tuple[Table, Faults]:
    faults = Faults()
    return Table(values, file="a.toml", path="", faults=faults), faults


@pytest.mark.parametrize(
    ("value", "read", "kept", "said"),
    [
        pytest.param(5, lambda t: t.text("k"), "", "write some text", id="a number for a text"),
        pytest.param("  ", lambda t: t.text("k"), "", "write some text", id="an empty text"),
        pytest.param(["a", 1], lambda t: t.texts("k"), (), "list of texts", id="a number among texts"),
        pytest.param("5", lambda t: t.number("k"), 1, "whole number", id="a number in quotation marks"),
        pytest.param(True, lambda t: t.number("k"), 1, "whole number", id="true for a number"),
        pytest.param(0, lambda t: t.number("k"), 1, "whole number", id="nought days"),
        pytest.param("yes", lambda t: t.flag("k"), False, "true or false", id="yes for true"),
        pytest.param("2026-01-01", lambda t: t.day("k"), date(1900, 1, 1), "write a date", id="a date in quotation marks"),
        pytest.param("green", lambda t: t.choice("k", Colour), Colour.RED, "red, blue", id="a value not on the list"),
        pytest.param(["red"], lambda t: t.choice("k", Colour, default=Colour.BLUE), Colour.BLUE, "red, blue", id="a list for a value"),
        pytest.param(5, lambda t: t.table("k"), None, "write a table", id="a number for a table"),
        pytest.param({"a": 1}, lambda t: t.tables("k"), (), "[[k]]", id="one table for many"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_a_fault_with_its_cure(value, read, kept, said):
    table, faults = _table(k=value)
    assert read(table) == kept
    assert len(faults.found) == 1
    assert faults.found[0].startswith("a.toml: k: ")
    assert said in faults.found[0]


@pytest.mark.parametrize(
    ("value", "read", "expected"),
    [
        pytest.param("x", lambda t: t.text("k"), "x", id="text"),
        pytest.param("", lambda t: t.text("k", default=""), "", id="an empty text that may be empty"),
        pytest.param(["a"], lambda t: t.texts("k"), ("a",), id="texts"),
        pytest.param(5, lambda t: t.number("k"), 5, id="number"),
        pytest.param(True, lambda t: t.flag("k"), True, id="flag"),
        pytest.param(date(2026, 1, 1), lambda t: t.optional_day("k"), date(2026, 1, 1), id="day"),
        pytest.param("red", lambda t: t.choice("k", Colour), Colour.RED, id="choice"),
        pytest.param("not stated", lambda t: t.is_not_stated("k"), True, id="not stated"),
    ],
)
def test_a_right_value_is_read_without_a_fault(value, read, expected):
    table, faults = _table(k=value)
    assert read(table) == expected
    table.finish()
    assert not faults.found


def test_what_is_not_written_has_its_default():
    table, faults = _table()
    assert (table.text("a", default="x"), table.texts("b"), table.number("c", default=3), table.flag("d")) == (
        "x",
        (),
        3,
        False,
    )
    assert (table.optional_day("e"), table.table("f"), table.tables("g")) == (None, None, ())
    assert table.choice("h", Colour, default=Colour.BLUE) is Colour.BLUE
    assert not faults.found


def test_a_key_nobody_knows_is_a_fault_deep_inside_too():
    table, faults = _table(stages=[{"naem": "x"}])
    table.tables("stages")[0].finish()
    assert "stages[1].naem: is not known here" in faults.found[0]


def test_faults_are_raised_all_at_once_or_not_at_all():
    faults = Faults()
    faults.raise_if_any()
    faults.add("a.toml", "k", "is wrong", "mend it")
    faults.add("b.toml", "l", "is wrong", "mend it")
    with pytest.raises(ConfigError, match=r"2 fault\(s\)") as caught:
        faults.raise_if_any()
    assert caught.value.faults == ("a.toml: k: is wrong; mend it", "b.toml: l: is wrong; mend it")


def test_a_file_that_is_no_toml_or_no_text_is_a_fault_and_the_rest_is_read(tmp_path):
    (tmp_path / "a.toml").write_text("= 1", encoding="utf-8")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "c.toml").write_text("k = 1", encoding="utf-8")
    faults = Faults()
    assert [file.name for file, _ in read_tables((tmp_path,), faults)] == ["c.toml"]
    assert len(faults.found) == 2
