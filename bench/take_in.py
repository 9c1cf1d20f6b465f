#!/usr/bin/env python3
"""Time the whole way from a folder of mails to drafted letters, against the cost of merely storing the same mails.

    python bench/take_in.py [--mails 200] [--rounds 3]

Each round takes the same mails into a fresh home twice, in turn: stored only (`import-mail`), and handled to the draft
(`import-mail --drain`). What counts is the ratio of their CPU seconds in one run, the children's included.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Run the rounds and print a line for each and the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        box = Path(folder) / "box"
        _write_mails(box, wanted.mails)
        rounds = [_round(Path(folder) / str(number), box) for number in range(wanted.rounds)]
    for row in rounds:
        print(json.dumps(row))
    names = rounds[0].keys()
    print(json.dumps({"median": {name: round(statistics.median(row[name] for row in rounds), 2) for name in names}}))


def _write_mails(box: Path, count: int) -> None:
    from tests.journey.mails import many_mails

    box.mkdir()
    for number, raw in enumerate(many_mails(count)):
        (box / f"{number:05}.eml").write_bytes(raw)


def _round(home: Path, box: Path) -> dict[str, float]:
    stored, _ = _take_in(home / "stored", box)
    drained, figures = _take_in(home / "drained", box, "--drain")
    count = figures["mails"]
    return {
        "store_cpu_ms_a_mail": 1000 * stored / count,
        "draft_cpu_ms_a_mail": 1000 * drained / count,
        "ratio": drained / stored,
        "mails_per_second": figures["mails_per_second"],
    }


def _take_in(home: Path, box: Path, *more: str) -> tuple[float, dict[str, float]]:
    home.mkdir(parents=True)
    environment = os.environ | {"PUTRIGHT_HOME": str(home), "PUTRIGHT_COUNCIL": "brackenshire"}
    _call(environment, "migrate", "--verbosity=0")
    before = _cpu()
    said = _call(environment, "import-mail", str(box), "--json", *more)
    return _cpu() - before, json.loads(said)


def _call(environment: dict[str, str], *arguments: str) -> str:
    line = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(line, env=environment, check=True, capture_output=True, text=True).stdout


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
