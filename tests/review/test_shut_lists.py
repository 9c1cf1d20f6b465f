"""No list, search or count names a case to a colleague to whom it is shut: what it says may be about them."""

from datetime import timedelta

import pytest

from cases.models import Conflict
from cases.services.danger import lado
from tests.factories import NOW, make_alert, make_case, make_mail, make_member, make_pair

pytestmark = pytest.mark.django_db

GIST = "Sam Ody shouts at the children"


@pytest.fixture
def case():
    case = make_case(gist=GIST, subject="About Sam Ody", which_case="open", reference="BCC-2026-0012")
    make_mail(case=case, unread_parts=1, subject="About Sam Ody", state="joined")
    return case


@pytest.fixture
def accused(client, case):
    """A client that is signed in as whoever is accused in the case."""
    member = make_member("sam", first_name="Sam", last_name="Ody")
    alert = make_alert(case, case.mails.get(), state="escalated", raised_at=NOW - timedelta(hours=2))
    alert.done_at = NOW - timedelta(hours=1)
    alert.save()
    lado.refer_to_lado(alert_id=alert.pk, member=make_member(), accused=member)
    client.force_login(member)
    return client


PATHS = ("/", "/?bucket=triage", "/?bucket=safety", "/?bucket=waiting", "/safety", "/which-case", "/todo", "/unread")


@pytest.mark.parametrize("path", [*PATHS, "/recommendations", "/mailboxes"])
def test_no_page_names_the_case(accused, case, path):
    html = accused.get(path).content.decode()
    for words in (case.reference, GIST, "About Sam Ody"):
        assert words not in html


@pytest.mark.parametrize("words", ["Ody", "BCC-2026", "Denise", "social worker has not been"])
def test_no_search_finds_it_but_for_everybody_else(accused, officer, words):
    assert "BCC-2026-0012" not in accused.post("/find", {"find": words}).content.decode()
    accused.force_login(officer)
    assert "BCC-2026-0012" in accused.post("/find", {"find": words}).content.decode()


def test_danger_that_waits_is_no_number_to_them(accused, case):
    make_alert(case, raised_at=NOW - timedelta(minutes=30))
    html = accused.get("/todo").content.decode()
    assert "signs of danger" not in html
    assert "sign of danger" not in html


def test_the_question_of_another_message_does_not_name_it(accused, case):
    other = make_mail(case=make_case(which_case="open")).case
    make_pair(other, case, asks=True)
    make_pair(other, make_case(reference="BCC-2026-0077"), asks=True)
    html = accused.get(f"/cases/{other.pk}/which-case").content.decode()
    assert "BCC-2026-0077" in html
    assert case.reference not in html


@pytest.mark.parametrize("path", ["/", "/?bucket=triage", "/which-case", "/unread"])
def test_everybody_else_sees_it(desk, case, path):
    assert case.reference in desk.get(path).content.decode()


def test_one_that_is_only_asked_about_is_shut_to_nobody(desk, officer, case):
    Conflict.objects.create(case=case, member=officer, why="Their name.", state="asked", at=NOW)
    assert case.reference in desk.get("/").content.decode()
