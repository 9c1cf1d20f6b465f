"""Hold what the virus scan said of one mail and of each file in it, and what follows for reading it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from ingest.message import Attachment, Message, Problem, ProblemCode
from ingest.virus_scan import Outcome, Verdict

EVERY_FILE = "*"
"""Stands for the digest of each file of a mail, where nobody knows in which of them the harm sits."""

_WORST_FIRST = (Outcome.INFECTED, Outcome.NOT_SCANNED, Outcome.CLEAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailScan:
    """Hold the verdict on a mail as it came, and on each of its files by the digest of the file's bytes."""

    at: datetime
    mail: Verdict
    files: Mapping[str, Verdict]

    @property
    def whole(self) -> Verdict:
        """Return the verdict on the mail with everything in it: the worst that was said of any part."""
        return min((self.mail, *self.files.values()), key=lambda verdict: _WORST_FIRST.index(verdict.outcome))

    def of_file(self, digest: str) -> Verdict:
        """Return the verdict on one file; one that could not be taken out by itself has that of its mail."""
        return self.mail if EVERY_FILE in self.withheld else self.files.get(digest, self.mail)

    @property
    def withheld(self) -> Mapping[str, str]:
        """Return the files that must not be read, by digest, each with the name of what was found in it.

        Where the mail is infected and none of its files is by itself, none of them is read.
        """
        harmful = {digest: said.name for digest, said in self.files.items() if said.outcome is Outcome.INFECTED}
        if not harmful and self.mail.outcome is Outcome.INFECTED:
            return {EVERY_FILE: self.mail.name}
        return harmful


def refusal(name: str) -> str:
    """Return why a file is not read in which the scan has found something."""
    return (
        f"The virus scan found “{name}” in it, so it was not opened, and nobody can download it. "
        "Ask the sender for a clean copy, and tell IT."
    )


def note_scan(message: Message, scan: MailScan) -> Message:
    """Return a message with what the scan said of it and of its files among its problems."""
    attachments = tuple(_noted(attachment, scan) for attachment in message.attachments)
    return replace(message, attachments=attachments, problems=(*message.problems, *_mail_problems(scan)))


def _mail_problems(scan: MailScan) -> Iterable[Problem]:
    if EVERY_FILE in scan.withheld:
        words = (
            f"The virus scan found “{scan.mail.name}” in this mail, and not in one file of it. Its words were read as "
            "plain text, which can do no harm; no file was opened, and nobody can download it. Tell IT."
        )
        yield Problem(code=ProblemCode.INFECTED, words=words, unread=False)


def _noted(attachment: Attachment, scan: MailScan) -> Attachment:
    said = scan.of_file(attachment.digest)
    if said.outcome is not Outcome.NOT_SCANNED:
        return attachment
    words = f"{said.words} Its words were read in the protected reader. Ask IT before you open the original."
    problem = Problem(code=ProblemCode.NOT_SCANNED, words=words, part=attachment.filename, unread=False)
    return replace(attachment, problems=(*attachment.problems, problem))


def scan_to_plain(scan: MailScan) -> dict[str, Any]:
    """Return a scan as JSON can hold it."""
    files = {digest: asdict(said) for digest, said in scan.files.items()}
    return {"at": scan.at.isoformat(), "mail": asdict(scan.mail), "files": files}


def scan_from_plain(plain: Mapping[str, Any]) -> MailScan:
    """Return the scan that ``scan_to_plain`` wrote."""
    return MailScan(
        at=datetime.fromisoformat(plain["at"]),
        mail=_verdict_from(plain["mail"]),
        files={str(digest): _verdict_from(said) for digest, said in plain["files"].items()},
    )


def _verdict_from(plain: Mapping[str, Any]) -> Verdict:
    return Verdict(
        outcome=Outcome(plain["outcome"]),
        name=str(plain["name"]),
        engine=str(plain["engine"]),
        words=str(plain["words"]),
    )
