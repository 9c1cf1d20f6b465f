"""Count the clocks that run beside a case's own, from its messages and what is in force, and say which were met."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from cases.case_clocks import desk_clocks
from cases.models import Case, Joining, Mail, NeighbourNote
from cases.plain import message_of
from cases.states import MailState
from classify.labels import Flag, Kind, Reason
from config.clocks import ClockLimit
from config.packs import load_calendar
from config.working_days import Calendar
from routing.clocks.beside import Beside, CaseNow, Said, clocks_beside
from routing.clocks.neighbours import Events, NeighbourDate, NotInForceError, neighbour_dates

NOT_ITS_OWN = frozenset({MailState.DUPLICATE, MailState.AUTOMATIC})
READ_WITH = ("decisions", "matters", "mails", "joinings", "neighbour_notes", "absorbed__neighbour_notes")
"""What is fetched along where the clocks of many cases are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideClock:
    """Hold one neighbouring clock of a case with its dates; ``not_in_force`` says why it has none, "" if it has.

    ``notes`` are what a person wrote down of it, by the limit that it meets. ``key`` is what they are kept under: the
    clock's id, and its hour too where another of the same kind began earlier on that day.
    """

    found: Beside
    key: str
    title: str
    who: str
    dates: tuple[NeighbourDate, ...]
    notes: Mapping[str, NeighbourNote]
    not_in_force: str = ""

    @property
    def began_on(self) -> date:
        """Return the day it began, in London: what tells two requests of one kind apart."""
        return timezone.localdate(self.found.began_at)

    def note_of(self, limit: ClockLimit) -> NeighbourNote | None:
        """Return what was written down of a limit: that it was met, or that nothing is owed; None if nothing was."""
        return self.notes.get(limit.met_by)

    @property
    def is_settled(self) -> bool:
        """Say whether each of its limits was met or set aside."""
        return bool(self.dates) and all(found.limit.met_by in self.notes for found in self.dates)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard(Said):
    """Hold one message with the case it came to, and when it was put with the one it is in (None: it came there)."""

    came_to: int
    put_at: datetime | None = None


def clocks_beside_case(case: Case) -> tuple[BesideClock, ...]:
    """Return the clocks beside a case's own, with their dates; a clock that the council's file leaves out has none.

    Once one was met, a later message that asks for the same again begins it anew. Once one was set aside, so does each
    message after its own: that it was no request says nothing of one that stood behind it.
    """
    heard = _messages(case)
    now = case_now(case, heard)
    return tuple(clock for beside in clocks_beside(now) for clock in _rounds(case, now, heard, beside))


def case_now(case: Case, messages: Sequence[Said]) -> CaseNow:
    """Return what the neighbouring clocks of a case follow from."""
    flags = {
        row.key.removeprefix("flag:")
        for row in case.decisions.all()
        if row.key.startswith("flag:") and row.value == "yes"
    }
    elsewhere = [matter for matter in case.matters.all() if matter.reason == Reason.OTHER_BODY]
    return CaseNow(
        kind=Kind(case.kind),
        messages=tuple(messages),
        flags=frozenset(flag for flag in Flag if flag.value in flags),
        other_bodies=tuple(
            "\n".join([matter.gist, *(row["quote"] for row in matter.evidence)]) for matter in elsewhere
        ),
    )


def _rounds(
    case: Case, now: CaseNow, heard: Sequence[_Heard], beside: Beside, before: date | None = None
) -> Iterator[BesideClock]:
    """Yield a clock, and after it those of the same kind that other messages began when it was settled."""
    began = next(said for said in heard if said.at == beside.began_at)
    clock = _counted(case, beside, began, before)
    if clock is None:
        return
    yield clock
    if not (clock.is_settled and beside.quote):
        return
    later = tuple(said for said in heard if said.at > beside.began_at and _is_new(said, clock, case))
    if later:
        again = (one for one in clocks_beside(replace(now, messages=later)) if one.clock == beside.clock)
        for found in again:
            # Without words of its own it would follow from what the case is, and begin with every message.
            if found.quote:
                yield from _rounds(case, now, later, found, clock.began_on)


def _is_new(said: _Heard, clock: BesideClock, case: Case) -> bool:
    """Say whether a message behind a settled clock's own may begin it anew.

    Whoever met it met what they had before them by then. A limit that was set aside meets nothing, and a day without
    its hour is taken from its beginning: rather one clock too many than a request that nobody sees.
    """
    met = [(_met_from(note), note) for note in clock.notes.values() if note.met_on]
    if not met:
        return True
    met_from, note = max(met, key=lambda one: one[0])
    return said.at >= met_from or not _had(note, said, case)


def _met_from(note: NeighbourNote) -> datetime:
    met_on = note.met_on or timezone.localdate(note.at)
    return note.met_at or datetime.combine(met_on, time(), timezone.get_default_timezone())


def _had(note: NeighbourNote, said: _Heard, case: Case) -> bool:
    """Say whether a message was in the case of a note when that was written."""
    is_here = note.case_id == case.pk and said.put_at is not None and said.put_at <= note.at
    return is_here or said.came_to == note.case_id


def _counted(case: Case, beside: Beside, began: _Heard, before: date | None) -> BesideClock | None:
    clock = desk_clocks().neighbours.get(beside.clock)
    if clock is None:
        return None
    calendars = _calendars({limit.calendar for limit in clock.limits if limit.calendar})
    dates: tuple[NeighbourDate, ...] = ()
    why = ""
    try:
        dates = neighbour_dates(clock, Events(began_at=beside.began_at), calendars=calendars)
    except NotInForceError as error:
        why = str(error)
    key = clock.id
    if before == timezone.localdate(beside.began_at):
        key = f"{clock.id}@{timezone.localtime(beside.began_at):%H%M}"
    notes = _notes(case, key, began)
    return BesideClock(
        found=beside, key=key, title=clock.title, who=clock.who, dates=dates, notes=notes, not_in_force=why
    )


def _notes(case: Case, key: str, began: _Heard) -> Mapping[str, NeighbourNote]:
    """Return what was written down of a clock, here or in the case its message came with; the newest word counts."""
    rows = [
        *case.neighbour_notes.all(),
        *(note for other in case.absorbed.all() for note in other.neighbour_notes.all()),
    ]
    began_on = timezone.localdate(began.at)
    of_it = [note for note in rows if (note.clock, note.began_on) == (key, began_on) and _had(note, began, case)]
    newest = {note.what: note for note in sorted(of_it, key=lambda note: (note.at, note.pk))}
    return {what: note for what, note in newest.items() if note.met_on or note.why_not}


def _messages(case: Case) -> tuple[_Heard, ...]:
    mails = [mail for mail in case.mails.all() if mail.text is not None and mail.state not in NOT_ITS_OWN]
    ordered: Sequence[Mail] = sorted(mails, key=lambda mail: (mail.received_at, mail.pk))
    joinings = {joining.mail_id: joining for joining in case.joinings.all()}
    heard = tuple(_said(mail, case, joinings.get(mail.pk)) for mail in ordered)
    return heard or (_Heard(at=case.received_at, words="", came_to=case.pk),)


def _said(mail: Mail, case: Case, joining: Joining | None) -> _Heard:
    message = message_of(mail)
    texts = (attachment.text for attachment in message.attachments)
    came_with = joining.came_with_id if joining else None
    return _Heard(
        at=mail.received_at,
        words="\n".join([message.own_words, *filter(None, texts)]),
        came_to=came_with or case.pk,
        put_at=joining.at if joining and came_with else None,
    )


def _calendars(wanted: set[str]) -> Mapping[str, Calendar]:
    extra = Path(settings.PUTRIGHT_PACKS) if settings.PUTRIGHT_PACKS else None
    return {name: load_calendar(name, extra) for name in wanted}
