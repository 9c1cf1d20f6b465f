"""Let two people do the same thing at the same moment on PostgreSQL: one does it, and the other is told.

Each pair is held at the lock that the records promise until both wait there, so that they truly meet.
``test_life_on_postgresql`` starts the server and runs this file in a process of its own: by its name it is not
collected with the others, which run on SQLite, where writers come one after the other by themselves.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases import events
from cases.audit.reads import record_list
from cases.errors import CaseError
from cases.models import Call, Case, Digest, Event, Letter, Role
from cases.services import letters, safety, sending
from cases.services import mail as mails
from cases.services.clocks.noting import note_day
from cases.services.danger import calls
from cases.services.danger.by_hand import raise_by_hand
from cases.services.days import digests
from cases.services.days import redating as redate_service
from cases.services.judgement.behaviour import raise_behaviour
from cases.services.matters import splitting
from cases.services.matters.splitting import Part
from cases.states import MoveError
from tests.cases.lives import acknowledged, answered, asked_by, today
from tests.cases.stories import a_case, a_mail, arrive, store, written
from tests.cases.test_behaviour import flagged
from tests.factories import make_mailbox, make_member

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 60.0
TOLD = "told"
"""Who came second got a refusal in words, and nothing of theirs was written."""


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.PUTRIGHT_HOME = tmp_path / "home"


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


@pytest.fixture
def second():
    return make_member("sian", role=Role.MANAGER, first_name="Sian", last_name="Rees")


def meet(hold: Callable[[], object], *acts: Callable[[], object]) -> Counter[object]:
    """Run every act in a thread of its own, let them go when all wait for what ``hold`` locks, and count the ends.

    An end is what the act returned as true or false, or TOLD; another failure is named.
    """
    ends: list[object] = []
    threads = [threading.Thread(target=_run, args=(act, ends)) for act in acts]
    with transaction.atomic():
        hold()
        for thread in threads:
            thread.start()
        _wait_for(len(threads), threads)
    for thread in threads:
        thread.join()
    return Counter(ends)


def _run(act: Callable[[], object], ends: list[object]) -> None:
    try:
        ends.append(act() not in {None, False})
    except (CaseError, MoveError):
        ends.append(TOLD)
    except Exception as error:  # noqa: BLE001 - carried out of the thread, to be named
        ends.append(repr(error))
    finally:
        connection.close()


def _wait_for(number: int, threads: list[threading.Thread]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and any(thread.is_alive() for thread in threads):
        with connection.cursor() as cursor:
            cursor.execute("select count(distinct pid) from pg_locks where not granted")
            if cursor.fetchone()[0] >= number:
                return
        time.sleep(0.02)


def _held(model, row_id):
    return lambda: model.objects.select_for_update().get(pk=row_id)


def _in_order(chain):
    numbers = list(Event.objects.filter(chain=chain).order_by("number").values_list("number", flat=True))
    assert events.broken_links(chain) == []
    return numbers == list(range(1, len(numbers) + 1))


ONE_WINS = {True: 1, TOLD: 1}


def test_two_managers_sign_the_same_letter(officer, manager, second):
    case = a_case()
    letter = written(case, officer)

    def sign(member):
        return lambda: letters.sign(letter_id=letter.pk, version=letter.version, member=member)

    assert meet(_held(Case, case.pk), sign(manager), sign(second)) == ONE_WINS
    assert Event.objects.filter(case=case, verb="letter_signed").count() == 1
    assert _in_order(f"case:{case.pk}")


def test_two_workers_take_the_same_signed_letter(officer, manager):
    case = a_case()
    letter = written(case, officer)
    letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    take = lambda: sending.begin(letter_id=letter.pk)  # noqa: E731
    assert meet(_held(Case, case.pk), take, take) == {True: 1, False: 1}
    assert Letter.objects.get(pk=letter.pk).tries == 1


def test_two_people_split_the_same_matter(officer, manager):
    case = acknowledged(officer, manager)
    parts = (Part(gist="Visits", route="statutory", evidence=tuple(range(20))), Part(gist="Letters", route="corporate"))

    def split(member):
        given = asked_by(case, member)
        return lambda: splitting.split_matter(**given, number=1, parts=parts, why="Two things.")

    assert meet(_held(Case, case.pk), split(officer), split(manager)) == ONE_WINS
    assert list(case.matters.order_by("number").values_list("number", "state")) == [
        (1, "split"), (2, "stage_1"), (3, "stage_1"),
    ]  # fmt: skip


def test_two_people_note_the_day_of_the_same_step(officer, manager):
    case = answered(acknowledged(officer, manager), officer)

    def note(member):
        given = asked_by(case, member)
        return lambda: note_day(**given, what="reply_sent", on=today(), channel="post")

    assert meet(_held(Case, case.pk), note(officer), note(manager)) == ONE_WINS
    assert _in_order(f"case:{case.pk}")


def test_two_lines_take_the_same_call_about_danger(officer):
    case = a_case()
    raise_by_hand(member=officer, case_id=case.pk, flag="safeguarding", words="He hit the boy.")
    calls.plan()
    (call_id,) = calls.due()
    take = lambda: calls.take(call_id=call_id)  # noqa: E731
    assert meet(_held(Call, call_id), take, take) == {True: 1, False: 1}
    assert Call.objects.get().tries == 1


def test_two_clocks_plan_the_same_calls(officer):
    case = a_case()
    alert = raise_by_hand(member=officer, case_id=case.pk, flag="safeguarding", words="He hit the boy.")
    assert meet(_held(Case, case.pk), calls.plan, calls.plan).total() == 2
    assert Call.objects.filter(alert=alert).count() == 1


def test_one_passes_danger_on_while_another_says_it_is_none(officer, manager):
    case = a_case()
    alert = raise_by_hand(member=officer, case_id=case.pk, flag="safeguarding", words="He hit the boy.")
    ends = meet(
        _held(Case, case.pk),
        lambda: safety.escalate(alert_id=alert.pk, member=officer, to="Ruth"),
        lambda: safety.escalate(alert_id=alert.pk, member=manager, to="Ruth"),
    )
    assert ends == ONE_WINS
    assert alert.referrals.count() == 1


def test_two_begin_a_ladder_for_the_same_person_in_two_cases(officer, manager):
    cases = [flagged("threat", person_address="swore@post.example") for _ in range(2)]

    def begin(case, member):
        return lambda: raise_behaviour(case_id=case.pk, member=member, flags=["threat"], why="Swore three times.")

    assert meet(_held(Case, cases[0].pk), begin(cases[0], officer), begin(cases[1], manager)) == ONE_WINS


def test_two_take_the_same_morning_s_mail(officer):
    digests.plan(on=today(), member_ids=[officer.pk])
    (digest_id,) = digests.due(on=today())
    take = lambda: digests.take(digest_id=digest_id)  # noqa: E731
    assert meet(_held(Digest, digest_id), take, take) == {True: 1, False: 1}


def test_a_list_is_read_while_the_morning_s_mail_is_noted_as_sent(officer):
    """Both write into the member's chain, and neither holds what the other holds."""
    digests.plan(on=today(), member_ids=[officer.pk])
    (digest_id,) = digests.due(on=today())
    chain = f"member:{officer.pk}"
    ends = meet(
        lambda: events.record("member_address_set", chain=chain),
        lambda: record_list(member=officer, what="queue", rows=3),
        lambda: digests.mark_sent(digest_id=digest_id, lines=3) or True,
    )
    assert ends == {True: 2}
    assert _in_order(chain)
    assert Event.objects.filter(chain=chain).count() == 3


def test_two_managers_move_all_dates_at_once(manager, second):
    note = lambda member: lambda: redate_service.note_applied(moved=0, member=member) or True  # noqa: E731
    ends = meet(lambda: redate_service.note_applied(moved=0), note(manager), note(second))
    assert ends == {True: 2}
    assert _in_order(redate_service.CHAIN)


def test_a_mail_is_found_in_another_mailbox_while_somebody_deals_with_it(officer):
    raw = a_mail()
    (mail,) = arrive(raw)
    chain = f"mail:{mail.pk}"
    ends = meet(
        lambda: events.record("mail_step_failed", chain=chain),
        lambda: store(raw, mailbox=make_mailbox()) == [],
        lambda: mails.look_at(mail_id=mail.pk, member=officer),
    )
    assert ends == {True: 2}
    assert mail.found.count() == 2
    assert _in_order(chain)
