import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_case, make_member

PASSWORD = "correct horse battery"


@pytest.fixture
def at_two_oclock():
    """Let time pass here: the lock counts real minutes."""


@pytest.fixture
def member(db):
    return make_member("priya", password=PASSWORD)


def sign_in(client, name, password=PASSWORD, **more):
    return client.post("/sign-in", {"username": name, "password": password, **more})


@pytest.mark.parametrize("name", ["priya", "priya@brackenshire.example", "PRIYA@brackenshire.example"])
def test_somebody_signs_in_by_user_name_or_work_email(client, member, name):
    assert sign_in(client, name).headers["Location"] == "/"


def test_an_email_of_two_people_signs_in_neither(client, member):
    make_member("other", email="priya@brackenshire.example", password=PASSWORD)
    assert sign_in(client, "priya@brackenshire.example").status_code == 200


def test_a_wrong_password_is_an_error_summary_that_says_nothing_of_who_exists(client, member):
    wrong = sign_in(client, "priya", "not it at all").content.decode()
    nobody = sign_in(client, "nobody", "not it at all").content.decode()
    for page in (wrong, nobody):
        assert "govuk-error-summary" in page
        assert "Enter the user name and password of a Putright account" in page
    assert 'value="priya"' in wrong


def test_passwords_may_be_pasted_and_kept_by_a_password_manager(client, db):
    page = client.get("/sign-in").content.decode()
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="username"' in page
    assert "onpaste" not in page


def test_one_comes_back_to_the_page_one_wanted(client, member):
    case = make_case()
    wanted = client.get(f"/cases/{case.pk}")
    assert wanted.headers["Location"] == f"/sign-in?next=/cases/{case.pk}"
    assert sign_in(client, "priya", next=f"/cases/{case.pk}").headers["Location"] == f"/cases/{case.pk}"


def test_an_administrator_begins_at_the_mailboxes(client, db):
    make_member("ada", role="administrator", password=PASSWORD)
    assert sign_in(client, "ada").headers["Location"] == "/mailboxes"


def test_nobody_is_sent_to_another_site_after_signing_in(client, member):
    assert sign_in(client, "priya", next="https://elsewhere.example/").headers["Location"] == "/"


def test_too_many_wrong_passwords_lock_and_say_for_how_long(client, member):
    for _ in range(10):
        answer = sign_in(client, "priya", "not it at all")
    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.content.decode()
    assert "Wait 15 minutes" in sign_in(client, "priya").content.decode()


def test_signing_out_takes_a_post(desk):
    assert desk.get("/sign-out").status_code == 405
    assert desk.post("/sign-out").headers["Location"] == "/sign-in"
    assert desk.get("/").headers["Location"].startswith("/sign-in")


def test_every_page_knows_when_the_session_ends(client, member, monkeypatch):
    sign_in(client, "priya")
    later = timezone.now() + timedelta(hours=7)
    monkeypatch.setattr(timezone, "now", lambda: later)
    seconds = int(re.search(r'data-session="(\d+)"', client.get("/shortcuts").content.decode())[1])
    assert 3500 <= seconds <= 3600
    client.post("/stay")
    assert 'data-session="28800"' in client.get("/shortcuts").content.decode()


def test_saying_that_one_is_still_here_renews_the_session(desk):
    assert desk.post("/stay").json() == {"seconds": 28800}
    assert desk.get("/stay").status_code == 405
