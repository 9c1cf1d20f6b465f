"""The page of a mail: the same words as its text, headings and tables as what they are, and nothing from elsewhere."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.body import PDF, WORD, write_body
from letters.compose import compose
from letters.draft import Origin, Paragraph
from letters.mail_html import write_html
from tests.letters.cases import golden_cases

DRAFTS = {name: compose(case) for name, case in golden_cases().items()}
SIMPLE = DRAFTS["01-statutory"]
ROWS = (("Your point", "Who replies"), ("1. Visits", "A team manager"))
VOID = {"meta", "br", "hr"}
KNOWN = {"hr", "html", "head", "meta", "title", "body", "div", "p", "br", "strong", "h1", "h2", "ol", "li", "a", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip


class Page(HTMLParser):
    """Read a page as a mail program does, and refuse one that is not well made."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.text, self.links = [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.links += [value for name, value in attrs if name in ("href", "src", "background")]
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("p", "h1", "h2", "li", "td", "th", "br"):
            self.text.append(" ")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and "title" not in self.open:
            self.text.append(data)

    def words(self):
        return "".join(self.text).split()


def page_of(draft, **changes):
    return Page(write_html(draft, signer="Helen Marsh", signer_role="Complaints manager", **changes))


def with_text(words, **changes):
    return replace(
        SIMPLE, paragraphs=(Paragraph(key="own", title=words, text=words, origin=Origin.WRITTEN, **changes),)
    )


@pytest.mark.parametrize("name", DRAFTS)
def test_the_page_says_what_the_text_says(name):
    # A table is read row by row in the text, and point by point numbers are typed there.
    draft = replace(DRAFTS[name], paragraphs=tuple(replace(p, rows=()) for p in DRAFTS[name].paragraphs))
    body = write_body(draft, signer="Helen Marsh", signer_role="Complaints manager")
    assert page_of(draft).words() == re.sub(r"(?m)^\d+\. ", "", body).split()


@pytest.mark.parametrize("name", DRAFTS)
def test_the_page_is_plain_accessible_and_fetches_nothing(name):
    draft = DRAFTS[name]
    page = page_of(draft)
    assert {tag for tag, _ in page.tags} <= KNOWN
    assert page.tags[0] == ("html", {"lang": "en-GB"})
    headings = [tag for tag, _ in page.tags if tag in ("h1", "h2")]
    assert headings == ["h1", *("h2" for p in (*draft.before_signature, *draft.enclosed) if p.title)]
    ours = [line for line in draft.sender_block if "@" in line]
    assert all(link.startswith("mailto:") and link.endswith(ours[0].rpartition("@")[2]) for link in page.links)
    assert "url(" not in write_html(draft, signer="A", signer_role="B")


def test_rows_are_a_table_with_headings():
    page = page_of(with_text("Who replies", rows=ROWS))
    cells = [(tag, attrs.get("scope")) for tag, attrs in page.tags if tag in ("th", "td")]
    assert cells == [("th", "col"), ("th", "col"), ("td", None), ("td", None)]
    said = " ".join(page.words())
    assert "Your point Who replies 1. Visits A team manager" in said


def test_an_enclosed_form_stands_below_the_signature_in_page_and_text():
    form = Paragraph(key="form_a", title="A form for you", text="Say yes or no.", origin=Origin.STANDARD)
    draft = replace(SIMPLE, paragraphs=(form, *SIMPLE.paragraphs))
    body = write_body(draft, signer="Helen Marsh", signer_role="Manager")
    for said in (" ".join(page_of(draft).words()), body):
        assert said.index("Helen Marsh") < said.index("A form for you") < said.index("attached as a PDF")


@pytest.mark.parametrize(
    ("words", "link"),
    [
        pytest.param("Write to childrens.complaints@brackenshire.example.", "mailto:childrens.complaints@brackenshire.example", id="our address"),
        pytest.param("See https://www.brackenshire.example/policy).", "https://www.brackenshire.example/policy", id="our page"),
        pytest.param("See https://complaints.brackenshire.example", "https://complaints.brackenshire.example", id="our other page"),
        pytest.param("See https://www.far.example/brackenshire.example", None, id="a page elsewhere"),
        pytest.param("See https://brackenshire.example.far.example/", None, id="a page that sounds like ours"),
        pytest.param("See https://notbrackenshire.example/", None, id="a name that ends like ours"),
        pytest.param("See https://brackenshire.example@far.example/", None, id="ours as somebody's name"),
        pytest.param("See http://www.brackenshire.example/", None, id="not by a safe way"),
        pytest.param("Write to d.harker@mailbox.example", None, id="the person's own address"),
        pytest.param('See javascript:alert(1) <a href="https://far.example">', None, id="a link typed"),
    ],
)  # fmt: skip
def test_only_the_council_s_own_addresses_are_links(words, link):
    page = page_of(with_text(words))
    assert page.links == ([link] if link else [])
    assert " ".join(words.split()) in " ".join(page.words())


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "</div></body>", "{{ 7 * 7 }}", '" onload="x', "Smith & Sons <Ltd>", "naïve – £20 ✓"],
    ids=["a script", "the page's end", "a tag of templates", "an attribute", "signs", "other letters"],
)
def test_what_people_type_stands_as_they_typed_it(words):
    draft = replace(with_text(words, points=(words,), rows=((words,), (words,))), subject_line=words)
    said = " ".join(page_of(draft).words())
    assert said.count(" ".join(words.split())) == 6


@given(st.text(max_size=200))
def test_any_words_give_a_page_that_is_well_made(words):
    page = page_of(with_text(words, points=(words,)))
    assert {tag for tag, _ in page.tags} <= KNOWN


def test_empty_lines_part_paragraphs_and_line_ends_stay():
    html = write_html(with_text("One.\r\n\r\nTwo,\nstill two."), signer="Helen Marsh", signer_role="Manager")
    assert "One.</p>" in html
    assert "Two,<br>\nstill two.</p>" in html


@pytest.mark.parametrize(
    ("attached", "said"),
    [((PDF,), "attached as a PDF."), ((PDF, WORD), "attached as a PDF and as a Word document."), ((WORD,), "as a Word document.")],
    ids=["the PDF", "both", "a letter signed before there were PDFs"],
)  # fmt: skip
def test_page_and_text_say_what_is_attached(attached, said):
    both = {"signer": "Helen Marsh", "signer_role": "Manager", "attached": attached}
    assert said in " ".join(Page(write_html(SIMPLE, **both)).words())
    assert said in write_body(SIMPLE, **both)


def test_large_print_and_the_council_s_size_are_large_on_the_page_too():
    sizes = [replace(SIMPLE, text_points=14), replace(SIMPLE, large_print=True)]
    found = [re.findall(r"font-size:(\d+)pt", write_html(d, signer="A", signer_role="B")) for d in (SIMPLE, *sizes)]
    assert found == [["12"], ["14"], ["18"]]
