"""Lay out the clocks that run beside a case's own: how each date stands, and what can be written down of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from cases.case_beside import BesideClock
from cases.models import NeighbourNote
from cases.selectors.beside import how_it_stands
from cases.selectors.dates import DatesFile
from review.pages.dates_beside_forms import ROW, row_of
from review.pages.dates_rows import TONES, DateView, Link
from review.pages.rows import TONE_ICONS, Desk
from review.words import say_moment, say_weekday
from routing.clocks.neighbours import NeighbourDate
from routing.clocks.receipt import neighbour_lines
from routing.clocks.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideView:
    """Hold one neighbouring clock with its dates."""

    title: str
    why: str
    who: str
    not_in_force: str
    dates: tuple[DateView, ...]


def lay_out_beside(file: DatesFile, each: BesideClock, desk: Desk) -> BesideView:
    """Return one clock with its dates."""
    quote = f": “{each.found.quote}”" if each.found.quote else ""
    return BesideView(
        title=each.title,
        why=f"{each.found.because}{quote}. Came {say_moment(each.found.began_at)}.",
        who=each.who[0].upper() + each.who[1:],
        not_in_force=each.not_in_force,
        dates=tuple(_date(file, each, found, desk) for found in each.dates),
    )


def _date(file: DatesFile, each: BesideClock, found: NeighbourDate, desk: Desk) -> DateView:
    note, stands = each.note_of(found.limit), how_it_stands(each, found, desk.now, desk.today)
    tone = TONES.get(stands.state, "ok") if note is None or note.met_on else "ok"
    day = say_moment(found.due_at) if found.due_at else say_weekday(found.due_on) if found.due_on else "Paused"
    return DateView(
        what=found.limit.words,
        about="",
        day=day,
        stands=_stands(note, stands.words, is_late=stands.state is State.LATE),
        tone=tone,
        icon=TONE_ICONS[tone],
        moved="",
        notes=tuple(_notes(note)),
        receipt="\n".join(neighbour_lines(found)),
        links=tuple(_links(file, each, found, note)),
    )


def _stands(note: NeighbourNote | None, words: str, *, is_late: bool) -> str:
    if note and not note.met_on:
        return "Nothing has to be done by this date"
    said = words[0].upper() + words[1:]
    return f"{said}. Nobody has written down that it was done" if is_late else said


def _notes(note: NeighbourNote | None) -> Iterator[str]:
    if note and note.met_at:
        yield f"Done {say_moment(note.met_at)}"
    if note and note.why_not:
        yield note.why_not
    if note:
        yield f"Written down by {note.by.full_name}, {say_moment(note.at)}"


def _links(file: DatesFile, each: BesideClock, found: NeighbourDate, note: NeighbourNote | None) -> Iterator[Link]:
    limit = found.limit
    if file.case.joined_to_id or limit.met_by != limit.what:
        return
    row, name = row_of(each, found), f"{each.title}, {limit.words}"
    if note is None or note.met_on:
        yield _link(file, "other-met", "Correct the day" if note else "Write down that it was done", name, row)
    if note is None:
        yield _link(file, "other-aside", "Nothing has to be done", name, row)
    else:
        yield _link(file, "other-out", "Take it out", name, row)


def _link(file: DatesFile, act: str, words: str, about: str, row: str) -> Link:
    url = reverse("review:case-dates-act", args=[file.case.pk, act])
    return Link(url=f"{url}?{urlencode({ROW: row})}", words=words, about=about)
