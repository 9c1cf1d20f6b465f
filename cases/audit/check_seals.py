"""Compare the history with its seals: those in the records, and those that were told outside."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.db.models import Max

from cases.audit.faults import Fault
from cases.audit.seals import digest_of_seal
from cases.audit.told import ToldSeal, read_seals
from cases.models import Event, Seal

CHUNK = 200


def check_seals(folder: Path | None = None, *, chain: str = "") -> Iterator[Fault]:
    """Yield what does not fit the seals in the records, and, with a folder, those that were written there.

    Raises:
        ToldError: if the folder cannot be read.

    """
    said: set[str] = set()
    told = _told(read_seals(folder), chain) if folder else ()
    for fault in (*_kept(chain), *told):
        if str(fault) not in said:
            said.add(str(fault))
            yield fault


def _kept(chain: str) -> Iterator[Fault]:
    """Yield what is wrong with the seals in the records, and with what they cover."""
    number, before = 1, ""
    for made in Seal.objects.order_by("number").iterator(chunk_size=CHUNK):
        where = f"seal {made.number}"
        if made.number != number:
            yield Fault(where, f"the seals {number} to {made.number - 1} before it are missing: they were taken out.")
        elif made.before != before:
            yield Fault(where, "it does not follow the seal before it: that one was changed.")
        if _is_readable(made.heads) and digest_of_seal(made) == made.digest:
            yield from _heads(made.heads, where, chain)
        else:
            yield Fault(where, "it is not what was written: it was changed afterwards.")
        number, before = made.number + 1, made.digest


def _told(told: Sequence[ToldSeal], chain: str) -> Iterator[Fault]:
    """Yield what was told outside and is not so in the records."""
    kept = dict(Seal.objects.values_list("number", "digest"))
    lost = []
    for seal in told:
        where = f"seal {seal.number} as it was told"
        if seal.fault:
            yield Fault(where, seal.fault)
            continue
        if seal.number not in kept:
            lost.append(seal)
        elif kept[seal.number] != seal.digest:
            yield Fault(where, "the seal of this number in the records is another: the history was written anew.")
        yield from _heads(seal.heads, where, chain)
    if lost:
        yield _older_state(lost, max(kept, default=0))
    numbers = {seal.number for seal in told}
    gone = Seal.objects.filter(told_at__isnull=False).exclude(number__in=numbers).values_list("number", flat=True)
    for number in gone.order_by("number"):
        yield Fault(f"seal {number}", "it was told outside, and is not there any more.")


def _older_state(lost: Sequence[ToldSeal], newest: int) -> Fault:
    numbers = f"{lost[0].number}" if len(lost) == 1 else f"{lost[0].number} to {lost[-1].number}"
    why = "an older copy of the records was put back" if lost[0].number > newest else "they were taken out"
    return Fault(f"seal {numbers}", f"told on {lost[0].at[:10]}, and the records know nothing of it: {why}.")


def _is_readable(heads: object) -> bool:
    """Say whether what a seal covers has the shape that seals are written in."""
    return isinstance(heads, list) and all(
        isinstance(head, list) and [type(part) for part in head] == [str, int, str] for head in heads
    )


def _heads(heads: Iterable[Sequence[object]], where: str, only: str) -> Iterator[Fault]:
    """Yield each chain whose newest link at the time is gone, or is another now."""
    wanted = {str(chain): (int(str(number)), str(digest)) for chain, number, digest in heads}
    names = [chain for chain in wanted if not only or chain == only]
    for start in range(0, len(names), CHUNK):
        some = names[start : start + CHUNK]
        numbers = {wanted[chain][0] for chain in some}
        rows = Event.objects.filter(chain__in=some, number__in=numbers).values_list("chain", "number", "digest")
        found = {(chain, number): digest for chain, number, digest in rows}
        for chain in some:
            number, digest = wanted[chain]
            if (chain, number) not in found:
                yield _cut_off(chain, number, where)
            elif found[chain, number] != digest:
                words = f"its event {number} is not the one that {where} covers: the chain was written anew."
                yield Fault(chain, words)


def _cut_off(chain: str, number: int, where: str) -> Fault:
    ends = Event.objects.filter(chain=chain).aggregate(last=Max("number"))["last"] or 0
    if ends > number:
        return Fault(chain, f"event {number}, which {where} covers, was taken out.")
    newest = f"its newest {number - ends} events were cut off" if ends else "the whole chain was taken out"
    newest = "its newest event was cut off" if ends and number - ends == 1 else newest
    return Fault(chain, f"it went to event {number} when {where} was made, and goes to {ends} now: {newest}.")
