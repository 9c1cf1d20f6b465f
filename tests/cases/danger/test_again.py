"""What was found needless comes back whole when it was danger after all, and words nobody has seen call anew."""

from datetime import timedelta

import pytest

from cases.errors import NotNowError
from cases.models import Call, Event, Task
from cases.services import safety
from cases.services.alert_rows import raise_alert
from cases.services.alerts import raise_screened
from cases.services.danger import calls, following, lado, referrals
from cases.services.danger.opening import note_opened
from cases.services.tasks.raising import end_task
from cases.states import TaskState
from classify.screen import Screening
from tests.factories import NOW, make_alert, make_case, make_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def alert(clock):
    return make_alert(make_case(), raised_at=NOW)


def _words(quote, start=0):
    return {"where": "body", "start": start, "end": start + len(quote), "quote": quote}


def _made(alert, step):
    return list(alert.calls.filter(step=step, ended_at=None).values_list("contact", flat=True))


class TestReferrals:
    """A referral is opened again, with its times and its calls."""

    def _dismissed(self, alert, member):
        lado.refer_to_lado(alert_id=alert.pk, member=member)
        safety.dismiss(alert_id=alert.pk, member=member, reason="A figure of speech.")

    def test_escalating_after_all_brings_the_lado_back(self, alert, member, clock):
        self._dismissed(alert, member)
        clock.pass_(days=1)
        safety.escalate(alert_id=alert.pk, member=member)
        row = alert.referrals.get(to="lado")
        assert (row.ended_at, row.why_not) == (None, "")
        assert row.due_at > clock.now
        assert Event.objects.filter(verb="referral_due", facts__referral=row.pk).count() == 2

    def test_one_that_a_person_found_needless_stays_so(self, alert, member):
        row = lado.refer_to_lado(alert_id=alert.pk, member=member)
        referrals.end_referral(referral_id=row.pk, member=member, why_not="It was about a teacher.")
        safety.escalate(alert_id=alert.pk, member=member)
        row.refresh_from_db()
        assert row.why_not == "It was about a teacher."

    def test_a_referral_that_was_not_needed_can_be_asked_for_again(self, alert, member, clock):
        safety.escalate(alert_id=alert.pk, member=member)
        row = referrals.refer_elsewhere(alert_id=alert.pk, member=member, to="emergency_duty")
        referrals.end_referral(referral_id=row.pk, member=member, why_not="The desk has it.")
        clock.pass_(hours=1)
        row = referrals.refer_elsewhere(alert_id=alert.pk, member=member, to="emergency_duty")
        assert (row.ended_at, row.why_not) == (None, "")
        assert Event.objects.filter(verb="referral_due", facts__referral=row.pk).count() == 2

    def test_one_that_was_answered_is_not_opened_again(self, alert, member):
        safety.escalate(alert_id=alert.pk, member=member, to="Dee Marsh")
        row = alert.referrals.get()
        referrals.note_written(referral_id=row.pk, member=member)
        ended = referrals.note_answered(referral_id=row.pk, member=member, answer="An assessment begins.").ended_at
        assert referrals.refer_elsewhere(alert_id=alert.pk, member=member, to="front_door").ended_at == ended

    @pytest.mark.parametrize("is_reached", [True, False], ids=["the manager was reached", "nobody was reached"])
    def test_its_calls_are_made_again_and_the_old_ones_stay_in_the_list(self, alert, member, clock, is_reached):
        safety.escalate(alert_id=alert.pk, member=member)
        row = lado.refer_to_lado(alert_id=alert.pk, member=member)
        clock.now = row.due_at + timedelta(minutes=1)
        calls.plan()
        assert _made(alert, "untold_lado") == ["manager"]
        if is_reached:
            for call in alert.calls.filter(step="untold_lado"):
                calls.note_reached(call_id=call.pk)
        referrals.end_referral(referral_id=row.pk, member=member, why_not="It was about a teacher.")
        calls.plan()
        row = lado.refer_to_lado(alert_id=alert.pk, member=member)
        calls.plan()
        assert _made(alert, "untold_lado") == []
        clock.now = row.due_at + timedelta(minutes=1)
        calls.plan()
        assert _made(alert, "untold_lado") == ["manager"]
        assert Call.objects.filter(alert=alert, step__startswith="untold_lado").count() == 2

    def test_it_can_be_found_needless_more_often_than_there_are_names_for_its_calls(self, alert, member, clock):
        safety.escalate(alert_id=alert.pk, member=member)
        for _ in range(12):
            row = lado.refer_to_lado(alert_id=alert.pk, member=member)
            clock.now = row.due_at + timedelta(minutes=1)
            calls.plan()
            assert _made(alert, "untold_lado") == ["manager"]
            referrals.end_referral(referral_id=row.pk, member=member, why_not="No.")
            calls.plan()


class TestRinging:
    """Somebody who may harm themselves is rung after all."""

    @pytest.fixture
    def harm(self, clock):
        alert = make_alert(make_case(), flag="self_harm", raised_at=NOW)
        following.follow()
        return alert

    def test_the_call_comes_back_with_an_hour_from_now(self, harm, member, clock):
        safety.dismiss(alert_id=harm.pk, member=member, reason="They quote a song.")
        assert following.follow() == 0
        clock.pass_(hours=3)
        safety.escalate(alert_id=harm.pk, member=member)
        following.follow()
        task = Task.objects.get()
        assert (task.state, task.due_at) == ("open", clock.now + timedelta(hours=1))
        assert following.follow() == 0

    def test_one_that_a_person_ended_stays_ended(self, harm, member):
        end_task(
            task_id=Task.objects.get().pk, member=member, state=TaskState.NOT_NEEDED, note="Their sister is there."
        )
        assert following.follow() == 0


class TestNewWords:
    """Words that come in after somebody opened an alert are called about like the first."""

    @pytest.fixture
    def mail(self, clock):
        return make_mail(case=make_case())

    def _alerts(self, mail, flag="safeguarding"):
        return [(row.round, row.state, row.words) for row in mail.alerts.filter(flag=flag).order_by("round")]

    def test_they_join_an_alert_that_nobody_has_opened(self, mail):
        raise_alert(mail, "safeguarding", [_words("He hit her")])
        raise_alert(mail, "safeguarding", [_words("He hit her"), _words("She bleeds", 40)])
        assert self._alerts(mail) == [(0, "open", [_words("He hit her"), _words("She bleeds", 40)])]

    def test_they_are_raised_anew_where_somebody_has_opened_it(self, mail, member, clock):
        raise_alert(mail, "safeguarding", [_words("He hit her")])
        note_opened(case_id=mail.case_id, member=member)
        clock.pass_(hours=1)
        raise_alert(mail, "safeguarding", [_words("He hit her"), _words("She bleeds", 40)])
        assert self._alerts(mail) == [(0, "open", [_words("He hit her")]), (1, "open", [_words("She bleeds", 40)])]
        new = mail.alerts.get(round=1)
        assert (new.opened_at, new.raised_at) == (None, clock.now)
        calls.plan()
        assert new.calls.filter(step="duty").exists()

    def test_the_same_words_are_raised_once(self, mail, member):
        for _ in range(3):
            raise_alert(mail, "safeguarding", [_words("He hit her")])
            note_opened(case_id=mail.case_id, member=member)
        assert len(self._alerts(mail)) == 1

    def _unread(self, mail, *lines):
        raise_screened(mail, Screening(flags=(), unscreened=lines))

    def test_a_part_that_cannot_be_read_either_is_told_anew(self, mail, member):
        self._unread(mail, "a.pdf is locked")
        note_opened(case_id=mail.case_id, member=member)
        self._unread(mail, "a.pdf is locked", "b.jpg is a photograph")
        assert self._alerts(mail, "unscreened") == [
            (0, "open", [{"quote": "a.pdf is locked"}]),
            (1, "open", [{"quote": "b.jpg is a photograph"}]),
        ]
        self._unread(mail, "b.jpg is a photograph")
        assert [state for _, state, _ in self._alerts(mail, "unscreened")] == ["dismissed", "open"]
        self._unread(mail)
        assert [state for _, state, _ in self._alerts(mail, "unscreened")] == ["dismissed", "dismissed"]

    def test_nobody_is_told_anew_of_what_is_still_the_same(self, mail, member):
        for _ in range(3):
            self._unread(mail, "a.pdf is locked")
            note_opened(case_id=mail.case_id, member=member)
        assert len(self._alerts(mail, "unscreened")) == 1


class TestUnread:
    """A part that could not be read is no danger to pass on: what somebody saw in it is raised as one."""

    @pytest.mark.parametrize("state", ["open", "dismissed"])
    def test_it_is_not_escalated(self, clock, member, state):
        alert = make_alert(make_case(), flag="unscreened", state=state, raised_at=NOW)
        with pytest.raises(NotNowError, match="Raise what you saw"):
            safety.escalate(alert_id=alert.pk, member=member)
        alert.refresh_from_db()
        assert alert.state == state
