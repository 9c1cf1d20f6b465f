"""Run the clock: sweep every few seconds, keep every mailbox watched, and go a round of the slower work beside it."""

from collections.abc import Callable, Sequence
from threading import Event, Thread

from django.db import close_old_connections, connections

from cases.watchers import Guard, Watchers

SWEEP_SECONDS = 2.0
ROUND_SECONDS = 30.0
LANE_SECONDS = 2.0


def run_clock(
    stop: Event,
    *,
    sweep: Callable[[], object],
    rounds: Sequence[Callable[[Event], object]],
    guard: Guard,
    lanes: Sequence[Callable[[], object]] = (),
) -> None:
    """Sweep and watch until told to stop; ``guard`` runs each piece of work and lets none of its failures through.

    ``rounds`` are gone through beside, on a thread of their own: what takes minutes there holds up no sweep. Each of
    the ``lanes`` has a thread of its own too, and is gone through every two seconds: nothing else holds it up.
    """
    watchers = Watchers(guard)
    for lane in lanes:
        Thread(target=go_lane, args=(stop, lane, guard), name=lane.__name__, daemon=True).start()
    Thread(target=go_rounds, args=(stop, rounds, guard), name="rounds", daemon=True).start()
    while not stop.is_set():
        guard(close_old_connections)
        guard(sweep)
        guard(watchers.keep)
        stop.wait(SWEEP_SECONDS)
    watchers.end()


def go_rounds(stop: Event, rounds: Sequence[Callable[[Event], object]], guard: Guard) -> None:
    """Go through the slower work again and again until told to stop."""
    # The first round waits, so that what was silent only while Putright was down has been read again.
    while not stop.wait(ROUND_SECONDS):
        guard(close_old_connections)
        for work in rounds:
            guard(work, stop)
    connections.close_all()


def go_lane(stop: Event, work: Callable[[], object], guard: Guard) -> None:
    """Do one piece of work every two seconds until told to stop."""
    while not stop.is_set():
        guard(close_old_connections)
        guard(work)
        stop.wait(LANE_SECONDS)
    connections.close_all()
