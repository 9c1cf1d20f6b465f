"""Prepare the source of an HTML mail for the parser, and read one that no parser should see.

The parser follows the HTML standard; here is only where a mail differs from a page: words behind a mark that is never
closed are somebody's words, and entities that a program escaped twice are meant once.
"""

import html
import re
from html.entities import html5

_OPENINGS = re.compile(r"<!--|<(style|script|title)\b", re.IGNORECASE)
_COMMENT_END = re.compile(r"--!?>")
_BODY = re.compile(r"</head|<body|<div|<table|<p[\s>]", re.IGNORECASE)
_TWICE = re.compile(r"&amp;(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,30};)")
_MEDIA = re.compile(r"\bmedia\s{0,5}=\s{0,5}(\"[^\"]{0,200}|'[^']{0,200}|[\w,-]{1,40})", re.IGNORECASE)
_LONGEST_TAG = 2_000
_LONGEST_VALUE = 50_000
_LONG_VALUE = re.compile(rb"=\s{0,9}(?:\"[^\"]{50000,}\"|'[^']{50000,}'|data:[^\s<>\"']{50000,})")
_UNREAD = re.compile(r"<!--.*?--!?>|<(style|script|title)\b.*?(?:</\1|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,20})?[^<>]{0,2000}>", re.IGNORECASE)
_NEW_LINE = frozenset(("br", "p", "div", "tr", "li", "blockquote", "table", "h1", "h2", "h3", "h4", "hr", "pre", "dt"))
_SPACES, _EDGES = re.compile(r"[ \t\r\f\xa0]+"), re.compile(r" ?\n[ \n]*")


def prepare_source(source: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the source to parse, and its style sheets, each with the media it is for; in linear time."""
    if "&amp;" in source:
        source = _TWICE.sub(_meant_once, source)
    pieces: list[str] = []
    sheets: list[tuple[str, str]] = []
    kept, at = 0, 0
    missing: set[str] = set()
    while opening := _OPENINGS.search(source, at):
        name = (opening[1] or "").lower()
        at, found, repair = _after(source, opening.end(), name, missing)
        if name == "style" and found:
            sheets.append(found)
        if repair is not None:
            # "<!--" goes; an element that was never closed ends where the body begins.
            cut = opening.start() if not name else at
            pieces += [source[kept:cut], repair]
            kept = at
    return "".join((*pieces, source[kept:])), tuple(sheets)


def drop_long_values(source: bytes) -> bytes:
    """Return the source without attribute values so long that they hold a file: a picture written into the mail.

    No name, address or alternative text is so long; what such a value would cost is the words behind it.
    """
    if len(source) < _LONGEST_VALUE:
        return source
    return _LONG_VALUE.sub(b'=""', source)


def strip_tags(source: str) -> str:
    """Return the words of a source that nests deeper than any mail program writes: its tags go, every word stays."""
    source = _UNREAD.sub(" ", source)
    words = html.unescape(_TAG.sub(lambda tag: "\n" if (tag[2] or "").lower() in _NEW_LINE else " ", source))
    return _EDGES.sub("\n", _SPACES.sub(" ", words)).strip()


def _after(source: str, start: int, name: str, missing: set[str]) -> tuple[int, tuple[str, str] | None, str | None]:
    """Return where to look on, the sheet that stood there, and what to put in the place of what is missing."""
    if not name:
        if source.startswith((">", "->"), start):
            return start + 1, None, None
        end = None if "-->" in missing else _COMMENT_END.search(source, start)
        if end is None:
            missing.add("-->")
            return start, None, ""
        return end.end(), None, None
    close = -1 if name in missing else _find_close(source, name, start)
    if close >= 0:
        return close, (_sheet(source[start:close]) if name == "style" else None), None
    missing.add(name)
    body = _BODY.search(source, start)
    if body is None:
        return len(source), None, None
    return body.start(), None, f"</{name}>"


def _find_close(source: str, name: str, start: int) -> int:
    found = _CLOSES[name].search(source, start)
    return found.start() if found else -1


_CLOSES = {name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE) for name in ("style", "script", "title")}


def _sheet(words: str) -> tuple[str, str]:
    tag, _, css = words.partition(">")
    media = _MEDIA.search(tag[:_LONGEST_TAG])
    return css, media[1].strip("\"'") if media else ""


def _meant_once(found: re.Match[str]) -> str:
    return f"&{found[1]}" if found[1].startswith("#") or found[1] in html5 else found[0]
