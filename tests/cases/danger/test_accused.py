"""Whoever is accused in a sign of danger is shut out of the case its message is in, wherever that message goes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.conflicts import has_conflict, members_shut_out
from cases.models import Call, Case, Conflict, Joining
from cases.safety_net import reach_of, watched_alerts
from cases.services import joining
from cases.services.danger import calls, following, lado
from cases.services.tasks.conflicts import add_conflict, lift_conflict, open_conflict
from tests.factories import NOW, make_alert, make_case, make_mail, make_member, make_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def accused():
    return make_member("sam", first_name="Sam", last_name="Ody")


def _accused_in(case, accused, member):
    alert = make_alert(case, case.mails.get(), state="escalated")
    lado.refer_to_lado(alert_id=alert.pk, member=member, accused=accused)
    return alert


def _joined(case, other, member):
    return joining.join_by_hand(case_id=case.pk, other_id=other.pk, version=case.version, member=member, confirmed=True)


class TestGoingAlong:
    """The mail is put with another case, and taken back."""

    @pytest.fixture
    def case(self):
        return make_mail(case=make_case()).case

    @pytest.fixture
    def other(self):
        return make_mail(case=make_case()).case

    def test_whoever_is_accused_has_the_other_case_no_more(self, member, accused, case, other):
        _accused_in(case, accused, member)
        Case.objects.filter(pk=other.pk).update(assignee=accused)
        _joined(case, other, member)
        other.refresh_from_db()
        assert has_conflict(other.pk, accused)
        assert other.assignee is None

    def test_nor_the_case_that_it_comes_back_to(self, member, accused, case, other):
        _joined(case, other, member)
        alert = make_alert(other, Joining.objects.get(came_with=case).mail, state="escalated")
        lado.refer_to_lado(alert_id=alert.pk, member=member, accused=accused)
        joining.take_back(case_id=case.pk, member=member)
        assert has_conflict(case.pk, accused)

    def test_nobody_else_is_shut_out(self, member, accused, case, other):
        _accused_in(case, None, member)
        _joined(case, other, member)
        assert not Conflict.objects.filter(member=accused).exists()


class TestBeforeTheCase:
    """Somebody is accused in a mail that is no case yet."""

    def test_the_case_is_shut_to_them_from_its_first_moment(self, member, accused):
        mail, case = make_mail(state="read"), make_case()
        alert = make_alert(None, mail)
        lado.refer_to_lado(alert_id=alert.pk, member=member, accused=accused)
        assert not has_conflict(case.pk, accused)
        joining.join_case(mail_id=mail.pk, case_id=case.pk, words="Same reference.")
        assert has_conflict(case.pk, accused)


class TestFollowing:
    """What no step brought along is brought along by the rows alone."""

    def _unshut(self, accused, **fields):
        alert = make_alert(make_case(), state="escalated")
        alert.referrals.create(**({"to": "lado", "due_at": alert.raised_at, "accused": accused} | fields))
        return alert

    def test_an_accused_colleague_is_shut_out_once(self, accused):
        alert = self._unshut(accused)
        assert following.follow() == 1
        assert following.follow() == 0
        row = Conflict.objects.get()
        assert (row.case_id, row.member, row.state, row.said_by) == (alert.case_id, accused, "open", None)

    def test_one_whom_a_manager_let_in_again_stays_in(self, accused):
        alert = self._unshut(accused)
        following.follow()
        lift_conflict(conflict_id=Conflict.objects.get().pk, member=make_member(role="manager"), why="Another Sam.")
        following.follow()
        assert not has_conflict(alert.case_id, accused)

    @pytest.mark.parametrize(
        "fields",
        [
            pytest.param({"why_not": "It was about a teacher.", "ended_at": "now"}, id="found needless"),
            pytest.param({"to": "front_door"}, id="told to the front door"),
        ],
    )
    def test_nobody_is_shut_out_where_nothing_is_said_of_them_any_more(self, accused, fields):
        alert = self._unshut(accused)
        row = alert.referrals.get()
        for name, value in fields.items():
            setattr(row, name, alert.raised_at if value == "now" else value)
        row.save()
        assert following.follow() == 0

    def test_an_administrator_sees_no_case_anyway(self):
        self._unshut(make_member(role="administrator"))
        assert following.follow() == 0


class TestCalls:
    """Nobody who is accused is called about it, under whatever name the team knows them."""

    @pytest.fixture
    def manager(self):
        return make_member(role="manager", email=reach_of("manager").email.upper())

    def _contacts(self, alert):
        calls.plan(now=alert.raised_at + timedelta(minutes=16))
        return {call.contact for call in Call.objects.filter(step="unopened", ended_at=None)}

    @pytest.fixture(autouse=True)
    def _administrator(self, settings):
        settings.PUTRIGHT_ADMINISTRATOR = "it@council.example"

    def test_the_manager_is_called(self, manager):
        assert self._contacts(make_alert(make_case())) == {"manager"}

    def test_a_manager_to_whom_the_case_is_shut_is_not(self, manager):
        alert = make_alert(make_case())
        open_conflict(Conflict(case=alert.case, member=manager, why="Named in it.", at=alert.raised_at), None)
        assert self._contacts(alert) == {"administrator"}

    def test_one_who_is_accused_after_the_call_was_written_is_called_no_more(self, member, manager):
        alert = make_alert(make_case())
        assert self._contacts(alert) == {"manager"}
        lado.refer_to_lado(alert_id=alert.pk, member=member, accused=manager)
        (call,) = Call.objects.filter(contact="manager")
        assert calls.take(call_id=call.pk, now=alert.raised_at + timedelta(minutes=17)) is None
        assert self._contacts(alert) == {"administrator"}

    def test_a_colleague_without_an_address_is_no_contact_without_one(self, settings):
        settings.PUTRIGHT_ADMINISTRATOR = ""
        alert = make_alert(make_case())
        someone = make_member(email="")
        open_conflict(Conflict(case=alert.case, member=someone, why="Named in it.", at=alert.raised_at), None)
        assert self._contacts(alert) == {"manager"}

    def test_a_manager_to_whom_a_case_is_shut_that_was_put_with_it_is_not(self, member, manager):
        case, holder = make_mail(case=make_case()).case, make_mail(case=make_case()).case
        open_conflict(Conflict(case=case, member=manager, why="I know this family.", at=NOW), manager)
        _joined(Case.objects.get(pk=case.pk), holder, member)
        alert = make_alert(holder)
        assert has_conflict(holder.pk, manager)
        assert self._contacts(alert) == {"administrator"}

    def test_nor_one_about_whom_it_came_to_light_after_the_call_was_written(self, member, manager):
        case, holder = make_mail(case=make_case()).case, make_mail(case=make_case()).case
        _joined(case, holder, member)
        alert = make_alert(holder)
        assert self._contacts(alert) == {"manager"}
        add_conflict(case_id=case.pk, member=member, about_id=manager.pk, why="She knows this family.")
        (call,) = Call.objects.filter(contact="manager")
        assert calls.take(call_id=call.pk, now=alert.raised_at + timedelta(minutes=17)) is None
        assert self._contacts(alert) == {"administrator"}

    def test_one_who_was_let_in_there_is_called(self, member, manager):
        case, holder = make_mail(case=make_case()).case, make_mail(case=make_case()).case
        open_conflict(Conflict(case=case, member=manager, why="I know this family.", at=NOW), manager)
        _joined(Case.objects.get(pk=case.pk), holder, member)
        Conflict.objects.create(case=holder, member=manager, why="I know this family.", state="lifted", at=NOW)
        assert self._contacts(make_alert(holder)) == {"manager"}

    def test_one_to_whom_only_a_linked_case_is_shut_is_called(self, manager):
        case, other = make_case(), make_case()
        make_pair(case, other, answer="linked")
        open_conflict(Conflict(case=case, member=manager, why="I know this family.", at=NOW), manager)
        assert self._contacts(make_alert(other)) == {"manager"}

    def test_however_many_cases_and_their_families_are_asked_for_at_once(self, member, manager):
        def ask(number):
            for _ in range(number):
                case, holder = make_case(), make_case()
                Case.objects.filter(pk=case.pk).update(joined_to=holder)
                Conflict.objects.create(case=case, member=manager, why="Named in it.", at=NOW)
                make_alert(holder)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                for alert in watched_alerts():
                    assert members_shut_out(alert.case) == {manager}
            return len(asked)

        assert ask(1) == ask(4)
