"""Count the clocks that run beside a case's own, from its messages and what is in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from cases.case_clocks import desk_clocks
from cases.models import Case, Mail
from cases.plain import message_of
from cases.states import MailState
from classify.labels import Flag, Kind, Reason
from config.packs import load_calendar
from config.working_days import Calendar
from routing.clocks.beside import Beside, CaseNow, Said, clocks_beside
from routing.clocks.neighbours import Events, NeighbourDate, NotInForceError, neighbour_dates

NOT_ITS_OWN = (MailState.DUPLICATE, MailState.AUTOMATIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideClock:
    """Hold one neighbouring clock of a case with its dates; ``not_in_force`` says why it has none, "" if it has."""

    found: Beside
    title: str
    who: str
    dates: tuple[NeighbourDate, ...]
    not_in_force: str = ""


def clocks_beside_case(case: Case) -> tuple[BesideClock, ...]:
    """Return the clocks beside a case's own, with their dates; a clock that the council's file leaves out has none."""
    neighbours = desk_clocks().neighbours
    found = []
    for beside in clocks_beside(case_now(case)):
        if clock := neighbours.get(beside.clock):
            calendars = _calendars({limit.calendar for limit in clock.limits if limit.calendar})
            dates: tuple[NeighbourDate, ...] = ()
            why = ""
            try:
                dates = neighbour_dates(clock, Events(began_at=beside.began_at), calendars=calendars)
            except NotInForceError as error:
                why = str(error)
            found.append(BesideClock(found=beside, title=clock.title, who=clock.who, dates=dates, not_in_force=why))
    return tuple(found)


def case_now(case: Case) -> CaseNow:
    """Return what the neighbouring clocks of a case follow from."""
    flags = {
        row.key.removeprefix("flag:") for row in case.decisions.filter(key__startswith="flag:") if row.value == "yes"
    }
    elsewhere = case.matters.filter(reason=Reason.OTHER_BODY)
    return CaseNow(
        kind=Kind(case.kind),
        messages=_messages(case),
        flags=frozenset(flag for flag in Flag if flag.value in flags),
        other_bodies=tuple(
            "\n".join([matter.gist, *(row["quote"] for row in matter.evidence)]) for matter in elsewhere
        ),
    )


def _messages(case: Case) -> tuple[Said, ...]:
    mails = case.mails.exclude(state__in=NOT_ITS_OWN).exclude(text=None).order_by("received_at", "pk")
    return tuple(_said(mail) for mail in mails) or (Said(at=case.received_at, words=""),)


def _said(mail: Mail) -> Said:
    message = message_of(mail)
    texts = (attachment.text for attachment in message.attachments)
    return Said(at=mail.received_at, words="\n".join([message.own_words, *filter(None, texts)]))


def _calendars(wanted: set[str]) -> Mapping[str, Calendar]:
    extra = Path(settings.PUTRIGHT_PACKS) if settings.PUTRIGHT_PACKS else None
    return {name: load_calendar(name, extra) for name in wanted}
