"""Go through every chain of events, link by link, and say which were changed, taken out, put in or moved."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model

from cases.audit.faults import Fault
from cases.events import digest_of_content
from cases.models import Alert, Case, Event, Letter, Mail, Mailbox, TeamMember

CHUNK = 2_000
CHAINS: Mapping[str, type[Model]] = {"case": Case, "mail": Mail, "member": TeamMember, "mailbox": Mailbox}
"""Whose chain it is, by the word before the colon; another word is a chain of Putright itself."""
NAMED: Mapping[str, type[Model]] = {"letter": Letter, "mail": Mail, "alert": Alert}
"""What an event's facts name by its number."""


class Link(NamedTuple):
    """Hold one event as it is read, many at a time."""

    chain: str
    number: int
    at: datetime
    verb: str
    actor_id: int | None
    case_id: int | None
    facts: Any
    before: str
    digest: str


def check_chains(chain: str = "") -> Iterator[Fault]:
    """Yield what is wrong with every chain, or with one, in their order; nothing is kept in memory but ids."""
    there = _Ids()
    last: Link | None = None
    for link in _links(chain):
        if last is None or link.chain != last.chain:
            last = None
            yield from there.whose(link)
        yield from _against(link, last)
        yield from there.named_by(link)
        last = link


def _links(chain: str) -> Iterator[Link]:
    rows = Event.objects.filter(chain=chain) if chain else Event.objects.all()
    found = rows.order_by("chain", "number").values_list(*Link._fields)
    yield from (Link(*row) for row in found.iterator(chunk_size=CHUNK))


def _against(link: Link, last: Link | None) -> Iterator[Fault]:
    """Yield what is wrong with one link, seen from the one before it."""
    expected, before = (last.number + 1, last.digest) if last else (1, "")
    name = f"event {link.number} ({link.verb}, {link.at:%Y-%m-%d %H:%M} UTC)"
    if link.digest != digest_of_link(link):
        yield Fault(link.chain, f"{name} is not what was written: it was changed afterwards.")
    if link.number != expected:
        gone = f"event {expected} is" if link.number == expected + 1 else f"events {expected} to {link.number - 1} are"
        yield Fault(link.chain, f"{gone} missing: taken out, or moved to another place.")
    elif link.before != before:
        where = f"follow event {expected - 1} as it stands now" if last else "belong at the beginning"
        yield Fault(link.chain, f"{name} does not {where}: what stands before it was changed, put in or moved.")
    kind, _, number = link.chain.partition(":")
    if kind == "case" and str(link.case_id) != number:
        yield Fault(link.chain, f"{name} is about another case ({link.case_id}) than its chain.")


def digest_of_link(link: Link) -> str:
    """Return the digest that a link must have by its content."""
    return digest_of_content(
        before=link.before,
        chain=link.chain,
        number=link.number,
        at=link.at,
        verb=link.verb,
        actor_id=link.actor_id,
        case_id=link.case_id,
        facts=link.facts,
    )


class _Ids:
    """Know which numbers are there, of each kind of row; asked once."""

    def __init__(self) -> None:
        self._known: dict[type[Model], frozenset[int]] = {}

    def whose(self, link: Link) -> Iterator[Fault]:
        """Yield that nobody is there whose chain it is."""
        kind, _, number = link.chain.partition(":")
        if kind in CHAINS and not (number.isdecimal() and int(number) in self._of(CHAINS[kind])):
            yield Fault(link.chain, f"there is no such {_noun(kind)}: it was taken out of the records.")

    def named_by(self, link: Link) -> Iterator[Fault]:
        """Yield what an event names and is not there."""
        if not isinstance(link.facts, dict):
            when = f"{link.at:%Y-%m-%d %H:%M} UTC"
            words = f"event {link.number} ({link.verb}, {when}) holds no facts as they are written: it was changed."
            yield Fault(link.chain, words)
            return
        for kind, model in NAMED.items():
            number = link.facts.get(kind)
            if isinstance(number, int) and number not in self._of(model):
                yield Fault(link.chain, f"event {link.number} ({link.verb}) names {kind} {number}, which is not there.")

    def _of(self, model: type[Model]) -> frozenset[int]:
        if model not in self._known:
            self._known[model] = frozenset(model._default_manager.values_list("pk", flat=True))  # noqa: SLF001
        return self._known[model]


def _noun(kind: str) -> str:
    return {"member": "member of the team"}.get(kind, kind)
