"""Decide from an element's style whether its words can be seen, and whether a mail program marked them as quoted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ingest.html.colour import (
    WHITE,
    Colour,
    alpha_of,
    is_dots,
    is_faint,
    is_nothing,
    is_relative,
    is_same,
    is_see_through,
    is_zero,
    read_colour,
    read_ground,
    size_in_font,
)
from ingest.html.css import Declarations

_FAR_OUT = re.compile(r"-\d{3,9}(?:\.\d{1,9})?(?:px|pt|em|rem|%|vw)?")
_NO_CLIP = re.compile(
    r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)|inset\(\s*(?:[5-9]\d|100)%"
)
_LINES_KEPT = {"pre": "pre", "pre-wrap": "pre", "break-spaces": "pre", "pre-line": "pre-line"}
_CUTS = frozenset({"hidden", "clip"})
# Outlook draws a thin grey or blue line over the mail it answers: the only mark it leaves besides the words.
_LINE_OVER_HISTORY = re.compile(r"border-top:\s{0,3}solid\s{0,3}#(?:e1e1e1|b5c4df)")
_HISTORY_IDS = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "olk_src_body_section")
_QUOTE_CLASSES = (
    "yahoo_quoted",
    "protonmail_quote",
    "moz-cite-prefix",
    "gmail_attr",
    "zmail_extra",
    "tutanota_quote",
)
_SIGNATURE_MARKS = (
    "gmail_signature",
    "moz-signature",
    "mobile-signature",
    "applemailsignature",
    "protonmail_signature_block",
    "tutanota-signature",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Hold what an element's words look like as far as it decides whether they can be seen.

    ``colour`` is None where nothing names one: such words are dark. ``ground`` is None where nobody can tell: a
    picture, or a sheet with rules too hard to follow. ``lines`` is "pre" where line ends are kept as typed, "pre-line"
    where only they are.
    """

    tiny: bool = False
    zero: bool = False
    unseen: bool = False
    colour: Colour | None = None
    ground: Colour | None = WHITE
    lines: str = ""

    @property
    def is_seen(self) -> bool:
        """Return whether words with this look reach the eye."""
        if self.tiny or self.zero or self.unseen:
            return False
        return not (self.colour and self.ground and is_same(self.colour, self.ground))


def look_within(outer: Look, attributes: Mapping[str, str], said: Declarations) -> Look:
    """Return the look inside an element with these attributes, of which the style sheets and its style say ``said``."""
    changes: dict[str, object] = {}
    colour = said.get("color", attributes.get("color", attributes.get("text", "")))
    if colour and colour not in ("inherit", "currentcolor"):
        changes["colour"] = read_colour(colour.lower())
        if alpha_of(colour.lower()) == 0:
            changes["unseen"] = True
    elif not colour and "href" in attributes:
        # Links have a colour of their own unless somebody names another.
        changes["colour"] = None
    ground = _ground_of(attributes, said)
    if ground:
        changes["ground"] = read_ground(ground)
    if "visibility" in said and said["visibility"] != "inherit":
        changes["unseen"] = said["visibility"] in ("hidden", "collapse")
    if "white-space" in said:
        changes["lines"] = _LINES_KEPT.get(said["white-space"].split(" ")[0], "")
    changes |= _size_changes(outer, said)
    return replace(outer, **changes) if changes else outer  # type: ignore[arg-type]


def hides(attributes: Mapping[str, str], said: Declarations) -> bool:
    """Return whether an element shows nothing of what is inside it, whatever that says for itself."""
    shown = said.get("display")
    if shown == "none" or (shown is None and "hidden" in attributes):
        return True
    if not said:
        return False
    if shown is None and said.get("mso-hide") == "all":
        # Buttons for every program but Outlook say both: how they are displayed, and not there.
        return True
    return is_faint(said.get("opacity", "1")) or _is_boxed_away(said) or _is_moved_away(said)


def starts_quote(tag: str, attributes: Mapping[str, str]) -> bool:
    """Return whether the mail program marked this element as words of an earlier mail."""
    kind = attributes.get("class", "").lower()
    if tag == "blockquote":
        return attributes.get("type", "").lower() == "cite" or (
            "gmail_quote" in kind or attributes.get("id", "").lower() == "blockquote_zmail"
        )
    return any(name in kind for name in _QUOTE_CLASSES)


def starts_history(attributes: Mapping[str, str]) -> bool:
    """Return whether everything from this element on is the mail being answered."""
    name = attributes.get("id", "").lower()
    if name and any(mark in name for mark in _HISTORY_IDS):
        return True
    return bool(_LINE_OVER_HISTORY.search(attributes.get("style", "").lower()[:2_000]))


def starts_signature(attributes: Mapping[str, str]) -> bool:
    """Return whether the mail program marked this element as the writer's signature."""
    name = attributes.get("id", "").lower()
    return name == "signature" or any(m in name or m in attributes.get("class", "").lower() for m in _SIGNATURE_MARKS)


def _ground_of(attributes: Mapping[str, str], said: Declarations) -> str:
    picture = said.get("background-image", "")
    if picture not in ("", "none", "initial") or attributes.get("background", "").strip():
        return "url()"
    written = said.get("background-color", said.get("background", attributes.get("bgcolor", ""))).lower()
    if "background" in said and "url(" in said["background"]:
        return said["background"]
    return "" if is_see_through(written or "none") else written


def _size_changes(outer: Look, said: Declarations) -> dict[str, bool]:
    size = said.get("font-size") or size_in_font(said.get("font", ""))
    if not size or size in ("inherit", "unset"):
        return {}
    if outer.zero and is_relative(size):
        return {}
    return {"tiny": is_dots(size), "zero": is_zero(size)}


def _is_boxed_away(said: Declarations) -> bool:
    """Return whether the words are in a box with no room, which cuts off what does not fit, or behind a mask."""
    if _NO_CLIP.match(said.get("clip", "")) or _NO_CLIP.match(said.get("clip-path", "")):
        return True
    if said.get("transform", "").replace(" ", "").startswith(("scale(0)", "scale(0,0)")):
        return True
    cuts = _CUTS & {said.get("overflow", ""), said.get("overflow-x", ""), said.get("overflow-y", "")}
    sizes = (said.get(name, "") for name in ("height", "max-height", "width", "max-width"))
    return bool(cuts) and any(size and is_nothing(size) for size in sizes)


def _is_moved_away(said: Declarations) -> bool:
    """Return whether the words stand far outside the page."""
    moves = [said.get("text-indent", "")]
    if said.get("position") in ("absolute", "fixed", "relative") or "position" not in said:
        moves += [said.get(side, "") for side in ("left", "right", "top", "margin-left")]
    return any(bool(_FAR_OUT.match(move)) and int(re.sub(r"\D.*", "", move[1:])) >= _FAR for move in moves if move)


_FAR = 900
