"""Build invented cases for the letters of later stages, of foster carers, of several routes, and of a delay."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from classify.labels import Flag, Kind, Reason, Route, Stage
from classify.reading import FactField
from config.packs import load_calendar, load_council, load_procedures
from config.procedure import Family
from letters.draft import LetterCase, LetterId
from letters.extension import longest_day
from routing.clock import CaseClock
from routing.clocks.extensions import Extension
from routing.deadlines import What, deadlines_for
from tests.letters.cases import fact, flag, make_case

RECEIVED_AT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
ASKED_ON = date(2026, 9, 1)
CARER = flag(Flag.FOSTER_CARER, "we foster for you")
YOUNG = flag(Flag.YOUNG_PERSON, "im 15")
ADVOCATE = flag(Flag.REPRESENTATIVE, "I am the advocate for", note="advocate")
KAI = {"name": "Kai Redmond", "greeting": "Hello Kai"}
VISITS = (Route.STATUTORY, "Visits missed since March")
PLAN = (Route.STATUTORY, "Care plan never shared with the family")
TAXI = (Route.CORPORATE, "School taxi stopped coming")
ENGLISH = (Route.ENGLISH_FLUENCY, "Could not understand the duty worker")
COURT = (Reason.COURT_PROCEEDINGS, "Wants contact stopped")
SUPPORT = (Route.CORPORATE, "Fostering team does not ring back")
INCOMPLETE = frozenset(
    {
        "203-stage-2-norfolk-carer-manager-still-decides",
        "204-stage-2-norfolk-carer-manager-agreed",
        "206-stage-2-north-yorkshire",
        "207-stage-2-shropshire",
        "208-stage-2-devon-advocate",
        "211-stage-3-north-yorkshire",
        "212-stage-3-shropshire",
        "213-stage-3-devon",
        "214-stage-3-norfolk-carer-no-panel",
        "220-carer-norfolk-stage-1",
        "223-carer-norfolk-after-allegations",
        "236-delay-norfolk-carer",
        "265-delay-late-norfolk-carer",
        "240-mixed-devon",
        "244-mixed-norfolk-carer",
        "245-mixed-with-a-point-that-nobody-may-repeat",
    }
)
"""The letters that a person must complete before they can go."""


def staged(
    *points: tuple[Route | Reason, str],
    stage: Stage = Stage.TWO,
    stages: Sequence[int] = (),
    kind: Kind = Kind.ESCALATION,
    council: str = "brackenshire",
    family: Family | None = None,
    asked_on: date | None = None,
    acknowledged_on: date | None = None,
    is_spoken: bool = False,
    statement_agreed_on: date | None = None,
    extensions: Sequence[Extension] = (),
    **changes: object,
) -> LetterCase:
    """Build a case at a stage, every date counted as the product counts it; ``stages`` are those of each point."""
    plain = make_case(
        *points,
        council=council,
        family=family,
        kind=kind,
        stage=stage,
        **{"written_on": date(2026, 9, 2), "received_at": RECEIVED_AT, **changes},
    )
    procedures = {p.id: p for p in plain.procedures}
    wanted = stages or [int(stage)] * len(points)
    by = [procedures.get(m.procedure) for m in plain.assessment.matters]
    matters = tuple(
        (number, p, min(at, len(p.stages)) if p else 1)
        for number, (p, at) in enumerate(zip(by, wanted, strict=True), 1)
    )
    clock = CaseClock(
        received_at=plain.received_at,
        matters=matters,
        acknowledged_on=acknowledged_on,
        stage_requested_on=asked_on,
        statement_agreed_on=statement_agreed_on,
        is_spoken=is_spoken,
        extensions=tuple(extensions),
    )
    deadlines = deadlines_for(clock, calendar=load_calendar(), council=load_council(council))
    return replace(plain, deadlines=deadlines, stage_requested_on=asked_on, acknowledged_on=acknowledged_on)


def delayed(
    *points: tuple[Route | Reason, str], until: str, said: dict[str, str] | None = None, **changes
) -> LetterCase:
    """Build a case whose reply will be late, as a person says it."""
    words = {
        "until": until,
        "reason": "The manager still has to speak with two workers who were at the meeting in May.",
        "done": "We have read the records from January to June, and we have spoken to the team manager.",
    } | (said or {})
    usual = {
        "stage": Stage.ONE,
        "kind": Kind.COMPLAINT,
        "acknowledged_on": date(2026, 9, 3),
        "written_on": date(2026, 9, 14),
    }
    changes = usual | changes
    named = re.search(r"\bpoint (\d+)", words.get("what", ""))
    number = int(named[1]) if named else 0
    plain = staged(*points, **changes)
    new, longest = date.fromisoformat(until), longest_day(replace(plain, said=words))
    due = min(d.due_on for d in plain.deadlines if d.what is What.REPLY and d.due_on)
    if (longest is None or new <= longest) and due >= plain.written_on:
        # Beyond the longest time, and once the day has passed, nothing can be kept: the page of dates refuses it.
        kept = Extension(until_on=new, why="Worked on", by="Anita Flood", told_on=plain.written_on, matter=number)
        plain = staged(*points, **(changes | {"extensions": [*changes.get("extensions", ()), kept]}))
    return replace(plain, letter=LetterId.EXTENSION, said=words)


def carer(*points: tuple[Route | Reason, str], **changes) -> LetterCase:
    """Build a foster carer's new complaint."""
    usual = {"stage": Stage.ONE, "kind": Kind.COMPLAINT, "flags": [CARER]}
    return staged(*points, **(usual | changes))


def golden_cases() -> dict[str, LetterCase]:
    """Return the cases whose letters are kept word for word under ``golden/``."""
    return _second() | _third() | _carers() | _delays() | _mixed() | _young()


def _second() -> dict[str, LetterCase]:
    norfolk = {"council": "norfolk", "family": Family.FOSTER_CARER, "flags": [CARER]}
    return {
        "200-stage-2-three-points": staged(
            VISITS,
            PLAN,
            (Route.STATUTORY, "Letters went to an old address"),
            kind=Kind.COMPLAINT,
            asked_on=date(2026, 10, 12),
            written_on=date(2026, 10, 13),
            responders=((3, "Anita Flood, Investigating Officer,"),),
            facts=[fact(FactField.DESIRED_OUTCOME, "I want an apology and a new plan")],
        ),
        "201-stage-2-corporate": staged(TAXI, asked_on=date(2026, 10, 12), written_on=date(2026, 10, 14)),
        "202-stage-2-fluency-part-two": staged(ENGLISH, acknowledged_on=date(2026, 9, 2)),
        "203-stage-2-norfolk-carer-manager-still-decides": staged(SUPPORT, **norfolk),
        "204-stage-2-norfolk-carer-manager-agreed": staged(
            SUPPORT, asked_on=date(2026, 9, 3), written_on=date(2026, 9, 4), kind=Kind.COMPLAINT, **norfolk
        ),
        "205-stage-2-asked-by-phone": staged(VISITS, is_spoken=True, asked_on=ASKED_ON),
        "206-stage-2-north-yorkshire": staged(VISITS, council="north_yorkshire"),
        "207-stage-2-shropshire": staged(VISITS, council="shropshire", flags=[flag(Flag.RECORDING, "I taped it")]),
        "208-stage-2-devon-advocate": staged(
            VISITS, council="devon", flags=[YOUNG, ADVOCATE], name="Tamsin Oduya", greeting="Dear Ms Oduya"
        ),
        "209-stage-2-statement-agreed": staged(
            VISITS, is_spoken=True, asked_on=ASKED_ON, statement_agreed_on=date(2026, 9, 8), written_on=date(2026, 9, 9)
        ),
    }


def _third() -> dict[str, LetterCase]:
    third = {"stage": Stage.THREE}
    return {
        "210-stage-3-two-points": staged(
            VISITS,
            PLAN,
            kind=Kind.COMPLAINT,
            asked_on=date(2026, 12, 15),
            written_on=date(2026, 12, 16),
            flags=[flag(Flag.ADJUSTMENTS, "I use a wheelchair"), flag(Flag.RECORDING, "I taped the meeting")],
            adjustments=("please ring, do not write",),
            **third,
        ),
        "211-stage-3-north-yorkshire": staged(VISITS, council="north_yorkshire", **third),
        "212-stage-3-shropshire": staged(VISITS, council="shropshire", **third),
        "213-stage-3-devon": staged(VISITS, council="devon", **third),
        "214-stage-3-norfolk-carer-no-panel": staged(
            SUPPORT, council="norfolk", family=Family.FOSTER_CARER, flags=[CARER], **third
        ),
        "215-stage-3-carer-about-a-child": staged(PLAN, flags=[CARER], **third),
    }


def _carers() -> dict[str, LetterCase]:
    norfolk = {"council": "norfolk", "family": Family.FOSTER_CARER}
    return {
        "220-carer-norfolk-stage-1": carer(SUPPORT, **norfolk),
        "221-carer-approval": carer((Route.CORPORATE, "Terms of approval changed without a meeting")),
        "222-carer-about-a-child": carer((Route.STATUTORY, "Child has had no visit for ten weeks")),
        "223-carer-norfolk-after-allegations": carer(
            (Route.CORPORATE, "Outcome of the standards of care meeting"), stage=Stage.TWO, **norfolk
        ),
        "224-carer-two-points": carer(
            SUPPORT, (Route.CORPORATE, "Mileage has not been paid since May"), acknowledged_on=date(2026, 9, 2)
        ),
        "225-carer-fluency": carer(ENGLISH),
    }


def _delays() -> dict[str, LetterCase]:
    manager = {"authorised_by": "the complaints manager"}
    moved = Extension(until_on=date(2026, 9, 22), why="A worker was away", by="Anita Flood", told_on=date(2026, 9, 14))
    return {
        "230-delay-first": delayed(VISITS, until="2026-09-29", said={"what": "our reply to your complaint"}),
        "231-delay-one-of-two-points": delayed(
            VISITS, TAXI, until="2026-09-29", said={"what": "our reply to point 1"}, acknowledged_on=date(2026, 9, 8)
        ),
        "232-delay-beyond-the-longest": delayed(VISITS, until="2026-10-06", said=manager),
        "233-delay-again": delayed(
            VISITS, until="2026-09-29", said=manager, extensions=[moved], written_on=date(2026, 9, 21)
        ),
        "234-delay-young-person": delayed(VISITS, until="2026-09-29", flags=[YOUNG], **KAI),
        "235-delay-corporate": delayed(TAXI, until="2026-10-01"),
        "236-delay-norfolk-carer": delayed(
            SUPPORT, until="2026-10-06", council="norfolk", family=Family.FOSTER_CARER, flags=[CARER]
        ),
        "237-delay-stage-2-beyond-the-longest": delayed(
            TAXI, until="2026-12-18", said=manager, stage=Stage.TWO, kind=Kind.ESCALATION, asked_on=ASKED_ON
        ),
        "260-delay-late-within-the-longest": delayed(
            VISITS, until="2026-09-25", said=manager, written_on=date(2026, 9, 17)
        ),
        "261-delay-the-longest-has-passed": delayed(
            VISITS, until="2026-10-23", said=manager, written_on=date(2026, 10, 8)
        ),
        "262-delay-the-longest-has-passed-young-person": delayed(
            VISITS, until="2026-10-23", said=manager, written_on=date(2026, 10, 8), flags=[YOUNG], **KAI
        ),
        "263-delay-late-corporate": delayed(TAXI, until="2026-12-18", said=manager, written_on=date(2026, 11, 20)),
        "264-delay-one-of-two-has-passed": delayed(
            VISITS,
            TAXI,
            until="2026-10-23",
            said={"what": "our reply to point 1"} | manager,
            written_on=date(2026, 10, 8),
        ),
        "265-delay-late-norfolk-carer": delayed(
            SUPPORT,
            until="2026-11-06",
            said=manager,
            written_on=date(2026, 10, 20),
            council="norfolk",
            family=Family.FOSTER_CARER,
            flags=[CARER],
        ),
    }


def _mixed() -> dict[str, LetterCase]:
    return {
        "240-mixed-devon": staged(VISITS, TAXI, council="devon", stage=Stage.ONE, kind=Kind.COMPLAINT),
        "241-mixed-stages": staged(VISITS, PLAN, stages=(2, 1), stage=Stage.TWO, asked_on=ASKED_ON),
        "242-mixed-at-stage-2": staged(VISITS, TAXI, COURT, asked_on=ASKED_ON),
        "243-mixed-panel-and-corporate": staged(VISITS, TAXI, stage=Stage.THREE, asked_on=ASKED_ON),
        "244-mixed-norfolk-carer": _own_and_childs(),
        "245-mixed-with-a-point-that-nobody-may-repeat": staged(
            VISITS,
            TAXI,
            ENGLISH,
            (Reason.OVER_A_YEAR, "How the move in 2022 was handled"),
            (Reason.OTHER_BODY, "Police officers shouted at son"),
            (Route.CORPORATE, "He comes in her room at night"),
            stage=Stage.ONE,
            kind=Kind.COMPLAINT,
            flags=[flag(Flag.SAFEGUARDING, "he comes in her room at night")],
            safeguarding_escalated_on=ASKED_ON,
        ),
        "246-mixed-advocate": staged(
            VISITS,
            TAXI,
            stage=Stage.ONE,
            kind=Kind.COMPLAINT,
            flags=[YOUNG, ADVOCATE],
            name="Tamsin Oduya",
            greeting="Dear Ms Oduya",
        ),
    }


def _own_and_childs() -> LetterCase:
    """Build a foster carer's complaint about their own service and about a child's."""
    case = carer(SUPPORT, VISITS, council="norfolk")
    own = load_council("norfolk").procedures[Family.FOSTER_CARER]
    matters = tuple(replace(m, procedure=own) if m.number == 1 else m for m in case.assessment.matters)
    procedures = tuple(load_procedures()[m.procedure] for m in matters)
    clock = CaseClock(
        received_at=case.received_at,
        matters=tuple((m.number, p, 1) for m, p in zip(matters, procedures, strict=True)),
    )
    deadlines = deadlines_for(clock, calendar=load_calendar(), council=case.council)
    assessment = replace(case.assessment, matters=matters)
    return replace(case, assessment=assessment, procedures=procedures, deadlines=deadlines)


def _young() -> dict[str, LetterCase]:
    young = {"flags": [YOUNG], **KAI}
    return {
        "250-young-stage-2": staged(VISITS, PLAN, asked_on=ASKED_ON, **young),
        "251-young-stage-3": staged(VISITS, stage=Stage.THREE, asked_on=ASKED_ON, **young),
        "252-young-corporate-stage-2": staged(TAXI, **young),
        "253-young-stage-2-by-phone": staged(VISITS, is_spoken=True, asked_on=ASKED_ON, **young),
        "254-young-mixed-stages": staged(VISITS, TAXI, COURT, stages=(2, 1, 1), asked_on=ASKED_ON, **young),
        "255-young-fluency-part-two": staged(ENGLISH, **young),
    }
