"""Read who is called about danger from a council's file: its ``[safety]`` table."""

import re
from collections.abc import Callable
from datetime import time
from typing import Final

from config.council import Reach, SafetyContacts
from config.toml_tables import Table

CONTACTS: Final = ("duty", "emergency_duty", "manager", "lado")
NUMBER: Final = re.compile(r"\+?[0-9][0-9 ]{5,20}")
CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def read_safety(table: Table | None, *, is_email: Callable[[str], bool]) -> SafetyContacts:
    """Return the contacts in a table, none of them if it is not written; faults are kept in the table."""
    standard = SafetyContacts()
    if table is None:
        return standard
    opens, closes = _clock(table, "opens", standard.opens), _clock(table, "closes", standard.closes)
    if table.is_sound("opens", "closes") and opens >= closes:
        table.fault("closes", f"is {closes:%H:%M}, not after {opens:%H:%M}", "write when the office opens and closes")
    found = {key: _reach(table.table(key), is_email) for key in CONTACTS}
    table.finish()
    return SafetyContacts(**found, opens=opens, closes=closes)


def _reach(table: Table | None, is_email: Callable[[str], bool]) -> Reach:
    if table is None:
        return Reach()
    reach = Reach(**{key: table.text(key, default="") for key in ("name", "phone", "email", "text")})
    if reach.email and not is_email(reach.email):
        table.fault("email", f"is {reach.email!r}", "write one address, as duty@council.example")
    if reach.text and not NUMBER.fullmatch(reach.text):
        table.fault("text", f"is {reach.text!r}", "write one number that takes text messages, as +44 7700 900123")
    table.finish()
    return reach


def _clock(table: Table, key: str, default: time) -> time:
    words = table.text(key, default=f"{default:%H:%M}")
    found = CLOCK.fullmatch(words)
    if not found:
        table.fault(key, f"is {words!r}", "write a time of day as 08:30")
        return default
    return time(int(found[1]), int(found[2]))
