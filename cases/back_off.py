"""Say how long to leave a mail server alone after a failure: longer each time, and anew after a success."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.mailboxes.mailbox import MailboxTrouble

FIRST_SECONDS = 2.0
LONGEST_SECONDS = 600.0
"""Well under the half hour after which silence is an alarm: a server that came back is found before it."""
FIRST_SECONDS_AFTER: Mapping[MailboxTrouble, float] = {
    # A wrong password tried again and again locks the account.
    MailboxTrouble.LOGIN_REFUSED: 60.0,
    MailboxTrouble.TOKEN_REFUSED: 60.0,
    MailboxTrouble.NO_FOLDER: 60.0,
    MailboxTrouble.NOT_TRUSTED: 60.0,
}


@dataclass(slots=True)
class BackOff:
    """Count the failures of one mailbox."""

    chance: random.Random = field(default_factory=random.SystemRandom)
    failures: int = 0

    def worked(self) -> None:
        """Begin anew: the mailbox was read."""
        self.failures = 0

    def seconds_after(self, trouble: MailboxTrouble, *, asked_seconds: float = 0.0) -> float:
        """Return how long to wait after one more failure; never shorter than the server asked."""
        first = FIRST_SECONDS_AFTER.get(trouble, FIRST_SECONDS)
        seconds = min(first * 2.0 ** min(self.failures, 20), LONGEST_SECONDS)
        self.failures += 1
        # Many mailboxes whose server went away together must not all come back in the same second.
        return max(seconds * self.chance.uniform(0.75, 1.25), asked_seconds)
