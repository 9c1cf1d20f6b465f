"""Read the demonstration's texts: a few header lines, an empty line, and somebody's words."""

from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Text:
    """Hold one text file: its header lines in order, and the words below them."""

    headers: tuple[tuple[str, str], ...]
    words: str

    def first(self, name: str, default: str = "") -> str:
        """Return the first header line of this name."""
        return next((value for field, value in self.headers if field == name), default)


def read_text(stem: str) -> Text:
    """Return the text of one mail, with the words of the mail it repeats, if it does."""
    head, _, words = (TEXTS / f"{stem}.txt").read_text(encoding="utf-8").partition("\n\n")
    pairs = (line.partition(":") for line in head.splitlines())
    text = Text(tuple((name, value.strip()) for name, _, value in pairs), words.rstrip("\n") + "\n")
    repeats = text.first("Same-As")
    return Text(text.headers, read_text(repeats).words) if repeats else text
