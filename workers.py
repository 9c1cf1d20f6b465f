"""Run the machine's part: the queue's tasks, the clock that asks the rows what is due, and the post.

Rows are the to-do list; the queue only carries ids. A lost queue loses nothing, and the same id twice changes nothing.
``dramatiq workers`` runs the tasks against Redis; ``putright run`` runs tasks, clock and web in one process.
"""

import logging
import os
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Lock
from typing import Any

import django
import dramatiq
from django.apps import apps
from django.conf import settings
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import TimeLimitExceeded
from redis.exceptions import RedisError

if not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from django.db import close_old_connections

from cases import outgoing, steps
from cases.clockwork import run_clock
from cases.handed import Handed
from cases.rounds import all_rounds
from cases.services import mail as mails
from cases.services import readings, sending
from cases.services.danger import calls, following
from cases.states import MailState
from cases.troubles import plain_trouble
from config.logs import place_of
from config.safety import Channel

log = logging.getLogger("putright.workers")

LEASE_SECONDS = 120.0
LETTER_LEASE_SECONDS = 30.0
"""How long the sweep leaves a mail to the queue before it asks again: a lost queue delays by no more than this."""
SCAN_LEASE_SECONDS = 1_500
"""How long a long scan is left to whoever reads it: the most a patient reading takes, and a virus scan before it."""
SLOW_LANE_BUSY_SECONDS = 15.0
_letters = Handed(LETTER_LEASE_SECONDS)


class FreshConnections(dramatiq.Middleware):
    """Close database connections that the server has dropped, before and after each task."""

    def before_process_message(self, *_: Any) -> None:
        """Start with connections that work."""
        close_old_connections()

    def after_process_message(self, *_: Any, **__: Any) -> None:
        """Leave none open that has grown too old."""
        close_old_connections()


def make_broker() -> dramatiq.Broker:
    """Return Redis as PUTRIGHT_REDIS_URL names it, else a queue in this process's memory."""
    url = settings.PUTRIGHT_REDIS_URL
    broker: dramatiq.Broker = StubBroker()
    if url:
        broker = RedisBroker(url=url, namespace="putright")  # type: ignore[no-untyped-call]
    broker.add_middleware(FreshConnections())
    return broker


broker = make_broker()
dramatiq.set_broker(broker)


@dramatiq.actor(queue_name="mail", max_retries=0, time_limit=600_000)
def handle_mail(mail_id: int) -> None:
    """Take a mail as far as a machine can."""
    _quietly(handle, mail_id)


@dramatiq.actor(queue_name="scans", max_retries=0, time_limit=SCAN_LEASE_SECONDS * 1000)
def read_scan(mail_id: int) -> None:
    """Read a long scan, in a lane of its own."""
    _quietly(handle_slowly, mail_id)


@dramatiq.actor(queue_name="letters", max_retries=0, time_limit=300_000)
def send_letter(letter_id: int) -> None:
    """Send one signed letter whose waiting time is over."""
    _quietly(send_one, letter_id)


def handle(mail_id: int, *, slow: bool = False) -> MailState:
    """Take a mail as far as a machine can; a failure is written to its row, tried again, and then shown to a person.

    What takes minutes is left to the slow lane, unless this is it.
    """
    started = time.monotonic()
    try:
        state = steps.advance(mail_id, slow=slow)
    except (Exception, TimeLimitExceeded) as error:  # noqa: BLE001
        # A step that outlasts its task counts as a try too, else it would be begun for ever.
        # The row says so, and a person sees it. The error may hold words of the mail, so only its kind is logged.
        log.error("mail=%d outcome=failed error=%s", mail_id, place_of(error))  # noqa: TRY400 - the words stay out
        words, is_machine = plain_trouble(error)
        mail = mails.note_failure(mail_id=mail_id, words=words, is_machine=is_machine)
        if mail.stuck and mail.state == MailState.READ:
            _quietly(steps.open_unsorted, mail)  # should this fail too, the mail stays listed as stuck
        return MailState(mail.state)
    log.info("mail=%d stage=%s ms=%d", mail_id, state, (time.monotonic() - started) * 1000)
    return state


def handle_slowly(mail_id: int) -> None:
    """Read what takes minutes, one mail at a time in each process; any other waits, and holds up nothing."""
    if not _slow_lane.acquire(blocking=False):
        mails.lease([mail_id], seconds=SLOW_LANE_BUSY_SECONDS)
        return
    try:
        if readings.take_slow(mail_id=mail_id, seconds=SCAN_LEASE_SECONDS):
            handle(mail_id, slow=True)
    finally:
        _slow_lane.release()


_slow_lane = Lock()


def send_one(letter_id: int) -> None:
    """Send one signed letter: taken and committed first, then handed to the mail server, then marked."""
    try:
        signed = sending.begin(letter_id=letter_id)
    except sending.ChangedLetterError as error:
        sending.return_changed(letter_id=letter_id, words=str(error))
        return
    except Exception as error:  # noqa: BLE001 - a signed letter that cannot even be taken must say so, and wait
        log.error("letter=%d outcome=failed error=%s", letter_id, place_of(error))  # noqa: TRY400 - the words stay out
        sending.put_off(letter_id=letter_id, words=plain_trouble(error)[0])
        return
    if signed is None:
        return
    if outgoing.hand_over(signed):
        log.info("letter=%d outcome=sent", letter_id)


def sweep() -> int:
    """Show what was lost on its way, which needs no queue; then hand it the ids of what is due; return how many."""
    sending.settle_lost()
    ids = list(mails.due())
    mails.lease(ids, seconds=LEASE_SECONDS)
    for mail_id in ids:
        handle_mail.send(mail_id)
    scans = list(readings.due_slow())
    mails.lease(scans, seconds=LEASE_SECONDS)
    for mail_id in scans:
        read_scan.send(mail_id)
    letters = _letters.not_lately(sending.due())
    for letter_id in letters:
        send_letter.send(letter_id)
    return len(ids) + len(scans) + len(letters)


def clock(stop: Event) -> None:
    """Sweep, watch the mailboxes, keep the alarms and count the mails at night, until told to stop."""
    run_clock(stop, sweep=sweep, rounds=all_rounds(), guard=_quietly, lanes=SAFETY_LANES)


def keep_safety() -> None:
    """Write what signs of danger ask for by now: calls, referrals, somebody to ring; a failure stops no other."""
    _quietly(calls.plan, each=_apart)
    _quietly(following.follow, each=_apart)


def call_by_mails() -> None:
    """Make the calls about danger that go by mail."""
    for call_id in calls.due(channel=Channel.MAIL):
        _apart(make_call, call_id)


def call_by_texts() -> None:
    """Make the calls about danger that go by text message: a mail server that hangs does not hold them up."""
    for call_id in calls.due(channel=Channel.TEXT):
        _apart(make_call, call_id)


SAFETY_LANES = (keep_safety, call_by_mails, call_by_texts)
"""What is done about danger, each on a thread of the clock's own: it needs neither the queue nor a worker."""


def make_call(call_id: int) -> bool:
    """Make one call about danger, if nobody else has it; say whether it was taken where it went.

    What goes wrong, whatever it is, is written to its row and tried again.
    """
    taken = calls.take(call_id=call_id)
    if taken is None:
        return False
    try:
        is_made = outgoing.make_call(taken)
    except Exception as error:  # noqa: BLE001 - a call is never given up
        log.error("call=%d outcome=failed error=%s", call_id, place_of(error))  # noqa: TRY400 - the words stay out
        calls.note_not_reached(call_id=call_id, words=f"something went wrong on this machine ({type(error).__name__})")
        return False
    if is_made:
        log.info("call=%d outcome=made step=%s channel=%s", call_id, taken.step, taken.channel)
    return is_made


def queue_answers() -> bool:
    """Say whether the queue can be reached; the one in memory always can."""
    if not isinstance(broker, RedisBroker):
        return True
    try:
        return bool(broker.client.ping())
    except RedisError:
        return False


def start_workers() -> dramatiq.Worker:
    """Run the queue's tasks on threads of this process (the embedded form)."""
    # A queue in memory is empty at the start: what an earlier process had been given is due again now.
    mails.release()
    sending.settle_lost(older_than=timedelta(0))
    # Without this signal a broker in memory never starts its time limits.
    broker.emit_after("process_boot")
    # One thread more than readers: the slow lane's own.
    worker = dramatiq.Worker(broker, worker_threads=settings.PUTRIGHT_SANDBOX_WORKERS + 1, worker_timeout=100)
    worker.start()
    return worker


def _apart(work: Callable[[int], int], row_id: int) -> int:
    """Do one piece of work about danger; its failure is logged without its words, and stops none behind it."""
    try:
        return work(row_id)
    except Exception as error:  # noqa: BLE001 - an alert that cannot be dealt with must not hold up the next
        log.error("task=%s row=%d outcome=failed error=%s", work.__name__, row_id, place_of(error))  # noqa: TRY400
        return 0


def _quietly(task: Callable[..., object], *args: object, **named: object) -> None:
    """Run a task of the clock or the queue; its failure is logged without its words: the rows still say what is due."""
    try:
        task(*args, **named)
    except Exception as error:  # noqa: BLE001 - the clock and the queue must go on
        log.error("task=%s outcome=failed error=%s", task.__name__, place_of(error))  # noqa: TRY400
