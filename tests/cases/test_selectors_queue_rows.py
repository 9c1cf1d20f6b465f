"""A row of the queue keeps the order, and shows who decided, whose letter needs somebody and what was passed on."""

import pytest

from cases.selectors.queue import list_entries
from cases.selectors.queue_rows import list_rows
from tests.factories import NOW, make_alert, make_case, make_letter, make_mail, make_member

pytestmark = pytest.mark.django_db


def test_rows_keep_the_order_and_add_what_is_shown():
    writer = make_member("marcus", first_name="Marcus", last_name="Bell")
    signing, decided, escalated = make_case(state="signing"), make_case(), make_case()
    make_letter(signing, state="dropped")
    letter = make_letter(signing, state="to_sign", writer=writer)
    decided.decisions.filter(key="kind").update(chosen="complaint", chosen_by=writer)
    make_alert(escalated, state="escalated", done_at=NOW)
    entries = list_entries(None)
    rows = list_rows(entries)
    assert [row.entry for row in rows] == entries
    shown = {row.case.pk: row for row in rows}
    assert shown[signing.pk].letter == letter
    assert shown[decided.pk].decided_by == "Marcus Bell"
    assert shown[escalated.pk].escalated_at == NOW


def test_the_number_of_queries_does_not_grow_with_the_queue(django_assert_max_num_queries):
    for _ in range(12):
        make_mail(case=make_case(matters=2))
    with django_assert_max_num_queries(10):
        list_rows(list_entries(None))
