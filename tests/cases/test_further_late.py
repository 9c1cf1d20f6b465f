"""A council that is late still writes, with the name of the manager who agreed; and no clock looks kept by it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.errors import IncompleteError, NotNowError
from cases.models import Case, DeadlineRow, ExtensionRow, Role
from cases.services import letters
from cases.services.further import beginning
from letters.dates import say_date
from letters.draft import LetterId
from tests.cases.lives import acknowledged
from tests.factories import make_member

pytestmark = pytest.mark.django_db
MANAGER = "Helen Marsh, complaints manager"


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


@pytest.fixture
def case(officer, manager):
    return acknowledged(officer, manager)


def _on(case, what) -> date:
    return case.deadlines.get(what=what, matter=1).due_on


@pytest.fixture
def go_to(monkeypatch, case):
    """Come to a day some days after the last one that a clock of the case has."""

    def go_to(what, days=3):
        now = timezone.now() + (_on(case, what) - timezone.localdate()) + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: now)
        return timezone.localdate()

    return go_to


def _begin(case, member, until, **said):
    case.refresh_from_db()
    typed = {
        "until": until.isoformat(),
        "reason": "We must hear the school first.",
        "done": "We have read the records.",
    }
    return beginning.begin_letter(
        case_id=case.pk, version=case.version, member=member, letter=LetterId.EXTENSION, typed=typed | said
    )


def _days(case):
    return list(DeadlineRow.objects.filter(case=case).order_by("pk").values_list("what", "matter", "due_on", "met_on"))


@pytest.mark.parametrize(
    "what", ["reply", "reply_at_latest"], ids=["our day has passed", "the longest time has passed"]
)
def test_who_is_late_names_the_manager_and_writes(case, officer, go_to, what):
    today, before = go_to(what), _days(case)
    until = today + timedelta(days=10)
    with pytest.raises(IncompleteError, match="Name the manager who agreed") as told:
        _begin(case, officer, until)
    assert set(told.value.missing) == {"authorised_by"}
    letter = _begin(case, officer, until, authorised_by=MANAGER)
    words = " ".join(paragraph["text"] for paragraph in letter.draft["paragraphs"])
    assert "That day has passed" in words
    assert f"{MANAGER} agreed to this date" in words
    assert say_date(until) in words
    assert (f"ended on {say_date(_on(case, 'reply_at_latest'))}" in words) is (what == "reply_at_latest")
    missing = {c["key"] for c in letter.draft["checklist"] if c["must"] and not c["present"]}
    assert not missing & {
        "agreed_by",
        "kept_date",
        "late_said",
        "past_longest",
        "new_date",
        "ombudsman_too",
        "own_clock",
    }
    assert _days(case) == before
    assert not ExtensionRow.objects.filter(case=case).exists()


def test_a_day_that_will_be_beyond_the_longest_time_needs_the_manager_before_it_has_passed(case, officer):
    until = _on(case, "reply_at_latest") + timedelta(days=7)
    with pytest.raises(IncompleteError, match="Name the manager"):
        _begin(case, officer, until)
    words = " ".join(p["text"] for p in _begin(case, officer, until, authorised_by=MANAGER).draft["paragraphs"])
    assert "This is longer than our procedure allows." in words
    assert "has passed" not in words


def test_a_manager_named_is_no_way_around_the_page_of_dates_while_a_clock_could_hold_the_day(case, officer):
    with pytest.raises(IncompleteError, match="Write the extension down first") as told:
        _begin(case, officer, _on(case, "reply") + timedelta(days=1), authorised_by=MANAGER)
    assert set(told.value.missing) == {"until"}


@pytest.mark.parametrize("days", [0, -1], ids=["today", "yesterday"])
def test_a_new_day_that_is_over_is_none(case, officer, go_to, days):
    today = go_to("reply")
    with pytest.raises(IncompleteError, match="still to come"):
        _begin(case, officer, today + timedelta(days=days), authorised_by=MANAGER)


def test_who_is_late_again_by_the_time_of_the_signature_gives_another_day(case, officer, go_to, monkeypatch):
    today = go_to("reply_at_latest")
    letter = _begin(case, officer, today + timedelta(days=2), authorised_by=MANAGER)
    later = timezone.now() + timedelta(days=4)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(NotNowError, match="still to come"):
        letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer)
    assert Case.objects.get(pk=case.pk).letters.get(pk=letter.pk).state == "draft"
