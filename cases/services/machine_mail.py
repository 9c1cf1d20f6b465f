"""Put aside what machines wrote: listed, never answered, shown on the case whose letter it answers or brings back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.bounces import LATEST_REPORT, Verdict, judge_report, named_letters, words_of
from cases.message_ids import OWN_ID, letter_once_with, letter_with
from cases.models import Case, Joining, Letter, Mail
from cases.services.came_back import note_came_back, note_may_have_come_back
from cases.services.danger.bringing import bring_alerts
from cases.services.mail import set_aside
from cases.states import LetterState, MailState
from ingest.message import Message
from letters.addresses import normalise_address
from letters.plain import draft_from_plain

OWN_LETTER = "own-letter"
"""The sign of a letter of ours that came round to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Name the letter of ours that a machine's mail is about, and whether it says that the letter did not arrive.

    ``is_proven``: it says so in words we know, and bears the letter's own number, which nobody else can know.
    ``came_back`` without that asks somebody to look, and changes nothing.
    """

    letter: Letter
    came_back: bool
    is_proven: bool = True


def find_answered(mail: Mail, message: Message) -> Answered | None:
    """Return which letter of ours a machine's mail answers or reports on; None if that is not sure.

    A report must bear our letter's own Message-ID, which nobody can guess; one that bears the case's reference and the
    address the letter went to, and no Message-ID at all, is only shown to a person. Anything else must answer that
    letter and come from the very address it went to. What is about an earlier try of a letter, which was taken back and
    signed again since, says nothing of the one that went next: it is listed, and no more.
    """
    report = judge_report(message)
    wanted = {message.reports_on, message.in_reply_to, *message.references}
    if message.automatic == OWN_LETTER:
        wanted = {message.message_id}
    if report is not Verdict.NO_REPORT:
        wanted |= named_letters(message)
    letter = letter_with(wanted)
    is_earlier_try = letter is None
    letter = letter or letter_once_with(wanted)
    if letter is None:
        return _by_reference(mail, message) if report is Verdict.FAILED else None
    recipient = draft_from_plain(letter.draft).recipient.email
    is_from_them = normalise_address(mail.sender_address) == normalise_address(recipient)
    if report is not Verdict.NO_REPORT and not is_from_them:
        bad_news = report in {Verdict.FAILED, Verdict.UNCLEAR} and not is_earlier_try
        return Answered(letter=letter, came_back=bad_news, is_proven=report is Verdict.FAILED)
    is_theirs = is_from_them or message.automatic == OWN_LETTER
    return Answered(letter=letter, came_back=False) if is_theirs else None


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
    letter.case = case
    verb, more = _take_in(answered, letter, case)
    events.record_for_case(verb, case, facts=facts | more)
    return mail


def _take_in(answered: Answered, letter: Letter, case: Case) -> tuple[str, dict[str, object]]:
    """Do what follows from a machine's mail about a locked letter; return the name of its event, and what it keeps."""
    if not answered.came_back or letter.came_back_at is not None or letter.state not in HAS_LEFT:
        return "machine_answered", {}
    if not answered.is_proven:
        note_may_have_come_back(letter, case)
        return "letter_may_have_come_back", {}
    return "letter_came_back", note_came_back(letter, case)


HAS_LEFT = frozenset({LetterState.SENT, LetterState.UNCERTAIN, LetterState.SENDING})
"""A letter that never left cannot come back."""


def _by_reference(mail: Mail, message: Message) -> Answered | None:
    """Return the newest letter to an address that a report without any Message-ID of ours names, with its reference."""
    if any(OWN_ID.fullmatch(found.lower()) for found in named_letters(message)):
        return None
    since = mail.received_at - LATEST_REPORT
    sent = Letter.objects.filter(state=LetterState.SENT, sent_at__gte=since, came_back_at=None, posted_on=None)
    words = words_of(message).casefold()
    for letter in sent.select_related("case").order_by("-sent_at"):
        address = draft_from_plain(letter.draft).recipient.email.casefold()
        if letter.case.reference.casefold() in words and address and address in words:
            return Answered(letter=letter, came_back=True, is_proven=False)
    return None
