"""``putright check``: say in plain words what is missing or wrong before it hurts."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.management.look_at_digest import look_at_digest
from cases.management.look_at_post import look_at_post, look_at_sent
from cases.management.look_at_safety import look_at_safety
from cases.management.looks import LOOKS, Found, State

LOOKS_OUT = (look_at_post, look_at_sent, look_at_digest, look_at_safety)
"""What leaves this machine: letters, their copies, the team's mail and calls about danger."""


class Command(BaseCommand):
    """Look at everything Putright rests on."""

    help = "Say in plain words what is missing or wrong."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--json``."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found; fail if anything is wrong."""
        found = [row for look in (*LOOKS, *LOOKS_OUT) for row in look()]
        self.stdout.write(_as_json(found) if options["json"] else _as_words(found))
        wrong = sum(row.state is State.WRONG for row in found)
        if wrong:
            raise CommandError(f"{wrong} of {len(found)} things must be put right before Putright can do its work.")


def _as_json(found: list[Found]) -> str:
    return json.dumps([asdict(row) for row in found])


def _as_words(found: list[Found]) -> str:
    signs = {State.FINE: "ok   ", State.LOOK: "look ", State.WRONG: "WRONG"}
    return "\n".join(f"{signs[row.state]}  {row.what}: {row.words}" for row in found)
