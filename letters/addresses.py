"""Say whether a letter to an address could ever reach a person: robots and our own mailboxes never get one."""

import re
from collections.abc import Iterable
from typing import Final

_ROBOT: Final = re.compile(
    r"(?:no[-_.]?(?:reply|response)|do[-_.]?not[-_.]?reply|dont[-_.]?reply|never[-_.]?reply|unmonitored"
    r"|ne[-_.]?pas[-_.]?repondre|keine[-_.]?antwort|nao[-_.]?responda|no[-_.]?responder|nie[-_.]?odpowiadaj"
    r"|mailer[-_.]?daemon|mail[-_.]?daemon|mdaemon|daemon|postmaster|bounces?|listserv|majordomo"
    r"|auto[-_.]?(?:reply|responder|mailer|confirm|confirmation))(?:\d*|[-_.=][^@]*)@"
    r"|[^@]+@(?:no[-_]?reply|bounces?)\.",
    re.IGNORECASE,
)
_NOWHERE: Final = re.compile(r"@(?:[^@]*\.)?(?:invalid|localhost|localdomain|local)\.?$", re.IGNORECASE)
_PART: Final = r"[^@\s<>\"(),;:.]+"
_ADDRESS: Final = re.compile(rf"{_PART}(?:\.{_PART})*@{_PART}(?:\.{_PART})+")
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})+", re.IGNORECASE)
CURE: Final = "Give the person's own address on the case."
OTHER_FORM: Final = "Ask for its other form (xn--…), or send by post."


def why_no_letter(address: str, own: Iterable[str] = ()) -> str:
    """Return why no letter may go to an address, in plain words with the cure; "" if one may.

    ``own`` are the addresses of our own mailboxes: a letter to one of them would be answered by ourselves.

    >>> why_no_letter("joan@mailbox.example")
    ''
    """
    plain, cure = normalise_address(address), CURE
    if words := _why_no_address(address.strip()):
        return f"{words} {cure}"
    if plain in {normalise_address(one) for one in own}:
        return f"This is an address of our own: a letter to it would come back to us and never reach the person. {cure}"
    if _ROBOT.match(plain):
        return f"No person reads this address: it is a program's ({plain.partition('@')[0]}). {cure}"
    if _NOWHERE.search(plain):
        return f"Nothing can be sent to this address: it names no place on the internet. {cure}"
    return ""


def _why_no_address(address: str) -> str:
    if not normalise_address(address):
        return "No address is known."
    if not _ADDRESS.fullmatch(address):
        return "This is no whole email address: it may have a sign too many or lack its end."
    if not address.isascii():
        odd = "".join(dict.fromkeys(sign for sign in address if not sign.isascii()))
        return f"Not every mail server takes an address with {odd!r} in it. {OTHER_FORM}"
    if not _HOST.fullmatch(address.rpartition("@")[2]):
        return "What stands behind the @ names no mail server."
    return ""


def normalise_address(address: str) -> str:
    """Return an address as it is counted: without capitals, blanks, and what stands behind a plus.

    >>> normalise_address(" Joan+Complaint@Mailbox.example ")
    'joan@mailbox.example'
    """
    local, at, host = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0] or local}@{host}" if at else ""
