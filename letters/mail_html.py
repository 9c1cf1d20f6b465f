"""Write a letter as the page of a mail: the words of ``letters.body`` with headings, lists and tables as what they are.

No pictures, no scripts, nothing fetched, and no links but to the council itself: a letter is read as it is.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from letters.body import PDF, say_attached
from letters.closing import close_with, greet_with
from letters.dates import say_date
from letters.draft import Draft, Paragraph
from letters.look import blocks_of, clean, points_of

PAGES: Final = Path(__file__).parent / "templates" / "pages"
_ADDRESS: Final = re.compile(
    r"(?P<web>https://[^\s<>\"']+[^\s<>\"'.,;:!?)\]])|(?P<mail>[\w.+'-]+@[\w-]+(?:\.[\w-]+)*\.\w[\w-]*\w)"
)


def write_html(draft: Draft, *, signer: str, signer_role: str, attached: Sequence[str] = (PDF,)) -> str:
    """Return the letter as a page of its own, signed with a name and a role; ``attached`` says what goes with it."""
    hosts = frozenset(domain for line in draft.sender_block if (domain := _domain(line)))
    return str(
        _page().render(
            title=clean(draft.subject_line),
            points=points_of(draft),
            council_name=clean(draft.council_name),
            written_on=say_date(draft.written_on),
            subject_line=clean(draft.subject_line),
            greeting=clean(greet_with(draft)),
            paragraphs=[_paragraph(paragraph, hosts) for paragraph in draft.before_signature],
            enclosed=[_paragraph(paragraph, hosts) for paragraph in draft.enclosed],
            closing=close_with(draft),
            signed=[clean(line) for line in (signer, signer_role, draft.council_name) if line],
            attached=say_attached(attached),
        )
    )


@cache
def _page() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(PAGES))
    return environment.get_template("mail.html")


def _paragraph(paragraph: Paragraph, hosts: frozenset[str]) -> dict[str, Any]:
    return {
        "title": clean(paragraph.title),
        "blocks": [_shown(block, hosts) for block in blocks_of(paragraph)],
        "points": [_shown(point, hosts) for point in paragraph.points],
        "rows": [[_shown(cell, hosts) for cell in row] for row in paragraph.rows],
    }


def _shown(text: str, hosts: frozenset[str]) -> Markup:
    """Return a text as a page shows it: every word escaped, its lines kept, the council's own addresses as links."""
    parts, at = [], 0
    for found in _ADDRESS.finditer(plain := clean(text)):
        parts += [escape(plain[at : found.start()]), _link(found, hosts)]
        at = found.end()
    return Markup("").join([*parts, escape(plain[at:])]).replace("\n", Markup("<br>\n"))


def _link(found: re.Match[str], hosts: frozenset[str]) -> Markup:
    words = found[0]
    if not any(f".{_domain(words)}".endswith(f".{host}") for host in hosts):
        return escape(words)
    return Markup('<a href="{}">{}</a>').format(f"mailto:{words}" if found["mail"] else words, words)


def _domain(words: str) -> str:
    """Return the domain of an address, of a website without its "www"; "" for anything else."""
    if "@" in words and " " not in words.strip():
        return words.strip().rpartition("@")[2].casefold()
    host = urlsplit(words).hostname if words.startswith("https://") else None
    return (host or "").removeprefix("www.")
