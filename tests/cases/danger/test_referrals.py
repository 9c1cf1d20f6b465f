"""What was told by telephone is confirmed in writing and answered, or somebody asks why; the LADO comes in where due."""

from datetime import UTC, date, datetime

import pytest

from cases.conflicts import has_conflict
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Event, Referral, Task
from cases.services import holding, letters, safety, sending
from cases.services.danger import days, following, lado, referrals
from cases.services.danger.by_hand import raise_by_hand
from cases.services.danger.opening import note_opened
from cases.services.tasks.conflicts import add_conflict, lift_conflict
from tests.cases.stories import a_case, decide, written
from tests.factories import NOW, make_alert, make_case, make_mail, make_member

pytestmark = pytest.mark.django_db

FLUENCY = (
    "Dear Sir or Madam,\n\nI want to complain about the woman on your front desk. I could not understand her English at "
    "all. I asked her to repeat everything four times and she did not understand my questions. I want somebody at the "
    "desk who speaks English well enough.\n\nYours faithfully\nJoan Ashby\n"
)


@pytest.fixture
def alert(clock):
    return make_alert(make_case(), raised_at=NOW)


def _at(*parts):
    return datetime(*parts, tzinfo=UTC)


class TestEscalating:
    """Passing an alert on is a referral by telephone."""

    def test_it_notes_who_was_told_how_and_when_the_rest_is_due(self, alert, member):
        safety.escalate(alert_id=alert.pk, member=member, to="Dee Marsh", how="in_person")
        alert.refresh_from_db()
        assert (alert.escalated_to, alert.escalated_how, alert.escalated_at) == ("Dee Marsh", "in_person", NOW)
        row = alert.referrals.get()
        assert (row.to, row.told_at, row.told_by, row.taken_by) == ("front_door", NOW, member, "Dee Marsh")
        assert (row.write_by, row.answer_due_on) == (_at(2026, 3, 3, 17), date(2026, 3, 4))

    def test_at_night_it_goes_to_the_emergency_duty_team(self, alert, member, clock):
        clock.now = _at(2026, 3, 6, 22)
        safety.escalate(alert_id=alert.pk, member=member)
        row = alert.referrals.get()
        assert row.to == "emergency_duty"
        assert (row.write_by, row.answer_due_on) == (_at(2026, 3, 6, 23, 59), date(2026, 3, 9))

    def test_whoever_confirms_at_the_desk_took_it_if_nobody_gave_a_name_before(self, alert, member):
        safety.escalate(alert_id=alert.pk, member=member)
        safety.confirm(alert_id=alert.pk, member=member, with_whom="Dee Marsh")
        alert.refresh_from_db()
        assert (alert.confirmed_with, alert.confirmed_at) == ("Dee Marsh", NOW)
        assert alert.referrals.get().taken_by == "Dee Marsh"

    @pytest.mark.parametrize(
        "service",
        [
            pytest.param(lambda a, m: safety.confirm(alert_id=a.pk, member=m, with_whom=" "), id="confirmed by nobody"),
            pytest.param(
                lambda a, m: safety.escalate(alert_id=a.pk, member=m, how="pigeon"), id="told in no known way"
            ),
            pytest.param(lambda a, m: safety.dismiss(alert_id=a.pk, member=m, reason=""), id="no danger, no reason"),
        ],
    )
    def test_something_is_missing(self, alert, member, service):
        with pytest.raises(IncompleteError):
            service(alert, member)
        alert.refresh_from_db()
        assert alert.state == "open"
        assert not alert.referrals.exists()

    def test_somebody_who_is_named_in_the_case_deals_with_no_alert_of_it(self, alert, member):
        lado.refer_to_lado(alert_id=alert.pk, member=make_member(), accused=member)
        with pytest.raises(NotAllowedError):
            safety.dismiss(alert_id=alert.pk, member=member, reason="It was nothing.")


class TestReferrals:
    """From the telephone to the answer."""

    def test_to_its_end(self, alert, member):
        safety.escalate(alert_id=alert.pk, member=member, to="Dee Marsh")
        row = alert.referrals.get()
        referrals.note_written(referral_id=row.pk, member=member)
        row = referrals.note_answered(referral_id=row.pk, member=member, answer=" An assessment begins. ")
        assert (row.written_at, row.answered_at, row.answer, row.ended_at) == (NOW, NOW, "An assessment begins.", NOW)
        verbs = set(Event.objects.filter(case=alert.case_id).values_list("verb", flat=True))
        assert {"referral_told", "referral_written", "referral_answered"} <= verbs

    def test_an_answer_before_the_writing_leaves_the_writing_to_do(self, alert, member):
        safety.escalate(alert_id=alert.pk, member=member, to="Dee Marsh")
        row = referrals.note_answered(referral_id=alert.referrals.get().pk, member=member, answer="They take it on.")
        assert row.ended_at is None

    def test_the_front_door_hears_of_it_in_the_morning_after_the_emergency_duty_team(self, alert, member, clock):
        clock.now = _at(2026, 3, 3, 22)
        safety.escalate(alert_id=alert.pk, member=member)
        clock.now = _at(2026, 3, 4, 9)
        row = referrals.refer_elsewhere(alert_id=alert.pk, member=member, to="front_door")
        assert (row.due_at, row.told_at) == (_at(2026, 3, 4, 17), None)
        row = referrals.note_told(referral_id=row.pk, member=member, taken_by="Al Hart")
        assert (row.told_at, row.answer_due_on) == (clock.now, date(2026, 3, 5))

    @pytest.mark.parametrize(
        "service",
        [
            pytest.param(lambda r, m: referrals.note_told(referral_id=r, member=m, taken_by=""), id="told nobody"),
            pytest.param(lambda r, m: referrals.note_answered(referral_id=r, member=m, answer=""), id="no answer"),
            pytest.param(lambda r, m: referrals.end_referral(referral_id=r, member=m, why_not=""), id="no reason"),
        ],
    )
    def test_something_is_missing(self, alert, member, service):
        row = lado.refer_to_lado(alert_id=alert.pk, member=member)
        with pytest.raises(IncompleteError):
            service(row.pk, member)

    @pytest.mark.parametrize(
        "service",
        [
            pytest.param(lambda r, m: referrals.note_written(referral_id=r, member=m), id="written"),
            pytest.param(lambda r, m: referrals.note_answered(referral_id=r, member=m, answer="x"), id="answered"),
        ],
    )
    def test_nothing_is_confirmed_or_answered_before_it_was_told(self, alert, member, service):
        row = lado.refer_to_lado(alert_id=alert.pk, member=member)
        with pytest.raises(NotNowError):
            service(row.pk, member)

    def test_there_is_no_other_place(self, alert, member):
        with pytest.raises(IncompleteError):
            referrals.refer_elsewhere(alert_id=alert.pk, member=member, to="police")

    def test_what_was_no_danger_needs_no_referral_that_nobody_was_told_of(self, alert, member):
        lado.refer_to_lado(alert_id=alert.pk, member=member)
        safety.dismiss(alert_id=alert.pk, member=member, reason="A figure of speech.")
        assert alert.referrals.get().ended_at == NOW


@pytest.mark.parametrize(
    ("at", "refer", "to_lado"),
    [
        pytest.param(_at(2026, 3, 3, 14), _at(2026, 3, 3, 17), _at(2026, 3, 4, 17), id="a Tuesday afternoon"),
        pytest.param(_at(2026, 3, 3, 19), _at(2026, 3, 3, 23, 59), _at(2026, 3, 4, 17), id="a Tuesday evening"),
        pytest.param(_at(2026, 3, 7, 10), _at(2026, 3, 7, 23, 59), _at(2026, 3, 9, 17), id="a Saturday"),
        pytest.param(_at(2026, 4, 2, 16), _at(2026, 4, 2, 16), _at(2026, 4, 7, 16), id="before Easter, in summer time"),
        pytest.param(_at(2026, 7, 1, 23, 30), _at(2026, 7, 2, 16), _at(2026, 7, 3, 16), id="after midnight in London"),
    ],
)
def test_by_when_each_place_is_told(at, refer, to_lado):
    assert days.refer_by(at) == refer
    assert days.lado_by(at) == to_lado


class TestAccused:
    """A worker or carer is accused."""

    def _case(self, **fields):
        row = {"key": "flag:about_worker_or_carer", "suggested": "yes", "sureness": "sure"} | fields
        return make_case(decisions=[row])

    @pytest.mark.parametrize(
        ("fields", "is_referred"),
        [
            pytest.param({}, True, id="Putright says so and nobody has decided"),
            pytest.param({"chosen": "yes"}, True, id="a person says so"),
            pytest.param({"suggested": "", "chosen": "yes"}, True, id="only a person says so"),
            pytest.param({"chosen": "no"}, False, id="a person says no"),
            pytest.param({"suggested": "no"}, False, id="nobody says so"),
        ],
    )
    def test_the_lado_is_to_be_told_within_a_working_day_by_the_decision_in_force(self, clock, fields, is_referred):
        alert = make_alert(self._case(**fields), raised_at=NOW)
        following.follow()
        following.follow()
        found = [(row.to, row.due_at) for row in alert.referrals.all()]
        assert found == ([("lado", _at(2026, 3, 4, 17))] if is_referred else [])

    @pytest.mark.parametrize("fields", [{"flag": "self_harm"}, {"flag": "unscreened"}, {"state": "dismissed"}])
    def test_without_danger_to_a_child_the_lado_is_not_told(self, clock, fields):
        make_alert(self._case(), **({"raised_at": NOW} | fields))
        following.follow()
        assert not Referral.objects.exists()

    def test_a_person_may_say_so_and_a_colleague_who_is_accused_is_shut_out(self, alert, member):
        accused = make_member(role="manager")
        alert.case.assignee = accused
        alert.case.save()
        lado.refer_to_lado(alert_id=alert.pk, member=member, accused=accused)
        assert alert.referrals.get().accused == accused
        assert has_conflict(alert.case_id, accused)
        alert.case.refresh_from_db()
        assert alert.case.assignee is None
        assert note_opened(case_id=alert.case_id, member=accused) == 0

    def test_a_referral_that_was_found_needless_is_opened_again_when_somebody_says_so(self, alert, member):
        row = lado.refer_to_lado(alert_id=alert.pk, member=member)
        referrals.end_referral(referral_id=row.pk, member=member, why_not="It was about a teacher.")
        assert lado.refer_to_lado(alert_id=alert.pk, member=member).ended_at is None

    def test_nobody_is_accused_where_there_is_no_danger(self, alert, member):
        safety.dismiss(alert_id=alert.pk, member=member, reason="A figure of speech.")
        with pytest.raises(NotNowError):
            lado.refer_to_lado(alert_id=alert.pk, member=member)

    def test_a_letter_that_warns_the_worker_waits_for_the_lados_answer(self, clock, member):
        case = decide(a_case(FLUENCY), member, matter_1="english_fluency")
        letter = case.letters.get()
        assert "fluency_notice" in {paragraph["key"] for paragraph in letter.draft["paragraphs"]}
        alert = make_alert(case, case.mails.get(), state="confirmed", raised_at=NOW)
        row = lado.refer_to_lado(alert_id=alert.pk, member=member)
        with pytest.raises(NotNowError, match="LADO"):
            letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=member, missing_reason="x")
        referrals.note_told(referral_id=row.pk, member=member, taken_by="Al Hart")
        referrals.note_answered(referral_id=row.pk, member=member, answer="He may be told.")
        letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=member, missing_reason="x")

    def test_one_that_was_signed_before_is_held(self, clock, member):
        case = decide(a_case(FLUENCY), member, matter_1="english_fluency")
        letter = case.letters.get()
        letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=member, missing_reason="x")
        letter.refresh_from_db()
        signer = make_member(role="manager")
        letter = letters.sign(letter_id=letter.pk, version=letter.version, member=signer)
        alert = make_alert(case, case.mails.get(), state="confirmed", raised_at=NOW)
        lado.refer_to_lado(alert_id=alert.pk, member=member)
        clock.pass_(days=1)
        assert sending.begin(letter_id=letter.pk) is None
        letter.refresh_from_db()
        assert (letter.state, "LADO" in letter.trouble) == ("held", True)

    def test_a_letter_signed_by_whoever_is_accused_then_does_not_leave(self, clock, member):
        letter = written(a_case(), member)
        signer, other = make_member(role="manager"), make_member(role="manager")
        letters.sign(letter_id=letter.pk, version=letter.version, member=signer)
        case = letter.case
        alert = make_alert(case, case.mails.get(), state="confirmed", raised_at=NOW)
        lado.refer_to_lado(alert_id=alert.pk, member=member, accused=signer)
        clock.pass_(days=1)
        assert sending.begin(letter_id=letter.pk) is None
        letter.refresh_from_db()
        assert (letter.state, "signed this letter" in letter.trouble) == ("held", True)
        with pytest.raises(NotNowError, match="signed this letter"):
            holding.release(letter_id=letter.pk, member=other)
        with pytest.raises(NotAllowedError):
            holding.release(letter_id=letter.pk, member=signer)
        letter.refresh_from_db()
        assert letter.state == "held"

    def test_one_whose_signer_a_manager_lets_in_again_goes(self, clock, member):
        letter = written(a_case(), member)
        signer, other = make_member(role="manager"), make_member(role="manager")
        letters.sign(letter_id=letter.pk, version=letter.version, member=signer)
        row = add_conflict(case_id=letter.case_id, member=member, about_id=signer.pk, why="Named in it.")
        clock.pass_(days=1)
        assert sending.begin(letter_id=letter.pk) is None
        lift_conflict(conflict_id=row.pk, member=other, why="Another of that name.")
        holding.release(letter_id=letter.pk, member=other)
        assert sending.begin(letter_id=letter.pk) is not None

    def test_any_other_letter_goes_its_way(self, clock, member):
        case = decide(a_case(), member)
        alert = make_alert(case, case.mails.get(), state="confirmed", raised_at=NOW)
        lado.refer_to_lado(alert_id=alert.pk, member=member)
        letter = case.letters.get()
        letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=member, missing_reason="x")
        letter.refresh_from_db()
        assert letter.state == "to_sign"


class TestSelfHarm:
    """Somebody who may harm themselves is rung; no machine writes to them."""

    def test_somebody_rings_them_within_the_hour_once(self, clock):
        alert = make_alert(make_case(), flag="self_harm", raised_at=NOW)
        following.follow()
        following.follow()
        task = Task.objects.get(case=alert.case)
        assert (task.kind, task.state) == ("ring_writer", "open")
        assert (task.due_at - NOW).total_seconds() == 3600

    def test_the_call_ends_with_the_alert_if_nobody_has_begun_it(self, clock, member):
        alert = make_alert(make_case(), flag="self_harm", raised_at=NOW)
        following.follow()
        safety.dismiss(alert_id=alert.pk, member=member, reason="They quote a song.")
        assert Task.objects.get().state == "not_needed"

    def test_no_machine_drafts_a_letter_to_them(self):
        case = a_case(
            "Nobody has helped me. I am going to kill myself tonight and nobody will care. I want to complain."
        )
        assert case.alerts.filter(flag="self_harm").exists()
        assert not case.letters.exists()


class TestByHand:
    """A person raises what Putright did not see."""

    def test_it_stands_on_top_and_is_counted_as_missed(self, clock, member):
        case = make_case()
        make_mail(case=case)
        alert = raise_by_hand(member=member, case_id=case.pk, flag="safeguarding", words=" He hit her. ", is_miss=True)
        case.refresh_from_db()
        assert case.has_open_alert
        assert (alert.words, alert.raised_by, alert.is_miss) == ([{"quote": "He hit her."}], member, True)
        assert Event.objects.get(verb="alert_raised").facts["is_miss"] is True

    def test_it_stands_beside_one_that_was_dealt_with(self, clock, member):
        old = make_alert(make_case(), state="dismissed", raised_at=NOW)
        new = raise_by_hand(member=member, case_id=old.case_id, flag="safeguarding", words="And again.")
        assert (new.round, new.mail) == (1, old.mail)

    def test_a_mail_without_a_case_may_have_one(self, clock, member):
        mail = make_mail()
        assert raise_by_hand(member=member, mail_id=mail.pk, flag="self_harm", words="x").case is None

    def test_the_lado_is_told_where_a_worker_is_accused(self, clock, member):
        case = make_case()
        make_mail(case=case)
        alert = raise_by_hand(member=member, case_id=case.pk, flag="safeguarding", words="x", is_worker_accused=True)
        assert alert.referrals.get().to == "lado"

    @pytest.mark.parametrize(
        ("flag", "words", "missing"),
        [
            pytest.param("safeguarding", "  ", {"words"}, id="no words"),
            pytest.param("unscreened", "x", {"flag"}, id="no danger"),
            pytest.param("", "", {"flag", "words"}, id="nothing at all"),
        ],
    )
    def test_something_is_missing(self, clock, member, flag, words, missing):
        case = make_case()
        make_mail(case=case)
        with pytest.raises(IncompleteError) as error:
            raise_by_hand(member=member, case_id=case.pk, flag=flag, words=words)
        assert set(error.value.missing) == missing

    def test_an_administrator_raises_none(self, clock):
        case = make_case()
        make_mail(case=case)
        with pytest.raises(NotAllowedError):
            raise_by_hand(member=make_member(role="administrator"), case_id=case.pk, flag="safeguarding", words="x")


class TestOpening:
    """The first timer ends when a person has the words before them."""

    def test_the_first_to_open_it_is_noted_once(self, alert, member):
        other = make_member()
        assert note_opened(case_id=alert.case_id, member=member) == 1
        assert note_opened(case_id=alert.case_id, member=other) == 0
        alert.refresh_from_db()
        assert (alert.opened_by, alert.opened_at) == (member, NOW)
        assert Event.objects.filter(verb="alert_opened").count() == 1

    def test_an_administrator_does_not_count(self, alert):
        assert note_opened(case_id=alert.case_id, member=make_member(role="administrator")) == 0

    def test_a_mail_without_a_case_is_opened_too(self, clock, member):
        alert = make_alert(None, make_mail(), raised_at=NOW)
        assert note_opened(mail_id=alert.mail_id, member=member) == 1
