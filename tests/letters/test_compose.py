"""Which letter is written, and what must hold of every letter."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.labels import Flag, Kind, Reason, Route, Stage
from classify.reading import FactField
from letters.check import recheck
from letters.closing import close_with, greet_with
from letters.compose import choose_letter, compose
from letters.dates import find_dates, say_date
from letters.draft import LetterId, Recipient
from letters.errors import NoLetterError
from letters.item import whole_text
from letters.nevers.days import known_dates
from letters.plain import draft_digest, draft_from_plain, draft_to_plain
from tests.letters.cases import fact, flag, golden_cases, make_case

YOUNG = flag(Flag.YOUNG_PERSON, "im 14")
ADVOCATE = flag(Flag.REPRESENTATIVE, "for her", note="advocate")
ROUTES = (Route.STATUTORY, Route.CORPORATE, Route.ENGLISH_FLUENCY, *Reason)


@pytest.mark.parametrize(
    ("points", "flags", "letter"),
    [
        pytest.param([Route.STATUTORY], [], LetterId.STATUTORY, id="children's social care"),
        pytest.param([Route.STATUTORY, Route.STATUTORY], [], LetterId.STATUTORY, id="two points of one route"),
        pytest.param([Route.CORPORATE], [], LetterId.CORPORATE, id="council tax"),
        pytest.param([Route.ENGLISH_FLUENCY], [], LetterId.ENGLISH_FLUENCY, id="spoken English"),
        pytest.param([Reason.OTHER_BODY], [], LetterId.OUT_OF_SCOPE, id="the police"),
        pytest.param([Reason.OTHER_BODY, Reason.OVER_A_YEAR], [], LetterId.OUT_OF_SCOPE, id="nothing is ours"),
        pytest.param([Route.STATUTORY, Route.CORPORATE], [], LetterId.MIXED, id="two procedures"),
        pytest.param([Route.STATUTORY, Reason.COURT_PROCEEDINGS], [], LetterId.MIXED, id="part of it is in court"),
        pytest.param([Route.STATUTORY], [YOUNG], LetterId.YOUNG_PERSON, id="a young person writes"),
        pytest.param([Route.CORPORATE, Reason.OTHER_BODY], [YOUNG], LetterId.YOUNG_PERSON, id="young and mixed"),
        pytest.param(
            [Route.STATUTORY], [YOUNG, ADVOCATE], LetterId.STATUTORY, id="an advocate writes for a young person"
        ),
        pytest.param(
            [Route.STATUTORY, Route.CORPORATE], [YOUNG, ADVOCATE], LetterId.MIXED, id="advocate, two procedures"
        ),
    ],
)
def test_the_letter_follows_from_routes_and_writer(points, flags, letter):
    assert choose_letter(make_case(*((route, "Something") for route in points), flags=flags)) is letter


@pytest.mark.parametrize("kind", [k for k in Kind if k not in (Kind.COMPLAINT, Kind.ESCALATION)])
def test_what_is_no_complaint_gets_no_acknowledgement(kind):
    with pytest.raises(NoLetterError, match="PR-2026-0228"):
        compose(make_case((Route.STATUTORY, "Something"), kind=kind))


def test_a_complaint_without_points_waits_for_a_person():
    with pytest.raises(NoLetterError, match="0 points"):
        compose(make_case())


@given(st.lists(st.sampled_from(ROUTES), min_size=1, max_size=6), st.sampled_from([(), (YOUNG,), (YOUNG, ADVOCATE)]))
@settings(max_examples=60, deadline=None)
def test_points_in_are_points_out(routes, flags):
    gists = [f"Matter number {chr(65 + n)}" for n in range(len(routes))]
    case = make_case(*zip(routes, gists, strict=True), flags=flags)
    draft = compose(case)
    understanding = next(p for p in draft.paragraphs if p.key == "understanding")
    assert understanding.points == tuple(gists)
    about = [p for p in draft.paragraphs if p.key.startswith(("point_", "refusal_"))]
    named = [re.match(r"Points? (\d+(?:(?:, | and )\d+)*)", p.title) for p in about]
    # A heading that names no point speaks of all: there is nothing else to say then.
    numbers = [int(n) for hit in named if hit for n in re.findall(r"\d+", hit[1])] or list(range(1, len(routes) + 1))
    assert sorted(numbers) == list(range(1, len(routes) + 1))
    assert draft.blanks == ()
    assert all(c.present for c in draft.checklist if c.must), [c for c in draft.checklist if not c.present]


@given(st.lists(st.sampled_from(ROUTES), min_size=1, max_size=4), st.integers(0, 500))
@settings(max_examples=40, deadline=None)
def test_every_date_of_a_letter_is_one_of_its_case(routes, days):
    at = datetime(2026, 1, 5, 23, 30, tzinfo=UTC) + timedelta(days=days)
    case = make_case(*((route, "Something") for route in routes), received_at=at)
    known = known_dates(case)
    draft = compose(case)
    said = [d for p in draft.paragraphs for text in (p.title, p.text) for d in find_dates(text)]
    assert said
    assert all(one.is_one_of(known) for one in said)


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("flags", [(), (YOUNG,)], ids=["to an adult", "to a young person"])
def test_every_refusal_says_why_what_would_change_it_and_where_to_go(reason, flags):
    draft = compose(make_case((reason, "Something"), flags=flags))
    assert [c.words for c in draft.checklist if not c.present] == []


def test_a_mail_late_in_a_summer_evening_was_received_the_next_day_in_london():
    case = make_case((Route.STATUTORY, "Something"), received_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert "1 July 2026" in compose(case).paragraphs[0].text


def test_each_fact_a_letter_states_says_where_it_comes_from():
    draft = compose(golden_cases()["05-mixed-four-points"])
    facts = {f.name: f for f in draft.facts_used}
    assert facts["team_phone"].source == "council:brackenshire"
    assert facts["point_1_reply_on"].source == "procedure:statutory_default"
    assert facts["reference"].source == "case"
    text = "\n".join(whole_text(p) for p in draft.paragraphs)
    assert all(f.value in text or f.value[1:] in text for f in draft.facts_used)


def test_an_empty_contact_names_its_field_and_its_file():
    blanks = compose(golden_cases()["13-missing-contacts"]).blanks
    assert "Norfolk County Council: team.phone is empty in config/councils/norfolk.toml" in blanks


def test_a_writer_without_an_address_is_a_blank():
    case = make_case((Route.STATUTORY, "Something"), recipient=Recipient(name="", greeting="", email=""))
    assert "This case: recipient.email is empty; fill it in on the case" in compose(case).blanks


def test_a_later_stage_is_never_called_the_first():
    for stage in (Stage.TWO, Stage.THREE):
        draft = compose(make_case((Route.STATUTORY, "Answer was wrong"), kind=Kind.ESCALATION, stage=stage))
        assert "local resolution" not in str(draft.paragraphs).lower()
        assert "next stage of our" in str(draft.paragraphs)


def test_a_stage_that_a_procedure_does_not_have_is_its_last():
    draft = compose(make_case((Route.CORPORATE, "Answer was wrong"), kind=Kind.ESCALATION, stage=Stage.THREE))
    assert "“Stage 2”" in str(draft.paragraphs)
    assert "Stage 3" not in str(draft.paragraphs)


def test_the_subject_line_holds_the_reference_and_nothing_else_of_the_case():
    assert (
        compose(golden_cases()["10-young-person-safeguarding"]).subject_line == "Your complaint, reference PR-2026-0228"
    )


@pytest.mark.parametrize(
    ("name", "greeting", "young", "said"),
    [
        ("Mrs Denise Harker", "Dear Mrs Harker", False, "Dear Mrs Harker"),
        ("Denise Harker", "Denise Harker", False, "Dear Denise Harker"),
        ("Okafor, Chidi", "Okafor, Chidi", False, "Dear Chidi Okafor"),
        ("Kai Redmond", "Kai Redmond", True, "Hello Kai"),
        ("Kai", "Hello Kai,", True, "Hello Kai"),
        ("", "", False, "Hello"),
    ],
)
def test_a_person_is_greeted_by_name(name, greeting, young, said):
    draft = compose(make_case((Route.STATUTORY, "Something"), flags=[YOUNG] if young else []))
    assert greet_with(replace(draft, recipient=Recipient(name=name, greeting=greeting, email="a@b.example"))) == said


def test_how_a_letter_ends_fits_how_it_begins():
    draft = compose(make_case((Route.STATUTORY, "Something")))
    assert close_with(draft) == "Yours sincerely,"
    unnamed = replace(draft, recipient=replace(draft.recipient, greeting="Dear Sir or Madam"))
    assert close_with(unnamed) == "Yours faithfully,"
    assert close_with(compose(golden_cases()["10-young-person-safeguarding"])) == "Best wishes,"


@pytest.mark.parametrize("name", golden_cases())
def test_a_draft_is_stored_and_comes_back_the_same(name):
    draft = compose(golden_cases()[name])
    plain = draft_to_plain(draft)
    assert draft_from_plain(plain) == draft
    assert draft_to_plain(draft_from_plain(plain)) == plain


def test_the_digest_is_of_what_the_person_gets():
    case = golden_cases()["01-statutory"]
    draft = compose(case)
    assert draft_digest(recheck(draft, case)) == draft_digest(draft)
    for changed in (
        replace(draft, large_print=True),
        replace(draft, recipient=replace(draft.recipient, email="other@mailbox.example")),
        replace(draft, paragraphs=draft.paragraphs[:-1]),
        replace(draft, paragraphs=(replace(draft.paragraphs[0], text="Hello."), *draft.paragraphs[1:])),
    ):
        assert draft_digest(changed) != draft_digest(draft)


def test_what_they_want_is_told_in_their_words():
    wish = fact(FactField.DESIRED_OUTCOME, "I want a new social worker")
    draft = compose(make_case((Route.STATUTORY, "Visits missed"), facts=[wish]))
    paragraph = next(p for p in draft.paragraphs if p.key == "wishes")
    assert paragraph.points == ("“I want a new social worker”",)
    assert all(c.present for c in draft.checklist)


def test_a_date_is_said_as_letters_say_it():
    assert say_date(datetime(2026, 3, 3, tzinfo=UTC).date()) == "3 March 2026"
