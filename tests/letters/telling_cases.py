"""Build invented cases for the letters that tell something: behaviour, thanks, what was shared, what was passed on."""

from dataclasses import replace
from datetime import date

from classify.labels import Flag, Kind, Route, Stage
from classify.reading import FactField
from config.council import Contact
from config.procedure import Family
from letters.draft import LetterCase, LetterId
from tests.letters.cases import fact, flag, make_case

INCOMPLETE: frozenset[str] = frozenset(
    {
        "303-behaviour-norfolk-no-ombudsman",
        "305-behaviour-no-complaint-shropshire",
        "314-thanks-large-print-shropshire",
        "315-thanks-devon",
        "323-shared-foster-carer-norfolk",
        "325-shared-no-complaint-north-yorkshire",
        "335-passed-on-foster-carer-norfolk",
        "336-passed-on-solicitor-own-file-devon",
    }
)
"""The letters that a person must complete before they can go."""

SHOUTED = {
    "confirmed_by": "Ruth Adeyemi, complaints manager",
    "happened": (
        "On 24 February 2026 you shouted at the person who answered the phone and called them names.\n"
        "On 2 March 2026 you shouted at the same person again."
    ),
    "effect": "the person was upset and could not help other callers that morning",
    "change": "Please speak to us without shouting or calling people names.\nPlease ring once about one thing.",
    "considered": "We can ring you at a time that suits you, so that you do not have to wait on the phone.",
    "next": "one_contact",
    "decides": "the head of children's services",
    "comment_by": "2026-03-18",
    "review": "2026-06-04",
}
THANKED = {
    "about": "the help that your family had from the short breaks team",
    "passed_to": "the short breaks team and its manager",
    "passed_on": "2026-03-04",
}
SHARED = {
    "agreed_by": "Moira Blake, social worker in the front door team",
    "shared": "what you told us about how things are at home",
    "team": "the team that looks after children's safety",
    "why": "child",
    "told_on": "2026-03-03",
}
PASSED = {
    "kind": "service_request",
    "about": "a bus pass for the way to school",
    "to_whom": "the School Transport Team, on 01632 960610",
    "passed_on": "2026-03-04",
    "answer_by": "2026-03-17",
}
YOUNG = flag(Flag.YOUNG_PERSON, "im 14")


def behaviour_case(*points: tuple[Route, str], **changes: object) -> LetterCase:
    """Return a case whose letter is about behaviour; its complaint was acknowledged before."""
    said = SHOUTED | changes.pop("said", {})
    points = points or ((Route.STATUTORY, "Social worker has not visited since 19 December"),)
    wanted = {"flags": [flag(Flag.ABUSIVE_LANGUAGE, "you useless lot")], "acknowledged_on": date(2026, 3, 4)} | changes
    return make_case(*points, letter=LetterId.BEHAVIOUR_WARNING, said=said, **wanted)


def thanks_case(**changes: object) -> LetterCase:
    """Return a case whose letter thanks for a compliment."""
    said = THANKED | changes.pop("said", {})
    return make_case(letter=LetterId.COMPLIMENT, kind=Kind.COMPLIMENT, stage=None, said=said, **changes)


def share_case(*points: tuple[Route, str], **changes: object) -> LetterCase:
    """Return a case whose letter tells what was shared to keep somebody safe."""
    said = SHARED | changes.pop("said", {})
    points = points or ((Route.STATUTORY, "Social worker has not visited since 19 December"),)
    wanted = {
        "flags": [flag(Flag.SAFEGUARDING, "what Leo said about Saturday night")],
        "safeguarding_escalated_on": date(2026, 3, 3),
    } | changes
    return make_case(*points, letter=LetterId.SAFEGUARDING_SHARE, said=said, **wanted)


def passed_case(*points: tuple[Route, str], **changes: object) -> LetterCase:
    """Return a case whose letter tells who answers a request."""
    said = PASSED | changes.pop("said", {})
    kind = Kind.COMPLAINT if points else Kind.SERVICE_REQUEST
    wanted = {"kind": kind, "stage": Stage.ONE if points else None} | changes
    return make_case(*points, letter=LetterId.PASSED_ON, said=said, **wanted)


def golden_cases() -> dict[str, LetterCase]:
    """Return the cases whose letters are kept word for word under ``golden/``."""
    return _behaviour() | _thanks() | _shared() | _passed_on()


def _behaviour() -> dict[str, LetterCase]:
    kai = {"name": "Kai", "greeting": "Hello Kai"}
    return {
        "300-behaviour-adult": behaviour_case(),
        "301-behaviour-young-person": behaviour_case(
            (Route.STATUTORY, "Pocket money has not been paid for 3 weeks"),
            **kai,
            flags=[YOUNG, flag(Flag.ABUSIVE_LANGUAGE, "ur all useless")],
            said={
                "happened": "On 2 March 2026 you swore at the person who rang you.",
                "effect": "",
                "change": "Please talk to us without swearing.",
                "considered": "We can text you, so that you do not have to talk on the phone.",
                "next": "in_writing",
            },
        ),
        "302-behaviour-advocate-several-points": behaviour_case(
            (Route.STATUTORY, "Review held without the young person"),
            (Route.CORPORATE, "Letters posted to the old address"),
            name="Tamsin Oduya",
            greeting="Dear Ms Oduya",
            flags=[
                flag(Flag.INTIMIDATION, "I know where"),
                flag(Flag.REPRESENTATIVE, "I am the advocate for", "advocate"),
            ],
            said={"next": "set_times", "effect": ""},
        ),
        "303-behaviour-norfolk-no-ombudsman": _without_ombudsman(
            behaviour_case(
                (Route.CORPORATE, "Support from the fostering team stopped"),
                council="norfolk",
                family=Family.FOSTER_CARER,
                flags=[flag(Flag.FOSTER_CARER, "we foster for you"), flag(Flag.THREAT, "you will see")],
            )
        ),
        "304-behaviour-large-print-second-stage": behaviour_case(
            (Route.STATUTORY, "Answer about the missed visits leaves things out"),
            kind=Kind.ESCALATION,
            stage=Stage.TWO,
            adjustments=("large print please", "no calls before 10am"),
            said={"next": "other", "next_other": "ask you to bring somebody to meetings who can help you"},
        ),
        "305-behaviour-no-complaint-shropshire": behaviour_case(
            council="shropshire",
            kind=Kind.FOLLOW_UP,
            said={"next": "in_writing"},
        ),
    }


def _without_ombudsman(case: LetterCase) -> LetterCase:
    return replace(case, council=replace(case.council, ombudsman=Contact()))


def _thanks() -> dict[str, LetterCase]:
    no_words = {"about": ""}
    return {
        "310-thanks-parent": thanks_case(),
        "311-thanks-young-person": thanks_case(
            name="Shanice",
            greeting="Hello Shanice",
            flags=[YOUNG],
            said={"about": "your key worker and the trip to the sea", "passed_to": "the leaving care team"},
        ),
        "312-thanks-foster-carer": thanks_case(
            flags=[flag(Flag.FOSTER_CARER, "we foster for you")],
            said={"about": "the training for foster carers", "passed_to": "the fostering team"},
        ),
        "313-thanks-school-head": thanks_case(
            name="Adrian Folger",
            greeting="Dear Mr Folger",
            said=no_words | {"passed_to": "the social work team in the north"},
        ),
        "314-thanks-large-print-shropshire": thanks_case(
            council="shropshire", adjustments=("I need large print",), said={"passed_to": "the short breaks team"}
        ),
        "315-thanks-devon": thanks_case(council="devon", said=no_words),
        "316-thanks-councillor": thanks_case(
            name="Councillor Joan Peel",
            greeting="Dear Councillor Peel",
            flags=[flag(Flag.REPRESENTATIVE, "my constituent", "councillor")],
            said={"about": "the help that a family in your ward had"},
        ),
    }


def _shared() -> dict[str, LetterCase]:
    return {
        "320-shared-parent": share_case(),
        "321-shared-young-person": share_case(
            (Route.STATUTORY, "Pocket money has not been paid for 3 weeks"),
            name="Kai",
            greeting="Hello Kai",
            flags=[YOUNG, flag(Flag.SAFEGUARDING, "he comes in my room at night")],
            said={"shared": "what you told us about where you live", "why": "you"},
        ),
        "322-shared-advocate": share_case(
            (Route.STATUTORY, "Review held without the young person"),
            name="Tamsin Oduya",
            greeting="Dear Ms Oduya",
            flags=[
                YOUNG,
                flag(Flag.REPRESENTATIVE, "I am the advocate for", "advocate"),
                flag(Flag.SAFEGUARDING, "she is scared to go back"),
            ],
            said={"shared": "what you told us about how the young person feels"},
        ),
        "323-shared-foster-carer-norfolk": share_case(
            (Route.CORPORATE, "Support from the fostering team stopped"),
            council="norfolk",
            family=Family.FOSTER_CARER,
            flags=[flag(Flag.FOSTER_CARER, "we foster for you"), flag(Flag.SAFEGUARDING, "found marks on her arm")],
            said={"shared": "what you told us about the child in your care"},
        ),
        "324-shared-grown-up-mixed-large-print": share_case(
            (Route.STATUTORY, "Visits missed since December"),
            (Route.CORPORATE, "Taxi to school stopped in January"),
            adjustments=("large print please",),
            said={"shared": "what you told us about your own safety", "why": "you", "team": "the adult safety team"},
        ),
        "325-shared-no-complaint-north-yorkshire": share_case(
            council="north_yorkshire",
            kind=Kind.FOLLOW_UP,
            said={"why": "adult", "shared": "what you told us about your neighbour", "team": "the adult safety team"},
        ),
    }


def _passed_on() -> dict[str, LetterCase]:
    foi = {
        "kind": "foi",
        "about": "the number of children who waited for an assessment last year",
        "to_whom": "the Information Team, on 01632 960700",
        "answer_by": "2026-03-31",
    }
    own_file = {"kind": "subject_access", "about": "", "to_whom": "the Information Team", "answer_by": "2026-04-03"}
    return {
        "330-passed-on-service": passed_case(),
        "331-passed-on-foi-journalist": passed_case(
            name="Piet Marlow", greeting="Dear Mr Marlow", kind=Kind.INFORMATION_REQUEST, said=foi
        ),
        "332-passed-on-own-file": passed_case(
            kind=Kind.INFORMATION_REQUEST, said=own_file, adjustments=("no calls before 10am",)
        ),
        "333-passed-on-young-person": passed_case(
            name="Shanice",
            greeting="Hello Shanice",
            flags=[YOUNG],
            said={"about": "a new bed for your room", "to_whom": "the leaving care team", "answer_by": ""},
        ),
        "334-passed-on-own-file-beside-a-complaint": passed_case(
            (Route.STATUTORY, "Visits missed since December"),
            (Route.CORPORATE, "Taxi to school stopped in January"),
            said=own_file,
        ),
        "335-passed-on-foster-carer-norfolk": passed_case(
            council="norfolk",
            flags=[flag(Flag.FOSTER_CARER, "we foster for you")],
            said={"about": "a larger car seat", "to_whom": "the Fostering Team", "answer_by": ""},
        ),
        "336-passed-on-solicitor-own-file-devon": passed_case(
            council="devon",
            name="Imogen Pryce",
            greeting="Dear Ms Pryce",
            kind=Kind.INFORMATION_REQUEST,
            flags=[flag(Flag.REPRESENTATIVE, "our client", "solicitor")],
            facts=[fact(FactField.REFERENCE, "IP/204")],
            said=own_file | {"about": "the file of the person you speak for"},
        ),
        "337-passed-on-something-else": passed_case(
            said={
                "kind": "other",
                "about": "a photograph of the new play area",
                "to_whom": "the Parks Team",
                "answer_by": "",
            }
        ),
    }
