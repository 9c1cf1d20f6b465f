"""Letters of later stages, to foster carers, of several routes and of a delay say what they must and nothing else."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.labels import Flag, Kind, Reason, Route, Stage
from config.council import Contact
from config.procedure import Family
from letters.check import recheck
from letters.compose import choose_letter, compose
from letters.draft import LetterId, Origin, Paragraph
from letters.extension import first_day, is_beyond_longest, is_moved_again, longest_day, may_go_on
from letters.item import whole_text
from letters.items.later import ITEMS
from letters.nevers.later import NEVERS
from letters.readability import measure
from letters.tables import say_rows
from tests.letters.cases import flag, make_case
from tests.letters.later_cases import (
    CARER,
    COURT,
    ENGLISH,
    KAI,
    PLAN,
    SUPPORT,
    TAXI,
    VISITS,
    YOUNG,
    carer,
    delayed,
    staged,
)
from tests.letters.later_cases import golden_cases as later_cases

CASES = later_cases()
BY_KEY = {item.key: item for item in ITEMS}
NEVER_BY_KEY = {never.key: never for never in NEVERS}
END = re.compile(r"(?<=[.!?:])\s+")


@cache
def draft_of(name):
    return compose(CASES[name])


def without(draft, pattern):
    """Take every sentence, point and row out that speaks of something."""
    hit = re.compile(pattern, re.IGNORECASE)

    def cut(p):
        return replace(
            p,
            title="" if hit.search(p.title) else p.title,
            text=" ".join(s for s in END.split(p.text) if not hit.search(s)),
            points=tuple(point for point in p.points if not hit.search(point)),
            rows=() if any(hit.search(cell) for row in p.rows for cell in row) else p.rows,
        )

    return replace(draft, paragraphs=tuple(cut(p) for p in draft.paragraphs))


def say(draft, words):
    new = Paragraph(key="own", title="", text=words, origin=Origin.WRITTEN)
    return replace(draft, paragraphs=(*draft.paragraphs, new))


LOST = [
    ("200-stage-2-three-points", "taken", "next stage|the stage is"),
    ("200-stage-2-three-points", "unanswered", "still not"),
    ("200-stage-2-three-points", "officer", "find out"),
    ("200-stage-2-three-points", "independent_person", "do not work|neither"),
    ("200-stage-2-three-points", "statement", "agree in writing|statement"),
    ("200-stage-2-three-points", "option", "meeting"),
    ("201-stage-2-corporate", "fresh", "not involved"),
    ("208-stage-2-devon-advocate", "independent_person", "do not work|neither"),
    ("203-stage-2-norfolk-carer-manager-still-decides", "taken", "next st|the stage"),
    ("210-stage-3-two-points", "in_time", "later too"),
    ("210-stage-3-two-points", "panel_people", "chair"),
    ("210-stage-3-two-points", "panel_people", "Independent Person"),
    ("210-stage-3-two-points", "panel_purpose", "well enough"),
    ("210-stage-3-two-points", "panel_steps", "5 working days of the meeting"),
    ("210-stage-3-two-points", "panel_steps", "15 working days of getting"),
    ("210-stage-3-two-points", "panel_attend", "speak for you"),
    ("210-stage-3-two-points", "panel_attend", "one other person"),
    ("210-stage-3-two-points", "panel_needs", "interpreter"),
    ("210-stage-3-two-points", "panel_papers", "papers"),
    ("210-stage-3-two-points", "last_stage", "last stage"),
    ("214-stage-3-norfolk-carer-no-panel", "last_stage", "Ombudsman"),
    ("220-carer-norfolk-stage-1", "whose_service", "service that we|about the care"),
    ("220-carer-norfolk-stage-1", "mediation", "mediation"),
    ("223-carer-norfolk-after-allegations", "after_allegations", "allegations"),
    ("224-carer-two-points", "foster_help", "Bracken Fostering"),
    ("221-carer-approval", "approval_review", "short|soon"),
    ("242-mixed-at-stage-2", "table", "Who deals"),
    ("242-mixed-at-stage-2", "statement", "agree in writing|statement"),
    ("243-mixed-panel-and-corporate", "panel_people", "chair"),
    ("243-mixed-panel-and-corporate", "last_stage", "last stage"),
    ("250-young-stage-2", "officer", "find out"),
    ("250-young-stage-2", "independent_person", "do not work"),
    ("250-young-stage-2", "statement", "write down"),
    ("250-young-stage-2", "option", "meet"),
    ("251-young-stage-3", "panel_people", "chair"),
    ("251-young-stage-3", "panel_attend", "speak for you"),
    ("251-young-stage-3", "panel_steps", "15 working days"),
    ("251-young-stage-3", "last_stage", "last step"),
    ("252-young-corporate-stage-2", "fresh", "not part|not involved"),
    ("230-delay-first", "about_received", "which we got"),
    ("230-delay-first", "first_date", "15 September"),
    ("230-delay-first", "new_date", "29 September"),
    ("230-delay-first", "sorry", "sorry"),
    ("230-delay-first", "own_reason", "two workers"),
    ("230-delay-first", "done", "so far|have read"),
    ("230-delay-first", "object", "tell us"),
    ("230-delay-first", "ombudsman_too", "0300 061 0614"),
    ("232-delay-beyond-the-longest", "agreed_by", "agreed"),
    ("232-delay-beyond-the-longest", "beyond", "longer than"),
    ("232-delay-beyond-the-longest", "next_stage_now", "next stage"),
    ("261-delay-the-longest-has-passed", "late_said", "has passed"),
    ("261-delay-the-longest-has-passed", "past_longest", "29 September"),
    ("263-delay-late-corporate", "not_wait", "Ombudsman"),
    ("233-delay-again", "agreed_by", "complaints manager"),
]


@pytest.mark.parametrize(("name", "key", "taken_out"), LOST)
def test_what_a_letter_must_say_is_there_and_missed_when_it_is_taken_out(name, key, taken_out):
    item, case, draft = BY_KEY[key], CASES[name], draft_of(name)
    assert draft.letter in item.letters
    assert item.when(case)
    assert item.find(draft, case) is not None
    assert item.find(without(draft, taken_out), case) is None


def test_no_item_of_these_letters_goes_untried():
    assert {key for _, key, _ in LOST} == set(BY_KEY) - {"kept_date", "stage_there"}, "which the case decides"


@pytest.mark.parametrize(
    ("name", "key", "paragraph"),
    [
        ("200-stage-2-three-points", "statement", "statement_1"),
        ("200-stage-2-three-points", "reply_2", "point_1"),
        ("210-stage-3-two-points", "panel_people", "panel_1"),
        ("221-carer-approval", "approval_review", "approval"),
        ("224-carer-two-points", "procedure_2", "point_1"),
        ("242-mixed-at-stage-2", "table", "separate"),
        ("250-young-stage-2", "officer", "people_1"),
        ("230-delay-first", "new_date", "new_date"),
        ("232-delay-beyond-the-longest", "agreed_by", "beyond"),
    ],
)
def test_a_lost_paragraph_is_missed_and_offered_again(name, key, paragraph):
    case, draft = CASES[name], draft_of(name)
    lost = replace(draft, paragraphs=tuple(p for p in draft.paragraphs if p.key != paragraph))
    assert lost != draft
    missing = next(c for c in recheck(lost, case).checklist if c.key == key)
    assert not missing.present
    assert missing.must
    assert missing.suggestion


CAUGHT = [
    ("200-stage-2-three-points", "no_talking_out", "We suggest that you accept our answer."),
    ("200-stage-2-three-points", "no_talking_out", "We advise you to withdraw your complaint."),
    ("200-stage-2-three-points", "no_talking_out", "A new look is unlikely to change anything."),
    ("210-stage-3-two-points", "no_talking_out", "Please consider carefully whether you need a panel."),
    ("210-stage-3-two-points", "no_talking_out", "There is no point in going on."),
    ("200-stage-2-three-points", "person_no_advocate", "The Independent Person is your advocate."),
    ("200-stage-2-three-points", "person_no_advocate", "The Independent Person will be on your side."),
    ("250-young-stage-2", "person_no_advocate", "The Independent Person speaks for you."),
    ("210-stage-3-two-points", "no_appeal", "The panel will hear your appeal."),
    ("210-stage-3-two-points", "no_appeal", "This is the appeal stage."),
    ("251-young-stage-3", "no_appeal", "You have appealed, and that is fine."),
    ("210-stage-3-two-points", "no_new_investigation", "The panel makes a new investigation."),
    ("210-stage-3-two-points", "no_new_investigation", "They will re-investigate your complaint."),
    ("243-mixed-panel-and-corporate", "no_new_investigation", "The panel investigates it again."),
    ("210-stage-3-two-points", "no_promise_of_panel", "The council will accept what the panel recommends."),
    ("210-stage-3-two-points", "no_promise_of_panel", "We will do everything the panel says."),
    ("251-young-stage-3", "no_promise_of_panel", "The council has to follow the recommendations."),
    ("224-carer-two-points", "no_link_to_approval", "We will look at this at your annual review."),
    ("224-carer-two-points", "no_link_to_approval", "This means a review of your approval."),
    ("220-carer-norfolk-stage-1", "no_link_to_approval", "The fostering panel will hear about this."),
    ("224-carer-two-points", "no_media_line", "Please do not talk to the newspapers."),
    ("220-carer-norfolk-stage-1", "no_media_line", "You may lose anonymity if you go to the media."),
    ("250-young-stage-2", "no_copy_to_carer", "We have sent a copy to your foster carer."),
    ("250-young-stage-2", "no_copy_to_carer", "A copy goes to your mum."),
    ("250-young-stage-2", "no_pictures", "Thank you 😊"),
    ("250-young-stage-2", "no_pictures", "Thank you :)"),
]
LEFT_ALONE = [
    ("200-stage-2-three-points", "You can withdraw your complaint at any time, by letter or by telephone."),
    ("200-stage-2-three-points", "The Independent Person is not your advocate."),
    ("200-stage-2-three-points", "The Independent Person does not take sides. An advocate can speak for you."),
    ("200-stage-2-three-points", "The Investigating Officer starts this week and asks you what matters most."),
    ("200-stage-2-three-points", "No point has to wait for another."),
    ("210-stage-3-two-points", "The panel does not investigate again."),
    ("210-stage-3-two-points", "This is not an appeal, and not a new investigation."),
    ("210-stage-3-two-points", "The council decides about what the panel recommends, and tells you why."),
    ("210-stage-3-two-points", "We look at each point that you raised."),
    ("214-stage-3-norfolk-carer-no-panel", "This is a new investigation by a senior officer."),
    ("224-carer-two-points", "We will review how we answer calls."),
    ("224-carer-two-points", "This does not lead to a review of your approval."),
    ("224-carer-two-points", "You can press for an answer at any time."),
    ("250-young-stage-2", "We will not send a copy to your foster carer."),
    ("250-young-stage-2", "You can ask your foster carer to help you."),
    ("250-young-stage-2", "You can choose: a call (we ring you) or a letter."),
]


@pytest.mark.parametrize(("name", "key", "words"), CAUGHT)
def test_words_that_these_letters_never_hold_are_found(name, key, words):
    never, case, draft = NEVER_BY_KEY[key], CASES[name], draft_of(name)
    assert draft.letter in never.letters
    assert never.when(case)
    assert never.find(draft, case) is None
    assert never.find(say(draft, words), case) is not None


@pytest.mark.parametrize(("name", "words"), LEFT_ALONE)
def test_words_that_only_look_like_them_are_left_alone(name, words):
    case, draft = CASES[name], say(draft_of(name), words)
    mine = [never for never in NEVERS if draft.letter in never.letters and never.when(case)]
    assert [never.key for never in mine if never.find(draft, case)] == []


def test_no_never_item_of_these_letters_goes_untried():
    assert {key for _, key, _ in CAUGHT} == set(NEVER_BY_KEY)


@pytest.mark.parametrize(
    ("case", "letter"),
    [
        pytest.param(staged(VISITS), LetterId.STAGE_TWO, id="wants an investigation"),
        pytest.param(staged(TAXI), LetterId.STAGE_TWO, id="wants a corporate review"),
        pytest.param(staged(VISITS, stage=Stage.THREE), LetterId.STAGE_THREE, id="wants a panel"),
        pytest.param(staged(TAXI, stage=Stage.THREE), LetterId.STAGE_TWO, id="stage 3 where there are two"),
        pytest.param(staged(VISITS, TAXI), LetterId.MIXED, id="two routes at stage 2"),
        pytest.param(staged(VISITS, PLAN, stages=(2, 1)), LetterId.MIXED, id="one route, two stages"),
        pytest.param(staged(VISITS, COURT), LetterId.MIXED, id="stage 2 and part of it in court"),
        pytest.param(staged(COURT), LetterId.OUT_OF_SCOPE, id="asks for stage 2 of what a court has"),
        pytest.param(staged(VISITS, flags=[YOUNG]), LetterId.YOUNG_PERSON, id="a young person at stage 2"),
        pytest.param(staged(VISITS, TAXI, flags=[YOUNG]), LetterId.YOUNG_PERSON, id="a young person, two routes"),
        pytest.param(carer(SUPPORT), LetterId.FOSTER_CARER, id="a foster carer, corporate"),
        pytest.param(carer(PLAN), LetterId.FOSTER_CARER, id="a foster carer about a child"),
        pytest.param(
            carer(SUPPORT, council="norfolk", family=Family.FOSTER_CARER, flags=[]),
            LetterId.FOSTER_CARER,
            id="the carers' own procedure without the flag",
        ),
        pytest.param(
            carer(SUPPORT, council="norfolk", family=Family.FOSTER_CARER, stage=Stage.TWO),
            LetterId.FOSTER_CARER,
            id="a carer whose complaint begins at stage 2",
        ),
        pytest.param(staged(SUPPORT, flags=[CARER]), LetterId.STAGE_TWO, id="a carer who goes on to stage 2"),
        pytest.param(
            staged(SUPPORT, flags=[CARER], kind=Kind.COMPLAINT, asked_on=date(2026, 10, 12)),
            LetterId.STAGE_TWO,
            id="a carer's complaint that has gone on",
        ),
        pytest.param(
            staged(SUPPORT, flags=[CARER], kind=Kind.COMPLAINT), LetterId.STAGE_TWO, id="gone on the day it came"
        ),
        pytest.param(carer(SUPPORT, PLAN), LetterId.MIXED, id="a carer, two routes"),
        pytest.param(
            make_case(VISITS, kind=Kind.ESCALATION, stage=Stage.OMBUDSMAN), LetterId.STATUTORY, id="the Ombudsman"
        ),
        pytest.param(
            make_case(SUPPORT, stage=Stage.OMBUDSMAN, flags=[CARER]), LetterId.CORPORATE, id="a carer, the Ombudsman"
        ),
    ],
)
def test_the_letter_follows_from_stage_route_and_writer(case, letter):
    assert choose_letter(case) is letter


REASONS = st.sampled_from((Route.STATUTORY, Route.CORPORATE, Route.ENGLISH_FLUENCY, *Reason))


@given(st.lists(REASONS, min_size=2, max_size=6).filter(lambda routes: len({str(r) for r in routes}) > 1))
@settings(max_examples=25, deadline=None)
def test_every_point_of_a_mixed_letter_has_its_row(routes):
    case = staged(*((r, f"Matter {chr(65 + n)}") for n, r in enumerate(routes)), stage=Stage.ONE, kind=Kind.COMPLAINT)
    draft = compose(case)
    tables = [p.rows for p in draft.paragraphs if p.rows]
    if draft.letter is LetterId.OUT_OF_SCOPE:
        assert tables == []
        return
    (rows,) = tables
    assert [row[0] for row in rows[1:]] == [f"{n + 1}. Matter {chr(65 + n)}" for n in range(len(routes))]
    assert all(cell and len(row) == len(rows[0]) for row in rows for cell in row)


@given(st.lists(st.sampled_from(["", "Anita Flood, team manager,", "Gareth Lowe,"]), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_points_of_which_the_same_is_said_share_a_paragraph_and_none_is_lost(who):
    points = [(Route.STATUTORY, f"Matter {chr(65 + n)}") for n in range(len(who))]
    responders = tuple((n, name) for n, name in enumerate(who, start=1) if name)
    draft = compose(staged(*points, responders=responders))
    about = [p for p in draft.paragraphs if p.key.startswith("point_")]
    assert len(about) == len(set(who))
    named = [{int(n) for n in re.findall(r"\d+", p.title)} or set(range(1, len(who) + 1)) for p in about]
    assert sorted(n for numbers in named for n in numbers) == list(range(1, len(who) + 1))
    assert [c.key for c in draft.checklist if c.must and not c.present] == []


def test_a_table_is_said_in_plain_lines():
    lines = say_rows(next(p for p in draft_of("242-mixed-at-stage-2").paragraphs if p.rows))
    assert lines[:4] == (
        "1. Visits missed since March",
        "   Which procedure: Children's social care complaints procedure, at the stage “Investigation”",
        "   Who deals with it: An Investigating Officer with an Independent Person",
        "   When you will hear: By 6 October 2026",
    )


def test_a_gap_in_a_table_is_a_gap_of_the_letter():
    case = CASES["242-mixed-at-stage-2"]
    draft = draft_of("242-mixed-at-stage-2")
    torn = replace(
        draft,
        paragraphs=tuple(
            replace(p, rows=(p.rows[0], (*p.rows[1][:-1], "[when?]"), *p.rows[2:])) if p.rows else p
            for p in draft.paragraphs
        ),
    )
    assert recheck(torn, case).blanks == ("[when?]: write what belongs here, or take it out",)


def test_a_date_in_the_table_that_is_none_of_the_case_is_found():
    case, draft = CASES["242-mixed-at-stage-2"], draft_of("242-mixed-at-stage-2")
    wrong = replace(
        draft,
        paragraphs=tuple(
            replace(p, rows=tuple(tuple(c.replace("6 October", "9 October") for c in row) for row in p.rows))
            for p in draft.paragraphs
        ),
    )
    assert "known_dates" in {c.key for c in recheck(wrong, case).checklist if not c.present}


def test_a_later_stage_is_answered_by_the_day_it_was_asked_for():
    case = CASES["200-stage-2-three-points"]
    text = draft_of("200-stage-2-three-points").paragraphs[0].text
    assert "12 October 2026" in text
    assert "1 September 2026" not in text
    wrong = without(draft_of("200-stage-2-three-points"), "12 October")
    assert "received" in {c.key for c in recheck(wrong, case).checklist if not c.present}


@pytest.mark.parametrize("name", ["210-stage-3-two-points", "251-young-stage-3", "243-mixed-panel-and-corporate"])
def test_a_panel_is_never_an_appeal_or_a_new_investigation(name):
    text = " ".join(whole_text(p) for p in draft_of(name).paragraphs).lower()
    assert "appeal" not in text
    assert "new investigation" not in text


def test_a_stage_three_without_a_panel_speaks_of_none():
    text = " ".join(whole_text(p) for p in draft_of("214-stage-3-norfolk-carer-no-panel").paragraphs)
    assert "panel" not in text.lower()
    assert "an investigator for the Chief Executive" in text


def test_only_a_procedure_with_a_gate_says_that_a_manager_decides():
    gated, agreed, free = (
        " ".join(whole_text(p) for p in draft_of(name).paragraphs)
        for name in (
            "203-stage-2-norfolk-carer-manager-still-decides",
            "204-stage-2-norfolk-carer-manager-agreed",
            "201-stage-2-corporate",
        )
    )
    assert "A manager decides this, and we will tell you by 8 September 2026" in gated
    assert "A manager has agreed" in agreed
    assert "manager decides" not in agreed + free


def test_a_day_to_decide_that_is_over_is_a_blank():
    case = replace(CASES["203-stage-2-norfolk-carer-manager-still-decides"], written_on=date(2026, 9, 9))
    assert "This case: say by when a manager decides whether this stage begins" in compose(case).blanks


def test_the_support_for_carers_is_left_out_where_there_is_none():
    case = CASES["224-carer-two-points"]
    assert "Bracken Fostering Support" in str(draft_of("224-carer-two-points").paragraphs)
    none = compose(replace(case, council=replace(case.council, foster_support=Contact())))
    assert "does not work for the council, you can get it here" not in str(none.paragraphs)
    assert none.blanks == ()


def test_the_review_of_an_approval_is_named_without_a_contact_too():
    case = CASES["221-carer-approval"]
    signposts = {k: v for k, v in case.council.signposts.items() if k != "right_of_appeal.fostering"}
    draft = compose(replace(case, council=replace(case.council, signposts=signposts)))
    assert "There is another way to have such a decision looked at again" in str(draft.paragraphs)
    assert draft.blanks == ()


@pytest.mark.parametrize(
    "reason",
    [
        "We are very busy at the moment.",
        "This is because of our high workload.",
        "The delay is due to staff shortages and a backlog.",
        "There has been a high number of complaints.",
        "The team has a lot of work and many other cases.",
        "We need more time.",
        "A lot of staff are on annual leave.",
    ],
)
def test_a_reason_that_fits_every_complaint_is_none(reason):
    case = delayed(VISITS, until="2026-09-29", said={"reason": reason})
    assert "own_reason" in {c.key for c in compose(case).checklist if c.must and not c.present}


@pytest.mark.parametrize(
    "reason",
    [
        "We still wait for the school's records of the spring term.",
        "Two of the workers who know about the visits come back from leave on Monday.",
        "You told us about two new letters, and we want to answer them as well.",
        "The manager has to read the minutes of four meetings.",
    ],
)
def test_a_reason_of_this_complaint_is_one(reason):
    case = delayed(VISITS, until="2026-09-29", said={"reason": reason})
    assert [c.key for c in compose(case).checklist if c.must and not c.present] == []


@pytest.mark.parametrize(
    ("until", "manager", "missing"),
    [
        pytest.param("2026-09-29", "", set(), id="the last day that the procedure allows"),
        pytest.param(
            "2026-09-30",
            "",
            {"agreed_by", "beyond", "next_stage_now", "kept_date", "own_clock"},
            id="a day later, nobody agreed",
        ),
        pytest.param("2026-09-30", "the complaints manager", set(), id="a day later, a manager agreed"),
    ],
)
def test_a_date_beyond_the_longest_needs_a_manager(until, manager, missing):
    case = delayed(VISITS, until=until, said={"authorised_by": manager} if manager else {})
    assert {c.key for c in compose(case).checklist if c.must and not c.present} == missing


def test_a_second_delay_needs_a_manager():
    case = CASES["233-delay-again"]
    bare = replace(case, said={k: v for k, v in case.said.items() if k != "authorised_by"})
    assert "agreed_by" in {c.key for c in compose(bare).checklist if c.must and not c.present}


def test_a_delay_of_one_point_is_measured_by_its_own_dates():
    one = CASES["231-delay-one-of-two-points"]
    both = replace(one, said={k: v for k, v in one.said.items() if k != "what"})
    assert first_day(one) == date(2026, 9, 15)
    later = delayed(VISITS, TAXI, until="2026-10-06", said={"what": "our reply to point 1"})
    assert longest_day(later) == date(2026, 9, 29)
    assert first_day(both) is None
    assert "We need more time for our reply." in compose(both).paragraphs[0].text
    assert not is_beyond_longest(one)
    assert may_go_on(one)
    assert not is_moved_again(one)


def test_a_delay_that_is_kept_already_still_names_the_day_before_it():
    case = CASES["233-delay-again"]
    assert first_day(case) == date(2026, 9, 22)
    assert is_moved_again(case)
    once = CASES["230-delay-first"]
    assert first_day(once) == date(2026, 9, 15)
    assert not is_moved_again(once)


def test_a_notice_of_delay_waits_for_its_words():
    case = replace(CASES["230-delay-first"], said={})
    blanks = compose(case).blanks
    assert {b.partition(":")[0] for b in blanks} == {"The new date", "Why it takes longer", "What has been done so far"}


@pytest.mark.parametrize("name", CASES)
def test_sentences_are_short_and_words_are_easy(name):
    found = measure(draft_of(name))
    assert found.words / found.sentences <= 15
    assert found.reading_age <= (9 if draft_of(name).letter is LetterId.YOUNG_PERSON else 11)


def test_a_young_persons_letter_has_no_long_paragraph():
    long = [
        (name, p.key, len(p.text.split()))
        for name in CASES
        if draft_of(name).letter is LetterId.YOUNG_PERSON
        for p in draft_of(name).paragraphs
        if len(p.text.split()) > 130
    ]
    assert long == []


def test_a_young_person_is_told_of_their_stage():
    assert "Investigating Officer" not in str(compose(staged(VISITS, stage=Stage.ONE, flags=[YOUNG], **KAI)).paragraphs)
    english = compose(staged(ENGLISH, flags=[YOUNG], **KAI))
    assert "a reviewer who was not involved in part one" in str(english.paragraphs)
    named = compose(staged(ENGLISH, flags=[YOUNG], responders=((1, "Anita Flood, team manager,"),), **KAI))
    assert "They were not part of it the first time." in str(named.paragraphs)


def test_a_stage_that_is_asked_for_while_somebody_else_complains_too_keeps_both():
    case = staged(VISITS, PLAN, stages=(2, 1), flags=[flag(Flag.RECORDING, "I taped it")])
    rows = next(p.rows for p in compose(case).paragraphs if p.rows)
    assert ["Investigation" in row[1] for row in rows[1:]] == [True, False]
