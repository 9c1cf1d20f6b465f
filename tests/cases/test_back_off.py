"""A server that fails is left alone for longer each time, and never for so long that silence becomes an alarm."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.back_off import LONGEST_SECONDS, BackOff
from ingest.mailboxes.mailbox import MailboxTrouble

TROUBLES = st.sampled_from(list(MailboxTrouble))


def test_each_wait_is_about_twice_the_last_and_a_success_begins_anew():
    back_off = BackOff(chance=random.Random(1))
    waits = [back_off.seconds_after(MailboxTrouble.BROKEN_OFF) for _ in range(6)]
    assert all(1.5 * 2**n <= wait <= 2.5 * 2**n for n, wait in enumerate(waits))
    back_off.worked()
    assert back_off.seconds_after(MailboxTrouble.BROKEN_OFF) <= 2.5


@pytest.mark.parametrize("trouble", [MailboxTrouble.LOGIN_REFUSED, MailboxTrouble.TOKEN_REFUSED])
def test_a_refused_login_is_not_tried_so_often_that_the_account_is_locked(trouble):
    back_off = BackOff(chance=random.Random(1))
    assert sum(back_off.seconds_after(trouble) for _ in range(5)) > 15 * 60


@given(st.lists(TROUBLES, min_size=1, max_size=60), st.integers())
def test_no_wait_is_as_long_as_the_half_hour_after_which_silence_is_an_alarm(troubles, seed):
    back_off = BackOff(chance=random.Random(seed))
    for trouble in troubles:
        assert 0 < back_off.seconds_after(trouble) <= 1.25 * LONGEST_SECONDS < 1800


@given(st.floats(0, 3600), TROUBLES)
def test_no_wait_is_shorter_than_the_server_asked(asked, trouble):
    assert BackOff().seconds_after(trouble, asked_seconds=asked) >= asked
