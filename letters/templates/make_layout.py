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


TABLE: Final = "a table"
PARAGRAPH: Final = (
    ("Normal", "{%p for block in paragraph.blocks %}"),
    ("Normal", "{{ block }}"),
    ("Normal", "{%p endfor %}"),
    ("List Number", "{%p for point in paragraph.points %}"),
    ("List Number", "{{ point }}"),
    ("List Number", "{%p endfor %}"),
    ("Normal", "{%p if paragraph.rows %}"),
    (TABLE, ""),
    ("Normal", "{%p endif %}"),
)
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
    *PARAGRAPH,
    ("Normal", "{%p endfor %}"),
    ("Closing", "{{ closing }}"),
    ("Normal", "{%p if signer %}"),
    ("Signer", "{{ signer }}"),
    ("Sender", "{{ signer_role }}"),
    ("Sender", "{{ council_name }}"),
    ("Normal", "{%p else %}"),
    ("Unsigned", "DRAFT - not signed. A name stands here when somebody has approved this letter."),
    ("Normal", "{%p endif %}"),
    ("Normal", "{%p for paragraph in enclosed %}"),
    ("Normal", "{%p if loop.first %}"),
    ("Form Heading", "{{ paragraph.title }}"),
    ("Normal", "{%p elif paragraph.title %}"),
    ("Heading 2", "{{ paragraph.title }}"),
    ("Normal", "{%p endif %}"),
    *PARAGRAPH,
    ("Normal", "{%p endfor %}"),
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
        ("Table Head", 12, True, 0, 0, INK),
        ("Table Cell", 12, False, 0, 0, INK),
    ):
        style = styles.add_style(name, 1) if name not in [s.name for s in styles] else styles[name]
        style.base_style = styles["Normal"]
        _style(style, size=size, bold=bold, before=before, after=after, colour=colour)
        style.paragraph_format.line_spacing = 1.1
        style.paragraph_format.left_indent = Cm(0)
    form = styles.add_style("Form Heading", 1)
    form.base_style = styles["Heading 2"]
    form.paragraph_format.page_break_before = True
    for name in ("Closing", "Signer", "Table Head"):
        styles[name].paragraph_format.keep_with_next = True
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
    if style == TABLE:
        _write_table(document)
        return
    document.add_paragraph(text, style=style)


def _write_table(document: Any) -> None:
    """Write the one table: headings marked as headings, said again on each page, and no row torn in two."""
    table = document.add_table(rows=0, cols=3)
    table.autofit = True
    for style, cells in TABLE_ROWS:
        row = table.add_row()
        for cell, text in zip(row.cells, cells, strict=True):
            cell.paragraphs[0].style = style
            cell.paragraphs[0].text = text
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no way
        if style == "Table Head":
            row._tr.trPr.append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    _set_table_properties(table._tbl.tblPr)  # noqa: SLF001
    for width in list(table._tbl.iter(qn("w:tcW"))):  # noqa: SLF001 - the cells are as wide as their words ask for
        width.getparent().remove(width)


TABLE_ROWS: Final = (
    ("Table Head", ("{%tc for cell in paragraph.head %}", "{{ cell }}", "{%tc endfor %}")),
    ("Table Cell", ("{%tr for row in paragraph.rows %}", "", "")),
    ("Table Cell", ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}")),
    ("Table Cell", ("{%tr endfor %}", "", "")),
)
LINE: Final = {"val": "single", "sz": "6", "space": "0", "color": "8A8A8A"}
EDGES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
MARGIN: Final = "100"
"""Between a cell's edge and its words, in twentieths of a point."""


def _set_table_properties(properties: Any) -> None:
    """Set width, lines, margins and what a screen reader says of the table; the order is the schema's."""
    for old in list(properties):
        properties.remove(old)
    properties.append(_element("w:tblW", w="5000", type="pct"))
    borders, margins = _element("w:tblBorders"), _element("w:tblCellMar")
    for edge in EDGES:
        borders.append(_element(f"w:{edge}", **LINE))
    for edge in EDGES[:4]:
        margins.append(_element(f"w:{edge}", w=MARGIN if edge in ("left", "right") else "60", type="dxa"))
    properties.append(borders)
    properties.append(_element("w:tblLayout", type="autofit"))
    properties.append(margins)
    properties.append(_element("w:tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", noHBand="1"))
    properties.append(_element("w:tblCaption", val="{{ paragraph.title }}"))


def _element(name: str, **values: str) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


if __name__ == "__main__":
    LAYOUT.write_bytes(make_layout())
