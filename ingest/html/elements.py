"""Say what each element of HTML means for the words around and inside it: lines, points, cells, fields, pictures."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ingest.html.fields import Choice, words_of_field
from ingest.html.lines import TextLines
from ingest.html.numbers import first_number, number_of, say_number
from ingest.html.style import Look

# How many line ends a block begins and ends with; 2 leaves one line blank.
_BLOCKS = dict.fromkeys(
    (
        *("html", "body", "div", "center", "address", "article", "aside", "details", "dialog", "figure", "figcaption"),
        *("footer", "form", "fieldset", "legend", "header", "hr", "main", "nav", "section", "summary", "textarea"),
        *("dl", "dt", "dd", "ol", "ul", "menu", "dir", "li", "table", "tbody", "tfoot", "thead", "tr", "noframes"),
    ),
    1,
) | dict.fromkeys(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "listing", "xmp", "plaintext", "caption"), 2
)
# What is inside these is no text of the page. (What stands in a video or an object is what most mail programs show, and
# words in the head are shown as if the body had begun.)
UNSEEN = frozenset(
    ("script", "style", "template", "title", "iframe", "datalist", "xml", "desc", "metadata", "defs", "param")
)
TYPED = frozenset({"pre", "listing", "xmp", "plaintext", "textarea"})
# Word writes "Description automatically generated" into every picture, and programs name pictures after their file.
_IDLE_ALT = re.compile(
    r"automatically generated|^\S+\.(?:png|jpe?g|gif|bmp|svg|webp|tiff?)$|^(?:image|logo|picture|photo|spacer)\b",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class Element:
    """Hold what one open element means for the words inside it; ``start`` is where they begin."""

    tag: str
    names: frozenset[str]
    look: Look
    unseen: bool = False
    hidden: bool = False
    in_quote: bool = False
    choice: Choice | None = None
    lines: int = 0
    depth: int = 0
    number: int | None = None
    kind: str = ""
    cells: int = 0
    href: str = ""
    start: int = 0
    quotes: bool = False
    signs: bool = False


Opener = Callable[[TextLines, Element, Element, Mapping[str, str]], str]


def lines_around(tag: str, attributes: Mapping[str, str]) -> int:
    """Return how many line ends stand before and after an element."""
    # Outlook makes every line a paragraph of its own and takes the space between them away by style.
    if tag == "p" and attributes.get("class", "").startswith("Mso"):
        return 1
    return _BLOCKS.get(tag, 0)


def open_element(lines: TextLines, element: Element, parent: Element, attributes: Mapping[str, str]) -> str:
    """Put down what an element begins with, and return the words its attributes hold."""
    opener = _OPENERS.get(element.tag)
    return opener(lines, element, parent, attributes) if opener else ""


def words_at_end(element: Element) -> str:
    """Return what an element shows behind its last word."""
    if element.tag == "select" and element.choice is not None:
        return f" {element.choice.chosen()} "
    return "”" if element.tag == "q" else ""


def _break(lines: TextLines, _element: Element, _parent: Element, _attributes: Mapping[str, str]) -> str:
    lines.break_line()
    return ""


def _cell(lines: TextLines, _element: Element, parent: Element, _attributes: Mapping[str, str]) -> str:
    if parent.cells:
        lines.next_cell()
    parent.cells += 1
    return ""


def _list(_lines: TextLines, element: Element, _parent: Element, attributes: Mapping[str, str]) -> str:
    element.depth += 1
    if element.tag == "ol":
        element.number, element.kind = first_number(attributes), attributes.get("type", "")
    return ""


def _point(lines: TextLines, element: Element, parent: Element, attributes: Mapping[str, str]) -> str:
    sign = "-"
    if parent.number is not None:
        # "My third point" only means something if the points keep their numbers.
        number = number_of(attributes, parent.number)
        sign = f"{say_number(number, parent.kind)}."
        parent.number = number + 1
    lines.write_point("  " * max(0, min(element.depth - 1, 9)) + sign)
    return ""


def _picture(_lines: TextLines, _element: Element, _parent: Element, attributes: Mapping[str, str]) -> str:
    words = attributes.get("alt", "")
    return "" if _IDLE_ALT.search(words) else words


def _field(_lines: TextLines, _element: Element, _parent: Element, attributes: Mapping[str, str]) -> str:
    return words_of_field(attributes)


def _choice(_lines: TextLines, element: Element, _parent: Element, attributes: Mapping[str, str]) -> str:
    element.choice = Choice(takes_many="multiple" in attributes)
    return ""


def _option(_lines: TextLines, element: Element, _parent: Element, attributes: Mapping[str, str]) -> str:
    if element.choice is not None:
        element.choice.begin_option(attributes)
    return ""


def _link(_lines: TextLines, element: Element, _parent: Element, attributes: Mapping[str, str]) -> str:
    element.href = attributes.get("href", "")
    return ""


def _saying(_lines: TextLines, _element: Element, _parent: Element, _attributes: Mapping[str, str]) -> str:
    return "“"


_OPENERS: Mapping[str, Opener] = {
    "br": _break,
    "td": _cell,
    "th": _cell,
    "ul": _list,
    "ol": _list,
    "li": _point,
    "img": _picture,
    "area": _picture,
    "input": _field,
    "select": _choice,
    "option": _option,
    "a": _link,
    "q": _saying,
}
