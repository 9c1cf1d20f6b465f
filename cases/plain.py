"""Turn rows into the plain types the core works on: what is in force for a case, and what its letter may know."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from cases.desk import desk_council, desk_procedures
from cases.matters import letter_matters
from cases.models import Case, DeadlineRow, Decision, Mail, Matter
from cases.monitoring.evidence import hidden_of, hide_evidence
from cases.monitoring.hiding import collapse, hide, stretches_of
from cases.records.case import BY_DAY
from classify.labels import Flag, Kind, Reason, Route, Stage
from classify.reading import Evidence, Fact, FactField
from config.procedure import Anchor, Unit
from config.procedure_versions import procedures_on
from ingest.message import Message
from ingest.plain import message_from_plain
from ingest.typed_words import TypedWords, add_typed
from letters.draft import LetterCase, Recipient
from routing import assessment as assessed
from routing.assessment import Assessment, FlagSuggestion, Ruling, Suggestion, Sureness
from routing.clocks.extensions import Extension
from routing.deadlines import CountedDay, Deadline, What

NOT_ENOUGH = "little"
"""What somebody says who could not read enough of a part either."""


def message_of(mail: Mail) -> Message:
    """Return the message of a mail that was read, with the words that people typed in for what no machine could read.

    Answers to monitoring questions that were taken out are hidden in it, for people and machines alike.

    Raises:
        LookupError: if it was not read yet.

    """
    return hide(open_message_of(mail), stretches_of(mail.taken_out))


def open_message_of(mail: Mail) -> Message:
    """Return the message with nothing hidden; only the services of ``cases.services.monitoring`` ask for it.

    Raises:
        LookupError: if it was not read yet.

    """
    if mail.text is None:
        raise LookupError(f"mail {mail.pk} was not read yet")
    return add_typed(message_from_plain(mail.text), typed_of(mail))


def subject_of(mail: Mail) -> str:
    """Return the subject of a mail on one line, what is hidden of it said in words."""
    if mail.text is None or not stretches_of(mail.taken_out):
        return mail.subject
    return collapse(message_of(mail).subject)


def typed_of(mail: Mail) -> tuple[TypedWords, ...]:
    """Return what people typed in for parts of a mail, in the order they did."""
    return tuple(
        TypedWords(part=row["part"], words=row["words"], is_enough=row["much"] != NOT_ENOUGH) for row in mail.typed
    )


def evidence_from(rows: Sequence[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    """Return kept evidence as the core's type."""
    return tuple(Evidence(where=r["where"], start=r["start"], end=r["end"], quote=r["quote"]) for r in rows)


def assessment_in_force(case: Case) -> Assessment:
    """Return a case's assessment with every value a person chose in the place of the suggestion."""
    decisions = {decision.key: decision for decision in case.decisions.all()}
    found = Assessment(
        kind=_suggestion(case.kind, decisions.get("kind")),
        stage=_suggestion(case.stage, decisions.get("stage")) if case.stage else None,
        matters=tuple(_matter(matter, decisions.get(f"matter:{matter.number}")) for matter in letter_matters(case)),
        flags=tuple(
            _flag(key, row) for key, row in decisions.items() if key.startswith("flag:") and row.value == "yes"
        ),
        facts=tuple(
            Fact(field=FactField(f["field"]), value=f["value"], evidence=evidence_from(f["evidence"])[0])
            for f in case.facts
        ),
        gist=case.gist,
        doubts=(),
        hits=(),
        misses=(),
        version=case.assessed_by,
    )
    return hide_evidence(found, hidden_of(case))


def deadline_from(row: DeadlineRow, extensions: Sequence[Extension] = ()) -> Deadline:
    """Return one kept deadline as the core's type, with the extensions that moved it."""
    return Deadline(
        what=What(row.what),
        matter=row.matter,
        stage=row.stage,
        due_on=row.due_on,
        limit=row.limit,
        unit=Unit(row.unit),
        anchor=Anchor(row.anchor),
        anchor_on=row.anchor_on,
        source=row.source,
        procedure=row.procedure,
        days=tuple(
            CountedDay(on=date.fromisoformat(day["on"]), number=day["number"], why=day["why"]) for day in row.days
        ),
        is_latest_possible=row.is_latest_possible,
        is_default=row.is_default,
        condition=row.condition,
        paused_since=row.paused_since,
        first_due_on=row.first_due_on,
        extensions=tuple(extensions),
    )


def letter_case(case: Case) -> LetterCase:
    """Return all that a letter of this case may know, and nothing else."""
    in_force = assessment_in_force(case)
    wanted = {matter.procedure for matter in in_force.matters}
    spoken_of = {0, *(matter.number for matter in in_force.matters)}
    adjustments = next((f.evidence for f in in_force.flags if f.flag is Flag.ADJUSTMENTS), ())
    escalated = case.alerts.filter(state__in=["escalated", "confirmed"]).order_by("done_at").first()
    passed_on_at = (escalated.escalated_at or escalated.done_at) if escalated else None
    return LetterCase(
        reference=case.reference,
        recipient=Recipient(name=case.person_name, greeting=greeting_of(case), email=case.person_address),
        received_at=case.received_at,
        written_on=timezone.localdate(),
        kind=Kind(case.kind),
        stage=Stage(case.stage) if case.stage else None,
        assessment=in_force,
        deadlines=tuple(deadline_from(row) for row in case.deadlines.order_by(*BY_DAY) if row.matter in spoken_of),
        council=desk_council(),
        procedures=tuple(
            p for p in procedures_on(desk_procedures(), timezone.localdate(case.received_at)).values() if p.id in wanted
        ),
        responders=tuple((m.number, m.responder) for m in letter_matters(case) if m.responder),
        adjustments=tuple(evidence.quote for evidence in adjustments),
        safeguarding_escalated_on=timezone.localdate(passed_on_at) if passed_on_at else None,
    )


def greeting_of(case: Case) -> str:
    """Return how a letter greets the person of a case: a young person by their first name, others by their whole one.

    Nobody's title is guessed.
    """
    name = case.person_name.strip()
    if not name:
        return "Dear Sir or Madam"
    return f"Hello {name.split()[0]}" if case.is_young_person else f"Dear {name}"


def _ruling(row: Decision | None) -> Ruling:
    if row is None:
        return Ruling(rule="person", source="", words="")
    return Ruling(rule=row.rule, source=row.source, words=row.words)


def _suggestion(value: str, row: Decision | None) -> Suggestion:
    evidence = evidence_from(row.evidence) if row else ()
    return Suggestion(value=value, sureness=Sureness.SURE, evidence=evidence, ruling=_ruling(row))


def _matter(matter: Matter, row: Decision | None) -> assessed.Matter:
    return assessed.Matter(
        number=matter.number,
        route=Route(matter.route),
        reason=Reason(matter.reason) if matter.reason else None,
        gist=matter.gist,
        evidence=evidence_from(matter.evidence),
        sureness=Sureness.SURE,
        ruling=_ruling(row),
        procedure=matter.procedure,
        needs_discretion=matter.needs_discretion,
    )


def _flag(key: str, row: Decision) -> FlagSuggestion:
    return FlagSuggestion(
        flag=Flag(key.removeprefix("flag:")),
        sureness=Sureness.SURE,
        evidence=evidence_from(row.evidence),
        ruling=_ruling(row),
        note=row.note,
    )
