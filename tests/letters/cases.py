"""Build invented cases for the tests of letters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from classify.labels import Flag, Kind, Reason, Route, Stage
from classify.reading import BODY, Evidence, Fact, FactField
from config.packs import load_calendar, load_council, load_procedures
from config.procedure import Anchor, Family, Limit
from letters.draft import LetterCase, Recipient
from letters.tables import say_rows
from routing.assessment import Assessment, Doubt, FlagSuggestion, Matter, Ruling, Suggestion, Sureness
from routing.deadlines import CountedDay, Deadline, What

RECEIVED_AT = datetime(2026, 3, 3, 9, 12, tzinfo=UTC)
RULING = Ruling(rule="routes.test", source="test", words="Chosen for the test.")
FAMILY_OF = {
    Route.STATUTORY: Family.STATUTORY,
    Route.CORPORATE: Family.CORPORATE,
    Route.ENGLISH_FLUENCY: Family.ENGLISH_FLUENCY,
}


def evidence(quote: str) -> tuple[Evidence, ...]:
    return (Evidence(where=BODY, start=0, end=len(quote), quote=quote),)


def matter(number: int, route: Route | Reason, gist: str, *, procedure: str = "", quote: str = "") -> Matter:
    reason = route if isinstance(route, Reason) else None
    return Matter(
        number=number,
        route=Route.OUT_OF_SCOPE if isinstance(route, Reason) else route,
        reason=reason,
        gist=gist,
        evidence=evidence(quote or gist),
        sureness=Sureness.SURE,
        ruling=RULING,
        procedure=procedure,
    )


def flag(code: Flag, quote: str = "", note: str = "") -> FlagSuggestion:
    return FlagSuggestion(
        flag=code, sureness=Sureness.SURE, evidence=evidence(quote) if quote else (), ruling=RULING, note=note
    )


def fact(field: FactField, value: str) -> Fact:
    return Fact(field=field, value=value, evidence=evidence(value)[0])


def make_case(
    *points: tuple[Route | Reason, str],
    council: str = "brackenshire",
    name: str = "Mrs Denise Harker",
    greeting: str = "Dear Mrs Harker",
    kind: Kind = Kind.COMPLAINT,
    stage: Stage | None = Stage.ONE,
    flags: Sequence[FlagSuggestion] = (),
    facts: Sequence[Fact] = (),
    family: Family | None = None,
    acknowledged: bool = False,
    **changes: object,
) -> LetterCase:
    """Build a case as routing hands it over: points, procedures in force, and every date counted on the calendar."""
    chosen = load_council(council)
    matters = tuple(
        matter(
            n,
            route,
            gist,
            procedure="" if isinstance(route, Reason) else chosen.procedures[family or FAMILY_OF[route]],
        )
        for n, (route, gist) in enumerate(points, start=1)
    )
    case = LetterCase(
        reference="PR-2026-0228",
        recipient=Recipient(name=name, greeting=greeting, email="denise.harker@mailbox.example"),
        received_at=RECEIVED_AT,
        written_on=date(2026, 3, 4),
        kind=kind,
        stage=stage,
        assessment=Assessment(
            kind=Suggestion(value=kind, sureness=Sureness.SURE, evidence=(), ruling=RULING),
            stage=Suggestion(value=stage, sureness=Sureness.SURE, evidence=(), ruling=RULING) if stage else None,
            matters=matters,
            flags=tuple(flags),
            facts=tuple(facts),
            gist=points[0][1] if points else "",
            doubts=(Doubt(code="test", about="kind", words="A question for a person."),),
            hits=("routes.test",),
            misses=(),
            version="test",
        ),
        deadlines=(),
        council=chosen,
        procedures=tuple(load_procedures()[p] for p in dict.fromkeys(m.procedure for m in matters) if p),
    )
    case = replace(case, **changes)
    return replace(case, deadlines=tuple(deadlines_of(case, acknowledged=acknowledged)))


def deadlines_of(case: LetterCase, *, acknowledged: bool) -> list[Deadline]:
    if case.stage not in (Stage.ONE, Stage.TWO, Stage.THREE):
        return []
    number = int(case.stage)
    found = []
    for one in case.assessment.matters:
        procedure = next((p for p in case.procedures if p.id == one.procedure), None)
        stage = procedure.stages[min(number, len(procedure.stages)) - 1] if procedure else None
        if stage is None:
            continue
        limits = [(What.REPLY, stage.limit), (What.REPLY_AT_LATEST, stage.maximum)]
        limits += [(What(m.what), m.limit) for m in stage.milestones if m.what == What.PANEL_MEETS]
        found += [_deadline(case, one, number, what, limit, acknowledged) for what, limit in limits if limit]
    return found


def _deadline(case: LetterCase, one: Matter, stage: int, what: What, limit: Limit, acknowledged: bool) -> Deadline:
    calendar = load_calendar()
    received_on = RECEIVED_AT.date()
    later = limit.anchor is Anchor.ACK_SENT
    anchor_on = received_on
    if later:
        anchor_on = case.written_on if acknowledged else calendar.add_working_days(received_on, 5)[0]
    due_on, days = calendar.add_working_days(anchor_on, limit.n)
    return Deadline(
        what=what,
        matter=one.number,
        stage=stage,
        due_on=due_on,
        limit=limit.n,
        unit=limit.unit,
        anchor=limit.anchor,
        anchor_on=anchor_on,
        source=limit.source,
        procedure=one.procedure,
        days=tuple(CountedDay(on=d.on, number=d.number, why=d.why) for d in days),
        is_latest_possible=later and not acknowledged,
        is_default=limit.is_default,
        condition=limit.condition,
    )


def golden_cases() -> dict[str, LetterCase]:
    """Return the cases whose letters are kept word for word under ``golden/``."""
    wish = fact(FactField.DESIRED_OUTCOME, "I want the visits to start again and an apology")
    young = flag(Flag.YOUNG_PERSON, "im 14")
    return {
        "01-statutory": make_case((Route.STATUTORY, "Social worker has not visited since 19 December"), facts=[wish]),
        "02-corporate-not-yet-acknowledged": make_case((Route.CORPORATE, "School taxi stopped coming in January")),
        "03-corporate-counted-from-this-letter": make_case(
            (Route.CORPORATE, "Care plan posted to the wrong address"),
            acknowledged=True,
            flags=[flag(Flag.DATA_PROTECTION, "posted to the wrong address")],
        ),
        "04-english-fluency": make_case((Route.ENGLISH_FLUENCY, "Could not understand the duty worker on the phone")),
        "05-mixed-four-points": make_case(
            (Route.STATUTORY, "Visits missed since December and payments late"),
            (Route.ENGLISH_FLUENCY, "Could not understand the duty worker"),
            (Route.CORPORATE, "Taxi to school stopped in January"),
            (Reason.COURT_PROCEEDINGS, "Wants contact stopped"),
            flags=[
                flag(Flag.RECORDING, "my neighbour recorded it"),
                flag(Flag.SAFEGUARDING, "what Leo said about Saturday night"),
                flag(Flag.ADJUSTMENTS, "large print please"),
            ],
            adjustments=("large print please", "no calls before 10am"),
            safeguarding_escalated_on=date(2026, 3, 3),
            responders=((1, "Gareth Lowe, team manager,"), (3, "Anita Flood, school transport manager,")),
        ),
        "06-over-a-year": make_case((Reason.OVER_A_YEAR, "How we handled the move in 2022")),
        "07-other-body-police": make_case((Reason.OTHER_BODY, "Police officers shouted at son aged 11")),
        "08-independent-home": make_case((Reason.INDEPENDENT_PROVIDER, "Staff at the home opened a letter")),
        "09-foster-carer-own-procedure": make_case(
            (Route.CORPORATE, "Support from the fostering team stopped"),
            council="norfolk",
            family=Family.FOSTER_CARER,
            flags=[flag(Flag.FOSTER_CARER, "we foster for you")],
        ),
        "10-young-person-safeguarding": make_case(
            (Route.STATUTORY, "Pocket money has not been paid for 3 weeks"),
            name="Kai",
            greeting="Hello Kai",
            flags=[young, flag(Flag.SAFEGUARDING, "he comes in my room at night")],
            facts=[fact(FactField.DESIRED_OUTCOME, "i just want my money back")],
            safeguarding_escalated_on=date(2026, 3, 3),
        ),
        "11-young-person-court-and-fluency": make_case(
            (Route.ENGLISH_FLUENCY, "Could not understand the new key worker"),
            (Reason.COURT_PROCEEDINGS, "Wants to live with her aunt"),
            name="Shanice",
            greeting="Hello Shanice",
            flags=[young],
        ),
        "12-advocate-for-a-young-person": make_case(
            (Route.STATUTORY, "Review held without the young person"),
            name="Tamsin Oduya",
            greeting="Dear Ms Oduya",
            flags=[young, flag(Flag.REPRESENTATIVE, "I am the advocate for", note="advocate")],
        ),
        "13-missing-contacts": make_case((Route.STATUTORY, "Short breaks were cut"), council="norfolk"),
        "14-large-print": make_case(
            (Route.STATUTORY, "No answer about the care plan"),
            adjustments=("I need 16 point large print, I am partially blind",),
        ),
        "15-statutory-stage-2": make_case(
            (Route.STATUTORY, "Answer about the missed visits leaves things out"),
            kind=Kind.ESCALATION,
            stage=Stage.TWO,
        ),
        "16-statutory-stage-3-panel": make_case(
            (Route.STATUTORY, "Investigation did not speak to the school"), kind=Kind.ESCALATION, stage=Stage.THREE
        ),
        "17-foster-carer-begins-at-stage-two": make_case(
            (Route.CORPORATE, "Outcome of the standards of care meeting"),
            council="norfolk",
            family=Family.FOSTER_CARER,
            stage=Stage.TWO,
            flags=[flag(Flag.FOSTER_CARER, "we foster for you")],
        ),
        "18-councillor-for-a-family": make_case(
            (Route.STATUTORY, "Family waits for an assessment"),
            name="Councillor Joan Peel",
            greeting="Dear Councillor Peel",
            flags=[flag(Flag.REPRESENTATIVE, "my constituent", note="councillor")],
        ),
        "19-fluency-accent": make_case((Reason.EFD_ACCENT_OR_MANNER, "Did not like the accent of the worker")),
        "20-self-harm": make_case(
            (Route.STATUTORY, "Contact with the children was stopped"),
            flags=[flag(Flag.SELF_HARM, "I have nothing to live for")],
        ),
        "21-north-yorkshire-twenty-days": make_case(
            (Route.STATUTORY, "Direct payments stopped"), council="north_yorkshire", kind=Kind.COMPLAINT
        ),
        "22-asks-for-the-ombudsman": make_case(
            (Route.STATUTORY, "Answer does not deal with the delay"), kind=Kind.ESCALATION, stage=Stage.OMBUDSMAN
        ),
    }


def letter_text(draft) -> str:
    """Return a letter as paragraphs of text, with its gaps and failed checks below a line."""
    lines = [f"[{draft.letter}] {draft.subject_line}", draft.recipient.greeting, ""]
    for p in draft.paragraphs:
        lines += [f"## {p.title}"] if p.title else []
        lines += [p.text, *(f"{n}. {point}" for n, point in enumerate(p.points, start=1)), *say_rows(p), ""]
    lines += ["-----", *(f"blank: {b}" for b in draft.blanks)]
    lines += [f"{'must' if c.must else 'may'}: {c.words}" for c in draft.checklist if not c.present]
    return "\n".join(lines).rstrip() + "\n"
