"""Make the seeded PDFs that bench/reading.py measures with: invented letters, forms and two-column leaflets."""

import io
from dataclasses import dataclass
from random import Random

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from tests.documents import bad_photos

_STYLE = getSampleStyleSheet()["BodyText"]


@dataclass(frozen=True, slots=True)
class Made:
    """Hold a made PDF, what kind it is, and its sentences in reading order."""

    kind: str
    data: bytes
    sentences: tuple[str, ...]


def made(seed: int) -> Made:
    """Return a PDF: of three seeds one is a letter, one a form with a ruled table, one has two columns."""
    random = Random(f"pdf {seed}")  # noqa: S311
    texts = bad_photos.sentences(random, 46)
    return (letter, _form, _columns)[seed % 3](texts)


def letter(texts: list[str]) -> Made:
    """Return a letter, page after page of paragraphs."""
    story = [
        part for n in range(0, len(texts), 4) for part in (Paragraph(" ".join(texts[n : n + 4]), _STYLE), Spacer(1, 8))
    ]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(story)
    return Made("letter", out.getvalue(), tuple(texts))


def _form(texts: list[str]) -> Made:
    rows = [[Paragraph(f"Question {n}", _STYLE), Paragraph(text, _STYLE)] for n, text in enumerate(texts[:24], 1)]
    table = Table(rows, colWidths=[110, 250])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.7, colors.black)]))
    story = [
        Paragraph(" ".join(texts[24:30]), _STYLE),
        Spacer(1, 10),
        table,
        Spacer(1, 10),
        Paragraph(texts[30], _STYLE),
    ]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(story)
    return Made("form", out.getvalue(), (*texts[24:30], *texts[:24], texts[30]))


def _columns(texts: list[str]) -> Made:
    out = io.BytesIO()
    page = BaseDocTemplate(out, pagesize=A4, invariant=1)
    frames = [Frame(x, 60, 235, 720, id=str(x)) for x in (55, 305)]
    page.addPageTemplates([PageTemplate(frames=frames)])
    page.build([Paragraph(" ".join(texts[n : n + 5]), _STYLE) for n in range(0, len(texts), 5)])
    return Made("two columns", out.getvalue(), tuple(texts))
