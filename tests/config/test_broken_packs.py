"""Break any pack in any places: every broken place is named, once, and nothing of the pack is used."""

import copy
import tempfile
import tomllib
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.packs import HOME, find_faults, load_procedures
from config.procedure import named_limits
from config.toml_tables import ConfigError
from tests.config.toml_writer import write_toml

KINDS = ("procedures", "councils", "calendars")
FILES = {
    (kind, file.stem): tomllib.loads(file.read_text(encoding="utf-8"))
    for kind in KINDS
    for file in sorted((HOME / kind).glob("*.toml"))
}
PACKS = {id_: pack for (kind, id_), pack in FILES.items() if kind == "procedures"}
WRITTEN = {
    "procedures": (
        "title publisher family version source applies_to valid_from acknowledgement time_to_complain ombudsman "
        "advocacy number name responder limit maximum next_stage_request n unit_stated unit_used from_stated from "
        "confidence post phone hours text website when what words enters anchor_on due_on discretion unit"
    ),
    "councils": "source procedures statutory corporate english_fluency",
    "calendars": "title source country subdivisions first_year last_year checked_until on name",
}
MUST_BE_WRITTEN = {kind: frozenset(keys.split()) for kind, keys in WRITTEN.items()}
WRONG = 1.5
"""A value that is wrong everywhere: no key of a pack holds a broken number."""


def _places(value, path=()):
    """Yield the path of every key of a pack, of its tables and of the tables in its lists."""
    for key, inner in value.items():
        yield (*path, key)
        if isinstance(inner, dict):
            yield from _places(inner, (*path, key))
        elif isinstance(inner, list):
            for index, item in enumerate(inner):
                if isinstance(item, dict):
                    yield from _places(item, (*path, key, index))


def _said(path):
    """Return a path as a fault names it: lists are counted from 1."""
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return words.removeprefix(".")


def _at(pack, path):
    for part in path:
        pack = pack[part]
    return pack


def _break(kind, values, path, how):
    table, key = _at(values, path[:-1]), path[-1]
    if how == "left out" and key in MUST_BE_WRITTEN[kind]:
        del table[key]
    elif how == "misspelt beside":
        table[f"{key}_"] = "x"
        return (*path[:-1], f"{key}_")
    else:
        table[key] = WRONG
    return path


@st.composite
def _broken(draw, kinds):
    """Return one or two files of packs, broken in k places altogether, with those places."""
    files = draw(
        st.lists(st.sampled_from([file for file in FILES if file[0] in kinds]), min_size=1, max_size=2, unique=True)
    )
    found = {}
    for kind, id_ in files:
        values = copy.deepcopy(FILES[kind, id_])
        places = [path for path in _places(values) if path != ("id",)]
        chosen = draw(st.lists(st.sampled_from(places), min_size=1, max_size=5, unique=True))
        # What lies inside a broken table is gone with it, so of two places one in the other only the outer is broken.
        outer = [path for path in chosen if not any(path != other and path[: len(other)] == other for other in chosen)]
        how = st.sampled_from(["wrong", "left out", "misspelt beside"])
        found[kind, id_] = values, [_break(kind, values, path, draw(how)) for path in outer]
    return found


@contextmanager
def _folder(files):
    """Give a folder of a council's own packs."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            (Path(folder) / kind).mkdir()
        for (kind, id_), values in files.items():
            (Path(folder) / kind / f"{id_}.toml").write_text(write_toml(values), encoding="utf-8")
        yield Path(folder)


def _check_that_each_is_named(broken):
    with _folder({file: values for file, (values, _) in broken.items()}) as folder:
        faults = find_faults(folder)
        if any(kind == "procedures" for kind, _ in broken):
            with pytest.raises(ConfigError):
                load_procedures(folder)
    named = [fault.split(": ", maxsplit=2) for fault in faults]
    places = [(f"{id_}.toml", _said(path)) for (_, id_), (_, paths) in broken.items() for path in paths]
    assert sorted((file, key) for file, key, _ in named) == sorted(places)
    assert all("; " in words for _, _, words in named)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_broken(("procedures",)))
def test_k_places_broken_are_k_faults_each_naming_file_key_and_cure(broken):
    _check_that_each_is_named(broken)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_broken(KINDS))
def test_k_places_broken_are_k_faults_in_councils_and_calendars_too(broken):
    _check_that_each_is_named(broken)


def _faults(id_, pack):
    with _folder({("procedures", id_): pack}) as folder, pytest.raises(ConfigError) as caught:
        load_procedures(folder)
    return caught.value.faults


@pytest.mark.parametrize("id_", PACKS)
def test_every_single_place_of_a_pack_is_watched(id_):
    pack = copy.deepcopy(PACKS[id_])
    leaves = [path for path in _places(pack) if not isinstance(_at(pack, path), dict) and path != ("id",)]
    leaves = [
        path for path in leaves if not (isinstance(_at(pack, path), list) and isinstance(_at(pack, path)[0], dict))
    ]
    for path in leaves:
        _at(pack, path[:-1])[path[-1]] = WRONG
    assert {fault.split(": ")[1] for fault in _faults(id_, pack)} == {_said(path) for path in leaves}


@pytest.mark.parametrize("id_", PACKS)
def test_a_pack_written_anew_says_the_same(id_, tmp_path):
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / f"{id_}.toml").write_text(write_toml(PACKS[id_]), encoding="utf-8")
    ours, own = load_procedures()[id_], load_procedures(tmp_path)[id_]
    assert own == ours
    assert named_limits(own) == named_limits(ours)


def test_a_broken_pack_never_half_loads(tmp_path):
    (tmp_path / "procedures").mkdir()
    pack = copy.deepcopy(PACKS["devon_children"])
    pack["id"] = "ours_children"
    file = tmp_path / "procedures" / "ours_children.toml"
    file.write_text(write_toml(pack | {"stages": [*pack["stages"][:2], {"number": 3}]}), encoding="utf-8")
    with pytest.raises(ConfigError):
        load_procedures(tmp_path)
    # Once it is put right it loads, without a restart.
    file.write_text(write_toml(pack), encoding="utf-8")
    assert "ours_children" in load_procedures(tmp_path)


def test_a_file_that_cannot_be_read_is_one_fault_and_not_one_for_each_pack_that_names_it(tmp_path):
    for kind in ("procedures", "councils"):
        (tmp_path / kind).mkdir()
    (tmp_path / "procedures" / "base.toml").write_text("id = ", encoding="utf-8")
    pack = PACKS["devon_children"] | {"id": "ours_children", "default": "base"}
    (tmp_path / "procedures" / "ours_children.toml").write_text(write_toml(pack), encoding="utf-8")
    council = tomllib.loads((HOME / "councils" / "devon.toml").read_text(encoding="utf-8"))
    council |= {"id": "ours", "procedures": council["procedures"] | {"corporate": "base"}}
    (tmp_path / "councils" / "ours.toml").write_text(write_toml(council), encoding="utf-8")
    faults = find_faults(tmp_path)
    assert len(faults) == 1
    assert faults[0].startswith("base.toml: file: cannot be read")


def test_faults_of_procedures_councils_and_calendars_come_together(tmp_path):
    for kind in ("procedures", "councils", "calendars"):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / "broken.toml").write_text("id = 1\n", encoding="utf-8")
    faults = find_faults(tmp_path)
    # Each kind has a key that only it must hold.
    assert {"publisher", "reference_prefix", "checked_until"} & {f.split(": ")[1] for f in faults} >= {
        "publisher",
        "checked_until",
    }
    assert any("broken.toml: procedures: is missing" in fault for fault in faults)
