"""Let one piece of work be done by one process at a time: who holds its row holds the work, until a time passes.

A process that was killed gives nothing back: its lease ends by itself, and at once if it ran on this machine. Two that
hold a lease at the same moment (clocks that disagree) do no harm: whatever is done under one may be done twice.
"""

import os
import socket
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from cases.models import Lease


def take(name: str, *, seconds: float) -> bool:
    """Take or renew a lease; say whether it is ours now."""
    now, me = timezone.now(), _owner()
    row, _ = Lease.objects.get_or_create(name=name, defaults={"owner": "", "until": now})
    free = Q(owner=me) | Q(owner="") | Q(until__lt=now)
    if _is_dead(row.owner):
        free |= Q(owner=row.owner)
    taken = Lease.objects.filter(free, name=name).update(owner=me, until=now + timedelta(seconds=seconds))
    return taken == 1


def give_back(name: str) -> None:
    """Give a lease back, if it is ours."""
    Lease.objects.filter(name=name, owner=_owner()).update(owner="")


def _owner() -> str:
    return f"{socket.gethostname()[:100]}:{os.getpid()}"


def _is_dead(owner: str) -> bool:
    """Say whether a lease's owner was a process of this machine that is no more."""
    host, _, process = owner.rpartition(":")
    if host != socket.gethostname()[:100] or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
