"""Find telephone numbers, addresses and pages that neither the case nor the council's file holds.

Whatever is not in there was invented, is out of date, or is somebody's own: a worker's home, a foster carer's street.
"""

import re
from collections.abc import Iterator
from typing import Final

from letters.draft import Draft, LetterCase
from letters.item import whole_text
from letters.nevers.offence import Never, Offence

HELP_LINES: Final = ("0800 1111", "0808 800 5000", "116 123", "85258")
"""Childline, the NSPCC, the Samaritans, and the number to send a text message to: anybody may be given these."""

_PHONE: Final = re.compile(r"(?<![\w-])(?:\+44\s?(?:\(0\)\s?)?|\(?0)\d(?:[\s()-]{0,2}\d){6,9}(?!\d)")
_EMAIL: Final = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PAGE: Final = re.compile(r"\b(?:https?://|www\.)[^\s,;)]+[^\s,;).]")
_POSTCODE: Final = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_STREET: Final = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:[A-Z][a-z]+ ){1,3}(?:Street|Road|Lane|Avenue|Close|Drive|Way|Crescent|Terrace|Gardens|"
    r"Court|Place|Row|Hill|Square|Walk|Grove)\b"
)


def find_unknown_contact(draft: Draft, case: LetterCase) -> Offence | None:
    """Find a number, mailbox, page, postcode or street that is not in the council's file, the case or what was said."""
    known = _known(draft, case)
    for paragraph in draft.paragraphs:
        for hit in _contacts_in(whole_text(paragraph)):
            if _bare(hit) not in known:
                return Offence(what=hit, paragraph=paragraph.key)
    return None


def _contacts_in(text: str) -> Iterator[str]:
    for pattern in (_PHONE, _EMAIL, _PAGE, _POSTCODE, _STREET):
        yield from (match[0].strip() for match in pattern.finditer(text))


def _known(draft: Draft, case: LetterCase) -> str:
    person = (case.recipient.email, case.recipient.post, *case.adjustments)
    said = (*case.said.values(), *(who for _, who in case.responders))
    facts = (fact.value for fact in case.assessment.facts)
    gists = (matter.gist for matter in case.assessment.matters)
    parts = (repr(case.council), case.reference, *draft.sender_block, *person, *said, *facts, *gists, *HELP_LINES)
    return "|".join(_bare(part) for part in parts)


def _bare(text: str) -> str:
    """Return a contact as it is compared: +44 1632 and 01632 are one number, and signs between figures do not count."""
    plain = re.sub(r"[\s()-]", "", text).casefold()
    return re.sub(r"\+44(?:0)?", "0", plain)


NEVERS: Final[tuple[Never, ...]] = (
    Never(
        key="known_contacts",
        words="Only numbers and addresses that the council's file or the case holds",
        find=find_unknown_contact,
    ),
)
