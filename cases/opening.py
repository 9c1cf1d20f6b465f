"""Open a kept mail: have it scanned, read it in the sandbox, look for danger; quickly at first, with patience after.

The virus scan comes first, before any reader sees a byte; where it cannot be asked, the mail waits unopened.
"""

from dataclasses import replace

from cases import blobs, reader, virus
from cases.models import Mail
from cases.plain import typed_of
from cases.screening import screen_again
from cases.services import mail as mails
from cases.services import readings, scanning
from cases.virus import Gate
from classify.screen import screen
from config.limits import default_limits
from ingest.mail_scan import MailScan, note_scan, refusal
from ingest.message import Message, Problem, ProblemCode
from ingest.plain import message_from_plain
from ingest.rereading import better_reading
from ingest.sandbox.box import SandboxError
from ingest.typed_words import add_typed
from ingest.virus_scan import Outcome, VirusScanError

SCAN_LEASE_SECONDS = 300.0
"""How long a mail is left to whoever has it scanned: as long as a large one may take."""


def read_quickly(mail: Mail) -> None:
    """Read what can be read of a mail in a moment, and look for danger before anything else is done with it.

    Raises:
        VirusScanDownError: if a scan is wanted and cannot be asked.
        VirusScanFailedError: if it gave no verdict.
        SandboxError: if no child can be started.
        BlobError: if the kept bytes are gone.

    """
    message = _open(mail, patient=False)
    readings.save_message(mail_id=mail.pk, message=message, screening=screen(add_typed(message, typed_of(mail))))


def read_patiently(mail: Mail) -> None:
    """Read a mail whole, however long it takes, and look for danger in all of it; what was read before stays.

    Raises: as ``read_quickly``.
    """
    second, first = _open(mail, patient=True), message_from_plain(mail.text) if mail.text else None
    message = better_reading(first, second) if first else second
    screening = screen_again(first, add_typed(message, typed_of(mail)))
    readings.save_rereading(mail_id=mail.pk, message=message, screening=screening)


def _open(mail: Mail, *, patient: bool) -> Message:
    most = default_limits().mail_bytes
    raw = blobs.get_start(mail.digest, most)
    is_whole = mail.size_bytes <= len(raw)
    scan = _scanned(mail, raw, is_whole=is_whole)
    withheld = {digest: refusal(name) for digest, name in scan.withheld.items()} if scan else {}
    message = reader.read(raw, patient=patient, withheld=withheld)
    message = note_scan(message, scan) if scan else message
    if is_whole:
        return message
    words = f"The mail is larger than {most // 1_048_576:,} MB: only its beginning was read. A person must open it."
    too_large = Problem(code=ProblemCode.TOO_LARGE, words=words)
    return replace(message, digest=mail.digest, problems=(*message.problems, too_large))


def _scanned(mail: Mail, raw: bytes, *, is_whole: bool) -> MailScan | None:
    """Return what the scan says of a mail, asking it if it was not asked yet; None where no scan is wanted."""
    known = virus.scan_of(mail)
    if known or not virus.is_wanted():
        return known
    mails.lease([mail.pk], seconds=SCAN_LEASE_SECONDS)
    most_tries = readings.MOST_SLOW_TRIES + 1 if mail.is_slow else mails.MOST_TRIES
    scan = virus.scan_mail(raw, is_last_try=mail.tries + 1 >= most_tries)
    if not is_whole and scan.mail.outcome is Outcome.CLEAN:
        words = "It is so large that only its beginning was scanned."
        scan = replace(scan, mail=replace(scan.mail, outcome=Outcome.NOT_SCANNED, words=words))
    scanning.save_scan(mail_id=mail.pk, scan=scan)
    return scan


def gate_now(mail: Mail, digest: str = "") -> Gate:
    """Say whether an original may be handed out now; one that was never scanned is scanned first, if that can be."""
    if virus.gate_of(mail, digest) is not Gate.WAIT:
        return virus.gate_of(mail, digest)
    raw = blobs.get_start(mail.digest, default_limits().mail_bytes)
    try:
        _scanned(mail, raw, is_whole=mail.size_bytes <= len(raw))
    except (VirusScanError, SandboxError):
        return Gate.WAIT
    mails.lease([mail.pk], seconds=0)
    mail.refresh_from_db()
    return virus.gate_of(mail, digest)
