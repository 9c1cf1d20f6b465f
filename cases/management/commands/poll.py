"""``putright poll``: look into every mailbox once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.management.intake import add_intake_arguments, now, take_in
from cases.services import mail as mails
from cases.watch import poll_all
from config.mailboxes import MailboxSettingsError


class Command(BaseCommand):
    """Fetch what is new in every mailbox; the mailboxes are left as they were."""

    help = "Look into every mailbox once and keep what is new."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--drain`` and ``--json``."""
        add_intake_arguments(parser)

    def handle(self, *args: Any, drain: bool, json: bool, **options: Any) -> None:
        """Poll, handle if asked, and end with a summary; a mailbox that failed makes the command fail, at its end."""
        started = now()
        try:
            polled = poll_all()
        except MailboxSettingsError as error:
            raise CommandError(str(error)) from error
        if not polled:
            raise CommandError("No mailbox is set. Write mailboxes.toml as the README shows.")
        fetched = [mail_id for box in polled for mail_id in box.new]
        ids = list(dict.fromkeys([*fetched, *mails.due(limit=1_000_000)])) if drain else fetched
        take_in(ids, drain=drain, as_json=json, started=started, say=self.stdout.write)
        troubles = [f"{box.name}: {box.trouble}" for box in polled if box.trouble]
        if troubles:
            raise CommandError("\n".join(troubles))
