"""Put aside what machines wrote: listed, never answered, shown on the case whose letter it answers or brings back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.clocks import save_deadlines
from cases.desk import desk_council, desk_procedures
from cases.models import Case, Joining, Letter, Mail
from cases.services.danger.bringing import bring_alerts
from cases.services.joining_rows import RESTING
from cases.services.mail import set_aside
from cases.states import CaseState, LetterState, MailState
from ingest.message import Message
from letters.addresses import normalise_address
from letters.plain import draft_from_plain

SURE_BOUNCES = frozenset({"delivery-report", "bounce-subject", "mailer-daemon", "failed-recipients"})
"""The signs of a mail server's report; a read receipt and an out-of-office prove that a letter did arrive."""
MAYBE_BOUNCES = frozenset({"null-sender", "report"})
"""Signs that answering machines bear as well: such a mail must itself say that delivery failed."""
OWN_LETTER = "own-letter"
"""The sign of a letter of ours that came round to us."""
MOST_SEARCHED = 200_000
_MESSAGE_ID = re.compile(r"<[^<>\s@]{3,150}@[^<>\s@]{3,150}>")
# RFC 3463: "5.1.1" and its like stand for good failures.
_FAILED_CODE = re.compile(r"\b5\d\d[ -]5\.\d{1,3}\.\d{1,3}\b|(?<![\d.])5\.[0-7]\.\d{1,3}(?![\d.])")
# RFC 3464, section 2.3.3: what a report says of each recipient.
_ACTION = re.compile(r"^\s*action:\s*(failed|delayed|delivered|relayed|expanded)\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Name the letter of ours that a machine's mail is about, and whether it says that the letter did not arrive."""

    letter: Letter
    came_back: bool


def find_answered(mail: Mail, message: Message) -> Answered | None:
    """Return which letter of ours a machine's mail answers or reports on; None if that is not sure.

    A report must bear our letter's own Message-ID, which nobody can guess. Anything else must answer that letter and
    come from the very address it went to.
    """
    sign = message.automatic or ""
    texts = [message.body, *(found.text for found in message.attachments)]
    is_report = sign in SURE_BOUNCES or (sign in MAYBE_BOUNCES and _has_code(texts))
    wanted = {message.reports_on, message.in_reply_to, *message.references}
    if sign == OWN_LETTER:
        wanted = {message.message_id}
    if is_report:
        wanted |= {found for text in texts for found in _MESSAGE_ID.findall(text[:MOST_SEARCHED])}
    letter = _letter_with(wanted)
    if letter is None:
        return None
    recipient = draft_from_plain(letter.draft).recipient.email
    is_from_them = normalise_address(mail.sender_address) == normalise_address(recipient)
    if is_report and not is_from_them:
        return Answered(letter=letter, came_back=_says_failed(texts))
    return Answered(letter=letter, came_back=False) if is_from_them or sign == OWN_LETTER else None


@transaction.atomic
def put_aside(*, mail_id: int, answered: Answered | None = None) -> Mail:
    """End a machine's mail without a case of its own; the case whose letter it is about lists it and is not reopened.

    Only a letter that came back reopens its case: the person was not told, so the clock of that letter runs again.
    """
    mail = set_aside(mail_id=mail_id, state=MailState.AUTOMATIC)
    if mail.state != MailState.AUTOMATIC or answered is None or mail.case_id:
        return mail
    case = Case.objects.select_for_update().get(pk=answered.letter.case_id)
    letter = Letter.objects.select_for_update().get(pk=answered.letter.pk)
    mail.case = case
    mail.save(update_fields=["case"])
    Joining.objects.get_or_create(mail=mail, defaults={"case": case, "at": timezone.now()})
    bring_alerts(mail, case)
    facts = {"mail": mail.pk, "letter": letter.pk}
    if answered.came_back and letter.came_back_at is None:
        _note_came_back(letter, case)
        events.record_for_case("letter_came_back", case, facts=facts)
    else:
        events.record_for_case("machine_answered", case, facts=facts)
    return mail


def _letter_with(message_ids: Iterable[str]) -> Letter | None:
    wanted = {one.lower() for one in message_ids if one}
    return Letter.objects.filter(message_id__in=list(wanted)[:500]).order_by("-pk").first() if wanted else None


def _has_code(texts: Iterable[str]) -> bool:
    found = [text[:MOST_SEARCHED] for text in texts]
    return any(_FAILED_CODE.search(text) or _ACTION.search(text) for text in found)


def _says_failed(texts: Iterable[str]) -> bool:
    actions = {found.lower() for text in texts for found in _ACTION.findall(text[:MOST_SEARCHED])}
    # A report without the fields of the standard is old or odd, and brings bad news.
    return "failed" in actions or not actions


def _note_came_back(letter: Letter, case: Case) -> None:
    letter.came_back_at = timezone.now()
    letter.trouble = "A mail server reported that this letter did not arrive."
    letter.save(update_fields=["came_back_at", "trouble"])
    if letter.state == LetterState.SENT and not _reached(case):
        case.acknowledged_on = None
        case.deadlines.filter(what="acknowledge").update(met_on=None)
        save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    if case.state in RESTING:
        case.state = CaseState.TRIAGE
    case.waiting_for = "Our letter came back: it did not reach the person. Check the address."
    case.version += 1
    case.save()


def _reached(case: Case) -> bool:
    return case.letters.filter(state=LetterState.SENT, came_back_at=None).exists()
