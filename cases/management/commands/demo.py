"""``putright demo``: an invented council, its team and its mailbox, to try everything without any risk."""

import secrets
import shutil
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cases.desk import desk_calendar, desk_council
from cases.management.commands.run import run_all
from cases.models import Mail, Role, TeamMember
from config.demo.arrivals import lay_mailbox

TEAM = (
    ("priya", "Priya Raman", Role.OFFICER),
    ("marcus", "Marcus Bell", Role.OFFICER),
    ("helen", "Helen Marsh", Role.MANAGER),
    ("admin", "Sian Rees", Role.ADMINISTRATOR),
)


class Command(BaseCommand):
    """Run the demonstration."""

    help = "Run Putright on an invented council's mailbox. Nothing leaves this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, and whether to begin anew."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fresh", action="store_true", help="throw the last demonstration away and begin anew")

    def handle(self, *args: Any, host: str, port: int, fresh: bool, **options: Any) -> None:
        """Make the council's world if it is not there, then run everything in this process."""
        home = Path(settings.PUTRIGHT_HOME)
        if fresh:
            self._clear(home)
        call_command("migrate", interactive=False, verbosity=0)
        self._lay_mailbox(home)
        self._print_team()
        sink = Sink(home / "sent", say=self.stdout.write)
        address = settings.PUTRIGHT_SMTP_URL.removeprefix("smtp://")
        server = Controller(sink, hostname="127.0.0.1", port=int(address.rpartition(":")[2]))
        server.start()
        try:
            run_all(host, port, say=self.stdout.write)
        finally:
            server.stop()

    def _clear(self, home: Path) -> None:
        for path in home.iterdir() if home.exists() else ():
            if path.name == "secret-key":
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    def _lay_mailbox(self, home: Path) -> None:
        box = home / "mailbox"
        if not box.exists():
            calendar = desk_calendar()
            now = timezone.localtime()
            count = lay_mailbox(box, now=now, is_working_day=lambda day: calendar.is_working_day(day.date()))
            self.stdout.write(f"{desk_council().name} is invented. {count} invented mails lie in {box}.")
        (home / "mailboxes.toml").write_text(
            f'[[mailbox]]\nname = "childrens.complaints"\nkind = "folder"\npath = "{box}"\n', encoding="utf-8"
        )
        if not Mail.objects.exists():
            self.stdout.write("They are being read now; the first cases show within seconds.")

    def _print_team(self) -> None:
        self.stdout.write("Sign in as (these passwords are new at every start, and shown only here):")
        for username, name, role in TEAM:
            first, _, last = name.partition(" ")
            member, _ = TeamMember.objects.get_or_create(
                username=username, defaults={"first_name": first, "last_name": last, "role": role}
            )
            password = secrets.token_urlsafe(9)
            member.set_password(password)
            member.save()
            self.stdout.write(f"  {username:8} {password:14} {name}, {member.get_role_display().lower()}")


class Sink:
    """Take the demonstration's post, keep it in a folder, and say that it came; nothing goes further."""

    def __init__(self, folder: Path, *, say: Any) -> None:
        self._folder, self._say = folder, say
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep one message."""
        path = self._folder / f"{len(list(self._folder.glob('*.eml'))) + 1:03d}.eml"
        path.write_bytes(envelope.original_content or b"")
        self._say(f"Sent to {', '.join(envelope.rcpt_tos)}: {path}")
        return "250 kept"
