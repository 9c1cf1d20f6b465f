"""Read mails that come as files: a saved mail (.eml, .mht, Outlook's .msg and winmail.dat) or a whole mailbox file."""

import re
from dataclasses import replace

from ingest.documents.document import DocumentText, Source
from ingest.documents.pages import PageText, join_pages
from ingest.documents.surroundings import is_time_up
from ingest.mail.nested_mail import read_nested_mail
from ingest.mail.signed_data import SEALED, find_signed_content, pkcs7_kind
from ingest.message import Problem, ProblemCode
from ingest.page_starts import under

# Mails of one mailbox file. Evidence of a dispute is a few dozen; more is an archive, for a person to choose from.
_MOST_MAILS = 200
_SEALED_WORDS = "The file is encrypted; nobody here can read it. Ask the sender to send it without encryption."
_FROM_LINE = re.compile(rb"(?:^|\n)From [^\r\n]{0,250}\d\d:\d\d[^\r\n]{0,100}\r?\n(?=[!-9;-~]{1,100}:)")


def read_mail(source: Source) -> DocumentText:
    """Return who wrote a saved mail, when and about what, all its words, and those of all its attachments."""
    found = read_nested_mail(source.data, source.open_inside, source.limits, media_type=source.media_type)
    return replace(found, problems=tuple(replace(problem, part=source.filename) for problem in found.problems))


def read_signed_mail(source: Source) -> DocumentText:
    """Return the words of a signed mail saved by itself (.p7m); an encrypted one is for a person to ask about."""
    content = find_signed_content(source.data)
    if content is not None:
        found = read_nested_mail(content, source.open_inside, source.limits, media_type=source.media_type)
        return replace(found, problems=tuple(replace(problem, part=source.filename) for problem in found.problems))
    if pkcs7_kind(source.data) in SEALED:
        return source.unread(ProblemCode.ENCRYPTED, _SEALED_WORDS)
    words = "A certificate or signature (S/MIME); it holds no words."
    problem = source.problem(ProblemCode.EMPTY, words, unread=False)
    return DocumentText(media_type=source.media_type, problems=(problem,))


def read_sealed(source: Source) -> DocumentText:
    """Return that a file is encrypted, and what to do."""
    return source.unread(ProblemCode.ENCRYPTED, _SEALED_WORDS)


def read_mailbox(source: Source) -> DocumentText:
    """Return the mails of a mailbox file (.mbox) one after the other, in the file's order."""
    starts = [found.start() for found in _FROM_LINE.finditer(source.data)]
    pages: list[PageText] = []
    problems: list[Problem] = []
    letters_left = source.limits.document_characters
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(source.data)], strict=True), start=1):
        if number > _MOST_MAILS or letters_left <= 0:
            words = f"The mailbox file holds {len(starts):,} mails; only the first {number - 1:,} were read."
            problems.append(source.problem(ProblemCode.TOO_MANY, words))
            break
        if is_time_up():
            words = (
                f"Reading stopped for time after {number - 1} of {len(starts):,} mails: a person must read the rest."
            )
            problems.append(source.problem(ProblemCode.UNFINISHED, words))
            break
        found = read_nested_mail(source.data[start:end].lstrip(b"\n"), source.open_inside, source.limits)
        letters_left -= len(found.text)
        if found.text:
            pages.append(
                PageText(
                    text=found.text,
                    confidence=found.confidence or 0.0,
                    unclear=found.unclear,
                    page_starts=under(f"mail {number}", found.page_starts),
                )
            )
        problems += [source.problem(p.code, f"Mail {number}: {p.words}", unread=p.unread) for p in found.problems]
    return join_pages(source, pages, tuple(problems))
