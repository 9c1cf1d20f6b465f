"""Where the councils' pages contradict each other, or themselves: what Putright does about each clash, K1 to K21.

``docs/procedures.md`` has the same list for people; the last test here holds the two together.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from classify.labels import Flag, Kind, Reason, Route, Stage, Subject
from config.council import Contact
from config.packs import load_calendar, load_council, load_councils, load_procedures
from config.procedure import Anchor, Confidence, Family, Since, Unit, named_limits
from letters.compose import compose
from letters.draft import Draft
from routing.clock import CaseClock
from routing.deadlines import What, deadlines_for
from tests.letters.cases import make_case
from tests.routing.readings import assess_text, codes

PROCEDURES = load_procedures()
NORFOLK, YORKSHIRE, SHROPSHIRE, CORAM, DEVON = (
    PROCEDURES[id_]
    for id_ in (
        "norfolk_foster_carers_old",
        "north_yorkshire_children",
        "shropshire_children",
        "coram_voice_national_description",
        "devon_children",
    )
)
PAGES = (NORFOLK, YORKSHIRE, SHROPSHIRE, CORAM, DEVON)
LAW = PROCEDURES["statutory_default"]
COUNCILS = ("brackenshire", "devon", "norfolk", "north_yorkshire", "shropshire")
RECEIVED_AT = datetime(2026, 9, 1, 10, tzinfo=UTC)
CARER = ((Flag.FOSTER_CARER, 0.97),)
CASES: dict[str, str] = {}


def _k(number: int, words: str):
    """Mark a test as that of one contradiction, in the caseworker's words."""

    def mark(function):
        CASES[f"K{number}"] = words
        return pytest.mark.parametrize("clash", [pytest.param(None, id=f"K{number}: {words}")])(function)

    return mark


def _due(procedure, what, *, stage=1):
    clock = CaseClock(received_at=RECEIVED_AT, matters=((1, procedure, stage),))
    return next((d for d in deadlines_for(clock, calendar=load_calendar()) if d.what is what), None)


def _limits(slot: str, stage: int = 1) -> Mapping[str, tuple[int, Unit, bool] | None]:
    found = {}
    for page in PAGES:
        limit = getattr(page.stages[stage - 1], slot)
        found[page.id.split("_")[0]] = (limit.n, limit.unit, limit.is_default) if limit else None
    return found


def _letter(council: str = "brackenshire", *, stage: Stage = Stage.ONE, family: Family | None = None, **case) -> str:
    route = Route.CORPORATE if family is Family.FOSTER_CARER else Route.STATUTORY
    kind = Kind.COMPLAINT if stage is Stage.ONE else Kind.ESCALATION
    return _words(compose(make_case((route, "Visits missed since December"), council=council, stage=stage, kind=kind, family=family, **case)))  # fmt: skip


def _words(draft: Draft) -> str:
    return "\n".join(part for p in draft.paragraphs for part in (p.title, p.text, *p.points))


@_k(1, "five working days, three days, or no number to acknowledge in")
def test_the_acknowledgement_is_the_page_s_own_and_never_later_than_five_working_days(clash):
    said = {page.id.split("_")[0]: (page.acknowledgement.n, page.acknowledgement.is_default) for page in PAGES}
    assert said == {"norfolk": (5, False), "north": (5, False), "shropshire": (3, False), "coram": (5, True), "devon": (5, True)}  # fmt: skip
    assert _due(SHROPSHIRE, What.ACKNOWLEDGE).due_on == date(2026, 9, 4)
    slow = replace(DEVON, acknowledgement=replace(DEVON.acknowledgement, n=10))
    assert _due(slow, What.ACKNOWLEDGE).due_on == date(2026, 9, 8)


@_k(2, "15 from the acknowledgement, 20, or 10 and then 20 to answer stage 1")
def test_the_length_of_stage_one_is_each_page_s_own_with_its_event_and_its_longest(clash):
    said = {
        page.id.split("_")[0]: (page.stages[0].limit.n, page.stages[0].limit.anchor, page.stages[0].maximum.n)
        for page in PAGES
    }
    assert said == {
        "norfolk": (15, Anchor.ACK_SENT, 20),
        "north": (20, Anchor.RECEIPT, 20),
        "shropshire": (10, Anchor.RECEIPT, 20),
        "coram": (10, Anchor.RECEIPT, 20),
        "devon": (10, Anchor.RECEIPT, 20),
    }
    # Norfolk's page names no longest time: the Code's stands in, and says so. The law's 10 stays North Yorkshire's aim.
    assert NORFOLK.stages[0].maximum.default_of == "corporate_default"
    assert _due(YORKSHIRE, What.INNER_TARGET).due_on == date(2026, 9, 15)


@_k(3, "does the person agree to 20 days, or are they told?")
def test_a_longer_time_needs_a_reason_that_the_person_is_told(clash):
    condition = SHROPSHIRE.stages[0].maximum.condition
    assert "told why" in condition
    assert "if agreed" in condition
    # Nowhere does a longer limit come without a condition that has to be met and told, but where the page is silent.
    for page in (SHROPSHIRE, DEVON, LAW, PROCEDURES["corporate_default"]):
        assert page.stages[0].maximum.condition


@_k(4, "no time, 28 days or 20 working days to ask for stage 2")
def test_the_time_to_ask_for_stage_two_is_soft(clash):
    assert _limits("next_stage_request") == {
        "norfolk": None,
        "north": (20, Unit.WORKING_DAYS, True),
        "shropshire": (20, Unit.WORKING_DAYS, True),
        "coram": (28, Unit.CALENDAR_DAYS, False),
        "devon": (20, Unit.WORKING_DAYS, False),
    }
    assert "never refused on its own" in YORKSHIRE.stages[0].next_stage_request.firmness
    assert any("28 days" in note for note in SHROPSHIRE.peculiarities)
    late = "You answered my stage 1 complaint in May about the missed visits. I want stage 2 now, months later"
    found = assess_text(late, Subject.STATUTORY, kind=Kind.ESCALATION, stage=Stage.TWO)
    assert [(m.route, m.reason) for m in found.matters] == [(Route.STATUTORY, None)]


@_k(5, "no time, 20 days or 20 working days to ask for stage 3")
def test_the_time_to_ask_for_stage_three_is_soft(clash):
    assert _limits("next_stage_request", 2) == {
        "norfolk": None,
        "north": (20, Unit.WORKING_DAYS, True),
        "shropshire": (20, Unit.WORKING_DAYS, True),
        "coram": (20, Unit.WORKING_DAYS, False),
        "devon": (20, Unit.WORKING_DAYS, True),
    }
    assert "discretion" in LAW.stages[1].next_stage_request.firmness
    # No reason to refuse rests on a request that came late.
    assert not [reason for reason in Reason if "late" in reason.value or "stage" in reason.value]


@_k(6, "a manager of ours, two outsiders, or an officer and an Independent Person at stage 2")
def test_who_investigates_at_stage_two_is_each_page_s_own(clash):
    assert len({page.stages[1].responder for page in PAGES}) == len(PAGES)
    assert "senior Children's Services manager" in NORFOLK.stages[1].responder
    assert "two people independent of the council" in YORKSHIRE.stages[1].responder
    assert "Independent Person" in SHROPSHIRE.stages[1].responder
    assert "Independent Person" not in DEVON.stages[1].responder
    # A page may leave out whom the law wants there: reg 17 of the 2006 Regulations. The letter says both.
    said = _letter("devon", stage=Stage.TWO)
    assert "independent reviewers" in said
    assert "The other is called the Independent Person" in said
    # A foster carer's procedure is the council's own: nobody from outside is promised.
    foster = _letter("norfolk", stage=Stage.TWO, family=Family.FOSTER_CARER)
    assert "senior Children's Services manager" in foster
    assert "Independent Person" not in foster


@_k(7, "25 days, 25 to 65 working days, or nothing for stage 2")
def test_the_length_of_stage_two_is_each_page_s_own(clash):
    assert _limits("limit", 2) == {
        "norfolk": (25, Unit.WORKING_DAYS, False),
        "north": (25, Unit.WORKING_DAYS, True),
        "shropshire": (25, Unit.WORKING_DAYS, False),
        "coram": (25, Unit.WORKING_DAYS, False),
        "devon": (25, Unit.WORKING_DAYS, False),
    }
    assert _limits("maximum", 2) == {
        "norfolk": None,
        "north": (65, Unit.WORKING_DAYS, True),
        "shropshire": (65, Unit.WORKING_DAYS, False),
        "coram": (65, Unit.WORKING_DAYS, False),
        "devon": (65, Unit.WORKING_DAYS, False),
    }
    assert SHROPSHIRE.stages[1].limit.milestone == "report"


@_k(8, "must the council agree before stage 2?")
def test_only_a_procedure_outside_the_law_has_a_gate(clash):
    gated = {p.id for p in PROCEDURES.values() for stage in p.stages if stage.gate}
    assert gated == {"norfolk_foster_carers_old"}
    assert all(PROCEDURES[id_].family is not Family.STATUTORY for id_ in gated)


@_k(9, "is stage 3 an investigation, a panel that looks afresh, or one that tests stage 2?")
def test_no_letter_of_the_statutory_procedure_promises_a_new_investigation(clash):
    for council in ("brackenshire", "devon", "north_yorkshire", "shropshire"):
        words = _letter(council, stage=Stage.THREE)
        assert "panel" in words
        assert not re.search(r"(?:new|fresh|second) investigation|investigate (?:it|this|your complaint) again", words)
    assert "panel" not in _letter("norfolk", stage=Stage.THREE, family=Family.FOSTER_CARER)
    assert "Chief Executive" in NORFOLK.stages[2].responder


@_k(10, "25, 50, 65 working days or arranged dates for stage 3")
def test_the_length_of_stage_three_is_each_page_s_own_and_what_cannot_be_right_is_marked(clash):
    said = {page.id.split("_")[0]: (page.stages[2].limit.n, page.stages[2].limit.is_default) for page in PAGES}
    assert said == {"norfolk": (25, False), "north": (50, True), "shropshire": (65, False), "coram": (50, True), "devon": (50, False)}  # fmt: skip
    assert SHROPSHIRE.stages[2].limit.is_anomaly
    assert _due(SHROPSHIRE, What.PANEL_MEETS, stage=3).due_on == date(2026, 10, 13)
    assert _due(NORFOLK, What.PANEL_MEETS, stage=3) is None


@_k(11, "three stages, or three and a fourth")
def test_the_ombudsman_is_no_stage_of_the_council(clash):
    assert {len(page.stages) for page in PAGES} == {3}
    assert any("fourth stage" in note and "Ombudsman" in note for note in SHROPSHIRE.peculiarities)
    assert not Stage.OMBUDSMAN.isdigit()
    assert "This procedure has three stages." in _letter("shropshire")


@_k(12, "the Ombudsman at any time, or after all three stages")
@pytest.mark.parametrize("council", COUNCILS)
def test_every_letter_says_at_any_time_but_usually_after_us(clash, council):
    assert "You can contact them at any time, but they usually ask us to finish first." in _letter(council)


@_k(13, "which telephone number of the Ombudsman?")
@pytest.mark.parametrize("council", COUNCILS)
def test_the_ombudsman_s_number_comes_from_one_place_and_not_from_a_page(clash, council):
    printed = {page.ombudsman_as_printed.phone for page in PAGES} - {""}
    assert printed == {"0845 602 1983", "0300 061 0614"}
    words = _letter(council)
    assert load_council(council).ombudsman.phone in words
    assert "0845 602 1983" not in words
    assert "0762" not in words


@_k(14, "which name has the Ombudsman?")
@pytest.mark.parametrize("council", COUNCILS)
def test_every_letter_uses_the_ombudsman_s_name_of_today(clash, council):
    words = _letter(council)
    assert "The Local Government and Social Care Ombudsman is independent of us" in words
    assert not re.search("local government ombudsman", words, re.IGNORECASE)


@_k(15, "an independent home: go to them first, or is it ours?")
@pytest.mark.parametrize(
    ("words", "subject", "reason"),
    [
        pytest.param("Staff at the private home shout at us", Subject.INDEPENDENT_PROVIDER, Reason.INDEPENDENT_PROVIDER, id="what the home does each day"),
        pytest.param("You chose that home for my son and never came to see how he was", Subject.STATUTORY, None, id="the council's choice and its visits"),
    ],
)  # fmt: skip
def test_the_home_s_daily_conduct_goes_there_first_and_the_council_s_part_stays(clash, words, subject, reason):
    found = assess_text(words, subject)
    assert found.matters[0].reason is reason
    assert ("placed_by_us" in codes(found)) is (reason is not None)


@_k(16, "is a case conference inside the statutory procedure?")
@pytest.mark.parametrize(
    ("council", "route"),
    [
        pytest.param("brackenshire", Route.CORPORATE, id="the Ombudsman's reading"),
        pytest.param("shropshire", Route.STATUTORY, id="a page that puts it inside"),
    ],
)
def test_a_case_conference_goes_as_the_council_s_page_says_and_else_a_person_is_asked(clash, council, route):
    found = assess_text("the child protection conference was not fair to us", Subject.STATUTORY, council=council)
    assert found.matters[0].route is route
    assert ("conference_route" in codes(found)) is (route is Route.CORPORATE)


@_k(17, "consent first, or may it be shared without?")
@pytest.mark.parametrize("council", COUNCILS)
def test_no_letter_promises_secrecy_and_every_letter_names_the_limit(clash, council):
    words = _letter(council)
    assert not re.search(r"secret|in (?:strict|complete|total) confidence|never (?:share|tell)|nobody else will", words)
    assert "If a child or an adult may be at risk of harm, we may have to tell others" in words
    assert any("safeguarding overrides" in note for note in SHROPSHIRE.peculiarities)
    assert any("limited by safeguarding" in note for note in NORFOLK.peculiarities)


@_k(18, "a year from when it happened, or from when they knew?")
def test_a_year_counts_from_knowing_where_they_say_so_and_a_person_weighs_it(clash):
    assert YORKSHIRE.time_to_complain.since is Since.AWARE
    assert LAW.time_to_complain.since is Since.GROUNDS_AROSE
    assert {page.time_to_complain.since for page in (SHROPSHIRE, DEVON, CORAM)} == {Since.GROUNDS_AROSE}
    assert all(page.time_to_complain.is_default for page in (NORFOLK, SHROPSHIRE, DEVON, CORAM))
    late = assess_text("In 2019 they took him. I only found out from my file last month", Subject.OVER_A_YEAR)
    assert {"learned_lately", "why_late"} <= codes(late)
    assert late.matters[0].needs_discretion


@_k(19, "a foster carer: statutory, or the carers' own procedure?")
@pytest.mark.parametrize(
    ("words", "subject", "procedure"),
    [
        pytest.param("contact with his brother stopped", Subject.STATUTORY, "statutory_default", id="about the child"),
        pytest.param("my mileage was halved", Subject.CORPORATE, "norfolk_foster_carers_old", id="about the carer"),
    ],
)
def test_whose_service_it_is_decides_and_not_who_writes(clash, words, subject, procedure):
    assert assess_text(words, subject, flags=CARER, council="norfolk").matters[0].procedure == procedure


@_k(20, "days of which kind?")
@pytest.mark.parametrize(
    ("procedure", "name", "unit"),
    [
        pytest.param(NORFOLK, "stage 2 limit", Unit.WORKING_DAYS, id="25 days to answer at stage 2"),
        pytest.param(SHROPSHIRE, "acknowledgement", Unit.WORKING_DAYS, id="3 days to make contact"),
        pytest.param(CORAM, "stage 2 next_stage_request", Unit.WORKING_DAYS, id="20 days to ask for the panel"),
        pytest.param(CORAM, "stage 1 next_stage_request", Unit.CALENDAR_DAYS, id="28 days to ask for stage 2"),
        pytest.param(DEVON, "stage 1 maximum", Unit.WORKING_DAYS, id="20 days if it is complex"),
    ],
)
def test_what_the_page_says_and_what_is_counted_are_kept_apart(clash, procedure, name, unit):
    limit = named_limits(procedure)[name]
    assert (limit.stated_unit, limit.unit, limit.confidence) == ("", unit, Confidence.READ)


@_k(21, "whose number is it, for an advocate?")
@pytest.mark.parametrize("council", COUNCILS)
def test_an_advocate_s_number_comes_from_the_council_s_file_alone(clash, council):
    assert [p.id for p in PROCEDURES.values() if p.advocacy_as_printed and p.advocacy_as_printed.phone] == [
        YORKSHIRE.id
    ]
    words = _letter(council, flags=())
    assert YORKSHIRE.advocacy_as_printed.phone not in words
    advocacy = load_council(council).advocacy
    assert advocacy == Contact() or advocacy.phone in words


def test_every_contradiction_has_its_test_and_its_row_in_the_documentation():
    rows = re.findall(r"^\| (K\d+) \|", Path("docs/procedures.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [f"K{number}" for number in range(1, 22)] == list(CASES)


def test_every_council_in_the_packs_is_among_those_tested():
    assert set(COUNCILS) == set(load_councils())
