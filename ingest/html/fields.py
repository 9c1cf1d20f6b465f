"""Read what somebody filled in where a web form was mailed as it stood: fields, ticks, and what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

_TYPED = frozenset(
    ("", "text", "email", "tel", "date", "datetime-local", "number", "url", "time", "month", "week", "search")
)
_TICKED = frozenset({"checkbox", "radio"})


def words_of_field(attributes: Mapping[str, str]) -> str:
    """Return what an input shows: its answer, or whether it is ticked; "" for one that shows nothing of the writer's.

    >>> words_of_field({"type": "checkbox", "checked": ""})
    ' [x] '
    """
    kind = attributes.get("type", "").strip().lower()
    if kind in _TICKED:
        return " [x] " if "checked" in attributes else " [ ] "
    return attributes.get("value", "") if kind in _TYPED else ""


@dataclass(slots=True)
class Choice:
    """Collect the options of one list to choose from while they are read."""

    takes_many: bool = False
    _options: list[tuple[bool, str, list[str]]] = field(default_factory=list)

    def begin_option(self, attributes: Mapping[str, str]) -> None:
        """Begin an option; the words that follow are its."""
        self._options.append(("selected" in attributes, attributes.get("label", ""), []))

    def add_words(self, words: str) -> None:
        """Take words of the option that is open."""
        if self._options:
            self._options[-1][2].append(words)

    def chosen(self) -> str:
        """Return what a person sees as chosen: without a choice the first option, where only one can be."""
        options = [(is_chosen, label or " ".join("".join(words).split())) for is_chosen, label, words in self._options]
        chosen = [words for is_chosen, words in options if is_chosen and words]
        if not chosen and not self.takes_many:
            chosen = [words for _, words in options[:1] if words]
        return ", ".join(chosen if self.takes_many else chosen[-1:])
