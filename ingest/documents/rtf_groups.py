"""Hold what a reader of rich text keeps of groups, fonts and fields, and make its words tidy."""

import re
from dataclasses import dataclass, field

from ingest.charset import clean_text
from ingest.documents.symbols import without_private

_EMPTY_CELLS = re.compile(r"(\s*\|)+[ \t]*$", re.MULTILINE)
_CHECKBOX, _LIST, _BY_DEFAULT = 1, 2, 25


@dataclass(slots=True)
class Group:
    """Hold what one open group means for the words inside it."""

    part: str = "text"
    stand_ins: int = 1
    font: int = -1
    is_hidden: bool = False
    is_deleted: bool = False
    is_not_html: bool = False
    is_in_table: bool = False


@dataclass(slots=True)
class Font:
    """Hold in which code page a font's letters are written, and its name."""

    codec: str | None = None
    name: str = ""


@dataclass(slots=True)
class Form:
    """Hold one field of a form."""

    kind: int = 0
    chosen: int = _BY_DEFAULT
    default: int = 0
    choices: list[str] = field(default_factory=list)

    @property
    def answer(self) -> str:
        """Return what the field shows that is no text of the document."""
        chosen = self.default if self.chosen == _BY_DEFAULT else self.chosen
        if self.kind == _CHECKBOX:
            return "[ticked] " if chosen else "[not ticked] "
        return self.choices[chosen] if self.kind == _LIST and chosen < len(self.choices) else ""


def tidy(text: str) -> str:
    """Return words with clean lines, without the ends of empty cells."""
    text = without_private(clean_text(_EMPTY_CELLS.sub("", text)))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


def without_doubles(text: str) -> str:
    """Return text with each of its lines once."""
    return "\n".join(dict.fromkeys(line for line in text.split("\n") if line.strip()))


def even(digits: bytes) -> bytes:
    """Return hexadecimal digits without the last one if it stands alone."""
    return digits[: len(digits) & ~1]
