"""Read the cells of an Excel workbook's sheets as a person sees them: words, dates as dates, per cent as per cent.

Source: ECMA-376 Part 1, 18.3.1.4 (cells), 18.8.30 (number formats),
https://ecma-international.org/publications-and-standards/standards/ecma-376/
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from ingest.documents.xml_walker import Walker

# Excel's own numbers for formats that show a day or a time, and a share of a hundred.
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENT_FORMATS = frozenset({9, 10})
_DATE_SIGNS = re.compile(r"[dyhs]|mmm", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_NOT_SIGNS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|General', re.IGNORECASE)
_ELAPSED_FORMAT = 46
_MOST_CELLS_A_ROW = 2_000
_LAST_DAY = 2_958_466


class SharedStrings(Walker):
    """Read ``xl/sharedStrings.xml``: the words that cells name by their number."""

    def __init__(self, most_characters: int) -> None:
        self.words_of: list[str] = []
        self._parts: list[str] = []
        self._inside = self._phonetic = False
        self._left = most_characters

    def open(self, name: str, _attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._phonetic = True
        self._inside = name == "t" and not self._phonetic

    def shut(self, name: str) -> None:
        """Take the end of an element."""
        self._inside = False
        if name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.words_of.append(" ".join("".join(self._parts).split()))
            self._left -= len(self.words_of[-1])
            self.is_done = self._left < 0

    def words(self, text: str) -> None:
        """Take text."""
        if self._inside:
            self._parts.append(text)


class Formats(Walker):
    """Read ``xl/styles.xml``: how each style shows a number ("date", "elapsed", "percent" or "")."""

    def __init__(self) -> None:
        self._own: dict[int, str] = {}
        self._numbers: list[int] = []
        self._is_in_cells = False

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if name == "numFmt":
            self._own[whole(attributes.get("numFmtId", ""))] = form_of(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._is_in_cells = True
        elif name == "xf" and self._is_in_cells:
            self._numbers.append(whole(attributes.get("numFmtId", "")))

    def shut(self, name: str) -> None:
        """Take the end of an element."""
        self._is_in_cells = self._is_in_cells and name != "cellXfs"

    def of(self, style: int) -> str:
        """Return how a style shows a number."""
        number = self._numbers[style] if style < len(self._numbers) else 0
        return self._own.get(number) or form_of_number(number)


def form_of(code: str) -> str:
    """Return how a format code shows a number.

    >>> form_of("dd/mm/yyyy"), form_of('0.00" days"'), form_of("[h]:mm"), form_of("0%")
    ('date', '', 'elapsed', 'percent')
    """
    if _ELAPSED.search(code):
        return "elapsed"
    signs = _NOT_SIGNS.sub("", code)
    if _DATE_SIGNS.search(signs):
        return "date"
    return "percent" if "%" in signs else ""


def form_of_number(number: int) -> str:
    """Return how one of Excel's own formats shows a number."""
    if number == _ELAPSED_FORMAT:
        return "elapsed"
    return "date" if number in _DATE_FORMATS else "percent" if number in _PERCENT_FORMATS else ""


def shown(value: str, form: str, *, is_1904: bool) -> str:
    """Return a cell's number as Excel shows it.

    >>> shown("46087.4375", "date", is_1904=False), shown("0.30000000000000004", "", is_1904=False)
    ('6 March 2026 10:30', '0.3')
    """
    try:
        number = float(value)
    except ValueError:
        return value
    if form == "date" and 0 <= number < _LAST_DAY:
        return _moment(number, is_1904=is_1904)
    if form == "elapsed" and 0 <= number < _LAST_DAY:
        minutes = round(number * 24 * 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if form == "percent":
        return f"{number * 100:.10g}%"
    # Binary numbers carry noise in their last digits that Excel does not show.
    return f"{number:.15g}" if "." in value and "e" not in value.lower() else value


def _moment(number: float, *, is_1904: bool) -> str:
    # Excel counts a 29 February 1900 that never was; day numbers after it start one day early.
    day_zero = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a day, no moment
    moment = day_zero + timedelta(minutes=round(number * 24 * 60))
    if number < 1:
        return f"{moment:%H:%M}"
    return f"{moment.day} {moment:%B %Y %H:%M}".removesuffix(" 00:00")


class Sheet(Walker):
    """Read one sheet's rows into ``lines``, cells separated by ``|``, up to ``most_rows``."""

    def __init__(self, strings: list[str], formats: Formats, *, is_1904: bool, most_rows: int) -> None:
        self.lines: list[str] = []
        self.has_more = False
        self._strings, self._formats = strings, formats
        self._is_1904, self._most_rows = is_1904, most_rows
        self._cells: list[str] = []
        self._kind, self._style = "", 0
        self._value: list[str] = []
        self._keeping = ""

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if name == "row":
            if len(self.lines) >= self._most_rows:
                self.has_more = self.is_done = True
            self._cells = []
        elif name == "c":
            self._kind, self._style = attributes.get("t", "n"), whole(attributes.get("s", ""))
            self._value = []
        elif name in {"v", "t", "oddHeader", "oddFooter", "firstHeader", "firstFooter"}:
            self._keeping = name

    def shut(self, name: str) -> None:
        """Take the end of an element."""
        if name == self._keeping:
            self._keeping = ""
        if name == "c" and len(self._cells) < _MOST_CELLS_A_ROW:
            self._cells.append(self._cell())
        elif name == "row" and not self.is_done:
            line = " | ".join(cell for cell in self._cells if cell)
            if line:
                self.lines.append(line)
        elif name.endswith(("Header", "Footer")) and self._value:
            self.lines.append(without_codes("".join(self._value)))
            self._value = []

    def words(self, text: str) -> None:
        """Take text."""
        if self._keeping:
            self._value.append(text)

    def _cell(self) -> str:
        value = "".join(self._value)
        self._value = []
        if self._kind == "s":
            place = whole(value)
            return self._strings[place] if place < len(self._strings) else ""
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value.strip(), value)
        if self._kind == "n" and value:
            return shown(value, self._formats.of(self._style), is_1904=self._is_1904)
        return " ".join(value.split())


def without_codes(header: str) -> str:
    """Return a page's head without the codes for its places and fonts.

    >>> without_codes('&L&"Arial,Bold"In confidence&RPage &P')
    'In confidence Page'
    """
    return " ".join(re.sub(r'&(?:"[^"]*"|[A-Za-z]|\d+)', " ", header).split())


def whole(value: str) -> int:
    """Return a whole number, 0 for anything else."""
    value = value.strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
