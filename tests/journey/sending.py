"""Send signed letters through a mail server that fails at random, and say what must hold of each afterwards."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.smtp_faults import Fault

NO, NOT_NOW = b"554 5.7.1 no\r\n", b"451 4.3.0 not now\r\n"
STEPS_BEFORE = ("connect", "hello", "mail", "rcpt", "data")
FAULTS: tuple[Fault, ...] = (
    *(Fault(at=step, say=say) for step in STEPS_BEFORE for say in (b"", NO, NOT_NOW)),
    Fault(at="inside"),
    Fault(at="end", say=b"", keeps=False),
    Fault(at="end", say=b"", keeps=True),
    Fault(at="end", say=NO),
    Fault(at="end", say=NOT_NOW),
    Fault(at="end", say=b"25", keeps=True),
    Fault(at="end", say=b"what\r\n", keeps=True),
    Fault(at="end", say=b"250 taken\r\n", keeps=True, after_seconds=0.05),
)
"""Every way to fail that shows at once."""
SLOW_FAULTS: tuple[Fault, ...] = (
    *(Fault(at=step, say=None) for step in (*STEPS_BEFORE, "inside")),
    Fault(at="end", say=None, keeps=True),
    Fault(at="end", say=None, keeps=False),
    Fault(at="end", say=b"250 taken\r\n", keeps=True, after_seconds=1.5),
)
"""Every way to fail that shows only after the sender's patience has ended."""
FINE = Fault()

HAS_LEFT, MAY_HAVE_LEFT = "sent", "uncertain"
HAS_NOT_LEFT = frozenset({"approved", "refused", "returned", "held"})


@dataclass(frozen=True)
class Row:
    """Hold how one letter stands in the database; ``is_shown``: its case is among those that need a person."""

    message_id: str
    state: str
    trouble: str
    is_shown: bool
    times_told: int


def draw(dice: random.Random, *, slow_share: float = 0.05) -> Fault:
    """Return how the next connection fails: four in ten not at all."""
    if dice.random() < 0.4:
        return FINE
    return dice.choice(SLOW_FAULTS if dice.random() < slow_share else FAULTS)


def broken_promises(rows: Iterable[Row], kept: Iterable[str]) -> list[str]:
    """Return what does not hold: none sent twice, none lost, each doubtful one waits for a person and says so."""
    taken = Counter(kept)
    return [f"{row.state}, kept {taken[row.message_id]}: {words}" for row in rows for words in _broken(row, taken)]


def _broken(row: Row, taken: Mapping[str, int]) -> Iterable[str]:
    times = taken.get(row.message_id, 0)
    rules = {
        "it was sent twice": times > 1,
        "it stands as sent, and nobody has it": row.state == HAS_LEFT and times == 0,
        "it has left, and would be sent again": times > 0 and row.state not in {HAS_LEFT, MAY_HAVE_LEFT},
        "it is in no state in which it may end": row.state not in {HAS_LEFT, MAY_HAVE_LEFT, *HAS_NOT_LEFT},
        "nobody is told why": row.state in {MAY_HAVE_LEFT, "refused"} and not row.trouble,
        "nobody sees it": row.state in {MAY_HAVE_LEFT, "refused", "returned"} and not row.is_shown,
        "its history tells otherwise": row.times_told != (1 if row.state == HAS_LEFT else 0),
    }
    return (words for words, is_so in rules.items() if is_so)
