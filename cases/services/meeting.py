"""Say who would meet whom if a message were put with a case, and what is new in it.

Two people of one family must never meet by oversight.
"""

from collections.abc import Sequence

from cases.models import Case, Mail
from classify.labels import COMPLAINTS, Kind
from routing.names import is_same_name


def who_would_meet(mails: Sequence[Mail], other: Case) -> str:
    """Say what joining means if a mail's sender is no known person of the other case; "" if all are."""
    strangers = [mail for mail in mails if not _is_person_of(mail, other)]
    if not strangers:
        return ""
    who = strangers[0].sender_name or strangers[0].sender_address or "Somebody without an address"
    address = f" ({strangers[0].sender_address})" if strangers[0].sender_address else ""
    person = other.person_name or other.person_address or "its person"
    return (
        f"{who}{address} is not a known person of {other.reference}, which is {person}'s. If they are two people of "
        f"one family, or strangers, whoever handles {other.reference} will see both stories in one place, and so may "
        f"{person} if the file is ever asked for. Letters of {other.reference} go on to {person} alone: {who} is not "
        "answered by them. If this is a complaint of its own, choose a new case."
    )


def what_is_new(case: Case, other: Case) -> list[list[str]]:
    """Return what a case's message holds that the other case does not: by its matters, and the stage it asks for."""
    known = {(matter.route, matter.reason) for matter in other.matters.all()}
    new = [m.gist for m in case.matters.all() if (m.route, m.reason) not in known] if case.kind in COMPLAINTS else []
    later = case.kind == Kind.ESCALATION and case.stage > other.stage
    found = [["It is unhappy with our answer and wants more.", ""]] if later else []
    return found + [["It tells of something the case does not hold yet.", gist] for gist in new]


def _is_person_of(mail: Mail, case: Case) -> bool:
    is_address = bool(mail.sender_address) and mail.sender_address == case.person_address
    return is_address and is_same_name(mail.sender_name, case.person_name)
