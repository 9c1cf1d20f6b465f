"""Versions: a council's page changes, and every case keeps the page that was in force on its day of receipt."""

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.labels import Subject
from config.packs import HOME, find_faults, load_calendar, load_council, load_procedures
from config.procedure import named_limits
from config.procedure_versions import procedures_on
from config.toml_tables import ConfigError
from routing.chain import assess
from routing.clock import clock_for
from routing.deadlines import What, deadlines_for
from tests.config.toml_writer import write_toml
from tests.routing.readings import make_reading

DEVON = tomllib.loads((HOME / "procedures" / "devon_children.toml").read_text(encoding="utf-8"))
STATUTORY = tomllib.loads((HOME / "procedures" / "statutory_default.toml").read_text(encoding="utf-8"))
FIRST, LATER = date(2026, 1, 1), date(2026, 9, 1)


@pytest.fixture
def own(tmp_path):
    for kind in ("procedures", "councils"):
        (tmp_path / kind).mkdir()
    return tmp_path


def _put(own, pack, name="", **changes):
    pack = {key: value for key, value in (pack | changes).items() if value is not None}
    (own / "procedures" / f"{name or pack['id']}.toml").write_text(write_toml(pack), encoding="utf-8")


def _page(days, **changes):
    """Return Devon's page as a council's own, promising its stage 1 reply in so many days."""
    stages = [DEVON["stages"][0] | {"limit": DEVON["stages"][0]["limit"] | {"n": days}}, *DEVON["stages"][1:]]
    return DEVON | {"id": "ours_children", "stages": stages, "examples": [], **changes}


def _two(own):
    _put(own, _page(10, version="first page", valid_from=FIRST), "ours_children.2026-01-01")
    _put(own, _page(15, version="second page", valid_from=LATER), "ours_children.2026-09-01")
    return load_procedures(own)


def _stage_one(procedures, on):
    return procedures.on(on)["ours_children"].stages[0].limit.n


@pytest.mark.parametrize(
    ("received_on", "days", "version"),
    [
        pytest.param("2026-01-01", 10, "first page", id="received on the first day of the first page"),
        pytest.param("2026-08-31", 10, "first page", id="received the day before the page changed"),
        pytest.param("2026-09-01", 15, "second page", id="received the day the page changed"),
        pytest.param("2030-01-01", 15, "second page", id="received long after"),
        pytest.param("2025-12-31", 10, "first page", id="received before any page: the first, and routing asks"),
    ],
)
def test_the_version_of_the_day_of_receipt_is_used(own, received_on, days, version):
    procedures = _two(own)
    found = procedures.on(date.fromisoformat(received_on))["ours_children"]
    assert (found.stages[0].limit.n, found.version) == (days, version)


def test_a_version_ends_by_itself_on_the_eve_of_the_next(own):
    first, second = _two(own).versions("ours_children")
    assert (first.valid_from, first.valid_to) == (FIRST, date(2026, 8, 31))
    assert (second.valid_from, second.valid_to) == (LATER, None)
    assert load_procedures(own)["ours_children"] == second
    assert load_procedures(own).versions("nobody_s") == ()


def test_a_case_opened_under_the_old_page_keeps_its_dates_when_a_new_page_is_added(own):
    council = tomllib.loads((HOME / "councils" / "devon.toml").read_text(encoding="utf-8"))
    council |= {"id": "ours", "procedures": council["procedures"] | {"statutory": "ours_children"}}
    (own / "councils" / "ours.toml").write_text(write_toml(council), encoding="utf-8")

    def reply_on(received_on):
        procedures = load_procedures(own).on(received_on)
        reading = make_reading(
            "nobody has visited my son since May", [(Subject.STATUTORY, 0.97, ["nobody has visited my son since May"])]
        )
        found = assess(reading, council=load_council("ours", own), procedures=procedures, received_on=received_on)
        clock = clock_for(
            found,
            received_at=datetime.combine(received_on, datetime.min.time(), UTC).replace(hour=12),
            procedures=procedures,
        )
        return next(d.due_on for d in deadlines_for(clock, calendar=load_calendar()) if d.what is What.REPLY)

    _put(own, _page(10, version="first page", valid_from=FIRST))
    before = reply_on(date(2026, 8, 28))
    load_procedures.cache_clear()
    (own / "procedures" / "ours_children.toml").unlink()
    _two(own)
    assert reply_on(date(2026, 8, 28)) == before == date(2026, 9, 14)
    assert reply_on(date(2026, 9, 1)) == date(2026, 9, 22)


def test_a_council_s_new_page_follows_the_one_that_comes_with_putright(own):
    _put(own, DEVON, version="new page", valid_from=LATER, examples=[])
    old, new = load_procedures(own).versions("devon_children")
    assert (old.version, old.valid_to) == ("copy read in 2026", date(2026, 8, 31))
    assert (new.version, new.valid_to) == ("new page", None)
    assert load_procedures().versions("devon_children")[0].valid_to is None


def test_a_council_s_own_page_of_an_earlier_day_is_not_overtaken_by_ours(own):
    _put(own, DEVON, version="ours of old", valid_from=date(2020, 1, 1))
    assert [one.version for one in load_procedures(own).versions("devon_children")] == ["ours of old"]


def test_a_replaced_page_may_be_followed_before_its_written_end(own):
    norfolk = tomllib.loads((HOME / "procedures" / "norfolk_foster_carers_old.toml").read_text(encoding="utf-8"))
    _put(own, norfolk | {"version": "two stages", "valid_from": date(2026, 10, 1), "valid_to": None, "stages": norfolk["stages"][:2], "examples": []})  # fmt: skip
    old, new = load_procedures(own).versions("norfolk_foster_carers_old")
    assert (old.valid_to, len(old.stages)) == (date(2026, 9, 30), 3)
    assert (new.valid_from, len(new.stages)) == (date(2026, 10, 1), 2)


@pytest.mark.parametrize(
    ("first", "second", "names", "said"),
    [
        pytest.param({"valid_to": date(2026, 10, 1)}, {}, ("", ".2026-09-01"), "valid_to: is 2026-10-01, and ours_children.2026-09-01.toml begins on 2026-09-01", id="two pages on one day"),
        pytest.param({"valid_to": date(2026, 7, 1)}, {}, ("", ".2026-09-01"), "nothing is in force between", id="days without any page"),
        pytest.param({"valid_from": LATER}, {}, ("", ".2026-09-01"), "valid_from: is 2026-09-01, as in", id="two pages from one day"),
        pytest.param({}, {}, ("", ".2026-10-01"), "name the file ours_children.2026-09-01.toml", id="the file names another day"),
        pytest.param({}, {"id": "others"}, ("", ".2026-09-01"), "give the file and its id the same name: 'ours_children'", id="the file names another procedure"),
    ],
)  # fmt: skip
def test_versions_that_do_not_follow_each_other_are_refused(own, first, second, names, said):
    _put(
        own,
        _page(10, version="first page", valid_from=FIRST, **{k: v for k, v in first.items() if k != "valid_from"})
        | first,
        f"ours_children{names[0]}",
    )
    _put(own, _page(15, version="second page", valid_from=LATER) | second, f"ours_children{names[1]}")
    with pytest.raises(ConfigError) as caught:
        load_procedures(own)
    assert len(caught.value.faults) == 1
    assert said in caught.value.faults[0]


def test_when_the_law_changes_the_gaps_of_an_unchanged_page_follow_it(own):
    limit = STATUTORY["stages"][2]["limit"] | {"n": 40}
    stages = [*STATUTORY["stages"][:2], STATUTORY["stages"][2] | {"limit": limit}]
    law = STATUTORY | {"version": "new Regulations", "valid_from": LATER, "stages": stages, "examples": []}
    _put(own, law, "statutory_default.2026-09-01")
    procedures = load_procedures(own)
    before, after = (
        named_limits(procedures.on(day)["north_yorkshire_children"])["stage 3 limit"]
        for day in (date(2026, 8, 31), LATER)
    )
    assert (before.n, after.n) == (50, 40)
    assert before.default_of == after.default_of == "statutory_default"
    # What the page itself prints stays.
    assert [one.stages[0].limit.n for one in procedures.versions("north_yorkshire_children")] == [20, 20]
    assert find_faults(own) == ()


def test_a_default_older_than_every_page_parts_nothing():
    assert all(len(load_procedures().versions(id_)) == 1 for id_ in load_procedures())


@given(st.lists(st.dates(date(2024, 1, 1), date(2028, 12, 31)), min_size=1, max_size=5, unique=True), st.dates(date(2023, 1, 1), date(2029, 12, 31)))  # fmt: skip
def test_every_day_has_exactly_one_version(days, on):
    days = sorted(days)
    ends = [*(day - timedelta(days=1) for day in days[1:]), None]
    page = load_procedures()["devon_children"]
    versions = [replace(page, valid_from=a, valid_to=b, version=str(a)) for a, b in zip(days, ends, strict=True)]
    found = procedures_on(reversed(versions), on)["devon_children"]
    assert found == max((v for v in versions if v.valid_from <= on), key=lambda v: v.valid_from, default=versions[0])
    assert all(earlier.valid_to < later.valid_from for earlier, later in pairwise(versions))
