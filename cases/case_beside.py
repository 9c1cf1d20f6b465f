"""Count the clocks that run beside a case's own, from its messages and what is in force, and say which were met."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from cases.case_clocks import desk_clocks
from cases.models import Case, Mail, NeighbourNote
from cases.plain import message_of
from cases.states import MailState
from classify.labels import Flag, Kind, Reason
from config.clocks import ClockLimit
from config.packs import load_calendar
from config.working_days import Calendar
from routing.clocks.beside import Beside, CaseNow, Said, clocks_beside
from routing.clocks.neighbours import Events, NeighbourDate, NotInForceError, neighbour_dates

NOT_ITS_OWN = frozenset({MailState.DUPLICATE, MailState.AUTOMATIC})
READ_WITH = ("decisions", "matters", "mails", "neighbour_notes")
"""What is fetched along where the clocks of many cases are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideClock:
    """Hold one neighbouring clock of a case with its dates; ``not_in_force`` says why it has none, "" if it has.

    ``notes`` are what a person wrote down of it, by the limit that it meets.
    """

    found: Beside
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
    def settled_on(self) -> date | None:
        """Return the day on which the last of its limits was met or set aside, None while one of them is open."""
        notes = [self.notes.get(found.limit.met_by) for found in self.dates]
        days = [note.met_on or timezone.localdate(note.at) for note in notes if note]
        return max(days) if days and all(notes) else None


def clocks_beside_case(case: Case) -> tuple[BesideClock, ...]:
    """Return the clocks beside a case's own, with their dates; a clock that the council's file leaves out has none.

    Once one is settled, a later message that asks for the same again begins it anew.
    """
    now = case_now(case)
    return tuple(clock for beside in clocks_beside(now) for clock in _rounds(case, now, beside))


def case_now(case: Case) -> CaseNow:
    """Return what the neighbouring clocks of a case follow from."""
    flags = {
        row.key.removeprefix("flag:")
        for row in case.decisions.all()
        if row.key.startswith("flag:") and row.value == "yes"
    }
    elsewhere = [matter for matter in case.matters.all() if matter.reason == Reason.OTHER_BODY]
    return CaseNow(
        kind=Kind(case.kind),
        messages=_messages(case),
        flags=frozenset(flag for flag in Flag if flag.value in flags),
        other_bodies=tuple(
            "\n".join([matter.gist, *(row["quote"] for row in matter.evidence)]) for matter in elsewhere
        ),
    )


def _rounds(case: Case, now: CaseNow, beside: Beside) -> Iterator[BesideClock]:
    """Yield a clock, and after it those of the same kind that later messages began when it was settled."""
    clock = _counted(case, beside)
    if clock is None:
        return
    yield clock
    if clock.settled_on is None or not beside.quote:
        return
    settled_on = clock.settled_on
    later = tuple(said for said in now.messages if timezone.localdate(said.at) > settled_on)
    if later:
        again = (one for one in clocks_beside(replace(now, messages=later)) if one.clock == beside.clock)
        for found in again:
            # Without words of its own it would follow from what the case is, and begin with every message.
            if found.quote:
                yield from _rounds(case, now, found)


def _counted(case: Case, beside: Beside) -> BesideClock | None:
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
    began_on = timezone.localdate(beside.began_at)
    return BesideClock(
        found=beside,
        title=clock.title,
        who=clock.who,
        dates=dates,
        notes={
            note.what: note
            for note in case.neighbour_notes.all()
            if note.clock == clock.id and note.began_on == began_on and (note.met_on or note.why_not)
        },
        not_in_force=why,
    )


def _messages(case: Case) -> tuple[Said, ...]:
    mails = [mail for mail in case.mails.all() if mail.text is not None and mail.state not in NOT_ITS_OWN]
    ordered: Sequence[Mail] = sorted(mails, key=lambda mail: (mail.received_at, mail.pk))
    return tuple(_said(mail) for mail in ordered) or (Said(at=case.received_at, words=""),)


def _said(mail: Mail) -> Said:
    message = message_of(mail)
    texts = (attachment.text for attachment in message.attachments)
    return Said(at=mail.received_at, words="\n".join([message.own_words, *filter(None, texts)]))


def _calendars(wanted: set[str]) -> Mapping[str, Calendar]:
    extra = Path(settings.PUTRIGHT_PACKS) if settings.PUTRIGHT_PACKS else None
    return {name: load_calendar(name, extra) for name in wanted}
