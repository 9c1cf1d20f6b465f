"""Read HTML as a person sees it: its words in lines, what was hidden, and what the mail program marked as quoted.

Measured against five libraries on Outlook, Gmail and Apple mail: none of them kept bold words inside their line, line
breaks, table cells apart and hidden text out, all at once; this walk does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from ingest.charset import clean_text
from ingest.html_lines import TextLines
from ingest.html_style import Look, hides, look_within, starts_history, starts_quote, starts_signature


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlText:
    """Hold the words of one HTML text.

    ``hidden`` is true if words were left out because nobody who opens the mail can see them. ``quotes`` and
    ``signatures`` are the (start, end) stretches of ``text`` the writer's mail program marked so; ``history`` are the
    places after which it put the mail being answered.
    """

    text: str
    hidden: bool = False
    quotes: tuple[tuple[int, int], ...] = ()
    signatures: tuple[tuple[int, int], ...] = ()
    history: tuple[int, ...] = ()


# How many line ends a block begins and ends with; 2 leaves one line blank.
_BLOCKS = dict.fromkeys(
    (
        *("html", "body", "div", "center", "address", "article", "aside", "details", "dialog", "figure", "figcaption"),
        *("footer", "form", "fieldset", "legend", "header", "hr", "main", "nav", "section", "summary", "option"),
        *("dl", "dt", "dd", "ol", "ul", "li", "table", "tbody", "tfoot", "thead", "tr"),
    ),
    1,
) | dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "caption"), 2)
_UNSEEN = frozenset(
    {
        "head",
        "script",
        "style",
        "template",
        "title",
        "object",
        "applet",
        "iframe",
        "audio",
        "video",
        "svg",
        "math",
        "map",
    }
)
_FIELDS = frozenset({"", "text", "email", "tel", "date", "number", "url", "time", "month", "week"})
_SPACES = re.compile(r"[ \t\n\r\f]+")
_TAGS = re.compile(r"<[^<>]{0,2000}>")
# Word writes "Description automatically generated" into every picture, and programs name pictures after their file.
_IDLE_ALT = re.compile(
    r"automatically generated|^\S+\.(?:png|jpe?g|gif|bmp|svg)$|^(?:image|logo|picture|photo)\b", re.IGNORECASE
)
# The parser's time grows with size times depth; no mail program nests this deep.
_MAX_DEPTH = 500
_SLICE = 1 << 16


def html_to_text(html: str) -> HtmlText:
    r"""Return what a person who opens this HTML reads. Never raises.

    >>> html_to_text("<p>Dear <b>team</b>,</p><p>no one<br>came.</p>").text
    'Dear team,\n\nno one\ncame.'
    """
    text = clean_text(html)
    walk = _Walk(has_sheet="<style" in text.lower() and "background" in text)
    parser = etree.HTMLParser(target=walk, encoding="utf-8", huge_tree=True, no_network=True)
    try:
        # In slices, because lxml passes an exception of ours on only when a slice is done.
        for start in range(0, len(text), _SLICE):
            parser.feed(text[start : start + _SLICE].encode())
        parser.close()
    except (_TooDeep, etree.LxmlError):
        # Nobody's mail program made this. The tags go, every word stays.
        return HtmlText(text=_SPACES.sub(" ", _TAGS.sub(" ", text)).strip())
    return walk.result()


class _TooDeep(Exception):  # noqa: N818
    """The HTML nests deeper than any mail program writes; read it without its structure."""


@dataclass(slots=True, kw_only=True)
class _Element:
    """Hold what one open element means for the words inside it."""

    tag: str
    look: Look
    unseen: bool
    verbatim: bool
    lines: int = 0
    number: int | None = None
    cells: int = 0
    quote_start: int | None = None
    signature_start: int | None = None


class _Walk:
    """Collect the words while lxml reports elements; nothing is built but the text itself."""

    def __init__(self, *, has_sheet: bool) -> None:
        self._lines = TextLines()
        self._hidden = False
        self._open = [_Element(tag="", look=Look(sheet=has_sheet), unseen=False, verbatim=False)]
        self._quotes: list[tuple[int, int]] = []
        self._signatures: list[tuple[int, int]] = []
        self._history: list[int] = []

    def result(self) -> HtmlText:
        """Return what was collected."""
        return HtmlText(
            text=self._lines.text,
            hidden=self._hidden,
            quotes=tuple(self._quotes),
            signatures=tuple(self._signatures),
            history=tuple(self._history),
        )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if len(self._open) > _MAX_DEPTH:
            raise _TooDeep
        parent = self._open[-1]
        element = _Element(tag=tag, look=parent.look, unseen=parent.unseen or tag in _UNSEEN, verbatim=parent.verbatim)
        self._open.append(element)
        if attributes:
            element.look = look_within(parent.look, attributes)
            element.unseen = element.unseen or hides(attributes)
        element.verbatim = element.verbatim or tag == "pre"
        if element.unseen:
            return
        element.lines = _lines_around(tag, attributes)
        self._lines.break_block(element.lines)
        self._open_special(element, parent, attributes)
        if attributes:
            self._mark(element, attributes)

    def end(self, tag: str) -> None:
        """Close an element."""
        element = self._open.pop()
        if element.quote_start is not None and self._lines.length > element.quote_start:
            self._quotes.append((element.quote_start, self._lines.length))
        if element.signature_start is not None and self._lines.length > element.signature_start:
            self._signatures.append((element.signature_start, self._lines.length))
        if tag == "tr":
            self._lines.close_row()
        self._lines.break_block(element.lines)
        if tag in ("td", "th", "li"):
            self._lines.close_cell()

    def data(self, text: str) -> None:
        """Take words."""
        element = self._open[-1]
        # Once more: an entity (&#1;) can name what a person cannot have written.
        text = clean_text(text)
        if element.unseen or not element.look.is_seen:
            hidden_by_style = element.tag not in _UNSEEN and any(map(str.isalnum, text))
            self._hidden = self._hidden or (hidden_by_style and not any(e.tag in _UNSEEN for e in self._open))
        elif element.verbatim:
            self._lines.write(text)
        else:
            self._lines.write_collapsed(text)

    def close(self) -> None:
        """Nothing is left to do: lxml closes every element itself."""

    def _open_special(self, element: _Element, parent: _Element, attributes: Mapping[str, str]) -> None:
        tag = element.tag
        if tag == "br":
            self._lines.break_line()
        elif tag in ("td", "th"):
            if parent.cells:
                self._lines.next_cell()
            parent.cells += 1
        elif tag == "ol":
            element.number = 1
        elif tag == "li":
            self._open_item(parent)
        elif tag == "img" and not _IDLE_ALT.search(attributes.get("alt", "")):
            self.data(attributes.get("alt", ""))
        elif tag == "input" and attributes.get("type", "").lower() in _FIELDS:
            self.data(attributes.get("value", ""))
        elif tag == "input" and attributes.get("type", "").lower() in ("checkbox", "radio"):
            self._lines.write_collapsed(" [x] " if "checked" in attributes else " [ ] ")

    def _open_item(self, parent: _Element) -> None:
        if parent.number is None:
            self._lines.write_point("-")
        else:
            # "My third point" only means something if the points keep their numbers.
            self._lines.write_point(f"{parent.number}.")
            parent.number += 1

    def _mark(self, element: _Element, attributes: Mapping[str, str]) -> None:
        inside_quote = any(e.quote_start is not None for e in self._open)
        if starts_history(attributes) and not inside_quote:
            self._history.append(self._lines.length)
        elif starts_quote(element.tag, attributes) and not inside_quote:
            element.quote_start = self._lines.length
        elif starts_signature(attributes):
            element.signature_start = self._lines.length


def _lines_around(tag: str, attributes: Mapping[str, str]) -> int:
    # Outlook makes every line a paragraph of its own and takes the space between them away by style.
    if tag == "p" and attributes.get("class", "").startswith("Mso"):
        return 1
    return _BLOCKS.get(tag, 0)
