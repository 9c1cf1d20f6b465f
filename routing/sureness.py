"""Turn calibrated confidence into the words the team sees, and cap them where a person must look."""

from typing import Final

from routing.assessment import Sureness

SURE_FROM: Final = 0.95
FAIRLY_SURE_FROM: Final = 0.80
ORDER: Final = (Sureness.NOT_SURE, Sureness.FAIRLY_SURE, Sureness.SURE)


def sureness_of(confidence: float) -> Sureness:
    """Return the word for a calibrated confidence: right about 95, or 80, times in 100.

    >>> sureness_of(0.96).value, sureness_of(0.8).value, sureness_of(0.5).value
    ('sure', 'fairly_sure', 'not_sure')
    """
    if confidence >= SURE_FROM:
        return Sureness.SURE
    return Sureness.FAIRLY_SURE if confidence >= FAIRLY_SURE_FROM else Sureness.NOT_SURE


def at_most(sureness: Sureness, cap: Sureness) -> Sureness:
    """Return the less sure of the two."""
    return min(sureness, cap, key=ORDER.index)
