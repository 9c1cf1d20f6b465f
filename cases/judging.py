"""Say which judgements a case still needs before a letter says no, or a children's matter leaves its procedure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cases.desk import desk_council, desk_discretion, desk_procedures
from cases.models import Case, Decision, Discretion, Matter
from cases.plain import evidence_from
from cases.states import MailState, MatterState
from classify.labels import COMPLAINTS, Flag, Reason, Route
from classify.reading import Fact, FactField
from config.discretion import WRONG_PROCEDURE, Bar
from config.procedure import Family
from config.procedure_versions import procedures_on
from routing.other_side import OtherSide, Told, case_for_other_side

TAKE, NOT_TAKE = "take", "not_take"
PAGE = "on the page “Refusals and behaviour”"
AT_REST = frozenset({MatterState.MERGED, MatterState.SPLIT, MatterState.WITHDRAWN, MatterState.FINISHED})
"""Matters of which no letter says anything more."""
CONFERENCE_INSIDE = "child_protection_conference"
"""The entry rule of a council whose own page puts conferences inside its children's procedure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Hold one judgement that one matter needs: its bar, the case for the other side, and what was written of it.

    ``missing`` says what is still to be done before a letter, "" if nothing.
    """

    matter: Matter
    bar: Bar
    other_side: OtherSide | None
    latest: Discretion | None
    missing: str


def value_of(matter: Matter) -> str:
    """Return the route in force of a matter, with its reason after a colon."""
    return f"{matter.route}:{matter.reason}" if matter.reason else matter.route


def needs_of(case: Case) -> tuple[Need, ...]:
    """Return the judgements that a case's matters need, at most one for each; none for what is no complaint.

    A refusal has its reason's own questions, with the case for the other procedure among them; where a reason needs no
    record, or the matter is not refused, that case asks alone.
    """
    if case.kind not in COMPLAINTS:
        return ()
    decisions = {row.key: row for row in case.decisions.all()}
    takes_in = _takes_in_conference(case)
    newest = _newest_words(case)
    written = list(case.discretions.select_related("decided_by"))
    found = []
    for matter in case.matters.all():
        side = other_side_of(case, matter, decisions.get(f"matter:{matter.number}"), takes_in=takes_in)
        if matter.state not in AT_REST and (bar := _bar(matter, side)):
            latest = _latest(written, matter, bar)
            missing = _missing(matter, bar, side, latest, newest)
            found.append(Need(matter=matter, bar=bar, other_side=side, latest=latest, missing=missing))
    return tuple(found)


def other_side_of(
    case: Case, matter: Matter, decision: Decision | None, *, takes_in: bool | None = None
) -> OtherSide | None:
    """Return the case for the other procedure of one matter, from what was read; None if there is none."""
    told = Told(
        route=Route(matter.route),
        reason=Reason(matter.reason) if matter.reason else None,
        suggested=decision.suggested if decision else "",
        rule=decision.rule if decision else "",
        evidence=evidence_from(matter.evidence),
        gist=matter.gist,
        facts=tuple(_facts(case.facts)),
        flags=frozenset({Flag.YOUNG_PERSON}) if case.is_young_person else frozenset(),
        takes_in_conference=_takes_in_conference(case) if takes_in is None else takes_in,
    )
    return case_for_other_side(told)


def _bar(matter: Matter, side: OtherSide | None) -> Bar | None:
    bars = desk_discretion().bars
    bar = bars.get(matter.reason)
    if bar and bar.needs_record:
        return bar
    return bars[WRONG_PROCEDURE] if side else None


def _latest(written: Sequence[Discretion], matter: Matter, bar: Bar) -> Discretion | None:
    rows = [row for row in written if row.matter == matter.number and row.question == bar.id]
    return next((row for row in reversed(rows) if row.route == value_of(matter)), None)


def _missing(
    matter: Matter, bar: Bar, side: OtherSide | None, latest: Discretion | None, newest: datetime | None
) -> str:
    name = f"Matter {matter.number}"
    if latest is None:
        if bar.id == WRONG_PROCEDURE:
            return f"{name}: read the case for the other procedure, and say why you still think otherwise, {PAGE}."
        return f"{name}: write down what was considered before we say no ({bar.title.lower()}), {PAGE}."
    if latest.decision == TAKE:
        return f"{name}: {latest.decided_by.full_name} judged that it is to go another way. Change its route."
    if side and not latest.other_side:
        return f"{name}: read the case for the other procedure, {PAGE}, and judge it again."
    if newest and newest > latest.decided_at:
        return f"{name}: a message came in after it was judged. Read it, and judge it again {PAGE}."
    return ""


def _newest_words(case: Case) -> datetime | None:
    """Return when the newest message of a person was put with a case, None if none was since it was opened."""
    joined = case.joinings.exclude(mail__state__in=[MailState.AUTOMATIC, MailState.DUPLICATE])
    return joined.order_by("-at").values_list("at", flat=True).first()


def _takes_in_conference(case: Case) -> bool:
    found = procedures_on(desk_procedures(), timezone.localdate(case.received_at))
    procedure = found.get(desk_council().procedures[Family.STATUTORY])
    return procedure is not None and any(rule.when == CONFERENCE_INSIDE for rule in procedure.entry_rules)


def _facts(rows: Iterable[Mapping[str, object]]) -> Iterable[Fact]:
    for row in rows:
        evidence = row.get("evidence")
        if isinstance(evidence, list) and evidence:
            yield Fact(field=FactField(str(row["field"])), value=str(row["value"]), evidence=evidence_from(evidence)[0])
