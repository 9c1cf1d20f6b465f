"""Lay out the alarms about mailboxes: the strip on the queue, and what to do on the page of the mailboxes."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.alarm_words import say_alarm, say_cure
from cases.selectors.alarms import Alarm


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """Hold one alarm in words; a warning stops no mail."""

    heading: str
    cure: str
    is_warning: bool


def lay_out_alarms(alarms: Sequence[Alarm]) -> list[AlarmView]:
    """Return the alarms in words, the gravest first."""
    return [AlarmView(heading=say_alarm(alarm), cure=say_cure(alarm), is_warning=alarm.is_warning) for alarm in alarms]


def say_trouble(views: Sequence[AlarmView]) -> list[str]:
    """Return those alarms because of which messages may be missing."""
    return [view.heading for view in views if not view.is_warning]
