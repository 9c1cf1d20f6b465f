"""The Word file: the same words, marked until it is signed, readable by everybody, and the same bytes each time."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn

from letters.body import write_body
from letters.compose import compose
from letters.draft import Origin, Paragraph
from letters.layout import OUR_LAYOUT
from letters.look import LARGE_PRINT_POINTS, blocks_of
from letters.packing import pack_again
from letters.render import render_docx
from letters.templates.make_layout import make_layout
from tests.letters.cases import golden_cases

CASES = golden_cases()
MIXED = compose(CASES["05-mixed-four-points"])
SIMPLE = compose(CASES["01-statutory"])
ROWS = (("Your point", "Who replies"), ("1. Visits & <payments>", "A team manager"), ("2. {{ 7 * 7 }}", ""))
TABLE = Paragraph(key="table", title="Your points", text="At a glance:", origin=Origin.WRITTEN, rows=ROWS)


def open_letter(draft, signer="Helen Marsh"):
    packed = render_docx(draft, signer=signer, signed_role="Complaints manager" if signer else "")
    return Document(io.BytesIO(packed))


def lines_of(document):
    return [paragraph.text for paragraph in document.paragraphs]


def edges_of(document):
    section = document.sections[0]
    return "\n".join(p.text for p in (*section.header.paragraphs, *section.footer.paragraphs))


@pytest.mark.parametrize("name", CASES)
def test_every_word_of_the_draft_is_in_the_file_in_order(name):
    draft = compose(CASES[name])
    wanted = [w for p in draft.paragraphs for w in (p.title, *blocks_of(p), *p.points) if w]
    lines = lines_of(open_letter(draft))
    start = lines.index(wanted[0])
    assert lines[start : start + len(wanted)] == wanted


def test_a_signed_letter_names_its_signer_and_is_no_draft():
    document = open_letter(SIMPLE)
    assert lines_of(document)[-3:] == ["Helen Marsh", "Complaints manager", "Brackenshire County Council"]
    assert "DRAFT" not in "\n".join(lines_of(document)) + edges_of(document)


def test_an_unsigned_letter_says_so_on_every_page_and_has_no_signature():
    document = open_letter(SIMPLE, signer=None)
    assert "DRAFT - not signed" in edges_of(document)
    assert lines_of(document)[-1].startswith("DRAFT - not signed")
    assert "Helen Marsh" not in "\n".join(lines_of(document))


def test_the_same_draft_gives_the_same_bytes():
    first = render_docx(MIXED, signer="Helen Marsh", signed_role="Complaints manager")
    assert first == render_docx(MIXED, signer="Helen Marsh", signed_role="Complaints manager")
    assert first != render_docx(MIXED, signer="Priya Raman", signed_role="Complaints manager")
    assert first != render_docx(MIXED, signer=None)


def test_headings_are_headings_and_lists_are_lists_that_begin_at_one():
    document = open_letter(MIXED)
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings == [p.title for p in MIXED.paragraphs if p.title]
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [MIXED.subject_line]
    items = [p for p in document.paragraphs if p.style.name == "List Number"]
    assert [p.text for p in items] == [point for p in MIXED.paragraphs for point in p.points]
    numbers = [p._p.pPr.numPr.numId.val for p in items]
    assert len(set(numbers)) == sum(bool(p.points) for p in MIXED.paragraphs)
    numbering = document.part.numbering_part.element
    for number in set(numbers):
        (num,) = [n for n in numbering.findall(qn("w:num")) if n.get(qn("w:numId")) == str(number)]
        assert num.find(f".//{qn('w:startOverride')}").get(qn("w:val")) == "1"


def test_rows_are_a_table_whose_headings_are_marked_and_said_again():
    document = open_letter(replace(MIXED, paragraphs=(*MIXED.paragraphs, TABLE)))
    table = document.tables[-1]
    assert [tuple(cell.text for cell in row.cells) for row in table.rows] == list(ROWS)
    marked = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
    assert marked == [True, False, False]
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
    assert {p.style.name for row in table.rows[1:] for cell in row.cells for p in cell.paragraphs} == {"Table Cell"}
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Your points"
    assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"


def test_a_table_stays_with_its_lead_and_apart_from_what_follows():
    after = Paragraph(key="after", title="", text="Tell us if this is wrong.", origin=Origin.WRITTEN)
    document = open_letter(replace(SIMPLE, paragraphs=(TABLE, after)))
    paragraphs = {p.text: p for p in document.paragraphs}
    assert paragraphs["At a glance:"].paragraph_format.keep_with_next
    assert paragraphs["Tell us if this is wrong."].paragraph_format.space_before.pt == 8
    assert document.styles["Table Head"].paragraph_format.keep_with_next


def test_a_letter_that_ends_in_a_table_keeps_its_last_row_with_the_signature():
    document = open_letter(replace(SIMPLE, paragraphs=(TABLE,)))
    assert all(p.paragraph_format.keep_with_next for cell in document.tables[0].rows[-1].cells for p in cell.paragraphs)


FORM = (
    Paragraph(key="form_a", title="Form: may she?", text="Please say.", origin=Origin.STANDARD, rows=(("We ask", "You say"), ("Your name", ""))),
    Paragraph(key="form_back", title="How to send it", text="To us.", origin=Origin.STANDARD, points=("By post", "By email")),
)  # fmt: skip


def test_an_enclosed_form_stands_behind_the_signature_on_its_own_page_with_room_to_write():
    document = open_letter(replace(SIMPLE, paragraphs=(*SIMPLE.paragraphs, *FORM)))
    lines = lines_of(document)
    at = lines.index("Form: may she?")
    assert lines.index("Helen Marsh") < at
    assert lines[at:] == ["Form: may she?", "Please say.", "How to send it", "To us.", "By post", "By email"]
    assert document.paragraphs[at].style.name == "Form Heading"
    assert document.paragraphs[at].style.paragraph_format.page_break_before
    assert document.paragraphs[at].style.base_style.name == "Heading 2"
    table = document.tables[-1]
    assert table.rows[1].height.cm == pytest.approx(1.1, abs=0.01)
    assert not table.autofit


def test_a_letter_without_rows_has_no_table():
    assert not open_letter(SIMPLE).tables


@pytest.mark.parametrize(
    ("draft", "size"),
    [
        (SIMPLE, 12),
        (replace(SIMPLE, text_points=14), 14),
        (MIXED, LARGE_PRINT_POINTS),
        (replace(SIMPLE, paragraphs=(TABLE,), large_print=True, text_points=14), LARGE_PRINT_POINTS),
    ],
    ids=["ordinary", "the council's 14", "large print", "large print, with a table"],
)
def test_no_letter_is_smaller_than_its_size(draft, size):
    document = open_letter(draft)
    used = {p.style.name for p in document.paragraphs}
    used |= {p.style.name for table in document.tables for cell in table._cells for p in cell.paragraphs}
    used |= {p.style.name for s in document.sections for p in (*s.header.paragraphs, *s.footer.paragraphs)}
    assert min(document.styles[name].font.size.pt for name in used) == size
    assert all(run.font.size is None for p in document.paragraphs for run in p.runs)


def test_the_language_is_british_english():
    document = open_letter(SIMPLE)
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert document.core_properties.language == "en-GB"


def test_the_files_properties_hold_the_reference_and_no_person():
    properties = open_letter(compose(CASES["10-young-person-safeguarding"])).core_properties
    assert properties.title == "Letter PR-2026-0228, Brackenshire County Council"
    assert properties.author == properties.last_modified_by == "Brackenshire County Council"
    assert properties.created.replace(tzinfo=UTC) == datetime(2026, 3, 4, tzinfo=UTC)
    assert properties.subject == properties.comments == properties.keywords == ""


@pytest.mark.parametrize(
    "words",
    [
        'Smith & Sons <Ltd> said "no"',
        "{{ 7 * 7 }} {% for x in y %} {%p endfor %} {# no #}",
        "{{ ''.__class__.__mro__ }}",
        "naïve café – £20 ✓",
    ],
    ids=["marks of XML", "marks of templates", "an attack", "other letters"],
)
def test_what_people_type_stands_as_they_typed_it(words):
    typed = Paragraph(key="own", title=words, text=words, points=(words,), origin=Origin.WRITTEN)
    lines = lines_of(open_letter(replace(SIMPLE, paragraphs=(typed,)), signer=words))
    assert lines.count(words) == 4


def test_an_empty_line_begins_a_new_paragraph_and_a_line_break_stays():
    typed = Paragraph(key="own", title="", text="One.\r\n\r\nTwo,\nstill two.", origin=Origin.WRITTEN)
    lines = lines_of(open_letter(replace(SIMPLE, paragraphs=(typed,))))
    start = lines.index("One.")
    assert lines[start + 1] == "Two,\nstill two."


def test_an_emptied_paragraph_takes_its_heading_out_of_file_and_mail():
    emptied = Paragraph(key="own", title="A heading", text=" \n", origin=Origin.WRITTEN)
    kept = Paragraph(key="other", title="Kept", text="", points=("One",), origin=Origin.WRITTEN)
    draft = replace(SIMPLE, paragraphs=(emptied, kept))
    assert "A heading" not in lines_of(open_letter(draft))
    assert "Kept" in lines_of(open_letter(draft))
    body = write_body(draft, signer="Helen Marsh", signer_role="Complaints manager")
    assert "A heading" not in body
    assert "Kept\n\n1. One" in body


def test_characters_that_no_word_file_can_hold_are_left_out():
    typed = Paragraph(key="own", title="", text="Be\x00fore\x0c\x1b after\ud800", origin=Origin.WRITTEN)
    assert "Before after" in lines_of(open_letter(replace(SIMPLE, paragraphs=(typed,))))


def test_the_layout_is_the_one_its_script_makes():
    assert OUR_LAYOUT.content == make_layout()


def test_packing_again_changes_no_part():
    packed = render_docx(SIMPLE, signer=None)
    again = pack_again(packed)
    assert again == packed
    with zipfile.ZipFile(io.BytesIO(again)) as parts:
        assert parts.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", CASES)
def test_the_mails_text_has_the_same_words(name):
    draft = compose(CASES[name])
    body = write_body(draft, signer="Helen Marsh", signer_role="Complaints manager")
    assert all(w in body for p in draft.paragraphs for w in (p.title, p.text, *p.points))
    assert body.index("Helen Marsh") > body.index(draft.paragraphs[-1].text)
    assert draft.reference in body
