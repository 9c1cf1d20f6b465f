"""``putright clock``: ask the rows what is due, look into the mailboxes, and hand ids to the queue."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

import workers


class Command(BaseCommand):
    """Run the clock."""

    help = "Look into the mailboxes and hand what is due to the queue, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGINT or SIGTERM."""
        if not settings.PUTRIGHT_REDIS_URL:
            raise CommandError(
                "PUTRIGHT_REDIS_URL is not set, so nobody would see the clock's work. Use “putright run”."
            )
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        self.stdout.write("The clock is running.")
        workers.clock(stop)
