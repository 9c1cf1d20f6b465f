"""Read an invitation as a person would be told it: what, when, where, and who asks.

Source: RFC 5545, sections 3.1 (folded lines) and 3.3.11 (escaped text).
"""

import re
from datetime import date

_NAMES = {
    "SUMMARY": "What",
    "DTSTART": "Start",
    "DTEND": "End",
    "LOCATION": "Where",
    "ORGANIZER": "From",
    "DESCRIPTION": "Details",
    "COMMENT": "Comment",
    "STATUS": "Status",
}
_FOLD = re.compile(r"\n[ \t]")
_LINE = re.compile(r"([A-Z-]{1,40})((?:;[^:\n]{0,1000})?):(.*)")
_NAMED = re.compile(r';CN="?([^";:]{1,200})')
_MOMENT = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?$")
_ESCAPES = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
_ESCAPED = re.compile(r"\\[nN,;\\]")
_MAX_LINES = 5_000


def read_calendar(text: str) -> str:
    """Return the events of a calendar file in words; the file itself if no event can be found in it."""
    lines = _FOLD.sub("", text).split("\n")[:_MAX_LINES]
    found, is_event = [], False
    for line in lines:
        if line.startswith(("BEGIN:VEVENT", "BEGIN:VTODO")):
            is_event = True
        elif line.startswith(("END:VEVENT", "END:VTODO")):
            is_event = False
        elif is_event and (words := _words(line)):
            found.append(words)
    return "\n".join(found) or text


def _words(line: str) -> str:
    field = _LINE.match(line)
    name = _NAMES.get(field[1]) if field else None
    if not field or not name:
        return ""
    value = _ESCAPED.sub(lambda found: _ESCAPES[found[0]], field[3]).strip()
    person = _NAMED.search(field[2]) if name == "From" else None
    value = f"{person[1]} ({value.removeprefix('mailto:').removeprefix('MAILTO:')})" if person else _moment(value)
    return f"{name}: {value}" if value else ""


def _moment(value: str) -> str:
    found = _MOMENT.match(value)
    if not found:
        return value
    try:
        day = date.fromisoformat(f"{found[1][:4]}-{found[1][4:6]}-{found[1][6:]}")
    except ValueError:
        return value
    words = f"{day.day} {day:%B %Y}"
    return f"{words} {found[2][:2]}:{found[2][2:4]}{' UTC' if found[3] else ''}" if found[2] else words
