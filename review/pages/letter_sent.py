"""Lay out a letter that was signed: waiting to go, on its way, in trouble, or sent; nobody changes its words here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.selectors.letter import LetterFile
from cases.services.came_back import NOT_NEEDED, why_no_way_back, words_of_arrival
from cases.services.last_look import why_not_to_post
from cases.services.posting import IF_POSTED
from cases.states import LetterState
from letters.address_block import address_lines
from letters.draft import Channel
from review.pages.deadlines import NextDue, lay_out_next_due
from review.pages.letter import say_head
from review.pages.letter_page import LetterPage, lay_out_page
from review.pages.rows import Desk
from review.pages.timeline import Happening, lay_out_timeline
from review.words import count, local_day, say_day, say_long_day, say_moment, say_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Hold how a letter stands: ``tone`` is success, warning, error or information."""

    tone: str
    heading: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentView:
    """Hold the page of a signed letter; ``proof`` says which words and files were signed, and what made them."""

    head: str
    title: str
    due: NextDue
    standing: Standing
    facts: tuple[tuple[str, str], ...]
    proof: tuple[tuple[str, str], ...]
    page: LetterPage
    timeline: tuple[Happening, ...]
    can_stop: bool
    can_post: bool
    can_come_back: bool
    can_arrive: bool
    can_settle: bool
    can_take_back: bool
    can_release: bool
    needs_manager: bool
    is_signed: bool
    has_pdf: bool


def lay_out_sent(file: LetterFile, desk: Desk) -> SentView:
    """Return the page of a letter nobody may change."""
    letter = file.letter
    state = LetterState(letter.state)
    signer = letter.signer
    role = signer.get_role_display() if signer else ""
    needs_look = state in {LetterState.UNCERTAIN, LetterState.REFUSED, LetterState.HELD}
    return SentView(
        head=say_head(file),
        title=f"Letter to {file.draft.recipient.name or 'somebody who gave no name'}",
        due=lay_out_next_due(file.case, desk),
        standing=STANDINGS[state](file, desk),
        facts=_facts(file),
        proof=_proof(file),
        page=lay_out_page(file.draft, signer=signer.full_name if signer else "", role=role),
        timeline=lay_out_timeline([event for event in file.events if _is_told(event.verb)], file.names),
        can_stop=state in {LetterState.APPROVED, LetterState.HELD},
        can_post=state is LetterState.APPROVED and letter.channel == Channel.POST,
        can_come_back=state is LetterState.SENT and letter.came_back_at is None,
        can_arrive=letter.came_back_at is not None and not why_no_way_back(letter),
        can_release=state is LetterState.HELD and desk.member.may_sign,
        can_settle=state is LetterState.UNCERTAIN and desk.member.may_sign,
        can_take_back=state is LetterState.REFUSED and desk.member.may_sign,
        needs_manager=needs_look and not desk.member.may_sign,
        is_signed=bool(letter.docx_digest),
        has_pdf=bool(letter.pdf_digest or not letter.docx_digest),
    )


def _is_told(verb: str) -> bool:
    return verb.startswith("letter_") or verb == "decisions_saved"


def _waiting(file: LetterFile, desk: Desk) -> Standing:
    if file.letter.channel == Channel.POST:
        return _to_post(file)
    letter, at = file.letter, file.letter.send_at
    to = f"To {file.draft.recipient.email}, as an email with the letter attached."
    by = letter.signer.full_name if letter.signer else "somebody"
    when = _when(at, desk) if at else "soon"
    if letter.trouble:
        words = (letter.trouble, f"Tried {count(letter.tries, 'time')}. It will be tried again {when}.", to)
        return Standing(tone="warning", heading="It could not be sent yet", words=words)
    if at and at < desk.now:
        return Standing(
            tone="information",
            heading=f"Approved by {by}. It goes out in the next minutes",
            words=(f"It was due to go {when}.", to),
        )
    minutes = -int((desk.now - at).total_seconds() // 60) if at else 0
    return Standing(tone="success", heading=f"Approved by {by}. Goes out {when}, {_within(minutes)}", words=(to,))


def _to_post(file: LetterFile) -> Standing:
    by = file.letter.signer.full_name if file.letter.signer else "somebody"
    if why := why_not_to_post(file.letter):
        return Standing(tone="error", heading="Do not post this letter yet", words=(why, IF_POSTED))
    said = (
        "Putright does not send it. Print the file below, post it, and say here on which day.",
        "The clock runs until that day.",
    )
    return Standing(tone="warning", heading=f"Approved by {by}. Print it and post it", words=said)


def _sending(_: LetterFile, desk: Desk) -> Standing:
    words = (f"The mail server is taking it. Look again in a minute; this page was made at {say_time(desk.now)}.",)
    return Standing(tone="information", heading="It is going out now", words=words)


def _uncertain(file: LetterFile, desk: Desk) -> Standing:
    since = file.letter.sending_since
    words = (
        file.letter.trouble,
        f"It began to go out {_when(since, desk)}." if since else "",
        "Putright never sends it again by itself, so that nobody gets it twice.",
        "Look among the sent mail, or ask whoever runs the mail server, whether it left. Then a manager says so here.",
    )
    return Standing(tone="error", heading="Nobody knows whether this letter left", words=tuple(filter(None, words)))


def _refused(file: LetterFile, _: Desk) -> Standing:
    words = (
        file.letter.trouble,
        f"It did not reach {file.draft.recipient.email}. The clock still runs.",
        "Check the address on the message. If it is wrong, find another way to reach the person.",
    )
    return Standing(tone="error", heading="The mail server refused this letter", words=tuple(filter(None, words)))


def _held(file: LetterFile, _: Desk) -> Standing:
    words = (
        file.letter.trouble,
        "Putright holds it: it goes nowhere by itself. The clock still runs.",
        f"It would go to {file.draft.recipient.email}.",
    )
    return Standing(tone="error", heading="This letter is held", words=tuple(filter(None, words)))


def _sent(file: LetterFile, desk: Desk) -> Standing:
    at, back_at = file.letter.sent_at, file.letter.came_back_at
    if back_at:
        trouble = _sentence(file.letter.trouble or "It did not arrive")
        came = f"{trouble} That was {_when(back_at, desk)}. It went {_where(file)}."
        cure = "Check the address on the case and write again, or find another way to reach the person."
        again = "" if file.letter.is_further else "The clock of this letter runs again."
        said = tuple(filter(None, (came, again, why_no_way_back(file.letter) or cure)))
        return Standing(tone="error", heading="This letter came back", words=said)
    went = f"It went {_where(file)}. A sent letter cannot be changed, only followed by another."
    words = tuple(filter(None, (went, words_of_arrival(file.letter))))
    if file.letter.posted_on:
        day = say_day(file.letter.posted_on, desk.today)
        return Standing(tone="success", heading=f"Posted {day}", words=words)
    return Standing(tone="success", heading=f"Sent {_when(at, desk)}" if at else "Sent", words=words)


def _where(file: LetterFile) -> str:
    if file.letter.channel == Channel.POST:
        return "by post"
    return f"to {file.draft.recipient.email}"


def _dropped(file: LetterFile, _: Desk) -> Standing:
    why = "A newer letter took its place after the decisions were changed."
    if file.letter.trouble == NOT_NEEDED:
        why = NOT_NEEDED
    if file.letter.is_further:
        why = f"It was not needed any more: “{file.letter.comment}”" if file.letter.comment else "It was not needed."
    words = (why, "Its words are kept here to be read.")
    return Standing(tone="information", heading="This letter was set aside", words=words)


def _sentence(words: str) -> str:
    """Return words that somebody typed as a sentence that another may follow."""
    return words if words[-1] in ".!?”" else f"{words}."


STANDINGS: Mapping[LetterState, Callable[[LetterFile, Desk], Standing]] = {
    LetterState.APPROVED: _waiting,
    LetterState.HELD: _held,
    LetterState.SENDING: _sending,
    LetterState.UNCERTAIN: _uncertain,
    LetterState.REFUSED: _refused,
    LetterState.SENT: _sent,
    LetterState.DROPPED: _dropped,
}


def _facts(file: LetterFile) -> tuple[tuple[str, str], ...]:
    letter, draft = file.letter, file.draft
    rows = (
        ("Reference", file.case.reference),
        ("To", ", ".join(filter(None, (draft.recipient.name, *address_lines(draft))))),
        ("Written by", letter.writer.full_name if letter.writer else ""),
        ("Signed by", letter.signer.full_name if letter.signer else ""),
        ("Signed", say_moment(letter.signed_at) if letter.signed_at else ""),
        ("Posted", say_long_day(letter.posted_on) if letter.posted_on else ""),
        ("Sent", say_moment(letter.sent_at) if letter.sent_at and not letter.posted_on else ""),
        ("Copy in the Sent folder", say_moment(letter.copied_at) if letter.copied_at else letter.copy_trouble),
        ("Left out on purpose", letter.missing_reason),
    )
    return tuple((name, value) for name, value in rows if value)


def _proof(file: LetterFile) -> tuple[tuple[str, str], ...]:
    letter = file.letter
    rows = (
        ("Words signed (SHA-256)", letter.approved_digest),
        ("Word file (SHA-256)", letter.docx_digest),
        ("PDF (SHA-256)", letter.pdf_digest),
        ("Made with", _say_versions(letter.made_with)),
    )
    return tuple((name, value) for name, value in rows if value)


def _say_versions(made: Mapping[str, Any]) -> str:
    """Say what a letter was made with, for whoever must make the same again."""
    procedures = ", ".join(f"{key} {version}" for key, version in made.get("procedures", {}).items())
    parts = (
        f"Putright {made['putright']}" if made.get("putright") else "",
        f"words {made['words'][:12]}" if made.get("words") else "",
        procedures,
    )
    return "; ".join(filter(None, parts))


def _when(at: datetime, desk: Desk) -> str:
    today = local_day(at) == desk.today
    return f"at {say_time(at)}" if today else f"on {say_day(local_day(at), desk.today)} at {say_time(at)}"


def _within(minutes: int) -> str:
    return f"in {count(minutes, 'minute')}" if minutes > 0 else "in less than a minute"
