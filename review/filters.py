"""Read the queue's filters out of an address, apply them, and count what each would show."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from cases.selectors.buckets import Bucket
from cases.selectors.queue import QueueEntry
from classify.labels import BEHAVIOUR_FLAGS, COMPLAINTS, RISK_FLAGS, Flag, Route
from review.pages.rows import Desk

Test = Callable[[QueueEntry], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold what the address asks for; unknown words in an address are dropped, never an error."""

    bucket: Bucket | None = None
    who: str = "anyone"
    due: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    order: str = "breaks_first"
    page: int = 1
    campaign: int = 0

    @property
    def number_on(self) -> int:
        """Return how many filters are on."""
        return (self.who != "anyone") + len(self.due) + len(self.routes) + len(self.flags) + bool(self.campaign)

    def query(self, *, page: int = 1) -> str:
        """Return this as the end of an address."""
        pairs: list[tuple[str, str]] = [("bucket", self.bucket)] if self.bucket else []
        pairs += [("with", self.who)] if self.who != "anyone" else []
        pairs += [("due", value) for value in self.due] + [("route", value) for value in self.routes]
        pairs += [("flag", value) for value in self.flags]
        pairs += [("campaign", str(self.campaign))] if self.campaign else []
        pairs += [("order", self.order)] if self.order != "breaks_first" else []
        pairs += [("page", str(page))] if page > 1 else []
        return f"?{urlencode(pairs)}" if pairs else "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Hold one box or radio of the filter panel, with how many cases it stands for."""

    value: str
    words: str
    number: int
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Hold one group of options under its name in the address."""

    name: str
    legend: str
    kind: str
    options: tuple[Option, ...]


WHO = {"anyone": "Anyone", "me": "Me", "nobody": "Nobody yet"}
DUE = {"late": "Late or today", "soon": "Next 2 working days", "paused": "Paused"}
ROUTES = {
    Route.STATUTORY.value: "Statutory",
    Route.ENGLISH_FLUENCY.value: "English fluency",
    Route.CORPORATE.value: "Corporate",
    Route.OUT_OF_SCOPE.value: "Out of scope",
    "other": "Not a complaint",
    "unsure": "Not sure",
}
FLAGS = {
    "risk": "Safety",
    "young": "Young person",
    "someone_else": "For someone else",
    "behaviour": "Behaviour",
    "adjustments": "Adjustments",
    "attachments": "Has attachments",
    "which": "Which case?",
    "campaign": "One of many alike",
}
ORDERS = {
    "breaks_first": "What breaks first",
    "newest": "Newest first",
    "oldest": "Oldest first",
    "name": "Name, A to Z",
}
_SORTS: dict[str, Callable[[QueueEntry], tuple[object, ...]]] = {
    "newest": lambda entry: (-entry.received_at.timestamp(), entry.id),
    "oldest": lambda entry: (entry.received_at, entry.id),
    "name": lambda entry: (not entry.person_name, entry.person_name.casefold(), entry.id),
}
_FLAG_SETS: dict[str, frozenset[str]] = {
    "risk": frozenset(flag.value for flag in RISK_FLAGS),
    "young": frozenset({Flag.YOUNG_PERSON.value}),
    "someone_else": frozenset({Flag.REPRESENTATIVE.value}),
    "behaviour": frozenset(flag.value for flag in BEHAVIOUR_FLAGS),
    "adjustments": frozenset({Flag.ADJUSTMENTS.value}),
}


def read_filters(query: QueryDict) -> Asked:
    """Return what the address asks for."""
    bucket, page = query.get("bucket", ""), query.get("page", "1")
    return Asked(
        bucket=Bucket(bucket) if bucket in set(Bucket) - {Bucket.UNREAD} else None,
        who=_known(query.get("with", ""), WHO, "anyone"),
        due=tuple(value for value in DUE if value in query.getlist("due")),
        routes=tuple(value for value in ROUTES if value in query.getlist("route")),
        flags=tuple(value for value in FLAGS if value in query.getlist("flag")),
        order=_known(query.get("order", ""), ORDERS, "breaks_first"),
        page=_number(page) or 1,
        campaign=_number(query.get("campaign", "")),
    )


def apply_filters(entries: Sequence[QueueEntry], asked: Asked, desk: Desk) -> list[QueueEntry]:
    """Return the entries that pass, in the order asked for: any of the ticks within a group, all of the groups."""
    tests = _tests(desk)
    wanted = (("with", (asked.who,)), ("due", asked.due), ("route", asked.routes), ("flag", asked.flags))
    kept = [
        entry
        for entry in entries
        if all(not values or any(tests[name][value](entry) for value in values) for name, values in wanted)
    ]
    # The list comes in the order of what breaks first, which depends on the bucket.
    return kept if asked.order == "breaks_first" else sorted(kept, key=_SORTS[asked.order])


def list_groups(entries: Sequence[QueueEntry], asked: Asked, desk: Desk) -> tuple[Group, ...]:
    """Return the panel's groups; each count is what that one choice alone would show."""
    tests = _tests(desk)
    tables = (
        ("with", "With", "radios", WHO, (asked.who,)),
        ("due", "Due", "checkboxes", DUE, asked.due),
        ("route", "Route", "checkboxes", ROUTES, asked.routes),
        ("flag", "Flags", "checkboxes", FLAGS, asked.flags),
    )
    return tuple(
        Group(name=name, legend=legend, kind=kind, options=_options(table, on, tests[name], entries))
        for name, legend, kind, table, on in tables
    )


def list_tags(asked: Asked) -> list[tuple[str, str]]:
    """Return each filter that is on, with the address without it."""
    parts = (
        ("due", asked.due, DUE),
        ("routes", asked.routes, ROUTES),
        ("flags", asked.flags, FLAGS),
    )
    tags = [(WHO[asked.who], _without(asked, who="anyone"))] if asked.who != "anyone" else []
    tags += [("Nearly the same messages", _without(asked, campaign=0))] if asked.campaign else []
    for name, values, words in parts:
        for value in values:
            rest = tuple(other for other in values if other != value)
            tags.append((words[value], _without(asked, **{name: rest})))
    return tags


def _without(asked: Asked, **changes: object) -> str:
    kept = {name: getattr(asked, name) for name in ("bucket", "who", "due", "routes", "flags", "order", "campaign")}
    return Asked(**{**kept, **changes}).query()


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0


def _known(value: str, table: Iterable[str], default: str) -> str:
    return value if value in set(table) else default


def _options(
    table: dict[str, str], on: Iterable[str], tests: dict[str, Test], entries: Sequence[QueueEntry]
) -> tuple[Option, ...]:
    return tuple(
        Option(value=value, words=words, number=sum(map(tests[value], entries)), checked=value in set(on))
        for value, words in table.items()
    )


def _tests(desk: Desk) -> dict[str, dict[str, Test]]:
    today, soon_until = desk.today, desk.soon_until

    def is_soon(entry: QueueEntry) -> bool:
        return entry.next_due_on is not None and today < entry.next_due_on <= soon_until

    who: dict[str, Test] = {
        "anyone": lambda _: True,
        # Whoever covers for somebody has their cases among their own.
        "me": desk.has,
        "nobody": desk.nobody_has,
    }
    due: dict[str, Test] = {
        "late": lambda entry: entry.next_due_on is not None and entry.next_due_on <= today,
        "soon": is_soon,
        "paused": lambda entry: entry.is_paused,
    }
    # A case whose view must come first shows no suggestion here either: it counts under no route and no flag.
    routes: dict[str, Test] = {route.value: _has_route(route) for route in Route}
    routes["other"] = lambda entry: not entry.is_blind and entry.kind not in COMPLAINTS
    routes["unsure"] = lambda entry: not entry.is_blind and entry.sureness == "not_sure"
    flags: dict[str, Test] = {name: _has_flag(codes) for name, codes in _FLAG_SETS.items()}
    flags["attachments"] = lambda entry: entry.attachments > 0
    flags["which"] = lambda entry: entry.asks_which
    flags["campaign"] = lambda entry: bool(entry.campaign)
    return {"with": who, "due": due, "route": routes, "flag": flags}


def _has_route(route: Route) -> Test:
    return lambda entry: not entry.is_blind and any(value.partition(":")[0] == route for value in entry.routes)


def _has_flag(codes: frozenset[str]) -> Test:
    return lambda entry: not entry.is_blind and any(flag.code in codes for flag in entry.flags)
