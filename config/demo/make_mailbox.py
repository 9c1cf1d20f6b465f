"""Make the demonstration's mailbox from the texts beside it: ``python -m config.demo.make_mailbox``.

Each ``texts/NN-name.txt`` with a ``From:`` line is one mail: header lines, an empty line, the words. Three header
lines are ours, every other one goes into the mail as it stands:

- ``Shape:`` how the writer's program packs the words (see ``mail_shapes``); plain if not said;
- ``Attach: maker | text | filename`` one attachment, its text in another file of the folder;
- ``Same-As: NN-name`` the words of another mail, sent again.

When each mail comes is in ``expected.toml`` (working days before the demonstration's day, and the time). The files
carry dates that belong to one fixed day; ``putright demo`` moves them. The same texts always give the same bytes.
"""

import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from pathlib import Path

from config.demo import make_attachments as draw
from config.demo.mail_shapes import COUNCIL, SHAPES, pack_plain
from config.demo.mail_texts import TEXTS, Text, read_text

HERE = Path(__file__).parent
MAILBOX = HERE / "mailbox"
MADE_FOR = date(2026, 11, 20)
"""The day the files' own dates lead up to; a Friday, with no bank holiday in the three weeks before it."""

Maker = Callable[[str, str], bytes]
_MAKERS: Mapping[str, tuple[Maker, str]] = {
    "pdf": (draw.make_pdf, "application/pdf"),
    "locked": (draw.make_locked_pdf, "application/pdf"),
    "damaged": (draw.make_damaged_pdf, "application/pdf"),
    "scan": (draw.make_scan, "application/pdf"),
    "photo": (draw.make_photo, "image/jpeg"),
    "screen": (draw.make_screenshot, "image/png"),
    "docx": (draw.make_word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "sound": (draw.make_sound, "audio/wav"),
}
_OURS = frozenset({"Shape", "Attach", "Same-As", "Report-Recipient", "Report-Subject"})
_LINKS = frozenset({"In-Reply-To", "References"})


def read_expected() -> list[dict[str, object]]:
    """Return the entries of ``expected.toml``."""
    entries: list[dict[str, object]] = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["mail"]
    return entries


def place_on_calendar(days_before: int, at: time, *, day: date = MADE_FOR) -> datetime:
    """Return the moment that many weekdays before the day (bank holidays are the loader's to know).

    >>> place_on_calendar(5, time(9, 30)).isoformat()
    '2026-11-13T09:30:00+00:00'
    """
    while days_before:
        day -= timedelta(days=1)
        days_before -= day.weekday() < 5
    return datetime.combine(day, at, UTC)


def make_mail(stem: str, sent_at: datetime, *, draw_attachments: bool = True) -> bytes:
    """Return one mail's bytes; without its attachments where only the words matter."""
    text = read_text(stem)
    mail = EmailMessage(policy=SMTP)
    for name, value in _mail_headers(stem, text, sent_at):
        mail[name] = value
    SHAPES[text.first("Shape", "plain")](mail, text)
    if draw_attachments:
        for name, value in text.headers:
            if name == "Attach":
                _attach(mail, *(piece.strip() for piece in value.split("|")))
    _name_boundaries(mail, stem)
    return mail.as_bytes()


def main() -> None:
    """Write every mail of the mailbox."""
    for entry in read_expected():
        stem = str(entry["file"]).removesuffix(".eml")
        sent_at = place_on_calendar(int(str(entry["days_before"])), time.fromisoformat(str(entry["time"])))
        (MAILBOX / f"{stem}.eml").write_bytes(make_mail(stem, sent_at))


def _mail_headers(stem: str, text: Text, sent_at: datetime) -> list[tuple[str, str]]:
    given = [
        (name, _name_id(value) if name in _LINKS and not value.startswith("<") else value)
        for name, value in text.headers
        if name not in _OURS
    ]
    named = {name for name, _ in given}
    usual = [("To", COUNCIL), ("Date", format_datetime(sent_at)), ("Message-ID", _name_id(stem))]
    return given + [(name, value) for name, value in usual if name not in named]


def _name_id(stem: str) -> str:
    _, address = parseaddr(read_text(stem).first("From"))
    return f"<{sha256(stem.encode()).hexdigest()[:20]}@{address.rpartition('@')[2]}>"


def _attach(mail: EmailMessage, maker: str, source: str, filename: str) -> None:
    if maker == "mail":
        inner = EmailMessage(policy=SMTP)
        text = read_text(source.removesuffix(".txt"))
        for name, value in text.headers:
            inner[name] = value
        inner["Date"] = format_datetime(place_on_calendar(3, time(20, 51)))
        inner["Message-ID"] = _name_id(source.removesuffix(".txt"))
        pack_plain(inner, text)
        mail.add_attachment(inner, filename=filename)
        return
    make, media_type = _MAKERS[maker]
    words = "" if source == "-" else (TEXTS / source).read_text(encoding="utf-8")
    major, _, minor = media_type.partition("/")
    mail.add_attachment(make(words, filename), maintype=major, subtype=minor, filename=filename)


def _name_boundaries(mail: EmailMessage, stem: str) -> None:
    for number, part in enumerate(mail.walk()):
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            part.set_boundary(f"----=_Part_{number}_{sha256(stem.encode()).hexdigest()[:16]}")


if __name__ == "__main__":
    main()
