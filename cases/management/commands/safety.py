"""``putright safety``: try the calls about danger, and say how long danger waited for a person."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from cases import events, outgoing
from cases.safety_net import ADMINISTRATOR, DUTY, EMERGENCY_DUTY, MANAGER, has_channel, reach_of
from cases.selectors.safety import Measure, as_plain, list_open, measure_months
from config.safety import Channel
from config.toml_tables import ConfigError
from letters.call_words import CallWords
from letters.errors import LetterError

CONTACTS = (DUTY, EMERGENCY_DUTY, MANAGER, ADMINISTRATOR)
CHAIN = "safety:test"


class Command(BaseCommand):
    """Try the calls about danger, or print the figures."""

    help = "Call every contact about danger as a test (--test-call), or say how long danger waited (--measures)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, whom to call and for how many months."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--test-call", action="store_true", help="call the contacts now, as a test")
        what.add_argument("--measures", action="store_true", help="print the figures of each month")
        parser.add_argument("--to", choices=CONTACTS, action="append", help="whom to call (all, if not given)")
        parser.add_argument("--channel", choices=[channel.value for channel in Channel], help="by what (all)")
        parser.add_argument("--months", type=int, default=6, help="how many months (6)")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked; without anything, say how many signs of danger are open."""
        if options["test_call"]:
            self._test(options["to"] or CONTACTS, options["channel"], as_json=options["json"])
        elif options["measures"]:
            if not 1 <= options["months"] <= 120:
                raise CommandError("--months is 1 to 120.")
            found = measure_months(months=options["months"], now=timezone.now())
            self.stdout.write(json.dumps([as_plain(m) for m in found]) if options["json"] else _as_words(found))
        else:
            number = len(list_open())
            words = f"{number} signs of danger are not dealt with to their end."
            self.stdout.write(json.dumps({"open": number}) if options["json"] else words)

    def _test(self, contacts: Any, channel: str | None, *, as_json: bool) -> None:
        tried = [
            (contact, one.value)
            for contact in contacts
            for one in Channel
            if channel in {None, one.value} and has_channel(contact, one)
        ]
        rows = [{"contact": contact, "channel": one, "trouble": _try(contact, one)} for contact, one in tried]
        self.stdout.write(json.dumps(rows) if as_json else "\n".join(map(_say, rows)))
        if not rows:
            raise CommandError("There is nobody to call: write [safety] into the council's file (docs/safety.md).")
        if failed := [row for row in rows if row["trouble"]]:
            raise CommandError(f"{len(failed)} of {len(rows)} test calls were not taken.")


def _try(contact: str, channel: str) -> str:
    """Make one test call, write down that it was made, and return why it was not taken ("" if it was)."""
    trouble = ""
    try:
        outgoing.call_out(CallWords(reference="none", link="", is_test=True), contact=contact, channel=channel)
    except (LetterError, ConfigError) as error:
        trouble = str(error)
    with transaction.atomic():
        facts = {"contact": contact, "channel": channel, "taken": not trouble}
        events.record("test_call", chain=CHAIN, facts=facts)
    return trouble


def _say(row: dict[str, str]) -> str:
    name = reach_of(row["contact"]).name or row["contact"]
    how = {"mail": "by mail", "text": "by text message"}[row["channel"]]
    return f"{name}, {how}: {'NOT TAKEN. ' + row['trouble'] if row['trouble'] else 'taken.'}"


def _as_words(found: list[Measure]) -> str:
    lines = []
    for one in found:
        lines += [
            (
                f"{one.month:%B %Y}: {one.found} found, {one.by_hand} raised by hand, {one.missed} of them missed by "
                f"Putright, {one.false_alarms} false alarms, {one.unscreened} with something that could not be read."
            ),
            (
                f"  Minutes (median): arrival to alert {_n(one.minutes_to_alert)}, "
                f"to a call {_n(one.minutes_to_called)}, to opened {_n(one.minutes_to_opened)}, "
                f"to escalated {_n(one.minutes_to_escalated)}, "
                f"then to confirmed {_n(one.minutes_to_confirmed)}. Hours from arrival to referral "
                f"{_n(one.hours_to_referral)}."
            ),
            (
                f"  Late: {one.unopened_late} not opened in 15 minutes, {one.unconfirmed_late} not confirmed in 30, "
                f"{one.unanswered_late} referrals not answered in time. {one.failed_calls} calls with trouble."
            ),
        ]
    return "\n".join(lines)


def _n(number: float | None) -> str:
    return "-" if number is None else f"{number:g}"
