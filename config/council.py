"""Hold one council's own facts: its name, contacts, colours, and which procedure serves which family."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path

from config.procedure import Family


class ReceiptConvention(StrEnum):
    """On which day a mail counts as received: as it arrived, or the next working day if outside office hours."""

    STRICT = "strict"
    DEEMED = "deemed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Hold one way to reach somebody; an empty field is not known and blocks the letter that needs it."""

    name: str = ""
    phone: str = ""
    hours: str = ""
    email: str = ""
    post: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Hold how somebody is called about danger: an address, a number that takes text messages, one to ring."""

    name: str = ""
    phone: str = ""
    email: str = ""
    text: str = ""

    @property
    def is_known(self) -> bool:
        """Say whether they can be called at all."""
        return bool(self.email or self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyContacts:
    """Hold who is called about danger: the duty desk in office hours, the emergency duty team otherwise, the manager.

    ``opens`` and ``closes`` are the office's hours on working days, on the clock in London. ``lado`` is the designated
    officer for allegations against people who work with children; nobody calls them but a person.
    """

    duty: Reach = Reach()
    emergency_duty: Reach = Reach()
    manager: Reach = Reach()
    lado: Reach = Reach()
    opens: time = time(8, 30)
    closes: time = time(17, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Hold the four colours a council may change, as #rrggbb."""

    colour: str = "#174a4f"
    text: str = "#ffffff"
    tint: str = "#eef4f4"
    line: str = "#b9cccd"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterStyle:
    """Hold how a council's letters look. ``text_points`` is the size of their words, 12 or 14.

    ``attach_word`` puts the Word file beside the PDF in each mail. ``home`` is the folder of the council's own words
    and layout, None if it has none.

    Source: Local Government and Social Care Ombudsman, guide for complaint handlers, part 15: 14 points.
    """

    text_points: int = 12
    attach_word: bool = False
    home: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """Hold one council as its administrator wrote it down.

    ``procedures`` names the procedure id in force per family. ``signposts`` gives the contact to send somebody to,
    keyed by a reason's code or a finer one ("other_body.police"). ``foster_support`` is the independent support for
    foster carers, empty where there is none. ``source`` says where the contacts were checked.
    """

    id: str
    name: str
    source: str
    team: Contact
    duty: Contact
    advocacy: Contact
    ombudsman: Contact
    procedures: Mapping[Family, str]
    signposts: Mapping[str, Contact]
    reference_prefix: str = "PR"
    receipt: ReceiptConvention = ReceiptConvention.STRICT
    brand: Brand = Brand()
    safety: SafetyContacts = SafetyContacts()
    foster_support: Contact = Contact()
    letters: LetterStyle = LetterStyle()
