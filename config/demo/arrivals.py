"""Lay the demonstration's mails into a folder, dated so that "today" makes sense."""

import os
import re
import tomllib
from collections.abc import Callable
from datetime import datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path

HERE = Path(__file__).parent
PACE = 0.65
"""Nine working days of mail are laid into six, so that a newcomer sees a few late cases and many that are in time."""
_DATE = re.compile(rb"^Date:[^\r\n]*(\r?\n)", re.MULTILINE)


def lay_mailbox(folder: Path, *, now: datetime, is_working_day: Callable[[datetime], bool]) -> int:
    """Write every mail of the demonstration into ``folder`` with its Date and file time moved; return how many.

    Args:
        folder: where to write; made if it is not there.
        now: the demonstration's moment, aware, in London's time.
        is_working_day: whether a day counts, for the mails' ``days_before``.

    """
    folder.mkdir(parents=True, exist_ok=True)
    mails = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))["mail"]
    for mail in mails:
        days_before = round(mail["days_before"] * PACE)
        sent_at = arrival(now, days_before, time.fromisoformat(mail["time"]), is_working_day)
        raw = (HERE / "mailbox" / mail["file"]).read_bytes()
        path = folder / mail["file"]
        stamp = b"Date: " + format_datetime(sent_at).encode() + rb"\1"
        path.write_bytes(_DATE.sub(stamp, raw, count=1))
        os.utime(path, (sent_at.timestamp(), sent_at.timestamp()))
    return len(mails)


def arrival(now: datetime, days_before: int, at: time, is_working_day: Callable[[datetime], bool]) -> datetime:
    """Return when a mail arrives: so many working days before now, at that time; never in the future."""
    day = datetime.combine(now.date(), at, tzinfo=now.tzinfo)
    left = days_before
    while left or not is_working_day(day) or day > now:
        day -= timedelta(days=1)
        if left and is_working_day(day):
            left -= 1
    return day
