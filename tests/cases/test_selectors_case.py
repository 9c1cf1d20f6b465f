from datetime import timedelta

import pytest
from django.db import transaction

from cases import events
from cases.selectors.case import find_other_reader, find_place, open_file
from tests.factories import NOW, make_alert, make_case, make_deadline, make_letter, make_mail, make_member, make_pair

pytestmark = pytest.mark.django_db


def test_a_file_holds_all_that_belongs_to_a_case_and_nothing_else():
    case, other = make_case(matters=2), make_case()
    mail, _ = make_mail(case=case), make_mail(case=other)
    alert, deadline, pair = make_alert(case, mail), make_deadline(case), make_pair(case, other)
    make_deadline(other)
    make_letter(case, state="dropped")
    letter = make_letter(case)
    file = open_file(case.pk)
    assert file.mails == (mail,)
    assert file.alerts == (alert,)
    assert file.deadlines == (deadline,)
    assert file.pairs == (pair,)
    assert file.letter == letter
    assert [matter.number for matter in file.matters] == [1, 2]
    assert [row.key for row in file.decisions] == ["kind", "matter:1", "matter:2", "stage"]


def test_no_case_has_no_file():
    assert open_file(99) is None


def test_evidence_points_into_the_mail_the_case_was_opened_for():
    case = make_case()
    make_mail(case=case, state="joined", received_at=NOW - timedelta(days=9))
    first = make_mail(case=case, state="drafted", received_at=NOW)
    assert open_file(case.pk).main_mail == first


def test_a_case_made_of_replies_only_still_has_a_mail():
    case = make_case()
    mail = make_mail(case=case, state="joined")
    assert open_file(case.pk).main_mail == mail
    assert open_file(make_case().pk).main_mail is None


def test_a_case_knows_its_place_and_neighbours():
    cases = [make_case() for _ in range(3)]
    place = find_place(cases[1].pk)
    assert (place.number, place.total, place.before, place.after) == (2, 3, cases[0].pk, cases[2].pk)
    assert (find_place(cases[0].pk).before, find_place(cases[2].pk).after) == (None, None)


def test_a_case_that_needs_no_action_has_no_place():
    assert find_place(make_case(state="filed").pk) is None


def test_the_other_person_who_opened_it_last_is_named():
    case, me, marcus = make_case(), make_member(), make_member(first_name="Marcus", last_name="Bell")
    with transaction.atomic():
        events.record_for_case("case_read", case, actor=marcus)
        events.record_for_case("case_read", case, actor=me)
    since = case.events.first().at - timedelta(minutes=10)
    assert find_other_reader(case.pk, member_id=me.pk, since=since).name == "Marcus Bell"
    assert find_other_reader(case.pk, member_id=me.pk, since=since + timedelta(hours=1)) is None
    assert find_other_reader(make_case().pk, member_id=me.pk, since=since) is None
