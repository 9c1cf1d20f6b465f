"""Lay out a letter for the person who signs it: what was asked, what was decided and by whom, what was changed."""

from dataclasses import dataclass

from cases.models import Decision, Matter
from cases.selectors.judgement import judged
from cases.selectors.letter import LetterFile, Turn
from classify.labels import Flag, Route
from review.labels import FLAGS, STAGES, say_route
from review.pages.deadlines import NextDue, lay_out_next_due
from review.pages.judgement import RecordView, lay_out_record
from review.pages.letter import say_head
from review.pages.letter_changes import Changes, lay_out_changes
from review.pages.letter_checks import CheckCard, lay_out_checks
from review.pages.letter_page import LetterPage, lay_out_page
from review.pages.message import MessageView, lay_out_message
from review.pages.rows import TONE_ORDER, Desk, FlagTag, make_tag
from review.words import local_day, say_long_day, say_moment, say_time

REPLY, LATEST = "reply", "reply_at_latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterLine:
    """Hold one matter: what was asked, what we do with it, who decided, and what date the letter promises."""

    number: int
    gist: str
    route: str
    decided: str
    reply: str
    latest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffView:
    """Hold the page of a letter to sign. ``refusal`` says why this person may not; "" if they may."""

    head: str
    history: str
    title: str
    due: NextDue
    flags: tuple[FlagTag, ...]
    matters: tuple[MatterLine, ...]
    message: MessageView | None
    changes: Changes
    changed_by: str
    missing: tuple[str, ...]
    reason: str
    checks: tuple[CheckCard, ...]
    page: LetterPage
    writer: str
    refusal: str
    blanks: tuple[str, ...]
    turn: Turn | None
    may_return: bool
    judged: tuple[RecordView, ...] = ()


def lay_out_sign_off(file: LetterFile, desk: Desk, *, turn: Turn | None = None) -> SignOffView:
    """Return the page of a letter to sign."""
    letter, draft = file.letter, file.draft
    writer = letter.writer.full_name if letter.writer else "its writer"
    people = [file.names[pk] for pk in sorted(file.editors) if pk in file.names]
    return SignOffView(
        head=say_head(file),
        history=_history(file, desk, writer),
        title=f"letter to {draft.recipient.name or 'somebody who gave no name'}",
        due=lay_out_next_due(file.case, desk),
        flags=_flags(file),
        matters=tuple(_matter(file, matter) for matter in file.matters),
        message=lay_out_message(file.mail, {}, marked=False) if file.mail else None,
        changes=lay_out_changes(file.drafted, draft),
        changed_by=" and ".join(people) or writer,
        missing=tuple(check.words for check in draft.checklist if check.must and not check.present),
        reason=letter.missing_reason,
        checks=lay_out_checks(draft),
        page=lay_out_page(draft),
        writer=writer,
        refusal=say_refusal(file, desk),
        blanks=draft.blanks,
        turn=turn,
        may_return=desk.member.may_sign,
        judged=tuple(lay_out_record(row) for row in judged(file.case)),
    )


def say_refusal(file: LetterFile, desk: Desk) -> str:
    """Say why this person may not sign; "" if they may. The server asks again when they press."""
    if not desk.member.may_sign:
        return "A complaints manager signs letters. You can read it here; nothing is to be done until one has."
    if desk.member.pk in file.writers:
        return "You wrote or changed this letter, so somebody else must sign it."
    return ""


def _history(file: LetterFile, desk: Desk, writer: str) -> str:
    asked = file.letter.asked_at
    sent = f"Sent for sign-off {say_moment(asked)}." if asked else ""
    returned = next((event for event in file.events if event.verb == "letter_returned"), None)
    if returned is None or returned.actor is None:
        return f"Written by {writer}. {sent}"
    who = "You" if returned.actor_id == desk.member.pk else returned.actor.full_name
    is_today = local_day(returned.at) == desk.today
    at = f"at {say_time(returned.at)}" if is_today else f"on {say_moment(returned.at)}"
    return f"Written by {writer}. {who} returned it {at}. {sent}"


def _flags(file: LetterFile) -> tuple[FlagTag, ...]:
    rows = [row for key, row in file.decisions.items() if key.startswith("flag:") and row.value == "yes"]
    known = [(row, FLAGS[Flag(row.key[5:])]) for row in rows if row.key[5:] in set(Flag)]
    known.sort(key=lambda pair: TONE_ORDER.index(pair[1].tone))
    return tuple(make_tag(label, row.note) for row, label in known)


def _matter(file: LetterFile, matter: Matter) -> MatterLine:
    dates = {
        row.what: say_long_day(row.due_on) if row.due_on else "Paused: no date"
        for row in file.deadlines
        if row.matter == matter.number
    }
    is_out = matter.route == Route.OUT_OF_SCOPE
    value = f"{matter.route}:{matter.reason}" if matter.reason else matter.route
    stage = STAGES[file.case.stage].words.lower() if file.case.stage in STAGES else ""
    return MatterLine(
        number=matter.number,
        gist=matter.gist,
        route=say_route(value) if is_out or not stage else f"{say_route(value)}, {stage}",
        decided=_decided(file.decisions.get(f"matter:{matter.number}")),
        reply="Not looked into" if is_out else dates.get(REPLY, "No date"),
        latest="" if is_out else dates.get(LATEST, ""),
    )


def _decided(row: Decision | None) -> str:
    if row is None or not row.chosen or row.chosen_by is None:
        return "Nobody yet: as Putright suggested"
    name = row.chosen_by.full_name
    if not row.suggested:
        return f"{name}, nothing suggested"
    if row.chosen == row.suggested:
        return f"{name}, same as suggested"
    return f"{name}, changed from {say_route(row.suggested)}"
