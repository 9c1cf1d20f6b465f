"""Whatever many threads ask for at the same moment is built once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from config.once import once

THREADS = 8


def at_the_same_moment(ask):
    """Return what each of several threads got that asked together."""
    gate = threading.Barrier(THREADS)

    def wait_and_ask(number):
        gate.wait()
        return ask(number)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(wait_and_ask, range(THREADS)))


def test_threads_that_come_together_hold_the_same_thing():
    @once()
    def slow_to_build():
        time.sleep(0.02)
        return object()

    assert len({id(held) for held in at_the_same_moment(lambda _: slow_to_build())}) == 1


def test_another_question_is_another_thing():
    @once(keep=None)
    def built_for(number):
        return object(), number

    assert [number for _, number in at_the_same_moment(built_for)] == list(range(THREADS))
    assert built_for(3) is built_for(3)
    assert built_for(3) is not built_for(4)


def test_only_as_many_are_kept_as_were_asked_for():
    @once(keep=1)
    def built_for(_number):
        return object()

    first = built_for(1)
    built_for(2)
    assert built_for(1) is not first


def test_what_failed_is_built_when_asked_again():
    said = []

    @once()
    def opened():
        said.append("tried")
        if len(said) == 1:
            message = "the file is not there yet"
            raise OSError(message)
        return "open"

    with pytest.raises(OSError, match="not there yet"):
        opened()
    assert [opened(), opened()] == ["open", "open"]
    assert said == ["tried", "tried"]


def test_what_was_forgotten_is_built_anew():
    @once()
    def built():
        return object()

    first = built()
    built.cache_clear()
    assert built() is not first
