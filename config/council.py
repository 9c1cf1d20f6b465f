"""Hold one council's own facts: its name, contacts, colours, and which procedure serves which family."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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
class Brand:
    """Hold the four colours a council may change, as #rrggbb."""

    colour: str = "#174a4f"
    text: str = "#ffffff"
    tint: str = "#eef4f4"
    line: str = "#b9cccd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """Hold one council as its administrator wrote it down.

    ``procedures`` names the procedure id in force per family. ``signposts`` gives the contact to send somebody to,
    keyed by a reason's code or a finer one ("other_body.police"). ``source`` says where the contacts were checked.
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
