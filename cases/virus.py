"""Have bytes scanned for viruses before anybody can open them, by the scanner that PUTRIGHT_VIRUS_SCAN names.

Why the scan stands where it does is told in ``docs/decisions/0010-virus-scan.md``.
"""

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import count

from django.conf import settings
from django.utils import timezone

from cases import reader
from cases.models import Mail
from ingest.mail_scan import MailScan, scan_from_plain
from ingest.virus_scan import (
    Outcome,
    Verdict,
    VirusScanDownError,
    VirusScanFailedError,
    VirusScanner,
    read_address,
)

SECONDS_A_MAIL = 300.0
"""How long the files of one mail may take to scan; those left over count as not scanned."""
SECONDS_LEFT_ALONE = 15.0
"""How long a scanner that could not be asked is left alone, so that one that hangs does not hold every worker."""

_OUT_OF_TIME = "Scanning the files of this mail took too long, so this one was not scanned."
_NOT_TAKEN_OUT = "A file could not be taken out of this mail, so it was not scanned by itself."
_left_alone: dict[str, tuple[float, str]] = {}


class _NotAllTakenOutError(Exception):
    """Not every file of a mail could be looked at by itself, with the reason in plain words."""


class Gate(StrEnum):
    """Whether an original may be handed out: yes, after a warning, not before it was scanned, or not at all."""

    OPEN = "open"
    WARN = "warn"
    WAIT = "wait"
    SHUT = "shut"


_GATES = {Outcome.CLEAN: Gate.OPEN, Outcome.NOT_SCANNED: Gate.WARN, Outcome.INFECTED: Gate.SHUT}


def is_wanted() -> bool:
    """Say whether this installation scans; an address that names no scanner counts as yes, and fails closed."""
    return str(settings.PUTRIGHT_VIRUS_SCAN).strip().lower() not in {"", "none"}


def scanner() -> VirusScanner | None:
    """Return the scanner that PUTRIGHT_VIRUS_SCAN names, None if it says none.

    Raises:
        VirusScanDownError: if it names nothing that can be asked.

    """
    try:
        address = read_address(str(settings.PUTRIGHT_VIRUS_SCAN))
    except ValueError as error:
        raise VirusScanDownError(str(error)) from error
    return VirusScanner(address=address) if address else None


def scan(data: bytes) -> Verdict:
    """Return what the scanner says of some bytes; "not scanned" where no scan is set up.

    Raises:
        VirusScanDownError: if the scanner cannot be asked.
        VirusScanFailedError: if it was asked and gave no verdict.

    """
    found = scanner()
    if found is None:
        return Verdict(outcome=Outcome.NOT_SCANNED, words="No virus scan is set up here.")
    name = str(found.address)
    until, words = _left_alone.get(name, (0.0, ""))
    if time.monotonic() < until:
        raise VirusScanDownError(words)
    try:
        return found.scan(data)
    except VirusScanDownError as error:
        _left_alone[name] = (time.monotonic() + SECONDS_LEFT_ALONE, error.words)
        raise


def scan_mail(raw: bytes, *, is_last_try: bool = False) -> MailScan:
    """Scan a mail as it came, and then each file in it as our own reader takes it out of its encoding.

    The scanner takes mails apart too, but what it finds in one and what we find in it need not be the same. With
    ``is_last_try`` a scan that fails once more counts as "not scanned", so that no mail waits for ever.

    Raises:
        VirusScanDownError: if the scanner cannot be asked.
        VirusScanFailedError: if it gave no verdict, unless this is the last try.

    """
    until = time.monotonic() + SECONDS_A_MAIL
    whole = _scan(raw, is_last_try=is_last_try)
    files: dict[str, Verdict] = {}
    try:
        for content in _files_of(raw, until=until):
            digest = hashlib.sha256(content).hexdigest()
            if digest not in files:
                files[digest] = _scan(content, is_last_try=is_last_try)
    except _NotAllTakenOutError as error:
        # A file nobody took out has the verdict of its mail, which must then not be "clean".
        if whole.outcome is Outcome.CLEAN:
            whole = replace(whole, outcome=Outcome.NOT_SCANNED, words=str(error))
    return MailScan(at=timezone.now(), mail=whole, files=files)


def scan_of(mail: Mail) -> MailScan | None:
    """Return what the scan said of a mail, None if it was never scanned."""
    return scan_from_plain(mail.virus_scan) if mail.virus_scan else None


def gate_of(mail: Mail, digest: str = "") -> Gate:
    """Say whether an original may be handed out: one file by the digest of its bytes, else the mail with all in it."""
    found = scan_of(mail)
    if found is None:
        return Gate.WAIT if is_wanted() else Gate.OPEN
    return _GATES[(found.of_file(digest) if digest else found.whole).outcome]


def _scan(data: bytes, *, is_last_try: bool) -> Verdict:
    try:
        return scan(data)
    except VirusScanFailedError as error:
        if not is_last_try:
            raise
        return Verdict(outcome=Outcome.NOT_SCANNED, words=error.words)


def _files_of(raw: bytes, *, until: float) -> Iterator[bytes]:
    for index in count():
        if time.monotonic() >= until:
            raise _NotAllTakenOutError(_OUT_OF_TIME)
        try:
            found = reader.sandbox().attachment(raw, index)
        except LookupError as error:
            if error.__cause__ is None:
                return
            raise _NotAllTakenOutError(_NOT_TAKEN_OUT) from error
        yield found.content
