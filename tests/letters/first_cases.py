"""Build invented cases for the first letters about a complaint: taken, taken in part, not taken, and late.

They differ in who writes, for whom, how they want to be reached, and how much they say.
"""

from datetime import date

from classify.labels import Flag, Kind, Reason, Route, Stage
from classify.reading import FactField
from letters.draft import LetterCase, LetterId
from tests.letters.asking_cases import ask_case
from tests.letters.cases import fact, flag
from tests.letters.later_cases import ADVOCATE, ASKED_ON, TAXI, VISITS, YOUNG, delayed, staged

INCOMPLETE: frozenset[str] = frozenset({"27-anonymous"})
"""The letters that a person must complete before they can go."""

SOLICITOR = flag(Flag.REPRESENTATIVE, "we act for", note="solicitor")
SISTER = flag(Flag.REPRESENTATIVE, "on behalf of my brother", note="relative")
COUNCILLOR = flag(Flag.REPRESENTATIVE, "a family in my ward", note="councillor")
DEAF = ("I am deaf so please do not ring me", "Please use short sentences")
TAMSIN = {"name": "Tamsin Oduya", "greeting": "Dear Ms Oduya"}
AMY = {"name": "Amy Lund", "greeting": "Dear Amy Lund"}
FIRM = {"name": "Hollis and Wray Solicitors", "greeting": "Dear Sir or Madam"}
LONG = (
    "Review in March was moved four times, each time on the day, the last time after the family had come to the office",
    "Notes of the meeting in May leave out what the school said about the child's progress and have the wrong date",
    "No answer to five emails about the short breaks that were agreed in the plan of last September",
)


def first(*points: tuple[Route | Reason, str], **changes: object) -> LetterCase:
    """Build a first complaint, every date counted as the product counts it."""
    return staged(*points, **{"stage": Stage.ONE, "kind": Kind.COMPLAINT, **changes})


def golden_cases() -> dict[str, LetterCase]:
    """Return the cases whose letters are kept word for word under ``golden/``."""
    return _statutory() | _corporate() | _fluency() | _refused() | _mixed() | _late()


def _statutory() -> dict[str, LetterCase]:
    return {
        "23-three-points-two-managers": first(
            VISITS,
            (Route.STATUTORY, "Care plan never shared with the family"),
            (Route.STATUTORY, "Short breaks were cut without a letter"),
            responders=((2, "Gareth Lowe, team manager"),),
        ),
        "24-deaf-parent": first(VISITS, adjustments=DEAF, flags=[flag(Flag.ADJUSTMENTS, DEAF[0])]),
        "25-solicitor-for-a-parent": first(
            (Route.STATUTORY, "Assessment of the family took seven months"), flags=[SOLICITOR], **FIRM
        ),
        "26-mp-asked-by-the-person": first(
            VISITS,
            name="Ruth Elsworth MP",
            greeting="Dear Ms Elsworth",
            flags=[flag(Flag.REPRESENTATIVE, "my constituent has asked me", note="mp")],
            facts=[fact(FactField.ON_BEHALF_OF, "my constituent has asked me to write")],
        ),
        "27-anonymous": first(
            VISITS, name="", greeting="Dear Sir or Madam", flags=[flag(Flag.ANONYMOUS, "I will not say who I am")]
        ),
        "28-grandmother-two-children": first(
            (Route.STATUTORY, "Contact with both grandchildren stopped in June"),
            (Route.STATUTORY, "The younger child's school was not told of the move"),
            name="Mrs Joan Brill",
            greeting="Dear Mrs Brill",
            facts=[
                fact(FactField.CHILD, "Jodie"),
                fact(FactField.CHILD, "Marcus"),
                fact(FactField.DESIRED_OUTCOME, "to see them both again before Christmas"),
            ],
        ),
        "29-wants-another-language": first(
            VISITS,
            name="Agnieszka Nowak",
            greeting="Dear Agnieszka Nowak",
            adjustments=("please write to me in Polish",),
        ),
        "30-sister-for-a-brother-in-care": first(
            (Route.STATUTORY, "Pocket money not paid at the new placement"), flags=[SISTER], **AMY
        ),
        "31-eight-points": first(*((Route.STATUTORY, gist) for gist in (*LONG, *_SHORT))),
    }


_SHORT = (
    "Visits missed since March",
    "Care plan never shared with the family",
    "Letters went to an old address",
    "Manager did not ring back",
    "Child was not asked before the move",
)


def _corporate() -> dict[str, LetterCase]:
    return {
        "32-care-leaver-council-tax": first(
            (Route.CORPORATE, "Council tax exemption for a care leaver was refused"),
            name="Jaydon Pryce",
            greeting="Dear Jaydon Pryce",
            facts=[
                fact(FactField.DESIRED_OUTCOME, "the bill cancelled"),
                fact(FactField.DESIRED_OUTCOME, "an apology"),
            ],
        ),
        "33-corporate-two-points-recording": first(
            TAXI,
            (Route.CORPORATE, "Calls to the duty line were not answered"),
            acknowledged_on=date(2026, 9, 2),
            flags=[flag(Flag.RECORDING, "I recorded the call")],
            adjustments=("large print please",),
        ),
        "34-corporate-councillor": first(
            TAXI, name="Councillor Joan Peel", greeting="Dear Councillor Peel", flags=[COUNCILLOR]
        ),
        "35-corporate-no-phone-calls": first(
            (Route.CORPORATE, "Letter was sent to a former address"),
            adjustments=("Please don't phone, I work nights",),
            flags=[flag(Flag.DATA_PROTECTION, "sent to a former address")],
        ),
    }


def _fluency() -> dict[str, LetterCase]:
    duty = (Route.ENGLISH_FLUENCY, "Could not understand the duty worker")
    return {
        "36-fluency-counted-from-this-letter": first(duty, acknowledged_on=date(2026, 9, 2)),
        "37-fluency-two-workers": first(duty, (Route.ENGLISH_FLUENCY, "Contact supervisor could not follow questions")),
        "38-fluency-advocate": first(duty, flags=[YOUNG, ADVOCATE], **TAMSIN),
        "39-fluency-deaf-parent": first(
            (Route.ENGLISH_FLUENCY, "Lip-reading the visiting worker was not possible"), adjustments=DEAF
        ),
        "40-fluency-named-manager": first(
            duty,
            responders=((1, "Anita Flood, service manager"),),
            facts=[fact(FactField.DESIRED_OUTCOME, "somebody I can talk to.")],
        ),
    }


def _refused() -> dict[str, LetterCase]:
    return {
        "41-two-points-in-court": first(
            (Reason.COURT_PROCEEDINGS, "Wants contact stopped"),
            (Reason.COURT_PROCEEDINGS, "Does not agree with the court report"),
        ),
        "42-already-investigated": first((Reason.ALREADY_INVESTIGATED, "How the move was handled")),
        "43-ombudsman-investigated": first((Reason.OMBUDSMAN_INVESTIGATED, "How the move was handled")),
        "44-police-look-into-it-solicitor": first(
            (Reason.CRIMINAL_INVESTIGATION, "Injury at the holiday club"), flags=[SOLICITOR], **FIRM
        ),
        "45-appeal-and-claim": first(
            (Reason.RIGHT_OF_APPEAL, "Refusal of an education, health and care plan"),
            (Reason.INSURANCE_CLAIM, "Wants money for a broken phone"),
        ),
        "46-another-process-advocate": first(
            (Reason.DISCIPLINARY_PROCEEDINGS, "How a worker spoke at a review"), flags=[YOUNG, ADVOCATE], **TAMSIN
        ),
        "47-not-decided-yet-deaf-parent": first(
            (Reason.DECISION_NOT_MADE, "Plan to end the short breaks"), adjustments=DEAF
        ),
    }


def _mixed() -> dict[str, LetterCase]:
    return {
        "48-mixed-many-points": first(
            (Reason.OVER_A_YEAR, "How the move in 2022 was handled"),
            VISITS,
            (Route.STATUTORY, LONG[0]),
            TAXI,
            (Reason.COURT_PROCEEDINGS, "Wants contact stopped"),
            (Route.STATUTORY, LONG[1]),
            (Route.CORPORATE, "Manager did not ring back"),
            responders=((3, "Gareth Lowe, team manager"),),
        ),
        "49-mixed-solicitor": first(VISITS, TAXI, flags=[SOLICITOR], **FIRM),
    }


def _late() -> dict[str, LetterCase]:
    wait = {
        "reason": "The Investigating Officer could only meet your family on 1 October, and the school answers next week.",
        "done": "The Investigating Officer has met you twice and has read the records of both children.",
    }
    return {
        "50-delay-stage-2-investigation": delayed(
            VISITS,
            until="2026-11-10",
            said=wait,
            stage=Stage.TWO,
            kind=Kind.ESCALATION,
            asked_on=ASKED_ON,
            written_on=date(2026, 10, 5),
        ),
        "51-delay-advocate": delayed(VISITS, until="2026-09-29", flags=[YOUNG, ADVOCATE], **TAMSIN),
        "52-delay-deaf-parent-two-of-three": delayed(
            VISITS,
            (Route.STATUTORY, "Care plan never shared with the family"),
            TAXI,
            until="2026-09-29",
            said={"what": "our reply to points 1 and 2"},
            adjustments=DEAF,
        ),
        "53-more-deaf-parent": ask_case(
            LetterId.MORE_INFORMATION,
            {"questions": "Which week was the visit missed?", "by": "2026-03-12"},
            adjustments=list(DEAF),
        ),
    }
