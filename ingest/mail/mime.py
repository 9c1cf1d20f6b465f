"""Take a mail's bytes apart into parts: in one pass, within limits, and without trusting a word of it.

The standard library's parser was measured too: its strict form raises on one odd mail in eight, both forms take time
that grows with size times depth, and neither can be given limits. This one reads the same leaves from sound mail (a
test compares them) and keeps going on the rest.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from config.limits import Limits
from ingest.documents.mail_sniff import MAIL, MAILBOX
from ingest.documents.sniff import UNKNOWN, is_text, media_type_of
from ingest.filenames import clean_filename
from ingest.mail.boundaries import Span, find_spans, words_outside
from ingest.mail.header_block import read_headers
from ingest.mail.headers import Headers, read_parameters
from ingest.mail.transfer import undo_transfer_encoding
from ingest.mail.wrappings import Unwrapped, unwrap_part, unwrap_text, unwrap_whole
from ingest.message import Problem, ProblemCode

_ENVELOPE = re.compile(rb">?From [^\r\n]{0,500}\r?\n")
_TYPE = re.compile(r"[\w.+-]{1,127}/[\w.+-]{1,127}")
_LOOSE_TYPES = {"text": "text/plain", "plain": "text/plain", "html": "text/html", "text/htm": "text/html"}
_MAX_TYPES = 5
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_HEAD_BYTES = 600
# A part so encoded is one file already.
_FILE_ENCODINGS = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Hold one part: what its headers say and either its ``children`` or its still encoded ``body``.

    ``filename`` is a name and never a path, "" if none was given. ``outside`` is what stands before and after the
    children, where mail programs show nothing.
    """

    headers: Headers = field(default_factory=Headers)
    media_type: str = "text/plain"
    parameters: Mapping[str, str] = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    body: bytes = b""
    children: tuple["Part", ...] = ()
    outside: bytes = b""
    problems: tuple[Problem, ...] = ()

    def content(self) -> tuple[bytes, Problem | None]:
        """Return the bytes this part holds, transfer encoding undone, and what was damaged."""
        return undo_transfer_encoding(self.body, self.headers.text("content-transfer-encoding"))

    def head(self) -> bytes:
        """Return the first bytes of the content."""
        return undo_transfer_encoding(self.body[:_HEAD_BYTES], self.headers.text("content-transfer-encoding"))[0]


def split_mail(raw: bytes, limits: Limits) -> Part:
    """Return the tree of a mail's parts, for any bytes; trouble stands in the parts' ``problems``."""
    if unwrapped := unwrap_whole(raw, limits):
        return replace(_split_bytes(unwrapped.mail, limits), problems=unwrapped.problems)
    kind = media_type_of(raw, declared_type=MAIL)
    if kind == "application/vnd.ms-outlook":
        words = "A mail saved from Outlook (.msg) that is damaged: ask the sender to send it again."
        return Part(problems=(_problem(ProblemCode.DAMAGED, words),))
    if not kind.startswith(("text/", "message/")) and kind not in (UNKNOWN, MAILBOX) and not _is_words(raw, kind):
        # Somebody put a letter where mails belong: it is read as a mail with nothing but this letter attached.
        return Part(media_type=kind, disposition="attachment", body=raw)
    mark = next((mark for mark in _UTF16 if raw.startswith(mark)), None)
    if mark:
        raw = raw[len(mark) :].decode(_UTF16[mark], "replace").encode("utf-8", "replace")
    return _split_bytes(raw.removeprefix(codecs.BOM_UTF8), limits)


def _is_words(raw: bytes, kind: str) -> bool:
    return kind not in ("application/rtf", "application/pdf") and is_text(raw)


def _split_bytes(raw: bytes, limits: Limits) -> Part:
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    envelope = _ENVELOPE.match(raw)
    start = envelope.end() if envelope else 0
    while raw[start : start + 1] in (b"\r", b"\n"):
        start += 1
    root = _Splitter(limits).split(raw, start, len(raw), nesting=0)
    # Some phones call the mail's only words an attachment.
    return root if root.children or root.filename else replace(root, disposition="")


class _Splitter:
    """Count the parts of one mail while it is taken apart."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts = 0
        self._is_in_text = False

    def split(self, raw: bytes, start: int, end: int, *, nesting: int, default: str = "text/plain") -> Part:
        """Return the part in ``raw[start:end]``."""
        self._parts += 1
        headers, body_start, problems = read_headers(raw, start, end, self._limits.max_header_bytes)
        part = replace(_describe(headers, default), problems=problems)
        if part.media_type.startswith("multipart/") or not headers.has("content-type"):
            part = self._split_children(part, raw, body_start, end, nesting)
        else:
            part = replace(part, body=raw[body_start:end])
        return part if part.children or nesting >= self._limits.max_nesting else self._unwrap(part, nesting)

    def _split_children(self, part: Part, raw: bytes, start: int, end: int, nesting: int) -> Part:
        is_declared = part.media_type.startswith("multipart/")
        if is_declared and nesting >= self._limits.max_nesting:
            return _with_problem(
                replace(part, media_type="application/octet-stream", body=raw[start:end]),
                ProblemCode.TOO_MANY,
                "The mail is packed inside itself too many times; the innermost parts were not read.",
            )
        spans, is_guessed = self._find_spans(part, raw, start, end)
        if not spans:
            return self._without_children(part, raw[start:end], nesting)
        default = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
        children = []
        for child_start, child_end in spans:
            if self._parts >= self._limits.max_parts:
                words = f"The mail has more than {self._limits.max_parts} parts; the others were not read."
                part = _with_problem(part, ProblemCode.TOO_MANY, words)
                break
            children.append(self.split(raw, child_start, child_end, nesting=nesting + 1, default=default))
        media_type = part.media_type if is_declared else "multipart/mixed"
        outside = words_outside(raw, start, end, spans)
        part = replace(part, media_type=media_type, children=tuple(children), outside=outside)
        words = "The mail's parts are not divided as it says; they were found another way."
        return _with_problem(part, ProblemCode.DAMAGED, words, unread=False) if is_guessed else part

    def _find_spans(self, part: Part, raw: bytes, start: int, end: int) -> tuple[list[Span], bool]:
        is_multipart = part.media_type.startswith("multipart/")
        most = self._limits.max_parts + 1
        boundary = part.parameters.get("boundary", "")
        return find_spans(part.headers, boundary, raw, start, end, is_multipart=is_multipart, most=most)

    def _without_children(self, part: Part, body: bytes, nesting: int) -> Part:
        """Read a multipart without parts as the text it most often is."""
        part = replace(part, body=body)
        if not part.media_type.startswith("multipart/"):
            return part
        content, _ = part.content()
        if content != body and nesting < self._limits.max_nesting:
            # Some gateways encode a whole multipart, which no standard allows.
            inner = self._split_children(replace(part, headers=Headers()), content, 0, len(content), nesting + 1)
            if inner.children:
                return replace(inner, headers=part.headers)
        part = replace(part, media_type="text/plain")
        words = "The mail's parts could not be told apart; all of it is shown as text."
        return _with_problem(part, ProblemCode.DAMAGED, words, unread=True) if body.strip() else part

    def _unwrap(self, part: Part, nesting: int) -> Part:
        """Put what lies in a wrapping of another kind in its place, as parts of this mail; other parts stay."""
        unwrapped = self._unwrapped(part)
        if unwrapped is None:
            return part
        self._is_in_text = part.media_type == "text/plain"
        inner = self.split(unwrapped.mail, 0, len(unwrapped.mail), nesting=nesting + 1)
        self._is_in_text = False
        damage = part.content()[1]
        problems = (*part.problems, *unwrapped.problems, *((damage,) if damage else ()))
        return replace(part, media_type=unwrapped.media_type, body=b"", children=(inner,), problems=problems)

    def _unwrapped(self, part: Part) -> Unwrapped | None:
        if part.media_type == "text/plain" and part.disposition != "attachment":
            # Words between the files of a text were looked through with it.
            if self._is_in_text:
                return None
            if part.headers.text("content-transfer-encoding").lower() in _FILE_ENCODINGS:
                return None
            return unwrap_text(part.content()[0], part.headers.first("content-type"))
        return unwrap_part(part.media_type, part.filename, part.head(), lambda: part.content()[0], self._limits)


def _describe(headers: Headers, default: str) -> Part:
    named, parameters = _content_type(headers)
    disposition, disposition_parameters = read_parameters(headers.first("content-disposition"))
    filename = clean_filename(disposition_parameters.get("filename") or parameters.get("name") or "")
    media_type = named if _TYPE.fullmatch(named) else _LOOSE_TYPES.get(named, default)
    media_type = _LOOSE_TYPES.get(media_type, media_type)
    if named and media_type == default != named and filename:
        media_type = "application/octet-stream"
    return Part(
        headers=headers,
        media_type=media_type,
        parameters=parameters,
        disposition=disposition,
        filename=filename,
    )


def _content_type(headers: Headers) -> tuple[str, dict[str, str]]:
    """Return the first Content-Type; of several, the first that divides the mail into parts: it shows most."""
    values = [value for name, value in headers.fields if name == "content-type"][:_MAX_TYPES]
    read = [read_parameters(value) for value in values] or [read_parameters(b"")]
    return next((found for found in read if found[0].startswith("multipart/") and found[1].get("boundary")), read[0])


def _with_problem(part: Part, code: ProblemCode, words: str, *, unread: bool = True) -> Part:
    return replace(part, problems=(*part.problems, _problem(code, words, unread=unread)))


def _problem(code: ProblemCode, words: str, *, unread: bool = True) -> Problem:
    return Problem(code=code, words=words, unread=unread)
