"""Describe the fields of a form, with what was typed and what is wrong, so that one template shows them all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

DAY, MONTH, YEAR = "-day", "-month", "-year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Hold one thing to choose."""

    value: str
    words: str
    checked: bool = False
    hint: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """Hold one field. ``kind`` is text, area, day, select, radios, ticks or told (words that nobody types).

    ``day`` are the three parts of a date as they were typed.
    """

    kind: str
    name: str
    label: str
    hint: str = ""
    value: str = ""
    day: tuple[str, str, str] = ("", "", "")
    choices: tuple[Choice, ...] = ()
    error: str = ""

    @property
    def anchor(self) -> str:
        """Return where an error's link leads: the first thing to type into or to choose."""
        if self.kind == "day":
            return f"{self.name}{DAY}"
        if self.kind in {"radios", "ticks"} and self.choices:
            return self.choices[0].id
        return self.name


class Filled:
    """Fill fields with what was typed; before anything was, with what stands there at first."""

    def __init__(self, typed: Mapping[str, Sequence[str]] | None, errors: Mapping[str, str]) -> None:
        self._typed, self._errors = typed, errors

    def text(self, name: str, label: str, *, hint: str = "", first: str = "") -> FormField:
        """Return a line to type into."""
        return self._plain("text", name, label, hint, first)

    def area(self, name: str, label: str, *, hint: str = "", first: str = "") -> FormField:
        """Return a box to type into."""
        return self._plain("area", name, label, hint, first)

    def day(self, name: str, label: str, *, hint: str = "") -> FormField:
        """Return a date in three parts."""
        parts = tuple(self._one(f"{name}{end}", "") for end in (DAY, MONTH, YEAR))
        day = (parts[0], parts[1], parts[2])
        return FormField(kind="day", name=name, label=label, hint=hint, day=day, error=self._error(name))

    def radios(
        self, name: str, label: str, choices: Iterable[tuple[str, str]], *, hint: str = "", first: str = ""
    ) -> FormField:
        """Return choices of which one counts."""
        return self._choosing("radios", name, label, choices, hint, [first])

    def select(
        self, name: str, label: str, choices: Iterable[tuple[str, str]], *, hint: str = "", first: str = ""
    ) -> FormField:
        """Return a list of choices of which one counts."""
        return self._choosing("select", name, label, choices, hint, [first])

    def ticks(
        self,
        name: str,
        label: str,
        choices: Iterable[tuple[str, str]],
        *,
        hint: str = "",
        first: Sequence[str] = (),
    ) -> FormField:
        """Return choices of which any number counts."""
        return self._choosing("ticks", name, label, choices, hint, first)

    def _plain(self, kind: str, name: str, label: str, hint: str, first: str) -> FormField:
        value = self._one(name, first)
        return FormField(kind=kind, name=name, label=label, hint=hint, value=value, error=self._error(name))

    def _choosing(
        self, kind: str, name: str, label: str, given: Iterable[tuple[str, str]], hint: str, first: Sequence[str]
    ) -> FormField:
        chosen = list(self._typed.get(name, ())) if self._typed is not None else list(first)
        choices = tuple(
            Choice(value=value, words=words, checked=value in chosen, id=f"{name}-{place}")
            for place, (value, words) in enumerate(given)
        )
        return FormField(kind=kind, name=name, label=label, hint=hint, choices=choices, error=self._error(name))

    def _one(self, name: str, first: str) -> str:
        if self._typed is None:
            return first
        values = self._typed.get(name, ())
        return values[-1] if values else ""

    def _error(self, name: str) -> str:
        return self._errors.get(name, "")
