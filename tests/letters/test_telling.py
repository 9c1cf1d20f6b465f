"""The letters that tell something say what they must, miss what was taken out, and never say what they must not."""

import re
from dataclasses import replace
from datetime import date

import pytest

from classify.labels import Flag, Kind, Route
from letters.asked import SaidError, read_said
from letters.check import failed_musts, recheck
from letters.compose import compose
from letters.draft import LetterId, Origin, Paragraph
from letters.items.telling import last_day
from letters.words import load_words
from tests.letters.cases import flag, make_case
from tests.letters.telling_cases import PASSED, behaviour_case, golden_cases, passed_case, share_case, thanks_case

CASES = golden_cases()
LETTERS = {
    LetterId.BEHAVIOUR_WARNING: "300-behaviour-adult",
    LetterId.COMPLIMENT: "310-thanks-parent",
    LetterId.SAFEGUARDING_SHARE: "320-shared-parent",
    LetterId.PASSED_ON: "331-passed-on-foi-journalist",
}
"""A whole letter of each kind: nothing is missing in it."""


def rewrite(draft, find, new=""):
    changed = tuple(
        replace(p, text=re.sub(find, new, p.text), points=tuple(re.sub(find, new, one) for one in p.points))
        for p in draft.paragraphs
    )
    assert changed != draft.paragraphs, "the test must change something"
    return replace(draft, paragraphs=changed)


def say(draft, text):
    new = Paragraph(key="own", title="", text=text, origin=Origin.WRITTEN)
    return replace(draft, paragraphs=(*draft.paragraphs, new))


def failed(draft, case):
    return {c.key for c in recheck(draft, case).checklist if not c.present}


@pytest.mark.parametrize("name", LETTERS.values())
def test_a_whole_letter_lacks_nothing(name):
    assert failed(compose(CASES[name]), CASES[name]) == set()


@pytest.mark.parametrize(
    ("letter", "lost", "item"),
    [
        ("L13", r"24 February 2026", "happened"),
        ("L13", r"Please speak to us[^.]*\.|Please ring once[^.]*\.", "change"),
        ("L13", r"We will go on looking into it[^.]*\.", "merits"),
        ("L13", r"If this goes on, [^.]*\.", "may_happen"),
        ("L13", r"the head of children's services", "decides"),
        ("L13", r"4 June 2026", "review"),
        ("L13", r"You could have more time[^.]*\.|You could also have[^.]*\.|We can ring you[^.]*\.", "easier"),
        ("L13", r"18 March 2026", "comment"),
        ("L13", r"In an emergency, ring 999\.", "always"),
        ("L13", r"0300 061 0614", "ombudsman_asked"),
        ("L13", r"our policy on contact with us", "policy"),
        ("L14", r"Thank you very much for your kind words\.|your thanks", "thanks"),
        ("L14", r"the short breaks team and its manager", "passed_to"),
        ("L14", r"We would leave out all names[^.]*\.", "share"),
        ("L14", r"You do not need to do anything else\.", "no_more_needed"),
        ("L14", r"You can always complain to us too\.", "how_to_complain"),
        ("L16", r"what you told us about how things are at home", "shared_what"),
        ("L16", r"the team that looks after children's safety", "shared_what"),
        ("L16", r"On 3 March 2026 we shared", "shared_what"),
        ("L16", r"We did this to help keep a child safe\.", "shared_why"),
        ("L16", r"without asking, even if the person would not agree", "without_agreement"),
        ("L16", r"They will look at what we shared and decide what to do\.", "what_now"),
        ("L16", r"You can ask us about this letter\.|You can contact[^.]*\.", "who_to_ask"),
        ("L16", r"ring 999", "numbers"),
        ("L16", r"01632 960911", "numbers"),
        ("L17", r"the Information Team", "to_whom"),
        ("L17", r"4 March 2026", "to_whom"),
        ("L17", r"31 March 2026", "answer_by"),
        ("L17", r"We have not logged it as a complaint\.", "not_logged"),
        ("L17", r"If you do want to complain, just tell us\.", "become_complaint"),
        ("L17", r"Information Commissioner's Office", "information_commissioner"),
        ("L13", r"PR-2026-0228", "reference"),
        ("L14", r"01632 960001|childrens\.complaints@brackenshire\.example", "contact"),
        ("L16", r"We are writing to tell you[^.]*\.|this letter", "what_this_is"),
    ],
)
def test_what_was_taken_out_is_missed(letter, lost, item):
    case = CASES[LETTERS[LetterId(letter)]]
    assert item in failed(rewrite(compose(case), lost), case)


@pytest.mark.parametrize(
    ("letter", "key", "item"),
    [
        ("L13", "goes_on", "merits"),
        ("L13", "may_happen", "decides"),
        ("L13", "comment", "comment"),
        ("L13", "always", "always"),
        ("L13", "ombudsman", "ombudsman_asked"),
        ("L14", "share", "share"),
        ("L14", "complain", "how_to_complain"),
        ("L16", "shared", "shared_what"),
        ("L16", "may_share", "without_agreement"),
        ("L16", "questions", "numbers"),
        ("L17", "passed_on", "to_whom"),
        ("L17", "not_complaint", "not_logged"),
    ],
)
def test_a_lost_paragraph_is_offered_again(letter, key, item):
    case = CASES[LETTERS[LetterId(letter)]]
    draft = compose(case)
    lost = recheck(replace(draft, paragraphs=tuple(p for p in draft.paragraphs if p.key != key)), case)
    missing = next(c for c in lost.checklist if c.key == item)
    assert not missing.present
    assert missing.suggestion


@pytest.mark.parametrize(
    ("letter", "words", "never"),
    [
        ("L13", "You must not contact us again.", "no_cut_off"),
        ("L13", "We will no longer answer your calls.", "no_cut_off"),
        ("L13", "We have blocked your number.", "no_cut_off"),
        ("L13", "Do not ring 999 about this.", "no_cut_off"),
        ("L13", "Please stop emailing the team.", "no_cut_off"),
        ("L13", "We may prosecute you.", "no_threats"),
        ("L13", "We could report this to the police.", "no_threats"),
        ("L13", "You are a vexatious person.", "no_opinion"),
        ("L13", "You sent us 47 emails.", "no_counting"),
        ("L13", "You rang twenty times.", "no_counting"),
        ("L13", "You write to us every day.", "no_counting"),
        ("L13", "You said “you are useless”.", "no_insults"),
        ("L13", "You said “you will be sorry”.", "no_quotation"),
        ("L14", "Please leave us a review.", "no_fishing"),
        ("L14", "Let us know what else went well.", "no_fishing"),
        ("L14", "We will print it with your name.", "no_named_thanks"),
        ("L14", "We would like to quote you by name.", "no_named_thanks"),
        ("L16", "There were bruises.", "no_harm_details"),
        ("L16", "He was drunk again.", "no_harm_details"),
        ("L16", "It was about touching.", "no_harm_details"),
        ("L16", "There will be a strategy meeting.", "no_enquiry"),
        ("L16", "The police are involved.", "no_enquiry"),
        ("L16", "The school told us.", "no_referrer"),
        ("L16", "It was reported by a neighbour.", "no_referrer"),
        ("L16", "Your daughter is staying with her aunt.", "no_whereabouts"),
        ("L17", "Your request is closed.", "not_closed"),
        ("L17", "We have closed this.", "not_closed"),
        ("L17", "We will close your case.", "not_closed"),
    ],
)
def test_what_such_a_letter_must_not_say_is_caught(letter, words, never):
    case = CASES[LETTERS[LetterId(letter)]]
    assert never in failed(say(compose(case), words), case)


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("L13", "You can write to us, and you do not have to ring."),
        ("L13", "We will answer each letter as it comes."),
        ("L13", "You can ring us at set times."),
        ("L13", "We may ask you to contact one person."),
        ("L14", "We would leave out your name."),
        ("L14", "You may write to us again whenever you like."),
        ("L16", "We were in touch with the team."),
        ("L16", "You can ask who will see it."),
        ("L17", "We will not close your request without telling you."),
        ("L17", "The office is closed on Mondays."),
    ],
)
def test_what_such_a_letter_may_say_is_left_alone(letter, words):
    case = CASES[LETTERS[LetterId(letter)]]
    assert not failed(say(compose(case), words), case)


class TestBehaviour:
    """A manager confirmed it; a child's complaint was acknowledged before; danger was passed on before."""

    def test_nobody_confirmed_it(self):
        case = behaviour_case(said={"confirmed_by": ""})
        assert {c.key for c in failed_musts(compose(case).checklist)} == {"confirmed"}

    def test_a_childs_complaint_is_acknowledged_first(self):
        child = {"name": "Kai", "greeting": "Hello Kai", "flags": [flag(Flag.YOUNG_PERSON, "im 14")]}
        assert "acknowledged_first" in failed(compose(case := behaviour_case(**child, acknowledged_on=None)), case)
        assert "acknowledged_first" not in failed(compose(case := behaviour_case(**child)), case)
        assert "acknowledged_first" not in {c.key for c in compose(behaviour_case(acknowledged_on=None)).checklist}

    def test_danger_is_passed_on_first(self):
        danger = {"flags": [flag(Flag.THREAT, "you will see"), flag(Flag.SAFEGUARDING, "he hits her every night")]}
        assert "danger_first" in failed(compose(case := behaviour_case(**danger)), case)
        told = behaviour_case(**danger, safeguarding_escalated_on=date(2026, 3, 3))
        assert "danger_first" not in failed(compose(told), told)

    def test_a_thing_that_happened_without_a_day_is_missed(self):
        case = behaviour_case(said={"happened": "On 2 March 2026 you shouted.\nYou shouted another time."})
        assert "happened" in failed(compose(case), case)

    def test_it_stands_in_no_acknowledgement(self):
        case = make_case((Route.STATUTORY, "Visits missed"), flags=[flag(Flag.YOUNG_PERSON, "im 14")])
        assert "no_behaviour_inside" in failed(say(compose(case), "Please do not shout at us."), case)

    def test_swear_words_that_a_person_repeats_are_caught(self):
        case = behaviour_case(said={"happened": "On 2 March 2026 you called the worker a bitch."})
        assert "no_abuse" in failed(compose(case), case)

    def test_without_a_complaint_it_does_not_say_that_one_goes_on(self):
        keys = {p.key for p in compose(behaviour_case(kind=Kind.FOLLOW_UP)).paragraphs}
        assert "not_changed" in keys
        assert "goes_on" not in keys


class TestSharing:
    """Telling somebody can raise the danger: off until a social worker says that it may be sent."""

    def test_no_social_worker_said_so(self):
        case = share_case(said={"agreed_by": " "})
        assert {c.key for c in failed_musts(compose(case).checklist)} == {"agreed"}

    def test_the_alert_was_not_passed_on_yet(self):
        case = share_case(safeguarding_escalated_on=None)
        assert "danger_first" in failed(compose(case), case)

    def test_it_is_offered_only_after_an_alert_was_passed_on(self):
        assert load_words().heads[LetterId.SAFEGUARDING_SHARE].offered == ("safety_passed_on",)

    def test_who_agreed_does_not_stand_in_the_letter(self):
        assert "Moira Blake" not in " ".join(p.text for p in compose(share_case()).paragraphs)


class TestPassingOn:
    """The law's time for an answer is counted from the day of receipt."""

    @pytest.mark.parametrize(
        ("kind", "day", "is_right"),
        [
            pytest.param("foi", "2026-04-01", True, id="the last of 20 working days, St Patrick's Day left out"),
            pytest.param("foi", "2026-04-02", False, id="a day too late"),
            pytest.param("foi", "2026-03-03", False, id="the day of receipt itself"),
            pytest.param("subject_access", "2026-04-07", True, id="a month, moved on from Good Friday"),
            pytest.param("subject_access", "2026-04-08", False, id="more than a month"),
            pytest.param("service_request", "2026-09-01", True, id="a service has no such limit"),
        ],
    )
    def test_the_answer_comes_within_the_laws_time(self, kind, day, is_right):
        case = passed_case(said={"kind": kind, "answer_by": day})
        assert ("answer_by" not in failed(compose(case), case)) is is_right

    def test_without_a_day_a_request_for_information_waits_for_one(self):
        assert compose(passed_case(said={"kind": "foi", "answer_by": ""})).blanks
        assert not compose(passed_case(said={"answer_by": ""})).blanks

    def test_the_last_day_is_the_calendars(self):
        assert last_day("foi", date(2026, 3, 3)) == date(2026, 4, 1)
        assert last_day("subject_access", date(2026, 1, 31)) == date(2026, 3, 2)

    def test_what_is_asked_is_asked_as_it_is_said(self):
        asks = load_words().heads[LetterId.PASSED_ON].asks
        assert read_said(asks, PASSED) == PASSED
        with pytest.raises(SaidError) as wrong:
            read_said(asks, PASSED | {"kind": "closed", "passed_on": "31 February"})
        assert set(wrong.value.faults) == {"kind", "passed_on"}


@pytest.mark.parametrize(
    ("make", "letter"),
    [
        (behaviour_case, LetterId.BEHAVIOUR_WARNING),
        (thanks_case, LetterId.COMPLIMENT),
        (share_case, LetterId.SAFEGUARDING_SHARE),
        (passed_case, LetterId.PASSED_ON),
    ],
)
def test_a_childs_letter_offers_an_advocate_and_is_easy(make, letter):
    draft = compose(make(name="Kai", greeting="Hello Kai", flags=[flag(Flag.YOUNG_PERSON, "im 14")]))
    assert draft.letter is letter
    assert any("advocate" in p.text for p in draft.paragraphs)
    assert not any("advocate" in p.text for p in compose(make()).paragraphs)
