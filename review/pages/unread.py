"""Say of each mail that no machine could finish where it stopped, why, and what a person can do about it."""

# ruff: noqa: RUF001 - the words on screen have proper apostrophes

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.models import Mail
from cases.selectors.unread import acknowledge_by
from cases.states import MailState
from ingest.message import Attachment, Message, Problem, ProblemCode, all_problems
from ingest.plain import message_from_plain
from review.labels import DUE
from review.pages.rows import TONE_ICONS, Desk
from review.words import Due, count, join_words, local_day, say_day, say_due, say_long_day, say_moment, say_size

STEPS: Mapping[MailState, str] = {
    MailState.STORED: "Reading the message",
    MailState.PART_READ: "Reading a long scan to its end",
    MailState.READ: "Sorting the message",
    MailState.SORTED: "Drafting the letter",
    MailState.DRAFTED: "Nothing: it is a case",
    MailState.AUTOMATIC: "Nothing: it was set aside as automatic",
    MailState.DUPLICATE: "Nothing: it was set aside as a copy",
    MailState.JOINED: "Nothing: it was joined to its case",
}

STOPPED: Mapping[ProblemCode, str] = {
    ProblemCode.DAMAGED: "Opening a damaged file",
    ProblemCode.EMPTY: "Finding any words",
    ProblemCode.ENCRYPTED: "Opening an encrypted message",
    ProblemCode.PASSWORD: "Opening a file with a password",
    ProblemCode.TOO_LARGE: "Opening a file that is too large",
    ProblemCode.TOO_MANY: "Opening so many files",
    ProblemCode.TOO_SLOW: "Reading a file that took too long",
    ProblemCode.UNKNOWN_TYPE: "Opening a kind of file Putright does not know",
    ProblemCode.POOR_IMAGE: "Reading a picture",
    ProblemCode.NO_READER: "Opening a kind of file nothing here can read",
    ProblemCode.RECORDING: "Turning speech into words",
    ProblemCode.CHARSET: "Reading unusual letters",
    ProblemCode.HIDDEN_TEXT: "Reading words that are hidden from view",
    ProblemCode.CRASHED: "Opening a file that broke its reader",
    ProblemCode.UNFINISHED: "Reading to the end: there was no time left",
    ProblemCode.INFECTED: "Nothing more: the virus scan says that it is harmful",
    ProblemCode.NOT_SCANNED: "Scanning a file for viruses",
}

WORTH_KNOWING: Mapping[ProblemCode, str] = {
    ProblemCode.DAMAGED: "Ask the sender for a new copy.",
    ProblemCode.EMPTY: "Look at the original: it may hold a picture, or nothing at all.",
    ProblemCode.ENCRYPTED: "Ask the sender to send it without encryption, or ask IT to open it.",
    ProblemCode.PASSWORD: "Ask the sender for the password, or for a copy without one.",
    ProblemCode.TOO_LARGE: "Open the original yourself, or ask the sender for smaller files.",
    ProblemCode.TOO_MANY: "Open the original yourself: the files after the first ones were not read.",
    ProblemCode.TOO_SLOW: "Open the original yourself.",
    ProblemCode.UNKNOWN_TYPE: "Do not open it unless you know the sender. Ask for a Word file, a PDF or a photo.",
    ProblemCode.POOR_IMAGE: "Turn and enlarge the picture and read it yourself, or ask for a clearer one.",
    ProblemCode.NO_READER: "Open the original yourself, or ask the sender for a Word file, a PDF or a photo.",
    ProblemCode.RECORDING: "A person needs to listen. Listen with the door closed.",
    ProblemCode.CHARSET: "Some letters may be wrong. Check names and dates against the original.",
    ProblemCode.HIDDEN_TEXT: "Somebody may have hidden words on purpose, or a program did. Read what was found.",
    ProblemCode.CRASHED: "Do not open it unless you know the sender. Ask IT to look at it.",
    ProblemCode.UNFINISHED: "What was read is kept. Read the rest in the original yourself.",
    ProblemCode.INFECTED: "Do not open it. Ask the sender for a clean copy, and tell IT.",
    ProblemCode.NOT_SCANNED: "Nobody knows whether it is safe. Ask IT before you open it.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """Hold one file to download; ``index`` is None for the whole mail."""

    index: int | None
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


AUTOMATIC: Mapping[str, str] = {
    "auto-submitted": "it says itself that a program sent it",
    "null-sender": "it has no sender to answer",
    "mailer-daemon": "a mail server sent it",
    "bounce-subject": "it reports that a message did not arrive",
    "delivery-report": "it reports whether a message arrived",
    "read-receipt": "it reports that a message was opened",
    "abuse-report": "it is a mail provider’s report",
    "auto-reply": "it is an automatic reply",
    "auto-reply-subject": "its subject is that of an automatic reply",
    "list-id": "it was sent to a mailing list",
    "precedence-bulk": "it was sent to many people at once",
    "precedence-list": "it was sent to a mailing list",
    "precedence-junk": "it was sent to many people at once",
}
"""The signs of a program's mail, as ``ingest.automatic`` names them; any other is shown by its name."""


def lay_out_card(mail: Mail, desk: Desk) -> UnreadCard:
    """Return one mail that a person must look at."""
    message = message_from_plain(mail.text) if mail.text else None
    problems = _unread(message)
    due, sub = _due(mail, desk)
    return UnreadCard(
        id=mail.pk,
        title=title_of_mail(mail),
        due=due,
        icon=TONE_ICONS[due.tone],
        due_sub=sub,
        stopped=_stopped(mail, problems),
        why=_why(mail, problems, message),
        tried=_tried(mail),
        originals=_originals(mail, message),
        worth=tuple(dict.fromkeys(WORTH_KNOWING[problem.code] for problem in problems)),
        reference=mail.case.reference if mail.case else "No case yet",
        arrived=say_moment(mail.received_at),
        case_id=mail.case_id,
        can_try=mail.stuck,
        nothing_read=message is None,
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
    return f"{mail.sender_name or mail.sender_address or 'Sender not known'}: {mail.subject or '(no subject)'}"


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
    problems = sorted(all_problems(message_from_plain(mail.text)), key=lambda problem: not problem.unread)
    return [f"{problem.part}: {problem.words}" if problem.part else problem.words for problem in problems]


def _unread(message: Message | None) -> list[Problem]:
    return [problem for problem in all_problems(message) if problem.unread] if message else []


def _due(mail: Mail, desk: Desk) -> tuple[Due, str]:
    due_on = mail.case.next_due_on if mail.case else acknowledge_by(mail.received_at)
    what = DUE[mail.case.next_due_what].brief if mail.case and mail.case.next_due_what in DUE else "to acknowledge"
    if due_on is None:
        return Due(words="No deadline", tone="ok"), ""
    due = say_due(due_on, desk.today, desk.is_working_day)
    by = "was due" if due.tone == "late" else "by"
    unsure = "" if mail.case else ", if it is a complaint"
    return due, f"{what}, {by} {say_long_day(due_on)}{unsure}"


def _stopped(mail: Mail, problems: Sequence[Problem]) -> str:
    if mail.stuck:
        return STEPS[MailState(mail.state)]
    return join_words(list(dict.fromkeys(STOPPED[problem.code] for problem in problems))) or "Reading a part of it"


def _why(mail: Mail, problems: Sequence[Problem], message: Message | None) -> tuple[str, ...]:
    words = [mail.trouble] if mail.stuck and mail.trouble else []
    words += [f"{problem.part}: {problem.words}" if problem.part else problem.words for problem in problems]
    if message and mail.case:
        words.append("What could be read is in the case, so it is in the queue too.")
    if message is None:
        words.append("Nothing of it was read, so nobody has looked for danger in it.")
    return tuple(words)


def _tried(mail: Mail) -> str:
    if mail.stuck:
        return f"Tried {count(mail.tries, 'time')}. It is not tried again by itself"
    return "Tried once. Trying again would end the same way"


def _originals(mail: Mail, message: Message | None) -> tuple[Original, ...]:
    whole = Original(index=None, words=f"Download the whole message (.eml, {say_size(mail.size_bytes)})")
    files = [found for found in message.attachments if found.problems] if message else []
    return (whole, *(Original(index=found.index, words=_file_words(found)) for found in files))


def _file_words(found: Attachment) -> str:
    return f"{found.filename or 'Attachment without a name'}, {say_size(found.size_bytes)}"
