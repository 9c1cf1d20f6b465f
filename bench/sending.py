"""Send many letters through a mail server that fails at random, killing the sender again and again, and count.

    python -m bench.sending [--letters 400] [--kills 30] [--seed 1]

Each connection fails by a plan drawn from the seed: refused, put off, dropped before, inside and after the letter,
silent, late, or answered with nonsense. The sending process is killed (SIGKILL) at random steps of the server and of
its own code, and started again; a kill whose step never came is not counted. Printed is how the letters ended; the exit
code is 1 if one was sent twice, would be sent again, was lost, or is in doubt without anybody being told.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.journey.crashing import OWN_STEPS, Crashing  # noqa: E402 - found only by the line above
from tests.journey.sending import broken_promises, draw  # noqa: E402
from tests.smtp_faults import STEPS, FaultySmtp  # noqa: E402


def main() -> int:
    """Run once and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name, usual in (("letters", 400), ("kills", 30), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    dice, started = random.Random(asked.seed), time.monotonic()  # noqa: S311 - no secret
    with (
        FaultySmtp() as server,
        tempfile.TemporaryDirectory() as home,
        Crashing(Path(home), server, patience=0.4) as world,
    ):
        world.finish("make", str(asked.letters))
        server.plan(*(draw(dice) for _ in range(asked.letters * 8)))
        most = max(2, asked.letters // asked.kills)
        kills = sum(_kill(world, dice, dice.randint(1, most)) for _ in range(asked.kills))
        world.finish("run")
        rows, kept, seen = world.rows(), list(server.kept), server.seen
    broken = broken_promises(rows, kept)
    ended = Counter(row.state for row in rows)
    print(f"{asked.letters} letters, {seen} connections, {kills} kills, {time.monotonic() - started:.0f} s")
    print(f"ended: {dict(ended)}; taken by the server: {len(kept)}, of them twice: {len(kept) - len(set(kept))}")
    print("\n".join(broken) or "every promise held")
    return 1 if broken else 0


def _kill(world: Crashing, dice: random.Random, number: int) -> bool:
    if dice.random() < 0.5:
        return world.run_until_killed(dice.choice(STEPS), number)
    return world.run_until_it_kills_itself(f"{dice.choice(OWN_STEPS)} {number}")


if __name__ == "__main__":
    sys.exit(main())
