"""One process at a time does a piece of work, and one that was killed does not hold it up."""

import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from cases import leases
from cases.models import Lease

pytestmark = pytest.mark.django_db


def _held_by(owner, *, seconds=60):
    until = timezone.now() + timedelta(seconds=seconds)
    Lease.objects.update_or_create(name="watch", defaults={"owner": owner, "until": until})


def _dead_process():
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def test_what_nobody_holds_is_taken_and_taken_again_by_the_same():
    assert leases.take("watch", seconds=60)
    assert leases.take("watch", seconds=60)


@pytest.mark.parametrize(
    ("owner", "seconds", "is_free"),
    [
        ("another-machine:17", 60, False),
        ("another-machine:17", -1, True),
        (f"{socket.gethostname()}:{os.getppid()}", 60, False),
        ("", 60, True),
        ("odd owner", 60, False),
    ],
    ids=["another machine holds it", "its time is over", "a live process of ours holds it", "given back", "odd owner"],
)
def test_what_another_holds_is_left_to_it_for_its_time(owner, seconds, is_free):
    _held_by(owner, seconds=seconds)
    assert leases.take("watch", seconds=60) is is_free


def test_what_a_killed_process_of_this_machine_held_is_free_at_once():
    _held_by(f"{socket.gethostname()}:{_dead_process()}")
    assert leases.take("watch", seconds=60)


def test_what_is_given_back_is_free_and_nobody_gives_back_for_another():
    leases.take("watch", seconds=60)
    leases.give_back("watch")
    assert Lease.objects.get().owner == ""
    _held_by("another-machine:17")
    leases.give_back("watch")
    assert Lease.objects.get().owner == "another-machine:17"
