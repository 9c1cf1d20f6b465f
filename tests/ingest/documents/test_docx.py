import io
import zipfile
from dataclasses import replace

import pytest

from config.limits import default_limits
from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised
from ingest.message import ProblemCode
from tests.documents.make_documents import letter_picture

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)


def part(inside, root="document"):
    return f'<?xml version="1.0"?><w:{root} {NAMES}><w:body>{inside}</w:body></w:{root}>'.encode()


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx_of(body, **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        for name, content in parts.items():
            archive.writestr(f"word/{name.replace('__', '/').replace('_png', '.png').replace('_xml', '.xml')}", content)
    return out.getvalue()


def text_of(inside):
    return read_document("letter.docx", "", docx_of(part(inside))).text


CELL = "<w:tc>{}</w:tc>".format
SEEN = {
    "paragraphs": (paragraph("Dear team,") + paragraph("no one came."), "Dear team,\nno one came."),
    "a word in two runs": ("<w:p><w:r><w:t>com</w:t></w:r><w:r><w:t>plaint</w:t></w:r></w:p>", "complaint"),
    "text put in with tracked changes": (f"<w:p><w:ins>{'<w:r><w:t>inserted</w:t></w:r>'}</w:ins></w:p>", "inserted"),
    "text taken out with tracked changes": (
        "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>",
        "kept",
    ),
    "an answer in a form field": (f"<w:sdt><w:sdtContent>{paragraph('my answer')}</w:sdtContent></w:sdt>", "my answer"),
    "a ticked box": (
        (
            "<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='1'/></w14:checkbox></w:sdtPr></w:sdt>"
            "<w:r><w:t>in danger</w:t></w:r></w:p>"
        ),
        "[ticked] in danger",
    ),
    "a box left empty": (
        (
            "<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val='0'/></w14:checkbox></w:sdtPr></w:sdt>"
            "<w:r><w:t>in danger</w:t></w:r></w:p>"
        ),
        "[not ticked] in danger",
    ),
    "a text box kept twice for old versions": (
        (
            "<w:p><w:r><w:t>before</w:t><mc:AlternateContent><mc:Choice><w:txbxContent>"
            f"{paragraph('in the box')}</w:txbxContent></mc:Choice><mc:Fallback>{paragraph('in the box')}</mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>"
        ),
        "before\nin the box",
    ),
    "a table row by row": (
        (
            f"<w:tbl><w:tr>{CELL(paragraph('Name'))}{CELL(paragraph('Amara'))}</w:tr>"
            f"<w:tr>{CELL(paragraph('Child'))}{CELL('')}</w:tr></w:tbl>"
        ),
        "Name | Amara\nChild",
    ),
    "a table in a table": (
        (
            f"<w:tbl><w:tr>{CELL(paragraph('Outer') + '<w:tbl><w:tr>' + CELL(paragraph('inner')) + '</w:tr></w:tbl>')}"
            "</w:tr></w:tbl>"
        ),
        "Outer inner",
    ),
    "tabs and line breaks": ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
    "a field's own code": (
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>Page 3</w:t></w:r></w:p>",
        "Page 3",
    ),
}


@pytest.mark.parametrize(("inside", "text"), SEEN.values(), ids=SEEN.keys())
def test_what_a_reader_of_the_document_sees_is_read(inside, text):
    assert text_of(inside) == text


def test_head_foot_notes_and_remarks_are_read_once_each():
    data = docx_of(
        part(paragraph("The letter.")),
        header1_xml=part(paragraph("In confidence"), "hdr"),
        header2_xml=part(paragraph("In confidence"), "hdr"),
        footer1_xml=part(paragraph("Page 1"), "ftr"),
        footnotes_xml=part(paragraph("See the plan."), "footnotes"),
        comments_xml=part(paragraph("Is this right?"), "comments"),
    )
    assert read_document("l.docx", "", data).text.split("\n\n") == [
        "In confidence",
        "The letter.",
        "Page 1",
        "See the plan.",
        "Is this right?",
    ]


def test_a_paragraph_nested_very_deep_is_read():
    body = "<w:sdt>" * 1_500 + paragraph("at the bottom") + "</w:sdt>" * 1_500
    assert text_of(body) == "at the bottom"


BOMBS = {
    "one part of zeros": lambda: docx_of(b"\0" * 50_000_000),
    "many parts": lambda: docx_of(part(""), **{f"header{n}_xml": b"x" for n in range(3000)}),
}


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS.keys())
def test_a_zip_bomb_is_refused_and_named(make):
    problem = read_document("b.docx", "", make()).problems[0]
    assert (problem.code, problem.unread) == (ProblemCode.TOO_LARGE, True)
    assert "attack" in problem.words


def test_entities_are_never_expanded_and_no_file_is_fetched():
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>'
        f"<w:document {NAMES}><w:p><w:r><w:t>words &a9; &f;</w:t></w:r></w:p></w:document>"
    ).encode()
    document = read_document("x.docx", "", docx_of(body))
    assert "root:" not in document.text
    assert len(document.text) < 100


def test_broken_xml_is_damage():
    assert [p.code for p in read_document("x.docx", "", docx_of(b"<w:document")).problems] == [ProblemCode.DAMAGED]


def test_files_inside_a_word_document_are_read_under_their_names():
    document = read_document("x.docx", "", docx_of(part(paragraph("See the log:")), embeddings__log=b"Nobody came."))
    assert (document.text, document.problems) == ("See the log:\n\nlog:\nNobody came.", ())


def png(size):
    out = io.BytesIO()
    letter_picture(*size, 12).save(out, "PNG")
    return out.getvalue()


SCREENSHOT = "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t90\tthreat"


@pytest.mark.parametrize(("size", "is_read"), [((700, 900), True), ((120, 60), False)], ids=["screenshot", "logo"])
def test_a_pasted_screenshot_is_read_and_a_logo_is_not(size, is_read):
    data = docx_of(part(paragraph("See below:")), media__image1_png=png(size))
    world = Surroundings(
        recognise=lambda picture, limits: Recognised("\n".join([SCREENSHOT] * 3)), admit=lambda filename: None
    )
    with reading_with(world):
        document = read_document("x.docx", "", data)
    assert ("threat threat threat" in document.text) is is_read
    assert document.problems == ()
    assert document.confidence == (pytest.approx(0.94) if is_read else 1.0)


def test_a_document_of_pictures_only_is_not_called_empty():
    data = docx_of(part(""), media__image1_png=png((700, 900)))
    world = Surroundings(
        recognise=lambda picture, limits: Recognised("\n".join([SCREENSHOT] * 3)), admit=lambda filename: None
    )
    with reading_with(world):
        document = read_document("x.docx", "", data, replace(default_limits(), ocr_pages=5))
    assert document.text == "threat threat threat"
    assert document.problems == ()


RUN = "<w:r><w:t>{}</w:t></w:r>".format
FORM = '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r>{}</w:p>'.format
MORE = {
    "a box ticked in an old form": (
        FORM('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', RUN("in danger")), "[ticked] in danger",
    ),
    "a box left empty in an old form": (
        FORM('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', RUN("x")), "[not ticked] x",
    ),
    "what was chosen in an old form": (
        FORM('<w:ddList><w:result w:val="1"/><w:listEntry w:val="Yes"/><w:listEntry w:val="No"/></w:ddList>', ""), "No",
    ),
    "a sign of a picture font": ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r></w:p>', "[x]"),
    "what was moved away": ("<w:p><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:r><w:t>x</w:t></w:r></w:p>", "x"),
    "tab stops are no tabs": ('<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>x</w:t></w:r></w:p>', "x"),
    "an older form where the newer has no words": (
        f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{paragraph('boxed')}</mc:Fallback></mc:AlternateContent>",
        "boxed",
    ),
    "words drawn as art": ('<w:p><w:r><w:pict><v:textpath xmlns:v="v" string="DRAFT"/></w:pict></w:r></w:p>', "DRAFT"),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "text"), MORE.values(), ids=MORE.keys())
def test_what_a_reader_of_a_form_sees_is_read(inside, text):
    assert text_of(inside) == text


def test_hidden_words_are_left_out_and_said():
    hidden = "<w:p><w:r><w:t>seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
    shown = '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>too</w:t></w:r></w:p>'
    document = read_document("x.docx", "", docx_of(part(hidden + shown)))
    assert document.text == "seen\ntoo"
    assert [(problem.code, problem.unread) for problem in document.problems] == [(ProblemCode.HIDDEN_TEXT, False)]


def test_a_hidden_mark_of_a_paragraph_hides_no_words():
    body = "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>seen</w:t></w:r></w:p>"
    assert text_of(body) == "seen"


def test_numbered_points_keep_their_numbers():
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>'
        '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1%2)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    point = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="5"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    )
    body = "".join(
        point.format(level, words) for level, words in ((0, "late"), (1, "March"), (1, "May"), (0, "rude"), (1, "x"))
    )
    document = read_document("x.docx", "", docx_of(part(body), numbering_xml=numbering))
    assert document.text == "1. late\n1a) March\n1b) May\n2. rude\n2a) x"


def test_a_remark_says_whose_it_is():
    comments = f'<w:comments {NAMES}><w:comment w:author="Kim Bell">{paragraph("Is it so?")}</w:comment></w:comments>'
    document = read_document("x.docx", "", docx_of(part(paragraph("words")), comments_xml=comments.encode()))
    assert document.text == "words\n\nComment by Kim Bell: Is it so?"


def test_strict_names_are_read_too():
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    body = f"<w:document {strict}><w:body>{paragraph('words')}</w:body></w:document>".encode()
    assert read_document("x.docx", "", docx_of(body)).text == "words"


def test_macros_are_named_without_alarm():
    (problem,) = read_document("x.docm", "", docx_of(part(paragraph("words")), **{"vbaProject.bin": b"x"})).problems
    assert (problem.code, problem.unread) == (ProblemCode.NO_READER, False)
    assert "not run" in problem.words


def test_a_letter_cut_in_the_middle_is_read_up_to_there():
    body = part("".join(paragraph(f"On day {number} nobody came.") for number in range(3_000)))
    whole = docx_of(body)
    document = read_document("x.docx", "", whole[: len(whole) // 2])
    assert document.text.startswith("On day 0 nobody came.\nOn day 1 nobody came.")
    assert [problem.code for problem in document.problems] == [ProblemCode.DAMAGED]
