"""An original is handed out as a download, after the virus scan, with its event; what is harmful is handed to nobody."""

import pytest

from cases import reader, virus
from cases.models import Event
from cases.services import scanning
from ingest.mail_scan import MailScan
from ingest.parse import attachment_bytes
from ingest.virus_scan import Outcome, Verdict
from tests.cases.stories import a_mail, store
from tests.factories import NOW, make_case
from tests.ingest.test_mail_scan import CLEAN, HARM, LETTER, TOO_LARGE, _digest, _mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_child(monkeypatch):
    """Take attachments out here: the sandbox has tests of its own."""

    class Bench:
        def attachment(self, raw, index):
            return attachment_bytes(raw, index)

    monkeypatch.setattr(reader, "sandbox", Bench)


@pytest.fixture
def mail():
    (found,) = store(_mail())
    found.case = make_case()
    found.save()
    return found


def _say(mail, whole, letter=CLEAN):
    scan = MailScan(at=NOW, mail=whole, files={_digest(LETTER): letter})
    scanning.save_scan(mail_id=mail.pk, scan=scan)


FILE, WHOLE = "attachments/0", "original"


@pytest.mark.parametrize(
    ("whole", "letter", "path", "status"),
    [
        (CLEAN, CLEAN, FILE, 200),
        (CLEAN, CLEAN, WHOLE, 200),
        (HARM, HARM, FILE, 403),
        (HARM, HARM, WHOLE, 403),
        (CLEAN, HARM, WHOLE, 403),
        (HARM, CLEAN, FILE, 403),
    ],
    ids=["clean file", "clean mail", "file", "mail with it", "only by itself", "nobody knows where"],
)
def test_what_is_harmful_is_handed_to_nobody(desk, mail, whole, letter, path, status):
    _say(mail, whole, letter)
    for answer in (desk.get(f"/mails/{mail.pk}/{path}"), desk.post(f"/mails/{mail.pk}/{path}")):
        assert answer.status_code == status
        is_download = answer.headers.get("Content-Disposition", "").startswith("attachment")
        assert is_download == (status == 200)
    if status == 403:
        assert b"Invented.Harm-1" in answer.content
        assert LETTER not in answer.content


def test_it_is_never_shown_and_never_guessed_at(desk, mail):
    answer = desk.get(f"/mails/{mail.pk}/{FILE}")
    assert answer.content == LETTER
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_was_not_scanned_is_handed_out_after_a_warning_and_that_is_written_down(desk, mail, officer):
    _say(mail, CLEAN, TOO_LARGE)
    path = f"/mails/{mail.pk}/{FILE}"
    warning = desk.get(path)
    assert b"Download it all the same" in warning.content
    assert not Event.objects.filter(verb="original_downloaded").exists()
    assert desk.post(path).content == LETTER
    event = Event.objects.get(verb="original_downloaded")
    assert (event.actor, event.case, event.facts) == (
        officer, mail.case, {"mail": mail.pk, "part": 0, "scanned": False}
    )  # fmt: skip


def test_a_download_is_a_reading_of_the_case(desk, mail, officer):
    desk.get(f"/mails/{mail.pk}/{WHOLE}")
    verbs = set(mail.case.events.filter(actor=officer).values_list("verb", flat=True))
    assert verbs == {"case_read", "original_downloaded"}


def test_a_mail_without_a_case_keeps_who_downloaded_it(desk, officer):
    (mail,) = store(a_mail())
    desk.get(f"/mails/{mail.pk}/{WHOLE}")
    assert Event.objects.get(chain=f"mail:{mail.pk}", verb="original_downloaded").actor == officer


@pytest.mark.parametrize("path", [FILE, WHOLE])
def test_nothing_is_handed_out_before_the_scan(desk, mail, settings, tmp_path, path):
    settings.PUTRIGHT_VIRUS_SCAN = str(tmp_path / "none.ctl")
    virus._left_alone.clear()
    for answer in (desk.get(f"/mails/{mail.pk}/{path}"), desk.post(f"/mails/{mail.pk}/{path}")):
        assert answer.status_code == 503
        assert b"waits for the virus scan" in answer.content


def test_one_that_was_never_scanned_is_scanned_when_it_is_asked_for(desk, mail, settings, monkeypatch):
    settings.PUTRIGHT_VIRUS_SCAN = "/run/nobody.ctl"
    harm = Verdict(outcome=Outcome.INFECTED, name="Invented.Harm-1", engine="ClamAV 1.4.6")
    monkeypatch.setattr(virus, "scan", lambda data: harm if data == LETTER else CLEAN)
    assert desk.get(f"/mails/{mail.pk}/attachments/1").status_code == 200
    assert desk.get(f"/mails/{mail.pk}/{FILE}").status_code == 403


@pytest.mark.parametrize(
    ("whole", "letter", "words"),
    [
        (CLEAN, CLEAN, "No virus found, 3 March 2026 at 2:05pm, by ClamAV 1.4.6"),
        (HARM, HARM, "The virus scan found “Invented.Harm-1”"),
        (CLEAN, TOO_LARGE, "Not scanned for viruses. It is larger than the virus scan takes."),
    ],
    ids=["clean", "infected", "too large"],
)
def test_the_verdict_stands_beside_the_message_and_its_files(desk, mail, whole, letter, words):
    from ingest.parse import parse_message
    from ingest.plain import message_to_plain

    mail.text = message_to_plain(parse_message(_mail()))
    mail.state = "drafted"
    mail.save()
    _say(mail, whole, letter)
    for path in (f"/cases/{mail.case_id}", f"/unread/{mail.pk}"):
        body = desk.get(path).content.decode()
        assert words in body
        assert (f'href="/mails/{mail.pk}/attachments/0"' in body) == (letter is not HARM)


def test_without_a_scan_that_is_said_too(desk, mail):
    from ingest.parse import parse_message
    from ingest.plain import message_to_plain

    mail.text = message_to_plain(parse_message(_mail()))
    mail.state = "drafted"
    mail.save()
    assert "Not scanned for viruses: no virus scan is set up" in desk.get(f"/cases/{mail.case_id}").content.decode()


def test_an_administrator_downloads_nothing(client, administrator, mail):
    client.force_login(administrator)
    assert client.get(f"/mails/{mail.pk}/{WHOLE}").status_code == 403
