"""Say of each mail that no machine could finish where it stopped, why, and what a person can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.models import Mail
from cases.plain import message_of, subject_of
from cases.records.mail import Again
from cases.selectors.unread import acknowledge_by
from cases.services.retrying import can_try
from cases.states import MailState
from ingest.message import Attachment, Message, Problem, all_problems
from ingest.typed_words import WHOLE_MAIL
from review.labels import DUE
from review.pages.rows import TONE_ICONS, Desk
from review.pages.scan_words import ScanView, lay_out_scan
from review.pages.unread_words import AUTOMATIC, STEPS, STOPPED, WORTH_KNOWING
from review.words import (
    Due,
    count,
    join_words,
    local_day,
    say_age,
    say_day,
    say_due,
    say_long_day,
    say_moment,
    say_size,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """Hold one file to download; ``index`` is None for the whole mail."""

    index: int | None
    words: str
    scan: ScanView


@dataclass(frozen=True, slots=True, kw_only=True)
class PartToType:
    """Hold one part that somebody may type in; ``number`` stands in its address: 0 for the mail, else 1 and up."""

    number: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadCard:
    """Hold one mail that a person must look at."""

    id: int
    title: str
    due: Due
    icon: str
    due_sub: str
    stopped: str
    why: tuple[str, ...]
    tried: str
    originals: tuple[Original, ...]
    worth: tuple[str, ...]
    reference: str
    arrived: str
    case_id: int | None
    can_try: bool
    nothing_read: bool
    to_type: tuple[PartToType, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideRow:
    """Hold one mail that was set aside, and why."""

    id: int
    title: str
    why: str
    arrived: str
    case_id: int | None
    reference: str
    looked: str


def lay_out_card(mail: Mail, desk: Desk) -> UnreadCard:
    """Return one mail that a person must look at."""
    message = message_of(mail) if mail.text else None
    problems = [problem for problem in all_problems(message) if problem.unread] if message else []
    due, sub = say_mail_due(mail, desk)
    return UnreadCard(
        id=mail.pk,
        title=title_of_mail(mail),
        due=due,
        icon=TONE_ICONS[due.tone],
        due_sub=sub,
        stopped=_stopped(mail, problems),
        why=_why(mail, problems, message),
        tried=_tried(mail, desk),
        originals=_originals(mail, message),
        worth=tuple(dict.fromkeys(WORTH_KNOWING[problem.code] for problem in problems)),
        reference=mail.case.reference if mail.case else "No case yet",
        arrived=say_moment(mail.received_at),
        case_id=mail.case_id,
        can_try=can_try(mail),
        nothing_read=message is None,
        to_type=_parts_to_type(message),
    )


def lay_out_aside(mail: Mail, desk: Desk) -> AsideRow:
    """Return one mail that was set aside."""
    return AsideRow(
        id=mail.pk,
        title=title_of_mail(mail),
        why=say_why_aside(mail),
        arrived=say_day(local_day(mail.received_at), desk.today),
        case_id=mail.case_id,
        reference=mail.case.reference if mail.case else "",
        looked="Read by a person" if mail.looked_at else "",
    )


def title_of_mail(mail: Mail) -> str:
    """Return whose mail it is and its subject."""
    return f"{mail.sender_name or mail.sender_address or 'Sender not known'}: {subject_of(mail) or '(no subject)'}"


def say_why_aside(mail: Mail) -> str:
    """Say why a mail has no case of its own; "" if it has one."""
    if mail.state == MailState.AUTOMATIC:
        sign = AUTOMATIC.get(mail.automatic, mail.automatic.replace("-", " "))
        return f"Automatic: {sign}" if sign else "Automatic"
    if mail.state == MailState.DUPLICATE:
        of = f" of a message that came {say_long_day(local_day(mail.same_as.received_at))}" if mail.same_as else ""
        return f"A copy{of}"
    if mail.state == MailState.JOINED:
        return f"A reply, joined to {mail.case.reference}" if mail.case else "A reply, joined to its case"
    return ""


def list_problems(mail: Mail) -> list[str]:
    """Return every problem of a mail in words, with the part it is about; those that may hide words first."""
    if not mail.text:
        return []
    problems = sorted(all_problems(message_of(mail)), key=lambda problem: not problem.unread)
    return [f"{problem.part}: {problem.words}" if problem.part else problem.words for problem in problems]


def say_mail_due(mail: Mail, desk: Desk) -> tuple[Due, str]:
    """Say when a mail is due, as its case, or as if it were a complaint; its clock runs from the day it arrived."""
    due_on = mail.case.next_due_on if mail.case else acknowledge_by(mail.received_at)
    what = DUE[mail.case.next_due_what].brief if mail.case and mail.case.next_due_what in DUE else "to acknowledge"
    if due_on is None:
        return Due(words="No deadline", tone="ok"), ""
    due = say_due(due_on, desk.today, desk.is_working_day)
    by = "was due" if due.tone == "late" else "by"
    unsure = "" if mail.case else ", if it is a complaint"
    return due, f"{what}, {by} {say_long_day(due_on)}{unsure}"


def name_of_part(message: Message | None, part: int) -> str:
    """Return what a part is called: a file by its name, the mail itself as such."""
    found = next((each for each in message.attachments if each.index == part), None) if message else None
    return _name(found) if found else "The message itself"


def _stopped(mail: Mail, problems: Sequence[Problem]) -> str:
    if mail.scan_awaited_from:
        return "Waiting for the virus scan"
    if mail.stuck:
        return "Judging the new words" if mail.again == Again.JUDGE else STEPS[MailState(mail.state)]
    return join_words(list(dict.fromkeys(STOPPED[problem.code] for problem in problems))) or "Reading a part of it"


def _why(mail: Mail, problems: Sequence[Problem], message: Message | None) -> tuple[str, ...]:
    words = [mail.trouble] if (mail.stuck or mail.scan_awaited_from) and mail.trouble else []
    words += [f"{problem.part}: {problem.words}" if problem.part else problem.words for problem in problems]
    if message and mail.case:
        words.append("What could be read is in the case, so it is in the queue too.")
    if message is None:
        words += ["Nothing of it was read, so nobody has looked for danger in it.", *_where_found(mail)]
    return tuple(words)


def _where_found(mail: Mail) -> list[str]:
    """Say where a mail lies that Putright has not opened, so that somebody can open it there."""
    entry = mail.found.select_related("mailbox").order_by("pk").first()
    if entry is None:
        return []
    folder = f", folder {entry.mailbox.folder}" if entry.mailbox.folder else ""
    return [f"It also lies in the mailbox {entry.mailbox.name}{folder}."]


def _tried(mail: Mail, desk: Desk) -> str:
    if mail.again == Again.READ:
        return "It is being read again now"
    if mail.scan_awaited_from:
        age = say_age(mail.scan_awaited_from, desk.now)
        waited = age or f"since {say_day(local_day(mail.scan_awaited_from), desk.today)}"
        return f"It has waited {waited}. It is tried again by itself"
    if mail.stuck:
        return f"Tried {count(mail.tries, 'time')}. It is not tried again by itself"
    if can_try(mail):
        return "Not tried again by itself. If what stopped it has been mended, try it again"
    return "Tried once. Trying again would end the same way"


def _originals(mail: Mail, message: Message | None) -> tuple[Original, ...]:
    words = f"Download the whole message (.eml, {say_size(mail.size_bytes)})"
    whole = Original(index=None, words=words, scan=lay_out_scan(mail))
    files = [found for found in message.attachments if found.problems] if message else []
    return (
        whole,
        *(
            Original(
                index=found.index,
                words=f"{_name(found)}, {say_size(found.size_bytes)}",
                scan=lay_out_scan(mail, found.digest),
            )
            for found in files
        ),
    )


def _parts_to_type(message: Message | None) -> tuple[PartToType, ...]:
    """Return the parts that hide words: the files first, since the mail itself is what is left when none is."""
    if message is None:
        return (PartToType(number=0, words="The message itself"),)
    files = [found for found in message.attachments if any(problem.unread for problem in found.problems)]
    parts = [PartToType(number=found.index + 1, words=_name(found)) for found in files]
    if any(problem.unread for problem in message.problems):
        parts.append(PartToType(number=WHOLE_MAIL + 1, words="The message itself"))
    return tuple(parts)


def _name(found: Attachment) -> str:
    return found.filename or "Attachment without a name"
