"""Build a thing once for all threads of a process."""

from collections.abc import Callable
from functools import lru_cache, wraps
from threading import RLock
from typing import Any, ParamSpec, TypeVar

AskedP = ParamSpec("AskedP")
BuiltT = TypeVar("BuiltT")


def once(*, keep: int | None = 1) -> Callable[[Callable[AskedP, BuiltT]], Callable[AskedP, BuiltT]]:
    """Return a cache of ``keep`` answers (``None``: all) in which the first thread builds and the others wait.

    ``functools.cache`` lets threads that come at the same time build one each, and all but one of them hold a thing
    that nobody else knows. ``cache_clear`` forgets what was built.
    """

    def decorate(build: Callable[AskedP, BuiltT]) -> Callable[AskedP, BuiltT]:
        held: Any = lru_cache(maxsize=keep)(build)
        lock = RLock()

        @wraps(build)
        def answer(*args: AskedP.args, **asked: AskedP.kwargs) -> BuiltT:
            with lock:
                built: BuiltT = held(*args, **asked)
                return built

        answer.cache_clear = held.cache_clear  # type: ignore[attr-defined]
        return answer

    return decorate
