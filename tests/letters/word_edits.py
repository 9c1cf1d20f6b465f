"""Edit a letter's Word file as people do: what they type, take out, move, mark and put in, in a real .docx."""

import io
from copy import deepcopy

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from letters.layout import OUR_LAYOUT, Layout

W = nsdecls("w")
BOX = (
    "<w:r {ns}><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r>"
    "<w:t>{words}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def edit(content: bytes, *changes) -> bytes:
    """Return a Word file after some changes, each a function of the document."""
    document = Document(io.BytesIO(content))
    for change in changes:
        change(document)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def paragraph_of(document, begins):
    """Return the first paragraph that begins so."""
    return next(p for p in document.paragraphs if p.text.startswith(begins))


def typed(begins, words):
    """Type other words over a paragraph."""
    return lambda document: setattr(paragraph_of(document, begins), "text", words)


def put_before(begins, words):
    """Type a paragraph of its own before another."""
    return lambda document: paragraph_of(document, begins).insert_paragraph_before(words)


def taken_out(begins):
    """Take a whole paragraph out."""

    def change(document):
        element = paragraph_of(document, begins)._p
        element.getparent().remove(element)

    return change


def moved(*begins, before):
    """Cut some paragraphs and put them before another, in this order."""

    def change(document):
        target = paragraph_of(document, before)._p
        for one in begins:
            target.addprevious(paragraph_of(document, one)._p)

    return change


def tracked(begins, *, out="", put_in=""):
    """Take a paragraph's words out and put others in, with changes tracked and nobody having accepted them."""

    def change(document):
        paragraph = paragraph_of(document, begins)
        for run in list(paragraph.runs) if out else []:
            element = run._r
            for text in element.findall(qn("w:t")):
                text.tag = qn("w:delText")
            _wrap(element, "w:del")
        if put_in:
            added = parse_xml(f"<w:r {W}><w:t xml:space='preserve'> {put_in}</w:t></w:r>")
            paragraph._p.append(added)
            _wrap(added, "w:ins")

    return change


def tracked_move(begins, *, before):
    """Move a paragraph with changes tracked: it stands in both places, once as moved from and once as moved to."""

    def change(document):
        old = paragraph_of(document, begins)
        new = deepcopy(old._p)
        paragraph_of(document, before)._p.addprevious(new)
        for run in list(old.runs):
            _wrap(run._r, "w:moveFrom")
        for run in new.findall(qn("w:r")):
            _wrap(run, "w:moveTo")

    return change


def remark(begins, words):
    """Write a comment in the margin."""

    def change(document):
        document.add_comment(paragraph_of(document, begins).runs, text=words, author="Anita Flood", initials="AF")

    return change


def text_box(begins, words):
    """Put a text box into a paragraph."""
    return lambda document: paragraph_of(document, begins)._p.append(parse_xml(BOX.format(ns=W, words=words)))


def cell(old, new):
    """Type over a cell of a table."""

    def change(document):
        cells = (c for t in document.tables for row in t.rows for c in row.cells)
        next(c for c in cells if c.text == old).text = new

    return change


def row_put_in(*words):
    """Put a row at the end of the first table."""

    def change(document):
        cells = document.tables[0].add_row().cells
        for one, text in zip(cells, words, strict=False):
            one.text = text

    return change


def row_taken_out(document):
    """Take the last row of the first table out."""
    row = document.tables[0].rows[-1]._tr
    row.getparent().remove(row)


def own_layout() -> Layout:
    """Return a layout as a council makes it: words of its own above, within and below each letter."""

    def change(document):
        paragraph_of(document, "{{ council_name }}").insert_paragraph_before("Working together for Brackenshire")
        paragraph_of(document, "{{ greeting }}").insert_paragraph_before("Please quote our reference when you ring us.")
        footer = document.sections[0].footer.paragraphs[0]
        footer.insert_paragraph_before("County Hall, Brackenby. Page 1 of 1")
        document.add_paragraph("We welcome letters in Welsh.")

    return Layout(content=edit(OUR_LAYOUT.content, change))


def _wrap(element, tag):
    wrapper = OxmlElement(tag)
    for name, value in (("w:id", "7"), ("w:author", "Anita Flood"), ("w:date", "2026-03-04T09:00:00Z")):
        wrapper.set(qn(name), value)
    element.addprevious(wrapper)
    wrapper.append(element)
