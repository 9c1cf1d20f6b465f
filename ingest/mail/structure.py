"""Decide which parts of a mail are its body and which its attachments; the one place where those get their numbers."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from ingest.filenames import name_for
from ingest.mail.apple_files import is_resource_fork
from ingest.mail.mime import Part
from ingest.mail.wrappings import is_sealed
from ingest.message import Problem, ProblemCode

_BODY_TYPES = {
    "text/plain": "plain",
    "text/html": "html",
    "text/enriched": "html",
    "text/richtext": "html",
    "text/rtf": "rtf",
    "application/xhtml+xml": "html",
}
# Parts that say nothing to a person: signatures over the words, and the version line of an encrypted mail.
_SEALS = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_WORDLESS = _SEALS | {"application/pgp-encrypted", "application/pgp-keys", "text/x-amp-html", "text/watch-html"}
_ENCRYPTED = "The mail is encrypted; nobody here can read it. Ask the sender to send it without encryption."


@dataclass(frozen=True, slots=True)
class BodyPiece:
    """Hold one stretch of the body: the same words as plain text, as HTML and as rich text, or only one of them.

    ``is_spare`` is true of words that Outlook's wrapping holds besides: most often the mail has them already;
    ``is_outside`` of words that stand where mail programs show none: they count where there are no others.
    """

    plain: tuple[Part, ...] = ()
    html: tuple[Part, ...] = ()
    rtf: tuple[Part, ...] = ()
    is_spare: bool = False
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Hold a mail's body and attachments in reading order; an attachment's place is its index."""

    pieces: tuple[BodyPiece, ...] = ()
    attachments: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()


def arrange(part: Part) -> Arrangement:
    """Return what is body and what is attached in a mail or a part of one."""
    found = _arrange_leaf(part) if not part.children else _CONTAINERS.get(part.media_type, _arrange_all)(part)
    if part.outside:
        piece = BodyPiece(plain=(Part(body=part.outside),), is_outside=True)
        found = Arrangement((*found.pieces, piece), found.attachments, found.problems)
    if not part.problems:
        return found
    return Arrangement(found.pieces, found.attachments, (*part.problems, *found.problems))


def filename_of(part: Part, index: int) -> str:
    """Return the name an attachment is shown by."""
    return part.filename or name_for(index, part.media_type)


def _arrange_leaf(part: Part) -> Arrangement:
    if part.media_type in _WORDLESS or (part.media_type == "application/applefile" and is_resource_fork(part.head())):
        return Arrangement()
    kind = _BODY_TYPES.get(part.media_type)
    if kind is None or part.disposition == "attachment":
        return Arrangement(attachments=(part,), problems=_encryption(part))
    return Arrangement(pieces=(_PIECES[kind](part),))


def _encryption(part: Part) -> tuple[Problem, ...]:
    # Opaque signed mail was opened before; what is still closed here is an envelope without our key, or a damaged one.
    if is_sealed(part.media_type, part.filename, part.head()):
        return (Problem(code=ProblemCode.ENCRYPTED, words=_ENCRYPTED),)
    return ()


def _arrange_all(part: Part, *, names_files: bool = True) -> Arrangement:
    """Read the children one after the other: text after a picture is body too."""
    pieces: list[BodyPiece] = []
    attachments: list[Part] = []
    problems: list[Problem] = []
    for child in part.children:
        found = arrange(child)
        if names_files and _is_named_text(child) and pieces:
            # "notes.txt" shown in line after the body is a file; the first words of a mail never are.
            attachments.append(child)
            continue
        pieces += found.pieces
        attachments += found.attachments
        problems += found.problems
    return Arrangement(tuple(pieces), tuple(attachments), tuple(problems))


def _arrange_alternative(part: Part) -> Arrangement:
    """Put the ways to read the same words side by side, whatever else each of them brings along."""
    whole = _arrange_all(part, names_files=False)
    outside = tuple(piece for piece in whole.pieces if piece.is_outside)
    inside = [piece for piece in whole.pieces if not piece.is_outside]
    plain = tuple(text for piece in inside for text in piece.plain)
    html = tuple(text for piece in inside for text in piece.html)
    rtf = tuple(text for piece in inside for text in piece.rtf)
    pieces = (BodyPiece(plain=plain, html=html, rtf=rtf),) if plain or html or rtf else ()
    return Arrangement((*pieces, *outside), whole.attachments, whole.problems)


def _arrange_outlook_form(part: Part) -> Arrangement:
    whole = _arrange_all(part)
    return Arrangement(tuple(replace(p, is_spare=True) for p in whole.pieces), whole.attachments, whole.problems)


def _arrange_encrypted(part: Part) -> Arrangement:
    sealed = tuple(child for child in part.children if child.media_type not in _WORDLESS)
    return Arrangement(attachments=sealed, problems=(Problem(code=ProblemCode.ENCRYPTED, words=_ENCRYPTED),))


def _is_named_text(part: Part) -> bool:
    return bool(part.filename) and not part.children and part.media_type in _BODY_TYPES


_PIECES: dict[str, Callable[[Part], BodyPiece]] = {
    "plain": lambda part: BodyPiece(plain=(part,)),
    "html": lambda part: BodyPiece(html=(part,)),
    "rtf": lambda part: BodyPiece(rtf=(part,)),
}
_CONTAINERS = {
    "multipart/alternative": _arrange_alternative,
    "multipart/encrypted": _arrange_encrypted,
    "application/ms-tnef": _arrange_outlook_form,
}
