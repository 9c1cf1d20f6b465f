"""Share what the commands that take mail in have in common: a progress bar and a summary."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import connections
from tqdm import tqdm

import workers
from cases.states import MailState
from cases.tally import tally


def add_intake_arguments(parser: ArgumentParser) -> None:
    """Take ``--drain`` and ``--json``."""
    parser.add_argument("--drain", action="store_true", help="handle the mails here and now, not by the workers")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def take_in(ids: list[int], *, drain: bool, as_json: bool, started: float, say: Callable[[str], Any]) -> None:
    """Handle the mails now if asked, and say what became of them."""
    if drain:
        with tqdm(total=len(ids), unit="mail", disable=None if not as_json else True) as bar:
            drain_mails(ids, note=lambda _: bar.update())
    figures = tally(ids, started=started)
    say(json.dumps(figures.as_plain()) if as_json else figures.words())


def drain_mails(ids: Iterable[int], *, note: Callable[[MailState], None] = lambda _: None) -> None:
    """Handle mails here and now, without the queue, a few at a time; ``note`` is told of each end state.

    Long scans come last, when every mail has been screened by what was read of it quickly.
    """
    ids, scans = list(ids), []
    with ThreadPoolExecutor(max_workers=settings.PUTRIGHT_SANDBOX_WORKERS, thread_name_prefix="drain") as pool:
        for mail_id, state in zip(ids, pool.map(_handle_and_close, ids), strict=True):
            scans += [mail_id] if state is MailState.PART_READ else []
            note(state)
    for mail_id in scans:
        workers.handle_slowly(mail_id)


def now() -> float:
    """Return the clock that ``take_in`` measures by."""
    return time.monotonic()


def _handle_and_close(mail_id: int) -> MailState:
    try:
        return workers.handle(mail_id)
    finally:
        connections.close_all()
