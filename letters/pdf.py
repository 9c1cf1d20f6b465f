"""Write a letter as PDF that everybody can read: tagged, titled, in British English. Same letter, same bytes.

Source: ISO 14289-1:2014 (PDF/UA-1).
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any, Final, NoReturn

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from PIL import ImageFile
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from letters.address_block import address_lines
from letters.closing import close_with, greet_with
from letters.dates import MONTHS, say_date
from letters.draft import Channel, Draft, Paragraph
from letters.errors import UnwritableError
from letters.look import UNSIGNED_EDGE, UNSIGNED_END, blocks_of, clean, points_of, title_of
from letters.pdf_tags import finish_tags

# WeasyPrint lets the whole process take pictures that are cut off for whole ones; a letter holds none, and whoever
# reads what people send must be told.
ImageFile.LOAD_TRUNCATED_IMAGES = False

WHOLE: Final = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b|\b0\d{{2,4}} \d{{3}}[ \d]{{3,6}}\b")
"""A date or a telephone number: it is read in one go, so it stands on one line."""
VARIANT: Final = "pdf/ua-1"
PAGES: Final = Path(__file__).parent / "templates" / "pages"


def render_pdf(draft: Draft, *, signer: str | None, signed_role: str = "") -> bytes:
    """Return the letter as PDF; without a signer it is marked "DRAFT - not signed" on every page.

    Raises: UnwritableError for a signed letter with characters that no font has: it must not leave with boxes in it.
    """
    page = _page().render(_context(draft, signer, signed_role))
    name = hashlib.sha256(page.encode()).digest()[:16]
    html = HTML(string=page, url_fetcher=_Nothing(), base_url=None)
    document = html.render(font_config=FontConfiguration(), pdf_variant=VARIANT)
    written = bytes(document.write_pdf(pdf_variant=VARIANT, pdf_identifier=name, finisher=finish_tags))
    if signer and (missing := sorted({chr(point) for font in document.fonts.values() for point in font.missing})):
        raise UnwritableError(tuple(missing))
    return written


class _Nothing(URLFetcher):  # type: ignore[misc]
    """Fetch nothing, from nowhere: a letter is made of its own words alone."""

    def fetch(self, url: str, headers: object = None) -> NoReturn:  # noqa: ARG002
        """Refuse.

        Raises: FatalURLFetchingError, which stops the letter.
        """
        raise FatalURLFetchingError("a letter asks for something outside itself")


@cache
def _page() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(PAGES))
    environment.globals["sheet"] = Markup((PAGES / "letter.css").read_text(encoding="utf-8"))  # noqa: S704 - our own
    return environment.get_template("letter.html")


def _hold_together(text: str) -> str:
    return WHOLE.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def _context(draft: Draft, signer: str | None, signed_role: str) -> dict[str, Any]:
    return {
        "title": clean(title_of(draft)),
        "points": points_of(draft),
        "council_name": clean(draft.council_name),
        "written_on": say_date(draft.written_on),
        "sender_block": [clean(line) for line in draft.sender_block],
        "recipient": [clean(line) for line in (draft.recipient.name, *address_lines(draft)) if line],
        "subject_line": clean(draft.subject_line),
        "reference": clean(draft.reference),
        "greeting": clean(greet_with(draft)),
        "paragraphs": [_paragraph(paragraph) for paragraph in draft.before_signature],
        "enclosed": [_paragraph(paragraph) for paragraph in draft.enclosed],
        "by_post": draft.channel is Channel.POST,
        "closing": close_with(draft),
        "signer": clean(signer or ""),
        "signed_lines": [clean(line) for line in (signed_role, draft.council_name) if line],
        "unsigned_edge": UNSIGNED_EDGE,
        "unsigned_end": UNSIGNED_END,
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {
        "title": clean(paragraph.title),
        "blocks": [_hold_together(block) for block in blocks_of(paragraph)],
        "points": [_hold_together(clean(point)) for point in paragraph.points],
        "rows": [[clean(cell) for cell in row] for row in paragraph.rows],
    }
