"""Count a Word document's numbered paragraphs as Word does: "my third point" only means something with its number.

Source: ECMA-376 Part 1, 17.9 (numbering), https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.documents.xml_walker import Walker

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_BULLETS = frozenset({"bullet", "none", "picture"})
_MOST_LEVELS = 9


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering(Walker):
    """Know the numbered lists of ``word/numbering.xml`` and ``styles.xml``; tell the number of the next paragraph."""

    def __init__(self) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._in_abstract = self._in_list = self._in_style = ""
        self._level = 0
        self.hidden_styles: set[str] = set()

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element of numbering or styles."""
        value = attributes.get("val", "")
        if name == "abstractNum":
            self._in_abstract = attributes.get("abstractNumId", "")
        elif name == "num":
            self._in_abstract, self._in_list = "", attributes.get("numId", "")
        elif name == "style":
            self._in_style = attributes.get("styleId", "")
        elif name in {"lvl", "lvlOverride"}:
            self._level = _whole(attributes.get("ilvl", "0"))
        elif self._in_abstract:
            self._take_level(name, value)
        elif self._in_list:
            self._take_list(name, value)
        elif self._in_style:
            self._take_style(name, value)

    def shut(self, name: str) -> None:
        """Take the end of an element."""
        if name == "abstractNum":
            self._in_abstract = ""
        elif name == "num":
            self._in_list = ""
        elif name == "style":
            self._in_style = ""

    def mark(self, list_id: str, level: int | None, style: str) -> str:
        """Return what stands before the next paragraph of a list ("2.", "b)", "-"), "" if it is in none."""
        if not list_id:
            list_id, of_style = self._styles.get(style, ("", 0))
            level = of_style if level is None else level
        level = min(max(level or 0, 0), _MOST_LEVELS - 1)
        levels = self._abstract.get(self._lists.get(list_id, ""))
        if list_id in {"", "0"} or levels is None:
            return ""
        here = levels.get(level, _Level())
        counts = self._counts.setdefault(self._lists[list_id], [None] * _MOST_LEVELS)
        restart = self._starts.get((list_id, level))
        if restart is not None and (list_id, level) not in self._begun:
            self._begun.add((list_id, level))
            counts[level] = restart
        else:
            before = counts[level]
            counts[level] = here.start if before is None else before + 1
        counts[level + 1 :] = [None] * (_MOST_LEVELS - level - 1)
        if here.form in _BULLETS:
            return "-" if here.form != "none" else ""
        return _PLACE.sub(lambda found: self._number(levels, counts, int(found[1]) - 1), here.text)

    def _number(self, levels: dict[int, _Level], counts: list[int | None], level: int) -> str:
        of_level = levels.get(level, _Level())
        count = counts[level]
        return in_form(of_level.start if count is None else count, of_level.form)

    def _take_level(self, name: str, value: str) -> None:
        level = self._abstract.setdefault(self._in_abstract, {}).setdefault(self._level, _Level())
        if name == "numFmt":
            level.form = value
        elif name == "lvlText":
            level.text = value[:50]
        elif name == "start":
            level.start = _whole(value)

    def _take_list(self, name: str, value: str) -> None:
        if name == "abstractNumId":
            self._lists[self._in_list] = value
        elif name == "startOverride":
            self._starts[self._in_list, self._level] = _whole(value)

    def _take_style(self, name: str, value: str) -> None:
        if name in {"numId", "ilvl"}:
            list_id, level = self._styles.get(self._in_style, ("", 0))
            self._styles[self._in_style] = (value, level) if name == "numId" else (list_id, _whole(value))
        elif name == "vanish" and value not in {"0", "false", "off"}:
            self.hidden_styles.add(self._in_style)


def in_form(number: int, form: str) -> str:
    """Return a number in one of Word's forms.

    >>> [in_form(4, form) for form in ("decimal", "lowerLetter", "upperRoman", "ordinal")]
    ['4', 'd', 'IV', '4th']
    """
    if form in {"lowerLetter", "upperLetter"} and 0 < number < 1000:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form.startswith("upper") else letters
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        words = ""
        for value, sign in _ROMAN:
            words, number = words + sign * (number // value), number % value
        return words.upper() if form.startswith("upper") else words
    if form == "ordinal":
        ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in {11, 12, 13} else 0, "th")
        return f"{number}{ending}"
    return f"{number:02}" if form == "decimalZero" else str(number)


def _whole(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0
