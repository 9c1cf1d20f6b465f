"""The last guard: so many letters to one address and no more, over all cases; a held one waits for a person."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

import workers
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Case, Letter, Posting, Role
from cases.post_guard import digest_words, own_addresses
from cases.selectors.buckets import Bucket, cases_in
from cases.services import contact, holding, letters, sending, taking_back
from config.thresholds import default_thresholds
from letters.plain import draft_from_plain
from tests.cases.stories import a_case, decide, written
from tests.factories import make_member
from tests.servers import PostgresServer
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.django_db

LIMITS = default_thresholds().post
ADDRESS = "joan.ashby@mailbox.example"


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


def _written(case, officer, words):
    letter = decide(case, officer).letters.get()
    key = letter.draft["paragraphs"][0]["key"]
    letter = letters.edit(letter_id=letter.pk, version=letter.version, member=officer, texts={key: words})
    return letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="Left out on purpose."
    )


def _ready(officer, manager, number, address=ADDRESS):
    """Return a letter of a case of its own to one address, signed and due; each says something else."""
    words = f"My son's social worker has not come for {number + 2} weeks and nobody tells me why. I want a visit."
    case = a_case(words, subject=f"Visits {number}", From=f"Person {number} <p{number}@post.example>")
    Case.objects.filter(pk=case.pk).update(person_address=address)
    case.refresh_from_db()
    letter = _written(case, officer, f"This is letter {number}.")
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    return letter


def _sent_before(letter, number, *, minutes=1, words="other"):
    """Say that so many other letters went to the same address some minutes ago."""
    first = Posting.objects.get(letter=letter)
    at = timezone.now() - timedelta(minutes=minutes)
    for n in range(number):
        signed_at = at - timedelta(seconds=n + 1)
        Posting.objects.create(
            correspondent=first.correspondent, letter=letter, signed_at=signed_at, words=f"{words}{n}", at=at
        )


def test_letters_up_to_the_limit_leave_and_the_next_is_held_with_words(officer, manager):
    ready = [_ready(officer, manager, number) for number in range(LIMITS.letters_an_hour + 1)]
    *sent, held = ready
    assert all(sending.begin(letter_id=letter.pk) for letter in sent)
    assert sending.begin(letter_id=held.pk) is None
    held.refresh_from_db()
    assert held.state == "held"
    assert f"the limit is {LIMITS.letters_an_hour}" in held.trouble
    assert held.pk not in sending.due()
    assert held.case in cases_in(Bucket.SIGN)


def test_another_address_is_counted_apart(officer, manager):
    for number in range(LIMITS.letters_an_hour):
        sending.begin(letter_id=_ready(officer, manager, number).pk)
    other = _ready(officer, manager, 9, address="somebody.else@mailbox.example")
    assert sending.begin(letter_id=other.pk)


def test_capitals_and_a_plus_are_no_other_address(officer, manager):
    first = _ready(officer, manager, 0)
    sending.begin(letter_id=first.pk)
    _sent_before(first, LIMITS.letters_an_hour - 1)
    again = _ready(officer, manager, 1, address="Joan.Ashby+more@Mailbox.example")
    assert sending.begin(letter_id=again.pk) is None


def test_a_day_has_its_own_limit(officer, manager):
    first = _ready(officer, manager, 0)
    sending.begin(letter_id=first.pk)
    Posting.objects.update(at=timezone.now() - timedelta(hours=5))
    _sent_before(first, LIMITS.letters_a_day - 1, minutes=300)
    held = _ready(officer, manager, 1)
    assert sending.begin(letter_id=held.pk) is None
    held.refresh_from_db()
    assert "last 24 hours" in held.trouble


def test_what_went_yesterday_counts_no_more(officer, manager):
    first = _ready(officer, manager, 0)
    sending.begin(letter_id=first.pk)
    Posting.objects.update(at=timezone.now() - timedelta(hours=25))
    _sent_before(first, 20, minutes=25 * 60)
    assert sending.begin(letter_id=_ready(officer, manager, 1).pk)


def test_all_addresses_together_have_a_limit(officer, manager):
    first = _ready(officer, manager, 0)
    sending.begin(letter_id=first.pk)
    _sent_before(first, LIMITS.team_letters_an_hour)
    held = _ready(officer, manager, 1, address="somebody.else@mailbox.example")
    assert sending.begin(letter_id=held.pk) is None
    held.refresh_from_db()
    assert "to all addresses together" in held.trouble


def test_the_same_words_to_the_same_address_are_held(officer, manager):
    """Somebody said that a letter had not left, and it was signed again within minutes."""
    letter = _ready(officer, manager, 0)
    sending.begin(letter_id=letter.pk)
    sending.mark_uncertain(letter_id=letter.pk, words="The line broke.")
    taking_back.settle(letter_id=letter.pk, member=manager, was_sent=False)
    letter.refresh_from_db()
    letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer, missing_reason="None.")
    letter.refresh_from_db()
    letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    assert sending.begin(letter_id=letter.pk) is None
    letter.refresh_from_db()
    assert (letter.state, "The same words went to this address" in letter.trouble) == ("held", True)


def test_trying_again_after_a_failed_connection_is_no_second_letter(officer, manager):
    letter = _ready(officer, manager, 0)
    for _ in range(LIMITS.letters_a_day + 2):
        assert sending.begin(letter_id=letter.pk)
        sending.mark_unreachable(letter_id=letter.pk, words="No answer.")
        Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    assert Posting.objects.count() == 1


def _held(officer, manager):
    first = _ready(officer, manager, 0)
    sending.begin(letter_id=first.pk)
    _sent_before(first, LIMITS.letters_an_hour)
    letter = _ready(officer, manager, 1)
    sending.begin(letter_id=letter.pk)
    letter.refresh_from_db()
    assert letter.state == "held"
    return letter


def test_a_person_lets_a_held_letter_go_once(officer, manager):
    letter = _held(officer, manager)
    with pytest.raises(NotAllowedError):
        holding.release(letter_id=letter.pk, member=officer)
    letter = holding.release(letter_id=letter.pk, member=manager)
    assert (letter.state, letter.released_by) == ("approved", manager)
    assert letter.pk in sending.due()
    assert sending.begin(letter_id=letter.pk)
    with pytest.raises(NotNowError):
        holding.release(letter_id=letter.pk, member=manager)


def test_a_held_letter_can_be_taken_back_and_signed_anew(officer, manager):
    letter = taking_back.stop(letter_id=_held(officer, manager).pk, member=officer)
    assert (letter.state, letter.case.state, letter.signer) == ("returned", "letter", None)


@pytest.mark.parametrize(
    "address",
    ["no-reply@advice.example", "mailer-daemon@mx.example", "childrens.complaints@brackenshire.example"],
    ids=["a no-reply address", "a mail server", "our own mailbox"],
)
def test_a_letter_to_a_robot_is_refused_before_it_is_signed(officer, address):
    case = decide(a_case(From=f"Advice <{address}>", Reply_To="Joan Ashby <joan.ashby@mailbox.example>"), officer)
    letter = case.letters.get()
    with pytest.raises(IncompleteError) as refused:
        letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer, missing_reason="None.")
    assert "Give the person's own address on the case." in refused.value.missing["address"]


def test_a_person_gives_the_address_and_the_letter_goes_there(officer, manager):
    case = decide(a_case(From="Advice <no-reply@advice.example>"), officer)
    contact.set_address(case_id=case.pk, version=case.version, member=officer, address=" Joan.Ashby@Mailbox.example ")
    letter = case.letters.get()
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="Left out on purpose."
    )
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    assert sending.begin(letter_id=letter.pk).recipient_email == ADDRESS
    assert not any("mailbox" in str(event.facts) for event in case.events.all())


def test_an_address_that_reaches_nobody_is_not_taken(officer):
    case = a_case()
    with pytest.raises(IncompleteError):
        contact.set_address(case_id=case.pk, version=case.version, member=officer, address="no-reply@advice.example")
    case.refresh_from_db()
    assert case.person_address == ADDRESS


def test_the_address_stays_while_a_letter_to_it_waits(officer):
    case = written(a_case(), officer).case
    case.refresh_from_db()
    with pytest.raises(NotNowError):
        contact.set_address(case_id=case.pk, version=case.version, member=officer, address="new@mailbox.example")


def test_a_release_cures_no_robots_address(officer, manager):
    letter = _ready(officer, manager, 0)
    draft = letter.draft
    draft["recipient"]["email"] = "no-reply@advice.example"
    Letter.objects.filter(pk=letter.pk).update(draft=draft, state="held")
    with pytest.raises(IncompleteError):
        holding.release(letter_id=letter.pk, member=manager)


def test_watched_mailboxes_are_our_own(settings, tmp_path):
    settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"
    settings.PUTRIGHT_MAILBOXES.write_text(
        '[[mailbox]]\nname = "x"\nkind = "imap"\nhost = "h.example"\nusername = "shared@council.example"\n'
        f'password_file = "{tmp_path / "secret"}"\n'
    )
    (tmp_path / "secret").write_text("heron")
    assert {"shared@council.example", "childrens.complaints@brackenshire.example"} <= own_addresses()


def test_a_broken_file_of_mailboxes_stops_no_letter(settings, tmp_path):
    settings.PUTRIGHT_MAILBOXES = tmp_path / "mailboxes.toml"
    settings.PUTRIGHT_MAILBOXES.write_text("[[mailbox")
    assert "childrens.complaints@brackenshire.example" in own_addresses()


def test_the_mail_server_sees_nothing_of_a_held_letter(officer, manager, settings):
    with SmtpSink() as tray:
        settings.PUTRIGHT_SMTP_URL = f"smtp://{tray.host}:{tray.port}"
        letter = _held(officer, manager)
        workers.send_one(letter.pk)
        assert tray.envelopes == []


CROWD = """
import sys
import django
django.setup()
from django.db import connections
from cases.services import sending
import threading
taken, together = [], threading.Barrier(4)
def take(ids):
    together.wait()
    for one in ids:
        taken.append(bool(sending.begin(letter_id=one)))
    connections.close_all()
ids = [int(one) for one in sys.argv[1:]]
threads = [threading.Thread(target=take, args=(ids[n::4],)) for n in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(sum(taken))
"""

MAKE = """
import django
django.setup()
from dataclasses import replace
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
from cases.models import Case, Letter, Role
from cases.services import letters
from tests.cases.stories import a_case
from tests.cases.test_post_guard import _written
from tests.factories import make_member
writer, signer = make_member("writer"), make_member("signer", role=Role.MANAGER)
for n in range(8):
    case = a_case(f"The social worker has not come for {n} weeks. I want a visit.", subject=f"V{n}", From=f"P <p{n}@post.example>")
    Case.objects.filter(pk=case.pk).update(person_address="joan.ashby@mailbox.example", which_case="own")
    case.refresh_from_db()
    letter = _written(case, writer, f"This is letter {n}.")
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=signer)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    print(letter.pk)
"""


@pytest.mark.server
def test_workers_at_once_on_postgresql_never_pass_the_limit_together(tmp_path):
    root = Path(__file__).resolve().parents[2]
    with PostgresServer() as postgres:
        environment = os.environ | {
            "PUTRIGHT_DATABASE_URL": postgres.url,
            "PUTRIGHT_HOME": str(tmp_path),
            "PUTRIGHT_COUNCIL": "brackenshire",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONPATH": str(root),
        }

        def run(code, *arguments):
            done = subprocess.run(
                [sys.executable, "-c", code, *arguments], env=environment, cwd=root, capture_output=True, text=True, check=False
            )  # fmt: skip
            assert done.returncode == 0, done.stderr[-2000:]
            return done.stdout.split()

        ids = run(MAKE)
        assert len(ids) == 8
        assert run(CROWD, *ids) == [str(LIMITS.letters_an_hour)]


def test_the_rows_of_a_table_are_words_too(officer, manager):
    draft = draft_from_plain(_ready(officer, manager, 0).draft)
    first, *rest = draft.paragraphs
    one, other = (
        replace(draft, paragraphs=(replace(first, rows=(("Day", "Time"), ("Monday", time))), *rest))
        for time in ("ten", "two")
    )
    assert digest_words(one, "") == digest_words(one, "")
    assert digest_words(one, "") != digest_words(other, "")
