"""Turn rows into the plain types the core works on: messages, evidence, dates, and what is in force for a case."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from cases.matters import letter_matters
from cases.models import Case, DeadlineRow, Decision, ExtensionRow, Mail, Matter
from cases.monitoring.evidence import hidden_of, hide_evidence
from cases.monitoring.hiding import collapse, hide, stretches_of
from classify.labels import Flag, Reason, Route
from classify.reading import Evidence, Fact, FactField
from config.procedure import Anchor, Unit
from ingest.message import Message
from ingest.plain import message_from_plain
from ingest.typed_words import TypedWords, add_typed
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


def moves_of(row: DeadlineRow, extensions: Iterable[ExtensionRow]) -> tuple[Extension, ...]:
    """Return those of a case's extensions that moved a kept deadline: of its stage and matter, if it is a reply's."""
    return tuple(
        Extension(
            until_on=each.until_on, why=each.why, by=each.decided_by.full_name, told_on=each.told_on, matter=each.matter
        )
        for each in extensions
        if row.what == What.REPLY and row.first_due_on and each.stage == row.stage and each.matter in {0, row.matter}
    )


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
