#!/usr/bin/env python3
"""Read a thousand mails and documents, honest, damaged and hostile, through one sandbox, and see what that costs.

    python bench/soak.py [--items 1000] [--seed 1] [--workers 2]

The items are the golden mails and documents of the tests, the same with bytes changed, noise, and files made to eat
time or memory. Nothing may raise; printed are the slowest items, the most memory of all processes together, and what
is left behind.
"""

import argparse
import json
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ingest.message import all_problems  # noqa: E402 - found only by the line above
from ingest.sandbox.box import Sandbox  # noqa: E402

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Item:
    """Hold something to read; ``is_mail`` says by which door it comes in."""

    name: str
    is_mail: bool
    data: bytes


@dataclass(frozen=True)
class Outcome:
    """Hold how one item was read."""

    name: str
    seconds: float
    codes: tuple[str, ...]


def make_items(count: int, seed: int, *, with_giants: bool = True) -> Iterator[Item]:
    """Yield ``count`` items in an order of their own; the giants, of up to 150 MB, come once each, if they fit."""
    from tests.ingest import hostile_files

    dice = random.Random(seed)  # noqa: S311 - no secret
    golden = [
        Item(path.name, is_mail, path.read_bytes())
        for folder, is_mail in (("mail", True), ("documents", False))
        for path in sorted((ROOT / "tests" / folder).iterdir())
        if path.is_file() and path.suffix not in {".toml", ".py"}
    ]
    makers = [(name, False, make) for name, make in hostile_files.DOCUMENTS.items()]
    makers += [(name, True, make) for name, make in hostile_files.MAILS.items()]
    giants = dice.sample(makers, min(len(makers), count // 4)) if with_giants else []
    kinds = [*giants, *[None] * (count - len(giants))]
    dice.shuffle(kinds)
    for number, kind in enumerate(kinds):
        if kind is not None:
            name, is_mail, make = kind
            yield Item(name, is_mail, make())
            continue
        whole = golden[number % len(golden)]
        data = whole.data or b"\n"
        change = dice.choice([_keep, _flip, _flip, _cut, _splice, _double, _noise])
        yield Item(f"{change.__name__[1:]} {whole.name}", whole.is_mail, change(data, dice))


def soak(items: Iterator[Item], box: Sandbox, workers: int) -> list[Outcome]:
    """Read every item, ``workers`` at once; only a few are held in memory."""
    room = threading.Semaphore(workers + 1)
    with ThreadPoolExecutor(workers) as pool:
        waiting = []
        for item in items:
            room.acquire()
            waiting.append(pool.submit(_read, item, box))
            waiting[-1].add_done_callback(lambda _done: room.release())
        return [future.result() for future in waiting]


def _read(item: Item, box: Sandbox) -> Outcome:
    began_at = time.monotonic()
    problems = all_problems(box.parse(item.data)) if item.is_mail else box.document(item.name, item.data).problems
    return Outcome(item.name, time.monotonic() - began_at, tuple(problem.code.value for problem in problems))


def _keep(data: bytes, _dice: random.Random) -> bytes:
    return data


def _flip(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 1 + len(data) // 200)):
        changed[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(changed)


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def _splice(data: bytes, dice: random.Random) -> bytes:
    start, end = sorted(dice.randrange(len(data)) for _ in range(2))
    return data[:start] + dice.randbytes(dice.randrange(2_000)) + data[end:]


def _double(data: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + data[start : start + 5_000] * dice.randint(2, 40) + data[start:]


def _noise(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.choice([0, 4, 16])] + dice.randbytes(dice.randrange(200_000))


class Household:
    """Watch the memory of this process and all it starts, from a thread of its own."""

    def __init__(self) -> None:
        self.most_bytes = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.05):
            own = _resident_bytes(os.getpid())
            self.most_bytes = max(self.most_bytes, own + sum(map(_resident_bytes, descendants(os.getpid()))))


def descendants(process_id: int) -> list[int]:
    """Return the processes that were started by one, by those, and so on."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text(errors="replace").rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append(int(path.parent.name))
    found = list(children.get(process_id, []))
    for child in found:
        found += children.get(child, [])
    return found


def open_files() -> int:
    """Return how many files, pipes and connections this process holds open."""
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a listing of numbers


def _resident_bytes(process_id: int) -> int:
    try:
        return int(Path(f"/proc/{process_id}/statm").read_text().split()[1]) * _PAGE_BYTES
    except (OSError, IndexError):
        return 0


def main() -> None:
    """Soak, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("--items", 1000), ("--seed", 1), ("--workers", 2)):
        parser.add_argument(name, type=int, default=usual)
    wanted = parser.parse_args()
    began_at, files_before = time.monotonic(), open_files()
    with Household() as household, Sandbox.from_config(wanted.workers) as box:
        outcomes = soak(make_items(wanted.items, wanted.seed), box, wanted.workers)
    codes = Counter(code for outcome in outcomes for code in outcome.codes)
    slowest = sorted(outcomes, key=lambda outcome: -outcome.seconds)
    _say(items=len(outcomes), seconds=round(time.monotonic() - began_at), problems=codes)
    _say(most_mb_of_all_processes=household.most_bytes // 1_000_000)
    _say(processes_left=len(descendants(os.getpid())), files_left_open=open_files() - files_before)
    _say(ended_their_reader=sorted(outcome.name for outcome in outcomes if "crashed" in outcome.codes))
    for outcome in slowest[:10]:
        _say(seconds=round(outcome.seconds, 2), item=outcome.name, problems=sorted(set(outcome.codes)))


def _say(**figures: object) -> None:
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
