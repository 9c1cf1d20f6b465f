from dataclasses import fields

import pytest

from config.limits import LIMITS_FILE, Limits, LimitsError, default_limits, load_limits


def test_the_limits_that_come_with_the_product_are_whole():
    limits = default_limits()
    assert all(getattr(limits, field.name) > 0 for field in fields(Limits))
    assert limits.mail_bytes == 157_286_400


FAULTS = {
    "a limit is missing": ("[max_parts]", "[max_partz]", ["max_partz: no such limit", "max_parts: is missing"]),
    "a limit is not a number": ("value = 500\n", 'value = "many"\n', ["max_parts: value must be a whole number"]),
    "a limit of nothing": ("value = 500\n", "value = 0\n", ["value must be a whole number above 0"]),
    "true is no number": ("value = 500\n", "value = true\n", ["value must be a whole number above 0"]),
    "no reason given": ('why = "MIME parts.', 'reason = "MIME parts.', ["max_parts: why must say the reason"]),
    "not toml": ("[max_parts]", "[max_parts", ["cannot be read"]),
}


@pytest.mark.parametrize(("old", "new", "told"), FAULTS.values(), ids=FAULTS.keys())
def test_faults_are_named_with_file_and_key(tmp_path, old, new, told):
    text = LIMITS_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "limits.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LimitsError) as caught:
        load_limits(path)
    assert all(words in str(caught.value) for words in ["limits.toml", *told])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(LimitsError, match="nowhere"):
        load_limits(tmp_path / "nowhere.toml")
