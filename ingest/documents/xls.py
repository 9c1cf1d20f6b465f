"""Read an old Excel workbook (.xls, Excel 2 to 2003): every sheet's rows, comments, text boxes, pictures."""

import io
from collections.abc import Iterator

import xlrd

from ingest.documents.doc import note_macros
from ingest.documents.document import DocumentText, Source
from ingest.documents.gather import Gathering
from ingest.documents.odt import note_hidden_sheets
from ingest.documents.office_art import pictures_in
from ingest.documents.ole import FAULTS, OleFile, carve_text, objects_in
from ingest.documents.xls_records import Records, go_through
from ingest.documents.xlsx_cells import form_of, shown, without_codes
from ingest.message import ProblemCode

_LOCKED = "The workbook is locked with a password: ask the sender for the password or for an open copy."
_MOST_CELLS = 600_000
_ROWS_BETWEEN_LOOKS = 500
_XLRD_FAULTS = (*FAULTS, NameError, xlrd.XLRDError, xlrd.biffh.XLRDError, AssertionError)


def read_xls(source: Source) -> DocumentText:
    """Return an old workbook's rows, sheet after sheet."""
    gathering = Gathering(source, "workbook")
    ole, stream = _stream_of(source.data)
    records = go_through(stream, most_rows=source.limits.csv_rows, most_cells=_MOST_CELLS)
    if records.is_locked:
        return source.unread(ProblemCode.PASSWORD, _LOCKED)
    try:
        _say_sheets(gathering, records)
    except _XLRD_FAULTS:
        gathering.say(carve_text(stream or source.data))
        gathering.note_damage()
    gathering.say("\n".join([*map(without_codes, records.heads), *records.comments, *records.texts]))
    if records.is_cut:
        words = f"The workbook has over {source.limits.csv_rows:,} rows or very many cells; open it for the rest."
        gathering.note(ProblemCode.TOO_MANY, words)
    for picture in pictures_in(bytes(records.drawings)):
        gathering.open_picture(picture)
    if ole is not None:
        for name, data in objects_in(ole, "MBD"):
            gathering.open_inside(name, data)
        note_macros(gathering, ole)
    return gathering.document()


def _stream_of(data: bytes) -> tuple[OleFile | None, bytes]:
    """Return the workbook's stream, and the storage it lies in; the oldest workbooks lie in none."""
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        return None, data
    try:
        ole = OleFile(data)
    except FAULTS:
        return None, b""
    return ole, ole.stream("Workbook") or ole.stream("Book")


def _say_sheets(gathering: Gathering, records: Records) -> None:
    book = _book(bytes(records.stream))
    hidden = []
    for number in range(book.nsheets):
        if gathering.is_over():
            break
        sheet = book.sheet_by_index(number)
        title = f" {sheet.name}"
        if sheet.visibility:
            hidden.append(sheet.name)
            title += " (hidden)"
        heading = [f"Sheet{title}:"] if book.nsheets > 1 or sheet.visibility else []
        rows = list(_rows(gathering, book, sheet))
        text = "\n".join([*heading, *rows]) if rows or sheet.visibility else ""
        gathering.say(text, page_name=f"sheet {sheet.name}" if heading else "")
        book.unload_sheet(number)
    note_hidden_sheets(gathering, hidden)


def _book(stream: bytes) -> xlrd.Book:
    """Return the workbook, with its formats if they can be read. The library talks of every oddity; nobody listens."""
    try:
        return xlrd.open_workbook(
            file_contents=stream, logfile=io.StringIO(), on_demand=True, ragged_rows=True, formatting_info=True
        )
    except _XLRD_FAULTS:
        return xlrd.open_workbook(file_contents=stream, logfile=io.StringIO(), on_demand=True, ragged_rows=True)


def _rows(gathering: Gathering, book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[str]:
    for row in range(sheet.nrows):
        if row % _ROWS_BETWEEN_LOOKS == 0 and gathering.is_over():
            return
        cells = [_shown(book, cell) for cell in sheet.row(row)]
        line = " | ".join(cell for cell in cells if cell)
        if line:
            yield line


def _shown(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return " ".join(str(cell.value).split())
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
    if cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
        form = _form(book, cell.xf_index) or ("date" if cell.ctype == xlrd.XL_CELL_DATE else "")
        value = f"{cell.value:.15g}"
        return shown(value, form, is_1904=bool(book.datemode))
    return ""


def _form(book: xlrd.Book, style: int | None) -> str:
    # Of styles the library keeps which are dates; the code of the format is in its tables.
    styles = getattr(book, "xf_list", ())
    if style is None or style >= len(styles):
        return ""
    found = book.format_map.get(styles[style].format_key)
    return form_of(found.format_str) if found else ""
