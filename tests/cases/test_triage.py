"""A person decides; what was suggested stays beside it, and nothing is skipped unseen."""

from datetime import UTC, date, datetime

import pytest

from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError
from cases.models import Case, Event, Role
from cases.services import safety, triage
from cases.services.triage import Choice
from cases.states import MoveError
from tests.cases.stories import a_case, decide, judge_all, written
from tests.factories import make_alert, make_case, make_mail, make_member

pytestmark = pytest.mark.django_db


def _save(case, member, *, write_letter=False, **choices):
    given = {key.replace("_", ":", 1) if key not in {"kind", "stage"} else key: value for key, value in choices.items()}
    return triage.save_decisions(
        case_id=case.pk, version=case.version, member=member, choices=given, write_letter=write_letter
    )


def test_a_corrected_route_is_kept_beside_the_suggestion():
    member = make_member()
    case = _save(a_case(), member, matter_1=Choice("corporate"))
    row = case.decisions.get(key="matter:1")
    assert (row.suggested, row.chosen, row.chosen_by, row.how) == ("statutory", "corporate", member, "changed")
    matter = case.matters.get()
    assert (matter.route, matter.procedure) == ("corporate", "corporate_default")


def test_dates_follow_the_corrected_route():
    case = a_case()
    before = case.deadlines.get(what="reply").due_on
    case = _save(case, make_member(), matter_1=Choice("corporate"))
    assert case.deadlines.get(what="reply").due_on > before


def test_an_accepted_suggestion_is_noted_as_accepted():
    case = _save(a_case(), make_member(), matter_1=Choice("statutory", how="accepted"))
    assert case.decisions.get(key="matter:1").how == "accepted"


def test_saying_accepted_for_another_value_is_noted_as_a_change():
    case = _save(a_case(), make_member(), matter_1=Choice("corporate", how="accepted"))
    assert case.decisions.get(key="matter:1").how == "changed"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param("kind", "grumble", id="no such type"),
        pytest.param("matter:1", "", id="no route"),
        pytest.param("matter:1", "out_of_scope", id="out of scope without a reason"),
        pytest.param("matter:1", "out_of_scope:bad_mood", id="no such reason"),
        pytest.param("matter:1", "statutory:court_proceedings", id="a reason without out of scope"),
        pytest.param("stage", "4", id="no fourth stage"),
        pytest.param("flag:angry", "yes", id="no such flag"),
        pytest.param("flag:media", "maybe", id="neither yes nor no"),
    ],
)
def test_an_impossible_choice_is_refused_and_nothing_is_saved(key, value):
    case = a_case()
    with pytest.raises(IncompleteError) as refused:
        triage.save_decisions(
            case_id=case.pk,
            version=case.version,
            member=make_member(),
            choices={key: Choice(value), "flag:media": Choice("no")} | {key: Choice(value)},
        )
    assert key in refused.value.missing
    assert not case.decisions.filter(chosen_by__isnull=False).exists()


def test_no_letter_before_everything_is_decided():
    case = a_case()
    with pytest.raises(IncompleteError) as refused:
        _save(case, make_member(), write_letter=True, kind=Choice("complaint"))
    assert "matter:1" in refused.value.missing


def test_no_letter_before_danger_is_dealt_with():
    case = a_case("My ex hit Leo again last night, he has a bruise. Nobody from your team has visited us for weeks.")
    member = make_member()
    with pytest.raises(IncompleteError) as refused:
        decide(case, member)
    assert "alert" in refused.value.missing
    for alert in case.alerts.all():
        safety.escalate(alert_id=alert.pk, member=member)
    case.refresh_from_db()
    assert decide(case, member).state == "letter"


def test_a_stale_save_overwrites_nothing():
    case, member = a_case(), make_member()
    _save(case, member, matter_1=Choice("corporate"))
    with pytest.raises(StaleError):
        _save(case, make_member(), matter_1=Choice("statutory"))
    assert case.decisions.get(key="matter:1").chosen == "corporate"


def test_an_administrator_decides_nothing():
    case = a_case()
    with pytest.raises(NotAllowedError):
        _save(case, make_member(role=Role.ADMINISTRATOR), kind=Choice("complaint"))


def test_a_case_with_a_letter_at_the_signers_cannot_be_changed():
    member = make_member()
    letter = written(a_case(), member)
    letter.case.refresh_from_db()
    with pytest.raises(NotNowError):
        _save(letter.case, member, matter_1=Choice("corporate"))


def test_a_changed_decision_drafts_the_letter_anew():
    member = make_member()
    case = decide(a_case(), member)
    assert case.letters.get().letter == "L01"
    case = judge_all(_save(case, member, matter_1=Choice("corporate")), member)
    case = decide(case, member, matter_1="corporate")
    assert [letter.letter for letter in case.letters.exclude(state="dropped")] == ["L02"]


def test_a_praise_needs_no_letter_and_is_filed():
    case = a_case()
    case = _save(
        case,
        make_member(),
        write_letter=True,
        **{
            **{k.replace(":", "_", 1): Choice(r.suggested or "no") for r in case.decisions.all() for k in [r.key]},
            "kind": Choice("compliment"),
        },
    )
    assert case.state == "filed"


def test_a_letter_that_left_stays_counted_though_the_case_was_no_complaint_for_a_while():
    case, member = a_case(), make_member()
    Case.objects.filter(pk=case.pk).update(acknowledged_on=case.received_at.date())
    case.refresh_from_db()
    case = _save(case, member, kind=Choice("service_request"))
    assert not case.deadlines.filter(what="acknowledge").exists()
    case = _save(case, member, kind=Choice("complaint"))
    assert case.deadlines.get(what="acknowledge").met_on == case.acknowledged_on
    assert case.next_due_what == "reply"


def test_a_matter_that_was_missed_is_added_with_its_clock():
    case = a_case()
    case = triage.add_matter(
        case_id=case.pk, version=case.version, member=make_member(), gist="Council tax bill", route="corporate"
    )
    assert [m.route for m in case.matters.all()] == ["statutory", "corporate"]
    assert case.deadlines.filter(matter=2, what="reply").exists()


def test_a_matter_added_out_of_scope_has_its_reason_and_no_reply_date():
    case = a_case()
    case = triage.add_matter(
        case_id=case.pk,
        version=case.version,
        member=make_member(),
        gist="The judge's decision",
        route="out_of_scope",
        reason="court_proceedings",
    )
    assert not case.deadlines.filter(matter=2).exists()


def test_every_write_leaves_its_event():
    member = make_member()
    case = a_case()
    before = set(Event.objects.filter(case=case).values_list("pk", flat=True))
    triage.assign(case_ids=[case.pk], member=member, to=member)
    _save(case, member, kind=Choice("complaint"))
    verbs = Event.objects.filter(case=case, actor=member).exclude(pk__in=before).values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == ["case_assigned", "decisions_saved"]


def test_handing_a_case_to_whom_it_has_already_changes_nothing():
    member, case = make_member(), make_case()
    assert triage.assign(case_ids=[case.pk], member=member, to=member) == 1
    assert triage.assign(case_ids=[case.pk], member=member, to=member) == 0


class TestDanger:
    """A sign of danger stays until a named person has done one of two things."""

    def test_not_a_safeguarding_matter_needs_a_reason(self):
        alert = make_alert(make_case())
        with pytest.raises(IncompleteError):
            safety.dismiss(alert_id=alert.pk, member=make_member(), reason=" ")
        alert.case.refresh_from_db()
        assert alert.case.has_open_alert

    def test_dismissed_with_a_reason_it_is_no_longer_open(self):
        alert, member = make_alert(make_case()), make_member()
        safety.dismiss(alert_id=alert.pk, member=member, reason="A film she saw.")
        alert.refresh_from_db()
        alert.case.refresh_from_db()
        assert (alert.state, alert.done_by, alert.case.has_open_alert) == ("dismissed", member, False)

    def test_escalated_it_waits_for_the_desk_to_confirm(self):
        alert, member = make_alert(make_case()), make_member()
        safety.escalate(alert_id=alert.pk, member=member)
        assert safety.confirm(alert_id=alert.pk, member=member, with_whom="Dee Marsh").state == "confirmed"

    def test_confirmed_without_being_escalated_is_refused(self):
        alert = make_alert(make_case())
        with pytest.raises(MoveError):
            safety.confirm(alert_id=alert.pk, member=make_member(), with_whom="Dee Marsh")

    def test_a_dismissal_can_be_thought_better_of(self):
        alert, member = make_alert(make_case()), make_member()
        safety.dismiss(alert_id=alert.pk, member=member, reason="A film she saw.")
        assert safety.escalate(alert_id=alert.pk, member=member).state == "escalated"

    def test_a_case_with_a_filed_reason_still_needs_its_alert_dealt_with(self):
        case = make_case()
        make_alert(case)
        with pytest.raises(IncompleteError):
            triage.file_case(case_id=case.pk, version=case.version, member=make_member(), why="Nothing to do.")


def test_a_later_stage_asked_for_in_a_reply_counts_from_the_reply():
    """A case acknowledged in March, whose stage 2 is asked for in June, is not three months late."""
    member, case = make_member(), a_case()
    case.acknowledged_on = date(2026, 3, 4)
    case.save()
    make_mail(case=case, state="joined", received_at=datetime(2026, 6, 1, 10, 0, tzinfo=UTC))
    case = _save(case, member, stage=Choice("2"))
    assert (case.stage_requested_on, case.acknowledged_on) == (date(2026, 6, 1), None)
    reply = case.deadlines.get(what="reply", matter=1)
    assert (reply.stage, reply.anchor_on, reply.due_on) == (2, date(2026, 6, 1), date(2026, 7, 6))
    acknowledge = case.deadlines.get(what="acknowledge")
    assert (acknowledge.met_on, acknowledge.due_on > date(2026, 6, 1)) == (None, True)


def test_a_stage_corrected_before_any_letter_starts_no_new_clock():
    case = _save(a_case(), make_member(), stage=Choice("2"))
    assert case.stage_requested_on is None
    assert case.deadlines.get(what="reply", matter=1).anchor_on == date(2026, 3, 2)
