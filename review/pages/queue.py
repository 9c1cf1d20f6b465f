"""Lay out the queue: buckets with one fact each, groups, rows in words, pages."""

# ruff: noqa: RUF001 - the words on screen have proper apostrophes

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from cases.models import Alert
from cases.selectors.buckets import Bucket, BucketFacts
from cases.selectors.queue import QueueEntry
from cases.selectors.queue_rows import QueueRow
from review.filters import Asked, Group, list_tags
from review.pages.rows import Desk, RowView
from review.pages.waiting import WaitingRow
from review.words import count, local_day, say_age, say_ago, say_day

PAGE_SIZE = 50
Lay = Callable[[QueueRow], RowView | WaitingRow]
GROUPS = {
    "safety": "Safety now",
    "late": "Late or due today",
    "soon": "Due in the next 2 working days",
    "later": "Due later",
    "paused": "Paused: nothing is late",
    "none": "No deadline",
    "replied": "A reply has come in",
    "waiting": "Still waiting",
}
HEADINGS: dict[Bucket | None, str] = {
    Bucket.SAFETY: "Safety now",
    Bucket.TRIAGE: "Needs triage",
    Bucket.SIGN: "Letters to sign",
    Bucket.WAITING: "Waiting for someone else",
}
BUCKETS = {
    Bucket.SAFETY: "Safety now",
    Bucket.TRIAGE: "Needs triage",
    Bucket.SIGN: "Letters to sign",
    Bucket.WAITING: "Waiting",
    Bucket.UNREAD: "Couldn’t read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketTile:
    """Hold one bucket of the strip."""

    bucket: Bucket
    name: str
    number: int
    fact: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowGroup:
    """Hold the rows under one heading; ``number`` counts the whole group, not only what this page shows."""

    code: str
    heading: str
    rows: tuple[RowView | WaitingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Hold where this page stands among the pages; in ``links`` a page 0 stands for those left out between."""

    number: int
    last: int
    first_shown: int
    last_shown: int
    total: int
    links: tuple[tuple[int, str], ...]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Hold the filter panel."""

    groups: tuple[Group, ...]
    tags: list[tuple[str, str]]
    number_on: int
    asked: Asked


def lay_out_filters(groups: tuple[Group, ...], asked: Asked) -> Filters:
    """Return the filter panel."""
    return Filters(groups=groups, tags=list_tags(asked), number_on=asked.number_on, asked=asked)


def lay_out_buckets(facts: Sequence[BucketFacts], current: Bucket | None, desk: Desk) -> tuple[BucketTile, ...]:
    """Return the strip of buckets, each with one fact."""
    return tuple(
        BucketTile(
            bucket=fact.bucket,
            name=BUCKETS[fact.bucket],
            number=fact.number,
            fact=_FACTS[fact.bucket](fact, desk),
            is_current=fact.bucket is current,
        )
        for fact in facts
    )


def lay_out_pages(asked: Asked, total: int) -> Pages:
    """Return which rows this page shows and where the others are."""
    last = max(1, -(-total // PAGE_SIZE))
    number = min(asked.page, last)
    first = (number - 1) * PAGE_SIZE
    return Pages(
        number=number,
        last=last,
        first_shown=first + 1 if total else 0,
        last_shown=min(first + PAGE_SIZE, total),
        total=total,
        links=tuple((page, asked.query(page=page)) for page in _pages_to_show(number, last)) if last > 1 else (),
        before=asked.query(page=number - 1) if number > 1 else "",
        after=asked.query(page=number + 1) if number < last else "",
    )


def _pages_to_show(number: int, last: int) -> list[int]:
    """Return the first, the last and the pages around this one; 0 stands for those between."""
    near = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    shown: list[int] = []
    for page in near:
        if shown and page > shown[-1] + 1:
            shown.append(0)
        shown.append(page)
    return shown


def lay_out_groups(
    rows: Sequence[QueueRow], entries: Sequence[QueueEntry], asked: Asked, desk: Desk, *, lay: Lay
) -> list[RowGroup]:
    """Return the rows, each laid out, under their headings; a heading counts all its cases, on this page or not."""
    if asked.order != "breaks_first":
        return [RowGroup(code="all", heading="", rows=tuple(lay(row) for row in rows))]
    find = _group_finder(asked.bucket, desk)
    sizes: dict[str, int] = {}
    for entry in entries:
        code = find(entry)
        sizes[code] = sizes.get(code, 0) + 1
    groups = []
    for code, members in groupby(rows, key=lambda row: find(row.entry)):
        shown = tuple(lay(row) for row in members)
        more = "" if len(shown) == sizes[code] else f", showing {len(shown)}"
        groups.append(RowGroup(code=code, heading=f"{GROUPS[code]} ({sizes[code]}{more})", rows=shown))
    return groups


def say_arrivals(number: int) -> str:
    """Say how many cases have come in since the page was opened; "" for none."""
    has = "has" if number == 1 else "have"
    return f"{count(number, 'case')} {has} come in since you opened this page." if number else ""


def say_reading(number: int) -> str:
    """Say how many messages are still being read; "" for none."""
    is_ = "is" if number == 1 else "are"
    return f"{count(number, 'message')} {is_} still being read." if number else ""


def say_alert_mails(alerts: Sequence[Alert], desk: Desk) -> list[tuple[int, str]]:
    """Say which mails without a case hold signs of danger: (mail id, words)."""
    seen: dict[int, str] = {}
    for alert in alerts:
        seen.setdefault(alert.mail_id, f"arrived {say_ago(alert.mail.received_at, desk.now)}")
    return list(seen.items())


def _group_finder(bucket: Bucket | None, desk: Desk) -> Callable[[QueueEntry], str]:
    """Return what finds an entry's group; the days are counted once, not once a case."""
    today, soon_until = desk.today, desk.soon_until

    def find(entry: QueueEntry) -> str:
        due_on = entry.next_due_on
        if entry.has_open_alert:
            return "safety"
        if bucket is Bucket.WAITING:
            return "replied" if entry.has_reply else "waiting"
        if due_on is None:
            return "paused" if entry.is_paused else "none"
        return "late" if due_on <= today else "soon" if due_on <= soon_until else "later"

    return find


def _say_safety(fact: BucketFacts, desk: Desk) -> str:
    if not fact.number:
        return "nothing waiting"
    if not fact.oldest_at:
        return "waiting"
    age = say_age(fact.oldest_at, desk.now)
    return f"waiting {age}" if age else f"waiting since {say_day(local_day(fact.oldest_at), desk.today)}"


def _say_due(none: str) -> Callable[[BucketFacts, Desk], str]:
    def say(fact: BucketFacts, _: Desk) -> str:
        parts = [f"{fact.late} late"] * bool(fact.late) + [f"{fact.today} due today"] * bool(fact.today)
        return ", ".join(parts) or ("none late" if fact.number else none)

    return say


def _say_waiting(fact: BucketFacts, desk: Desk) -> str:
    if fact.replies:
        return "1 reply has come in" if fact.replies == 1 else f"{count(fact.replies, 'reply', 'replies')} have come in"
    return f"next one is due {say_day(fact.next_due_on, desk.today)}" if fact.next_due_on else "nothing due"


def _say_unread(fact: BucketFacts, desk: Desk) -> str:
    if not fact.oldest_at:
        return "none"
    day = local_day(fact.oldest_at)
    words = {0: "today", 1: "yesterday"}.get((desk.today - day).days, say_day(day, desk.today))
    return f"oldest from {words}"


_FACTS: dict[Bucket, Callable[[BucketFacts, Desk], str]] = {
    Bucket.SAFETY: _say_safety,
    Bucket.TRIAGE: _say_due("all done for today"),
    Bucket.SIGN: _say_due("none"),
    Bucket.WAITING: _say_waiting,
    Bucket.UNREAD: _say_unread,
}
