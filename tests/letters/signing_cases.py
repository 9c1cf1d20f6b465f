"""Build invented cases that a signer meets: small children, post, late wishes, no telephone, words typed anyhow."""

from datetime import date

from classify.labels import Flag, Reason, Route, Stage
from classify.reading import FactField
from config.procedure import Family
from letters.draft import Channel, LetterCase, LetterId, Recipient
from tests.letters.asking_cases import ask_case, person
from tests.letters.cases import fact, flag, make_case
from tests.letters.later_cases import ASKED_ON, CARER, PLAN, SUPPORT, TAXI, VISITS, carer, staged
from tests.letters.telling_cases import behaviour_case, passed_case, share_case, thanks_case

INCOMPLETE: frozenset[str] = frozenset(
    {"434-young-self-harm", "435-young-asks-for-the-ombudsman", "451-carer-norfolk-two-points-and-a-wish"}
)
"""The letters that a person must complete before they can go."""

POSTED = {
    "channel": Channel.POST,
    "recipient": Recipient(
        name="Mrs Denise Harker",
        greeting="Dear Mrs Harker",
        email="",
        post="14 Quarry Lane\nBrackenford\nBX1 4QT",
    ),
}
SIGN = ("I am deaf, please do not ring me",)
DEMANDS = {"considered": "we can meet you with a sign language interpreter"}


def golden_cases() -> dict[str, LetterCase]:
    """Return the cases whose letters are kept word for word under ``golden/``."""
    return _stages() | _young() | _carers() | _told()


def _stages() -> dict[str, LetterCase]:
    third = {"stage": Stage.THREE}
    return {
        "400-stage-2-by-post-in-large-print": staged(
            VISITS, asked_on=ASKED_ON, adjustments=("Large print please",), **POSTED
        ),
        "401-stage-2-corporate-three-points": staged(
            TAXI,
            (Route.CORPORATE, "Care plan posted to the wrong address"),
            (Route.CORPORATE, "Calls to the duty line were not answered"),
            acknowledged_on=date(2026, 9, 2),
            responders=tuple((n, "Anita Flood, head of customer relations,") for n in (1, 2, 3)),
            flags=[flag(Flag.DATA_PROTECTION, "posted to the wrong address")],
            facts=[fact(FactField.DESIRED_OUTCOME, "I want somebody to ring me back.")],
        ),
        "402-stage-2-councillor-statement-agreed": staged(
            VISITS,
            PLAN,
            is_spoken=True,
            asked_on=ASKED_ON,
            statement_agreed_on=date(2026, 9, 8),
            written_on=date(2026, 9, 9),
            name="Councillor Joan Peel",
            greeting="Dear Councillor Peel",
            flags=[flag(Flag.REPRESENTATIVE, "my constituent asked me to write", note="councillor")],
        ),
        "410-stage-3-asked-for-late-no-telephone": staged(
            VISITS, asked_on=date(2027, 2, 9), written_on=date(2027, 2, 10), adjustments=SIGN, **third
        ),
        "411-stage-3-advocate": staged(
            PLAN,
            name="Tamsin Oduya",
            greeting="Dear Ms Oduya",
            flags=[
                flag(Flag.YOUNG_PERSON, "she is 13"),
                flag(Flag.REPRESENTATIVE, "I am the advocate for", note="advocate"),
            ],
            **third,
        ),
        "420-ombudsman-foster-carer-asked": ask_case(
            LetterId.OMBUDSMAN,
            {"why": "asked"},
            recipient=person("Gwen Astley", "Dear Mrs Astley"),
            flags=[CARER],
            matters=[{"route": "corporate", "gist": "Mileage has not been paid since May"}],
        ),
    }


def _young() -> dict[str, LetterCase]:
    return {
        "430-young-of-eight": make_case(
            (Route.STATUTORY, "Has not seen her brother since Easter"),
            name="Mia",
            greeting="Hello Mia",
            flags=[flag(Flag.YOUNG_PERSON, "i am 8")],
            facts=[fact(FactField.DESIRED_OUTCOME, "see my brother")],
        ),
        "431-young-of-twelve-three-points": make_case(
            (Route.STATUTORY, "Moved school without being asked"),
            (Route.STATUTORY, "Phone was taken away at the home"),
            (Reason.INDEPENDENT_PROVIDER, "Staff at the home read a letter"),
            name="Ikram",
            greeting="Hello Ikram",
            flags=[flag(Flag.YOUNG_PERSON, "im 12"), flag(Flag.RECORDING, "i recorded it on my tablet")],
            adjustments=("text me dont ring",),
        ),
        "432-young-of-sixteen-by-post": make_case(
            (Route.STATUTORY, "Setting-up grant has not been paid"),
            (Reason.INSURANCE_CLAIM, "Bike was broken in the move"),
            flags=[flag(Flag.YOUNG_PERSON, "I am 16"), flag(Flag.DATA_PROTECTION, "told my dad where I live")],
            channel=Channel.POST,
            recipient=Recipient(
                name="Jodie Marsh", greeting="Hello Jodie", email="", post="Flat 2, 9 Mill Street\nBrackenford\nBX1 2AB"
            ),
        ),
        "433-young-through-their-carer": make_case(
            (Route.STATUTORY, "Not allowed to stay at a friend's house"),
            name="Gwen Astley",
            greeting="Dear Mrs Astley",
            flags=[
                flag(Flag.YOUNG_PERSON, "he is 9 and asked me to write this for him"),
                flag(Flag.REPRESENTATIVE, "I am writing for him", note="foster carer"),
                CARER,
            ],
        ),
        "434-young-self-harm": make_case(
            (Route.STATUTORY, "Social worker did not come"),
            name="Kai",
            greeting="Hello Kai",
            flags=[flag(Flag.YOUNG_PERSON, "im 14"), flag(Flag.SELF_HARM, "dont want to be here any more")],
        ),
        "435-young-asks-for-the-ombudsman": make_case(
            (Route.STATUTORY, "Answer does not deal with the delay"),
            stage=Stage.OMBUDSMAN,
            name="Shanice",
            greeting="Hello Shanice",
            flags=[flag(Flag.YOUNG_PERSON, "im 17")],
        ),
        "436-young-statement-agreed": staged(
            VISITS,
            is_spoken=True,
            asked_on=ASKED_ON,
            statement_agreed_on=date(2026, 9, 8),
            written_on=date(2026, 9, 9),
            name="Kai",
            greeting="Hello Kai",
            flags=[flag(Flag.YOUNG_PERSON, "im 12")],
        ),
    }


def _carers() -> dict[str, LetterCase]:
    return {
        "450-carer-about-a-child-with-a-safety-message": carer(
            VISITS,
            PLAN,
            flags=[
                CARER,
                flag(Flag.SAFEGUARDING, "found marks on her arm"),
                flag(Flag.RECORDING, "I taped the review"),
            ],
            safeguarding_escalated_on=ASKED_ON,
            **POSTED,
        ),
        "451-carer-norfolk-two-points-and-a-wish": carer(
            SUPPORT,
            (Route.CORPORATE, "Fostering allowance was paid late"),
            council="norfolk",
            family=Family.FOSTER_CARER,
            facts=[fact(FactField.DESIRED_OUTCOME, "Please pay us on time!")],
            responders=((2, "the fostering finance manager"),),
        ),
    }


def _told() -> dict[str, LetterCase]:
    mia = {"name": "Mia", "greeting": "Hello Mia", "flags": [flag(Flag.YOUNG_PERSON, "i am 8")]}
    return {
        "440-behaviour-deaf-parent-by-post": behaviour_case(adjustments=SIGN, said=DEMANDS, **POSTED),
        "445-thanks-from-a-child-of-eight": thanks_case(
            **mia, said={"about": "The day at the farm!", "passed_to": "short breaks team"}
        ),
        "460-shared-with-a-child-of-eight": share_case(
            (Route.STATUTORY, "Has not seen her brother since Easter"),
            **(mia | {"flags": [*mia["flags"], flag(Flag.SAFEGUARDING, "he shouts and i hide")]}),
            said={"shared": "What you told us about home.", "why": "you"},
        ),
        "470-passed-on-own-file-young-person": passed_case(
            name="Jodie Marsh",
            greeting="Hello Jodie",
            flags=[flag(Flag.YOUNG_PERSON, "I am 16")],
            said={
                "kind": "subject_access",
                "about": "Your own file.",
                "to_whom": "Information Team, on 01632 960700",
                "answer_by": "2026-04-02",
            },
        ),
        "471-passed-on-no-telephone": passed_case(adjustments=SIGN),
    }
