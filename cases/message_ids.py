"""Name each try to send a letter by a Message-ID of its own, and find the letter by the name of an earlier try.

A letter that was taken back and signed again is another try: what a mail server reports late of the first says nothing
of the second. Within one try the name stays, whatever breaks: it is kept with the signature.

Source: RFC 5322 section 3.6.4 (a Message-ID is unique to one version of one message).
"""

import re
import secrets
from collections.abc import Iterable
from typing import Final

from cases.desk import desk_council
from cases.models import Event, Letter

OWN_ID: Final = re.compile(
    r"<(?P<reference>[a-z0-9][a-z0-9/_-]{2,60})\.(?P<letter>\d{1,12})\.[0-9a-f]{16}@[^<>\s]{1,200}>"
)
"""How a letter of ours is called; a report that names one which is none of ours is about nobody's letter."""
NO_DOMAIN: Final = "putright.invalid"


def new_message_id(letter: Letter) -> str:
    """Return the name of a new try of a letter: of our domain, told from all others, and not to be guessed."""
    domain = desk_council().team.email.rpartition("@")[2] or NO_DOMAIN
    return f"<{letter.case.reference}.{letter.pk}.{secrets.token_hex(8)}@{domain}>".lower()


def letter_with(message_ids: Iterable[str]) -> Letter | None:
    """Return the newest letter whose present try has one of these names, None if none has."""
    wanted = {one.lower() for one in message_ids if one}
    return Letter.objects.filter(message_id__in=list(wanted)[:500]).order_by("-pk").first() if wanted else None


def letter_once_with(message_ids: Iterable[str]) -> Letter | None:
    """Return a letter of which an earlier try had one of these names, None if none had."""
    for one in sorted({one.lower() for one in message_ids if one}):
        found = OWN_ID.fullmatch(one)
        letter = Letter.objects.filter(pk=int(found["letter"])).first() if found else None
        signed = {"verb": "letter_signed", "facts__message_id": one}
        if letter and Event.objects.filter(case=letter.case_id, facts__letter=letter.pk, **signed).exists():
            return letter
    return None
