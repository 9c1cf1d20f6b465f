"""Write everything that happens to a mail before it is a case: stored, read, screened, tried again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases import blobs, events
from cases.desk import desk_calendar
from cases.models import Case, LedgerEntry, Mail, Mailbox, TeamMember
from cases.records.mail import Again
from cases.services.common import require_decider
from cases.services.leaving import note_left
from cases.services.tasks.replies import forget_mail
from cases.states import MAIL_ENDED, MAIL_MOVES, QUICK_STATES, MailState, check_move
from ingest.mailboxes.mailbox import RawMail

MOST_TRIES = 5
MOST_TRIES_OF_A_MACHINE = 15
"""How often a step is tried that failed for the machine's sake (disk, database, sandbox): about half a day."""
LONGEST_WAIT = timedelta(hours=1)
FIRST_WAIT = timedelta(seconds=10)


def store(mailbox: Mailbox, found: Sequence[RawMail]) -> list[Mail]:
    """Keep a batch of mails: bytes first and durably, then their rows in one transaction.

    Returns the mails that were not known before. The same bytes found again, in whatever mailbox, add a ledger entry
    and nothing else.
    """
    digests = [blobs.put_file(raw.file) if raw.file else blobs.put(raw.content) for raw in found]
    now = timezone.now()
    with transaction.atomic():
        # Those that are known are held first, as by everybody who writes into a mail's chain, and in one order.
        known = Mail.objects.select_for_update().filter(digest__in=digests).order_by("pk")
        list(known.values_list("pk", flat=True))
        new = [_store_one(mailbox, raw, digest, now) for raw, digest in zip(found, digests, strict=True)]
    return [mail for mail in new if mail]


def _store_one(mailbox: Mailbox, raw: RawMail, digest: str, now: datetime) -> Mail | None:
    size_bytes = raw.file.stat().st_size if raw.file else len(raw.content)
    arrived_at = min(raw.internal_at, now) if raw.internal_at and is_countable(raw.internal_at) else None
    mail, is_new = Mail.objects.get_or_create(
        digest=digest,
        defaults={
            "size_bytes": size_bytes,
            "received_at": arrived_at or now,
            "received_from": "server" if arrived_at else "fetch",
            "stored_at": now,
            "state_since": now,
            "due_at": now,
        },
    )
    _, is_new_place = LedgerEntry.objects.get_or_create(
        mailbox=mailbox, uid_validity=raw.uid_validity, uid=raw.uid, defaults={"mail": mail, "found_at": now}
    )
    if is_new or is_new_place:
        facts = {"mailbox": mailbox.pk, "uid": raw.uid, "bytes": size_bytes, "digest": digest}
        events.record("mail_stored" if is_new else "mail_found_again", chain=f"mail:{mail.pk}", facts=facts)
    return mail if is_new else None


def is_countable(at: datetime) -> bool:
    """Say whether limits can be counted from a moment: a clock that was never set says 1970."""
    return at.date() >= desk_calendar().first


@transaction.atomic
def set_aside(*, mail_id: int, state: MailState, same_as: Mail | None = None) -> Mail:
    """End a mail without a case of its own: made by a machine, or a second copy of another. It stays listed."""
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    if mail.state != MailState.READ:
        return mail
    mail.same_as = same_as
    mail.case = same_as.case if same_as else None
    return _move(mail, state, f"mail_{state}", {"same_as": same_as.pk if same_as else None})


@transaction.atomic
def note_failure(*, mail_id: int, words: str, is_machine: bool = False) -> Mail:
    """Write down that a step failed, and when it is tried again; after the last try the mail waits for a person."""
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    if not mail.is_slow:
        # In the slow lane a try is counted when it begins: one that ends the whole process counts too.
        mail.tries += 1
    mail.trouble, mail.busy_until = words, None
    mail.stuck = not mail.is_slow and mail.tries >= (MOST_TRIES_OF_A_MACHINE if is_machine else MOST_TRIES)
    mail.due_at = timezone.now() + min(FIRST_WAIT * 2**mail.tries, LONGEST_WAIT)
    mail.save(update_fields=["tries", "trouble", "stuck", "due_at", "busy_until"])
    facts = {"state": mail.state, "tries": mail.tries, "stuck": mail.stuck}
    events.record("mail_step_failed", chain=f"mail:{mail.pk}", case=mail.case, facts=facts)
    return mail


@transaction.atomic
def note_download(*, mail_id: int, member: TeamMember, part: int, is_scanned: bool, why: str = "") -> None:
    """Write down that this person downloaded an original: an attachment by its index, or the mail itself (-1).

    ``why`` is the code of their reason, where some of it is hidden from view.
    """
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    facts = {"mail": mail.pk, "part": part, "scanned": is_scanned} | ({"why": why} if why else {})
    if mail.case_id is None:
        events.record("original_downloaded", chain=f"mail:{mail.pk}", actor=member, facts=facts)
        return
    case = Case.objects.select_for_update().get(pk=mail.case_id)
    events.record_for_case("original_downloaded", case, actor=member, facts=facts)


@transaction.atomic
def look_at(*, mail_id: int, member: TeamMember) -> Mail:
    """Write down that a named person read an unreadable or set-aside mail themselves; its unscreened alert is done."""
    require_decider(member)
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    mail.looked_at = timezone.now()
    mail.save(update_fields=["looked_at"])
    mail.alerts.filter(flag="unscreened", state="open").update(
        state="dismissed", done_at=mail.looked_at, done_by=member, reason="Read by a person."
    )
    events.record("mail_looked_at", chain=f"mail:{mail.pk}", case=mail.case, actor=member)
    return mail


@transaction.atomic
def make_case_of(*, mail_id: int, member: TeamMember) -> Mail:
    """Take back that a mail was automatic, a copy or a reply: it is sorted again, as a case of its own."""
    require_decider(member)
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    left_id = mail.case_id
    mail.case, mail.same_as, mail.due_at, mail.own_case = None, None, timezone.now(), True
    mail.alerts.update(case=None)
    mail = _move(mail, MailState.READ, "mail_made_a_case", {"left": left_id}, actor=member)
    if left_id:
        left = Case.objects.select_for_update().get(pk=left_id)
        note_left(left)
        forget_mail(mail.pk, left)
        events.record_for_case("message_left", left, actor=member, facts={"mail": mail.pk})
    return mail


def move_mail(mail: Mail, state: MailState, verb: str, facts: Mapping[str, object]) -> Mail:
    """Move a locked mail on, with its event; the caller holds the transaction."""
    return _move(mail, state, verb, facts)


def _move(
    mail: Mail, state: MailState, verb: str, facts: Mapping[str, object], actor: TeamMember | None = None
) -> Mail:
    check_move(MAIL_MOVES, MailState(mail.state), state)
    mail.state, mail.state_since = state, timezone.now()
    mail.tries, mail.trouble, mail.stuck, mail.busy_until, mail.scan_awaited_from = 0, "", False, None, None
    mail.save()
    events.record(verb, chain=f"mail:{mail.pk}", case=mail.case, actor=actor, facts=facts)
    return mail


def lease(mail_ids: Sequence[int], *, seconds: float) -> None:
    """Leave mails to the queue for a while before they are asked for again."""
    Mail.objects.filter(pk__in=mail_ids).update(due_at=timezone.now() + timedelta(seconds=seconds))


def release() -> None:
    """Make every mail due that was left to a queue which is no more; one that failed keeps its wait."""
    unended = ~Q(state__in=[state.value for state in MAIL_ENDED]) | ~Q(again=Again.NOTHING)
    left = Q(tries=0) | Q(busy_until__isnull=False)
    Mail.objects.filter(left & unended, stuck=False).update(due_at=timezone.now(), busy_until=None)


def due(limit: int = 500) -> Iterable[int]:
    """Return the ids of mails a machine still has something to do with now, oldest first: the to-do list."""
    rows = Mail.objects.filter(Q(state__in=QUICK_STATES) | Q(again=Again.JUDGE), stuck=False)
    return rows.filter(due_at__lte=timezone.now()).order_by("due_at", "pk").values_list("pk", flat=True)[:limit]
