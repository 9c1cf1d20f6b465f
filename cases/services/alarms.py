"""Keep the alarms about mailboxes, so that the administrator is told of each at its start, daily, and at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases import events
from cases.models import Notice
from cases.selectors.alarms import NOTED, ONCE, AlarmKind

TELL_AFTER = timedelta(minutes=3)
"""What a restart mends by itself is nobody's mail."""
OVER_AFTER = timedelta(minutes=10)
"""A mailbox that comes and goes is one alarm, not twenty."""
TELL_AGAIN_AFTER = timedelta(hours=24)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)


class Telling(StrEnum):
    """Why the administrator is written to."""

    BEGAN = "began"
    LASTS = "lasts"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """Name one alarm that is raised now, and say it in words."""

    key: str
    kind: AlarmKind
    words: str


@transaction.atomic
def keep_alarms(*, raised: Sequence[Raised]) -> None:
    """Open a row for each alarm that is new, and close those that have been silent for a while."""
    now = timezone.now()
    open_rows = {row.key: row for row in Notice.objects.filter(over_at=None).select_for_update()}
    for one in raised:
        row = open_rows.pop(one.key, None)
        if row is None:
            row = Notice.objects.create(key=one.key, kind=one.kind, words=one.words, began_at=now, try_at=now)
            events.record("alarm_began", chain=f"alarm:{row.pk}", facts={"kind": one.kind})
        elif row.gone_from or row.words != one.words:
            row.gone_from, row.words = None, one.words
            row.save(update_fields=["gone_from", "words"])
    for row in open_rows.values():
        if row.kind not in NOTED:
            _fall_silent(row, now)


def note_settings_fault(*, words: str) -> None:
    """Raise the alarm that the file of mailboxes has faults; only the clock, which reads the file, knows of them."""
    note_alarm(kind=AlarmKind.SETTINGS, words=words)


def clear_settings_fault() -> None:
    """End that alarm: the file can be read again."""
    clear_alarm(kind=AlarmKind.SETTINGS)


@transaction.atomic
def note_alarm(*, kind: AlarmKind, words: str) -> None:
    """Raise an alarm that no other row shows; one of each kind is open at a time, and says the last words."""
    row, is_new = Notice.objects.get_or_create(
        key=_key(kind),
        over_at=None,
        defaults={
            "kind": kind,
            "words": words,
            "began_at": timezone.now(),
            "try_at": timezone.now(),
        },
    )
    if is_new:
        events.record("alarm_began", chain=f"alarm:{row.pk}", facts={"kind": kind})
    elif row.words != words:
        row.words = words
        row.save(update_fields=["words"])


@transaction.atomic
def clear_alarm(*, kind: AlarmKind) -> None:
    """End an alarm that was noted, if it is open."""
    for row in Notice.objects.filter(key=_key(kind), over_at=None):
        _end(row, timezone.now())


def to_tell(now: datetime) -> list[tuple[Notice, Telling]]:
    """Return what the administrator is to be told now, the oldest alarm first."""
    began = Q(over_at=None, told_at=None, began_at__lte=now - TELL_AFTER, gone_from=None)
    lasts = Q(over_at=None, told_at__lte=now - TELL_AGAIN_AFTER, gone_from=None) & ~Q(kind__in=list(ONCE))
    over = Q(over_at__isnull=False, told_at__isnull=False, over_told_at=None)
    rows = Notice.objects.filter(began | lasts | over, try_at__lte=now).order_by("began_at", "pk")
    return [(row, _why(row)) for row in rows]


@transaction.atomic
def note_told(*, notice_id: int) -> None:
    """Write down that the mail server took the mail to the administrator."""
    row, now = Notice.objects.select_for_update().get(pk=notice_id), timezone.now()
    told = "over_told_at" if row.over_at else "told_at"
    setattr(row, told, now)
    row.tries, row.try_at = 0, now
    row.save(update_fields=[told, "tries", "try_at"])
    events.record("alarm_told", chain=f"alarm:{row.pk}", facts={"why": _why(row)})


@transaction.atomic
def note_not_told(*, notice_id: int) -> None:
    """Write down that the mail could not be handed over, and when that is tried again; the strip stays meanwhile."""
    row = Notice.objects.select_for_update().get(pk=notice_id)
    row.try_at = timezone.now() + min(FIRST_WAIT * 2 ** min(row.tries, 10), LONGEST_WAIT)
    row.tries += 1
    row.save(update_fields=["tries", "try_at"])
    events.record("alarm_not_told", chain=f"alarm:{row.pk}", facts={"tries": row.tries})


def _key(kind: AlarmKind) -> str:
    return f"{kind}:0:"


def _why(row: Notice) -> Telling:
    if row.over_at:
        return Telling.OVER
    return Telling.LASTS if row.told_at else Telling.BEGAN


def _fall_silent(row: Notice, now: datetime) -> None:
    if row.gone_from is None:
        row.gone_from = now
        row.save(update_fields=["gone_from"])
    elif now - row.gone_from >= OVER_AFTER:
        _end(row, now)


def _end(row: Notice, now: datetime) -> None:
    row.over_at, row.try_at, row.tries = now, now, 0
    row.save(update_fields=["over_at", "try_at", "tries"])
    events.record("alarm_over", chain=f"alarm:{row.pk}", facts={"kind": row.kind})
