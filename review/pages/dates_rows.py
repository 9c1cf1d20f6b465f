"""Lay out what a person wrote down of a case's clocks: days, pauses and extensions, each with what can be done."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from cases.case_clocks import OPEN
from cases.models import ExtensionRow, PauseRow, StageRun
from cases.selectors.dates import DatesFile
from cases.services.clocks.noting import CHANNELS, DAYS
from review.pages.dates_forms import say_day_or_none, say_pause_reason
from review.pages.rows import Desk
from review.words import count, say_long_day
from routing.clocks.states import State

TONES = {
    State.LATE: "late",
    State.DUE_TODAY: "today",
    State.AMBER: "soon",
    State.MET_LATE: "late",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Hold one thing that can be done."""

    url: str
    words: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateView:
    """Hold one date: what is due, when, how it stands, its receipt line by line, and what can be done about it."""

    what: str
    about: str
    day: str
    stands: str
    tone: str
    icon: str
    moved: str
    notes: tuple[str, ...]
    receipt: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """Hold one pause, extension or day with what can be done about it."""

    title: str
    lines: tuple[str, ...]
    links: tuple[Link, ...]


def lay_out_days(file: DatesFile, run: StageRun) -> tuple[RowView, ...]:
    """Return the days of one stage."""
    asked = say_long_day(run.requested_on) if run.requested_on else "not known"
    how = "by word of mouth" if run.is_spoken else "in writing"
    late = ("The person went on because the stage before was late.",) if run.after_missed_limit else ()
    spoken = link_to(file, "spoken", "Change", f"how stage {run.stage} was asked for", stage=run.stage)
    rows = [RowView(title="Asked for", lines=(f"{asked}, {how}", *late), links=spoken if run.stage > 1 else ())]
    acknowledged = say_long_day(run.acknowledged_on) if run.acknowledged_on else "Not yet"
    rows.append(RowView(title="Acknowledged", lines=(acknowledged,), links=()))
    rows += [_day(file, run, what) for what, noted in DAYS.items() if run.stage in noted.stages]
    return tuple(rows)


def _day(file: DatesFile, run: StageRun, what: str) -> RowView:
    words, on = DAYS[what].words, say_day_or_none(run, what)
    name = f"that {words}, stage {run.stage}"
    lines = [on or "Not known"]
    if what == "reply_sent" and run.reply_sent_on:
        lines[0] += f", {CHANNELS.get(run.reply_channel, run.reply_channel)}"
        if any(matter.state in OPEN and matter.stage == run.stage for matter in file.matters):
            lines.append("Say what the stage found under Matters and stages: until then a reply stays due.")
    links = link_to(file, "note", "Correct" if on else "Write it down", name, what=what, stage=run.stage)
    if on:
        links += link_to(file, "forget", "Take it out", name, what=what, stage=run.stage)
    return RowView(title=words[0].upper() + words[1:], lines=tuple(lines), links=links)


def lay_out_pause(file: DatesFile, row: PauseRow, desk: Desk) -> RowView:
    """Return one pause, with how many days it gave back."""
    until = f"to {say_long_day(row.until_on)}, both included" if row.until_on else "on, and still stands still"
    by = f"By {row.paused_by.full_name}" + (f", ended by {row.resumed_by.full_name}" if row.resumed_by else "")
    name = f"the pause from {say_long_day(row.from_on)}"
    is_open = row.until_on is None or row.until_on >= desk.today
    links = link_to(file, "resume", "Let it go on", name, row=row.pk) if is_open else ()
    return RowView(
        title=f"{_whose(row.matter, row.stage)}: {say_pause_reason(row.code).lower()}",
        lines=(f"From {say_long_day(row.from_on)} {until}", row.why[0].upper() + row.why[1:], by, *_back(file, row)),
        links=links + link_to(file, "take-back-pause", "Take it back", name, row=row.pk),
    )


def _back(file: DatesFile, row: PauseRow) -> Iterator[str]:
    """Say how many days a pause gave back, by the receipts that hold it."""
    given = {
        sum(day.is_paused and row.from_on <= day.on and (not row.until_on or day.on <= row.until_on) for day in days)
        for days in (kept.deadline.days for kept in file.dates if kept.row.stage == row.stage and kept.row.due_on)
    }
    if row.until_on and given and max(given):
        yield f"{count(max(given), 'day')} given back"


def lay_out_extension(file: DatesFile, row: ExtensionRow) -> RowView:
    """Return one extension."""
    told = f"The person was told on {say_long_day(row.told_on)}"
    name = f"the extension to {say_long_day(row.until_on)}"
    return RowView(
        title=f"{_whose(row.matter, row.stage)}: to {say_long_day(row.until_on)}",
        lines=(row.why, f"{told}. By {row.decided_by.full_name}"),
        links=link_to(file, "take-back-extension", "Take it back", name, row=row.pk),
    )


def _whose(matter: int, stage: int) -> str:
    return f"Matter {matter}, stage {stage}" if matter else f"All matters at stage {stage}"


def link_to(file: DatesFile, act: str, words: str, about: str, **given: str | int) -> tuple[Link, ...]:
    """Return the link to a form, none where no clock of a complaint runs; ``about`` is read out after its words."""
    if not file.is_complaint:
        return ()
    url = reverse("review:case-dates-act", args=[file.case.pk, act])
    return (Link(url=f"{url}?{urlencode(given)}" if given else url, words=words, about=about),)
