"""A letter says of consent, stages, latest dates and the Ombudsman only what is so in this case."""

from dataclasses import replace

import pytest

from classify.labels import Flag, Reason, Route, Stage
from classify.reading import FactField
from letters.check import failed_musts
from letters.compose import compose
from letters.draft import LetterId
from letters.standing import constituent_asked
from tests.letters.asking_cases import ask_case
from tests.letters.asking_cases import golden_cases as asking_cases
from tests.letters.cases import fact, flag
from tests.letters.later_cases import ADVOCATE, ENGLISH, KAI, TAXI, VISITS, YOUNG, carer, delayed, staged
from tests.letters.later_cases import golden_cases as later_cases

COUNCILLOR = flag(Flag.REPRESENTATIVE, "for a family", note="councillor")
RELATIVE = flag(Flag.REPRESENTATIVE, "for my grandson", note="relative")
ENCLOSED = fact(FactField.CONSENT, "enclosed")
CONSENT = {"person": "adult", "by": "2026-03-12"}


def words_of(case):
    return "\n".join(f"{p.title}\n{p.text}" for p in compose(case).paragraphs)


def musts(case):
    return {check.key for check in failed_musts(compose(case).checklist)}


def shoulds(case):
    return {check.key for check in compose(case).checklist if not check.present and not check.must}


@pytest.mark.parametrize(
    ("behalf", "asked"),
    [
        ("residents of my ward, about a family in Elm Road", False),
        ("my constituent", False),
        ("a resident", False),
        ("casework about a family", False),
        ("a family who has not asked me", False),
        ("a constituent who never asked us for anything", False),
        ("my constituent, who asked me to write", True),
        ("a family that has asked us for help", True),
    ],
)
def test_only_a_person_who_asked_needs_no_consent(behalf, asked):
    case = ask_case(LetterId.CONSENT, CONSENT, flags=[COUNCILLOR], facts=[fact(FactField.ON_BEHALF_OF, behalf)])
    assert constituent_asked(case) is asked
    assert ("You told us that this person asked you for help" in words_of(case)) is asked


@pytest.mark.parametrize(("said", "asked"), [("yes", True), ("no", False)])
def test_what_a_person_saw_stands_before_what_was_read(said, asked):
    behalf = "my constituent" if asked else "my constituent, who asked me to write"
    facts = [fact(FactField.ON_BEHALF_OF, behalf)]
    case = ask_case(LetterId.CONSENT, {**CONSENT, "asked": said}, flags=[COUNCILLOR], facts=facts)
    assert constituent_asked(case) is asked


@pytest.mark.parametrize("stage", [Stage.ONE, Stage.TWO, Stage.THREE])
def test_an_acknowledgement_asks_nobody_again_for_what_came_with_the_message(stage):
    asked = [fact(FactField.ON_BEHALF_OF, "my constituent asked me to write")]
    shown = words_of(staged(VISITS, stage=stage, flags=[COUNCILLOR], facts=asked))
    assert "Please tell us if they asked you for help" not in shown
    assert "Until we have heard from you" not in shown
    assert "told us that they asked you for help" in shown
    enclosed = staged(VISITS, stage=stage, flags=[RELATIVE], facts=[ENCLOSED])
    assert "Please ask them to write to us" not in words_of(enclosed)
    assert "We will check it" in words_of(enclosed)
    assert musts(enclosed) == set()
    bare = words_of(staged(VISITS, stage=stage, flags=[RELATIVE]))
    assert "Please ask them to write to us" in bare
    assert "We will check it" not in bare


def test_a_request_for_consent_that_came_already_asks_first_if_it_is_needed():
    sent = ask_case(LetterId.CONSENT, CONSENT, flags=[RELATIVE], facts=[ENCLOSED])
    assert "Thank you for what you sent us" in words_of(sent)
    assert "consent_there" in shoulds(sent)
    bare = ask_case(LetterId.CONSENT, CONSENT, flags=[RELATIVE])
    assert "Thank you for what you sent us" not in words_of(bare)
    assert "consent_there" not in shoulds(bare)


def test_a_relative_of_a_small_child_is_told_that_the_complaint_can_be_their_own():
    case = asking_cases()["104-consent-grandmother-for-a-small-child"]
    words = words_of(case)
    assert "we can take this as your own complaint" in words
    assert "only be able to give our reply to the person" not in words
    without = case.assessment
    risky = replace(case, assessment=replace(without, flags=(*without.flags, flag(Flag.SAFEGUARDING, "he hits him"))))
    assert "safe_to_ask" in shoulds(risky)
    assert "safe_to_ask" not in shoulds(case)


@pytest.mark.parametrize("person", ["adult", "young"])
def test_nobody_else_is_sent_another_way(person):
    case = ask_case(LetterId.CONSENT, {**CONSENT, "person": person}, flags=[RELATIVE])
    assert "as your own complaint" not in words_of(case)
    assert "safe_to_ask" not in shoulds(case)


def test_a_solicitor_of_a_child_is_told_whose_form_it_is():
    words = words_of(asking_cases()["109-consent-solicitor-for-a-child-at-stage-two"])
    assert "only for somebody with parental responsibility" in words
    assert "They can also sign the form" not in words


@pytest.mark.parametrize(
    ("case", "there"),
    [
        pytest.param(staged(TAXI, stage=Stage.THREE), False, id="stage 3 of two"),
        pytest.param(staged(TAXI, ENGLISH, stage=Stage.THREE), False, id="two procedures of two stages"),
        pytest.param(staged(TAXI, stage=Stage.THREE, flags=[YOUNG], **KAI), False, id="a young person"),
        pytest.param(staged(TAXI, stage=Stage.TWO), True, id="stage 2 of two"),
        pytest.param(staged(VISITS, stage=Stage.THREE), True, id="stage 3 of three"),
        pytest.param(staged(VISITS, TAXI, stage=Stage.THREE), True, id="a panel for one of the points"),
        pytest.param(staged((Reason.OVER_A_YEAR, "Move in 2022"), stage=Stage.THREE), True, id="nothing of ours"),
        pytest.param(carer((Route.CORPORATE, "Nobody rings")), True, id="a carer's first stage"),
    ],
)
def test_a_stage_that_is_not_there_is_not_begun(case, there):
    assert ("stage_there" in musts(case)) is not there


@pytest.mark.parametrize("name", ["205-stage-2-asked-by-phone", "253-young-stage-2-by-phone"])
def test_no_latest_date_is_counted_before_the_statement_is_agreed(name):
    words = words_of(later_cases()[name])
    assert "1 December 2026" not in words
    assert "takes longer" in words or "take longer" in words


def test_a_statement_that_is_agreed_has_its_latest_date():
    assert "The latest date is then" in words_of(later_cases()["209-stage-2-statement-agreed"])


@pytest.mark.parametrize("flags", [(), (YOUNG,), (YOUNG, ADVOCATE)])
def test_beyond_the_longest_nobody_is_told_to_wait(flags):
    said = {"authorised_by": "the complaints manager"}
    words = words_of(delayed(VISITS, until="2026-10-06", said=said, flags=list(flags)))
    assert "usually ask us to finish first" not in words
    assert "usually ask us to finish first" in words_of(delayed(VISITS, until="2026-09-29", flags=list(flags)))


def test_a_delay_is_told_to_a_young_person_in_their_own_words():
    words = words_of(later_cases()["234-delay-young-person"])
    assert "You will not be in trouble for telling us" in words
    assert "if waiting causes you a problem" not in words


COURT = {"reason": "court_proceedings", "gist": "Wants contact stopped"}


@pytest.mark.parametrize(
    ("said", "changes", "failed"),
    [
        pytest.param("finished", {}, {"stages_over"}, id="every stage, with two left"),
        pytest.param("finished", {"matters": [COURT]}, {"stages_over"}, id="every stage, where none began"),
        pytest.param("finished", {"stage": "3", "kind": "escalation"}, set(), id="every stage, and so it is"),
        pytest.param("late", {}, {"is_late"}, id="late, and it is not"),
        pytest.param("late", {"written_on": "2026-04-20"}, set(), id="late, and so it is"),
        pytest.param("asked", {}, set(), id="asked for"),
    ],
)
def test_the_way_to_the_ombudsman_says_only_what_is_so(said, changes, failed):
    final = {"final_on": "2026-03-04"} if said == "finished" else {}
    assert musts(ask_case(LetterId.OMBUDSMAN, {"why": said, **final}, **changes)) == failed
