"""Read all that the page of a case's dates shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases.case_beside import BesideClock, clocks_beside_case
from cases.case_clocks import clocks_of, count_run
from cases.desk import desk_calendar, desk_council, desk_procedures
from cases.models import Case, DeadlineRow, ExtensionRow, Matter, PauseRow, StageRun
from cases.plain import deadline_from, moves_of
from cases.states import MatterState
from classify.labels import COMPLAINTS
from config.council import ReceiptConvention
from routing.clock import receipt_day
from routing.deadlines import Deadline, What


@dataclass(frozen=True, slots=True)
class KeptDate:
    """Hold one date of a case as the core's type, with the row that keeps it."""

    row: DeadlineRow
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class ParkedDate:
    """Hold the day a parked matter's reply would be due if it were taken up again today."""

    matter: Matter
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesFile:
    """Hold one case with its dates and all that moves them; ``received_on`` is by the convention in force."""

    case: Case
    matters: tuple[Matter, ...]
    dates: tuple[KeptDate, ...]
    parked: tuple[ParkedDate, ...]
    runs: tuple[StageRun, ...]
    pauses: tuple[PauseRow, ...]
    extensions: tuple[ExtensionRow, ...]
    beside: tuple[BesideClock, ...]
    convention: ReceiptConvention
    received_on: date

    @property
    def is_complaint(self) -> bool:
        """Say whether clocks of a complaint run here, which people can pause and move."""
        return self.case.kind in COMPLAINTS and self.case.joined_to_id is None


def open_dates(case_id: int) -> DatesFile | None:
    """Return one case with its dates, None if there is none."""
    case = Case.objects.select_related("joined_to").filter(pk=case_id).first()
    if case is None:
        return None
    extensions = tuple(case.extensions.filter(taken_back=False).select_related("decided_by"))
    matters = tuple(case.matters.all())
    convention = desk_council().receipt
    return DatesFile(
        case=case,
        matters=matters,
        dates=tuple(KeptDate(row, deadline_from(row, moves_of(row, extensions))) for row in _rows(case)),
        parked=_parked(case, matters),
        runs=tuple(case.stage_runs.select_related("request_mail")),
        pauses=tuple(case.pauses.filter(taken_back=False).select_related("paused_by", "resumed_by")),
        extensions=extensions,
        beside=clocks_beside_case(case),
        convention=convention,
        received_on=_received_on(case, convention),
    )


def _rows(case: Case) -> list[DeadlineRow]:
    return sorted(case.deadlines.all(), key=lambda row: (row.due_on or date.max, row.matter))


def _parked(case: Case, matters: Sequence[Matter]) -> tuple[ParkedDate, ...]:
    parked = {matter.number: matter for matter in matters if matter.state == MatterState.PARKED}
    if not parked or case.kind not in COMPLAINTS:
        return ()
    return tuple(
        ParkedDate(parked[deadline.matter], deadline.due_on)
        for clock in clocks_of(case, desk_procedures())
        for deadline in count_run(clock, desk_council())
        if deadline.what is What.REPLY and deadline.matter in parked
    )


def _received_on(case: Case, convention: ReceiptConvention) -> date:
    at = case.received_at.astimezone(timezone.get_default_timezone())
    return receipt_day(at, calendar=desk_calendar(), convention=convention)
