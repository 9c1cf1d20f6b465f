"""Read the body of a mail: its parts decoded, the fuller of two versions chosen, everything in one text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from config.limits import Limits
from ingest.charset import charset_in_html, clean_text, decode_text
from ingest.documents.document import Source
from ingest.documents.faults import READER_FAULTS
from ingest.documents.rtf import read_rtf
from ingest.html.source import drop_long_values
from ingest.html.text import HtmlText, html_to_text, say_hidden
from ingest.mail.flowed import join_flowed_lines
from ingest.mail.mime import Part
from ingest.mail.structure import BodyPiece
from ingest.message import Problem, ProblemCode
from ingest.outlook.rtf_html import unwrap_rtf

_STUB = re.compile(
    r"(?:not|n't|cannot) (?:support|display|show|view|read)\w* .{0,40}html|html (?:e-?mail|message|version|format|part)"
    r"|view (?:this|the|it) .{0,40}brows|in html\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\s{0,200}<(?:!doctype html|html|head|body|div|p|table|span|meta)[\s>]", re.IGNORECASE)
_NOT_WORD = re.compile(r"\W+")
_WORD = re.compile(r"\w{3,}")
_LINK = re.compile(r"https?://\S+")
# Fewer words than these are a preview or a name.
_FEW_WORDS = 6
_PGP = "-----BEGIN PGP MESSAGE-----"
_STUB_LENGTH = 400
# Fewer new letters than this are a program's, not a person's.
_FEW_LETTERS = 3
# The longest letter in any charset; in HTML the room for its tags.
_BYTES_A_LETTER = 4
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class BodyText:
    """Hold the body's words, the stretches a mail program marked in them, and what could not be read."""

    text: str = ""
    quotes: tuple[tuple[int, int], ...] = ()
    signatures: tuple[tuple[int, int], ...] = ()
    history: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_body(pieces: tuple[BodyPiece, ...], limits: Limits) -> BodyText:
    """Return the words of a body's pieces one after the other."""
    whole = BodyText()
    last_words = ""
    for piece in sorted(pieces, key=lambda piece: (piece.is_outside, piece.is_spare)):
        if len(whole.text) > limits.max_body_characters or (piece.is_outside and whole.text.strip()):
            break
        found = _read_piece(piece, limits)
        words = _only_words(found.text)
        if piece.html and words and words == last_words:
            # Some programs send the two versions of the same words as if they were two texts.
            continue
        if piece.is_spare and _is_said(found.text, whole.text):
            continue
        last_words = words
        whole = _append(whole, found)
    if len(whole.text) > limits.max_body_characters:
        whole = _cut(whole, limits.max_body_characters)
    if _PGP in whole.text:
        words = "Part of the mail is encrypted (PGP); nobody here can read it. Ask the sender to send it plainly."
        whole = _with_problem(whole, ProblemCode.ENCRYPTED, words)
    return whole


def _read_piece(piece: BodyPiece, limits: Limits) -> BodyText:
    plain = _join((_read_plain(part, limits) for part in piece.plain), limits)
    if not (piece.html or piece.rtf):
        return plain
    html = _join((_read_html(part, limits) for part in piece.html), limits)
    if not html.text.strip():
        html = _append(html, _join((_read_rtf(part, limits) for part in piece.rtf), limits))
    chosen, other = (html, plain) if _says_more(html.text, plain.text) else (plain, html)
    # A version in which nothing was found may have more to say of why than of what.
    is_needed = not other.text.strip() or _says_otherwise(other.text, chosen.text)
    return _append(chosen, other) if is_needed else chosen


def _says_otherwise(text: str, chosen: str) -> bool:
    """Return whether the version not chosen is no version at all but another text, which must not be lost."""
    words, known = (set(_WORD.findall(_LINK.sub(" ", each).casefold())) for each in (text, chosen))
    return len(words) >= _FEW_WORDS and not _is_stub(text) and 2 * len(words & known) < len(words)


def _is_said(text: str, whole: str) -> bool:
    """Return whether nearly all of a text's lines stand in the whole already."""
    known = {_only_words(line) for line in whole.splitlines()}
    lines = [words for line in text.splitlines() if (words := _only_words(line))]
    fresh = sum(len(words) for words in lines if words not in known)
    if fresh <= _FEW_LETTERS or 5 * fresh < sum(map(len, lines)):
        return True
    return _only_words(text) in _only_words(whole)


def _says_more(html: str, plain: str) -> bool:
    if not html.strip():
        return False
    if not plain.strip() or _is_stub(plain):
        return True
    return len(_only_words(html)) > 1.5 * len(_only_words(plain)) + 100


def _is_stub(plain: str) -> bool:
    return len(plain) < _STUB_LENGTH and bool(_STUB.search(plain))


def _read_plain(part: Part, limits: Limits) -> BodyText:
    text, problems = _decode(part, limits, part.parameters.get("charset"))
    if _SOURCE.match(text) and "</" in text:
        # A program that put its HTML into the plain part.
        return _from_html(html_to_text(text, most_letters=limits.max_body_characters), problems)
    if part.parameters.get("format", "").lower() == "flowed":
        text = join_flowed_lines(text, delete_space=part.parameters.get("delsp", "").lower() == "yes")
    return BodyText(text=text.strip("\n"), problems=problems)


def _read_html(part: Part, limits: Limits) -> BodyText:
    charset = part.parameters.get("charset") or charset_in_html(part.content()[0][:4096])
    text, problems = _decode(part, limits, charset)
    return _from_html(html_to_text(text, most_letters=limits.max_body_characters), problems)


def _read_rtf(part: Part, limits: Limits) -> BodyText:
    content = part.content()[0]
    kind, text = unwrap_rtf(content)
    if kind == "html":
        return _from_html(html_to_text(text), ())
    if kind == "plain":
        return BodyText(text=clean_text(text).strip("\n"))
    try:
        found = read_rtf(Source(filename="", media_type="application/rtf", data=content, limits=limits))
    except READER_FAULTS:
        words = "The mail's words are rich text that is damaged; they were not read. Open the original."
        return _with_problem(BodyText(), ProblemCode.DAMAGED, words)
    return BodyText(text=found.text, problems=tuple(p for p in found.problems if p.code is not ProblemCode.EMPTY))


def _from_html(html: HtmlText, problems: tuple[Problem, ...]) -> BodyText:
    found = BodyText(html.text, html.quotes, html.signatures, html.history, problems)
    if html.is_unfinished:
        words = "The mail's HTML took too long to read; the rest of its words were not read. Open the original."
        found = _with_problem(found, ProblemCode.UNFINISHED, words)
    return _with_problem(found, ProblemCode.HIDDEN_TEXT, say_hidden(html), unread=False) if html.hidden else found


def _decode(part: Part, limits: Limits, charset: str | None) -> tuple[str, tuple[Problem, ...]]:
    data, damage = part.content()
    if "html" in part.media_type:
        data = drop_long_values(data)
    text, guess = decode_text(data[: _BYTES_A_LETTER * limits.max_body_characters], charset)
    problems = tuple(problem for problem in (damage, guess) if problem)
    if len(data) > _BYTES_A_LETTER * limits.max_body_characters:
        problems += (_too_long(limits.max_body_characters),)
    return text, problems


def _join(texts: Iterable[BodyText], limits: Limits) -> BodyText:
    whole = BodyText()
    for text in texts:
        whole = _append(whole, text)
        if len(whole.text) > limits.max_body_characters:
            break
    return whole


def _append(whole: BodyText, more: BodyText) -> BodyText:
    if not more.text.strip():
        more = BodyText(problems=more.problems)
    shift = len(whole.text) + len(_BETWEEN) if whole.text else 0
    return BodyText(
        text=_BETWEEN.join(text for text in (whole.text, more.text) if text),
        quotes=whole.quotes + tuple((start + shift, end + shift) for start, end in more.quotes),
        signatures=whole.signatures + tuple((start + shift, end + shift) for start, end in more.signatures),
        history=whole.history + tuple(place + shift for place in more.history),
        problems=tuple(dict.fromkeys(whole.problems + more.problems)),
    )


def _cut(whole: BodyText, length: int) -> BodyText:
    return BodyText(
        text=whole.text[:length],
        quotes=tuple((start, min(end, length)) for start, end in whole.quotes if start < length),
        signatures=tuple((start, min(end, length)) for start, end in whole.signatures if start < length),
        history=tuple(place for place in whole.history if place < length),
        problems=tuple(dict.fromkeys((*whole.problems, _too_long(length)))),
    )


def _with_problem(body: BodyText, code: ProblemCode, words: str, *, unread: bool = True) -> BodyText:
    problem = Problem(code=code, words=words, unread=unread)
    return BodyText(body.text, body.quotes, body.signatures, body.history, (*body.problems, problem))


def _too_long(length: int) -> Problem:
    words = f"The mail is longer than {length:,} letters; the rest was not read."
    return Problem(code=ProblemCode.TOO_LARGE, words=words)


def _only_words(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()
