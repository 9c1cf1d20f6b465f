"""Load who is called about danger, when and by what, and which numbers may be offered: data with sources, from TOML."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from config.toml_tables import Faults, Table

ChosenT = TypeVar("ChosenT", bound=StrEnum)

SAFETY_FILE: Final = Path(__file__).with_name("safety.toml")
LONGEST_ID: Final = 11
"""A step's name is kept with what it is about: "unanswered_lado", "unconf_hour_12"."""


class Since(StrEnum):
    """From when a step counts."""

    RAISED = "raised"
    ESCALATED = "escalated"
    REFER_BY = "refer_by"
    WRITE_BY = "write_by"
    ANSWER_BY = "answer_by"


class Until(StrEnum):
    """What makes a step needless."""

    OPENED = "opened"
    DEALT_WITH = "dealt_with"
    CONFIRMED = "confirmed"
    TOLD = "told"
    WRITTEN = "written"
    ANSWERED = "answered"


class Tells(StrEnum):
    """Whom a step calls."""

    ON_DUTY = "on_duty"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Channel(StrEnum):
    """By what somebody is called."""

    MAIL = "mail"
    TEXT = "text"


ABOUT_ALERTS: Final = frozenset({Since.RAISED, Since.ESCALATED})
FITS: Final = {
    Since.RAISED: (Until.OPENED, Until.DEALT_WITH),
    Since.ESCALATED: (Until.CONFIRMED,),
    Since.REFER_BY: (Until.TOLD,),
    Since.WRITE_BY: (Until.WRITTEN,),
    Since.ANSWER_BY: (Until.ANSWERED,),
}
"""What may end a step that counts from each moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStep:
    """Hold one step: after how many minutes it calls whom; ``again_minutes`` is 0 if it calls once."""

    id: str
    words: str
    since: Since
    until: Until
    tells: tuple[Tells, ...]
    source: str
    minutes: int = 0
    again_minutes: int = 0
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hold how quietly what could not be looked into is called about."""

    steps: tuple[str, ...]
    channels: tuple[Channel, ...]
    wait_minutes: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpNumber:
    """Hold one number that may be offered to somebody who may harm themselves."""

    name: str
    number: str
    words: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyRules:
    """Hold everything the file says."""

    steps: tuple[CallStep, ...]
    unscreened: Quiet
    first_seconds: int
    longest_seconds: int
    numbers: tuple[HelpNumber, ...]

    def step(self, id_: str) -> CallStep | None:
        """Return one step, None if the file has none of that name."""
        return next((step for step in self.steps if step.id == id_), None)


@cache
def load_safety(extra: Path | None = None) -> SafetyRules:
    """Return the rules; a ``safety.toml`` of a council's own packs folder takes the place of ours.

    Raises: ConfigError naming every fault.
    """
    own = extra / SAFETY_FILE.name if extra else SAFETY_FILE
    file, faults = own if own.exists() else SAFETY_FILE, Faults()
    values = {}
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.add(file.name, "file", f"cannot be read: {error}", "correct it or take it away")
    rules = _rules(Table(values, file=file.name, path="", faults=faults))
    faults.raise_if_any()
    return rules


def _rules(table: Table) -> SafetyRules:
    steps = tuple(_step(item) for item in table.tables("steps"))
    known = [step.id for step in steps]
    for id_ in {id_ for id_ in known if known.count(id_) > 1}:
        table.fault("steps", f"has {id_!r} twice", "give each step its own name")
    if not any(Tells.ON_DUTY in step.tells and step.since is Since.RAISED and not step.minutes for step in steps):
        table.fault("steps", "call nobody at once", 'write a step from "raised" without minutes that tells "on_duty"')
    retry = table.table("retry")
    first = retry.number("first_seconds") if retry else 15
    longest = retry.number("longest_seconds") if retry else 120
    if retry:
        retry.text("source")
        retry.finish()
    quiet = _quiet(table, known)
    numbers = tuple(_number(item) for item in table.tables("numbers"))
    table.finish()
    return SafetyRules(
        steps=steps, unscreened=quiet, first_seconds=first, longest_seconds=max(first, longest), numbers=numbers
    )


def _step(table: Table) -> CallStep:
    since, until = table.choice("from", Since), table.choice("until", Until)
    if table.is_sound("from", "until") and until not in FITS[since]:
        table.fault("until", f"is {until.value!r}", f"from {since.value!r} it is one of {', '.join(FITS[since])}")
    step = CallStep(
        id=table.text("id"),
        words=table.text("words"),
        since=since,
        until=until,
        tells=_choices(table, "tells", Tells),
        source=table.text("source"),
        minutes=table.number("minutes") if table.has("minutes") else 0,
        again_minutes=table.number("again_minutes") if table.has("again_minutes") else 0,
        times=table.number("times", default=1),
    )
    if len(step.id) > LONGEST_ID:
        table.fault("id", f"is {step.id!r}", f"write at most {LONGEST_ID} letters")
    if (step.times > 1) is not bool(step.again_minutes) or step.times > 99:
        table.fault("times", f"is {step.times}", "write again_minutes and times (2 to 99) together, or neither")
    if step.again_minutes and step.since not in ABOUT_ALERTS:
        table.fault("again_minutes", "stands with a referral's time", "take it out: a referral is asked about once")
    table.finish()
    return step


def _quiet(table: Table, known: list[str]) -> Quiet:
    inner = table.table("unscreened")
    if inner is None:
        table.fault("unscreened", "is missing", "say which steps call about what could not be looked into")
        return Quiet(steps=(), channels=(), wait_minutes=0, source="")
    steps = inner.texts("steps")
    for id_ in steps:
        if id_ not in known:
            inner.fault("steps", f"names {id_!r}", f"name steps of this file: {', '.join(known)}")
    quiet = Quiet(
        steps=steps,
        channels=_choices(inner, "channels", Channel),
        wait_minutes=inner.number("wait_minutes") if inner.has("wait_minutes") else 0,
        source=inner.text("source"),
    )
    inner.finish()
    return quiet


def _choices(table: Table, key: str, kind: type[ChosenT]) -> tuple[ChosenT, ...]:
    given = table.texts(key)
    wrong = [value for value in given if value not in set(kind)]
    if wrong or not given:
        table.fault(key, f"is {list(given)!r}", f"write some of {', '.join(kind)}")
    return tuple(kind(value) for value in given if value not in wrong)


def _number(table: Table) -> HelpNumber:
    number = HelpNumber(
        name=table.text("name"), number=table.text("number"), words=table.text("words"), source=table.text("source")
    )
    table.finish()
    return number
