"""Make ``layout.docx``, the look of every letter: run this after a change and commit what it makes.

python -m letters.templates.make_layout
"""

import io
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from letters.packing import pack_again

LAYOUT: Final = Path(__file__).parent / "layout.docx"
FONT: Final = "Arial"
INK: Final = RGBColor(0x00, 0x00, 0x00)
BRAND: Final = RGBColor(0x17, 0x4A, 0x4F)
ALERT: Final = RGBColor(0x94, 0x25, 0x14)
WIDTH_CM: Final = 16.0


def make_layout() -> bytes:
    """Return the layout: A4, real headings and numbered lists, English (United Kingdom), tags where the words go."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _set_styles(document)
    _set_language(document)
    _write_edges(section)
    for style, text in BODY:
        _write(document, style, text)
    packed = io.BytesIO()
    document.save(packed)
    return pack_again(packed.getvalue())


BODY: Final = (
    ("Letterhead", "{{ council_name }}\t{{ written_on }}"),
    ("Sender", "{%p for line in sender_block %}"),
    ("Sender", "{{ line }}"),
    ("Sender", "{%p endfor %}"),
    ("Unsigned", "{%p if not signer %}"),
    ("Unsigned", "DRAFT - not signed"),
    ("Unsigned", "{%p endif %}"),
    ("Recipient", "{{ recipient_name }}"),
    ("Sender", "{%p for line in recipient_lines %}"),
    ("Sender", "{{ line }}"),
    ("Sender", "{%p endfor %}"),
    ("Heading 1", "{{ subject_line }}"),
    ("Normal", "{{ greeting }},"),
    ("Normal", "{%p for paragraph in paragraphs %}"),
    ("Normal", "{%p if paragraph.title %}"),
    ("Heading 2", "{{ paragraph.title }}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p for block in paragraph.blocks %}"),
    ("Normal", "{{ block }}"),
    ("Normal", "{%p endfor %}"),
    ("List Number", "{%p for point in paragraph.points %}"),
    ("List Number", "{{ point }}"),
    ("List Number", "{%p endfor %}"),
    ("Normal", "{%p endfor %}"),
    ("Closing", "{{ closing }}"),
    ("Normal", "{%p if signer %}"),
    ("Signer", "{{ signer }}"),
    ("Sender", "{{ signer_role }}"),
    ("Sender", "{{ council_name }}"),
    ("Normal", "{%p else %}"),
    ("Unsigned", "DRAFT - not signed. A name stands here when somebody has approved this letter."),
    ("Normal", "{%p endif %}"),
)


def _set_styles(document: Any) -> None:
    styles = document.styles
    _style(styles["Normal"], size=12, after=8)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    styles["Normal"].paragraph_format.widow_control = True
    # Paragraphs are short: one that is not split across pages also keeps its heading beside it.
    styles["Normal"].paragraph_format.keep_together = True
    _style(styles["Heading 1"], size=13, bold=True, before=14, after=10)
    _style(styles["Heading 2"], size=12, bold=True, before=10, after=3)
    _style(styles["List Number"], size=12, after=8)
    for name in ("Heading 1", "Heading 2"):
        styles[name].paragraph_format.keep_with_next = True
    for name, size, bold, before, after, colour in (
        ("Letterhead", 14, True, 0, 2, BRAND),
        ("Sender", 12, False, 0, 0, INK),
        ("Recipient", 12, False, 18, 0, INK),
        ("Closing", 12, False, 8, 30, INK),
        ("Signer", 12, True, 0, 0, INK),
        ("Unsigned", 12, True, 12, 6, ALERT),
        ("Edge", 12, False, 0, 0, INK),
        ("Unsigned Edge", 12, True, 0, 6, ALERT),
    ):
        style = styles.add_style(name, 1) if name not in [s.name for s in styles] else styles[name]
        style.base_style = styles["Normal"]
        _style(style, size=size, bold=bold, before=before, after=after, colour=colour)
        style.paragraph_format.line_spacing = 1.1
        style.paragraph_format.left_indent = Cm(0)
    styles["Closing"].paragraph_format.keep_with_next = True
    styles["Signer"].paragraph_format.keep_with_next = True
    stops = styles["Letterhead"].paragraph_format.tab_stops
    stops.add_tab_stop(Cm(WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)


def _style(style: Any, *, size: int, after: int, before: int = 0, bold: bool = False, colour: RGBColor = INK) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _set_language(document: Any) -> None:
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-GB")
    for lang in document.settings.element.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), "en-GB")


def _write_edges(section: Any) -> None:
    head = section.header.paragraphs[0]
    head.style = "Unsigned Edge"
    head.text = "{% if not signer %}DRAFT - not signed{% endif %}"
    foot = section.footer.paragraphs[0]
    foot.style = "Edge"
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH_CM), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run("Reference {{ reference }}\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Any, instruction: str) -> None:
    run = paragraph.add_run("")
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("result", "1"), ("end", "")):
        if kind == "result":
            run.add_text(text)
            continue
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)  # noqa: SLF001 - python-docx has no fields of its own


def _write(document: Any, style: str, text: str) -> None:
    document.add_paragraph(text, style=style)


if __name__ == "__main__":
    LAYOUT.write_bytes(make_layout())
