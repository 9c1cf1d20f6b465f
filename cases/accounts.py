"""Say what became of a mail that lies in a mailbox: the words in which the count accounts for it."""

from collections.abc import Mapping
from enum import StrEnum

from cases.states import MailState


class Account(StrEnum):
    """What became of a mail of a mailbox."""

    IN_CASE = "in_case"
    JOINED = "joined"
    DUPLICATE = "duplicate"
    AUTOMATIC = "automatic"
    BEING_READ = "being_read"
    COULD_NOT_READ = "could_not_read"
    NOT_OURS = "not_ours"


_OF_STATE: Mapping[str, Account] = {
    MailState.SORTED: Account.IN_CASE,
    MailState.DRAFTED: Account.IN_CASE,
    MailState.JOINED: Account.JOINED,
    MailState.DUPLICATE: Account.DUPLICATE,
    MailState.AUTOMATIC: Account.AUTOMATIC,
}


def account_of(state: str, *, is_stuck: bool) -> Account:
    """Return what became of a mail; in every other state it is on its way, or stuck on it.

    >>> account_of("joined", is_stuck=False).value, account_of("stored", is_stuck=True).value
    ('joined', 'could_not_read')
    """
    return _OF_STATE.get(state, Account.COULD_NOT_READ if is_stuck else Account.BEING_READ)
