"""An edited letter that lost something it must say, or gained something it must not, is stopped."""

import re
from dataclasses import replace

import pytest

from classify.labels import Flag, Route
from classify.reading import FactField
from letters.check import failed_musts, recheck
from letters.compose import compose
from letters.draft import Origin, Paragraph
from tests.letters.cases import fact, flag, golden_cases, letter_text, make_case

CASES = golden_cases()


def drop(draft, *keys):
    return replace(draft, paragraphs=tuple(p for p in draft.paragraphs if p.key not in keys))


def rewrite(draft, key, find, new):
    changed = tuple(
        replace(p, text=re.sub(find, new, p.text), title=re.sub(find, new, p.title)) if p.key == key else p
        for p in draft.paragraphs
    )
    assert changed != draft.paragraphs, "the test must change something"
    return replace(draft, paragraphs=changed)


def without_row(draft, number):
    return replace(
        draft,
        paragraphs=tuple(
            replace(p, rows=tuple(row for row in p.rows if not row[0].startswith(f"{number}.")))
            for p in draft.paragraphs
        ),
    )


def say(draft, text):
    new = Paragraph(key="own", title="", text=text, origin=Origin.WRITTEN)
    return replace(draft, paragraphs=(*draft.paragraphs, new))


def failed(draft, case):
    return {c.key for c in recheck(draft, case).checklist if not c.present}


@pytest.mark.parametrize(
    ("name", "lost", "item"),
    [
        ("01-statutory", ["opening"], "received"),
        ("01-statutory", ["correct"], "correct"),
        ("01-statutory", ["wishes"], "wishes"),
        ("01-statutory", ["point_1"], "procedure_1"),
        ("01-statutory", ["point_1"], "reply_1"),
        ("01-statutory", ["point_1"], "latest_1"),
        ("01-statutory", ["information"], "services"),
        ("01-statutory", ["information"], "information"),
        ("01-statutory", ["advocacy"], "advocacy"),
        ("01-statutory", ["help"], "help"),
        ("01-statutory", ["ombudsman"], "ombudsman"),
        ("01-statutory", ["contact"], "contact"),
        ("01-statutory", ["further_1"], "further"),
        ("04-english-fluency", ["fluency_notice"], "fluency_notice"),
        ("05-mixed-four-points", ["recording"], "recording"),
        ("05-mixed-four-points", ["separate"], "separate"),
        ("05-mixed-four-points", ["point_3"], "latest_3"),
        ("05-mixed-four-points", ["refusal_4"], "why_4"),
        ("05-mixed-four-points", ["adjustments"], "adjustments"),
        ("09-foster-carer-own-procedure", ["foster"], "foster"),
        ("10-young-person-safeguarding", ["advocacy"], "advocacy"),
        ("10-young-person-safeguarding", ["trouble"], "trouble"),
        ("12-advocate-for-a-young-person", ["representative"], "consent"),
        ("03-corporate-counted-from-this-letter", ["data_protection"], "data_protection"),
        ("20-self-harm", ["personal"], "personal"),
    ],
)
def test_a_lost_paragraph_is_missed_and_offered_again(name, lost, item):
    case = CASES[name]
    checked = recheck(drop(compose(case), *lost), case)
    missing = next(c for c in checked.checklist if c.key == item)
    assert not missing.present
    assert missing.must
    assert missing.suggestion


@pytest.mark.parametrize(
    ("key", "find", "item"),
    [
        pytest.param("point_1", "17 March 2026", "reply_1", id="the date of the reply"),
        pytest.param("point_1", "31 March 2026", "latest_1", id="the latest date"),
        pytest.param("point_1", "children's social care complaints procedure", "procedure_1", id="the procedure"),
        pytest.param("opening", "3 March 2026", "received", id="the day of receipt"),
        pytest.param("ombudsman", "0300 061 0614", "ombudsman", id="the Ombudsman's number"),
        pytest.param("ombudsman", "at any time", "ombudsman", id="that the Ombudsman can be asked any time"),
        pytest.param("advocacy", "01632 960222", "advocacy", id="the advocate's number"),
        pytest.param("contact", "PR-2026-0228", "reference", id="the reference"),
    ],
)
def test_a_lost_fact_is_missed_though_its_paragraph_is_there(key, find, item):
    case = CASES["01-statutory"]
    assert item in failed(rewrite(compose(case), key, find, "soon"), case)


def test_a_date_told_of_another_point_does_not_count():
    case = CASES["05-mixed-four-points"]
    lost = without_row(rewrite(compose(case), "point_3", "24 March 2026", "soon"), 3)
    assert "24 March 2026" in str(lost.paragraphs)
    assert "reply_3" in failed(lost, case)


def test_a_point_taken_off_the_list_is_missed():
    case = CASES["05-mixed-four-points"]
    draft = compose(case)
    paragraphs = tuple(replace(p, points=p.points[:-1]) if p.key == "understanding" else p for p in draft.paragraphs)
    draft = drop(without_row(replace(draft, paragraphs=paragraphs), 4), "refusal_4")
    assert {"understanding", "table"} <= failed(draft, case)


def with_points(draft, *points):
    return replace(
        draft, paragraphs=tuple(replace(p, points=points) if p.key == "understanding" else p for p in draft.paragraphs)
    )


def test_a_point_told_twice_hides_the_one_that_was_lost():
    case = make_case((Route.STATUTORY, "Visits missed since December"), (Route.STATUTORY, "Nobody rang back about Leo"))
    draft = compose(case)
    first = draft.paragraphs[[p.key for p in draft.paragraphs].index("understanding")].points[0]
    assert "understanding" not in failed(draft, case)
    assert "understanding" in failed(with_points(draft, first, first), case)


@pytest.mark.parametrize(
    ("words", "is_lost"),
    [
        ("Something else entirely", True),
        ("The social worker has not visited the family since December", False),
    ],
)
def test_a_point_that_became_another_is_named(words, is_lost):
    case = CASES["01-statutory"]
    checked = recheck(with_points(compose(case), words), case).checklist
    told = next(c for c in checked if c.key == "told_1")
    assert told.present is not is_lost
    assert not told.must
    assert "Social worker has not visited since 19 December" in told.words


def test_the_writers_own_words_are_not_changed_without_a_reason():
    case = make_case((Route.STATUTORY, "Nobody told me about the meeting"))
    draft = with_points(compose(case), "Something else entirely")
    assert "told_1" in {c.key for c in failed_musts(recheck(draft, case).checklist)}


@pytest.mark.parametrize("name", ["01-statutory", "02-corporate-not-yet-acknowledged"])
def test_how_many_stages_there_are_is_not_lost(name):
    case = CASES[name]
    draft = compose(case)
    assert "stages" not in failed(draft, case)
    lost = rewrite(draft, "further_1", r"This procedure has (?:two|three) stages\. ", "")
    missing = next(c for c in recheck(lost, case).checklist if c.key == "stages")
    assert missing.must
    assert not missing.present
    assert "stages" in missing.suggestion


def test_the_suggestion_taken_over_satisfies_the_item():
    case = CASES["01-statutory"]
    lost = recheck(rewrite(compose(case), "point_1", "17 March 2026", "soon"), case)
    missing = next(c for c in lost.checklist if c.key == "reply_1")
    added = Paragraph(key="added-reply_1", title="", text=missing.suggestion, origin=Origin.STANDARD)
    assert not failed(replace(lost, paragraphs=(*lost.paragraphs, added)), case)


def test_other_words_for_the_same_thing_are_accepted():
    case = CASES["01-statutory"]
    draft = drop(compose(case), "ombudsman", "correct")
    draft = say(
        draft,
        "If we misunderstood you, please tell us what is not right. The Local Government and Social Care Ombudsman "
        "can be asked at any time, on 0300 061 0614.",
    )
    assert not failed(draft, case)


@pytest.mark.parametrize(
    ("words", "item"),
    [
        ("We promise that this will be put right.", "no_promise"),
        ("We will change your social worker.", "no_promise"),
        ("You will get compensation.", "no_promise"),
        ("You are right about this.", "no_opinion"),
        ("The worker was at fault.", "no_opinion"),
        ("We are sorry that the social worker was rude.", "no_opinion"),
        ("Your complaint is vexatious.", "no_opinion"),
        ("The worker was suspended last week.", "no_staff_matters"),
        ("Our software sorted your message.", "no_machine"),
        ("We have closed your complaint.", "not_closed"),
        ("You told us about this shit.", "no_abuse"),
        ("A meeting is on 12 May 2026.", "known_dates"),
        ("A meeting is on 12/05/2026.", "known_dates"),
        ("You will hear by Monday 17 March 2026.", "known_dates"),
        ("You can ask for stage 4.", "known_stages"),
        ("It can take 65 working days.", "no_long_limits"),
        ("We spoke to your son Leo.", "no_other_child"),
        ("We asked about Maisie's school.", "no_other_child"),
        ("You are disabled.", "no_equality_data"),
        ("This is section 26 of the Act.", "plain_words"),
        ("Ask the IRO.", "no_acronyms"),
        ("Please ring [name].", "no_blanks"),
        (" ".join(["and so on"] * 20) + ".", "easy_to_read"),
    ],
)
def test_words_no_letter_may_hold_are_found(words, item):
    case = CASES["01-statutory"]
    assert item not in failed(compose(case), case)
    assert item in failed(say(compose(case), words), case)


@pytest.mark.parametrize(
    "words",
    [
        "We are sorry that you have been upset.",
        "You will have a reply by Tuesday 17 March 2026.",
        "You will have a reply by 17 March.",
        "We cannot promise a result.",
        "You said “the worker was at fault and you promise on 12 May 2026”.",
        "The Independent Reviewing Officer (IRO) was told.",
        "Stage 2 comes next.",
        "Your child's school will not be told.",
        "You may have been right to be upset.",
        "We will pay attention to what you need.",
    ],
)
def test_words_that_only_look_like_them_are_left_alone(words):
    case = CASES["01-statutory"]
    assert not failed(say(compose(case), words), case)


@pytest.mark.parametrize(
    "words",
    ["Together you agree in writing.", "We disagree with them.", "A manager must agree.", "Tell us if you agree."],
)
def test_the_other_persons_agreement_is_not_found_in_other_words(words):
    case = CASES["12-advocate-for-a-young-person"]
    assert "consent" in failed(say(drop(compose(case), "representative"), words), case)


@pytest.mark.parametrize(
    "words",
    [
        "We need to know that they agree to this.",
        "Please show us that this person asked you for help.",
        "We need their permission.",
    ],
)
def test_the_other_persons_agreement_is_found_in_any_words(words):
    case = CASES["12-advocate-for-a-young-person"]
    assert "consent" not in failed(say(drop(compose(case), "representative"), words), case)


@pytest.mark.parametrize(
    ("words", "is_said"),
    [
        ("A complaint cannot change a decision about your approval.", False),
        ("Your approval was changed. You can complain.", False),
        ("Your approval as a foster carer will not change because you complained.", True),
        ("Complaining does not affect your approval.", True),
    ],
)
def test_only_that_complaining_leaves_the_approval_alone_counts(words, is_said):
    case = CASES["09-foster-carer-own-procedure"]
    assert ("foster" not in failed(say(drop(compose(case), "foster"), words), case)) is is_said


def test_a_childs_name_that_is_on_the_case_may_be_said():
    case = make_case((Route.STATUTORY, "Visits missed"), facts=[fact(FactField.CHILD, "Leo Harker")])
    assert not failed(say(compose(case), "We spoke about Leo's school and your son Leo."), case)


def test_a_worker_they_complain_about_is_not_named():
    case = make_case((Route.STATUTORY, "Visits missed"), flags=[flag(Flag.STAFF_CONDUCT, "Mrs Okell was rude to me")])
    assert "no_staff_name" in failed(say(compose(case), "Mrs Okell will reply."), case)


def test_what_was_said_about_danger_is_not_repeated():
    case = CASES["10-young-person-safeguarding"]
    assert "no_disclosure" in failed(say(compose(case), "You said he comes in my room."), case)


def test_words_every_letter_has_are_no_disclosure():
    flags = [flag(Flag.YOUNG_PERSON, "im 14"), flag(Flag.SAFEGUARDING, "I do not feel safe now")]
    case = make_case((Route.STATUTORY, "Visits missed"), flags=flags)
    assert "no_disclosure" not in failed(compose(case), case)


def test_a_letter_is_not_the_first_answer_to_danger():
    case = make_case((Route.STATUTORY, "Visits missed"), flags=[flag(Flag.SAFEGUARDING, "he hits her every night")])
    assert {c.key for c in failed_musts(compose(case).checklist)} == {"safety_first"}


@pytest.mark.parametrize(
    ("name", "telling"),
    [
        ("05-mixed-four-points", "We passed it to the team"),
        ("10-young-person-safeguarding", "We passed it to the team"),
    ],
)
def test_nobody_is_told_of_a_safety_message_unless_a_person_decides_so(name, telling):
    case = CASES[name]
    draft = compose(case)
    assert telling not in letter_text(draft).partition("-----")[0]
    asked = next(c for c in draft.checklist if c.key == "safety_told")
    assert not asked.present
    assert not asked.must
    assert telling in asked.suggestion
    added = Paragraph(key="added-safety_told", title="", text=asked.suggestion, origin=Origin.STANDARD)
    assert not failed(replace(draft, paragraphs=(*draft.paragraphs, added)), case)


def test_a_decision_about_telling_is_asked_for_only_where_something_was_passed_on():
    assert "safety_told" not in {c.key for c in compose(CASES["01-statutory"]).checklist}


def test_a_child_is_not_promised_a_talk_before_what_was_passed_on_already():
    talk = "we will talk to you about it first"
    assert talk not in letter_text(compose(CASES["10-young-person-safeguarding"]))
    assert talk in letter_text(compose(CASES["11-young-person-court-and-fluency"]))


def test_the_wrong_address_is_stopped():
    case = CASES["01-statutory"]
    draft = compose(case)
    other = replace(draft, recipient=replace(draft.recipient, email="other@mailbox.example"))
    assert "right_recipient" in failed(other, case)


def test_the_letter_of_another_case_is_stopped():
    case = CASES["01-statutory"]
    other = replace(case, reference="PR-2026-0301")
    assert {"reference"} <= failed(compose(other), case)


def test_a_name_in_the_subject_line_is_stopped():
    case = CASES["01-statutory"]
    assert "subject_line" in failed(replace(compose(case), subject_line="PR-2026-0228 Denise"), case)


def test_a_gap_that_a_person_filled_is_a_gap_no_more():
    case = CASES["20-self-harm"]
    draft = compose(case)
    assert draft.blanks
    filled = rewrite(
        draft, "personal", r"\[your own words to them\]", "I am writing to you myself, because I am worried."
    )
    assert recheck(filled, case).blanks == ()
    assert not failed(filled, case)


def test_a_gap_that_a_person_made_is_a_gap():
    case = CASES["01-statutory"]
    assert recheck(say(compose(case), "Ring [who?]."), case).blanks == (
        "[who?]: write what belongs here, or take it out",
    )


def test_a_letter_nobody_changed_is_checked_the_same_again():
    for case in CASES.values():
        draft = compose(case)
        assert recheck(draft, case) == draft
