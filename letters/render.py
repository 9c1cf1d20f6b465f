"""Render a draft as a Word document. The only writer of .docx: same draft and signer, same bytes."""

import io
from copy import deepcopy
from datetime import UTC, datetime, time
from itertools import islice, pairwise
from typing import Any, Final

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from letters.address_block import address_lines
from letters.closing import close_with, greet_with
from letters.dates import say_date
from letters.draft import Draft, Paragraph
from letters.layout import OUR_LAYOUT, Layout
from letters.look import blocks_of, clean, points_of, title_of
from letters.packing import pack_again

BELOW_TABLE: Final = Pt(8)
ROOM_TO_WRITE: Final = Cm(1.1)
SIGNATURE: Final = frozenset({"Signer", "Sender"})
"""The styles of the lines below "Yours sincerely": name, role, council."""


def render_docx(draft: Draft, *, signer: str | None, signed_role: str = "", layout: Layout = OUR_LAYOUT) -> bytes:
    """Return the letter as a Word document; without a signer it is marked "DRAFT - not signed" on every page."""
    template = DocxTemplate(io.BytesIO(layout.content))
    sandbox = SandboxedEnvironment(undefined=StrictUndefined)
    template.render(_context(draft, signer, signed_role), jinja_env=sandbox, autoescape=True)
    document = template.docx
    _restart_lists(document, draft)
    _keep_together(document)
    _make_room(document, draft)
    _set_size(document, points_of(draft), at_least=points_of(draft) if draft.large_print else 0)
    _set_properties(document, draft)
    packed = io.BytesIO()
    document.save(packed)
    return pack_again(packed.getvalue())


def _context(draft: Draft, signer: str | None, signer_role: str) -> dict[str, Any]:
    return {
        "council_name": clean(draft.council_name),
        "written_on": say_date(draft.written_on),
        "sender_block": [clean(line) for line in draft.sender_block],
        "recipient_name": clean(draft.recipient.name),
        "recipient_email": clean(draft.recipient.email),
        "recipient_lines": [clean(line) for line in address_lines(draft)],
        "subject_line": clean(draft.subject_line),
        "reference": clean(draft.reference),
        "greeting": clean(greet_with(draft)),
        "paragraphs": [_paragraph(paragraph) for paragraph in draft.before_signature],
        "enclosed": [_paragraph(paragraph) for paragraph in draft.enclosed],
        "closing": close_with(draft),
        "signer": clean(signer or ""),
        "signer_role": clean(signer_role),
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    rows = [[clean(cell) for cell in row] for row in paragraph.rows]
    return {
        "title": clean(paragraph.title),
        "blocks": list(blocks_of(paragraph)),
        "points": [clean(point) for point in paragraph.points],
        "head": rows[0] if rows else [],
        "rows": rows[1:],
    }


def _restart_lists(document: Any, draft: Draft) -> None:
    """Give each list its own numbering, so that every one begins at 1."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    shared = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    old = next(num for num in numbering.findall(qn("w:num")) if num.get(qn("w:numId")) == shared)
    next_id = 1 + max(int(num.get(qn("w:numId"))) for num in numbering.findall(qn("w:num")))
    items = iter([p for p in document.paragraphs if p.style.name == "List Number"])
    lengths = [len(p.points) for p in (*draft.before_signature, *draft.enclosed) if p.points]
    for offset, length in enumerate(lengths):
        numbering.append(_new_numbering(old, next_id + offset))
        for item in islice(items, length):
            properties = item._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - no public way
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = next_id + offset


def _new_numbering(old: Any, number: int) -> Any:
    new = deepcopy(old)
    new.set(qn("w:numId"), str(number))
    for override in new.findall(qn("w:lvlOverride")):
        new.remove(override)
    override, start = OxmlElement("w:lvlOverride"), OxmlElement("w:startOverride")
    override.set(qn("w:ilvl"), "0")
    start.set(qn("w:val"), "1")
    override.append(start)
    new.append(override)
    return new


def _keep_together(document: Any) -> None:
    """Keep on one page what belongs together: a table's lead with its headings, the last words with the signature.

    A page that holds only a name could belong to any letter. What stands below a table stands a little apart from it.
    """
    _keep_signature(document.paragraphs)
    body = list(document.element.body)
    closing = next((p._p for p in document.paragraphs if p.style.name == "Closing"), None)  # noqa: SLF001
    below_tables = {after for before, after in pairwise(body) if before.tag == qn("w:tbl")}
    for paragraph in document.paragraphs:
        if paragraph._p in below_tables and not paragraph.style.paragraph_format.space_before:  # noqa: SLF001
            paragraph.paragraph_format.space_before = BELOW_TABLE
    for before, after in pairwise(body):
        if after.tag == qn("w:tbl") or after is closing:
            for paragraph in _last_paragraphs(before):
                paragraph.get_or_add_pPr().get_or_add_keepNext().val = True


def _keep_signature(paragraphs: list[Any]) -> None:
    """Keep each line from the closing on with the next one, as far as the signature goes."""
    named = [paragraph.style.name for paragraph in paragraphs]
    first = named.index("Closing") if "Closing" in named else len(named)
    for before, after in pairwise(paragraphs[first:]):
        if after.style.name not in SIGNATURE:
            return
        before.paragraph_format.keep_with_next = True


def _make_room(document: Any, draft: Draft) -> None:
    """Make the rows of an enclosed form high and its columns alike: it is filled in by hand."""
    forms = sum(bool(paragraph.rows) for paragraph in draft.enclosed)
    for table in document.tables[len(document.tables) - forms :]:
        table.autofit = False
        for row in table.rows[1:]:
            row.height, row.height_rule = ROOM_TO_WRITE, WD_ROW_HEIGHT_RULE.AT_LEAST


def _last_paragraphs(element: Any) -> list[Any]:
    """Return the paragraph itself, or those of a table's last row."""
    if element.tag == qn("w:tbl"):
        return list(element.findall(qn("w:tr"))[-1].iter(qn("w:p")))
    return [element]


def _set_size(document: Any, points: int, *, at_least: int) -> None:
    """Raise every size in proportion until its words are so large; a layout that is larger already stays as it is."""
    styles = document.styles
    factor = max(points / (styles["Normal"].font.size or styles["Title"].font.size).pt, 1)
    parts = [document.element, styles.element]
    parts += [part._element for s in document.sections for part in _edges_of(s)]  # noqa: SLF001
    for size in {size for part in parts for name in ("w:sz", "w:szCs") for size in part.iter(qn(name))}:
        half_points = max(round(int(size.get(qn("w:val"))) / 2 * factor), at_least) * 2
        size.set(qn("w:val"), str(half_points))


def _edges_of(section: Any) -> tuple[Any, ...]:
    return (
        *(section.header, section.footer),
        *(section.first_page_header, section.first_page_footer),
        *(section.even_page_header, section.even_page_footer),
    )


def _set_properties(document: Any, draft: Draft) -> None:
    """Name the file by sender and reference only: file lists and previews show a document's properties to anybody."""
    day = datetime.combine(draft.written_on, time(), UTC)
    properties = document.core_properties
    properties.title = title_of(draft)
    properties.author = properties.last_modified_by = draft.council_name
    properties.created = properties.modified = day
    properties.language = "en-GB"
    properties.revision = 1
    for name in ("subject", "keywords", "comments", "category", "content_status", "identifier", "version"):
        setattr(properties, name, "")
