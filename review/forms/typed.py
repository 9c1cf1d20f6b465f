"""Read what somebody typed into a form as days, numbers and words; every fault is named at once."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import QueryDict

from cases.errors import IncompleteError

LONGEST = 5_000
NO_DAY = "Give the day, month and year, for example 12 3 2026."


class TypedForm:
    """Read one posted form; ``done`` must be asked before what was read is used."""

    def __init__(self, post: QueryDict) -> None:
        self._post = post
        self._faults: dict[str, str] = {}

    def text(self, name: str) -> str:
        """Return the words typed, "" for none."""
        return self._post.get(name, "").strip()[:LONGEST]

    def texts(self, name: str) -> tuple[str, ...]:
        """Return every value chosen."""
        return tuple(self._post.getlist(name))

    def number(self, name: str) -> int:
        """Return the number chosen, 0 for none."""
        value = self._post.get(name, "")
        return int(value) if value.isdecimal() and len(value) < len("1000000000") else 0

    def optional_number(self, name: str) -> int | None:
        """Return the number chosen, None for none."""
        return self.number(name) or None

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return every number chosen."""
        values = self._post.getlist(name)
        return tuple(int(value) for value in values if value.isdecimal() and len(value) < len("1000000000"))

    def is_ticked(self, name: str, value: str) -> bool:
        """Say whether one of several choices is ticked."""
        return value in self._post.getlist(name)

    def day(self, name: str) -> date:
        """Return a date in three parts; without one the form is at fault."""
        parts = [self._post.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
        try:
            return date(*(int(part) for part in parts))
        except (ValueError, OverflowError):
            self._faults[name] = NO_DAY
            return date.min

    def done(self) -> None:
        """Let a form pass in which everything could be read.

        Raises:
            IncompleteError: naming each field that could not.

        """
        if self._faults:
            raise IncompleteError(self._faults)


def typed_values(post: QueryDict) -> Mapping[str, Sequence[str]]:
    """Return every field of a form as it was typed, to show it again."""
    return {name: values for name, values in post.lists() if name not in {"csrfmiddlewaretoken", "version"}}
