"""Watch every named folder, each on a thread of its own: read it, wait for news on the same connection, read again.

News comes by IDLE where the server knows it; every folder is looked into every PUTRIGHT_POLL_SECONDS all the same, so a
notice that got lost costs a minute. Of all processes, the one that holds a folder's lease watches it.
"""

import time
from collections.abc import Callable
from threading import Event, Thread

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone

from cases import leases
from cases.back_off import BackOff
from cases.models import Mailbox
from cases.services import alarms
from cases.watch import Place, look_into, named_places, note_trouble, open_source
from config.mailboxes import MailboxSettingsError
from ingest.mailboxes.imap_idle import MOST_SECONDS
from ingest.mailboxes.mailbox import MailboxError, MailSource

Guard = Callable[..., None]
"""Runs a function and lets none of its failures through."""

SPELL_SECONDS = 1800.0
"""How long one connection is used: a password that was changed is noticed by then, and a token has not ended."""
READ_FILE_SECONDS = 30.0
RESTART_SECONDS = 10.0
END_SECONDS = 0.8


class Watcher:
    """Watch one folder until told to stop."""

    def __init__(self, place: Place, back_off: BackOff | None = None) -> None:
        self.place = place
        self.stop = Event()
        self._back_off = back_off or BackOff()
        self._source: MailSource | None = None
        self._lease = ""
        wait = min(settings.PUTRIGHT_POLL_SECONDS, MOST_SECONDS)
        self._lease_seconds = 2 * wait + 60

    def run(self) -> None:
        """Watch, connection after connection."""
        try:
            while not self.stop.is_set():
                self.stop.wait(self._turn())
        finally:
            if self._lease:
                leases.give_back(self._lease)
            connections.close_all()

    def end(self) -> None:
        """Stop as soon as can be, whatever the mail server is being waited for."""
        self.stop.set()
        if source := self._source:
            source.hang_up()

    def _turn(self) -> float:
        """Use one connection until it ends; return how many seconds to wait before the next."""
        close_old_connections()
        row, _ = Mailbox.objects.get_or_create(name=self.place.box.name, folder=self.place.folder)
        self._lease = f"watch:{row.pk}"
        if not self._is_ours():
            return self._lease_seconds / 3
        if row.wait_until and (wait := (row.wait_until - timezone.now()).total_seconds()) > 0:
            # The server's own word, kept in the row: it outlives this process, and is obeyed by every other.
            return min(wait, self._lease_seconds / 3)
        try:
            with open_source(self.place.box, self.place.folder) as source:
                self._source = source
                return self._spell(source, row)
        except MailboxError as error:
            if self.stop.is_set():
                return 0.0
            note_trouble(self.place, row, error)
            return self._back_off.seconds_after(error.trouble, asked_seconds=error.wait_seconds)
        finally:
            self._source = None

    def _spell(self, source: MailSource, row: Mailbox) -> float:
        began = time.monotonic()
        while True:
            polled = look_into(self.place, source, row, alive=self._is_ours)
            if polled.kind is not None:
                if self.stop.is_set():
                    return 0.0
                return self._back_off.seconds_after(polled.kind, asked_seconds=polled.wait_seconds)
            self._back_off.worked()
            source.wait_for_news(settings.PUTRIGHT_POLL_SECONDS, self.stop)
            close_old_connections()
            if time.monotonic() - began > SPELL_SECONDS or not self._is_ours():
                return 0.0
            row.refresh_from_db()
            source.look_again()

    def _is_ours(self) -> bool:
        return not self.stop.is_set() and leases.take(self._lease, seconds=self._lease_seconds)


class Watchers:
    """Keep a watcher for every folder that the administrator's file names; ``guard`` runs each thread's work."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._running: dict[tuple[str, str], tuple[Watcher, Thread, float]] = {}
        self._read_at = float("-inf")
        self._places: tuple[Place, ...] = ()

    def keep(self) -> None:
        """Read the file now and then; start what is named and not watched, end what is watched and not named.

        A file with faults changes nothing: what was watched goes on, and the faults are an alarm.
        """
        if time.monotonic() - self._read_at >= READ_FILE_SECONDS:
            self._read_at = time.monotonic()
            try:
                self._places = named_places()
            except MailboxSettingsError as error:
                alarms.note_settings_fault(words=str(error))
            else:
                alarms.clear_settings_fault()
        wanted = {(place.box.name, place.folder): place for place in self._places}
        for key, (watcher, _, _) in list(self._running.items()):
            if wanted.get(key) != watcher.place:
                watcher.end()
                del self._running[key]
        for key, place in wanted.items():
            self._keep_one(key, place)

    def end(self) -> None:
        """End every watcher, and wait for them for less than a second: what is half done is done again."""
        running = list(self._running.values())
        for watcher, _, _ in running:
            watcher.end()
        until = time.monotonic() + END_SECONDS
        for _, thread, _ in running:
            thread.join(max(0.0, until - time.monotonic()))
        self._running.clear()

    def _keep_one(self, key: tuple[str, str], place: Place) -> None:
        if key in self._running:
            _, thread, started = self._running[key]
            # Only a failure nobody foresaw ends a thread; it is begun anew, but not a thousand times a second.
            if thread.is_alive() or time.monotonic() - started < RESTART_SECONDS:
                return
        watcher = Watcher(place)
        thread = Thread(target=self._guard, args=(watcher.run,), name=f"watch-{len(self._running)}", daemon=True)
        self._running[key] = (watcher, thread, time.monotonic())
        thread.start()
