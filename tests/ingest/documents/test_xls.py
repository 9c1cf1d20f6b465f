import struct
from dataclasses import replace
from pathlib import Path

import pytest

from config.limits import default_limits
from ingest.documents.read import read_document
from ingest.documents.xls_records import go_through
from ingest.message import ProblemCode
from tests.ingest.documents.old_office import biff

BOOK = (Path(__file__).parents[2] / "documents" / "book.xls").read_bytes()
SEEN = {
    "the sheets by name": "Sheet Calls:",
    "a date": "6 March 2026 | Amara Okonkwo-Bell | no answer",
    "a moment": "7 March 2026 10:30",
    "a share": "25%",
    "hours longer than a day": "26:05",
    "other letters": "Zoë Nowak £ | naïve – café | TRUE",
    "a time of day and a number": "09:15 | 0.3",
    "the value of a formula": "\n2\n",
    "other alphabets": "Полина 中文",
    "a hidden sheet, said to be one": "Sheet Secret (hidden):\nhiddensheetwords",
    "the head of the page": "HeaderAlpha",
    "a comment": "Comment at B2: commentwords here",
    "a chart's title": "charttitlewords",
}


@pytest.mark.parametrize("words", SEEN.values(), ids=SEEN.keys())
def test_what_a_reader_of_an_old_workbook_sees_is_read(words):
    assert words in read_document("book.xls", "", BOOK).text


def test_hidden_sheets_are_named():
    (problem,) = read_document("book.xls", "", BOOK).problems
    assert (problem.code, problem.unread) == (ProblemCode.HIDDEN_TEXT, False)
    assert "Secret" in problem.words


def test_more_rows_than_the_limit_are_said_and_the_others_kept():
    document = read_document("book.xls", "", BOOK, replace(default_limits(), csv_rows=1))
    assert "Caller" in document.text
    assert "Zoë" not in document.text
    assert ProblemCode.TOO_MANY in {problem.code for problem in document.problems}


def test_a_locked_workbook_needs_its_password():
    stream = biff((0x809, struct.pack("<HHHH", 0x600, 5, 0, 0)), (0x2F, bytes(54)), (0x0A, b""))
    assert go_through(stream, most_rows=10, most_cells=10).is_locked
    whole = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12) + biff((0x2F, bytes(54)))
    assert [problem.code for problem in read_document("a.xls", "", whole).problems] == [ProblemCode.PASSWORD]


def test_words_in_boxes_and_comments_are_told_apart():
    text = "a text box"
    box = struct.pack("<HHHHHHHHH", 0, 0, 0, 0, 0, len(text), 0, 0, 0)
    note = struct.pack("<HHHHHB", 1, 1, 0, 7, 3, 0) + b"Kim"
    stream = biff(
        (0x809, struct.pack("<HHHH", 0x600, 16, 0, 0)),
        (0x5D, struct.pack("<HHHH", 0x15, 18, 6, 5)), (0x1B6, box), (0x3C, b"\0" + text.encode()),
        (0x5D, struct.pack("<HHHH", 0x15, 18, 25, 7)), (0x1B6, box), (0x3C, b"\1" + "a remark!!".encode("utf-16-le")),
        (0x1C, note),
    )  # fmt: skip
    found = go_through(stream, most_rows=10, most_cells=10)
    assert (found.texts, found.comments) == (["a text box"], ["Comment at B2 by Kim: a remark!!"])


@pytest.mark.parametrize("end", [700, 4_000, 8_000], ids=str)
def test_a_cut_workbook_is_said_to_be_damaged(end):
    assert [problem.code for problem in read_document("a.xls", "", BOOK[:end]).problems] == [ProblemCode.DAMAGED]
