"""Read the block of header fields at the head of a mail or a part, whatever got between them on the way."""

import re

from ingest.mail.headers import Headers
from ingest.message import Problem, ProblemCode

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]{0,20}:")
_WELL_KNOWN = re.compile(
    rb"(?:from|to|cc|date|subject|message-id|mime-version|content-[a-z-]{1,40}|received|references|x-[a-z-]{1,60}):",
    re.IGNORECASE,
)
_TECHNICAL = re.compile(
    rb"(?:message-id|mime-version|content-type|content-transfer-encoding|received|return-path|x-[a-z-]{1,60}):"
    rb"|(?:from|to):[^\n]{0,200}@",
    re.IGNORECASE,
)
_SOON_BYTES, _SOON_LINES = 1_000, 4
_MAX_FIELDS = 2_000


def read_headers(raw: bytes, start: int, end: int, max_bytes: int) -> tuple[Headers, int, tuple[Problem, ...]]:
    """Return the header fields, where the body begins, and a problem if the rest of the headers was left unread."""
    fields: list[tuple[str, list[bytes]]] = []
    position, stop = start, min(end, start + max_bytes)
    while position < end:
        if position >= stop or len(fields) >= _MAX_FIELDS:
            words = "The mail's technical headers are far too long; the rest of them was not read."
            return (
                _fields(fields),
                _after_blank_line(raw, max(start, position - 1), end),
                (Problem(code=ProblemCode.TOO_LARGE, words=words),),
            )
        newline = raw.find(b"\n", position, end)
        line_end = newline if newline >= 0 else end
        line = raw[position : min(line_end, stop)].rstrip(b"\r")
        following = line_end + 1 if newline >= 0 else end
        name = _FIELD.match(line)
        if not line:
            return _fields(fields), following, ()
        if fields and line[:1] in b" \t":
            fields[-1][1].append(line)
        elif fields and not name and _goes_on(raw, following, end):
            # A folded line whose indent got lost on the way, or a damaged field.
            fields[-1][1].append(b" " + line)
        elif name:
            fields.append((name[1].lower().decode("ascii"), [line[name.end() :]]))
        else:
            return _fields(fields), position, ()
        position = following
    return _fields(fields), end, ()


def _goes_on(raw: bytes, following: int, end: int) -> bool:
    """Return whether more header fields follow a line that is none: the next line, or one soon that no letter holds."""
    if _WELL_KNOWN.match(raw, following, end):
        return True
    soon = raw[following : min(end, following + _SOON_BYTES)].partition(b"\n\n")[0].partition(b"\n\r\n")[0]
    return any(_TECHNICAL.match(line) for line in soon.split(b"\n")[:_SOON_LINES])


def _fields(fields: list[tuple[str, list[bytes]]]) -> Headers:
    return Headers(tuple((name, b"".join(lines).strip()) for name, lines in fields))


def _after_blank_line(raw: bytes, position: int, end: int) -> int:
    found = [(raw.find(gap, position, end), len(gap)) for gap in (b"\n\n", b"\n\r\n")]
    return min((at + size for at, size in found if at >= 0), default=end)
