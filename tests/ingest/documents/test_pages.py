"""Words found in a document are found again: each page, slide, sheet and file inside begins where it is said to."""

import gzip
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from config.limits import default_limits
from ingest.documents.document import DocumentText, Source, document_from_plain, document_to_plain
from ingest.documents.docx_pages import starts_of_pages
from ingest.documents.gather import Gathering
from ingest.documents.pages import PageText, join_pages, numbered
from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised
from ingest.page_starts import name_at, page
from tests.documents.make_documents import letter_picture, mail_with, pdf_of
from tests.ingest.documents.old_office import ppt
from tests.ingest.documents.test_docx import docx_of, part
from tests.ingest.documents.test_other_formats import ODF, odt, xlsx
from tests.ingest.documents.test_slides import pptx, slide

LIMITS = default_limits()
BOOK = (Path(__file__).parents[2] / "documents" / "book.xls").read_bytes()


def zip_of(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def where(document, words):
    """Return what the page is called on which the words stand."""
    return name_at(document.page_starts, document.text.index(words))


THREE = pdf_of("Nobody came for Kai.", "", "He cried all night.")
TWO = pdf_of("One visit.", "Two visits.")


def test_each_page_of_a_pdf_begins_with_its_own_words_and_one_without_words_keeps_its_number():
    document = read_document("letter.pdf", "", THREE)
    assert [each.name for each in document.page_starts] == ["page 1", "page 2", "page 3"]
    assert where(document, "Nobody came") == "page 1"
    assert where(document, "He cried") == "page 3"
    assert document.text[document.page_starts[2].start :] == "He cried all night."


WORDS = st.lists(st.sampled_from(["", "Nobody came.", "He cried\nall night.", "Sorry"]), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(WORDS)
def test_a_pdf_has_as_many_starts_as_pages_and_all_lie_in_its_text_in_order(pages):
    document = read_document("letter.pdf", "", pdf_of(*pages))
    starts = [each.start for each in document.page_starts]
    if any(pages):
        assert len(starts) == document.pages == len(pages)
    assert starts == sorted(starts)
    assert all(0 <= start <= len(document.text) for start in starts)
    for number, words in enumerate(pages, 1):
        if words:
            start = document.page_starts[number - 1].start
            assert document.text[start:].startswith(words)
            assert name_at(document.page_starts, start) == f"page {number}"
    assert document_from_plain(document_to_plain(document)) == document


PAGES = st.lists(st.builds(PageText, text=st.text(max_size=9), confidence=st.just(1.0)), max_size=8)


@given(PAGES)
def test_pages_that_are_joined_keep_their_words_under_their_numbers(pages):
    source = Source(filename="a", media_type="application/pdf", data=b"", limits=LIMITS)
    document = join_pages(source, numbered(pages), (), pages_total=len(pages))
    if document.text:
        assert len(document.page_starts) == len(pages)
    for number, found in enumerate(pages, 1):
        if found.text:
            start = document.page_starts[number - 1].start
            assert document.text[start : start + len(found.text)] == found.text
            assert name_at(document.page_starts, start) == f"page {number}"


def test_pages_behind_the_last_that_is_read_are_not_named():
    document = read_document("letter.pdf", "", THREE, replace(LIMITS, document_pages=1))
    assert document.pages == 3
    assert [each.name for each in document.page_starts] == ["page 1"]


def test_a_scan_of_several_pages_has_them_and_a_photo_has_none():
    tsv = "\n".join(["5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t95\tseen"] * 4)
    scan = io.BytesIO()
    letter_picture(400, 560, 12).save(scan, "TIFF", save_all=True, append_images=[letter_picture(400, 560, 12)])
    photo = io.BytesIO()
    letter_picture(400, 560, 12).save(photo, "PNG")
    with reading_with(Surroundings(recognise=lambda picture, limits: Recognised(tsv), admit=lambda filename: None)):
        assert [each.name for each in read_document("fax.tif", "", scan.getvalue()).page_starts] == ["page 1", "page 2"]
        assert read_document("photo.png", "", photo.getvalue()).page_starts == ()


def test_a_file_inside_a_pdf_is_no_page_of_it():
    outer = pypdfium2.PdfDocument(TWO)
    outer.new_attachment("log.txt").set_data(b"3 March: no call")
    out = io.BytesIO()
    outer.save(out)
    document = read_document("letter.pdf", "", out.getvalue())
    assert where(document, "Two visits") == "page 2"
    assert where(document, "3 March") == "log.txt"


def test_each_file_of_a_folder_keeps_pages_of_its_own():
    document = read_document("all.zip", "", zip_of(a_pdf=THREE, b_txt=b"He is safe.", c_pdf=TWO))
    assert where(document, "He cried") == "a.pdf, page 3"
    assert where(document, "He is safe") == "b.txt"
    assert where(document, "One visit") == "c.pdf, page 1"
    assert where(document, "c.pdf:") == "c.pdf"


def test_a_packed_letter_has_the_pages_of_the_letter():
    document = read_document("letter.pdf.gz", "", gzip.compress(TWO))
    assert where(document, "Two visits") == "page 2"


def test_a_letter_in_a_mail_in_a_folder_is_named_all_the_way_down():
    document = read_document("all.zip", "", zip_of(sent_eml=mail_with(TWO)))
    assert where(document, "See the letter") == "sent.eml"
    assert where(document, "Two visits") == "sent.eml, letter.pdf, page 2"


def test_a_mail_in_a_mail_names_its_letter_and_not_itself():
    document = read_document("sent.eml", "", mail_with(TWO))
    assert where(document, "See the letter") == ""
    assert where(document, "[letter.pdf]") == "letter.pdf"
    assert where(document, "One visit") == "letter.pdf, page 1"


def test_a_mail_cut_at_the_limit_has_no_pages_behind_the_cut():
    whole = read_document("sent.eml", "", mail_with(TWO))
    most = whole.text.index("Two visits")
    document = read_document("sent.eml", "", mail_with(TWO), replace(LIMITS, document_characters=most))
    assert [each.name for each in document.page_starts] == ["letter.pdf", "letter.pdf, page 1"]
    assert all(each.start < len(document.text) for each in document.page_starts)


def test_a_folder_cut_at_the_limit_has_no_pages_behind_the_cut():
    document = read_document("all.zip", "", zip_of(a_pdf=TWO), replace(LIMITS, document_characters=8))
    assert document.text == "a.pdf:\nO"
    assert [each.name for each in document.page_starts] == ["a.pdf", "a.pdf, page 1"]


def test_the_mails_of_a_mailbox_file_are_numbered():
    one = b"From ada@okoro.example Tue Mar  3 10:11:12 2026\n%s\n"
    data = one % b"From: ada@okoro.example\nSubject: first\n\nNobody rang.\n" + one % mail_with(TWO)
    document = read_document("old.mbox", "", data)
    assert where(document, "Nobody rang") == "mail 1"
    assert where(document, "Two visits") == "mail 2, letter.pdf, page 2"


SLIDES = (
    "<draw:page><draw:frame><text:p>Visits</text:p></draw:frame></draw:page>"
    "<draw:page><draw:frame><text:p>Slide 1:</text:p><text:p>None since March</text:p></draw:frame></draw:page>"
)
SPREADSHEET = "".join(
    f'<table:table table:name="{name}"><table:table-row><table:table-cell><text:p>{words}</text:p>'
    "</table:table-cell></table:table-row></table:table>"
    for name, words in (("Calls", "no answer"), ("Costs", "£40"))
)
BOOK_2003 = "".join(
    f'<Worksheet ss:Name="{name}"><Table><Row><Cell><Data ss:Type="String">{words}</Data></Cell></Row></Table></Worksheet>'
    for name, words in (("Calls", "no answer"), ("Costs", "£40"))
)
ROW = '<row><c t="inlineStr"><is><t>x{}</t></is></c></row>'
NAMED = {
    "slides": (
        "a.pptx",
        pptx(["rId2", "rId1"], ppt__slides__slide1_xml=slide("second"), ppt__slides__slide2_xml=slide("first")),
        {"first": "slide 1", "second": "slide 2"},
    ),
    "old slides": ("a.ppt", ppt([["Visits"], ["What we ask"]]), {"Visits": "slide 1", "What we ask": "slide 2"}),
    "open slides, one of which speaks of another": (
        "a.odp",
        odt(f"<office:presentation>{SLIDES}</office:presentation>"),
        {"Visits": "slide 1", "Slide 1:\nNone": "slide 2", "None since": "slide 2"},
    ),
    "sheets": ("c.xlsx", xlsx(ROW, sheets=("Calls", "Costs")), {"Sheet Calls": "sheet Calls", "Sheet Costs": "sheet Costs"}),
    "a single sheet needs no name": ("c.xlsx", xlsx(ROW), {"x": ""}),
    "old sheets, and comments that lie in none": (
        "b.xls", BOOK, {"no answer": "sheet Calls", "hiddensheetwords": "sheet Secret", "visitwords": "sheet Visits", "HeaderAlpha": ""},
    ),
    "open sheets": (
        "a.ods",
        odt(f"<office:spreadsheet>{SPREADSHEET}</office:spreadsheet>", styles_xml=f"<s {ODF}><style:header><text:p>Private</text:p></style:header></s>"),
        {"no answer": "sheet Calls", "£40": "sheet Costs", "Private": ""},
    ),
    "sheets of 2003": (
        "a.xml",
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{BOOK_2003}</Workbook>'.encode(),
        {"no answer": "sheet Calls", "£40": "sheet Costs"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "expected"), NAMED.values(), ids=NAMED.keys())
def test_slides_and_sheets_are_called_what_people_call_them(name, data, expected):
    document = read_document(name, "", data)
    assert {words: where(document, words) for words in expected} == expected
    assert "\0" not in document.text


def test_words_in_a_picture_are_no_words_of_the_last_slide():
    def read_picture(name, declared_type, data):
        return DocumentText(media_type="image/png", text="seen", confidence=0.9)

    picture = io.BytesIO()
    Image.new("L", (500, 500), 255).save(picture, "PNG")
    gathering = Gathering(
        Source(filename="a.pptx", media_type="x", data=b"", limits=LIMITS, open_inside=read_picture), "presentation"
    )
    gathering.say("Slide 1:\nVisits", page_name="slide 1")
    gathering.open_picture(picture.getvalue())
    document = gathering.document()
    assert (where(document, "Visits"), where(document, "seen")) == ("slide 1", "picture 1")


@given(st.text(st.sampled_from(" \n"), max_size=4))
def test_white_space_that_is_not_kept_moves_no_page(lead):
    found = DocumentText(
        media_type="a", text=f"{lead}one\n\ntwo", page_starts=(page("page 1"), page("page 2", len(lead) + 5)),
        unclear=((len(lead) + 5, len(lead) + 8),),
    )  # fmt: skip
    source = Source(filename="a.gz", media_type="x", data=b"", limits=LIMITS, open_inside=lambda *_: found)
    gathering = Gathering(source, "packed file")
    gathering.open_inside("a", b"x", heading="")
    document = gathering.document()
    assert (where(document, "one"), where(document, "two")) == ("page 1", "page 2")
    assert [document.text[start:end] for start, end in document.unclear] == ["two"]


BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"
FACTS = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Pages>{}</Pages></Properties>'


def word_of(body, pages, **parts):
    """Return a Word document that says it had so many pages."""
    out = io.BytesIO(docx_of(part(body), **parts))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("docProps/app.xml", FACTS.format(pages))
    return out.getvalue()


def said(words):
    return f"<w:r><w:t>{words}</w:t></w:r>"


LONG = (
    f"<w:p>{said('Dear team, we  ')}{BREAK}{said('(as you know) were left.')}</w:p>"
    f"<w:p/><w:p/><w:p/><w:p>{BREAK}{said('“Nobody” came.')}</w:p>"
)


def test_a_word_documents_pages_are_where_word_last_showed_them():
    document = read_document(
        "l.docx", "", word_of(LONG, 3, header1_xml=part(f"<w:p>{said('In confidence')}</w:p>", "hdr"))
    )
    places = {each.name: document.text[each.start :][:8] for each in document.page_starts}
    assert places == {"page 1": "Dear tea", "page 2": "(as you ", "page 3": "“Nobody”"}
    assert where(document, "In confidence") == ""


def test_pages_change_no_word_of_a_word_document():
    assert (
        read_document("l.docx", "", word_of(LONG, 3)).text
        == read_document("l.docx", "", docx_of(part(LONG.replace(BREAK, "")))).text
    )


def test_what_stands_behind_a_word_documents_last_page_is_of_none():
    notes = part(f"<w:comment w:author='Jo'><w:p>{said('Is this so?')}</w:p></w:comment>", "comments")
    document = read_document("l.docx", "", word_of(LONG, 3, comments_xml=notes))
    assert (where(document, "“Nobody”"), where(document, "Is this so")) == ("page 3", "")


@pytest.mark.parametrize(
    "data",
    [
        word_of(LONG, 5), word_of(LONG, 1), word_of(LONG, "many"), docx_of(part(LONG)), word_of(f"<w:p>{said('One.')}</w:p>", 1),
        word_of(LONG.replace("were left.", "</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr>" + BREAK[5:-6] + "<w:t>x"), 3),
    ],
    ids=["more pages than breaks", "fewer pages than breaks", "no number", "nothing said", "no break", "a break too many"],
)  # fmt: skip
def test_where_word_and_the_words_do_not_agree_no_page_is_said(data):
    assert read_document("l.docx", "", data).page_starts == ()


def test_damaged_facts_about_a_word_document_are_no_damage_to_its_words():
    out = io.BytesIO(docx_of(part(LONG)))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("docProps/app.xml", "<Properties><Pag")
    document = read_document("l.docx", "", out.getvalue())
    assert (document.problems, document.page_starts) == ((), ())
    assert "Nobody" in document.text


WORD_PAGES = st.lists(st.text(st.sampled_from("ab “(.\n|é1"), max_size=8), min_size=2, max_size=5)


@given(WORD_PAGES)
def test_each_letter_of_a_word_document_stays_on_the_page_it_was_on(pages):
    text = " ".join("".join(pages).split())
    starts = starts_of_pages(text, pages, len(pages))
    assert [each.name for each in starts] == [f"page {number}" for number in range(1, len(pages) + 1)]
    assert [each.start for each in starts] == sorted(each.start for each in starts)
    letters = [f"page {number}" for number, words in enumerate(pages, 1) for sign in words if sign.isalnum()]
    assert [name_at(starts, at) for at, sign in enumerate(text) if sign.isalnum()] == letters


def test_a_word_document_that_lost_letters_on_the_way_has_no_pages():
    assert starts_of_pages("Dear", ["Dear", "team"], 2) == ()
