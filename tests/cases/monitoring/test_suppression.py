"""No small number is shown, and none can be worked out: every way to fill a published table is tried."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.monitoring.suppression import SMALL, suppress

TABLES = st.lists(st.integers(0, 14), min_size=1, max_size=5).map(
    lambda numbers: {f"answer {n}": number for n, number in enumerate(numbers)}
)


def _fits(shown, most):
    """Yield every table that a reader cannot tell from the true one: tried one by one, without any cleverness."""
    may_be = []
    for _, number, is_small in shown.cells:
        if number is not None:
            may_be.append([number])
        elif is_small:
            may_be.append(range(1, SMALL))
        else:
            may_be.append([value for value in range(most + 1) if value == 0 or value >= SMALL])
    for values in product(*may_be):
        if sum(values) == shown.total:
            yield values


@given(TABLES)
def test_no_hidden_number_can_be_worked_out(counts):
    shown = suppress(counts)
    if shown.total is None:
        assert all(number is None for _, number, _ in shown.cells)
        return
    possible = list(_fits(shown, most=sum(counts.values()) + SMALL))
    for place, (_, number, _) in enumerate(shown.cells):
        if number is None:
            assert len({values[place] for values in possible}) >= 2


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_who_knows_how_it_is_done_can_work_out_no_more(size):
    most = {1: 40, 2: 30, 3: 18, 4: 13}[size]
    told = defaultdict(list)
    for values in product(range(most), repeat=size):
        told[suppress({str(place): value for place, value in enumerate(values)})].append(values)
    for shown, tables in told.items():
        if shown.total is not None and shown.total >= most:
            continue  # some of its tables hold a number beyond those that were tried
        for place, (_, number, _) in enumerate(shown.cells):
            if number is None:
                assert len({values[place] for values in tables}) >= 2, (shown, tables)


@given(TABLES)
def test_what_is_shown_is_true_and_no_small_number_is(counts):
    shown = suppress(counts)
    for code, number, is_small in shown.cells:
        assert number is None or (number == counts[code] and not 0 < number < SMALL)
        assert not is_small or 0 < counts[code] < SMALL
    assert shown.total in {None, sum(counts.values())}
    assert shown.total is None or not 0 < shown.total < SMALL


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        pytest.param([12, 7, 9], ["12", "7", "9"], "28", id="nothing small: all is shown"),
        pytest.param([0, 7, 9], ["0", "7", "9"], "16", id="nobody is no small number"),
        pytest.param([3, 7, 9, 8], ["<5", "hidden", "hidden", "8"], "27", id="one small: the next two go with it"),
        pytest.param([8, 7, 9, 3], ["hidden", "hidden", "9", "<5"], "27", id="after the end from the beginning"),
        pytest.param([1, 1, 20, 7, 9], ["<5", "<5", "hidden", "hidden", "9"], "38", id="two ones"),
        pytest.param([2, 0, 0, 9], ["hidden"] * 4, "hidden", id="its sum would tell: all is hidden"),
        pytest.param([4, 4], ["hidden", "hidden"], "hidden", id="two that can only be four: all is hidden"),
        pytest.param([0, 6, 1], ["hidden", "hidden", "<5"], "7", id="nobody is hidden like anybody"),
        pytest.param([1, 2, 0], ["hidden", "hidden", "hidden"], "<5", id="fewer than five in all: nothing is shown"),
        pytest.param([0, 0, 0], ["0", "0", "0"], "0", id="nobody at all"),
    ],
)
def test_by_example(counts, cells, total):
    shown = suppress({str(place): number for place, number in enumerate(counts)})
    said = ["<5" if is_small else "hidden" if number is None else str(number) for _, number, is_small in shown.cells]
    said_total = "<5" if shown.total_is_small else "hidden" if shown.total is None else str(shown.total)
    assert (said, said_total) == (cells, total)
