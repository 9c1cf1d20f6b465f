"""What the tests of the clocks share: packs, and a case's clock from a few words."""

from datetime import date, datetime, time

from config.clocks import load_clocks
from config.packs import load_calendar, load_procedures
from routing.clock import LONDON, CaseClock
from routing.clocks.extensions import Extension
from routing.clocks.pauses import Pause
from routing.deadlines import Deadline, What, deadlines_for

ENGLAND = load_calendar()
CALENDARS = {"england": ENGLAND, "united_kingdom": load_calendar("united_kingdom")}
PROCEDURES = load_procedures()
CLOCKS = load_clocks()


def day(words: str) -> date:
    return date.fromisoformat(words)


def at(words: str) -> datetime:
    return datetime.fromisoformat(words) if "T" in words else datetime.combine(day(words), time(12), LONDON)


def clock_of(procedure: str, received: str = "2026-09-01", *, stage: int = 1, **events) -> CaseClock:
    days = {key: day(value) if isinstance(value, str) else value for key, value in events.items()}
    return CaseClock(received_at=at(received), matters=((1, PROCEDURES[procedure], stage),), **days)


def pause(from_on: str, until_on: str = "", why: str = "the person asked us to wait", matter: int = 0) -> Pause:
    return Pause(from_on=day(from_on), until_on=day(until_on) if until_on else None, why=why, matter=matter)


def extension(
    until_on: str, told_on: str = "2026-09-10", why: str = "the advocate is away", matter: int = 0
) -> Extension:
    return Extension(until_on=day(until_on), why=why, by="Priya Raman", told_on=day(told_on), matter=matter)


def all_of(clock: CaseClock) -> dict[What, Deadline]:
    return {deadline.what: deadline for deadline in deadlines_for(clock, calendar=ENGLAND)}
