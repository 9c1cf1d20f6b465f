"""Whoever decides about a case and whoever deals with danger in its mail never wait for each other in a circle."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import PostgresServer

MEET = """
import sys, threading, time
import django; django.setup()
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
call_command("migrate", verbosity=0)
from cases.models import Mail
from cases.services import joining
from cases.services.danger.rows import locked_alert
from cases.services.monitoring import vault
from cases.services.triage import Choice, save_decisions
from tests.cases.monitoring.test_vault import WORDS
from tests.cases.stories import a_case, a_mail, arrive
from tests.factories import make_alert, make_member

member = make_member("priya")
hides = {"flag:equalities": Choice("yes")}

def story(n):
    case = a_case(f"{WORDS} This is letter {n}.", subject=f"V{n}", From=f"P <p{n}@post.example>")
    mail = case.mails.get()
    alert = mail.alerts.first() or make_alert(case, mail)
    case.refresh_from_db()
    return case, mail, alert

def save(case):
    save_decisions(case_id=case.pk, version=case.version, member=member, choices=hides)

def take_out(case):
    vault.take_out(case_id=case.pk, version=case.version, member=member)

def turn_back(case):
    vault.turn_back(case_id=case.pk, version=case.version, member=member, why="ground")

def join(case):
    joining.join_case(mail_id=replies[case.pk].pk, case_id=case.pk, words="It names the reference.")

def prepare(act, case):
    if act in (turn_back, join):
        take_out(case)
        case.refresh_from_db()
    if act is join:
        (reply,) = arrive(a_mail("Any news of this?", subject="Hello", From="P <p9@post.example>"))
        Mail.objects.filter(pk=reply.pk).update(state="read", case=None)
        replies[case.pk] = reply

def waiting():
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_locks where not granted")
        return cursor.fetchone()[0]

def meet(act, case, mail, alert):
    held, faults = threading.Event(), []
    def decide():
        held.wait()
        try:
            act(case)
        except Exception as error:
            faults.append(f"{act.__name__}: {error!r}")
        finally:
            connection.close()
    thread = threading.Thread(target=decide)
    thread.start()
    try:
        with transaction.atomic():
            Mail.objects.select_for_update().get(pk=mail.pk)
            held.set()
            while not waiting() and thread.is_alive():
                time.sleep(0.02)
            locked_alert(alert.pk)
    except OperationalError as error:
        faults.append(f"{act.__name__}: the alert: {error!r}")
    thread.join()
    return faults

replies = {}
for n, act in enumerate((save, take_out, turn_back, join)):
    case, mail, alert = story(n)
    prepare(act, case)
    print("; ".join(meet(act, case, mail, alert)) or f"{act.__name__} fine")
"""


@pytest.mark.server
def test_decisions_and_danger_pass_each_other_on_postgresql(tmp_path):
    root = Path(__file__).resolve().parents[2]
    with PostgresServer() as postgres:
        environment = os.environ | {
            "PUTRIGHT_DATABASE_URL": postgres.url,
            "PUTRIGHT_HOME": str(tmp_path),
            "PUTRIGHT_COUNCIL": "brackenshire",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(root),
        }
        done = subprocess.run(
            [sys.executable, "-c", MEET], env=environment, cwd=root, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == ["save fine", "take_out fine", "turn_back fine", "join fine"]
