"""Say of each watched folder whether every mail in it is accounted for, and everything else a person should know."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.accounts import Account
from cases.models import Mail
from cases.selectors.mailboxes import MailboxNotes
from review.pages.rows import Desk
from review.words import count, local_day, say_day, say_long_day, say_time

ACCOUNTS = {
    Account.IN_CASE: "in a case",
    Account.JOINED: "joined to a case",
    Account.DUPLICATE: "copies",
    Account.AUTOMATIC: "automatic",
    Account.BEING_READ: "being read",
    Account.COULD_NOT_READ: "waiting for a person to read them",
    Account.NOT_OURS: "from before the day on which ours begin",
}
NUMBERS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """Hold one mail of a list: its case's reference, or when it came; ``case_id`` is None for one without a case."""

    id: int
    case_id: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """Hold what is said of one folder: the line about the count and its tone, what it is made of, and other lines."""

    name: str
    words: str
    tone: str
    icon: str
    parts: str
    lines: tuple[str, ...]
    fetched: tuple[MailLine, ...]
    gone: tuple[MailLine, ...]
    gone_words: str


def lay_out_notes(notes: Sequence[MailboxNotes], desk: Desk) -> list[NoteView]:
    """Return what is to be said of each folder."""
    return [_note(note, desk) for note in notes]


def say_folder(name: str, folder: str) -> str:
    """Name a folder: the mailbox alone for its inbox."""
    return name if folder in {"", "INBOX"} else f"{name}, {folder.lstrip(chr(92))}"


def _note(note: MailboxNotes, desk: Desk) -> NoteView:
    words, tone = _say_count(note, desk)
    counts = note.count.counts if note.count else {}
    parts = ", ".join(f"{counts[key]:,} {what}" for key, what in ACCOUNTS.items() if counts.get(key))
    gone = note.count.gone if note.count else 0
    return NoteView(
        name=say_folder(note.mailbox.name, note.mailbox.folder),
        words=words,
        tone=tone,
        icon={"ok": "tick", "warn": "warning", "bad": "cross"}[tone],
        parts=parts,
        lines=tuple(_lines(note, desk)),
        fetched=tuple(map(_mail, note.fetched)),
        gone=tuple(map(_mail, note.gone)),
        gone_words=f"{count(gone, 'mail')} no longer in the mailbox" if gone else "",
    )


def _say_count(note: MailboxNotes, desk: Desk) -> tuple[str, str]:
    done = note.count
    if done is None:
        return "Not counted yet. Every mail is counted at 2am.", "warn"
    at = say_time(done.done_at)
    if local_day(done.done_at) != desk.today:
        at += f" on {say_day(local_day(done.done_at), desk.today)}"
    if done.open_uids:
        return f"{len(done.open_uids):,} of {count(done.listed, 'mail')} not accounted for, checked at {at}", "bad"
    if done.listed == 0:
        return f"No mails in it, checked at {at}", "ok"
    every = "The one mail in it is" if done.listed == 1 else f"Every one of {done.listed:,} mails"
    return f"{every} accounted for, checked at {at}", "warn" if note.failed else "ok"


def _lines(note: MailboxNotes, desk: Desk) -> Iterator[str]:
    box = note.mailbox
    if note.failed:
        yield f"The last count, at {say_time(note.failed.done_at)}, did not come to its end. {note.failed.trouble}"
    if note.count and note.count.open_uids:
        yield f"Not accounted for: {_numbers(note.count.open_uids)}. Open them in the mailbox."
    if note.not_given:
        numbers = _numbers([row.uid for row in note.not_given])
        yield f"The server lists and does not give out: {numbers}. {note.not_given[0].words}"
    if note.gone_unread:
        uids = _numbers([row.uid for row in note.gone_unread])
        yield (
            f"Taken out of the mailbox by somebody before Putright could read them: {uids}. Ask whoever "
            "looks after the mailbox."
        )
    if box.renumbered_at:
        day = say_day(local_day(box.renumbered_at), desk.today)
        yield (
            f"The server gave this folder new numbers on {day} (after a move or a restore, as a rule). Every mail was "
            "looked at again; none was taken in twice."
        )
    if box.is_junk:
        yield "This is the junk folder: what comes from it is marked so, and is read like any other mail."
    if box.ours_from:
        yield f"Mails that came before {say_long_day(box.ours_from)} are left alone."
    if box.secret_ends_on:
        yield f"Its password, secret or certificate ends on {say_long_day(box.secret_ends_on)}."


def _numbers(uids: Sequence[int]) -> str:
    """Name mails by their numbers: "mail number 7", "mails number 7, 9"."""
    shown = ("mail number " if len(uids) == 1 else "mails number ") + ", ".join(map(str, uids[:NUMBERS_SHOWN]))
    return f"{shown} and {len(uids) - NUMBERS_SHOWN:,} more" if len(uids) > NUMBERS_SHOWN else shown


def _mail(mail: Mail) -> MailLine:
    came = f"received {say_long_day(local_day(mail.received_at))}"
    words = f"{mail.case.reference}, {came}" if mail.case else f"Without a case, {came}"
    return MailLine(id=mail.pk, case_id=mail.case_id, words=words)
