"""Make many different mails of the classifier's own messages, for tests that need numbers."""

import json
from email.message import EmailMessage
from pathlib import Path

import classify.model

CORPUS = Path(classify.model.__file__).parent / "corpus"


def many_mails(count: int) -> list[bytes]:
    """Return so many different mails, always the same ones."""
    rows = [json.loads(line) for path in sorted(CORPUS.glob("s*.jsonl")) for line in path.open(encoding="utf-8")]
    step = max(1, len(rows) // count)
    return [_mail(row) for row in rows[::step][:count]]


def _mail(row: dict[str, str]) -> bytes:
    mail = EmailMessage()
    mail["From"] = "".join(c for c in row["from"] if c.isascii())
    mail["To"] = "childrens.complaints@brackenshire.example"
    mail["Subject"] = row["subject"].replace("\n", " ")
    mail["Message-ID"] = f"<{row['id']}@mailbox.example>"
    mail.set_content(row["body"])
    return mail.as_bytes()
