"""Whatever shows something of a case, a mail or a list is written down: every address there is, also those to come."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.urls.converters import IntConverter
from django.utils import timezone

from cases.audit import reads
from cases.audit.reads import record_list, record_mail_read, record_read
from cases.events import broken_links
from cases.models import Event, Mail
from review import reads as pages
from review.access import NOTES_READS
from review.urls import _pages
from tests.cases.stories import a_case, written
from tests.factories import NOW, make_alert, make_case, make_mail, make_member, make_pair

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {
    "sign-in", "sign-out", "stay", "council-css", "shortcuts", "keys-switch", "settings-mailboxes",
    "settings-dates", "settings-dates-apply",
}  # fmt: skip
"""Pages with nothing of a case but references, days and counts, which an administrator may see too."""
NAMES = [page.name for page in _pages]


def _page(name):
    return next(page for page in _pages if page.name == name)


@pytest.fixture
def everything(settings, tmp_path, officer, colleague):
    """A case with all that an address may name."""
    settings.PUTRIGHT_HOME, settings.PUTRIGHT_BLIND_SHARE = tmp_path, 0
    case = a_case()
    letter, mail = written(case, colleague), case.mails.get()
    return {
        "case_id": case.pk,
        "mail_id": mail.pk,
        "letter_id": letter.pk,
        "alert_id": make_alert(case, mail).pk,
        "pair_id": make_pair(case, make_case()).pk,
        "index": 0,
        "number": 0,
    }


def test_every_number_in_an_address_leads_to_a_case_or_stands_beside_one_that_does():
    for page in _pages:
        kinds = page.pattern.converters
        numbers = {name for name, kind in kinds.items() if isinstance(kind, IntConverter)}
        assert numbers <= set(pages.LEADS) | pages.NO_CASE, page.name
        assert not kinds or numbers & set(pages.LEADS), page.name


@pytest.mark.parametrize("name", sorted(set(NAMES) - OPEN_TO_ALL))
def test_every_page_that_shows_cases_writes_down_what_it_shows(name):
    assert getattr(_page(name).callback, NOTES_READS, False), f"put @sees_cases on the view of {name}"


@pytest.mark.parametrize("name", sorted(OPEN_TO_ALL))
def test_a_page_for_everybody_names_no_case(name):
    assert not _page(name).pattern.converters


@pytest.mark.parametrize("name", [page.name for page in _pages if page.pattern.converters])
def test_what_is_shown_was_written_down_with_the_name_of_its_page(desk, officer, everything, name):
    numbers = {key: everything.get(key, "none") for key in _page(name).pattern.converters}
    path = reverse(f"review:{name}", kwargs=numbers)
    answer = desk.get(path)
    if answer.status_code == 405:
        answer = desk.post(path)
    written_down = Event.objects.filter(actor=officer, case=everything["case_id"], verb=reads.CASE_READ)
    shows = answer.status_code < 300 or answer.status_code in {403, 409, 422, 503}
    assert written_down.filter(facts__what=name).exists() == shows


class TestLists:
    @pytest.mark.parametrize(
        ("path", "facts"),
        [
            pytest.param("/", {"what": "queue", "filters": []}, id="queue"),
            pytest.param(
                "/?route=statutory&with=me&Joan+Ashby=1", {"what": "queue", "filters": ["route", "with"]}, id="filtered"
            ),
            pytest.param("/unread", {"what": "unread", "filters": []}, id="unread"),
            pytest.param("/unread?show=copies", {"what": "unread", "filters": ["show"]}, id="set aside"),
            pytest.param("/which-case", {"what": "which-cases", "filters": []}, id="which case"),
        ],
    )
    def test_a_list_is_written_on_the_members_own_chain(self, desk, officer, path, facts):
        make_case()
        desk.get(path)
        event = Event.objects.get(chain=f"member:{officer.pk}")
        assert {key: event.facts[key] for key in ("what", "filters")} == facts
        assert isinstance(event.facts["rows"], int)

    def test_a_search_is_written_down_without_its_words(self, desk, officer):
        make_case()
        desk.post("/find", {"find": "Harker"})
        event = Event.objects.get(chain=f"member:{officer.pk}")
        assert event.facts == {"what": "find", "filters": ["find"], "rows": 1}

    def test_the_page_that_asks_for_news_every_minute_is_no_reading(self, desk, officer):
        desk.get("/status?since=0")
        assert not Event.objects.filter(chain=f"member:{officer.pk}").exists()


class TestOneReading:
    def test_a_page_loaded_again_within_a_minute_is_one(self, desk, officer, everything):
        for _ in range(3):
            desk.get(f"/cases/{everything['case_id']}")
        rows = Event.objects.filter(actor=officer, verb=reads.CASE_READ, facts__what="case")
        assert rows.count() == 1

    def test_after_a_minute_it_is_another(self, desk, officer, everything, monkeypatch):
        desk.get(f"/cases/{everything['case_id']}")
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=61))
        desk.get(f"/cases/{everything['case_id']}")
        assert Event.objects.filter(actor=officer, verb=reads.CASE_READ, facts__what="case").count() == 2

    def test_another_person_another_page_and_another_case_are_others(self):
        one, two, case, other = make_member(), make_member(), make_case(), make_case()
        asked = [(case, one, "case"), (case, two, "case"), (case, one, "letter"), (other, one, "case")]
        assert [record_read(case_id=c.pk, member=m, what=w) for c, m, w in asked] == [True] * 4
        assert [record_read(case_id=c.pk, member=m, what=w) for c, m, w in asked] == [False] * 4

    def test_a_list_with_other_filters_is_another(self):
        member = make_member()
        assert record_list(member=member, what="queue", filters=["route"], rows=3)
        assert record_list(member=member, what="queue", filters=["route", "due"], rows=3)
        assert not record_list(member=member, what="queue", filters=["due", "route"], rows=3)


class TestMails:
    def test_a_mail_without_a_case_has_the_reading_in_its_own_chain(self, desk, officer):
        mail = make_mail(state="automatic")
        desk.get(f"/unread/{mail.pk}")
        event = Event.objects.get(chain=f"mail:{mail.pk}")
        assert (event.verb, event.actor, event.facts) == (reads.MAIL_READ, officer, {"what": "unread-item"})

    def test_a_mail_of_a_case_has_it_in_the_cases(self):
        case = make_case()
        record_mail_read(mail_id=make_mail(case=case).pk, member=make_member(), what="unread-item")
        assert Event.objects.get().chain == f"case:{case.pk}"

    def test_what_is_not_there_is_passed_over(self):
        member = make_member()
        assert not record_read(case_id=99, member=member, what="case")
        assert not record_mail_read(mail_id=99, member=member, what="unread-item")
        assert not Event.objects.exists()
        assert not Mail.objects.exists()


def test_beside_the_message_each_case_it_may_belong_to_is_written_down_too(desk, officer):
    case, other = make_case(which_case="open"), make_case()
    make_pair(case, other, asks=True)
    desk.get(f"/cases/{case.pk}/which-case")
    read = Event.objects.filter(actor=officer, verb=reads.CASE_READ).values_list("case_id", flat=True)
    assert set(read) == {case.pk, other.pk}


def test_who_may_see_no_case_reads_none(client, administrator, everything):
    client.force_login(administrator)
    assert client.get(f"/cases/{everything['case_id']}").status_code == 403
    assert not Event.objects.filter(actor=administrator).exists()


def test_what_cannot_be_written_down_is_not_shown(desk, everything, monkeypatch):
    def _broken(**_):
        raise OSError

    monkeypatch.setattr(pages, "record_read", _broken)
    desk.raise_request_exception = False
    answer = desk.get(f"/cases/{everything['case_id']}")
    assert answer.status_code == 500
    assert b"Ashby" not in answer.content


def test_readings_keep_a_chain_whole(desk, everything):
    for path in ("", "/which-case", "/monitoring"):
        desk.get(f"/cases/{everything['case_id']}{path}")
    assert broken_links(f"case:{everything['case_id']}") == []
