"""Say what the virus scan said of a mail or a file, and whether its original may be downloaded."""

from dataclasses import dataclass

from cases import virus
from cases.models import Mail
from cases.virus import Gate
from ingest.virus_scan import Outcome
from review.words import say_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanView:
    """Hold the verdict in words; ``gate`` is open, warn, wait or shut, ``tone`` quiet, ok, warn or bad."""

    words: str
    gate: str
    tone: str

    @property
    def icon(self) -> str:
        """Return the icon beside the words, "" for none."""
        return {"ok": "tick", "warn": "warning", "bad": "warning"}.get(self.tone, "")


def lay_out_scan(mail: Mail, digest: str = "") -> ScanView:
    """Return the verdict on one file by the digest of its bytes, else on the mail with everything in it."""
    gate, scan = virus.gate_of(mail, digest), virus.scan_of(mail)
    if scan is None:
        if gate is Gate.WAIT:
            return ScanView(words="Not scanned for viruses yet", gate=gate, tone="warn")
        return ScanView(words="Not scanned for viruses: no virus scan is set up", gate=gate, tone="quiet")
    said = scan.of_file(digest) if digest else scan.whole
    if said.outcome is Outcome.CLEAN:
        words = f"No virus found, {say_moment(scan.at)}, by {say_engine(said.engine)}"
        return ScanView(words=words, gate=gate, tone="ok")
    if said.outcome is Outcome.INFECTED:
        by = say_engine(said.engine)
        return ScanView(
            words=f"The virus scan found “{said.name}”, {say_moment(scan.at)}, by {by}", gate=gate, tone="bad"
        )
    return ScanView(words=f"Not scanned for viruses. {said.words}", gate=gate, tone="warn")


def say_engine(engine: str) -> str:
    """Say the scanner and its signatures: "ClamAV 1.4.3, signatures 27500 of Sat Nov 21 08:31:02 2026".

    >>> say_engine("ClamAV 1.4.3/27500/Sat Nov 21 08:31:02 2026")
    'ClamAV 1.4.3, signatures 27500 of Sat Nov 21 08:31:02 2026'
    >>> say_engine("ClamAV 1.4.6"), say_engine("")
    ('ClamAV 1.4.6', 'the virus scan')
    """
    name, *more = (engine or "the virus scan").split("/")
    return name + (f", signatures {' of '.join(more)}" if more else "")
