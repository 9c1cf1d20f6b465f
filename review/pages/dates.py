"""Lay out the page of a case's dates: each with how it stands and its receipt, and all that moved it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cases.case_clocks import OPEN, desk_clocks
from cases.desk import desk_calendar, desk_procedures
from cases.models import Matter
from cases.selectors.dates import DatesFile, KeptDate
from config.council import ReceiptConvention
from review.labels import DUE
from review.pages.dates_beside import BesideView, lay_out_beside
from review.pages.dates_rows import (
    TONES,
    DateView,
    Link,
    RowView,
    lay_out_days,
    lay_out_extension,
    lay_out_pause,
    link_to,
)
from review.pages.rows import TONE_ICONS, Desk
from review.words import say_moment, say_weekday
from routing.clocks.receipt import receipt_lines
from routing.clocks.states import state_of

CONVENTIONS = {
    ReceiptConvention.STRICT: "A mail counts as received on the day it arrived, whatever the hour.",
    ReceiptConvention.DEEMED: "A mail after 5pm, or on a day that does not count, is received the next working day.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesPage:
    """Hold the page."""

    received: str
    convention: str
    dates: tuple[DateView, ...]
    parked: tuple[str, ...]
    stages: tuple[tuple[str, tuple[RowView, ...]], ...]
    pauses: tuple[RowView, ...]
    extensions: tuple[RowView, ...]
    beside: tuple[BesideView, ...]
    acts: tuple[Link, ...]


def lay_out_dates(file: DatesFile, desk: Desk) -> DatesPage:
    """Return the page of a case's dates."""
    gists = {matter.number: matter for matter in file.matters}
    return DatesPage(
        received=f"Arrived {say_moment(file.case.received_at)}; received on {say_weekday(file.received_on)}.",
        convention=CONVENTIONS[file.convention],
        dates=tuple(_date(kept, gists.get(kept.row.matter), desk) for kept in file.dates),
        parked=tuple(_parked(each.matter.number, each.due_on) for each in file.parked),
        stages=tuple((f"Stage {run.stage}", lay_out_days(file, run)) for run in reversed(file.runs)),
        pauses=tuple(lay_out_pause(file, row, desk) for row in file.pauses),
        extensions=tuple(lay_out_extension(file, row) for row in file.extensions),
        beside=tuple(lay_out_beside(file, each, desk) for each in file.beside),
        acts=tuple(_acts(file)),
    )


def _date(kept: KeptDate, matter: Matter | None, desk: Desk) -> DateView:
    row, deadline = kept.row, kept.deadline
    clocks = desk_clocks()
    stands = state_of(
        deadline, desk.today, calendar=desk_calendar(), met_on=row.met_on, amber_days=clocks.amber_working_days
    )
    tone = TONES.get(stands.state, "ok")
    notes = ["the latest it can be, since what it counts from has not happened yet"] * row.is_latest_possible
    notes += ["a standard limit: the council’s page names none"] * row.is_default  # noqa: RUF001 - words on screen
    return DateView(
        what=DUE[row.what].words if row.what in DUE else row.what,
        about=f"Matter {matter.number}, stage {row.stage}: {matter.gist}" if matter else f"The case, stage {row.stage}",
        day=say_weekday(row.due_on) if row.due_on else "No date while it is paused",
        stands=stands.words[0].upper() + stands.words[1:],
        tone=tone,
        icon=TONE_ICONS[tone],
        moved=f"Moved from {say_weekday(row.first_due_on)}" if row.first_due_on and row.due_on else "",
        notes=tuple(note[0].upper() + note[1:] for note in notes),
        receipt="\n".join(receipt_lines(replace(deadline, procedure=_title(deadline.procedure)))),
    )


def _title(procedure_id: str) -> str:
    """Say which procedure a receipt speaks of by the name on its own page."""
    return next((one.title for one in desk_procedures() if one.id == procedure_id), procedure_id)


def _parked(number: int, due_on: date | None) -> str:
    words = f"Matter {number} is parked: no reply is due while it is. Parking stops no clock by itself"
    return f"{words}: taken up again today, its reply would be due on {say_weekday(due_on)}." if due_on else f"{words}."


def _acts(file: DatesFile) -> Iterator[Link]:
    if not file.is_complaint:
        return
    if any(matter.state in OPEN for matter in file.matters):
        yield from link_to(file, "pause", "Pause a clock", "")
        yield from link_to(file, "extend", "Extend a reply", "")
    yield from link_to(file, "note", "Write down a day", "")
