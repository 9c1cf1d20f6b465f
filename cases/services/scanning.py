"""Write what the virus scan said of a mail, and that a mail waits for a scan which cannot be asked."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Mail
from ingest.mail_scan import MailScan, scan_to_plain
from ingest.virus_scan import Outcome

SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=5)


@transaction.atomic
def save_scan(*, mail_id: int, scan: MailScan) -> Mail:
    """Save what the scan said; what waits for the same scanner is due at once, now that it answers."""
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    mail.virus_scan, mail.scan_awaited_from = scan_to_plain(scan), None
    mail.save(update_fields=["virus_scan", "scan_awaited_from"])
    facts = {
        "outcome": scan.whole.outcome,
        "files": len(scan.files),
        "infected": sum(said.outcome is Outcome.INFECTED for said in scan.files.values()),
        "engine": scan.mail.engine[:60],
    }
    events.record("mail_scanned", chain=f"mail:{mail.pk}", case=mail.case, facts=facts)
    Mail.objects.filter(scan_awaited_from__isnull=False).update(due_at=timezone.now())
    return mail


@transaction.atomic
def await_scan(*, mail_id: int, words: str) -> Mail:
    """Write down that a mail waits for the virus scan, and why; it is asked again sooner at first, and never given up.

    No try is counted: nothing is wrong with the mail.
    """
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    now = timezone.now()
    is_first = mail.scan_awaited_from is None
    mail.scan_awaited_from = mail.scan_awaited_from or now
    wait = min(max((now - mail.scan_awaited_from) / 4, SHORTEST_WAIT), LONGEST_WAIT)
    mail.trouble, mail.due_at, mail.busy_until = words, now + wait, None
    if mail.is_slow:
        # The slow lane counts a try when it begins.
        mail.tries = max(0, mail.tries - 1)
    mail.save(update_fields=["scan_awaited_from", "trouble", "due_at", "busy_until", "tries"])
    if is_first:
        events.record("mail_awaits_scan", chain=f"mail:{mail.pk}", case=mail.case, facts={"state": mail.state})
    return mail
