"""Put mails with cases: a sure reply by itself, anything else by a named person, and take it back again.

A letter's recipient never changes by joining: it is the case's own person, whoever else's mail is put with the case.
"""

from collections.abc import Sequence

from django.db import transaction

from cases import events
from cases.clocks import note_next_deadline, save_deadlines
from cases.conflicts import check_all_open_to
from cases.desk import desk_council, desk_procedures
from cases.errors import NotNowError, UnsureError
from cases.letter_case import acknowledgements
from cases.models import Case, Joining, Mail, MaybeSame, TeamMember
from cases.services.common import note_open_alerts, raise_risks, require_decider, require_version
from cases.services.danger.bringing import bring_alerts
from cases.services.drafting import redraft
from cases.services.joining_rows import OPENING, carry_mail, give_mail_back, put_mail, save_case
from cases.services.leaving import note_left
from cases.services.letter_rows import move_case
from cases.services.locks import lock_both, lock_case
from cases.services.mail import make_case_of, move_mail, set_aside
from cases.services.meeting import who_would_meet
from cases.services.tasks.carrying import ask_at_once, bring_tasks_back, carry_tasks
from cases.services.tasks.conflicts import ask_of_joined, let_in_again, take_from_shut
from cases.services.tasks.replies import ask_of, heard_in, heard_of
from cases.states import CASE_MOVES, WHICH_CASE_OPEN, CaseState, LetterState, MailState, check_move
from classify.labels import COMPLAINTS, Flag
from classify.reading import Fact, Finding
from routing.news import News

NEVER_SIGNED = (LetterState.DRAFT, LetterState.RETURNED, LetterState.REFUSED)
GONE = (LetterState.TO_SIGN, LetterState.APPROVED, LetterState.HELD, LetterState.SENDING, LetterState.UNCERTAIN)
"""A letter in one of these states stands between a person and joining its case: it may reach somebody."""


@transaction.atomic
def join_case(
    *,
    mail_id: int,
    case_id: int,
    words: str,
    flags: Sequence[Finding[Flag]] = (),
    news: Sequence[News] = (),
    facts: Sequence[Fact] = (),
) -> Case | None:
    """Put a reply with the case it answers; the case comes back to the team. None if the mail was dealt with before.

    Only called when sender, reference and content agree (``routing.same_case``). ``flags`` are those of the full
    reading: danger that the screen has no words for is danger in a reply too. ``news`` is what it raises beyond its
    case, which a person must see. With ``facts``, what it asks for becomes tasks.
    """
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    if mail.state != MailState.READ:
        return None
    case = lock_case(case_id)
    raise_risks(mail, {found.label: found.evidence for found in flags})
    put_mail(mail, case, raises=[[one.words, one.quote] for one in news])
    ask_at_once(mail, case, flags)
    ask_of(mail, case, heard_in(flags, facts))
    events.record_for_case("message_joined", case, facts={"mail": mail.pk, "why": words, "new": len(news)})
    move_mail(mail, MailState.JOINED, "mail_joined", {"case": case.pk})
    return case


@transaction.atomic
def set_aside_copy(*, mail_id: int, twin: Mail) -> Mail:
    """End a second delivery of a mail as a copy of the first; its signs of danger stand in the first one's case."""
    mail = set_aside(mail_id=mail_id, state=MailState.DUPLICATE, same_as=twin)
    if mail.state == MailState.DUPLICATE and mail.case_id:
        bring_alerts(mail, Case.objects.select_for_update().get(pk=mail.case_id))
    return mail


@transaction.atomic
def join_by_hand(*, case_id: int, other_id: int, version: int, member: TeamMember, confirmed: bool = False) -> Case:
    """Put the message of one case with another case, because a person says that it belongs there; return the other.

    The first case is closed and points to the second; its reference stays its own, and all can be taken back.

    Raises:
        UnsureError: if the sender is no known person of the other case, until that was seen and ``confirmed``.
        NotNowError: if a letter of the first case has left or may be leaving, or the other one was itself put away.
        StaleError: if somebody saved in between.

    """
    require_decider(member)
    case, other = lock_both(case_id, other_id)
    check_all_open_to([case.pk, other.pk], member)
    require_version(case, version)
    _require_joinable(case, other)
    mails = list(case.mails.select_for_update().exclude(state=MailState.DUPLICATE).order_by("pk"))
    if not confirmed and (words := who_would_meet([mail for mail in mails if mail.state in OPENING], other)):
        raise UnsureError(words)
    opening = next((mail for mail in mails if mail.state in OPENING), None)
    for mail in mails:
        carry_mail(mail, case, other, member)
    carry_tasks(case, other, member=member)
    if opening:
        ask_of(opening, other, heard_of(case))
    note_open_alerts(case)
    case.letters.filter(state__in=NEVER_SIGNED).update(state=LetterState.DROPPED)
    _close_as(case, "joined", other)
    ask_of_joined(case, other, member)
    take_from_shut(other, member)
    MaybeSame.objects.update_or_create(case=case, other=other, defaults={"answer": "joined"})
    facts = {"other": other.pk, "mails": [mail.pk for mail in mails], "confirmed": confirmed}
    events.record_for_case("case_joined", case, actor=member, facts=facts)
    events.record_for_case("case_taken_in", other, actor=member, facts={"other": case.pk})
    return other


@transaction.atomic
def take_back(*, case_id: int, member: TeamMember) -> Case:
    """Give a case its messages back that a person had put with another; its clock runs as it always did.

    Raises:
        NotNowError: if its messages were not put with another case.

    """
    require_decider(member)
    other_id = Case.objects.values_list("joined_to", flat=True).get(pk=case_id)
    if other_id is None:
        raise NotNowError("The messages of this case were not put with another, or somebody took it back first.")
    case, other = lock_both(case_id, other_id)
    for joining in Joining.objects.filter(came_with=case).order_by("mail"):
        give_mail_back(joining, case, other)
    case.joined_to, case.which_case = None, WHICH_CASE_OPEN
    check_move(CASE_MOVES, CaseState(case.state), CaseState.TRIAGE)
    case.state = CaseState.TRIAGE
    save_case(case)
    save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    bring_tasks_back(case, other)
    let_in_again(other, member)
    note_left(other)
    MaybeSame.objects.filter(case=case, other=other).update(answer="", asks=True)
    events.record_for_case("case_taken_back", case, actor=member, facts={"other": other.pk})
    events.record_for_case("case_given_back", other, actor=member, facts={"other": case.pk})
    return case


@transaction.atomic
def keep_as_own(*, case_id: int, version: int, member: TeamMember, linked_id: int | None = None) -> Case:
    """Say that a waiting message is a case of its own; with ``linked_id``, of the same person as another case.

    Only now is its letter drafted. Linking changes neither case.

    Raises:
        NotNowError: if it was put with another case meanwhile.
        StaleError: if somebody saved in between.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    require_version(case, version)
    if case.joined_to_id:
        raise NotNowError("Somebody put this message with another case first. Take that back, then choose again.")
    case.which_case = "own"
    save_case(case)
    case.maybe_same.exclude(other=linked_id).filter(asks=True).update(answer="apart")
    case.maybe_same.filter(other=linked_id).update(answer="linked")
    save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    events.record_for_case("case_kept_own", case, actor=member, facts={"linked": linked_id})
    if case.kind in COMPLAINTS and not acknowledgements(case).exclude(state=LetterState.DROPPED).exists():
        redraft(case)
    return case


@transaction.atomic
def make_own_case(*, mail_id: int, member: TeamMember) -> Mail:
    """Make a joined reply a case of its own in one step, because it raises something new; it is sorted again."""
    came_with = Joining.objects.filter(mail=mail_id).values_list("came_with", flat=True).first()
    if came_with:
        take_back(case_id=came_with, member=member)
        case = Case.objects.get(pk=came_with)
        keep_as_own(case_id=case.pk, version=case.version, member=member)
        return Mail.objects.get(pk=mail_id)
    Joining.objects.filter(mail=mail_id).delete()
    return make_case_of(mail_id=mail_id, member=member)


def _require_joinable(case: Case, other: Case) -> None:
    if case.pk == other.pk or other.joined_to_id:
        raise NotNowError("That case was itself put with another. Choose the case its message is in now.")
    if case.joined_to_id:
        raise NotNowError("Somebody put this message with a case first. Take that back, then choose again.")
    if case.absorbed.exists():
        raise NotNowError("Other messages were put with this case. Take those back first, then choose again.")
    if case.letters.filter(state__in=[*GONE, LetterState.SENT]).exists():
        raise NotNowError("A letter of this case has gone out, or may. Link the cases, or stop the letter first.")


def _close_as(case: Case, answer: str, other: Case) -> None:
    move_case(case, CaseState.FILED)
    case.which_case, case.joined_to, case.waiting_for = answer, other, ""
    save_case(case)
    case.deadlines.all().delete()
    note_next_deadline(case)
