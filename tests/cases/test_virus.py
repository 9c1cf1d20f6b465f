"""Nothing is opened before it was scanned, nothing harmful is handed out, and no mail is hidden while the scan is away."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

import workers
from cases import opening, steps, virus
from cases.models import Event, Mail
from cases.plain import message_of
from cases.selectors.alarms import AlarmKind, list_alarms
from cases.selectors.buckets import unread_mails
from cases.services import mail as mails
from cases.services import retrying
from cases.states import MailState
from cases.virus import Gate
from ingest.message import ProblemCode, all_problems
from ingest.virus_scan import Outcome, Verdict, VirusScanDownError
from tests.cases.stories import WORDS, a_mail, store
from tests.clamd import HARM, HARM_NAME, ClamdServer, FakeClamd
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def clamd():
    with ClamdServer() as server:
        yield server


@pytest.fixture
def scanned(clamd, settings):
    """Have everything scanned by a real scanner."""
    settings.PUTRIGHT_VIRUS_SCAN = clamd.path
    virus._left_alone.clear()
    return clamd


def _with_files(*files, words=WORDS, subject="Two files"):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Joan Ashby <joan.ashby@mailbox.example>", subject
    mail["To"] = "childrens.complaints@brackenshire.example"
    mail.set_content(words)
    for number, data in enumerate(files):
        mail.add_attachment(data, maintype="text", subtype="plain", filename=f"file-{number}.txt")
    return mail.as_bytes()


def _arrive(raw):
    (mail,) = store(raw)
    workers.handle(mail.pk)
    mail.refresh_from_db()
    return mail


def _digests(mail):
    return [found.digest for found in message_of(mail).attachments]


@pytest.mark.server
class TestWithScanner:
    """A real scanner is there."""

    def test_a_clean_mail_goes_its_way_and_says_by_whom_it_was_scanned(self, scanned):
        mail = _arrive(_with_files(b"Nobody has visited us."))
        assert mail.state == MailState.DRAFTED
        scan = virus.scan_of(mail)
        assert (scan.whole.outcome, len(scan.files)) == (Outcome.CLEAN, 1)
        assert scan.mail.engine.startswith("ClamAV")
        assert {virus.gate_of(mail), *(virus.gate_of(mail, digest) for digest in _digests(mail))} == {Gate.OPEN}

    def test_the_scan_is_written_down_without_a_word_of_the_mail(self, scanned):
        mail = _arrive(_with_files(HARM))
        facts = Event.objects.get(chain=f"mail:{mail.pk}", verb="mail_scanned").facts
        assert (facts["outcome"], facts["files"], facts["infected"]) == ("infected", 1, 1)
        assert HARM_NAME not in str(facts)

    def test_an_infected_file_is_not_read_and_the_words_of_the_mail_are(self, scanned):
        mail = _arrive(_with_files(HARM, b"My stepdad comes in my room at night."))
        message = message_of(mail)
        assert [found.text for found in message.attachments] == ["", "My stepdad comes in my room at night."]
        assert "social worker has not visited" in message.body
        (problem,) = [problem for problem in all_problems(message) if problem.unread]
        assert problem.code is ProblemCode.INFECTED
        assert HARM_NAME in problem.words
        assert mail.case is not None
        assert {alert.flag for alert in mail.alerts.all()} == {"safeguarding", "unscreened"}
        assert unread_mails().get() == mail

    def test_nobody_can_download_it_nor_the_mail_it_is_in(self, scanned):
        mail = _arrive(_with_files(HARM, b"Nobody has visited us."))
        bad, good = _digests(mail)
        assert (virus.gate_of(mail), virus.gate_of(mail, bad), virus.gate_of(mail, good)) == (
            Gate.SHUT, Gate.SHUT, Gate.OPEN
        )  # fmt: skip

    def test_harm_in_the_mails_own_words_leaves_its_words_and_no_file(self, scanned):
        mail = _arrive(_with_files(b"Nobody has visited us.", words=f"{WORDS}\n{HARM.decode()}\n"))
        message = message_of(mail)
        assert "social worker has not visited" in message.body
        assert [found.text for found in message.attachments] == [""]
        assert {virus.gate_of(mail), virus.gate_of(mail, _digests(mail)[0])} == {Gate.SHUT}
        assert mail.case is not None

    def test_a_file_larger_than_it_takes_is_read_and_said_to_be_not_scanned(self, scanned):
        mail = _arrive(_with_files(b"Nobody has visited us.\n" + b"x" * 1_200_000))
        (found,) = message_of(mail).attachments
        assert found.text.startswith("Nobody has visited us.")
        (problem,) = [each for each in found.problems if each.code is ProblemCode.NOT_SCANNED]
        assert "StreamMaxLength" in problem.words
        assert not problem.unread
        assert {virus.gate_of(mail), virus.gate_of(mail, found.digest)} == {Gate.WARN}

    def test_killed_in_the_middle_the_mail_waits_unopened_and_goes_on_by_itself(self, settings):
        virus._left_alone.clear()
        with ClamdServer() as server:
            settings.PUTRIGHT_VIRUS_SCAN = server.path
            server.kill()
            mail = _arrive(_with_files(b"Nobody has visited us."))
            assert (mail.state, mail.text, mail.stuck, mail.tries) == (MailState.STORED, None, False, 0)
            assert "cannot be reached" in mail.trouble
            assert unread_mails().get() == mail
            assert mail.due_at > timezone.now()
            server.start()
            virus._left_alone.clear()
            workers.handle(mail.pk)
            mail.refresh_from_db()
        assert (mail.state, mail.scan_awaited_from, mail.trouble) == (MailState.DRAFTED, None, "")

    def test_what_waits_is_due_as_soon_as_the_scan_answers_for_another(self, scanned, settings):
        (waiting,) = store(a_mail())
        settings.PUTRIGHT_VIRUS_SCAN = f"{scanned.home}/none.ctl"
        workers.handle(waiting.pk)
        assert waiting.pk not in mails.due()
        settings.PUTRIGHT_VIRUS_SCAN = scanned.path
        _arrive(a_mail("Another thing altogether.", subject="Other"))
        assert waiting.pk in mails.due()

    def test_a_mail_from_before_the_scan_was_set_up_is_scanned_before_it_is_handed_out(self, scanned, settings):
        settings.PUTRIGHT_VIRUS_SCAN = "none"
        mail = _arrive(_with_files(HARM))
        assert virus.gate_of(mail) is Gate.OPEN
        settings.PUTRIGHT_VIRUS_SCAN = scanned.path
        assert virus.gate_of(mail) is Gate.WAIT
        assert opening.gate_now(mail) is Gate.SHUT

    def test_tried_again_the_scan_looks_with_the_signatures_of_the_day(self, scanned, settings):
        mail = _arrive(_with_files(HARM))
        with FakeClamd(_calls_clean, version=b"ClamAV 1.4.6/2/later\0") as fake:
            settings.PUTRIGHT_VIRUS_SCAN = fake.path
            retrying.try_again(mail_id=mail.pk, member=make_member())
            workers.handle_slowly(mail.pk)
        mail.refresh_from_db()
        assert mail.unread_parts == 0
        assert message_of(mail).attachments[0].text == HARM.decode()
        assert virus.gate_of(mail) is Gate.OPEN

    def test_bytes_from_elsewhere_are_scanned_by_the_same_call(self, scanned):
        assert virus.scan(HARM).outcome is Outcome.INFECTED
        assert virus.scan(b"Dear team").outcome is Outcome.CLEAN


def _take_all(link):
    link.settimeout(5)
    read = b""
    while not read.endswith(b"\0\0\0\0"):
        read += link.recv(65_536)


def _calls_clean(link):
    _take_all(link)
    link.sendall(b"stream: OK\0")


def _talks_nonsense(link):
    _take_all(link)
    link.sendall(b"stream: perhaps\0")


@pytest.fixture
def fake(settings):
    """Have everything scanned by a scanner that answers nonsense."""
    virus._left_alone.clear()
    with FakeClamd(_talks_nonsense) as found:
        settings.PUTRIGHT_VIRUS_SCAN = found.path
        yield found


def test_a_scan_that_gives_no_verdict_opens_nothing(fake):
    mail = _arrive(a_mail())
    assert (mail.state, mail.text, mail.tries) == (MailState.STORED, None, 1)
    assert "an answer that is none" in mail.trouble


def test_after_the_last_try_it_is_read_as_not_scanned_so_that_somebody_looks_for_danger(fake):
    (mail,) = store(_with_files(b"My stepdad comes in my room at night."))
    for _ in range(mails.MOST_TRIES):
        workers.handle(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.stuck) == (MailState.DRAFTED, False)
    assert mail.alerts.filter(flag="safeguarding").exists()
    assert virus.gate_of(mail) is Gate.WARN


class TestWithoutScanner:
    """A scan is wanted and cannot be asked."""

    @pytest.fixture(autouse=True)
    def away(self, settings, tmp_path):
        settings.PUTRIGHT_VIRUS_SCAN = str(tmp_path / "none.ctl")
        virus._left_alone.clear()

    def test_no_reader_is_asked(self, monkeypatch):
        monkeypatch.setattr(opening.reader, "read", _fail)
        assert _arrive(a_mail()).state == MailState.STORED

    def test_it_never_gets_stuck_and_is_never_given_up(self):
        (mail,) = store(a_mail())
        for _ in range(mails.MOST_TRIES_OF_A_MACHINE + 1):
            workers.handle(mail.pk)
        mail.refresh_from_db()
        assert (mail.stuck, mail.tries) == (False, 0)
        assert Event.objects.filter(chain=f"mail:{mail.pk}", verb="mail_awaits_scan").count() == 1

    def test_the_longer_it_waits_the_less_often_it_is_tried(self):
        mail = _arrive(a_mail())
        assert mail.due_at - timezone.now() < timedelta(seconds=11)
        Mail.objects.filter(pk=mail.pk).update(scan_awaited_from=timezone.now() - timedelta(hours=5))
        workers.handle(mail.pk)
        mail.refresh_from_db()
        assert timedelta(minutes=4) < mail.due_at - timezone.now() <= timedelta(minutes=5)

    @pytest.mark.parametrize(("minutes", "is_told"), [(4, False), (6, True)])
    def test_after_some_minutes_everybody_is_told(self, minutes, is_told):
        mail = _arrive(a_mail())
        Mail.objects.filter(pk=mail.pk).update(scan_awaited_from=timezone.now() - timedelta(minutes=minutes))
        alarms = [alarm for alarm in list_alarms(timezone.now()) if alarm.kind is AlarmKind.VIRUS_SCAN]
        assert [alarm.number for alarm in alarms] == [1] * is_told

    def test_nothing_can_be_downloaded(self):
        mail = _arrive(a_mail())
        assert (virus.gate_of(mail), opening.gate_now(mail)) == (Gate.WAIT, Gate.WAIT)

    def test_a_scanner_that_was_away_is_left_alone_for_a_moment(self, monkeypatch):
        asked = []
        monkeypatch.setattr(virus.VirusScanner, "scan", lambda _, data: asked.append(data) or _down())
        for _ in range(3):
            with pytest.raises(VirusScanDownError):
                virus.scan(b"Dear team")
        assert len(asked) == 1

    def test_a_slip_of_the_pen_in_the_settings_opens_nothing(self, settings):
        settings.PUTRIGHT_VIRUS_SCAN = "on"
        mail = _arrive(a_mail())
        assert (mail.state, mail.text) == (MailState.STORED, None)
        assert "PUTRIGHT_VIRUS_SCAN" in mail.trouble


def _fail(*_, **__):
    raise AssertionError("a reader was asked")


def _down():
    raise VirusScanDownError("away")


@pytest.mark.parametrize("word", ["none", "", "None"])
def test_without_a_scan_set_up_everything_goes_its_way_and_says_so(settings, word):
    settings.PUTRIGHT_VIRUS_SCAN = word
    mail = _arrive(a_mail())
    assert (mail.state, mail.virus_scan) == (MailState.DRAFTED, None)
    assert virus.gate_of(mail) is Gate.OPEN
    assert virus.scan(b"Dear team").outcome is Outcome.NOT_SCANNED


def test_the_steps_name_their_first_one():
    assert steps.STEPS[MailState.STORED] is opening.read_quickly


class TestWhatIsNotTakenOut:
    """A file that nobody looked at by itself never counts as clean, whatever was said of the mail it is in."""

    @pytest.fixture(autouse=True)
    def says_clean(self, monkeypatch):
        monkeypatch.setattr(virus, "scan", lambda _: Verdict(outcome=Outcome.CLEAN, engine="fake"))

    def test_a_mail_whose_files_are_all_taken_out_stays_clean(self):
        scan = virus.scan_mail(_with_files(b"one", b"two"))
        assert (scan.whole.outcome, len(scan.files)) == (Outcome.CLEAN, 2)

    def test_a_file_that_ends_the_reader_leaves_a_warning(self, monkeypatch):
        monkeypatch.setattr(virus.reader, "sandbox", _Losing)
        scan = virus.scan_mail(_with_files(b"one", b"two"))
        assert scan.of_file("f" * 64).outcome is Outcome.NOT_SCANNED
        assert "could not be taken out" in scan.mail.words

    def test_when_time_is_up_no_more_is_taken_out(self, monkeypatch):
        monkeypatch.setattr(virus, "SECONDS_A_MAIL", 0.0)
        monkeypatch.setattr(virus.reader, "sandbox", _fail)
        scan = virus.scan_mail(_with_files(b"one", b"two"))
        assert (scan.whole.outcome, scan.files) == (Outcome.NOT_SCANNED, {})


class _Losing:
    """Stands for a sandbox whose child a file ends, as ``Sandbox.attachment`` tells of it."""

    def attachment(self, raw, index):
        raise LookupError(f"attachment {index} could not be taken out") from RuntimeError("lost")
