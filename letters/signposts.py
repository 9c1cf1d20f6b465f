"""Find where to send somebody whose point is not ours: the finest signpost of the council that fits their words."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from config.council import Contact
from letters.draft import LetterCase
from routing.assessment import Matter

FINER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "other_body.police": r"police|constable|officers came|custody|\bpc\b",
        "other_body.courts": r"\bcourts?\b|judge|magistrate|tribunal|hmcts",
        "other_body.cafcass": r"cafcass|guardian ad litem",
        "other_body.ofsted": r"ofsted",
        "other_body.school": r"school|academy|headteacher|head teacher|teacher|college|nursery",
        "other_body.nhs": r"\bnhs\b|\bgp\b|doctor|hospital|camhs|clinic|health visitor|midwife|surgery|paediatric",
        "other_body.another_council": r"another council|other council|(?:city|borough|district|county) council",
        "other_body.adult_care": r"adult (?:social )?care|adult services",
        "right_of_appeal.send": r"\bsend\b|ehcp?|education,? health and care|special educational",
        "right_of_appeal.fostering": r"foster(?:ing)?.{0,60}(?:approv|regist|panel)|(?:approv|regist).{0,60}foster",
        "right_of_appeal.admissions": r"admission|school place|place at",
        "right_of_appeal.exclusion": r"exclu(?:ded|sion)|expelled",
        "right_of_appeal.parking": r"parking|penalty charge|\bpcn\b",
        "right_of_appeal.benefits": r"benefit|universal credit|council tax (?:support|reduction)",
    }
)
"""The council's finer signposts, and the words of a point that ask for each; the first that fits is used."""


LEADS: Final = ("The ", "Your ", "Our ", "A ", "An ")
"""How the name of a contact begins that is no name of its own."""


def find_signpost(case: LetterCase, matter: Matter) -> Contact | None:
    """Return whom to go to about a point that is out of scope, None if the council's file names nobody."""
    return case.council.signposts.get(signpost_key(case, matter))


def signpost_key(case: LetterCase, matter: Matter) -> str:
    """Return the key of the signpost that fits, the bare reason if no finer one of the council does."""
    words = " ".join((matter.gist, *(e.quote for e in matter.evidence))).lower()
    reason = str(matter.reason)
    fitting = (
        key
        for key, pattern in FINER.items()
        if key.startswith(f"{reason}.") and key in case.council.signposts and re.search(pattern, words)
    )
    return next(fitting, reason)


def name_inside(contact: Contact) -> str:
    """Return a contact's name as it stands inside a sentence: an article or a "your" before it begins small."""
    return contact.name[:1].lower() + contact.name[1:] if contact.name.startswith(LEADS) else contact.name


def contact_words(contact: Contact, *, inside: bool = False) -> str:
    """Return a contact in one line: name, then what is known of telephone, hours, mailbox, address and page.

    ``inside`` is for the middle of a sentence.
    """
    name = name_inside(contact) if inside else contact.name
    phone = f"phone {contact.phone}" + (f" ({contact.hours})" if contact.hours else "") if contact.phone else ""
    email = f"email {contact.email}" if contact.email else ""
    post = f"write to {contact.post}" if contact.post else ""
    return "; ".join(part for part in (name, phone, email, post, contact.website) if part)
