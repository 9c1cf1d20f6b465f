from email.message import EmailMessage

import pytest
from django.test import Client

from cases import blobs
from ingest.parse import parse_message
from tests.factories import make_alert, make_case, make_mail, make_member, make_message, make_pair

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "connect-src 'self'",
}  # fmt: skip


@pytest.mark.parametrize("path", ["/", "/sign-in", "/shortcuts", "/mailboxes", "/nothing-here", "/status"])
def test_every_page_is_strict_and_kept_by_no_browser(desk, path):
    headers = desk.get(path).headers
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def case_paths():
    case, other = make_case(), make_case()
    mail = make_mail(case=case)
    alert, pair = make_alert(case, mail), make_pair(case, other)
    reading = ["/", "/status", f"/cases/{case.pk}", f"/mails/{mail.pk}/original", f"/mails/{mail.pk}/attachments/0"]
    writing = [
        "/find", "/assign", f"/cases/{case.pk}/save", f"/cases/{case.pk}/matter", f"/cases/{case.pk}/file",
        f"/pairs/{pair.pk}", *(f"/alerts/{alert.pk}/{what}" for what in ("escalate", "dismiss", "confirm")),
    ]  # fmt: skip
    return reading, writing, case


def test_nobody_sees_a_case_without_signing_in(client, db):
    reading, writing, _ = case_paths()
    for path in reading:
        assert client.get(path).headers["Location"].startswith("/sign-in")
    for path in writing:
        assert client.post(path).headers["Location"].startswith("/sign-in")


def test_an_administrator_sees_no_case_and_is_told_why(client, administrator):
    reading, writing, case = case_paths()
    client.force_login(administrator)
    answers = [client.get(path) for path in reading] + [client.post(path) for path in writing]
    for answer in answers:
        assert answer.status_code == 403
        page = answer.content.decode()
        assert "Administrators see no cases" in page
        assert case.person_name not in page
        assert case.gist not in page
    assert client.get("/mailboxes").status_code == 200
    assert not case.events.exists()


def test_what_changes_something_takes_a_post(desk):
    _, writing, _ = case_paths()
    for path in writing:
        assert desk.get(path).status_code == 405


def test_a_form_without_its_token_changes_nothing(officer):
    case = make_case()
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    answer = client.post(f"/cases/{case.pk}/save", {"version": 1, "kind": "comment", "save": "later"})
    assert answer.status_code == 403
    assert "That form was too old" in answer.content.decode()
    case.refresh_from_db()
    assert case.kind == "complaint"


def test_a_page_that_is_not_there_has_a_reference_and_no_persons_data(desk):
    answer = desk.get("/cases/999")
    assert answer.status_code == 404
    assert "say this reference" in answer.content.decode()


def test_a_fault_has_a_reference_and_what_to_do(officer, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    case = make_case()
    monkeypatch.setattr("review.views.case.lay_out_case", lambda *_, **__: 1 / 0)
    answer = client.get(f"/cases/{case.pk}")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "tell an administrator this reference" in page
    assert case.person_name not in page


def test_the_original_is_a_download_byte_for_byte(desk):
    raw = b"Subject: x\r\n\r\n<script>alert(1)</script>"
    case = make_case()
    mail = make_mail(make_message(digest=blobs.put(raw)), case=case)
    answer = desk.get(f"/mails/{mail.pk}/original")
    assert answer.content == raw
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{case.reference}-{mail.pk}.eml"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert case.events.filter(verb="case_read").count() == 1


def test_an_attachment_is_a_download_whatever_it_claims_to_be(desk, monkeypatch):
    from ingest.parse import AttachmentBytes

    case = make_case()
    mail = make_mail(case=case)
    found = AttachmentBytes(filename='no"te\r\n.html', media_type="text/html", content=b"<script>")
    monkeypatch.setattr("review.views.files.reader.attachment", lambda _mail, _index: found)
    answer = desk.get(f"/mails/{mail.pk}/attachments/0")
    assert answer.content == b"<script>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_councils_colours_are_a_stylesheet_anybody_may_read(client, db):
    answer = client.get("/council.css")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "--council-colour: #" in answer.content.decode()


def test_the_officer_may_turn_keys_and_highlights_off(desk, officer):
    desk.post("/shortcuts/switch", {"keys_on": "no"})
    desk.post("/shortcuts/switch", {"highlights_on": "no"})
    officer.refresh_from_db()
    assert (officer.keys_on, officer.highlights_on) == (False, False)
    assert "pr-keys-off pr-marks-off" in desk.get("/").content.decode()


def test_a_managers_and_an_officers_page_are_the_same(client, db):
    client.force_login(make_member("helen", role="manager"))
    assert client.get("/").status_code == 200


def test_a_real_attachment_comes_out_of_the_kept_mail_as_it_was_sent(desk):
    mail = EmailMessage()
    mail["Subject"] = "With a file"
    mail.set_content("See the file.")
    mail.add_attachment(b"%PDF-1.4 invented", maintype="application", subtype="pdf", filename="letter.pdf")
    row = make_mail(make_message(digest=blobs.put(mail.as_bytes())), case=make_case())
    index = parse_message(mail.as_bytes()).attachments[0].index
    answer = desk.get(f"/mails/{row.pk}/attachments/{index}")
    assert answer.content == b"%PDF-1.4 invented"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert desk.get(f"/mails/{row.pk}/attachments/{index + 9}").status_code == 404


def test_a_request_for_another_host_is_refused_without_a_fault(db):
    answer = Client().get("/sign-in", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "That did not work" in answer.content.decode()
