"""``putright import-mail PATH``: take in a folder of .eml files, a Maildir or an mbox."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.management.intake import add_intake_arguments, now, take_in
from cases.services import mail as mails
from cases.watch import poll_one
from config.mailboxes import MailboxKind, MailboxSettings


class Command(BaseCommand):
    """Take mails in from a folder, which is left as it was."""

    help = "Take in a folder of .eml files, a Maildir or an mbox."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the path, ``--drain`` and ``--json``."""
        parser.add_argument("path", type=Path)
        add_intake_arguments(parser)

    def handle(self, *args: Any, path: Path, drain: bool, json: bool, **options: Any) -> None:
        """Import, handle if asked, and end with a summary."""
        if not path.exists():
            raise CommandError(f"{path} is not there. Give a folder of .eml files, a Maildir or an mbox file.")
        started = now()
        settings = MailboxSettings(name=f"import {path.resolve()}"[:100], kind=MailboxKind.FOLDER, path=str(path))
        polled = poll_one(settings, "")
        if polled.trouble:
            raise CommandError(polled.trouble)
        ids = list(dict.fromkeys([*polled.new, *mails.due(limit=1_000_000)])) if drain else polled.new
        take_in(list(ids), drain=drain, as_json=json, started=started, say=self.stdout.write)
