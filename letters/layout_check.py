"""Check the layout that a council made in Word, before any letter is made with it: every fault at once, with its cure.

A trial letter is laid out, signed and unsigned, and looked through: whatever was taken out or written wrongly in Word
shows there, as it would in a letter.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import SandboxedEnvironment

from letters.draft import FORM, Draft, LetterId, Origin, Paragraph, Recipient
from letters.errors import LayoutError
from letters.layout import NAME, OUR_LAYOUT, Layout
from letters.look import UNSIGNED_EDGE
from letters.render import render_docx

MOST_BYTES: Final = 5_000_000
NEEDED: Final = {
    "council_name": "{{ council_name }}",
    "written_on": "{{ written_on }}",
    "sender_block": "{%p for line in sender_block %}",
    "recipient_name": "{{ recipient_name }}",
    "recipient_lines": "{%p for line in recipient_lines %}",
    "subject_line": "{{ subject_line }}",
    "reference": "{{ reference }}",
    "greeting": "{{ greeting }}",
    "paragraphs": "{%p for paragraph in paragraphs %}",
    "closing": "{{ closing }}",
    "signer": "{{ signer }}",
    "signer_role": "{{ signer_role }}",
    "enclosed": "{%p for paragraph in enclosed %}",
}
"""What a layout must hold, by the name of what it shows, as it is written in Word."""
SPARE: Final = frozenset({"recipient_email"})
STYLES: Final = ("Normal", "Heading 1", "Heading 2", "List Number", "Closing")
"""Styles that are looked for by name: headings and lists are what a screen reader finds its way by."""
SIGNER: Final = "Signer Probe"
TRIAL: Final = Draft(
    letter=LetterId.CORPORATE,
    reference="REFERENCE-PROBE",
    recipient=Recipient(name="Recipient Probe", greeting="Dear Greeting Probe", email="probe@mailbox.example"),
    subject_line="Subject probe",
    council_name="Council Probe",
    sender_block=("Sender probe one", "Sender probe two"),
    written_on=date(2026, 3, 4),
    paragraphs=(
        Paragraph(key="a", title="Title probe", text="Text probe", origin=Origin.STANDARD, points=("Point probe",)),
        Paragraph(
            key="b", title="", text="Second probe", origin=Origin.STANDARD, rows=(("Head probe",), ("Cell probe",))
        ),
        Paragraph(key=f"{FORM}a", title="Form probe", text="Filled in probe", origin=Origin.STANDARD),
    ),
    blanks=(),
    checklist=(),
    facts_used=(),
    template_version="",
)
SHOWN: Final = {
    "Council Probe": "the council's name",
    "4 March 2026": "the day",
    "Sender probe two": "the sender's lines",
    "Recipient Probe": "the receiver's name",
    "By email: probe@mailbox.example": "where it goes ({{ line }} of recipient_lines)",
    "Subject probe": "the subject",
    "Dear Greeting Probe": "the greeting",
    "Title probe": "the headings ({{ paragraph.title }})",
    "Text probe": "the paragraphs ({{ block }} of paragraph.blocks)",
    "Point probe": "the numbered points ({{ point }} of paragraph.points)",
    "Head probe": "the headings of a table ({{ cell }} of paragraph.head)",
    "Cell probe": "the rows of a table ({{ cell }} of row of paragraph.rows)",
    "Yours sincerely": "the closing words",
    SIGNER: "the signer's name",
    "Role Probe": "the signer's role",
    "Form probe": "the heading of an enclosed form ({{ paragraph.title }} of enclosed)",
    "Filled in probe": "the words of an enclosed form",
}
"""What a signed trial letter must show, and what it is called."""


@cache
def load_layout(home: Path | None = None) -> Layout:
    """Return the layout in a council's folder of letters, else ours.

    Raises: LayoutError naming every fault of the council's.
    """
    file = home / NAME if home else None
    if file is None or not file.is_file():
        return OUR_LAYOUT
    layout = Layout(content=file.read_bytes())
    if faults := tuple(find_layout_faults(layout)):
        raise LayoutError(faults)
    return layout


def find_layout_faults(layout: Layout) -> Iterator[str]:
    """Yield what is wrong with a layout; what keeps a trial letter from being made is told alone."""
    found = list(_faults_of_file(layout)) or list(_faults_of_tags(layout)) or list(_faults_of_trial(layout))
    yield from (f"{NAME}: {fault}" for fault in found)


def _faults_of_file(layout: Layout) -> Iterator[str]:
    if len(layout.content) > MOST_BYTES:
        yield f"is larger than {MOST_BYTES // 1_000_000} MB: make its pictures smaller; it goes out with every letter"
        return
    try:
        with zipfile.ZipFile(io.BytesIO(layout.content)) as parts:
            names = parts.namelist()
            if sum(part.file_size for part in parts.infolist()) > 10 * MOST_BYTES:
                yield "unpacks to far more than a letter is: make it anew from our layout"
                return
            linked = [n for n in names if n.endswith(".rels") and b'TargetMode="External"' in parts.read(n)]
        document = Document(io.BytesIO(layout.content))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        yield f"is no Word file ({type(error).__name__}): save it in Word as .docx"
        return
    if any("vbaProject" in name for name in names):
        yield "holds macros: save it as .docx without them"
    if linked:
        yield "links to something outside itself: put pictures into the file, and take out links and attached templates"
    known = {style.name for style in document.styles}
    for style in STYLES:
        if style not in known:
            yield f"has no style {style!r}: take it from our layout; headings and lists are found by their styles"
    if "List Number" in known and document.styles["List Number"].element.find(f".//{qn('w:numId')}") is None:
        yield "its style 'List Number' does not number: give it a numbered list"


def _faults_of_tags(layout: Layout) -> Iterator[str]:
    try:
        named = DocxTemplate(io.BytesIO(layout.content)).get_undeclared_template_variables(SandboxedEnvironment())
    except (JinjaError, ValueError) as error:
        yield f"a tag is written wrongly: {error}; compare with our layout"
        return
    for name in sorted(named - NEEDED.keys() - SPARE):
        yield f"{{{{ {name} }}}} is not known; use one of {', '.join(NEEDED)}"
    for name in NEEDED.keys() - named:
        yield f"{NEEDED[name]} is missing: put it back where it belongs"


def _faults_of_trial(layout: Layout) -> Iterator[str]:
    try:
        signed = _open(render_docx(TRIAL, signer=SIGNER, signed_role="Role Probe", layout=layout))
        unsigned = _open(render_docx(TRIAL, signer=None, layout=layout))
    except (JinjaError, KeyError, ValueError, TypeError, AttributeError, StopIteration) as error:
        yield f"no letter can be made with it: {error}; compare with our layout"
        return
    text = _text_of(signed.element)
    for words, what in SHOWN.items():
        if words not in text:
            yield f"a trial letter does not show {what}: put the tag back as in our layout"
    body, order = _text_of(signed.element.body), ("Recipient Probe", "Text probe", "Second probe", SIGNER, "Form probe")
    places = [body.find(words) for words in order]
    if -1 not in places and places != sorted(places):
        yield "the words come in another order than they are read: receiver, paragraphs, signer, an enclosed form"
    yield from _faults_of_marks(signed, unsigned)
    yield from _faults_of_styles(signed)


def _faults_of_marks(signed: Any, unsigned: Any) -> Iterator[str]:
    mark = f"{{% if not signer %}}{UNSIGNED_EDGE}{{% endif %}}"
    for header in _headers(unsigned):
        if UNSIGNED_EDGE not in _text_of(header):
            yield f"an unsigned letter is not marked on every page: write {mark} at the top of every kind of page"
            break
    if UNSIGNED_EDGE in _text_of(signed.element) + "".join(map(_text_of, _headers(signed))):
        yield f"a signed letter still says {UNSIGNED_EDGE!r}: put it between {{% if not signer %}} and {{% endif %}}"
    if SIGNER in _text_of(unsigned.element):
        yield "an unsigned letter names a signer: put the name between {%p if signer %} and {%p endif %}"


def _faults_of_styles(document: Any) -> Iterator[str]:
    styles = {paragraph.text.strip(): paragraph.style.name for paragraph in document.paragraphs}
    for words, style, what in (
        ("Subject probe", "Heading 1", "the subject"),
        ("Title probe", "Heading 2", "a paragraph's heading"),
        ("Point probe", "List Number", "a numbered point"),
        ("Yours sincerely,", "Closing", "the closing words"),
    ):
        if words in styles and styles[words] != style:
            yield f"{what} has the style {styles[words]!r}: give it {style!r}, by which it is found"
    tables = [table for table in document.tables if "Head probe" in _text_of(table._tbl)]  # noqa: SLF001
    if not any(table._tbl.find(f".//{qn('w:tblHeader')}") is not None for table in tables):  # noqa: SLF001
        yield "a table's first row is not marked as headings: in Word, Layout, Repeat Header Rows"


def _open(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def _text_of(element: Any) -> str:
    """Return the text of a part, a paragraph a line."""
    root = getattr(element, "_element", element)
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in root.iter(qn("w:p")))


def _headers(document: Any) -> Iterator[Any]:
    """Yield each header that some page shows."""
    for section in document.sections:
        yield section.header
        if section.different_first_page_header_footer:
            yield section.first_page_header
        if document.settings.odd_and_even_pages_header_footer:
            yield section.even_page_header
