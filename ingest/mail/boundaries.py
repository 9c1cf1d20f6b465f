"""Find where the parts of a multipart lie: between the lines it names, or between those that look like it."""

import re

from ingest.mail.headers import Headers

Span = tuple[int, int]

_OUTSIDE_BYTES = 20_000
_FOR_PROGRAMS = re.compile(rb"MIME|multi-?part|mail reader|mail client", re.IGNORECASE)
_GUESSED_BOUNDARY = re.compile(rb"(?:^|\n)--([!-~\x80-\xff]{1,70})[ \t]{0,9}\r?\n[Cc]ontent-[A-Za-z-]{1,40}:")
_BOUNDARY = re.compile(rb"boundary[ \t]{0,9}=[ \t]{0,9}(?:\"([^\"]{1,200})\"|([^;\s\"]{1,200}))", re.IGNORECASE)
# Lines that begin as a boundary and are none, or end the parts once more; a mail in a mail has some hundreds.
_MOST_FALSE = 20_000
_AFTER_BOUNDARY = re.compile(rb"(--)?[ \t]{0,200}(?:\r?\n|\r?$)")


def find_spans(
    headers: Headers, boundary: str, raw: bytes, start: int, end: int, *, is_multipart: bool, most: int
) -> tuple[list[Span], bool]:
    """Return where the children lie, and whether their boundary had to be guessed.

    ``boundary`` is the parameter as read; ``most`` is how many children are looked for.
    """
    for named in _boundaries(headers, boundary):
        if spans := _spans_between(raw, b"--" + named, start, end, most):
            return spans, False
    # Without a Content-Type at all only a body that begins with a boundary is taken for a multipart.
    reach = end if is_multipart else min(end, start + 200)
    guess = _GUESSED_BOUNDARY.search(raw, max(0, start - 1), reach)
    return (_spans_between(raw, b"--" + guess[1], start, end, most), True) if guess else ([], False)


def words_outside(raw: bytes, start: int, end: int, spans: list[Span]) -> bytes:
    """Return what a person may have written round the parts: no boundaries, no remark for programs without MIME."""
    before = raw[start : min(spans[0][0], start + _OUTSIDE_BYTES)]
    after = raw[spans[-1][1] : min(end, spans[-1][1] + _OUTSIDE_BYTES)]
    return b"\n\n".join(filter(None, map(_written_by_people, (before, after))))


def _written_by_people(text: bytes) -> bytes:
    lines = text.split(b"\n")
    return b"\n".join(line for line in lines if not line.startswith(b"--") and not _FOR_PROGRAMS.search(line)).strip()


def _boundaries(headers: Headers, boundary: str) -> tuple[bytes, ...]:
    """Return how a multipart names its boundary: letter by letter, and read as any parameter is."""
    written = _BOUNDARY.search(headers.first("content-type"))
    exact = (written[1] if written[1] is not None else written[2]) if written else b""
    read = boundary.encode("utf-8", "replace")
    return tuple(dict.fromkeys(boundary for boundary in (exact.rstrip(), read) if boundary))


def _spans_between(raw: bytes, delimiter: bytes, start: int, end: int, most: int) -> list[Span]:
    """Return the stretches between delimiter lines; what follows the last one counts, parts after the end too.

    No more than ``most`` are looked for: a mail that is nothing but boundaries has millions. After very many lines
    that only look like one, the rest is part of what was open.
    """
    spans: list[Span] = []
    opened: int | None = None
    looked = 0
    at = start if raw.startswith(delimiter, start) else _next_line_with(raw, delimiter, start, end)
    while 0 <= at < end and len(spans) < most and looked < most + _MOST_FALSE:
        looked += 1
        tail = _AFTER_BOUNDARY.match(raw, at + len(delimiter), end)
        if tail:
            if opened is not None:
                spans.append((opened, _before_line_end(raw, opened, at)))
            opened = None if tail[1] else tail.end()
        at = _next_line_with(raw, delimiter, at + len(delimiter), end)
    if opened is not None and opened < end and len(spans) < most:
        spans.append((opened, end))
    return spans


def _next_line_with(raw: bytes, delimiter: bytes, start: int, end: int) -> int:
    """Return where the next line begins that begins with the delimiter, -1 if there is none."""
    found = raw.find(b"\n" + delimiter, max(0, start - 1), end)
    return found + 1 if found >= 0 else -1


def _before_line_end(raw: bytes, start: int, at: int) -> int:
    at = at - 1 if at > start and raw[at - 1 : at] == b"\n" else at
    return at - 1 if at > start and raw[at - 1 : at] == b"\r" else at
