"""Keep what a person types in for a part that no machine could read: their words, with their name and the time.

The original is never touched. The words go through the safety screen at once, and are judged like any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.errors import IncompleteError, NotNowError
from cases.models import Mail, TeamMember, TypedDraft
from cases.plain import NOT_ENOUGH, message_of
from cases.records.mail import Again
from cases.screening import screen_again
from cases.services.alert_rows import raise_alert
from cases.services.alerts import raise_screened
from cases.services.common import require_decider
from cases.services.mail import move_mail
from cases.services.readings import UNJUDGED, count_unread
from cases.states import QUICK_STATES, MailState
from classify.labels import Flag
from ingest.message import Address, Message, Problem, ProblemCode
from ingest.plain import message_to_plain
from ingest.typed_words import WHOLE_MAIL

MOST_CHARACTERS = 200_000
DANGERS = ("no", "yes")
MUCH = ("all", "most", NOT_ENOUGH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """Hold what a person typed in for one part, and what they answered about it; "" where they have not yet.

    ``part`` is an attachment's index, or ``WHOLE_MAIL``. ``danger`` is "no" or "yes" (also: not sure); ``much`` is how
    much they could read: "all", "most" or "little".
    """

    part: int
    words: str = ""
    name: str = ""
    danger: str = ""
    much: str = ""


@transaction.atomic
def save_draft(*, mail_id: int, member: TeamMember, typing: Typing) -> TypedDraft:
    """Keep somebody's unfinished typing, for them alone.

    Raises:
        NotNowError: if the mail has no such part.

    """
    require_decider(member)
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    _check_part(mail, typing.part)
    values = {
        "words": typing.words[:MOST_CHARACTERS],
        "name": typing.name[:200],
        "danger": typing.danger if typing.danger in DANGERS else "",
        "much": typing.much if typing.much in MUCH else "",
        "saved_at": timezone.now(),
    }
    draft, _ = TypedDraft.objects.update_or_create(mail=mail, part=typing.part, member=member, defaults=values)
    return draft


@transaction.atomic
def type_in(*, mail_id: int, member: TeamMember, typing: Typing) -> Mail:
    """Take what a person typed in as the words of a part: screened at once, and judged again with all the rest.

    A part they could read is read now. A mail that had stopped goes on with these words.

    Raises:
        IncompleteError: naming each answer that is missing.
        NotNowError: if the mail has no such part.

    """
    require_decider(member)
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    _check_part(mail, typing.part)
    _check_complete(typing)
    was_read = mail.text is not None
    if not was_read:
        mail.text = message_to_plain(_unread_message(mail))
    before = message_of(mail)
    mail.typed = [*mail.typed, _row(typing, member)]
    mail.sender_name = mail.sender_name or typing.name.strip()[:200]
    mail.unread_parts = count_unread(mail)
    raise_screened(mail, screen_again(before, message_of(mail)), by=member)
    if typing.danger == "yes":
        said = f"{member.full_name}, who typed this in, fears that somebody is in danger: {typing.words.strip()[:200]}"
        raise_alert(mail, Flag.SAFEGUARDING, [{"quote": said}])
    TypedDraft.objects.filter(mail=mail, part=typing.part, member=member).delete()
    facts = {"part": typing.part, "characters": len(typing.words), "danger": typing.danger, "much": typing.much}
    events.record("words_typed_in", chain=f"mail:{mail.pk}", case=mail.case, actor=member, facts=facts)
    return _go_on(mail, was_read=was_read)


def _go_on(mail: Mail, *, was_read: bool) -> Mail:
    """Let a locked mail take the step that its new words call for."""
    mail.tries, mail.stuck, mail.due_at = 0, False, timezone.now()
    if not was_read:
        # When what stopped it works again, the machine reads the original too; nothing waits for that.
        mail.again = Again.READ
        return move_mail(mail, MailState.READ, "mail_read_by_a_person", {"unread": mail.unread_parts})
    if mail.case_id and mail.again != Again.READ and mail.state not in {MailState.PART_READ, MailState.READ}:
        mail.again = Again.JUDGE
    elif mail.case_id and mail.again == Again.READ:
        # They are judged with what is read of it; till then they say that they were not.
        mail.typed[-1] = {**mail.typed[-1], UNJUDGED: True}
    mail.trouble = "" if mail.state in QUICK_STATES else mail.trouble
    mail.save()
    return mail


def _check_part(mail: Mail, part: int) -> None:
    files = mail.text["attachments"] if mail.text else []
    if part != WHOLE_MAIL and part not in {found["index"] for found in files}:
        raise NotNowError("This message has no such part any more. Look at it again.")


def _check_complete(typing: Typing) -> None:
    missing: dict[str, str] = {}
    if typing.danger not in DANGERS:
        missing["danger"] = "Say whether anyone could be in danger now."
    if not typing.words.strip() and typing.much != NOT_ENOUGH:
        missing["words"] = "Type what it says. If nothing can be read, say so below."
    if len(typing.words) > MOST_CHARACTERS:
        missing["words"] = f"This is longer than {MOST_CHARACTERS:,} characters. Leave out what is not theirs."
    if typing.much not in MUCH:
        missing["much"] = "Say how much you could read."
    if missing:
        raise IncompleteError(missing)


def _row(typing: Typing, member: TeamMember) -> Mapping[str, object]:
    return {
        "part": typing.part,
        "words": typing.words.strip(),
        "name": typing.name.strip()[:200],
        "danger": typing.danger,
        "much": typing.much,
        "by": member.pk,
        "by_name": member.full_name,
        "at": timezone.now().isoformat(),
    }


def _unread_message(mail: Mail) -> Message:
    """Return the message of a mail that no machine has read: nothing, and a problem that says so."""
    words = "Putright could not read this message at all. What is here was typed in by a person."
    code = ProblemCode.NOT_SCANNED if mail.scan_awaited_from else ProblemCode.CRASHED
    return Message(
        digest=mail.digest,
        sender=Address(name=mail.sender_name, address=mail.sender_address),
        subject=mail.subject,
        body="",
        segments=(),
        problems=(Problem(code=code, words=words),),
    )
