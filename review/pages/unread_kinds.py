"""Group the mails that need a person by what one repair may mend, and say what is still under way."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.models import Mail
from cases.plain import message_of
from cases.records.mail import Again
from cases.services.retrying import CURABLE, can_try
from cases.states import MailState
from ingest.message import ProblemCode, all_problems
from review.pages.rows import TONE_ICONS, Desk
from review.pages.unread import say_mail_due, title_of_mail
from review.pages.unread_words import STEPS, STOPPED
from review.words import Due, count, say_ago


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Hold the mails that may all be mended by one thing: what it is in words, and their ids."""

    code: str
    words: str
    ids: tuple[int, ...]

    @property
    def number(self) -> str:
        """Return how many there are, in words."""
        return count(len(self.ids), "message")


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """Hold one mail that is still under way."""

    id: int
    title: str
    what: str
    arrived: str
    due: Due
    icon: str
    due_sub: str


def list_kinds(mails: Sequence[Mail]) -> tuple[Kind, ...]:
    """Return the mails that can be tried again, grouped by what stopped them; the largest group first."""
    found: dict[str, tuple[str, list[int]]] = {}
    for mail in mails:
        for code, words in _kinds_of(mail) if can_try(mail) else ():
            found.setdefault(code, (words, []))[1].append(mail.pk)
    kinds = [Kind(code=code, words=words, ids=tuple(ids)) for code, (words, ids) in found.items()]
    return tuple(sorted(kinds, key=lambda kind: (-len(kind.ids), kind.code)))


def lay_out_work(mail: Mail, desk: Desk) -> WorkRow:
    """Return one mail that is still under way, with what is being done and what went wrong, if anything did."""
    due, sub = say_mail_due(mail, desk)
    return WorkRow(
        id=mail.pk,
        title=title_of_mail(mail),
        what=say_work(mail),
        arrived=say_ago(mail.received_at, desk.now),
        due=due,
        icon=TONE_ICONS[due.tone],
        due_sub=sub,
    )


def say_work(mail: Mail) -> str:
    """Say what is being done with a mail that is not where it belongs yet."""
    if mail.state == MailState.PART_READ:
        pages = _pages_left(mail)
        what = f"Still reading {pages}" if pages else "Still reading it to its end"
        said = f"{what}. What was read at once has been looked through for danger"
    elif mail.again == Again.READ:
        said = "Being read once more"
    else:
        said = STEPS[MailState(mail.state)]
    if not (mail.trouble and mail.tries):
        return f"{said}."
    return f"{said}. Tried {count(mail.tries, 'time')}: {mail.trouble} It is tried again by itself."


def _pages_left(mail: Mail) -> str:
    """Say the documents that are not read to their end: "40 scanned pages", "2 files"; "" where nothing is known."""
    if mail.text is None:
        return ""
    files = [
        found
        for found in message_of(mail).attachments
        if any(problem.code is ProblemCode.UNFINISHED for problem in found.problems)
    ]
    pages = sum(found.pages or 0 for found in files)
    return count(pages, "scanned page") if pages else count(len(files), "file") if files else ""


def _kinds_of(mail: Mail) -> Iterable[tuple[str, str]]:
    if mail.scan_awaited_from:
        yield "scan", "Waiting for the virus scan"
    elif mail.stuck:
        what = f"{STEPS[MailState(mail.state)]}: {mail.trouble}" if mail.trouble else STEPS[MailState(mail.state)]
        yield f"stuck-{hashlib.sha256(what.encode()).hexdigest()[:12]}", what
    elif mail.text is not None:
        codes = {problem.code for problem in all_problems(message_of(mail)) if problem.unread}
        yield from ((code.value, STOPPED[code]) for code in sorted(codes & CURABLE))
