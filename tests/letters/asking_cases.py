"""Build invented cases for the letters that ask for something: consent, more information, the Ombudsman."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from classify.labels import Flag, Kind
from classify.reading import FactField
from letters.case_json import read_case
from letters.draft import LetterCase, LetterId
from routing.deadlines import What
from tests.letters.cases import fact, flag

INCOMPLETE: frozenset[str] = frozenset(
    {
        "106-consent-norfolk-without-contacts",
        "125-more-devon-without-contacts",
        "146-ombudsman-shropshire-without-contacts",
    }
)
"""The letters that a person must complete before they can go."""

QUESTIONS = "When did the visits stop?\nWhich team did you speak to?\nWhat would you like to happen?"


def ask_case(letter: LetterId, said: Mapping[str, str], **changes: Any) -> LetterCase:
    """Build a case as its file describes it, with every date counted, and the letter somebody began for it."""
    flags, facts = changes.pop("flags", ()), changes.pop("facts", ())
    plain: dict[str, Any] = {
        "council": "brackenshire",
        "reference": "PR-2026-0310",
        "received_at": "2026-03-03T09:12:00+00:00",
        "written_on": "2026-03-05",
        "recipient": {
            "name": "Mrs Denise Harker",
            "greeting": "Dear Mrs Harker",
            "email": "denise.harker@mailbox.example",
        },
        "matters": [{"route": "statutory", "gist": "Visits missed since December"}],
        "letter": str(letter),
        "said": dict(said),
    }
    case = read_case(plain | changes)
    assessment = replace(
        case.assessment,
        flags=(*case.assessment.flags, *flags),
        facts=(*case.assessment.facts, *facts),
    )
    return replace(case, assessment=assessment)


def person(name: str, greeting: str) -> dict[str, str]:
    """Return somebody to write to."""
    return {"name": name, "greeting": greeting, "email": f"{name.rpartition(' ')[2].lower()}@mailbox.example"}


def pause(case: LetterCase, since: date) -> LetterCase:
    """Return a case whose replies stand still."""
    still = {What.REPLY, What.REPLY_AT_LATEST}
    stopped = (replace(d, due_on=None, paused_since=since, days=()) if d.what in still else d for d in case.deadlines)
    return replace(case, deadlines=tuple(stopped))


def golden_cases() -> dict[str, LetterCase]:
    """Return the cases whose letters are kept word for word under ``golden/``."""
    return consent_cases() | more_cases() | ombudsman_cases()


def consent_cases() -> dict[str, LetterCase]:
    """Return cases of somebody who writes for another person."""
    consent = LetterId.CONSENT
    by = {"by": "2026-03-12"}
    relative = flag(Flag.REPRESENTATIVE, "on behalf of my sister", note="relative")
    young = flag(Flag.YOUNG_PERSON, "Jodie, who is 15")
    return {
        "100-consent-sister-for-an-adult": ask_case(consent, {"person": "adult", **by}, flags=[relative]),
        "101-consent-friend-not-said-who": ask_case(
            consent,
            {"person": "adult", **by},
            recipient=person("Femi Adeyo", "Dear Femi Adeyo"),
            flags=[flag(Flag.REPRESENTATIVE, "I am writing for a friend")],
            matters=[
                {"route": "corporate", "gist": "Calls to the duty line were not answered"},
                {"route": "statutory", "gist": "Short breaks were cut without a letter"},
            ],
        ),
        "102-consent-solicitor": ask_case(
            consent,
            {"person": "adult", **by},
            recipient=person("Hollis and Wray Solicitors", "Dear Sir or Madam"),
            flags=[flag(Flag.REPRESENTATIVE, "we act for", note="solicitor")],
            matters=[{"route": "statutory", "gist": "Assessment of the family took seven months"}],
        ),
        "103-consent-advocate-for-a-young-person": ask_case(
            consent,
            {"person": "young", **by},
            recipient=person("Tamsin Oduya", "Dear Ms Oduya"),
            flags=[young, flag(Flag.REPRESENTATIVE, "I am the advocate for", note="advocate")],
            matters=[{"route": "statutory", "gist": "Review held without the young person"}],
        ),
        "104-consent-grandmother-for-a-small-child": ask_case(
            consent,
            {"person": "child", **by},
            recipient=person("Mrs Joan Brill", "Dear Mrs Brill"),
            flags=[flag(Flag.REPRESENTATIVE, "on behalf of my grandson", note="relative")],
            matters=[{"route": "statutory", "gist": "No life story work was done"}],
        ),
        "105-consent-councillor-asks-not-shown": ask_case(
            consent,
            {"person": "adult", **by},
            recipient=person("Councillor Joan Peel", "Dear Councillor Peel"),
            flags=[flag(Flag.REPRESENTATIVE, "a family in my ward", note="councillor")],
            matters=[{"route": "statutory", "gist": "Family waits for an assessment"}],
        ),
        "106-consent-norfolk-without-contacts": ask_case(
            consent,
            {"person": "young", **by},
            council="norfolk",
            recipient=person("Colm Farrow", "Dear Mr Farrow"),
            flags=[young, relative],
        ),
        "107-consent-mp-request-shown": ask_case(
            consent,
            {"who": "mp", "person": "adult", **by},
            recipient=person("Ruth Elsworth MP", "Dear Ms Elsworth"),
            flags=[flag(Flag.REPRESENTATIVE, "my constituent has asked me", note="councillor")],
            facts=[fact(FactField.ON_BEHALF_OF, "my constituent has asked me to write")],
        ),
        "108-consent-the-clock-stands-still": pause(
            ask_case(
                consent,
                {"person": "young", **by},
                recipient=person("Ade Balogun", "Dear Ade Balogun"),
                flags=[young, flag(Flag.REPRESENTATIVE, "for my niece", note="relative")],
                adjustments=["please write in 16 point large print", "phone me, do not text"],
            ),
            date(2026, 3, 4),
        ),
        "109-consent-solicitor-for-a-child-at-stage-two": ask_case(
            consent,
            {"person": "child", **by},
            kind="escalation",
            stage="2",
            recipient=person("Priya Nayar", "Dear Ms Nayar"),
            flags=[flag(Flag.REPRESENTATIVE, "our client", note="solicitor")],
            matters=[{"route": "statutory", "gist": "Answer about the placement move leaves things out"}],
        ),
        "110-consent-foster-carer-for-another-adult": ask_case(
            consent,
            {"person": "adult", **by},
            recipient=person("Gwen Astley", "Dear Mrs Astley"),
            flags=[flag(Flag.FOSTER_CARER, "we foster for you"), relative],
            matters=[{"reason": "court_proceedings", "gist": "Wants the contact order changed"}],
        ),
    }


def more_cases() -> dict[str, LetterCase]:
    """Return cases of which something is not known."""
    more = LetterId.MORE_INFORMATION
    young = flag(Flag.YOUNG_PERSON, "im 14")
    said = {"questions": QUESTIONS, "by": "2026-03-12"}
    return {
        "120-more-one-point": ask_case(more, said),
        "121-more-young-person": ask_case(
            more,
            {"questions": "What went wrong with your money?\nWho have you told about it?", "by": "2026-03-12"},
            recipient=person("Kai Redmond", "Hello Kai"),
            matters=[{"route": "statutory", "gist": "Pocket money is late"}],
            flags=[young],
            acknowledged_on="2026-03-04",
        ),
        "122-more-no-point-known": replace_kind(
            ask_case(
                more,
                {
                    "questions": "What happened?\nWhich of our teams was it about?\nIs it about a child? If so, who?",
                    "by": "2026-03-12",
                },
                matters=[],
            )
        ),
        "123-more-after-the-acknowledgement": ask_case(
            more,
            said | {"by": "2026-03-16"},
            written_on="2026-03-12",
            acknowledged_on="2026-03-06",
            matters=[
                {"route": "statutory", "gist": "Visits missed"},
                {"route": "corporate", "gist": "Letters about school transport were not answered"},
                {"reason": "over_a_year", "gist": "How we handled the move in 2022"},
            ],
            adjustments=["no calls before 10am"],
        ),
        "124-more-foster-carer": ask_case(
            more,
            {"questions": "Which allowance was not paid, and for which weeks?", "by": "2026-03-12"},
            recipient=person("Gwen and Tom Astley", "Dear Mr and Mrs Astley"),
            flags=[flag(Flag.FOSTER_CARER, "we foster for you")],
            matters=[{"route": "statutory", "gist": "Allowance not paid"}],
        ),
        "125-more-devon-without-contacts": ask_case(more, said, council="devon"),
        "126-more-english-fluency": ask_case(
            more,
            {
                "questions": "Where did you speak to them, and on which day?\nWhat could you not understand?",
                "by": "2026-03-12",
            },
            matters=[{"route": "english_fluency", "gist": "Could not understand the duty worker"}],
        ),
        "127-more-advocate": ask_case(
            more,
            {"questions": "Which review was it?", "by": "2026-03-12"},
            recipient=person("Tamsin Oduya", "Dear Ms Oduya"),
            flags=[young, flag(Flag.REPRESENTATIVE, "I am the advocate for", note="advocate")],
            matters=[{"route": "statutory", "gist": "Review held without the young person"}],
            kind="escalation",
            stage="2",
        ),
    }


def ombudsman_cases() -> dict[str, LetterCase]:
    """Return cases of people who may go to the Ombudsman."""
    ombudsman = LetterId.OMBUDSMAN
    young = flag(Flag.YOUNG_PERSON, "im 16")
    return {
        "140-ombudsman-finished": ask_case(
            ombudsman,
            {"why": "finished", "final_on": "2026-06-19"},
            kind="escalation",
            stage="3",
            written_on="2026-06-22",
        ),
        "141-ombudsman-asked-for-early": ask_case(ombudsman, {"why": "asked"}),
        "142-ombudsman-our-reply-is-late": ask_case(ombudsman, {"why": "late"}, written_on="2026-04-20"),
        "143-ombudsman-young-person-asked": ask_case(
            ombudsman,
            {"why": "asked"},
            recipient=person("Shanice Obi", "Hello Shanice"),
            flags=[young],
            matters=[{"route": "statutory", "gist": "Moved to a new home without being told"}],
        ),
        "144-ombudsman-young-person-late": ask_case(
            ombudsman,
            {"why": "late"},
            written_on="2026-04-20",
            recipient=person("Kai Redmond", "Hello Kai"),
            flags=[young],
            matters=[{"route": "statutory", "gist": "Pocket money has not been paid"}],
        ),
        "145-ombudsman-finished-no-day-known": ask_case(
            ombudsman,
            {"why": "finished"},
            kind="escalation",
            stage="2",
            written_on="2026-06-22",
            matters=[
                {"route": "corporate", "gist": "Care plan posted to the wrong address"},
                {"reason": "other_body", "gist": "Police officers shouted at son aged 11"},
            ],
        ),
        "146-ombudsman-shropshire-without-contacts": ask_case(ombudsman, {"why": "asked"}, council="shropshire"),
        "147-ombudsman-advocate-finished": ask_case(
            ombudsman,
            {"why": "finished", "final_on": "2026-06-19"},
            kind="escalation",
            stage="3",
            written_on="2026-06-22",
            recipient=person("Tamsin Oduya", "Dear Ms Oduya"),
            flags=[young, flag(Flag.REPRESENTATIVE, "I am the advocate for", note="advocate")],
        ),
    }


def replace_kind(case: LetterCase) -> LetterCase:
    """Return a case that is a complaint though no point of it is known yet."""
    return replace(case, kind=Kind.COMPLAINT)
