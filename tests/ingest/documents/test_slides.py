import io
import zipfile

import pytest

from ingest.documents.read import read_document
from ingest.message import ProblemCode
from tests.ingest.documents.old_office import ppt
from tests.ingest.outlook_files import ole

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def zip_of(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(**targets):
    each = "".join(
        f'<Relationship Id="{key}" Type="{KIND}{kind}" Target="{to}"/>' for key, (kind, to) in targets.items()
    )
    return f"<Relationships>{each}</Relationships>"


def slide(*lines, show=""):
    words = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f'<p:sld xmlns:p="p" {A}{show}><p:sp><p:txBody>{words}</p:txBody></p:sp></p:sld>'


def pptx(order, **parts):
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="{key}"/>' for n, key in enumerate(order))
    return zip_of(
        {
            "ppt/presentation.xml": f'<p:presentation xmlns:p="p" {R}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(
                **{f"rId{n}": ("slide", f"slides/slide{n}.xml") for n in range(1, 4)}
            ),
            **{
                name.replace("__", "/").replace("_xml", ".xml").replace("_rels_", "_rels/"): text
                for name, text in parts.items()
            },
        }
    )


def test_slides_come_in_the_order_they_are_shown():
    data = pptx(["rId2", "rId1"], ppt__slides__slide1_xml=slide("second"), ppt__slides__slide2_xml=slide("first"))
    assert read_document("a.pptx", "", data).text == "Slide 1:\nfirst\n\nSlide 2:\nsecond"


def test_a_slides_notes_and_chart_stand_with_it():
    parts = {
        "ppt/slides/slide1.xml": slide("Visits"),
        "ppt/slides/_rels/slide1.xml.rels": relations(
            a=("notesSlide", "../notesSlides/notesSlide1.xml"), b=("chart", "../charts/chart1.xml")
        ),
        "ppt/notesSlides/notesSlide1.xml": f'<p:notes xmlns:p="p" {A}><a:p><a:r><a:t>Say sorry</a:t></a:r>'
        '<a:fld type="slidenum"><a:t>1</a:t></a:fld></a:p></p:notes>',
        "ppt/charts/chart1.xml": f'<c:chart xmlns:c="c" {A}><a:p><a:t>Missed</a:t></a:p><c:pt><c:v>12</c:v></c:pt></c:chart>',
        "ppt/slides/slide2.xml": slide("End"),
    }
    data = zip_of(parts | {"ppt/presentation.xml": "<p/>"})
    assert read_document("a.pptx", "", data).text == "Slide 1:\nVisits\nMissed\n12\nNotes: Say sorry\n\nSlide 2:\nEnd"


def test_a_table_in_a_slide_is_read_row_by_row():
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
    rows = "".join(
        f"<a:tr>{cell.format(one)}{cell.format(two)}</a:tr>" for one, two in (("Day", "Call"), ("3 March", "none"))
    )
    data = pptx(["rId1"], ppt__slides__slide1_xml=f'<p:sld xmlns:p="p" {A}><a:tbl>{rows}</a:tbl></p:sld>')
    assert read_document("a.pptx", "", data).text == "Slide 1:\nDay | Call\n3 March | none"


def test_a_hidden_slide_is_read_and_said_to_be_hidden():
    data = pptx(["rId1"], ppt__slides__slide1_xml=slide("secret", show=' show="0"'))
    document = read_document("a.pptx", "", data)
    assert document.text == "Slide 1 (hidden):\nsecret"
    assert [(problem.code, problem.unread) for problem in document.problems] == [(ProblemCode.HIDDEN_TEXT, False)]


def test_an_old_presentation_is_read_slide_by_slide_with_its_notes():
    data = ppt([["Visits", "None since March\rZoë £40"], ["What we ask"]], notes="Say it slowly")
    document = read_document("a.ppt", "", data)
    assert document.text == "Slide 1:\nVisits\nNone since March\nZoë £40\nNotes: Say it slowly\n\nSlide 2:\nWhat we ask"
    assert document.problems == ()


def test_what_an_earlier_saving_left_behind_is_not_shown():
    assert read_document("a.ppt", "", ppt([["Now"]], old=["Before"])).text == "Slide 1:\nNow"


def test_a_presentation_that_lost_its_order_is_read_as_it_lies():
    # The last record, which says where all the others lie, is made one of no kind.
    broken = ppt([["One"], ["Two"]]).replace(b"\xf5\x0f", b"\xf6\x0e", 1)
    text = read_document("a.ppt", "", broken).text
    assert "One" in text
    assert "Two" in text


def test_a_locked_presentation_needs_its_password():
    user = bytes(12) + b"\xdf\xc4\xd1\xf3" + bytes(20)
    data = ole({"PowerPoint Document": b"x" * 100, "Current User": user})
    assert [problem.code for problem in read_document("a.ppt", "", data).problems] == [ProblemCode.PASSWORD]


@pytest.mark.parametrize("end", [800, 1_600], ids=str)
def test_a_cut_presentation_is_said_to_be_damaged(end):
    problems = read_document("a.ppt", "", ppt([["Visits"]])[:end]).problems
    assert [problem.code for problem in problems] == [ProblemCode.DAMAGED]
