"""The letters that ask: all they must say is there and missed when lost, and nothing they must not say goes through."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classify.labels import Flag, Stage
from classify.reading import FactField
from letters.check import failed_musts, recheck
from letters.closing import close_with, greet_with
from letters.compose import compose
from letters.draft import LetterId, Origin, Paragraph
from letters.items.asking import ITEMS
from letters.questions import known_already, questions_of
from letters.words import load_words
from tests.letters.asking_cases import ask_case, golden_cases, person
from tests.letters.cases import fact, flag

CASES = golden_cases()
CASE_OF = {name.partition("-")[0]: case for name, case in CASES.items()}


def drop(draft, *keys):
    assert set(keys) <= {p.key for p in draft.paragraphs}, "the test must take something out"
    return replace(draft, paragraphs=tuple(p for p in draft.paragraphs if p.key not in keys))


def lose(draft, find, new="soon"):
    """Write something else wherever a pattern stands, in text, points and tables."""

    def sub(text):
        return re.sub(find, new, text)

    changed = tuple(
        replace(
            p,
            title=sub(p.title),
            text=sub(p.text),
            points=tuple(map(sub, p.points)),
            rows=tuple(tuple(map(sub, row)) for row in p.rows),
        )
        for p in draft.paragraphs
    )
    assert changed != draft.paragraphs, "the test must change something"
    return replace(draft, paragraphs=changed)


def say(draft, text):
    new = Paragraph(key="own", title="", text=text, origin=Origin.WRITTEN)
    return replace(draft, paragraphs=(*draft.paragraphs, new))


def failed(draft, case):
    return {c.key for c in recheck(draft, case).checklist if not c.present}


def whole(draft):
    return "\n".join("\n".join((p.title, p.text, *p.points, *(c for r in p.rows for c in r))) for p in draft.paragraphs)


LOST = [
    ("100", ["opening", "logged"], "received"),
    ("100", ["logged"], "logged"),
    ("100", ["logged"], "clock"),
    ("108", ["logged"], "clock"),
    ("110", ["logged"], "clock"),
    ("100", ["understanding"], "understanding"),
    ("100", ["understanding"], "correct"),
    ("100", ["agreement", "form_adult", "form_back", "no_answer", "send", "meanwhile", "instead"], "agreement"),
    ("104", ["own_right"], "own_right"),
    ("102", ["agreement"], "authority"),
    ("105", ["agreement", "opening"], "constituent"),
    ("100", ["send", "contact", "form_back"], "send"),
    ("100", ["send"], "by"),
    ("100", ["meanwhile", "no_answer", "information"], "meanwhile"),
    ("100", ["instead"], "instead"),
    ("104", ["instead"], "instead"),
    ("103", ["hear_child"], "hear_child"),
    ("100", ["form_adult"], "form"),
    ("104", ["form_parental"], "form"),
    ("103", ["form_young"], "form"),
    ("100", ["form_back"], "form"),
    ("103", ["form_young"], "form_is_easy"),
    ("103", ["form_hello"], "form_is_easy"),
    ("100", ["no_answer"], "no_answer"),
    ("105", ["no_answer"], "no_answer"),
    ("100", ["information"], "services"),
    ("100", ["information", "meanwhile", "opening", "no_answer", "form_adult"], "information"),
    ("103", ["advocacy", "form_young"], "advocacy"),
    ("100", ["help"], "help"),
    ("100", ["ombudsman"], "ombudsman"),
    ("108", ["adjustments"], "adjustments"),
    ("100", ["contact", "send", "form_back"], "contact"),
    ("120", ["opening"], "received"),
    ("120", ["opening"], "what_this_is"),
    ("120", ["understanding"], "understanding"),
    ("122", ["not_sure"], "correct"),
    ("120", ["questions"], "questions"),
    ("120", ["easy"], "easy"),
    ("121", ["easy"], "easy"),
    ("120", ["by"], "by"),
    ("120", ["no_answer"], "no_answer"),
    ("121", ["no_answer"], "no_answer"),
    ("120", ["dates"], "dates"),
    ("123", ["dates"], "dates"),
    ("121", ["information"], "services"),
    ("121", ["advocacy"], "advocacy"),
    ("121", ["ombudsman"], "ombudsman"),
    ("120", ["help"], "help"),
    ("140", ["opening"], "why"),
    ("140", ["about"], "understanding"),
    ("140", ["about"], "received"),
    ("140", ["reach"], "ombudsman"),
    ("140", ["who"], "independent"),
    ("140", ["when"], "year"),
    ("140", ["letter_to_show"], "final_letter"),
    ("140", ["cannot"], "cannot"),
    ("141", ["still_ours", "information"], "still_ours"),
    ("142", ["reach", "opening"], "late_help"),
    ("140", ["information"], "services"),
    ("140", ["information"], "information"),
    ("144", ["advocacy"], "advocacy"),
]


@pytest.mark.parametrize(("name", "lost", "item"), LOST, ids=[f"{n} {i} without {'+'.join(k)}" for n, k, i in LOST])
def test_a_lost_paragraph_is_missed_and_offered_again(name, lost, item):
    case = CASE_OF[name]
    checked = recheck(drop(compose(case), *lost), case)
    missing = next(c for c in checked.checklist if c.key == item and not c.present)
    assert missing.must
    assert missing.suggestion


def test_every_item_that_must_be_there_is_lost_in_some_test():
    tested = {item for _, _, item in LOST}
    only_of_the_case = {"personal", "stages_over", "is_late"}
    assert {item.key for item in ITEMS if item.must} - only_of_the_case <= tested


@pytest.mark.parametrize(
    ("name", "find", "item"),
    [
        pytest.param("100", "17 March 2026", "clock", id="the day the reply is due"),
        pytest.param("100", "3 March 2026", "logged", id="the day it was logged"),
        pytest.param("100", "12 March 2026", "by", id="the day by which it would help"),
        pytest.param("100", r"If you need longer, tell us\. We will take it after that day too\.", "by", id="that later will do"),
        pytest.param("108", "has stood still", "clock", id="that the clock stands still"),
        pytest.param("100", "(?i)signature", "form", id="the signature on the form"),
        pytest.param("100", "(?i)date", "form", id="the date on the form"),
        pytest.param("100", "(?i)share", "form", id="what may be shared"),
        pytest.param("103", "01632 960222", "form_is_easy", id="the advocate's number"),
        pytest.param("103", "not only through you|as well|without showing it to anybody|themselves", "hear_child", id="the form by another way"),
        pytest.param("120", "10 March 2026", "dates", id="the day of our next letter"),
        pytest.param("120", "(?i)ring", "easy", id="the offer to ring"),
        pytest.param("120", "(?i)meet", "easy", id="the offer to meet"),
        pytest.param("120", "write it down", "easy", id="the offer to write it down"),
        pytest.param("120", "PR-2026-0310", "reference", id="the reference"),
        pytest.param("140", "0300 061 0614", "ombudsman", id="the Ombudsman's number"),
        pytest.param("140", "CV4 0EH", "ombudsman", id="the Ombudsman's address"),
        pytest.param("140", "usually|may still", "year", id="that 12 months is only what is usual"),
        pytest.param("140", "12 months", "year", id="the 12 months"),
        pytest.param("140", "free", "independent", id="that it is free"),
    ],
)  # fmt: skip
def test_a_lost_fact_is_missed_though_its_paragraph_is_there(name, find, item):
    case = CASE_OF[name]
    assert item not in failed(compose(case), case)
    assert item in failed(lose(compose(case), find), case)


@pytest.mark.parametrize(
    ("name", "lost", "words", "item"),
    [
        ("100", ["send"], "You may post or email it to us. The 12th would be good, so by 12 March 2026; more time is no trouble.", "by"),
        ("100", ["instead"], "They may complain to us in their own name, and you may help.", "instead"),
        ("100", ["no_answer"], "Should we hear nothing, we will not give up on this. We carry on with what we can.", "no_answer"),
        ("120", ["easy"], "Call us or visit us, and we can help you to put it into words.", "easy"),
        ("120", ["dates"], "This does not change when we reply, and our letter comes by 10 March 2026.", "dates"),
        ("140", ["when"], "Normally a complaint should reach them within twelve months.", "year"),
        ("140", ["who"], "The Ombudsman does not work for the council, and you pay nothing: it is free.", "independent"),
        ("140", ["cannot"], "The Ombudsman cannot overturn what a judge in a court said.", "cannot"),
    ],
)  # fmt: skip
def test_other_words_for_the_same_thing_are_accepted(name, lost, words, item):
    case = CASE_OF[name]
    assert item in failed(drop(compose(case), *lost), case)
    assert item not in failed(say(drop(compose(case), *lost), words), case)


TOLD = [
    "Your sister is known to us.",
    "She is not known to children's services.",
    "The child is unknown to the council.",
    "The family has an open case with us.",
    "They already have a social worker.",
    "He has no social worker.",
    "Her social worker will ring you.",
    "The young person’s care plan says otherwise.",
    "Their records are with the team.",
    "We already hold a file on them.",
    "We have no record of this family.",
    "We could not find any trace of them.",
    "We are working with the family.",
    "We support her at school.",
    "Our records show three visits.",
    "The council's database does not list them.",
    "There is an open case.",
    "There is no existing referral.",
    "Your nephew is in our care.",
    "The young person is looked after by us.",
    "The child is on a plan.",
    "We have notes about them from last year.",
]


@pytest.mark.parametrize("words", TOLD)
@pytest.mark.parametrize("name", ["100", "103", "105"])
def test_a_letter_to_a_representative_never_tells_whether_we_know_the_person(name, words):
    case = CASE_OF[name]
    assert "no_case_told" in failed(say(compose(case), words), case)


@pytest.mark.parametrize(
    "words",
    [
        "We cannot say whether they are known to us.",
        "We do not say if anybody has a social worker.",
        "If they have a social worker, they can ask them for help.",
        "We have logged your complaint.",
        "Your reference is on this letter.",
        "We can explain how our complaints procedure works.",
        "You told us “she has a social worker and her file is lost”.",
        "We know that this is not easy for you.",
        "Please tell us a safe way to reach them.",
        "We hold complaints about anybody to the same rules.",
        "They can have a person with them.",
    ],
)
def test_what_leaves_it_open_may_be_said(words):
    case = CASE_OF["100"]
    assert "no_case_told" not in failed(say(compose(case), words), case)


def test_to_the_person_themselves_it_may_be_said_in_other_letters():
    case = CASE_OF["120"]
    assert "no_case_told" not in failed(
        say(compose(case), "Your social worker will ring you. Our records show three visits."), case
    )


@pytest.mark.parametrize(
    ("name", "words", "item"),
    [
        ("100", "We cannot log your complaint until we have the form.", "not_refused"),
        ("100", "We will not start to look into it before that.", "not_refused"),
        ("100", "We are unable to accept this complaint yet.", "not_refused"),
        ("103", "Please pass the form to the young person.", "not_only_through"),
        ("103", "They must send it back through you.", "not_only_through"),
        ("120", "You must fill in the form.", "no_demand"),
        ("120", "Please complete our online form.", "no_demand"),
        ("120", "We cannot look into this until you answer.", "no_demand"),
        ("120", "If you do not reply, we will close your complaint.", "no_demand"),
        ("120", "If we do not hear from you, we will treat it as withdrawn.", "no_demand"),
        ("120", "Please send proof of what you say.", "no_demand"),
        ("121", "Can you prove that?", "no_demand"),
        ("121", "Send us evidence that this happened.", "no_demand"),
        ("140", "You must finish our procedure first.", "free_to_go"),
        ("141", "You cannot go to the Ombudsman yet.", "free_to_go"),
        ("141", "You should let us finish.", "free_to_go"),
        ("141", "The Ombudsman will not look at it before that.", "free_to_go"),
        ("140", "The Local Government Ombudsman is on 0300 061 0614.", "right_ombudsman"),
        ("140", "Ring the Ombudsman on 0845 602 1983.", "right_ombudsman"),
        ("140", "Write to the LGO, who is the Ombudsman for councils.", "right_ombudsman"),
    ],
)  # fmt: skip
def test_words_that_these_letters_must_not_hold_are_found(name, words, item):
    case = CASE_OF[name]
    assert item not in failed(compose(case), case)
    assert item in failed(say(compose(case), words), case)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("100", "We can start to look into it now."),
        ("100", "We cannot share anything about them yet."),
        ("103", "They can send the form to us by themselves."),
        ("120", "You do not have to fill in a form."),
        ("120", "You do not need to prove anything."),
        ("120", "There is no need to use a form."),
        ("121", "You do not have to know the day."),
        ("120", "If we do not hear from you, we will not close this."),
        ("140", "You do not have to finish our procedure first."),
        ("140", "You can go to them at any time."),
        ("140", "The Ombudsman is free. Our own number is 01632 960001."),
        ("140", "The Housing Ombudsman looks at other things."),
    ],
)
def test_words_that_only_look_like_them_are_left_alone(name, words):
    case = CASE_OF[name]
    assert not failed(say(compose(case), words), case)


KNOWN = [
    fact(FactField.EVENT_DATE, "2026-01-12"),
    fact(FactField.CHILD, "Leo (9)"),
    fact(FactField.SERVICE, "family contact"),
    fact(FactField.PHONE, "07700 900123"),
    fact(FactField.DESIRED_OUTCOME, "I want the visits back"),
    fact(FactField.EFFECT, "He cries every night"),
    fact(FactField.EARLIER_CONTACT, "team manager; 2026-02-03; no answer"),
    fact(FactField.WHERE, "the contact centre"),
]


@pytest.mark.parametrize(
    "question",
    [
        "What is your name?",
        "What is your phone number?",
        "What is your reference?",
        "When did this happen?",
        "On which day was the visit?",
        "Where did it happen?",
        "What is the child's name?",
        "Which team was it?",
        "What would you like us to do?",
        "What do you want to happen?",
        "How has this affected your son?",
        "Have you complained to the manager?",
        "Did the worker miss the visits?",
        "Have visits been missed by the worker?",
    ],
)
def test_a_question_that_they_have_answered_is_found(question):
    case = ask_case(
        LetterId.MORE_INFORMATION,
        {"questions": question, "by": "2026-03-12"},
        facts=KNOWN,
        matters=[{"route": "statutory", "gist": "Worker missed the visits in January"}],
    )
    found = next(c for c in compose(case).checklist if c.key == "not_asked_twice")
    assert not found.present
    assert found.must
    assert question in found.words


@pytest.mark.parametrize(
    "question",
    [
        "Which other days were missed?",
        "When did you last see him?",
        "On which exact day was the second visit?",
        "Who else was there?",
        "Why do you think the visits stopped?",
        "Which school does he go to?",
        "What did the manager say to you?",
        "What is the name of the worker who came first?",
        "Is there anything more that we should know?",
        "How did the worker tell you about the visits?",
    ],
)
def test_a_question_that_goes_further_is_left_alone(question):
    case = ask_case(
        LetterId.MORE_INFORMATION,
        {"questions": question, "by": "2026-03-12"},
        facts=KNOWN,
        matters=[{"route": "statutory", "gist": "Worker missed the visits in January"}],
    )
    assert not known_already(question, case)
    assert not failed_musts(compose(case).checklist)


@pytest.mark.parametrize(
    "question", ["When did this happen?", "What is the child's name?", "What would you like us to do?"]
)
def test_nothing_known_means_that_everything_may_be_asked(question):
    case = ask_case(LetterId.MORE_INFORMATION, {"questions": question, "by": "2026-03-12"})
    assert not known_already(question, case)


def test_a_question_a_person_adds_later_is_looked_at_too():
    case = CASE_OF["120"]
    assert "not_asked_twice" in failed(say(compose(case), "Please tell us one more thing. What is your name?"), case)


def test_six_questions_are_too_many_and_none_is_too_few():
    case = CASE_OF["120"]
    draft = compose(case)
    many = replace(
        draft,
        paragraphs=tuple(
            replace(p, points=tuple(f"Question {n} about a visit?" for n in range(6))) if p.key == "questions" else p
            for p in draft.paragraphs
        ),
    )
    assert "questions" in failed(many, case)
    assert "questions" in failed(drop(draft, "questions"), case)


def test_a_letter_without_questions_shows_the_gap():
    case = ask_case(LetterId.MORE_INFORMATION, {"by": "2026-03-12"})
    draft = compose(case)
    assert "[What we would like to know]" in whole(draft)
    assert any("What we would like to know" in blank for blank in draft.blanks)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.text(alphabet="abcdefghij klmnop?", min_size=8, max_size=60).map(lambda t: f"Q{t.strip()}x?"),
        min_size=1,
        max_size=5,
        unique=True,
    )
)
def test_every_question_stands_in_the_letter_in_order(lines):
    case = ask_case(LetterId.MORE_INFORMATION, {"questions": "\n".join(lines), "by": "2026-03-12"})
    draft = compose(case)
    assert next(p.points for p in draft.paragraphs if p.key == "questions") == tuple(lines)
    assert [q for _, q in questions_of(draft, case)] == lines


@pytest.mark.parametrize(
    ("name", "there", "not_there"),
    [
        ("100", ["fill in and sign the form"], ["letter of authority", "advocate you may", "constituent"]),
        ("101", ["fill in and sign the form"], ["letter of authority", "asked you for help"]),
        ("102", ["letter of authority that your client has signed"], ["Please ask them to fill in"]),
        (
            "103",
            ["in easy words", "A short note or message", "You will not be in trouble"],
            ["parental responsibility"],
        ),
        ("104", ["parental responsibility", "what the child thinks"], ["in easy words"]),
        ("105", ["A copy of what they sent you is enough"], ["fill in", "signature", "12 March 2026"]),
        ("107", ["So nobody has to sign a form"], ["A copy of what they sent you", "signature", "If we do not hear"]),
        ("108", ["has stood still since 4 March 2026"], ["is due by"]),
        (
            "109",
            ["signed by the child, if they understand it, or by somebody with parental responsibility"],
            ["Please ask them to fill in"],
        ),
        ("140", ["every stage", "19 June 2026"], ["late", "goes on"]),
        ("141", ["You asked us", "Our reply is due by 17 March 2026"], ["every stage"]),
        ("142", ["It was due by 17 March 2026", "We are sorry for the wait"], ["every stage", "Our reply is due"]),
    ],
)
def test_each_reader_gets_what_is_for_them(name, there, not_there):
    words = whole(compose(CASE_OF[name]))
    assert [one for one in there if one not in words] == []
    assert [one for one in not_there if one in words] == []


def test_what_a_person_says_of_the_representative_stands_before_what_was_read():
    read = flag(Flag.REPRESENTATIVE, "for my ward", note="councillor")
    case = ask_case(LetterId.CONSENT, {"who": "solicitor", "person": "adult", "by": "2026-03-12"}, flags=[read])
    assert "letter of authority" in whole(compose(case))


def test_an_mp_who_shows_nothing_is_asked_and_one_who_does_is_not():
    mp = [flag(Flag.REPRESENTATIVE, "MP for Ashdale", note="mp")]
    said = {"person": "adult", "by": "2026-03-12"}
    bare = compose(ask_case(LetterId.CONSENT, said, flags=mp))
    shown = compose(ask_case(LetterId.CONSENT, said, flags=mp, facts=[fact(FactField.CONSENT, "enclosed")]))
    assert "asked you for help" in whole(bare)
    assert "A copy of what they sent you" not in whole(shown)


def test_a_form_names_neither_the_matter_nor_anything_but_the_writer():
    for name, case in CASES.items():
        for paragraph in compose(case).enclosed:
            words = " ".join((paragraph.title, paragraph.text, *(c for row in paragraph.rows for c in row)))
            assert [m.gist for m in case.assessment.matters if m.gist in words] == [], name


def test_the_form_stands_after_the_letter_itself():
    draft = compose(CASE_OF["103"])
    assert [p.key for p in draft.enclosed] == ["form_hello", "form_young", "form_back"]
    assert draft.before_signature[-1].key == "contact"
    assert draft.before_signature + draft.enclosed == draft.paragraphs


def test_a_late_letter_on_a_case_that_is_not_late_is_shown():
    case = ask_case(LetterId.OMBUDSMAN, {"why": "late"})
    assert "is_late" in failed(compose(case), case)
    assert "It was due" not in whole(compose(case))


@pytest.mark.parametrize(("stage", "is_told"), [("1", True), ("2", True), ("3", False)])
def test_a_finished_letter_while_a_stage_is_left_is_shown(stage, is_told):
    case = ask_case(LetterId.OMBUDSMAN, {"why": "finished"}, kind="escalation", stage=stage)
    assert case.stage is Stage(stage)
    assert ("stages_over" in failed(compose(case), case)) is is_told


@pytest.mark.parametrize(
    ("by", "is_told"),
    [("2026-03-12", False), ("2026-03-17", False), ("2026-03-18", True), ("2026-03-05", True), ("2026-03-01", True)],
)
def test_a_day_that_is_over_or_after_our_reply_is_shown(by, is_told):
    case = ask_case(LetterId.MORE_INFORMATION, {"questions": "Which school?", "by": by})
    assert ("by_in_time" in failed(compose(case), case)) is is_told


def test_somebody_at_risk_gets_words_of_a_person_in_these_letters_too():
    risk = [flag(Flag.SELF_HARM, "I have nothing to live for")]
    said = {"questions": "Which school?", "by": "2026-03-12", "why": "asked"}
    for letter in (LetterId.MORE_INFORMATION, LetterId.OMBUDSMAN):
        case = ask_case(letter, said, flags=risk)
        draft = compose(case)
        assert "[your own words to them]" in whole(draft)
        assert "personal" in failed(drop(draft, "personal"), case)


def test_a_young_person_is_greeted_and_left_by_first_name():
    draft = compose(CASE_OF["121"])
    assert (greet_with(draft), close_with(draft)) == ("Hello Kai", "Best wishes,")
    adult = compose(CASE_OF["120"])
    assert close_with(adult) == "Yours sincerely,"


def test_the_website_and_the_hours_are_told_where_the_council_knows_them():
    case = CASE_OF["141"]
    silent = replace(case.council.ombudsman, website="", hours="")
    assert "website" not in whole(compose(replace(case, council=replace(case.council, ombudsman=silent))))
    contact = replace(
        case.council.ombudsman, website="https://www.ombudsman.example", hours="Monday to Friday, 10am to 4pm"
    )
    known = replace(case, council=replace(case.council, ombudsman=contact))
    draft = compose(known)
    assert "https://www.ombudsman.example" in whole(draft)
    assert "Monday to Friday, 10am to 4pm" in whole(draft)
    assert "ombudsman" in failed(lose(draft, r"https://\S+"), known)


@pytest.mark.parametrize("letter", [LetterId.CONSENT, LetterId.MORE_INFORMATION, LetterId.OMBUDSMAN])
def test_these_letters_are_offered_and_ask_for_what_they_need(letter):
    head = load_words().heads[letter]
    assert head.offered
    assert {ask.key for ask in head.asks} == {
        LetterId.CONSENT: {"who", "person", "asked", "by"},
        LetterId.MORE_INFORMATION: {"questions", "by"},
        LetterId.OMBUDSMAN: {"why", "final_on"},
    }[letter]


def test_nothing_in_these_letters_depends_on_the_writers_name():
    one, two = (
        compose(ask_case(LetterId.CONSENT, {"person": "adult", "by": "2026-03-12"}, recipient=person(name, "Dear all")))
        for name in ("Sunita Rao", "Piotr Zielinski")
    )
    assert whole(one).replace("Sunita Rao", "X") == whole(two).replace("Piotr Zielinski", "X")
