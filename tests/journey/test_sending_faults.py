"""Whatever the mail server or the machine does: no letter is sent twice, none is lost, each doubtful one waits."""

import random
import threading

import pytest
from django.db import close_old_connections, connections

import workers
from cases import outgoing
from cases.errors import NotNowError
from cases.models import Letter, Role
from cases.services import sending, taking_back
from tests.cases.signed_letters import signed_letter
from tests.factories import make_member
from tests.journey.crashing import OWN_STEPS, Crashing
from tests.journey.sender import be_impatient, rows, run
from tests.journey.sending import FAULTS, SLOW_FAULTS, broken_promises, draw
from tests.smtp_faults import STEPS, Fault, FaultySmtp

pytestmark = [pytest.mark.server, pytest.mark.django_db]
APART = pytest.mark.django_db(transaction=True)
"""Threads have connections of their own, which see only what was committed."""
SEED = 20_260_303
LETTERS = 100
PATIENT, IMPATIENT = 10.0, 0.4
"""How many seconds the mail server's answer is waited for; briefly only where one is meant to stay away."""


@pytest.fixture
def server(settings, monkeypatch):
    monkeypatch.setattr(outgoing, "post_from_settings", outgoing.post_from_settings)
    with FaultySmtp() as smtp:
        settings.PUTRIGHT_SMTP_URL = f"smtp://{smtp.host}:{smtp.port}"
        be_impatient(PATIENT)
        yield smtp


def _name(fault: Fault) -> str:
    said = "says nothing" if fault.say is None else f"says {fault.say.decode().strip() or 'nothing and hangs up'}"
    return f"at {fault.at}: {said}{', and has the letter' if fault.keeps else ''}{', late' * bool(fault.after_seconds)}"


@pytest.mark.parametrize("fault", [*FAULTS, *SLOW_FAULTS], ids=_name)
def test_one_letter_and_one_fault(server, fault):
    if fault in SLOW_FAULTS:
        be_impatient(IMPATIENT)
    letter = signed_letter()
    server.plan(fault)
    workers.send_one(letter.pk)
    assert broken_promises(rows(), server.kept) == []
    # What waits goes out at the next try; what may have left does not.
    Letter.objects.filter(state="approved").update(send_at=letter.send_at)
    workers.send_one(letter.pk)
    assert broken_promises(rows(), server.kept) == []
    letter.refresh_from_db()
    assert letter.state in {"sent", "refused", "uncertain"}


def test_a_hundred_letters_through_a_server_that_fails_at_random(server):
    be_impatient(IMPATIENT)
    dice = random.Random(SEED)
    for _ in range(LETTERS):
        signed_letter()
    server.plan(*(draw(dice) for _ in range(LETTERS * 8)))
    run()
    found = rows()
    assert broken_promises(found, server.kept) == []
    assert {row.state for row in found} >= {"sent", "uncertain", "refused"}


def _at_once(*tasks) -> list[BaseException]:
    """Do several things at the same moment, each with a connection of its own, and return what they raised."""
    gate, raised = threading.Barrier(len(tasks)), []

    def do(task):
        close_old_connections()
        gate.wait()
        try:
            task()
        except Exception as error:  # noqa: BLE001 - looked at below
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@APART
@pytest.mark.parametrize("fault", [Fault(), FAULTS[1], Fault(at="end", say=b"", keeps=True)], ids=_name)
def test_two_workers_with_one_letter(server, fault):
    for _ in range(8):
        letter = signed_letter()
        server.plan(fault)
        raised = _at_once(*[lambda pk=letter.pk: workers.send_one(pk)] * 3)
        assert raised == []
    assert broken_promises(rows(), server.kept) == []
    assert max((server.kept.count(one) for one in server.kept), default=0) <= 1


@APART
def test_stop_pressed_at_the_moment_a_worker_takes_the_letter(server):
    manager = make_member("helen", role=Role.MANAGER)
    for _ in range(15):
        letter = signed_letter()
        raised = _at_once(
            lambda pk=letter.pk: workers.send_one(pk),
            lambda pk=letter.pk: taking_back.stop(letter_id=pk, member=manager),
        )
        letter.refresh_from_db()
        was_refused = any(isinstance(error, NotNowError) for error in raised)
        # Whoever was told that it is stopped can rely on it, and whoever was refused knows that it has gone.
        assert (letter.state, was_refused) in {("returned", False), ("sent", True)}
        assert (letter.message_id in server.kept) == (letter.state == "sent")


@APART
@pytest.mark.parametrize("step", STEPS)
def test_stop_pressed_while_the_server_has_it(server, step):
    manager, said = make_member("helen", role=Role.MANAGER), []
    letter = signed_letter()

    def press(at):
        if at == step:
            said.extend(_at_once(lambda: taking_back.stop(letter_id=letter.pk, member=manager)))

    server.on_step = press
    workers.send_one(letter.pk)
    letter.refresh_from_db()
    assert [type(error) for error in said] == [NotNowError]
    assert (letter.state, server.kept) == ("sent", [letter.message_id])


def test_a_letter_found_in_the_middle_after_a_crash_is_never_begun_again(server):
    letter = signed_letter()
    assert sending.begin(letter_id=letter.pk) is not None
    assert sending.begin(letter_id=letter.pk) is None
    assert sending.due() == []
    run()
    assert server.kept == []
    assert broken_promises(rows(), server.kept) == []
    letter.refresh_from_db()
    assert letter.state == "uncertain"


def test_a_process_that_is_killed_at_every_step_sends_nothing_twice_and_loses_nothing(tmp_path):
    with FaultySmtp() as server, Crashing(tmp_path / "home", server, patience=PATIENT) as world:
        world.finish("make", "40")
        killed = [world.run_until_killed(step, 2) for step in STEPS]
        killed += [world.run_until_it_kills_itself(f"{when} 2") for when in OWN_STEPS]
        world.finish("run")
        found = world.rows()
    assert all(killed)
    assert broken_promises(found, server.kept) == []
    states = [row.state for row in found]
    # Each kill leaves at most one letter of which nobody knows; all others are there.
    assert 1 <= states.count("uncertain") <= len(killed)
    assert states.count("sent") + states.count("uncertain") == len(found) == 40
