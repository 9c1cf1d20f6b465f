"""Lay out the page on which a person types in what no machine could read, beside the original and what was read."""

from dataclasses import dataclass

from cases.models import Mail, TypedDraft
from cases.plain import message_of
from cases.services.typing_in import Typing
from ingest.typed_words import WHOLE_MAIL
from review.pages.message import AttachmentView, MessageView, lay_out_message
from review.pages.rows import TONE_ICONS, Desk
from review.pages.unread import name_of_part, say_mail_due, title_of_mail
from review.words import Due, say_moment, say_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Hold one answer to a question of the page."""

    id: str
    value: str
    words: str
    hint: str
    checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TypePage:
    """Hold the page; ``file`` is the attachment it is about, None where it is about the mail itself."""

    mail_id: int
    number: int
    head: str
    name: str
    due: Due
    icon: str
    due_sub: str
    message: MessageView
    file: AttachmentView | None
    typing: Typing
    saved: str
    dangers: tuple[Choice, ...]
    much: tuple[Choice, ...]
    why: tuple[str, ...]


DANGERS = (
    ("no", "No", ""),
    ("yes", "Yes, or I am not sure", "It is put at the top of the queue, and you can escalate on the next page"),
)
MUCH = (
    ("all", "All of it", ""),
    ("most", "Enough to act on", ""),
    ("little", "Not enough: ask the sender to send it another way", "It stays listed as not read"),
)


def lay_out_typing(mail: Mail, part: int, desk: Desk, *, typing: Typing, draft: TypedDraft | None = None) -> TypePage:
    """Return the page for one part of a mail, with what was typed so far."""
    view = lay_out_message(mail, {}, marked=False)
    message = message_of(mail) if mail.text else None
    file = next((found for found in view.attachments if found.index == part), None)
    due, sub = say_mail_due(mail, desk)
    reference = f"{mail.case.reference}. " if mail.case else ""
    return TypePage(
        mail_id=mail.pk,
        number=part + 1,
        head=f"{reference}{title_of_mail(mail)}, {say_moment(mail.received_at)}.",
        name=name_of_part(message, part),
        due=due,
        icon=TONE_ICONS[due.tone],
        due_sub=sub,
        message=view,
        file=file,
        typing=typing,
        saved=f"Draft saved at {say_time(draft.saved_at)}" if draft else "No draft yet",
        dangers=_choices("danger", DANGERS, typing.danger),
        much=_choices("much", MUCH, typing.much),
        why=file.problems if file else view.problems,
    )


def typing_of(draft: TypedDraft | None, part: int) -> Typing:
    """Return what somebody has typed so far, as the page shows it."""
    if draft is None:
        return Typing(part=part)
    return Typing(part=part, words=draft.words, name=draft.name, danger=draft.danger, much=draft.much)


def has_part(mail: Mail, part: int) -> bool:
    """Say whether a mail has such a part."""
    files = mail.text["attachments"] if mail.text else []
    return part == WHOLE_MAIL or any(found["index"] == part for found in files)


def _choices(name: str, rows: tuple[tuple[str, str, str], ...], chosen: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(id=f"{name}-{value}", value=value, words=words, hint=hint, checked=value == chosen)
        for value, words, hint in rows
    )
