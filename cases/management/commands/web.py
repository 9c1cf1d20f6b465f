"""``putright web``: the pages alone, beside ``dramatiq workers`` and ``putright clock``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.server import listen


class Command(BaseCommand):
    """Serve the pages."""

    help = "Serve the pages; workers and clock run elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address to listen on."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Serve until stopped."""
        try:
            address, serve, close = listen(host, port)
        except OSError as error:
            raise CommandError(f"Cannot listen on {host} port {port}: {error.strerror}.") from error
        self.stdout.write(f"Putright is at {address}")
        try:
            serve()
        except KeyboardInterrupt:
            close()
