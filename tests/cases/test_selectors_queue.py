from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.selectors.buckets import Bucket
from cases.selectors.finding import find_entries
from cases.selectors.queue import QueueEntry, QueueFlag, breaks_first, list_entries
from tests.factories import NOW, make_alert, make_case, make_mail, make_message


@pytest.mark.django_db
class TestEntries:
    def test_what_breaks_first_is_first(self):
        none = make_case(next_due_on=None)
        later = make_case(next_due_on=date(2026, 3, 20))
        young = make_case(next_due_on=date(2026, 3, 20), is_young_person=True)
        oldest = make_case(next_due_on=date(2026, 3, 20), received_at=NOW - timedelta(days=9))
        late = make_case(next_due_on=date(2026, 2, 2))
        danger, older_danger = make_case(next_due_on=None), make_case(received_at=NOW - timedelta(days=2))
        make_alert(danger)
        make_alert(older_danger)
        order = [entry.id for entry in list_entries(None)]
        assert order == [case.pk for case in (older_danger, danger, late, young, oldest, later, none)]

    def test_replies_come_first_among_what_waits(self):
        due = make_case(state="waiting", next_due_on=date(2026, 3, 4))
        replied = make_case(state="waiting", next_due_on=date(2026, 3, 30))
        make_mail(case=replied, state="joined")
        assert [entry.id for entry in list_entries(Bucket.WAITING)] == [replied.pk, due.pk]

    def test_an_entry_holds_what_filters_ask(self):
        case = make_case(
            matters=2,
            decisions=[
                {"key": "matter:2", "suggested": "out_of_scope:over_a_year", "sureness": "not_sure"},
                {"key": "flag:media", "suggested": "yes", "sureness": "sure"},
                {"key": "flag:threat", "suggested": "", "sureness": "not_sure"},
                {"key": "flag:recording", "suggested": "yes", "sureness": "sure", "chosen": "no"},
            ],
        )
        make_mail(case=case)
        (entry,) = list_entries(Bucket.TRIAGE)
        assert entry.routes == ("statutory",)
        assert entry.to_decide == 1
        assert entry.sureness == "not_sure"
        assert entry.flags == (QueueFlag(code="media"), QueueFlag(code="threat", decided=False))

    def test_a_matter_somebody_decided_counts_with_its_route(self):
        decision = {"key": "matter:1", "suggested": "statutory", "sureness": "not_sure", "chosen": "corporate"}
        make_case(decisions=[decision])
        (entry,) = list_entries(Bucket.TRIAGE)
        assert (entry.routes, entry.to_decide, entry.sureness) == (("statutory",), 0, "sure")

    def test_what_is_no_complaint_has_no_routes(self):
        make_case(kind="compliment")
        (entry,) = list_entries(Bucket.TRIAGE)
        assert entry.routes == ()

    @pytest.mark.parametrize("words", ["pr-2026", "HARKER", "denise.harker@", "leo and", "visits missed", "moorside"])
    def test_a_case_is_found_by_its_words(self, words):
        case = make_case()
        make_mail(case=case)
        assert [entry.id for entry in find_entries(words)] == [case.pk]

    @pytest.mark.parametrize("words", ["nobody", "%", "_", "moor%side"])
    def test_other_words_find_nothing(self, words):
        make_mail(make_message("Plain words"), case=make_case())
        assert find_entries(words) == []


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
entries = st.builds(
    QueueEntry,
    id=st.integers(1, 999),
    reference=st.just("PR-2026-0001"),
    received_at=moments,
    person_name=st.just(""),
    assignee_id=st.none(),
    next_due_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    has_open_alert=st.booleans(),
    is_young_person=st.booleans(),
    is_blind=st.just(False),
    kind=st.just("complaint"),
)


@given(found=st.lists(entries, max_size=12))
def test_no_case_without_danger_ever_stands_before_one_with_it(found):
    order = sorted(found, key=breaks_first)
    dangers = [entry.has_open_alert for entry in order]
    assert dangers == sorted(dangers, reverse=True)
    dated = [entry.next_due_on or date.max for entry in order if not entry.has_open_alert]
    assert dated == sorted(dated)
