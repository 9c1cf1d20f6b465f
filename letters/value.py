"""Hold one value of a letter with its source, and make those of the case and of the council's contacts."""

from dataclasses import dataclass

from config.council import Contact
from letters.draft import LetterCase
from letters.signposts import contact_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Hold one value: its words ("" if not known), where it comes from, and what to do if it is not known."""

    words: str
    source: str
    field: str = ""
    cure: str = ""


def case_value(words: str, field: str) -> Value:
    """Return a value of the case itself; a person fills in on the case what is not known."""
    return Value(
        words=words, source="case", field=field, cure=f"This case: {field} is not known; fill it in on the case"
    )


def contact_line(case: LetterCase, field: str, contact: Contact | None) -> Value:
    """Return a contact of the council's file in one line; one that is missing names the file."""
    cure = f"{case.council.name}: {field} is missing in config/councils/{case.council.id}.toml"
    words = contact_words(contact, inside=True) if contact else ""
    return Value(words=words, source=f"council:{case.council.id}", field=field, cure=cure)
