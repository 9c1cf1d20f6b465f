"""Render a draft as a Word document. The only writer of .docx: same draft and signer, same bytes."""

import io
import re
from copy import deepcopy
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from letters.address_block import address_lines
from letters.closing import close_with, greet_with
from letters.dates import say_date
from letters.draft import Draft, Paragraph
from letters.packing import pack_again

LAYOUT: Final = Path(__file__).parent / "templates" / "layout.docx"
LARGE_PRINT_POINTS: Final = 16
"""Larger than the 14 points asked of every letter. Source: LGSCO, guide for complaint handlers, part 15."""

_NOT_XML: Final = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_docx(draft: Draft, *, signer: str | None, signed_role: str = "") -> bytes:
    """Return the letter as a Word document; without a signer it is marked "DRAFT - not signed" on every page."""
    template = DocxTemplate(LAYOUT)
    sandbox = SandboxedEnvironment(undefined=StrictUndefined)
    template.render(_context(draft, signer, signed_role), jinja_env=sandbox, autoescape=True)
    document = template.docx
    _restart_lists(document, draft)
    _keep_signature_with_text(document)
    if draft.large_print:
        _enlarge(document)
    _set_properties(document, draft)
    packed = io.BytesIO()
    document.save(packed)
    return pack_again(packed.getvalue())


def _context(draft: Draft, signer: str | None, signer_role: str) -> dict[str, Any]:
    return {
        "council_name": _clean(draft.council_name),
        "written_on": say_date(draft.written_on),
        "sender_block": [_clean(line) for line in draft.sender_block],
        "recipient_name": _clean(draft.recipient.name),
        "recipient_email": _clean(draft.recipient.email),
        "recipient_lines": [_clean(line) for line in address_lines(draft)],
        "subject_line": _clean(draft.subject_line),
        "reference": _clean(draft.reference),
        "greeting": _clean(greet_with(draft)),
        "paragraphs": [_paragraph(paragraph) for paragraph in draft.paragraphs if paragraph.is_said],
        "closing": close_with(draft),
        "signer": _clean(signer or ""),
        "signer_role": _clean(signer_role),
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {
        "title": _clean(paragraph.title),
        # A person who leaves an empty line while editing means a new paragraph.
        "blocks": [block for block in re.split(r"\n\s*\n", _clean(paragraph.text).strip()) if block],
        "points": [_clean(point) for point in paragraph.points],
    }


def _clean(text: str) -> str:
    """Return a text without characters that a Word file cannot hold."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _restart_lists(document: Any, draft: Draft) -> None:
    """Give each list its own numbering, so that every one begins at 1."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    shared = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    old = next(num for num in numbering.findall(qn("w:num")) if num.get(qn("w:numId")) == shared)
    next_id = 1 + max(int(num.get(qn("w:numId"))) for num in numbering.findall(qn("w:num")))
    items = iter([p for p in document.paragraphs if p.style.name == "List Number"])
    lengths = [len(paragraph.points) for paragraph in draft.paragraphs if paragraph.points]
    for offset, length in enumerate(lengths):
        numbering.append(_new_numbering(old, next_id + offset))
        for _ in range(length):
            properties = next(items)._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - no public way
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


def _keep_signature_with_text(document: Any) -> None:
    """Keep the last words on the page of the signature: a page that holds only a name could belong to any letter."""
    names = [paragraph.style.name for paragraph in document.paragraphs]
    last_words = names.index("Closing") - 1
    document.paragraphs[last_words].paragraph_format.keep_with_next = True


def _enlarge(document: Any) -> None:
    """Raise every size so that the smallest letter of the page is large print."""
    styled = [style for style in document.styles if style.type == 1 and style.font.size]
    smallest = min(style.font.size.pt for style in styled if style.name == "Normal")
    for style in styled:
        style.font.size = Pt(round(style.font.size.pt * LARGE_PRINT_POINTS / smallest))


def _set_properties(document: Any, draft: Draft) -> None:
    """Name the file by its reference only: file lists and previews show a document's properties to anybody."""
    day = datetime.combine(draft.written_on, time(), UTC)
    properties = document.core_properties
    properties.title = draft.reference
    properties.author = properties.last_modified_by = draft.council_name
    properties.created = properties.modified = day
    properties.language = "en-GB"
    properties.revision = 1
    for name in ("subject", "keywords", "comments", "category", "content_status", "identifier", "version"):
        setattr(properties, name, "")
