"""A small soak of the sandbox: honest, damaged and hostile items in one go; bench/soak.py is the large one."""

import gc
import os
import time

from bench.soak import descendants, make_items, open_files, soak
from ingest.message import ProblemCode
from ingest.sandbox.box import Sandbox


def test_a_hundred_mixed_items_end_and_leave_nothing_behind():
    gc.collect()
    before, others = open_files(), set(descendants(os.getpid()))
    with Sandbox(workers=2) as box:
        outcomes = soak(make_items(100, seed=7, with_giants=False), box, 2)
        children = set(descendants(os.getpid())) - others
    assert len(outcomes) == 100
    assert {code for outcome in outcomes for code in outcome.codes} <= {code.value for code in ProblemCode}
    assert [outcome.name for outcome in outcomes if ProblemCode.CRASHED.value in outcome.codes] == []
    assert len(children) <= 3
    gc.collect()
    assert open_files() <= before
    deadline = time.monotonic() + 30
    while children & set(descendants(os.getpid())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children & set(descendants(os.getpid())) == set()


def test_the_items_of_a_seed_are_always_the_same():
    first, second = ([item.data for item in make_items(20, seed=3, with_giants=False)] for _ in range(2))
    assert first == second
