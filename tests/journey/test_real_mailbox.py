"""A hundred mails on a real IMAP server: none lost, none doubled, the mailbox left as it was, whatever is killed."""

import json
import random
import subprocess
import time

import pytest
import redis

from tests.dovecot import DovecotServer
from tests.installation import Installation
from tests.journey.mails import many_mails
from tests.servers import PostgresServer, RedisServer

pytestmark = pytest.mark.server

MAILS = 100
WHOLE = (
    "from cases import events; from cases.models import Event; "
    "print([c for c in Event.objects.values_list('chain', flat=True).distinct() if events.broken_links(c)])"
)
ENDED = {"drafted", "automatic", "duplicate", "joined"}
_ENDED_COUNT = "select count(*) from cases_mail where state in ('drafted', 'automatic', 'duplicate', 'joined')"


@pytest.fixture(scope="module")
def server():
    with DovecotServer() as dovecot:
        for number, raw in enumerate(many_mails(MAILS)):
            flags = (b"\\Seen",) if number % 3 == 0 else (b"\\Flagged",) if number % 7 == 0 else ()
            dovecot.append("amara", raw, flags=flags)
        yield dovecot


@pytest.fixture
def putright(tmp_path, server):
    installation = Installation(tmp_path / "home")
    _watch(installation, server)
    yield installation
    installation.stop()


def _watch(putright: Installation, server: DovecotServer) -> None:
    putright.watch_imap(
        host=server.host, port=server.tls_port, username="amara", password=server.password, ca_file=str(server.ca_file)
    )


def _check_whole(putright: Installation) -> None:
    """Every mail is one row that has ended, with one place in the ledger; each that opened a case opened one."""
    assert set(putright.states()) <= ENDED
    assert putright.rows("select count(*), count(distinct digest) from cases_mail") == [(MAILS, MAILS)]
    assert putright.rows("select count(*), count(distinct uid) from cases_ledgerentry") == [(MAILS, MAILS)]
    opened = "select count(*), count(distinct case_id) from cases_mail where state = 'drafted'"
    ((mails, cases),) = putright.rows(opened)
    assert putright.rows("select count(*) from cases_case") == [(cases,)]
    assert mails == cases
    twice = "select case_id from cases_letter group by case_id having count(*) > 1"
    assert putright.rows(twice) == []
    # Whoever may harm themselves gets no letter of a machine's: a person rings first (docs/safety.md).
    without = (
        "select c.reference from cases_case c where c.kind in ('complaint', 'escalation') "
        "and not exists (select 1 from cases_letter l where l.case_id = c.id) "
        "and not exists (select 1 from cases_alert a where a.case_id = c.id and a.flag = 'self_harm')"
    )
    assert putright.rows(without) == []
    written = "select 1 from cases_letter l join cases_alert a on a.case_id = l.case_id where a.flag = 'self_harm'"
    assert putright.rows(written) == []
    assert putright.call("shell", "--no-imports", "-c", WHOLE).stdout.strip() == "[]"
    assert putright.rows("select count(*) from cases_letter where state <> 'draft'") == [(0,)]


def test_a_poll_takes_every_mail_once_and_leaves_the_mailbox_as_it_was(putright, server):
    before = server.flags("amara")
    putright.call("migrate", "--verbosity=0")
    first = putright.call_json("poll", "--drain", "--json")
    assert first["mails"] == MAILS
    assert set(first) >= {"mails", "cases", "automatic", "drafts", "could_not_read", "seconds", "mails_per_second"}
    _check_whole(putright)
    again = putright.call_json("poll", "--drain", "--json")
    assert (again["mails"], again["cases"]) == (0, 0)
    _check_whole(putright)
    assert server.flags("amara") == before


def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(putright, server):
    chance = random.Random(1)
    putright.call("migrate", "--verbosity=0")
    kills = 0
    while kills < 6:
        process = putright.start("run", "--port", "0")
        try:
            process.wait(timeout=chance.uniform(1.5, 6.0))
        except subprocess.TimeoutExpired:
            # It still runs, which is what was wanted.
            putright.kill(process)
            kills += 1
        else:
            pytest.fail(putright.log())
    putright.start("run", "--port", "0")
    putright.wait("the end of all mails", lambda: putright.rows(_ENDED_COUNT) == [(MAILS,)])
    putright.stop()
    _check_whole(putright)
    assert "@" not in putright.log().replace("@brackenshire", "")


def test_many_workers_on_postgresql_are_killed_and_redis_is_lost(tmp_path, server):
    """Two processes of four threads share the work; they are killed three times, and the queue is emptied once."""
    chance = random.Random(3)
    with PostgresServer() as postgres, RedisServer() as queue:
        putright = Installation(tmp_path / "home", PUTRIGHT_DATABASE_URL=postgres.url, PUTRIGHT_REDIS_URL=queue.url)
        _watch(putright, server)
        putright.call("migrate", "--verbosity=0")
        try:
            putright.start("clock")
            for _ in range(3):
                workers = putright.start("dramatiq", "workers", "--processes", "2", "--threads", "4")
                time.sleep(chance.uniform(6.0, 12.0))
                putright.kill(workers)
            redis.Redis.from_url(queue.url).flushall()
            # What the dead workers were given is asked for again after its lease; the story need not wait for that.
            putright.rows("update cases_mail set due_at = now() where not stuck returning id")
            putright.start("dramatiq", "workers", "--processes", "2", "--threads", "4")
            putright.wait("the end of all mails", lambda: putright.rows(_ENDED_COUNT) == [(MAILS,)])
            putright.stop()
            _check_whole(putright)
        finally:
            putright.stop()


def test_the_summary_is_readable_without_json(putright):
    putright.call("migrate", "--verbosity=0")
    said = putright.call("poll").stdout
    assert f"{MAILS} mails: 0 cases" in said
    assert json.loads(putright.call("poll", "--json").stdout)["mails"] == 0
