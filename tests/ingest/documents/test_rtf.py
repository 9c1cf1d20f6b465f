import io

import pytest
from PIL import Image, ImageDraw

from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised
from ingest.message import ProblemCode
from tests.ingest.documents.old_office import native
from tests.ingest.outlook_files import ole

SEEN = {
    "another alphabet by its font": (
        rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial CYR;}}x \f1\'cd\'e8\'ea\'f2\'ee}", "x Никто",
    ),
    "two bytes a letter": (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset128 MS;}}\f0\'82\'b1\'82\'f1}", "こん"),
    "a code page of its own": (rb"{\rtf1\ansi\ansicpg1250 \'bd\'f3d\'9f}", "˝ódź"),
    "an old macintosh": (rb"{\rtf1\mac Zo\'91}", "Zoë"),
    "a sign of a picture font": (rb"{\rtf1{\fonttbl{\f3\fcharset2 Wingdings;}}{\f3\'fe} in danger}", "[x] in danger"),
    "hexadecimal stand-ins": (rb"{\rtf1\uc1 5\u8364\'80!}", "5€!"),
    "two stand-ins": (rb"{\rtf1\uc2 5\u8364EU!}", "5€!"),
    "a cell of two paragraphs": (rb"{\rtf1\intbl one\par two\cell three\cell\row\pard next}", "one two | three\nnext"),
    "a table in a table": (
        rb"{\rtf1\intbl a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}c\cell\row}", "a | b | c",
    ),
    "head, foot, note and remark": (
        rb"{\rtf1{\header In confidence}{\footer Page 1}Dear team{\footnote See the plan}{\*\atnauthor Kim}{\*\annotation Is it so?}.}",
        "In confidence\n\nDear team.\n\nSee the plan\n\nComment by Kim: Is it so?\n\nPage 1",
    ),
    "a link whose words do not say where it leads": (
        rb'{\rtf1{\field{\*\fldinst HYPERLINK "http://plan.example"}{\fldrslt the plan}}.}', "the plan (http://plan.example).",
    ),
    "a link that is its address": (
        rb'{\rtf1{\field{\*\fldinst HYPERLINK "mailto:a@b.example"}{\fldrslt a@b.example}}}', "a@b.example",
    ),
    "a ticked box of a form": (
        rb"{\rtf1{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres1\ffdefres0}}}{\fldrslt}}danger}",
        "[ticked] danger",
    ),
    "a box ticked from the first": (
        rb"{\rtf1{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres25\ffdefres1}}}{\fldrslt}}danger}",
        "[ticked] danger",
    ),
    "what was chosen of a list": (
        rb"{\rtf1{\field{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2\ffres1{\*\ffl one}{\*\ffl two}}}}{\fldrslt}}.}", "two.",
    ),
    "a list's numbers": (rb"{\rtf1{\listtext 1.\tab}First\par{\listtext 2.\tab}Second}", "1.\tFirst\n2.\tSecond"),
    "what was deleted": (rb"{\rtf1 kept {\deleted gone}\revised new}", "kept new"),
    "Unicode beside its stand-in": (rb"{\rtf1{\upr{Lodz}{\*\ud{\u321?\'f3d\u378?}}}}", "Łódź"),
    "bytes of a picture": (b"{\\rtf1 a{\\pict\\bin4 }{\\}}b}", "ab"),
    "words drawn as art": (rb"{\rtf1{\shp{\*\shpinst{\sp{\sn gtextUNICODE}{\sv DRAFT}}}}x}", "DRAFT\nx"),
    "html inside": (
        rb"{\rtf1\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\par \htmlrtf0 Nobody came{\*\htmltag84 &nbsp;}\htmlrtf  \htmlrtf0 <again>\htmlrtf }\htmlrtf0 }",
        "Nobody came <again>",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "text"), SEEN.values(), ids=SEEN.keys())
def test_what_a_reader_of_rich_text_sees_is_read(data, text):
    document = read_document("l.rtf", "", data)
    assert (document.text, document.problems) == (text, ())


def test_hidden_words_are_left_out_and_said():
    document = read_document("l.rtf", "", rb"{\rtf1 seen {\v unseen}\v0  again}")
    assert document.text == "seen  again"
    assert [(problem.code, problem.unread) for problem in document.problems] == [(ProblemCode.HIDDEN_TEXT, False)]


def test_a_letter_cut_off_is_read_and_said_to_be_damaged():
    document = read_document("l.rtf", "", rb"{\rtf1 Dear team, {\b nobody ca")
    assert document.text == "Dear team, nobody ca"
    assert [problem.code for problem in document.problems] == [ProblemCode.DAMAGED]


def test_a_lost_bracket_does_not_make_a_list_of_fonts_of_the_letter():
    document = read_document("l.rtf", "", rb"{\rtf1{\fonttbl{\f0 Arial;}\pard My son was left waiting again.\par}")
    assert "My son was left waiting again." in document.text


def screenshot():
    picture = Image.new("L", (600, 400), 255)
    ImageDraw.Draw(picture).rectangle((50, 50, 300, 90), fill=0)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_picture_is_read():
    row = "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t95\tthreat"
    world = Surroundings(
        recognise=lambda picture, limits: Recognised("\n".join([row] * 3)), admit=lambda filename: None
    )
    data = rb"{\rtf1 See:{\*\shppict{\pict\pngblip " + screenshot().hex().encode() + rb"}}{\nonshppict{\pict 00}}}"
    with reading_with(world):
        document = read_document("l.rtf", "", data)
    assert (document.text, document.problems) == ("See:\n\nthreat threat threat", ())


def test_a_file_put_into_a_letter_is_read_under_its_name():
    package = ole({"\x01Ole10Native": native("log.txt", b"Nobody came.")})
    data = rb"{\rtf1 See:{\object\objemb{\*\objdata 0105000002000000" + package.hex().encode() + rb"}{\result icon}}}"
    assert "log.txt:\nNobody came." in read_document("l.rtf", "", data).text


@pytest.mark.parametrize(
    "data", [rb"{\rtf1" + b"{" * 300_000, rb"{\rtf1 " + rb"\u-1?" * 50_000, rb"{\rtf1" + b"}" * 9_000]
)
def test_hostile_rich_text_is_survived(data):
    assert read_document("l.rtf", "", data).problems
