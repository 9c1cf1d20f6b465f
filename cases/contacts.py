"""Count what one person has sent us about each issue, from our own records, with the list of it.

Machine copies, automatic mails and other people's mails never count. Nothing but the page on behaviour reads this.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases.desk import desk_calendar, desk_discretion
from cases.models import Case, DeadlineRow, Letter, Mail, StageRun
from cases.plain import message_of
from cases.states import MailState
from routing.contacts import Contact, Ours, Rules, Sent, count_kinds, sort_contacts

NOT_COUNTED = (MailState.AUTOMATIC, MailState.DUPLICATE)
OPENING = frozenset({MailState.SORTED, MailState.DRAFTED})
ANSWERING_LETTERS = frozenset({"L05"})
"""Letters that answer a complaint by saying why it is not taken; an acknowledgement answers nothing."""
OWED = ("acknowledge", "reply", "reply_at_latest", "reply_after_panel", "pass_on")
"""The dates that were ours to keep."""
MOST_READ = 500
"""Messages of one person that are read, the newest first; more are counted by nobody's judgement but the page's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Hold a person's messages as they count, how many of each kind, and the reference of each issue.

    ``is_cut``: they sent more than were read.
    """

    contacts: tuple[Contact, ...]
    numbers: dict[str, int]
    references: dict[int, str]
    is_cut: bool = False


def count_contacts(address: str) -> Counted:
    """Return what one address has sent us about its own cases; nothing for "" (nobody is "no address")."""
    cases = {case.pk: case for case in Case.objects.filter(person_address=address, joined_to=None)} if address else {}
    mails = Mail.objects.filter(case__in=cases, sender_address=address, same_as=None, automatic="")
    rows = list(
        mails.exclude(state__in=NOT_COUNTED).select_related("joining").order_by("-received_at")[: MOST_READ + 1]
    )
    ours = {case_id: _ours(case_id) for case_id in cases}
    rules = Rules(desk_calendar().is_working_day, desk_discretion().ladder.answer_within_working_days)
    contacts = sort_contacts([_sent(mail) for mail in rows[:MOST_READ]], ours, rules)
    return Counted(
        contacts=contacts,
        numbers=count_kinds(contacts),
        references={pk: case.reference for pk, case in cases.items()},
        is_cut=len(rows) > MOST_READ,
    )


def _sent(mail: Mail) -> Sent:
    assert mail.case_id is not None
    message = message_of(mail) if mail.text else None
    joining = getattr(mail, "joining", None)
    return Sent(
        id=mail.pk,
        on=timezone.localdate(mail.received_at),
        issue=mail.case_id,
        words=message.own_words if message else "",
        files=tuple(found.digest for found in message.attachments) if message else (),
        opens=mail.state in OPENING,
        raises=bool(joining and joining.raises),
        is_unread=message is None or mail.unread_parts > 0,
    )


def _ours(case_id: int) -> Ours:
    due = DeadlineRow.objects.filter(case=case_id, what__in=OWED, due_on__isnull=False)
    letters = list(Letter.objects.filter(case=case_id, sent_at__isnull=False).values_list("letter", "sent_at"))
    runs = StageRun.objects.filter(case=case_id)
    answered = _days(runs.values_list("reply_sent_on", flat=True))
    answered |= {timezone.localdate(at) for letter, at in letters if at and letter in ANSWERING_LETTERS}
    written = {timezone.localdate(at) for _, at in letters if at} | _days(
        runs.values_list("acknowledged_on", flat=True)
    )
    return Ours(
        due=tuple((row.due_on, row.met_on) for row in due if row.due_on),
        answered_on=tuple(sorted(answered)),
        written_on=tuple(sorted(written)),
    )


def _days(days: Iterable[date | None]) -> set[date]:
    return {day for day in days if day}
