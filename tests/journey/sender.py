"""Be the worker of an installation that sends letters, in a process of its own that can be killed.

    python -m tests.journey.sender make 30        # put so many signed letters before the workers
    python -m tests.journey.sender run            # settle what a crash left, then send what is due until nothing is
    python -m tests.journey.sender rows           # print how every letter stands, as JSON

``PUTRIGHT_CRASH_AT`` ("after begin 3") makes it kill itself at a point in its own code, at the so manieth letter.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

import workers
from cases import outgoing
from cases.models import Event, Letter
from cases.selectors.buckets import cases_needing_action
from cases.services import sending
from tests.cases.signed_letters import signed_letter
from tests.journey.sending import Row

MOST_TRIES = 6
POINTS = {
    "begin": (sending, "begin"),
    "keep": (sending, "keep_mail"),
    "send": (outgoing, "send"),
    "mark": (sending, "mark_sent"),
}


def make(number: int) -> None:
    """Put signed letters before the workers."""
    for _ in range(number):
        signed_letter()


def run() -> None:
    """Send what is due, as the sweep would hand it over; what could not leave is due again at once."""
    sending.settle_lost(older_than=timedelta(0))
    for _ in range(MOST_TRIES):
        waiting = Letter.objects.filter(state="approved")
        waiting.update(send_at=timezone.now() - timedelta(seconds=1))
        for letter_id in sending.due():
            workers.send_one(letter_id)


def rows() -> list[Row]:
    """Return how every letter stands."""
    shown = set(cases_needing_action().values_list("pk", flat=True))
    told = list(Event.objects.filter(verb="letter_sent").values_list("facts", flat=True))
    return [
        Row(
            message_id=letter.message_id,
            state=letter.state,
            trouble=letter.trouble,
            is_shown=letter.case_id in shown,
            times_told=sum(facts["letter"] == letter.pk for facts in told),
        )
        for letter in Letter.objects.order_by("pk")
    ]


def be_impatient(seconds: float = 0.4) -> None:
    """Wait for the mail server no longer than a test can."""
    usual = outgoing.post_from_settings
    outgoing.post_from_settings = lambda: replace(usual(), timeout=seconds, last_answer_seconds=seconds)  # type: ignore[assignment]


def crash_at(when: str) -> None:
    """Kill this process before or after the so manieth call of one of its own steps."""
    side, name, number = when.split()
    module, function = POINTS[name]
    left = int(number)
    usual: Callable[..., Any] = getattr(module, function)

    def called(*given: Any, **named: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and side == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        found = usual(*given, **named)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    setattr(module, function, called)


if __name__ == "__main__":
    be_impatient()
    if point := os.environ.get("PUTRIGHT_CRASH_AT"):
        crash_at(point)
    if sys.argv[1] == "make":
        make(int(sys.argv[2]))
    elif sys.argv[1] == "run":
        run()
    else:
        sys.stdout.write(json.dumps([asdict(row) for row in rows()]))
