"""``putright run``: web, workers and clock in one process, for a team on one machine."""

import signal
import threading
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

import workers
from cases.server import listen


class Command(BaseCommand):
    """Run everything in one process."""

    help = "Run the pages, the workers and the clock in this one process."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address to listen on."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Bring the database up to date, then serve until stopped."""
        if settings.PUTRIGHT_REDIS_URL:
            raise CommandError(
                "PUTRIGHT_REDIS_URL is set: run “putright web”, “dramatiq workers” and “putright clock” instead."
            )
        call_command("migrate", interactive=False, verbosity=0)
        run_all(host, port, say=self.stdout.write)


def run_all(host: str, port: int, *, say: Any) -> None:
    """Serve pages, tasks and clock until SIGINT or SIGTERM; what is half done is in its row and goes on next time."""
    try:
        address, serve, close = listen(host, port)
    except OSError as error:
        raise CommandError(f"Cannot listen on {host} port {port}: {error.strerror}. Choose another --port.") from error
    stop = threading.Event()
    worker = workers.start_workers()
    clock = threading.Thread(target=workers.clock, args=(stop,), name="clock", daemon=True)
    clock.start()

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    say(f"Putright is at {address}")
    try:
        serve()
    except KeyboardInterrupt:
        say("Stopping. Nothing is lost: what is half done goes on at the next start.")
    finally:
        stop.set()
        close()
        worker.stop(timeout=5000)
        clock.join(timeout=10)
