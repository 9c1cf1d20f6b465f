"""Dates and holidays: what would move, to whom another date was told, and one button."""

from datetime import date

import pytest

from cases.models import Event, Letter, Role
from cases.redating import loaded_digest
from tests.cases.stories import a_case, written
from tests.cases.test_redating import PROCLAIMED, new_holiday
from tests.factories import NOW, make_member

pytestmark = pytest.mark.django_db
PAGE = "/settings/dates"


@pytest.fixture
def manager():
    return make_member("mira", role=Role.MANAGER, first_name="Mira", last_name="Lunt")


@pytest.fixture
def bench(client, manager):
    """A client that is signed in as a manager."""
    client.force_login(manager)
    return client


@pytest.fixture(autouse=True)
def same_files(monkeypatch):
    """Let the files be as they were: what stands in for them was read at this start."""
    monkeypatch.setattr("review.views.redating.has_old_files", lambda: False)


def text(response):
    return response.content.decode()


def test_nothing_would_move(bench):
    a_case()
    html = text(bench.get(PAGE))
    assert "No date would move" in html
    assert "Move these dates" not in html


def test_what_would_move_is_shown_and_nothing_moves(bench, monkeypatch):
    case = a_case()
    before = list(case.deadlines.values_list("due_on", flat=True))
    new_holiday(monkeypatch, PROCLAIMED)
    html = text(bench.get(PAGE))
    assert case.reference in html
    assert "Thursday 5 March 2026 no longer counts: Proclaimed holiday" in html
    assert "Move these dates" in html
    assert list(case.deadlines.values_list("due_on", flat=True)) == before


def test_whoever_was_told_another_date_stands_apart(bench, monkeypatch):
    letter = written(a_case(), make_member())
    Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=NOW)
    new_holiday(monkeypatch, PROCLAIMED)
    page = bench.get(PAGE).context["page"]
    assert page.told
    assert all("the person was told" in note for row in page.told for note in row.notes)
    assert {row.what for row in page.told}.isdisjoint({row.what for row in page.others})


def test_one_button_moves_them(bench, manager, monkeypatch):
    case = a_case()
    new_holiday(monkeypatch, PROCLAIMED)
    html = text(bench.post(f"{PAGE}/apply", {"digest": loaded_digest()}, follow=True))
    assert "of 1 open case moved" in html
    assert "No date would move" in html
    assert Event.objects.get(case=case, verb="dates_moved").actor == manager


def test_a_page_that_is_out_of_date_moves_nothing(bench, monkeypatch):
    case = a_case()
    new_holiday(monkeypatch, PROCLAIMED)
    response = bench.post(f"{PAGE}/apply", {"digest": "another"})
    assert response.status_code == 422
    assert "has changed since you looked" in text(response)
    assert not Event.objects.filter(case=case, verb="dates_moved").exists()


def test_an_administrator_may_and_sees_no_case(client, administrator, monkeypatch):
    case = a_case()
    new_holiday(monkeypatch, date(2026, 3, 5))
    client.force_login(administrator)
    html = text(client.get(PAGE))
    assert case.reference in html
    assert f"/cases/{case.pk}" not in html
    assert "Ashby" not in html
    assert f'href="{PAGE}"' in text(client.get("/mailboxes"))


def test_an_officer_may_not(desk):
    assert desk.get(PAGE).status_code == 403
    assert desk.post(f"{PAGE}/apply", {"digest": loaded_digest()}).status_code in {403, 422}
    assert f'href="{PAGE}"' not in text(desk.get("/"))


def test_files_that_have_changed_since_the_start_are_said_and_nothing_can_be_applied(bench, monkeypatch):
    a_case()
    new_holiday(monkeypatch, PROCLAIMED)
    monkeypatch.setattr("review.views.redating.has_old_files", lambda: True)
    html = text(bench.get(PAGE))
    assert "must start it again" in html
    assert "Move these dates" not in html
