"""Read from an element's attributes whether its words can be seen, and whether a mail program marked them as quoted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

_HIDES = re.compile(
    r"(?<![-\w])display\s{0,9}:\s{0,9}none|(?<![-\w])visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all"
    r"|(?:^|[;\s])opacity\s{0,9}:\s{0,9}0?\.?0+\s{0,9}(?:;|!|$)"
    r"|(?:left|top|text-indent)\s{0,9}:\s{0,9}-\d{4,9}(?:px|pt|em)",
)
_HEIGHT = re.compile(r"max-height\s{0,9}:\s{0,9}0(?:px|pt|em)?\s{0,9}(?:;|!|$)")
_FONT_SIZE = re.compile(r"font-size\s{0,9}:\s{0,9}([^;]{1,20})|(?:^|;)\s{0,9}font\s{0,9}:[^;]{0,60}?\b(\d[\w.%]{0,9})")
_SIZE = re.compile(r"(\d{0,4}\.?\d{0,4})\s?(px|pt|em|rem|%|$|\s|!)")
# Up to here letters are dots at most, by unit; without a unit it is pixels.
_DOTS = {"em": 0.1, "rem": 0.1, "%": 10.0}
_COLOUR = re.compile(r"(?:^|[;\s])color\s{0,9}:\s{0,9}([^;!]{1,30})")
_BACKGROUND = re.compile(r"background(?:-color)?\s{0,9}:\s{0,9}([^;!]{1,60})")
_WHITE = re.compile(r"^(?:#fff|#ffffff|white|window|rgba?\(\s?255,\s?255,\s?255(?:,\s?[\d.]+)?\s?\))$")
_NO_COLOUR = frozenset({"transparent", "none", "inherit", "initial"})
# Outlook draws a thin grey or blue line over the mail it answers: the only mark it leaves besides the words.
_LINE_OVER_HISTORY = re.compile(r"border-top:\s{0,3}solid\s{0,3}#(?:e1e1e1|b5c4df)")
_HISTORY_IDS = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "olk_src_body_section")
_QUOTE_CLASSES = ("yahoo_quoted", "protonmail_quote", "moz-cite-prefix", "gmail_attr", "zmail_extra")
_SIGNATURE_MARKS = (
    "gmail_signature",
    "moz-signature",
    "mobile-signature",
    "applemailsignature",
    "protonmail_signature_block",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Hold what an element's words look like as far as it decides whether they can be seen.

    ``sheet`` is true if a style sheet may colour backgrounds: then white words may well stand on a dark bar, and only a
    background written on the elements themselves counts.
    """

    sheet: bool = False
    tiny: bool = False
    white: bool = False
    on_white: bool | None = None

    @property
    def is_seen(self) -> bool:
        """Return whether words with this look reach the eye."""
        paper_is_white = self.on_white if self.on_white is not None else not self.sheet
        return not self.tiny and not (self.white and paper_is_white)


def look_within(outer: Look, attributes: Mapping[str, str]) -> Look:
    """Return the look inside an element with these attributes."""
    style = attributes.get("style", "").lower()
    colour, ground = attributes.get("color"), attributes.get("bgcolor")
    if not style and colour is None and ground is None:
        return outer
    size = _FONT_SIZE.search(style)
    written = _COLOUR.search(style)
    colour = written[1] if written else colour
    painted = _BACKGROUND.search(style)
    ground = painted[1] if painted else ground
    return replace(
        outer,
        tiny=_is_dots((size[1] or size[2]).strip()) if size else outer.tiny,
        white=_is_white(colour) if colour is not None else outer.white,
        on_white=_is_white(ground) if ground is not None and ground.strip() not in _NO_COLOUR else outer.on_white,
    )


def hides(attributes: Mapping[str, str]) -> bool:
    """Return whether an element with these attributes shows nothing of what is inside it."""
    if "hidden" in attributes:
        return True
    style = attributes.get("style", "").lower()
    return bool(style) and bool(_HIDES.search(style) or ("overflow" in style and _HEIGHT.search(style)))


def starts_quote(tag: str, attributes: Mapping[str, str]) -> bool:
    """Return whether the mail program marked this element as words of an earlier mail."""
    kind = attributes.get("class", "").lower()
    if tag == "blockquote":
        return attributes.get("type", "").lower() == "cite" or "gmail_quote" in kind
    return any(name in kind for name in _QUOTE_CLASSES)


def starts_history(attributes: Mapping[str, str]) -> bool:
    """Return whether everything from this element on is the mail being answered."""
    name = attributes.get("id", "").lower()
    if name and any(mark in name for mark in _HISTORY_IDS):
        return True
    return bool(_LINE_OVER_HISTORY.search(attributes.get("style", "").lower()))


def starts_signature(attributes: Mapping[str, str]) -> bool:
    """Return whether the mail program marked this element as the writer's signature."""
    name = attributes.get("id", "").lower()
    return name == "signature" or any(m in name or m in attributes.get("class", "").lower() for m in _SIGNATURE_MARKS)


def _is_dots(size: str) -> bool:
    found = _SIZE.match(size)
    if not found or not found[1].strip("."):
        return False
    return float(found[1]) <= _DOTS.get(found[2], 1.0)


def _is_white(colour: str) -> bool:
    return bool(_WHITE.match(colour.strip().lower()))
