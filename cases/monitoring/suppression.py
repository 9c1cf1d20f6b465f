"""Hide small numbers in a list with a total, and enough others that none of them can be worked out. Pure functions.

A number from 1 to 4 is shown as "<5". Whoever knows the total and the other numbers could count it back, so the two
numbers that come next in the list are hidden too, whatever they are: were they chosen by their size, the choice itself
would tell. If a hidden number still has only one possible value (a "<5" is 1 to 4, another hidden number 0 or at least
5, and together they are the total less what is shown), the whole list is hidden with its total. So even who knows this
rule can work nothing out; a test tries every table.
Source: Government Statistical Service, guidance on disclosure control for tables of counts from administrative sources.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SMALL: Final = 5
FEWEST_POSSIBLE: Final = 2
HIDDEN_BESIDE: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Hold one list as it may be shown: a number, or None with ``is_small`` ("<5") or without ("hidden").

    ``total`` is None where it is hidden as well; ``total_is_small`` if it is under 5 itself.
    """

    cells: tuple[tuple[str, int | None, bool], ...]
    total: int | None
    total_is_small: bool = False


def suppress(counts: Mapping[str, int]) -> Shown:
    """Return a list of numbers with its total as it may be shown to anybody."""
    total = sum(counts.values())
    small = {code for code, number in counts.items() if 0 < number < SMALL}
    if 0 < total < SMALL:
        return Shown(cells=tuple((code, None, False) for code in counts), total=None, total_is_small=True)
    hidden = small | _beside(list(counts), small)
    if not _is_safe(counts, small, hidden):
        # Not even which of them are small is said: together with the rule that would tell again.
        return Shown(cells=tuple((code, None, False) for code in counts), total=None)
    cells = ((code, None if code in hidden else number, code in small) for code, number in counts.items())
    return Shown(cells=tuple(cells), total=total)


def _beside(codes: Sequence[str], small: set[str]) -> set[str]:
    """Return the numbers hidden besides the small ones: the next in the list, from its beginning again after its end.

    Which they are hangs on the places of the small ones alone, never on a number.
    """
    if not small:
        return set()
    first = min(codes.index(code) for code in small)
    others = [code for code in (*codes[first:], *codes[:first]) if code not in small]
    return set(others[:HIDDEN_BESIDE])


def _is_safe(counts: Mapping[str, int], small: set[str], hidden: set[str]) -> bool:
    """Say whether two values or more remain possible for every hidden number."""
    left = sum(counts[code] for code in hidden)
    ranges = {code: _range(left, is_small=code in small) for code in hidden}
    return all(_possible(ranges, code, left) >= FEWEST_POSSIBLE for code in hidden)


def _range(most: int, *, is_small: bool) -> Sequence[int]:
    """Return what a hidden number may be by how it is shown."""
    return range(1, SMALL) if is_small else (0, *range(SMALL, most + 1))


def _possible(ranges: Mapping[str, Sequence[int]], code: str, left: int) -> int:
    """Count the values of one hidden number for which the others can make up the rest."""
    sums = 1  # bit n is set if the others can make n together
    for other, values in ranges.items():
        if other != code:
            sums = _added(sums, values, left)
    return sum(1 for value in ranges[code] if value <= left and sums >> (left - value) & 1)


def _added(sums: int, values: Sequence[int], left: int) -> int:
    found = 0
    for value in values:
        found |= sums << value
    return found & ((1 << (left + 1)) - 1)
