from pathlib import Path

import pytest

from ingest.documents.doc import plain
from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised
from ingest.message import ProblemCode
from tests.ingest.documents.old_office import native, word_6
from tests.ingest.outlook_files import ole

LETTER = (Path(__file__).parents[2] / "documents" / "letter.doc").read_bytes()
SEEN = {
    "the head of the page": "HeaderAlpha private and confidential",
    "the foot of the page": "FooterOmega page foot",
    "signs of Windows": "Zoë Nowak’s visit – costing £40 or €50 – was cancelled “again”. naïve café",
    "other alphabets": "Полина пишет по-русски and 中文字 and Łódź śćż",
    "a row of a table": "cell00 | cell01 | cell02",
    "a row with an empty cell": "cell10 | cell11\n",
    "a cell of two lines": "answer20 | cell21 | cell22",
    "what was put in with tracked changes": "Kept insertedword tail",
    "a ticked box": "[ticked] childdanger",
    "what was chosen of a list": "Choice: choicetwo",
    "what was typed into a field": "Text field: typedanswer",
    "a text box": "boxwords inside",
    "a comment": "Comments:\ncommentwords here",
}
UNSEEN = {"what was deleted": "DELETEDWORD", "hidden words": "HIDDENWORD", "the code of a field": "FORMCHECKBOX"}


@pytest.mark.parametrize("words", SEEN.values(), ids=SEEN.keys())
def test_what_a_reader_of_an_old_letter_sees_is_read(words):
    assert words in read_document("letter.doc", "", LETTER).text


@pytest.mark.parametrize("words", UNSEEN.values(), ids=UNSEEN.keys())
def test_what_a_reader_of_an_old_letter_does_not_see_is_not_read(words):
    assert words not in read_document("letter.doc", "", LETTER).text


def test_hidden_words_are_said_to_be_there():
    problems = read_document("letter.doc", "", LETTER).problems
    assert [(problem.code, problem.unread) for problem in problems] == [(ProblemCode.HIDDEN_TEXT, False)]


FIELDS = {
    "a result is shown": ("\x13 PAGE \x143\x15", "3"),
    "a field without a result": ("a\x13 XE word \x15b", "ab"),
    "a field in a field's code": ("\x13 IF \x13 PAGE \x141\x15 \x14first\x15", "first"),
    "a field in a field's result": ("\x13 TOC \x14see \x13 REF \x14page 2\x15 there\x15", "see page 2 there"),
    "a link with another address": (
        '\x13 HYPERLINK "http://plan.example/" \x14the plan\x15',
        "the plan (http://plan.example/)",
    ),
    "a link that is its address": ('\x13 HYPERLINK "mailto:a@b.example" \x14a@b.example\x15', "a@b.example"),
    "a field that never ends": ("a \x13 PAGE \x14lost", "a lost"),
    "ends without a start": ("a\x15\x14b", "ab"),
    "cells and a line": ("Name\x07Amara\x07\nnext", "Name | Amara\nnext"),
}


@pytest.mark.parametrize(("text", "shown"), FIELDS.values(), ids=FIELDS.keys())
def test_fields_show_their_results(text, shown):
    assert plain(text) == shown


def test_a_word_6_document_is_read():
    document = read_document("old.doc", "", word_6("Nobody came.\rName\x07Amara\x07\x07"))
    assert (document.text, document.problems) == ("Nobody came.\nName | Amara", ())


def test_an_encrypted_document_needs_its_password():
    main = bytearray(b"\xec\xa5" + bytes(1000))
    main[11] = 1
    assert [p.code for p in read_document("a.doc", "", ole({"WordDocument": bytes(main)})).problems] == [
        ProblemCode.PASSWORD
    ]


@pytest.mark.parametrize("end", [600, 5_000, 15_000], ids=str)
def test_a_cut_document_is_said_to_be_damaged(end):
    problems = read_document("a.doc", "", LETTER[:end]).problems
    assert [problem.code for problem in problems] == [ProblemCode.DAMAGED]


def test_of_a_document_without_its_tables_the_words_are_kept():
    sentence = "My son was left waiting at the school gate again."
    main = b"\xec\xa5" + bytes(2000) + sentence.encode()
    document = read_document("a.doc", "", ole({"WordDocument": main}))
    assert sentence in document.text
    assert [problem.code for problem in document.problems] == [ProblemCode.DAMAGED]


def test_a_file_put_into_a_document_is_read_under_its_name():
    data = word_6("See the log.", ObjectPool={"_1": {"\x01Ole10Native": native("log.txt", b"Nobody came.")}})
    assert read_document("a.doc", "", data).text == "See the log.\n\nlog.txt:\nNobody came."


def test_other_formats_called_doc_are_read_as_what_they_are():
    assert read_document("a.doc", "application/msword", rb"{\rtf1 Nobody came.}").text == "Nobody came."
    assert read_document("a.doc", "application/msword", b"<html><p>Nobody came.</p></html>").text == "Nobody came."


def test_no_time_is_left_for_the_pictures_but_the_words_are_kept():
    world = Surroundings(recognise=lambda p, q: Recognised(""), admit=lambda f: None, seconds_left=lambda: 0.0)
    with reading_with(world):
        document = read_document("a.docx", "", (Path(__file__).parents[2] / "documents" / "letter.docx").read_bytes())
    assert ProblemCode.UNFINISHED in {problem.code for problem in document.problems}
