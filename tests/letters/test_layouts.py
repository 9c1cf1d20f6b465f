"""A layout that a council made in Word takes the place of ours, and every way to spoil it is told before a letter is made."""

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from docx.shared import Pt

from letters.compose import compose
from letters.errors import LayoutError
from letters.layout import OUR_LAYOUT, Layout
from letters.layout_check import NEEDED, find_layout_faults, load_layout
from letters.render import render_docx
from tests.letters.cases import golden_cases

DRAFT = compose(golden_cases()["01-statutory"])


def edited(change) -> Layout:
    document = Document(io.BytesIO(OUR_LAYOUT.content))
    change(document)
    packed = io.BytesIO()
    document.save(packed)
    return Layout(content=packed.getvalue())


def paragraph(document, text):
    return next(p for p in document.paragraphs if text in p.text)


def retyped(old, new):
    """Return a change that types other words into the first paragraph or cell that holds some."""

    def change(document):
        cells = (p for t in document.tables for row in t.rows for cell in row.cells for p in cell.paragraphs)
        edges = (p for s in document.sections for part in (s.header, s.footer) for p in part.paragraphs)
        found = next(p for p in (*document.paragraphs, *cells, *edges) if old in p.text)
        found.text = found.text.replace(old, new)

    return change


def styled(text, style):
    def change(document):
        paragraph(document, text).style = style

    return change


def without_header_mark(document):
    for row in document.tables[0].rows:
        for mark in list(row._tr.trPr):
            row._tr.trPr.remove(mark)


def with_another_first_page(document):
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.is_linked_to_previous = False
    document.sections[0].first_page_header.paragraphs[0].text = "A crest"


def without_page_mark(document):
    document.sections[0].header.paragraphs[0].text = "A crest"


def signed_elsewhere(document):
    paragraph(document, "{{ council_name }}").insert_paragraph_before("{{ signer }}")


def test_our_own_layout_has_no_fault():
    assert list(find_layout_faults(OUR_LAYOUT)) == []
    assert load_layout() == OUR_LAYOUT
    assert OUR_LAYOUT.is_ours


def test_a_council_s_layout_takes_the_place_of_ours(tmp_path):
    def change(document):
        paragraph(document, "{{ council_name }}").insert_paragraph_before("A crest and a motto", style="Sender")
        document.styles["Normal"].font.name = "Verdana"

    ours = edited(change)
    (tmp_path / "layout.docx").write_bytes(ours.content)
    loaded = load_layout(tmp_path)
    assert loaded.content == ours.content
    assert not loaded.is_ours
    assert loaded.digest != OUR_LAYOUT.digest
    letter = Document(io.BytesIO(render_docx(DRAFT, signer="Helen Marsh", layout=loaded)))
    assert letter.paragraphs[0].text == "A crest and a motto"
    assert [p.text for p in letter.paragraphs if p.style.name == "Heading 1"] == [DRAFT.subject_line]
    assert render_docx(DRAFT, signer=None, layout=loaded) == render_docx(DRAFT, signer=None, layout=loaded)


def test_a_folder_of_words_alone_keeps_our_layout(tmp_path):
    assert load_layout(tmp_path) is OUR_LAYOUT


def test_a_larger_layout_is_never_made_smaller_and_large_print_reaches_its_small_print():
    def change(document):
        document.styles["Normal"].font.size = Pt(14)
        document.styles["Edge"].font.size = Pt(9)
        paragraph(document, "{{ greeting }}").runs[0].font.size = Pt(10)

    layout = edited(change)
    plain = Document(io.BytesIO(render_docx(DRAFT, signer=None, layout=layout)))
    assert plain.styles["Normal"].font.size.pt == 14
    large = Document(io.BytesIO(render_docx(replace(DRAFT, large_print=True), signer=None, layout=layout)))
    assert large.styles["Normal"].font.size.pt == 18
    assert large.styles["Edge"].font.size.pt == 18
    assert paragraph(large, "Dear").runs[0].font.size.pt == 18


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(retyped("{{ subject_line }}", "About your complaint"), "{{ subject_line }} is missing", id="the subject typed over"),
        pytest.param(retyped("{{ reference }}", ""), "{{ reference }} is missing", id="the reference taken out"),
        pytest.param(retyped("{{ council_name }}", "{{ council }}"), "{{ council }} is not known; use one of council_name", id="a misspelt tag"),
        pytest.param(retyped("{{ greeting }}", "{{ greeting"), "a tag is written wrongly", id="a tag that does not end"),
        pytest.param(retyped("{%p endif %}", ""), "a tag is written wrongly", id="an endif taken out"),
        pytest.param(retyped("{{ block }}", "{{ blok }}"), "{{ blok }} is not known", id="a misspelt tag in a loop"),
        pytest.param(retyped("{{ point }}", "a point"), "does not show the numbered points", id="points typed over"),
        pytest.param(retyped("{{ cell }}", "a cell"), "does not show the headings of a table", id="a table's headings typed over"),
        pytest.param(retyped("{{ paragraph.title }}", "{{ paragraph.name }}"), "no letter can be made with it", id="what a paragraph has not"),
        pytest.param(retyped("{{ closing }}", "{{ closing.__class__.__mro__ }}"), "no letter can be made with it", id="a way out of the sandbox"),
        pytest.param(without_page_mark, "not marked on every page", id="the mark taken from the page"),
        pytest.param(retyped("{% if not signer %}", "{% if reference %}"), "still says 'DRAFT - not signed'", id="the mark on signed letters too"),
        pytest.param(with_another_first_page, "not marked on every page", id="a first page of its own without the mark"),
        pytest.param(signed_elsewhere, "in another order", id="the signer first"),
        pytest.param(styled("{{ subject_line }}", "Normal"), "the subject has the style 'Normal': give it 'Heading 1'", id="a heading that only looks like one"),
        pytest.param(styled("{{ point }}", "Normal"), "a numbered point has the style 'Normal'", id="points without numbers"),
        pytest.param(without_header_mark, "not marked as headings", id="a table without headings"),
        pytest.param(lambda d: d.styles["Closing"].delete(), "has no style 'Closing'", id="a style deleted"),
    ],
)  # fmt: skip
def test_what_was_spoilt_in_word_is_told_with_the_cure(change, fault, tmp_path):
    (tmp_path / "layout.docx").write_bytes(edited(change).content)
    with pytest.raises(LayoutError) as raised:
        load_layout(tmp_path)
    assert any(fault in one for one in raised.value.faults), raised.value.faults


def repacked(**changes: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(OUR_LAYOUT.content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(f"word/{name.replace('__', '.').replace('--', '/')}", content)
    return packed.getvalue()


LINK = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="x" Target="https://far.example/t.dotx" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param(b"", "is no Word file", id="an empty file"),
        pytest.param(b"%PDF-1.7", "is no Word file", id="a PDF"),
        pytest.param(repacked()[:5000], "is no Word file", id="cut off"),
        pytest.param(repacked(vbaProject__bin=b"x"), "holds macros", id="with macros"),
        pytest.param(repacked(footnotes__xml__rels=LINK), "links to something outside", id="an attached template far away"),
        pytest.param(b"PK" + b"0" * 5_000_001, "is larger than 5 MB", id="a film as a crest"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_layout_is_told(content, fault, tmp_path):
    (tmp_path / "layout.docx").write_bytes(content)
    with pytest.raises(LayoutError, match=fault):
        load_layout(tmp_path)


def test_several_missing_tags_are_told_at_once(tmp_path):
    def change(document):
        for name in ("{{ subject_line }}", "{{ greeting }}", "{{ closing }}"):
            retyped(name, "words")(document)

    (tmp_path / "layout.docx").write_bytes(edited(change).content)
    with pytest.raises(LayoutError) as raised:
        load_layout(tmp_path)
    assert len(raised.value.faults) == 3


def test_every_tag_that_is_needed_stands_in_ours_as_it_is_told():
    document = Document(io.BytesIO(OUR_LAYOUT.content))
    edges = (p for s in document.sections for part in (s.header, s.footer) for p in part.paragraphs)
    text = "\n".join(p.text for p in (*document.paragraphs, *edges))
    assert [tag for tag in NEEDED.values() if tag not in text] == []
