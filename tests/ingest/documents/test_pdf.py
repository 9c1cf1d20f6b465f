import io
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from config.limits import default_limits
from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised, RecogniserError
from ingest.message import ProblemCode
from tests.documents.make_documents import letter_picture

DOCUMENTS = Path(__file__).parents[2] / "documents"
TSV = "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t{confidence}\t{word}"


def read(name, limits=None):
    return read_document(name, "application/pdf", (DOCUMENTS / name).read_bytes(), limits)


def seeing(word, confidence=95):
    """Surroundings in which every picture shows one word."""
    text = "\n".join([TSV.format(confidence=confidence, word=word)] * 4)
    return Surroundings(recognise=lambda picture, limits: Recognised(text), admit=lambda filename: None)


def scans(count, **drawn):
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    for _ in range(count):
        page.drawImage(ImageReader(letter_picture(400, 560, 12)), 0, 0, *A4)
        if drawn:
            page.drawString(40, 40, drawn["typed"])
        page.showPage()
    page.save()
    return out.getvalue()


def test_typed_pages_are_read_in_order():
    document = read("letter.pdf")
    assert document.text.startswith("Dear Complaints Team,\nI am writing")
    assert document.text.endswith("\n\nSecond page: it cost us £40 in café bills.")
    assert (document.pages, document.confidence, document.problems) == (2, 1.0, ())


def test_a_filled_in_form_gives_question_and_answer():
    document = read("form.pdf")
    assert "Your name: Amara Okonkwo-Bell" in document.text
    assert "[ticked] A child is in danger" in document.text
    assert "[not ticked] Reply by post" in document.text


def test_a_ruled_table_is_read_row_by_row():
    text = read("table.pdf").text
    assert (
        "3 March | The visit was cancelled by text an hour before and no new day was offered to us\n10 March |" in text
    )
    assert text.startswith("Our diary of visits:")
    assert text.endswith("Signed, Amara")


@pytest.mark.server
def test_a_scanned_page_is_read_with_its_confidence():
    document = read("scan.pdf")
    assert "She has cancelled four visits since 3 March and nobody" in document.text
    assert "I would like an apology" in document.text
    assert 0.8 < document.confidence < 1.0
    assert document.problems == ()


def test_words_that_are_hard_to_read_are_marked_and_said():
    with reading_with(seeing("smudged", 40)):
        document = read_document("s.pdf", "", scans(2))
    assert document.confidence == 0.4
    assert [document.text[start:end].split() for start, end in document.unclear] == [["smudged"] * 4] * 2
    (problem,) = document.problems
    assert (problem.code, problem.unread) == (ProblemCode.POOR_IMAGE, True)
    assert "pages 1-2" in problem.words


def test_more_scanned_pages_than_the_limit_are_said_and_the_first_are_read():
    with reading_with(seeing("seen")):
        document = read_document("s.pdf", "", scans(3), replace(default_limits(), ocr_pages=2))
    assert document.text.split("\n\n") == ["seen seen seen seen"] * 2
    assert [problem.code for problem in document.problems] == [ProblemCode.TOO_MANY]
    assert "of page 3 only typed" in document.problems[0].words


def test_a_stamp_on_a_scan_does_not_hide_the_scan():
    with reading_with(seeing("everything-that-was-written")):
        document = read_document("s.pdf", "", scans(1, typed="Page 1"))
    assert "everything-that-was-written" in document.text


def test_a_picture_under_typed_words_is_read_as_well():
    with reading_with(seeing("logo")):
        document = read_document(
            "s.pdf", "", scans(1, typed="Nobody came on Tuesday or on Wednesday or on any day of it " * 2)
        )
    assert document.text.count("Nobody came on Tuesday") == 2
    assert "logo" in document.text


def test_without_a_recogniser_typed_pages_are_still_read():
    def recognise(picture, limits):
        raise RecogniserError(ProblemCode.NO_READER, "A person must read this one.")

    with reading_with(Surroundings(recognise=recognise, admit=lambda filename: None)):
        document = read_document("s.pdf", "", scans(2, typed="Page"))
    assert document.text == "Page\n\nPage"
    assert [(problem.code, problem.words) for problem in document.problems] == [
        (ProblemCode.NO_READER, "The picture on page 1 was not read. A person must read this one.")
    ]


def test_a_blank_pdf_is_said_to_hold_no_words():
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    page.showPage()
    page.save()
    assert [problem.code for problem in read_document("b.pdf", "", out.getvalue()).problems] == [ProblemCode.EMPTY]


def test_files_inside_a_pdf_are_read_under_their_names():
    document = pdfium.PdfDocument((DOCUMENTS / "letter.pdf").read_bytes())
    document.new_attachment("inside.txt").set_data(b"words")
    out = io.BytesIO()
    document.save(out)
    found = read_document("p.pdf", "", out.getvalue())
    assert found.text.endswith("\n\ninside.txt:\nwords")
    assert found.problems == ()
