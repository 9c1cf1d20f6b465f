"""Read an Excel workbook: each sheet's name and its rows, cells separated by ``|``, dates as dates."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from lxml import etree

from ingest.documents.document import DocumentText, Source
from ingest.documents.office_zip import FAULTS, BombError, OfficeZip, local_name
from ingest.documents.plain_text import as_text
from ingest.message import ProblemCode

# Excel's own numbers for formats that show a day or a time.
# Source: ECMA-376 Part 1, 18.8.30 numFmt, https://ecma-international.org/publications-and-standards/standards/ecma-376/
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_DATE_SIGNS = re.compile(r"[dyhs]|mmm", re.IGNORECASE)
_NOT_SIGNS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|General', re.IGNORECASE)
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_MOST_CELLS_A_ROW = 500


def read_xlsx(source: Source) -> DocumentText:
    """Return a workbook's rows, sheet after sheet."""
    try:
        archive = OfficeZip(source.data, source.limits)
        lines = list(_Workbook(archive, source.limits.csv_rows).lines())
    except BombError as error:
        return source.unread(ProblemCode.TOO_LARGE, f"The workbook was not opened: {error}. It may be an attack.")
    except (*FAULTS, OverflowError, TypeError):
        return source.unread(ProblemCode.DAMAGED, "The workbook is damaged: ask the sender to send it again.")
    problems = []
    if len(lines) > source.limits.csv_rows:
        words = f"The workbook has over {source.limits.csv_rows:,} rows; only these were read. Open it for the rest."
        problems.append(source.problem(ProblemCode.TOO_MANY, words))
    if any(name.startswith("xl/media/") for name in archive.names):
        words = "The workbook holds pictures, which were not read: a person should look at them."
        problems.append(source.problem(ProblemCode.NO_READER, words))
    return as_text(source, "\n".join(lines[: source.limits.csv_rows]), tuple(problems))


class _Workbook:
    def __init__(self, archive: OfficeZip, most_rows: int) -> None:
        self._archive, self._rows_left = archive, most_rows + 1
        self._words = [_text_of(item) for item in self._all("xl/sharedStrings.xml", "si")]
        self._is_date = self._date_styles()
        properties = self._all("xl/workbook.xml", "workbookPr")
        is_1904 = any(each.get("date1904") in {"1", "true"} for each in properties)
        # Excel counts a 29 February 1900 that never was; day numbers after it start one day early.
        self._day_zero = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a day, no moment

    def lines(self) -> Iterator[str]:
        titles = [sheet.get("name", "") for sheet in self._all("xl/workbook.xml", "sheet")]
        names = sorted((int(found[1]), found[0]) for n in self._archive.names if (found := _SHEET.fullmatch(n)))
        for number, (_, name) in enumerate(names):
            if len(names) > 1 and number < len(titles):
                yield f"Sheet {titles[number]}:"
            for row in self._all(name, "row"):
                cells = [self._cell(cell) for cell in row[:_MOST_CELLS_A_ROW]]
                line = " | ".join(cell for cell in cells if cell)
                if line:
                    yield line
                self._rows_left -= 1
                if self._rows_left <= 0:
                    return

    def _cell(self, cell: etree._Element) -> str:
        if cell.get("t") == "inlineStr":
            return _text_of(cell)
        value = next((child.text or "" for child in cell if local_name(child) == "v"), "")
        if cell.get("t") == "s":
            return self._words[int(value)]
        if cell.get("t") is None and value and int(cell.get("s", 0)) in self._is_date:
            moment = self._day_zero + timedelta(days=float(value))
            return f"{moment:%d %B %Y %H:%M}".removesuffix(" 00:00").lstrip("0")
        return value

    def _date_styles(self) -> frozenset[int]:
        own = {
            int(each.get("numFmtId", 0))
            for each in self._all("xl/styles.xml", "numFmt")
            if _DATE_SIGNS.search(_NOT_SIGNS.sub("", each.get("formatCode", "")))
        }
        tables = self._all("xl/styles.xml", "cellXfs")
        styles = [int(each.get("numFmtId", 0)) for table in tables for each in table]
        return frozenset(place for place, number in enumerate(styles) if number in own | _DATE_FORMATS)

    def _all(self, part: str, name: str) -> list[etree._Element]:
        if part not in self._archive.names:
            return []
        return [element for element in self._archive.tree(part).iter() if local_name(element) == name]


def _text_of(element: etree._Element) -> str:
    return " ".join("".join(each.text or "" for each in element.iter() if local_name(each) == "t").split())
