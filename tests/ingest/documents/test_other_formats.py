import base64
import io
import zipfile
from dataclasses import replace

import pytest
from PIL import Image

from config.limits import default_limits
from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised
from ingest.message import ProblemCode

ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def zip_of(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def odt(body, **more):
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODF}><office:body>{body}</office:body></office:document-content>",
            **{name.replace("__", "/").replace("_xml", ".xml"): content for name, content in more.items()},
        }
    )


ODTS = {
    "paragraphs": (
        "<text:h>Complaint</text:h><text:p>No one <text:span>came</text:span>.</text:p>",
        "Complaint\nNo one came.",
    ),
    "spaces and tabs": ("<text:p>a<text:s/>b<text:tab/>c<text:line-break/>d</text:p>", "a b\tc\nd"),
    "what was deleted": (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>kept</text:p>",
        "kept",
    ),
    "a remark": (
        (
            "<text:p>One<office:annotation><dc:creator>Jo</dc:creator><dc:date>2026-03-02</dc:date>"
            "<text:p>remark</text:p></office:annotation></text:p>"
        ),
        "One [Comment by Jo: remark ]",
    ),
    "a table": (
        (
            "<table:table><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell>"
            "<table:table-cell><text:p>Amara</text:p></table:table-cell></table:table-row></table:table>"
        ),
        "Name | Amara",
    ),
}


@pytest.mark.parametrize(("body", "text"), ODTS.values(), ids=ODTS.keys())
def test_an_open_document_is_read(body, text):
    document = read_document("l.odt", "", odt(body))
    assert (document.text, document.problems) == (text, ())


def test_the_head_of_an_open_documents_page_is_read():
    head = f"<s {ODF}><style:header><text:p>In confidence</text:p></style:header></s>"
    assert (
        read_document("l.odt", "", odt("<text:p>Dear team</text:p>", styles_xml=head)).text
        == "Dear team\n\nIn confidence"
    )


def test_a_locked_open_document_needs_its_password():
    data = odt("<text:p>x</text:p>", **{"META-INF__manifest_xml": "<m><encryption-data/></m>"})
    assert [problem.code for problem in read_document("l.odt", "", data).problems] == [ProblemCode.PASSWORD]


def xlsx(rows, styles="", sheets=("Calls",), strings=""):
    names = "".join(f'<sheet name="{name}"/>' for name in sheets)
    return zip_of(
        {
            "xl/workbook.xml": f"<workbook {SHEET}><sheets>{names}</sheets></workbook>",
            "xl/sharedStrings.xml": f"<sst {SHEET}>{strings}</sst>",
            "xl/styles.xml": f"<styleSheet {SHEET}>{styles}</styleSheet>",
            **{
                f"xl/worksheets/sheet{number}.xml": f"<worksheet {SHEET}><sheetData>{rows}</sheetData></worksheet>"
                for number, _ in enumerate(sheets, 1)
            },
        }
    )


FORMATS = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="&quot;days&quot; 0.00"/>'
    '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
)
CELLS = {
    "words kept in the common list": ('<c t="s"><v>0</v></c>', "no answer"),
    "words kept in the cell": ('<c t="inlineStr"><is><t>left a message</t></is></c>', "left a message"),
    "a number": ("<c><v>12.5</v></c>", "12.5"),
    "a date": ('<c s="1"><v>46087</v></c>', "6 March 2026"),
    "a date in a format of its own": ('<c s="2"><v>46087.4375</v></c>', "6 March 2026 10:30"),
    "a number of days is no date": ('<c s="3"><v>46087</v></c>', "46087"),
    "an empty cell": ('<c s="1"/>', ""),
}


@pytest.mark.parametrize(("cell", "text"), CELLS.values(), ids=CELLS.keys())
def test_a_workbooks_cell_is_read_as_a_person_sees_it(cell, text):
    data = xlsx(
        f'<row>{cell}<c t="inlineStr"><is><t>end</t></is></c></row>', FORMATS, strings="<si><t>no answer</t></si>"
    )
    assert read_document("calls.xlsx", "", data).text == (f"{text} | end" if text else "end")


def test_sheets_are_named_where_there_are_several():
    data = xlsx('<row><c t="inlineStr"><is><t>x</t></is></c></row>', sheets=("Calls", "Visits"))
    assert read_document("c.xlsx", "", data).text == "Sheet Calls:\nx\n\nSheet Visits:\nx"


def test_more_rows_than_the_limit_are_said():
    data = xlsx("<row><c><v>1</v></c></row>" * 9)
    document = read_document("c.xlsx", "", data, replace(default_limits(), csv_rows=4))
    assert document.text == "1\n1\n1\n1"
    assert [problem.code for problem in document.problems] == [ProblemCode.TOO_MANY]


RTFS = {
    "paragraphs": (rb"{\rtf1\ansi Dear team,\par No one {\b came}.}", "Dear team,\nNo one came."),
    "windows letters": (rb"{\rtf1\ansi\ansicpg1252 \'a340 for Zo\'eb}", "£40 for Zoë"),
    "letters with stand-ins": (rb"{\rtf1\uc1 Zo\u235?; \u8364?5}", "Zoë; €5"),
    "a face in two halves": (rb"{\rtf1 sad \u-10179?\u-8704?}", "sad \N{GRINNING FACE}"),
    "half a face": (rb"{\rtf1 sad \u-10179?}", "sad \ufffd"),
    "fonts and styles are no words": (
        rb"{\rtf1{\fonttbl{\f0 Arial;}}{\stylesheet{\s0 Normal;}}{\*\generator W}x}",
        "x",
    ),
    "a table row": (rb"{\rtf1 Name\cell Amara\cell\row Child\cell Kai\cell\row}", "Name | Amara\nChild | Kai"),
    "a link shows its words": (rb'{\rtf1{\field{\*\fldinst HYPERLINK "x"}{\fldrslt the plan}}}', "the plan (x)"),
    "a text box": (rb"{\rtf1 a{\shp{\*\shpinst\shpleft0{\shptxt  in the box}}}}", "a in the box"),
    "braces and slashes": (rb"{\rtf1 \{a\\b\}}", "{a\\b}"),
}


@pytest.mark.parametrize(("data", "text"), RTFS.values(), ids=RTFS.keys())
def test_a_rich_text_document_is_read(data, text):
    document = read_document("l.rtf", "", data)
    assert (document.text, document.problems) == (text, ())


def test_a_zip_folder_gives_each_file_under_its_name():
    data = zip_of(
        {
            "visits/log.txt": "Nobody came.",
            "__MACOSX/log.txt": "x",
            "call.m4a": b"\0\0\0\x18ftypM4A ",
            "old.zip": zip_of({"a": "b"}),
        }
    )
    document = read_document("evidence.zip", "", data)
    assert document.text == "visits/log.txt:\nNobody came.\n\nold.zip:\na:\nb"
    assert [(p.code, p.unread, p.words.split(":")[0]) for p in document.problems] == [
        (ProblemCode.RECORDING, True, "call.m4a"),
    ]
    assert {problem.part for problem in document.problems} == {"evidence.zip"}


def test_folders_packed_too_deep_are_for_a_person():
    data = zip_of({"words.txt": "Nobody came."})
    for _ in range(6):
        data = zip_of({"inner.zip": data})
    document = read_document("evidence.zip", "", data)
    assert document.text == ""
    assert [(problem.code, problem.unread) for problem in document.problems] == [(ProblemCode.TOO_MANY, True)]


def test_a_locked_zip_folder_needs_its_password():
    data = bytearray(zip_of({"a.txt": "words"}))
    # The bit that says "encrypted", in the file's own head and in the list at the end.
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert [problem.code for problem in read_document("a.zip", "", bytes(data)).problems] == [ProblemCode.PASSWORD]


def test_an_empty_zip_folder_is_said_to_be():
    assert [problem.code for problem in read_document("a.zip", "", zip_of({})).problems] == [ProblemCode.EMPTY]


def test_more_files_than_are_read_are_said():
    document = read_document("a.zip", "", zip_of({f"{number}.txt": "words" for number in range(230)}))
    assert document.text.count("words") == 200
    assert [problem.code for problem in document.problems] == [ProblemCode.TOO_MANY]


def test_a_folder_that_is_a_bomb_is_refused():
    (problem,) = read_document("a.zip", "", zip_of({"a.txt": b"\0" * 300_000_000})).problems
    assert (problem.code, problem.unread) == (ProblemCode.TOO_LARGE, True)


def test_a_form_made_by_word_keeps_its_answers_in_an_open_document():
    field = '<field:fieldmark xmlns:field="f">{}</field:fieldmark>'.format
    ticked = field('<field:param field:name="Checkbox_Checked" field:value="true"/>')
    entry = '<field:param field:name="Dropdown_ListEntry" field:value="{}"/>'.format
    chosen = field(entry("Yes") + entry("No") + '<field:param field:name="Dropdown_Selected" field:value="1"/>')
    assert read_document("l.odt", "", odt(f"<text:p>{ticked}danger: {chosen}</text:p>")).text == "[ticked] danger: No"


def test_hidden_words_of_an_open_document_are_left_out_and_said():
    style = (
        '<office:automatic-styles><style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
        "</office:automatic-styles>"
    )
    body = f'{style}<text:p>seen <text:span text:style-name="T1">unseen</text:span></text:p>'
    document = read_document("l.odt", "", odt(body))
    assert document.text == "seen"
    assert [problem.code for problem in document.problems] == [ProblemCode.HIDDEN_TEXT]


def test_a_page_carries_its_pictures_in_itself():
    out = io.BytesIO()
    Image.new("L", (600, 400), 200).save(out, "PNG")
    page = b"<html><p>See:</p><img src='data:image/png;base64," + base64.b64encode(out.getvalue()) + b"'>"
    row = "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t95\tthreat"
    world = Surroundings(
        recognise=lambda picture, limits: Recognised("\n".join([row] * 3)), admit=lambda filename: None
    )
    with reading_with(world):
        assert read_document("a.html", "", page).text == "See:\n\nthreat threat threat"
