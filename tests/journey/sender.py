"""Be the worker of an installation that sends letters; ``tests.journey.nursery`` makes it a process to be killed.

``make 30`` puts so many signed letters before the workers, ``run`` settles what a crash left and then sends what is due
until nothing is, ``rows`` says how every letter stands.
"""

import json
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.utils import timezone

import workers
from cases import outgoing
from cases.desk import desk_council, desk_procedures, desk_words
from cases.models import Event, Letter
from cases.selectors.buckets import cases_needing_action
from cases.services import sending
from tests.cases.signed_letters import a_draft, signed_letter
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


def be_impatient(seconds: float) -> None:
    """Wait so long for each answer of the mail server, and no longer."""
    usual = outgoing.post_from_settings
    outgoing.post_from_settings = lambda: replace(usual(), timeout=seconds, last_answer_seconds=seconds)  # type: ignore[assignment]


def kill_myself_at(when: str) -> None:
    """Let this process kill itself before or after the so manieth call of one of its own steps."""
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


def warm_up() -> None:
    """Read what every process needs and none changes; the database is left alone."""
    for known in (desk_council, desk_procedures, desk_words, a_draft):
        known()


def do(what: Sequence[str], *, crash_at: str, patience: float) -> str:
    """Do one thing and return what is to be said of it; ``crash_at``: "after begin 3", "" for nowhere."""
    be_impatient(patience)
    if crash_at:
        kill_myself_at(crash_at)
    task, *numbers = what
    found = TASKS[task](*map(int, numbers))
    return json.dumps([asdict(row) for row in found]) if found else ""


def migrate() -> None:
    """Make the tables."""
    call_command("migrate", verbosity=0)


TASKS: dict[str, Callable[..., Any]] = {"migrate": migrate, "make": make, "run": run, "rows": rows}
