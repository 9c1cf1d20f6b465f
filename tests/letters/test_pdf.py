"""The PDF: the letter's own words, read aloud in order by any reader, marked until signed, and the same bytes each time."""

import io
import logging
import re
from dataclasses import replace

import pdfplumber
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfminer.pdftypes import resolve1

from letters import pdf
from letters.address_block import address_lines
from letters.closing import close_with, greet_with
from letters.compose import compose
from letters.dates import say_date
from letters.draft import Channel, Origin, Paragraph
from letters.errors import UnwritableError
from letters.look import LARGE_PRINT_POINTS, UNSIGNED_EDGE, UNSIGNED_END
from letters.pdf import render_pdf
from tests.letters.cases import golden_cases
from tests.letters.pdf_ua import elements_of, find_faults

DRAFTS = {name: compose(case) for name, case in golden_cases().items()}
SIMPLE, MIXED = DRAFTS["01-statutory"], DRAFTS["05-mixed-four-points"]
ROWS = (
    ("Your point", "How we deal with it", "Who replies", "By when"),
    *(
        (f"{n}. Visits missed since December", "Children's complaints", "A team manager", "16 March 2026")
        for n in range(1, 31)
    ),
)
TABLE = Paragraph(
    key="table", title="Your points at a glance", text="Who replies, and when:", origin=Origin.WRITTEN, rows=ROWS
)
WINDOW_MM = (57, 81)
"""Where a folded letter is seen through the window of a DL envelope however it slides, from the top of the page."""
NEAR_MM = (46, 92)
"""Where it is seen if it slides up or down inside."""
LEFT_HALF_MM = 110
LONG = Paragraph(
    key="long", title="A long point", text="We write to you about this and that. " * 57, origin=Origin.WRITTEN
)


def make(draft, signer="Helen Marsh"):
    return render_pdf(draft, signer=signer, signed_role="Complaints manager" if signer else "")


def with_paragraphs(*paragraphs, draft=SIMPLE):
    return replace(draft, paragraphs=(draft.paragraphs[0], *paragraphs, *draft.paragraphs[1:]))


def said_in(draft, signer="Helen Marsh"):
    """Return the words of a letter as they must be read, from the first to the last."""
    yield from (draft.council_name, say_date(draft.written_on), *draft.sender_block)
    yield from () if signer else (UNSIGNED_EDGE,)
    yield from (draft.recipient.name, *address_lines(draft), draft.subject_line, f"{greet_with(draft)},")
    yield from paragraphs_of(draft.before_signature)
    yield close_with(draft)
    yield from (signer, "Complaints manager", draft.council_name) if signer else (UNSIGNED_END,)
    yield from paragraphs_of(draft.enclosed)


def paragraphs_of(paragraphs):
    for p in paragraphs:
        yield from (p.title, p.text, *(f"{n}. {point}" for n, point in enumerate(p.points, start=1)))
        yield from (cell for row in p.rows for cell in row)


def read_aloud(content):
    """Return the text of a PDF in the order of its tags, and apart the text of the page marks."""
    with pdfplumber.open(io.BytesIO(content)) as opened:
        texts, marks = {}, ""
        for page in opened.pages:
            for char in page.chars:
                if char["mcid"] is None:
                    marks += char["text"]
                else:
                    key = (page.page_obj.pageid, char["mcid"])
                    texts[key] = texts.get(key, "") + char["text"]
        root = resolve1(opened.doc.catalog["StructTreeRoot"])
        ordered = [
            texts.get((e["Pg"].objid, kid), "")
            for _, _, e, _ in elements_of(root)
            for kid in e["K"]
            if isinstance(kid, int)
        ]
    return " ".join(ordered), marks


def squeezed(text):
    return "".join(text.split())


def once(text, draft):
    """Return a text, squeezed, without the headings that a table repeats on a new page."""
    text = squeezed(text)
    for head in (squeezed("".join(p.rows[0])) for p in draft.paragraphs if p.rows):
        before, *after = text.split(head)
        text = before + head + "".join(after)
    return text


@pytest.mark.parametrize("signer", ["Helen Marsh", None], ids=["signed", "draft"])
@pytest.mark.parametrize("name", DRAFTS)
def test_what_is_read_aloud_is_the_letter_word_for_word_and_nothing_else(name, signer):
    text, marks = read_aloud(make(DRAFTS[name], signer))
    assert once(text, DRAFTS[name]) == squeezed("".join(said_in(DRAFTS[name], signer)))
    assert ("DRAFT" in marks) is (signer is None)
    assert f"Reference{DRAFTS[name].reference}" in squeezed(marks)


@pytest.mark.parametrize("name", DRAFTS)
def test_nothing_is_wrong_by_the_rules_of_accessible_pdf(name):
    assert find_faults(make(DRAFTS[name])) == []
    assert find_faults(make(DRAFTS[name], None)) == []


@pytest.mark.parametrize(
    "draft",
    [with_paragraphs(TABLE), with_paragraphs(TABLE, LONG, draft=MIXED), replace(with_paragraphs(LONG, LONG, TABLE), large_print=True)],
    ids=["a table over pages", "a table among lists", "large print"],
)  # fmt: skip
def test_a_long_letter_is_whole_and_accessible(draft):
    content = make(draft)
    assert find_faults(content) == []
    text, _ = read_aloud(content)
    assert once(text, draft) == squeezed("".join(said_in(draft)))
    assert len(pypdfium2.PdfDocument(content)) > 2


FORM = Paragraph(key="form_a", title="A form for you", text="Say yes or no.", origin=Origin.STANDARD, rows=(("We ask", "You say"), ("Your name", ""), ("The date", "")))  # fmt: skip


def test_an_enclosed_form_stands_behind_the_signature_on_a_page_of_its_own():
    draft = replace(SIMPLE, paragraphs=(FORM, *SIMPLE.paragraphs))
    content = make(draft)
    assert find_faults(content) == []
    assert squeezed(read_aloud(content)[0]) == squeezed("".join(said_in(draft)))
    *_, before, last = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))
    assert "Helen Marsh" in before
    assert last.lstrip().startswith("A form for you")


def test_the_finder_of_faults_finds_them(monkeypatch):
    monkeypatch.setattr(pdf, "finish_tags", lambda *_: None)
    found = find_faults(make(replace(SIMPLE, paragraphs=(*SIMPLE.paragraphs, TABLE))))
    assert any("belongs to nothing that is read" in fault for fault in found)
    assert "headings that cannot be found by name" in found


def test_page_marks_stand_on_every_page():
    for draft, signer in ((MIXED, None), (MIXED, "Helen Marsh")):
        opened = pypdfium2.PdfDocument(make(draft, signer))
        for number, page in enumerate(opened, start=1):
            text = page.get_textpage().get_text_bounded()
            assert f"Page {number} of {len(opened)}" in text
            assert f"Reference {draft.reference}" in text
            assert ("DRAFT - not signed" in text) is (signer is None)


def test_a_table_s_headings_stand_again_on_each_page():
    opened = pypdfium2.PdfDocument(make(with_paragraphs(TABLE)))
    texts = [squeezed(page.get_textpage().get_text_bounded()) for page in opened]
    with_rows = [text for text in texts if "VisitsmissedsinceDecember" in text and "16March2026" in text]
    assert len(with_rows) > 1
    assert all("Whoreplies" in text for text in with_rows)


def test_the_same_letter_gives_the_same_bytes():
    assert make(MIXED) == make(MIXED)
    assert make(MIXED) != make(MIXED, "Priya Raman")
    assert make(MIXED) != make(MIXED, None)


def sizes_of(content):
    with pdfplumber.open(io.BytesIO(content)) as opened:
        return sorted({round(char["size"], 1) for page in opened.pages for char in page.chars})


@pytest.mark.parametrize(
    ("draft", "points"),
    [
        (SIMPLE, 12),
        (replace(SIMPLE, text_points=14), 14),
        (replace(SIMPLE, large_print=True), LARGE_PRINT_POINTS),
        (replace(with_paragraphs(TABLE), large_print=True, text_points=14), LARGE_PRINT_POINTS),
    ],
    ids=["ordinary", "the council's 14", "large print", "large print with a table"],
)
def test_no_word_is_smaller_than_the_letter_s_size(draft, points):
    sizes = sizes_of(make(draft))
    assert sizes[0] == pytest.approx(points, abs=0.1)
    assert sizes[-1] < points * 1.2


def test_a_heading_and_the_last_words_are_never_alone_on_a_page():
    for name, draft in DRAFTS.items():
        opened = pypdfium2.PdfDocument(make(draft))
        lines = [page.get_textpage().get_text_bounded().split("\r\n") for page in opened]
        titles = {p.title for p in draft.paragraphs if p.title}
        for page in lines:
            words = [line for line in page if line.strip() and not line.startswith(("Reference ", "Page ", "DRAFT"))]
            assert words[-1].strip() not in titles, name
        closing = close_with(draft)
        last = next(page for page in lines if closing in page)
        assert last.index(closing) > 0, name


@pytest.mark.parametrize(
    "words",
    [
        'Smith & Sons <Ltd> said "no"',
        "{{ 7 * 7 }} {% for x in y %} {# no #}",
        "<img src='file:///etc/passwd'><link rel=stylesheet href=https://far.example/a.css><script>1</script>",
        "</style><style>@import url(https://far.example/)</style>",
        "naïve café – £20 ✓ Łukasz Nguyễn Иван שלום",
    ],
    ids=["marks of pages", "marks of templates", "pictures and scripts", "a style of its own", "other letters"],
)
def test_what_people_type_stands_as_they_typed_it(words):
    typed = Paragraph(
        key="own", title=words, text=words, points=(words,), rows=((words,), (words,)), origin=Origin.WRITTEN
    )
    draft = replace(SIMPLE, paragraphs=(typed,), reference='PR"};x', subject_line=words)
    content = make(draft, words)
    assert find_faults(content) == []
    text, marks = read_aloud(content)
    wanted = squeezed(words)
    if wanted.isascii():
        assert squeezed(text).count(wanted) == 7
        assert 'ReferencePR"};x' in squeezed(marks)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec="utf-8", max_codepoint=0x24F), max_size=300))
def test_any_text_gives_a_letter(words):
    typed = Paragraph(key="own", title="", text=words, points=(words,), origin=Origin.WRITTEN)
    assert make(replace(SIMPLE, paragraphs=(typed,)), None).startswith(b"%PDF-1.7")


def test_characters_that_no_font_has_are_named_before_anybody_signs_boxes(caplog):
    typed = Paragraph(key="own", title="", text="Her name is \U00012000\U00012001.", origin=Origin.WRITTEN)
    draft = replace(SIMPLE, paragraphs=(typed,))
    assert make(draft, None).startswith(b"%PDF")
    with pytest.raises(UnwritableError, match="empty boxes") as raised:
        make(draft)
    assert raised.value.characters == ("\U00012000", "\U00012001")


def test_a_letter_by_post_names_the_street_and_no_email_address():
    to = replace(SIMPLE.recipient, post="Mrs Denise Harker\n7 Mill Lane\nBrackenford\nBX1 2CD")
    text, _ = read_aloud(make(replace(SIMPLE, recipient=to, channel=Channel.POST)))
    assert "7MillLaneBrackenfordBX12CD" in squeezed(text)
    assert "Byemail" not in squeezed(text)


def test_the_address_stands_in_the_window_of_an_envelope_and_nothing_else_does():
    to = replace(SIMPLE.recipient, post="7 Mill Lane\nBrackenford\nBX1 2CD")
    words = words_of_first_page(make(replace(SIMPLE, recipient=to, channel=Channel.POST)))
    inside = [
        w["text"] for w in words if w["x0"] < LEFT_HALF_MM and WINDOW_MM[0] <= w["top"] and w["bottom"] <= WINDOW_MM[1]
    ]
    near = [w["text"] for w in words if w["x0"] < LEFT_HALF_MM and NEAR_MM[0] <= w["bottom"] and w["top"] <= NEAR_MM[1]]
    assert inside == near == ["Mrs", "Denise", "Harker", "7", "Mill", "Lane", "Brackenford", "BX1", "2CD"]


def test_no_date_and_no_telephone_number_is_torn_apart_at_the_end_of_a_line():
    said = {"17 March 2026", "31 March 2026", "3 March 2026", "01632 960222", "0300 061 0614", "01632 960001"}
    # One word more at a time moves every line's end over every place.
    for words in range(12):
        text = f"{'a ' * words}{'. '.join(sorted(said))}. " * 8
        lines = lines_of(make(with_paragraphs(replace(LONG, text=text))))
        ends = [line for line in lines if re.search(r"(?: 3| 17| 31|March|01632|0300|0300 061)$", f" {line.strip()}")]
        assert not ends


def test_words_that_look_like_a_mark_stay_words_beside_a_date():
    typed = Paragraph(key="own", title="", text="<b>7 May 2026</b> & <i>01632 960001</i>", origin=Origin.WRITTEN)
    assert squeezed(typed.text) in squeezed(read_aloud(make(with_paragraphs(typed)))[0])


def words_of_first_page(content):
    """Return the words of the first page with their places, in millimetres from its left and its top."""
    with pdfplumber.open(io.BytesIO(content)) as opened:
        page = opened.pages[0]
        by = 210 / float(page.width)
        return [
            {k: w[k] if k == "text" else w[k] * by for k in ("text", "x0", "top", "bottom")}
            for w in page.extract_words()
        ]


def lines_of(content):
    opened = pypdfium2.PdfDocument(content)
    return [line for page in opened for line in page.get_textpage().get_text_range().splitlines()]


def test_the_file_is_titled_by_sender_and_reference_and_by_nobody_s_name():
    opened = pypdfium2.PdfDocument(make(DRAFTS["10-young-person-safeguarding"]))
    said = opened.get_metadata_dict()
    assert said["Title"] == "Letter PR-2026-0228, Brackenshire County Council"
    assert said["Author"] == "Brackenshire County Council"
    assert not said["CreationDate"]


def test_making_a_letter_logs_no_word_of_it(caplog):
    with caplog.at_level(logging.INFO):
        make(SIMPLE)
    assert not any("Harker" in record.getMessage() for record in caplog.records)
