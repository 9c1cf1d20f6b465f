"""What a case asks somebody to do: as many rows that must raise nothing as rows that must raise something."""

from datetime import date

import pytest

from classify.labels import Flag, Kind, Route
from classify.reading import BODY, Evidence, Fact, FactField
from config.packs import load_calendar
from config.tasks import DueUnit, load_tasks
from routing.task_case import Asked, MatterNow, TaskCase
from routing.tasks import RULES, due_on, tasks_for

STATUTORY = (MatterNow(number=1, route=Route.STATUTORY),)
CORPORATE = (MatterNow(number=1, route=Route.CORPORATE),)


def fact(field, value, quote=""):
    quote = quote or value
    return Fact(field=field, value=value, evidence=Evidence(where=BODY, start=0, end=len(quote), quote=quote))


def capacity(*values):
    return tuple(fact(FactField.CAPACITY, value) for value in values)


def behalf(value, quote=""):
    return fact(FactField.ON_BEHALF_OF, value, quote)


def consent(value):
    return fact(FactField.CONSENT, value)


def case(*flags, kind=Kind.COMPLAINT, note="", **fields):
    notes = {Flag.REPRESENTATIVE: note} if note else {}
    return TaskCase(kind=kind, flags=frozenset(flags), notes=notes, **({"matters": STATUTORY, "stage": "1"} | fields))


def kinds(asked):
    return {one.kind for one in asked}


REP = Flag.REPRESENTATIVE
SPOKEN = {"stage": "2", "is_statement_open": True}


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        pytest.param(case(Flag.URGENT_DECISION), "freezing", id="he is moved on Friday"),
        pytest.param(case(Flag.URGENT_DECISION, kind=Kind.SERVICE_REQUEST), "freezing", id="a move, and no complaint yet"),
        pytest.param(case(Flag.DATA_PROTECTION), "breach", id="you sent my address to my ex"),
        pytest.param(case(kind=Kind.INFORMATION_REQUEST, matters=()), "information_request", id="a copy of my file, please"),
        pytest.param(case(Flag.YOUNG_PERSON), "advocate", id="a child complains"),
        pytest.param(case(Flag.YOUNG_PERSON, kind=Kind.COMMENT, matters=()), "advocate", id="a child only thinks of complaining"),
        pytest.param(case(Flag.YOUNG_PERSON, kind=Kind.INFORMATION_REQUEST, matters=()), "advocate", id="a child only asks"),
        pytest.param(case(Flag.THREAT), "referral", id="a threat to staff"),
        pytest.param(case(Flag.ASSAULT), "referral", id="an assault on staff"),
        pytest.param(case(Flag.MEDIA), "press", id="I will go to the papers"),
        pytest.param(case(REP, note="relative", facts=(behalf("my sister"),)), "consent", id="for my sister"),
        pytest.param(case(REP, note="relative", facts=(behalf("my sister"), consent("told of"))), "consent", id="for my sister, who knows"),
        pytest.param(case(REP, note="relative", facts=(behalf("my sister"), consent("not given"))), "consent", id="for my sister, who does not know"),
        pytest.param(case(REP, note="advocate", facts=(behalf("a young man"),)), "consent", id="an advocate for a young man"),
        pytest.param(case(REP), "consent", id="for somebody, nobody knows whom"),
        pytest.param(case(REP, kind=Kind.INFORMATION_REQUEST, note="relative", matters=()), "consent", id="my brother's file, please"),
        pytest.param(case(REP, note="solicitor", facts=(behalf("our client"),)), "authority", id="we act for Ms Dunmore"),
        pytest.param(case(REP, note="councillor"), "constituent", id="a councillor whom nobody is said to have asked"),
        pytest.param(case(REP, note="mp", facts=(behalf("a family"),)), "constituent", id="an MP about a family"),
        pytest.param(case(facts=capacity("grandparent")), "interest", id="a grandmother"),
        pytest.param(case(facts=capacity("friend or neighbour")), "interest", id="a neighbour"),
        pytest.param(case(facts=capacity("professional")), "interest", id="a teacher"),
        pytest.param(case(facts=capacity("parent")), "child_agreement", id="a mother about her son"),
        pytest.param(case(facts=(fact(FactField.CHILD, "Kai (7)"),)), "child_agreement", id="an adult about Kai"),
        pytest.param(case(Flag.ADJUSTMENTS), "adjustments", id="I cannot read letters"),
        pytest.param(case(facts=(fact(FactField.DESIRED_OUTCOME, "I want a meeting with the manager"),)), "meeting", id="wants a meeting"),
        pytest.param(case(facts=(fact(FactField.DESIRED_OUTCOME, "can we try mediation"),)), "mediation", id="wants mediation"),
        pytest.param(case(words=("I enclose the birth certificate. Please return the original.",)), "originals", id="return the original"),
        pytest.param(case(words=("Can I have the originals back please",)), "originals", id="the originals back"),
        pytest.param(case(words=("Please send the original back when you have copied it",)), "originals", id="send the original back"),
        pytest.param(case(words=("I want these photos returned, please return the photos to me",)), "originals", id="return the photos"),
        pytest.param(case(Flag.RECORDING), "recording", id="I recorded the call"),
        pytest.param(case(matters=(MatterNow(number=1, route=Route.ENGLISH_FLUENCY),)), "staff_safety", id="could not understand her English"),
        pytest.param(case(**SPOKEN, is_spoken=True), "statement", id="stage 2 by telephone"),
        pytest.param(case(**SPOKEN), "statement_chase", id="stage 2 in writing, no statement yet"),
        pytest.param(case(matters=(MatterNow(number=2, route=Route.OUT_OF_SCOPE, reason="over_a_year"),)), "why_late", id="over a year ago"),
        pytest.param(case(matters=(MatterNow(number=2, route=Route.OUT_OF_SCOPE, reason="independent_provider"),)), "provider", id="a private children's home"),
        pytest.param(
            case(matters=(MatterNow(number=1, route=Route.STATUTORY, responder="Dana Cole"),), facts=(fact(FactField.PERSON_NAMED, "Dana Cole (team manager)"),)),
            "responder", id="the manager who answers is complained of",
        ),
        pytest.param(
            case(matters=(MatterNow(number=1, route=Route.STATUTORY, responder="Dana Cole"),), stage="2", earlier=("Dana Cole",)),
            "responder", id="who answered stage 1 is to answer stage 2",
        ),
    ],
)  # fmt: skip
def test_a_case_asks_for(given, kind):
    assert kind in kinds(tasks_for(given))


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        pytest.param(case(), "freezing", id="nothing is urgent"),
        pytest.param(case(Flag.DATA_PROTECTION, kind=Kind.INFORMATION_REQUEST, matters=()), "breach", id="a request for one's data is no breach"),
        pytest.param(case(), "information_request", id="a complaint asks for no file"),
        pytest.param(case(facts=capacity("parent")), "advocate", id="a mother is no child"),
        pytest.param(case(Flag.YOUNG_PERSON, REP, note="advocate"), "advocate", id="a child who has an advocate"),
        pytest.param(case(Flag.ABUSIVE_LANGUAGE, Flag.UNREASONABLE_PERSISTENCE), "referral", id="swearing is no police matter"),
        pytest.param(case(Flag.STAFF_CONDUCT), "press", id="no word of the papers"),
        pytest.param(case(facts=(behalf("my sister"),)), "consent", id="a person has said that nobody writes for another"),
        pytest.param(case(REP, note="relative", facts=(behalf("my sister"), consent("enclosed"))), "consent", id="the consent is enclosed"),
        pytest.param(case(REP, facts=(behalf("my friend", "I am helping my friend to write this"),)), "consent", id="who only helps needs none"),
        pytest.param(case(REP, note="mp", facts=(behalf("one of my constituents"),)), "consent", id="an MP needs none"),
        pytest.param(case(REP, note="mp", facts=(behalf("one of my constituents asked me to write"),)), "constituent", id="an MP whom a constituent asked"),
        pytest.param(case(REP, note="councillor", facts=(behalf("a resident of my ward", "a resident of my ward has asked me"),)), "constituent", id="a councillor whom a resident asked"),
        pytest.param(case(REP, kind=Kind.COMPLIMENT, note="relative", matters=()), "consent", id="thanks for somebody else need no consent"),
        pytest.param(case(REP, note="solicitor"), "consent", id="a solicitor shows authority instead"),
        pytest.param(case(facts=capacity("parent", "grandparent")), "interest", id="who also has the right as a parent"),
        pytest.param(case(Flag.FOSTER_CARER, facts=capacity("other relative")), "interest", id="an aunt who fosters"),
        pytest.param(case(facts=capacity("special guardian")), "interest", id="a special guardian"),
        pytest.param(case(facts=capacity("grandparent"), matters=CORPORATE), "interest", id="a corporate matter of a grandmother"),
        pytest.param(case(REP, facts=(*capacity("grandparent"), behalf("my son"))), "interest", id="a grandmother for her son: consent, not interest"),
        pytest.param(case(), "interest", id="who does not say what they are"),
        pytest.param(case(Flag.YOUNG_PERSON, facts=capacity("child or young person")), "child_agreement", id="the child writes"),
        pytest.param(case(facts=capacity("care leaver")), "child_agreement", id="a care leaver writes"),
        pytest.param(case(facts=capacity("foster carer")), "child_agreement", id="a foster carer about herself"),
        pytest.param(case(facts=capacity("parent"), matters=CORPORATE), "child_agreement", id="a corporate matter"),
        pytest.param(case(facts=(fact(FactField.DESIRED_OUTCOME, "an apology and a new social worker"),)), "meeting", id="wants no meeting"),
        pytest.param(case(words=("At the last meeting they lost my papers.",)), "meeting", id="a meeting that is over"),
        pytest.param(case(words=("The original plan was better.",)), "originals", id="the original plan"),
        pytest.param(case(words=("She never returned my calls about the documents.",)), "originals", id="calls not returned"),
        pytest.param(case(words=("When will he return home with his original school place?",)), "originals", id="return home"),
        pytest.param(case(matters=CORPORATE), "staff_safety", id="no word of anybody's English"),
        pytest.param(case(stage="1", is_statement_open=True), "statement", id="stage 1 needs no statement"),
        pytest.param(case(stage="2", is_statement_open=False), "statement_chase", id="the statement is agreed"),
        pytest.param(case(matters=(MatterNow(number=1, route=Route.OUT_OF_SCOPE, reason="court_proceedings"),)), "why_late", id="a court is no lateness"),
        pytest.param(
            case(matters=(MatterNow(number=1, route=Route.STATUTORY, responder="Dana Cole"),), facts=(fact(FactField.PERSON_NAMED, "Dan Coleman (team manager)"),)),
            "responder", id="another name",
        ),
        pytest.param(case(facts=(fact(FactField.PERSON_NAMED, "Dana Cole (team manager)"),)), "responder", id="nobody is to answer yet"),
    ],
)  # fmt: skip
def test_a_case_does_not_ask_for(given, kind):
    assert kind not in kinds(tasks_for(given))


def test_what_the_case_has_to_say_is_added():
    [asked] = [
        one
        for one in tasks_for(case(REP, note="relative", facts=(behalf("my sister"), consent("to follow"))))
        if one.kind == "consent"
    ]
    assert asked.because == "The writer says that it will follow."
    [asked] = [one for one in tasks_for(case(facts=capacity("grandparent"))) if one.kind == "interest"]
    assert asked.because == "They write as: grandparent."


def test_each_matter_asks_for_itself():
    late = tuple(MatterNow(number=number, route=Route.OUT_OF_SCOPE, reason="over_a_year") for number in (1, 3))
    keys = [one.key for one in tasks_for(case(matters=late)) if one.kind == "why_late"]
    assert keys == ["asked:why_late:1", "asked:why_late:3"]


def test_behaviour_alone_asks_for_nothing_that_a_polite_case_does_not():
    rude = case(Flag.ABUSIVE_LANGUAGE, Flag.PERSONAL_REMARK, Flag.OFFENSIVE_REMARK, Flag.UNREASONABLE_PERSISTENCE)
    assert tasks_for(rude) == tasks_for(case())


def test_every_kind_a_rule_asks_for_stands_in_the_file():
    everything = case(
        *Flag, note="relative", stage="2", is_statement_open=True,
        matters=(
            MatterNow(number=1, route=Route.STATUTORY, responder="Dana Cole"),
            MatterNow(number=2, route=Route.ENGLISH_FLUENCY),
            MatterNow(number=3, route=Route.OUT_OF_SCOPE, reason="over_a_year"),
            MatterNow(number=4, route=Route.OUT_OF_SCOPE, reason="independent_provider"),
        ),
        facts=(fact(FactField.PERSON_NAMED, "Dana Cole"), fact(FactField.DESIRED_OUTCOME, "a meeting and mediation")),
        words=("Please return the originals.",),
    )  # fmt: skip
    asked = tasks_for(everything)
    assert kinds(asked) <= set(load_tasks())
    assert len({one.key for one in asked}) == len(asked)
    assert len(RULES) == 17
    assert Asked(kind="freezing") == asked[0]


FRIDAY, SATURDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)


@pytest.mark.parametrize(
    ("kind", "anchor", "expected"),
    [
        pytest.param("freezing", FRIDAY, FRIDAY, id="a move: the same day"),
        pytest.param("freezing", SATURDAY, MONDAY, id="a move, on a Saturday: on Monday"),
        pytest.param("breach", SATURDAY, SATURDAY, id="a breach: on the Saturday itself, the hours run"),
        pytest.param("information_request", SATURDAY, MONDAY, id="a request: on Monday"),
        pytest.param("consent", FRIDAY, date(2026, 3, 13), id="consent: five working days"),
        pytest.param("statement_chase", date(2026, 3, 27), date(2026, 4, 14), id="ten working days over Easter"),
    ],
)
def test_the_last_day_of_a_task(kind, anchor, expected):
    assert due_on(load_tasks()[kind], anchor, load_calendar()) == expected


def test_what_must_be_done_in_hours_is_raised_without_waiting_for_anybody():
    at_once = {task.kind for task in load_tasks().values() if task.at_once}
    assert at_once == {"freezing", "breach", "information_request", "advocate"}
    assert all(load_tasks()[kind].unit is not DueUnit.WORKING_DAYS for kind in at_once)
