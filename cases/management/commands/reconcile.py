"""``putright reconcile``: count every mailbox against the ledger, and fetch at once what had been missed."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.accounts import Account
from cases.models import Reconciliation
from cases.reconcile import reconcile_all
from config.mailboxes import MailboxSettingsError

WORDS = {
    Account.IN_CASE: "in a case",
    Account.JOINED: "joined to a case",
    Account.DUPLICATE: "a copy of another",
    Account.AUTOMATIC: "automatic",
    Account.BEING_READ: "being read",
    Account.COULD_NOT_READ: "could not be read: a person must",
    Account.NOT_OURS: "before the day from which mails are ours",
}


class Command(BaseCommand):
    """Say of every mailbox whether each of its mails is accounted for."""

    help = "Count every mailbox against what Putright holds; exit code 1 if a mail is not accounted for."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--json``."""
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, print, and fail if anything is open or could not be counted."""
        try:
            counted = reconcile_all()
        except MailboxSettingsError as error:
            raise CommandError(str(error)) from error
        if not counted:
            raise CommandError("No mailbox is set. Write mailboxes.toml as the README shows.")
        self.stdout.write(_as_json(counted) if options["json"] else "\n".join(map(_as_words, counted)))
        if wrong := [row for row in counted if row.trouble or row.open_uids]:
            raise CommandError(f"{len(wrong)} of {len(counted)} folders are not fully accounted for.")


def _as_json(counted: Sequence[Reconciliation]) -> str:
    return json.dumps(
        [
            {
                "mailbox": row.mailbox.name,
                "folder": row.mailbox.folder,
                "mails": row.listed,
                "accounts": row.counts,
                "missed_and_fetched": row.fetched,
                "not_accounted_for": row.open_uids,
                "no_longer_in_the_mailbox": row.gone,
                "trouble": row.trouble,
            }
            for row in counted
        ]
    )


def _as_words(row: Reconciliation) -> str:
    name = f"{row.mailbox.name} {row.mailbox.folder.lstrip(chr(92))}".strip()
    if row.trouble:
        return f"{name}: could not be counted. {row.trouble}"
    told = ", ".join(f"{row.counts[account]:,} {words}" for account, words in WORDS.items() if row.counts.get(account))
    lines = [f"{name}: {row.listed:,} mails" + (f": {told}." if told else ".")]
    if row.fetched:
        lines.append(f"  {len(row.fetched):,} had been missed and were fetched now (mails {_some(row.fetched)}).")
    if row.gone:
        lines.append(f"  {row.gone:,} that were read are no longer in the mailbox; they are kept here.")
    open_words = f"{len(row.open_uids):,} ARE NOT ACCOUNTED FOR: numbers {_some(row.open_uids)}."
    lines.append(f"  {open_words}" if row.open_uids else "  Every one is accounted for.")
    return "\n".join(lines)


def _some(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:20]))
    return f"{shown} and {len(numbers) - 20:,} more" if len(numbers) > 20 else shown
