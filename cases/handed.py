"""Remember for a while what was handed to the queue, so that a queue that stands does not grow with every sweep."""

import time
from collections.abc import Iterable


class Handed:
    """Hold the ids that the queue was given, each for so many seconds; in memory only, for the rows know the rest."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._handed: dict[int, float] = {}

    def not_lately(self, ids: Iterable[int]) -> list[int]:
        """Return the ids that were not handed over within that time, and remember them as handed over now."""
        now = time.monotonic()
        for known in [known for known, at in self._handed.items() if now - at >= self._seconds]:
            del self._handed[known]
        new = [one for one in ids if one not in self._handed]
        self._handed.update(dict.fromkeys(new, now))
        return new
