"""Share what the commands that take mail in have in common: a progress bar and a summary."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from tqdm import tqdm

import workers
from cases.tally import tally


def add_intake_arguments(parser: ArgumentParser) -> None:
    """Take ``--drain`` and ``--json``."""
    parser.add_argument("--drain", action="store_true", help="handle the mails here and now, not by the workers")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def take_in(ids: list[int], *, drain: bool, as_json: bool, started: float, say: Callable[[str], Any]) -> None:
    """Handle the mails now if asked, and say what became of them."""
    if drain:
        with tqdm(total=len(ids), unit="mail", disable=None if not as_json else True) as bar:
            workers.drain(ids, note=lambda _: bar.update())
    figures = tally(ids, started=started)
    say(json.dumps(figures.as_plain()) if as_json else figures.words())


def now() -> float:
    """Return the clock that ``take_in`` measures by."""
    return time.monotonic()
