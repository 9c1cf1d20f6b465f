import io
from dataclasses import replace

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from config.limits import default_limits
from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised, RecogniserError
from ingest.message import ProblemCode
from tests.documents.make_documents import letter_picture
from tests.documents.make_pdfs import annotated, attached, form, lines, pdf, pinned, remark, stream, xfa

PAGE = lines("Complaint form", "Nobody came on Tuesday.")
ROW = "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t{confidence}\t{word}"
LINK = b"/A<</S/URI/URI(https://files.example/evidence)>>"
TICK = b"/AP<</N<</Yes 4 0 R/Off 4 0 R>>>>"


def read(data, limits=None):
    return read_document("p.pdf", "application/pdf", data, limits)


def seeing(words="seen in the picture", confidence=95, pictures=None):
    """Surroundings in which every picture shows the same words; the pictures asked about are kept."""
    text = "\n".join(ROW.format(confidence=confidence, word=word) for word in words.split())

    def recognise(picture, limits):
        if pictures is not None:
            pictures.append(Image.open(io.BytesIO(picture)))
        return Recognised(text)

    return Surroundings(recognise=recognise, admit=lambda filename: None)


def drawn(draw):
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    draw(page)
    page.save()
    return out.getvalue()


def picture_at(page, left, bottom, wide, high):
    page.drawImage(ImageReader(letter_picture(620, 877, 17)), left, bottom, wide, high)


def many(page, count=6, top=800):
    for number in range(count):
        page.drawString(60, top - 16 * number, f"Line {number} of the letter says what happened at the visit.")


# ---- what is put on a page beside its text ----

PUT_ON = {
    "words typed onto the page": (remark(b"FreeText", "He hit Kai"), "He hit Kai"),
    "a note in a bubble": (remark(b"Text", "This is not true"), "Note: This is not true"),
    "a note with its writer": (remark(b"Text", "Not so", more=b"/T(Amara)"), "Note by Amara: Not so"),
    "a remark on marked words": (remark(b"Highlight", "who said this?"), "Note: who said this?"),
    "a stamp's words": (remark(b"Stamp", "RECEIVED 3 MAR"), "Note: RECEIVED 3 MAR"),
    "words with their own look": (
        remark(b"FreeText", more=b"/RC(<p>Please</p><p>ring me</p>)"),
        "Please\nring me",
    ),
    "where a link leads": (remark(b"Link", more=LINK), "Link: https://files.example/evidence"),
}


@pytest.mark.parametrize(("annotation", "line"), PUT_ON.values(), ids=PUT_ON.keys())
def test_what_people_put_on_a_page_is_read(annotation, line):
    assert read(annotated(annotation, content=PAGE)).text.endswith(f"Nobody came on Tuesday.\n{line}")


LEFT_OUT = {
    "a hidden remark": (remark(b"Text", "secret", more=b"/F 2"), PAGE),
    "the bubble that repeats a remark": (remark(b"Popup", "again"), PAGE),
    "a remark that repeats the marked words": (remark(b"Highlight", "Nobody came on Tuesday."), PAGE),
    "a link whose address is printed": (remark(b"Link", more=LINK), PAGE + lines("files.example/evidence", top=300)),
    "a link inside the document": (remark(b"Link", more=b"/Dest[3 0 R/Fit]"), PAGE),
}


@pytest.mark.parametrize(("annotation", "content"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_what_is_hidden_or_said_already_is_not_said(annotation, content):
    assert read(annotated(annotation, content=content)).text == read(pdf(content)).text


FIELDS = {
    "a line of text": (b"/FT/Tx/T(n)/TU(Your name)/V(Amara)/Rect[200 400 400 420]", "Your name: Amara"),
    "several lines of text": (b"/FT/Tx/Ff 4096/T(n)/V(One\rTwo)/Rect[200 400 400 450]", "n: One\nTwo"),
    "what cannot be changed": (b"/FT/Tx/Ff 1/T(n)/TU(Reference)/V(CASE-7)/Rect[200 400 400 420]", "Reference: CASE-7"),
    "the shown name of a choice": (
        b"/FT/Ch/Ff 131072/T(n)/TU(Area)/Opt[[(n)(North)][(s)(South)]]/V(s)/Rect[200 400 400 420]",
        "Area: South",
    ),
    "a ticked box": (b"/FT/Btn/T(n)/TU(At risk)/V/Yes/AS/Yes/Rect[200 400 210 410]" + TICK, "[ticked] At risk"),
    "a box not ticked": (b"/FT/Btn/T(n)/TU(At risk)/V/Off/AS/Off/Rect[200 400 210 410]" + TICK, "[not ticked] At risk"),
    "the question printed beside": (b"/FT/Tx/T(n)/V(today)/Rect[400 758 500 772]", "Nobody came on Tuesday.: today"),
}


@pytest.mark.parametrize(("field", "line"), FIELDS.values(), ids=FIELDS.keys())
def test_an_answer_stands_after_its_question(field, line):
    assert read(form(field, content=PAGE)).text.endswith(line)


def test_an_empty_or_hidden_field_says_nothing():
    empty = b"/FT/Tx/T(n)/TU(Your name)/Rect[200 400 400 420]"
    assert read(form(empty, content=PAGE)).text == read(pdf(PAGE)).text


# ---- forms of Adobe's own kind ----

TEMPLATE = (
    b'<template xmlns="http://www.xfa.org/schema/xfa-template/3.3/"><draw><value><text>How to complain</text></value></draw>'
    b'<field name="Child"><caption><value><text>Name of the child</text></value></caption></field></template>'
)
DATASETS = (
    b'<x:datasets xmlns:x="http://www.xfa.org/schema/xfa-data/1.0/"><x:data><form1><Child>Kai</Child>'
    b"<WhatHappened>Nobody came.</WhatHappened><Empty/></form1></x:data></x:datasets>"
)
WAIT = lines(
    "Please wait...", "If this message is not eventually replaced, your PDF", "viewer may not be able to show it."
)


def test_what_is_filled_into_adobes_form_is_read_and_its_placeholder_is_not():
    found = read(xfa(TEMPLATE, DATASETS, WAIT))
    assert found.text == "How to complain\nName of the child: Kai\nWhat Happened: Nobody came."
    assert [(problem.code, problem.unread) for problem in found.problems] == [(ProblemCode.NO_READER, False)]


def test_adobes_form_that_does_not_open_is_for_a_person():
    (problem,) = read(xfa(b"<broken", b"", WAIT)).problems
    assert (problem.code, problem.unread) == (ProblemCode.NO_READER, True)
    assert "open it there" in problem.words


def test_an_outside_file_named_in_adobes_form_is_never_read():
    evil = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><x:data xmlns:x="u"><a>&e;</a><b>kept</b></x:data>'
    text = read(xfa(b"", evil, WAIT)).text
    assert text == "b: kept"


# ---- files inside ----


@pytest.mark.parametrize("make", [attached, pinned], ids=["an attachment", "a file pinned to the page"])
def test_a_file_inside_is_read_under_its_name(make):
    found = read(make("diary.txt", b"3 March: nobody came.", PAGE))
    assert found.text.endswith("Tuesday.\n\ndiary.txt:\n3 March: nobody came.")
    assert found.problems == ()


def test_what_cannot_be_read_of_a_file_inside_is_said_with_its_name():
    (problem,) = read(attached("locked.bin", bytes(range(256)) * 4, PAGE)).problems
    assert problem.words.startswith("locked.bin: ")
    assert problem.unread


def test_a_pdf_in_a_pdf_without_end_stops():
    data = PAGE
    for _ in range(8):
        data = attached("inner.pdf", data if data.startswith(b"%PDF") else pdf(data), PAGE)
    assert [problem.code for problem in read(data).problems] == [ProblemCode.TOO_MANY]


# ---- damage ----


def test_a_cut_off_pdf_gives_the_pages_it_still_has():
    whole = pdf(PAGE, pages=3)
    found = read(whole[: len(whole) * 6 // 10])
    assert found.text.startswith("Complaint form\nNobody came on Tuesday.")
    assert [(problem.code, problem.unread) for problem in found.problems] == [(ProblemCode.DAMAGED, True)]


OPENS = {
    "words before its first line": b"From a faulty mail program\r\n" * 9 + pdf(PAGE),
    "no table of contents": pdf(PAGE).partition(b"xref")[0],
    "a page without a size": pdf(PAGE, box=b"0 0 0 0"),
    "a page as large as a field": pdf(PAGE, box=b"0 0 14400000 14400000"),
    "a page measured backwards": pdf(PAGE, box=b"595 842 0 0"),
    "a page turned on its side": pdf(PAGE, page=b"/Rotate 90"),
    "a page turned by a crooked number": pdf(PAGE, page=b"/Rotate 45"),
}


@pytest.mark.parametrize("data", OPENS.values(), ids=OPENS.keys())
def test_an_odd_pdf_is_read_all_the_same(data):
    assert read(data).text == "Complaint form\nNobody came on Tuesday."


def test_a_file_that_only_begins_like_a_pdf_is_damaged():
    assert [problem.code for problem in read(b"%PDF-1.7\nnothing more").problems] == [ProblemCode.DAMAGED]


def test_thousands_of_pages_stop_at_the_limit_and_say_so():
    found = read(pdf(PAGE, pages=1200), replace(default_limits(), document_pages=40))
    assert found.text.count("Complaint form") == 40
    assert "has 1,200 pages; only the first 40" in found.problems[0].words


# ---- words that nobody sees, and letters that are none ----

UNSEEN = {
    "white on white": b"1 1 1 rg " + lines("never mind this", top=500),
    "not drawn at all": b"3 Tr " + lines("never mind this", top=500) + b"0 Tr ",
    "as small as dust": lines("never mind this", top=500, size=1).replace(b"/F 1 Tf", b"/F 0.4 Tf"),
}


@pytest.mark.parametrize("content", UNSEEN.values(), ids=UNSEEN.keys())
def test_words_that_nobody_can_see_are_left_out_and_said(content):
    found = read(pdf(PAGE + b"q " + content + b" Q"))
    assert found.text == "Complaint form\nNobody came on Tuesday."
    assert [(problem.code, problem.unread) for problem in found.problems] == [(ProblemCode.HIDDEN_TEXT, False)]


SEEN = {
    "white on black": b"0 0 0 rg 50 480 400 60 re f 1 1 1 rg " + lines("read this too", top=500),
    "grey": b"0.6 0.6 0.6 rg " + lines("read this too", top=500),
    "small print": lines("read this too", top=500, size=5),
}


@pytest.mark.parametrize("content", SEEN.values(), ids=SEEN.keys())
def test_faint_or_small_words_that_can_be_seen_are_kept(content):
    found = read(pdf(PAGE + b"q " + content + b" Q"))
    assert found.text.endswith("read this too")
    assert found.problems == ()


def test_a_page_whose_letters_have_no_map_is_read_as_a_picture():
    shifted = lines("'HDU WHDP QRERG\\ FDPH RQ 7XHVGD\\ DQG P\\ VRQ ZDV OHIW ZDLWLQJ DJDLQ")
    with reading_with(seeing("Dear team nobody came on Tuesday and my son was left waiting")):
        assert read(pdf(shifted)).text.startswith("Dear team nobody came")


def test_letters_without_a_map_stay_and_are_said_where_no_picture_helps():
    shifted = lines("'HDU WHDP QRERG\\ FDPH RQ 7XHVGD\\ DQG P\\ VRQ ZDV OHIW ZDLWLQJ DJDLQ")
    with reading_with(seeing("", 10)):
        found = read(pdf(shifted))
    assert found.text.startswith("'HDU WHDP")
    assert [problem.code for problem in found.problems] == [ProblemCode.POOR_IMAGE]


# ---- pictures on pages ----


def test_a_letterhead_in_type_over_a_scanned_letter_gives_both_without_doubling():
    pictures = []

    def draw(page):
        page.drawString(60, 815, "Larkfield House, 14 Mill Lane, Brackenford")
        picture_at(page, 40, 60, 500, 700)

    with reading_with(seeing("the letter itself", pictures=pictures)):
        text = read(drawn(draw)).text
    assert text == "Larkfield House, 14 Mill Lane, Brackenford\nthe letter itself"
    (shown,) = pictures
    # The typed words are painted over, so that the recogniser does not read them again.
    assert min(shown.crop((0, 0, shown.width, shown.height // 25)).getextrema()) > 200


def test_a_screenshot_pasted_into_a_letter_is_read_after_the_words_above_it():
    def draw(page):
        many(page)
        picture_at(page, 150, 150, 260, 400)

    with reading_with(seeing("see you never")):
        assert read(drawn(draw)).text.endswith("at the visit.\nsee you never")


def test_the_same_letterhead_on_each_page_is_read_once():
    pictures = []

    def draw(page):
        for _ in range(3):
            many(page)
            picture_at(page, 60, 300, 300, 200)
            page.showPage()

    with reading_with(seeing("Larkfield", pictures=pictures)):
        assert read(drawn(draw)).text.count("Larkfield") == 1
    assert len(pictures) == 1


def test_an_icon_is_not_looked_at():
    def draw(page):
        many(page)
        picture_at(page, 60, 500, 40, 40)

    with reading_with(seeing("icon")):
        assert "icon" not in read(drawn(draw)).text


def test_a_scan_with_words_laid_under_it_is_not_recognised_again():
    def draw(page):
        many(page, 30)
        picture_at(page, 0, 0, *A4)

    with reading_with(seeing("twice")):
        text = read(drawn(draw)).text
    assert "twice" not in text
    assert text.count("Line 7") == 1


def test_a_photo_without_words_on_a_page_is_for_a_persons_eyes():
    def draw(page):
        many(page)
        page.drawImage(ImageReader(letter_picture(620, 877, 17)), 60, 100, 400, 500)

    with reading_with(seeing("")):
        (problem,) = read(drawn(draw)).problems
    assert (problem.code, problem.unread) == (ProblemCode.POOR_IMAGE, True)
    assert "on page 1: a person must look" in problem.words


# ---- time and failures: what was read is kept ----


def scans(count):
    def draw(page):
        for number in range(count):
            page.drawImage(ImageReader(letter_picture(400 + number, 560, 12)), 0, 0, *A4)
            page.showPage()

    return drawn(draw)


def test_when_the_time_is_up_what_was_read_is_kept_and_the_rest_is_said():
    world = seeing("seen")
    asked = []

    def recognise(picture, limits):
        asked.append(1)
        return world.recognise(picture, limits)

    hurried = replace(world, recognise=recognise, seconds_left=lambda: 1.0 - len(asked) / 2)
    with reading_with(hurried):
        found = read(scans(4))
    assert found.text == "seen\n\nseen"
    assert [(problem.code, problem.unread) for problem in found.problems] == [(ProblemCode.UNFINISHED, True)]
    assert "pages 3-4" in found.problems[0].words


def test_without_any_time_the_pages_are_named_as_not_read():
    with reading_with(replace(seeing(), seconds_left=lambda: 0.0)):
        found = read(pdf(PAGE, pages=3))
    assert (found.text, found.pages) == ("", 3)
    assert [problem.code for problem in found.problems] == [ProblemCode.UNFINISHED]


def test_one_page_that_is_too_slow_does_not_cost_the_others():
    answers = iter([RecogniserError(ProblemCode.TOO_SLOW, "It took too long."), None, None])

    def recognise(picture, limits):
        error = next(answers)
        if error:
            raise error
        return Recognised("\n".join([ROW.format(confidence=95, word="seen")] * 4))

    with reading_with(Surroundings(recognise=recognise, admit=lambda filename: None)):
        found = read(scans(3))
    assert found.text == "seen seen seen seen\n\nseen seen seen seen"
    assert [problem.words for problem in found.problems] == ["The picture on page 1 was not read. It took too long."]


def test_words_broken_at_a_lines_end_are_one_word_again():
    assert read(pdf(lines("my ex-", "partner came late"))).text == "my ex-partner came late"


def test_packed_content_is_read_as_well():
    data = pdf().replace(stream(b""), stream(PAGE, packed=True))
    assert "Nobody came on Tuesday." in read(data).text


def test_letters_of_negative_size_on_a_turned_page_are_read_upright():
    content = b"q BT /F -12 Tf -1 0 0 -1 60 700 Tm (Nobody came on Tuesday.) Tj ET Q"
    content += b" q BT /F -12 Tf -1 0 0 -1 60 680 Tm (Kai waited until four.) Tj ET Q"
    assert read(pdf(content)).text == "Nobody came on Tuesday.\nKai waited until four."


def test_words_up_the_margin_stay_words():
    rows = b"".join(lines(text, left=60, top=500 - 40 * n) for n, text in enumerate(["Kai", "He", "hit", "me"]))
    rows += b"".join(lines(text, left=300, top=500 - 40 * n) for n, text in enumerate(["Name", "Who", "What", "Whom"]))
    margin = b"BT /F 10 Tf 0 1 -1 0 30 300 Tm (PRINT WITHOUT VALUE) Tj ET "
    text = read(pdf(rows + margin)).text
    assert "PRINT WITHOUT VALUE" in text
    assert "Who" in text.split()


def test_when_time_is_short_the_words_come_first_and_hidden_ones_are_not_looked_for():
    white = b"1 1 1 rg " + lines("white words", top=500)
    with reading_with(replace(seeing(), seconds_left=lambda: 3.0)):
        hurried = read(pdf(PAGE + white, pages=2))
    assert hurried.text.count("Nobody came on Tuesday.") == 2
    assert "white words" in hurried.text
    assert "white words" not in read(pdf(PAGE + white)).text


def test_a_pdf_without_one_object_is_said_to_be_damaged():
    assert [problem.words for problem in read(b"%PDF-1.7\n/Type /Page\n%%EOF\n").problems] == [
        "The PDF is damaged and cannot be opened: ask the sender to send it again."
    ]
