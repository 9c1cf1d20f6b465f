"""Make a sender's file name safe to show: a name, never a path, and never something that looks like another one."""

import re

from ingest.charset import clean_text

_FORBIDDEN = re.compile(r'[<>:"|?*\s]+')
_MAX_LENGTH = 150
_ENDINGS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/heic": ".heic",
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/rfc822-headers": ".txt",
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "audio/mpeg": ".mp3",
    "video/mp4": ".mp4",
}


def clean_filename(name: str) -> str:
    r"""Return the last piece of what may be a path, printable, at most 150 characters with its ending kept; "" if none.

    >>> clean_filename("..\\..\\C:/Users/jo/letter .pdf")
    'letter .pdf'
    """
    last = re.split(r"[/\\]", clean_text(name))[-1]
    last = _FORBIDDEN.sub(" ", last).strip(" .")
    if len(last) > _MAX_LENGTH:
        stem, dot, ending = last.rpartition(".")
        last = stem[: _MAX_LENGTH - len(ending) - 1] + dot + ending if dot and len(ending) <= 10 else last[:_MAX_LENGTH]
    return last.strip()


def name_for(index: int, media_type: str) -> str:
    """Return a name for an attachment that came without one; ``index`` counts from 0, people count from 1."""
    return f"attachment-{index + 1}{_ENDINGS.get(media_type, '')}"
