"""A new holiday, an edited procedure or another day of receipt moves no date by itself, and none without an event."""

import json
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from threading import Event as Stop
from types import MappingProxyType

import hypothesis
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st

from cases import case_clocks, clocks, dates_watch, desk, events, moved_dates, redating, telling
from cases.alarm_words import say_alarm, say_cure
from cases.clocks import save_deadlines
from cases.dates_watch import LOOK_EVERY, DatesWatch
from cases.desk import desk_calendar, desk_council, desk_procedures
from cases.errors import NotAllowedError, NotNowError
from cases.models import Case, DeadlineRow, Event, Letter, Notice, Role
from cases.redating import digest_of, has_old_files, loaded_digest, preview
from cases.selectors.alarms import AlarmKind, list_alarms
from cases.services import triage
from cases.services.alarms import Telling
from cases.services.days import redating as service
from cases.services.triage import Choice
from config import packs
from config.council import ReceiptConvention
from tests.cases.stories import WORDS, a_case, a_mail, arrive, decide, written
from tests.factories import NOW, make_case, make_member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)
PROCLAIMED = date(2026, 3, 5)
"""A Thursday in the week after the case's receipt, which nobody knew to be a holiday."""


@pytest.fixture(autouse=True)
def at_two_oclock(monkeypatch):
    """Let it be Tuesday 3 March 2026, 2:05pm."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def case():
    return a_case()


def new_holiday(monkeypatch, *days):
    """Let the calendar have these days besides, as after a start with another file."""
    ours = desk_calendar()
    calendar = replace(ours, closed=MappingProxyType(dict(ours.closed) | dict.fromkeys(days, "Proclaimed holiday")))
    _use(monkeypatch, "desk_calendar", calendar)


def new_procedures(monkeypatch, change):
    _use(monkeypatch, "desk_procedures", tuple(change(one) for one in desk_procedures()))


def _use(monkeypatch, name, value):
    """Put a value in the place of what every module got from the desk."""
    # The files themselves are as they were: what stands in for them was read at this start.
    for module in (service, dates_watch):
        monkeypatch.setattr(module, "has_old_files", lambda: False)
    for module in (desk, redating, service, clocks, moved_dates, case_clocks):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, lambda: value)


def dates(case):
    return {(row.what, row.matter): row.due_on for row in case.deadlines.all()}


def moves(case):
    return [m for event in Event.objects.filter(case=case, verb="dates_moved") for m in event.facts["moves"]]


class TestPreview:
    """What would move, and why, before anything does."""

    def test_nothing_has_changed_so_nothing_would_move(self, case):
        assert preview(TODAY).moved == ()

    def test_a_new_holiday_moves_each_date_that_counted_it(self, case, monkeypatch):
        before = dates(case)
        new_holiday(monkeypatch, PROCLAIMED)
        found = {(one.move.what, one.move.matter): one.move for one in preview(TODAY).moved}
        assert set(found) == set(before)
        assert {(m.why.value, m.day, m.name) for m in found.values()} <= {
            ("closed", PROCLAIMED, "Proclaimed holiday"),
            ("follows", None, ""),
        }
        assert all(found[key].new_on > before[key] for key in found)
        assert dates(case) == before

    def test_a_holiday_on_a_weekend_moves_nothing(self, case, monkeypatch):
        new_holiday(monkeypatch, date(2026, 3, 7))
        assert preview(TODAY).moved == ()

    def test_a_holiday_before_the_receipt_moves_nothing(self, case, monkeypatch):
        new_holiday(monkeypatch, date(2026, 2, 27))
        assert preview(TODAY).moved == ()

    def test_an_edited_limit_is_named_with_both_values(self, case, monkeypatch):
        case = decide(case, make_member())
        new_procedures(
            monkeypatch,
            lambda one: replace(one, acknowledgement=replace(one.acknowledgement, n=one.acknowledgement.n - 1)),
        )
        (found,) = [one.move for one in preview(TODAY).moved if one.move.what == "acknowledge"]
        assert (found.why, found.old_limit[0] - found.new_limit[0]) == ("limit", 1)
        assert found.new_on < found.old_on

    def test_another_day_of_receipt_moves_what_is_counted_from_it(self, monkeypatch):
        (mail,) = arrive(a_mail(WORDS))
        late = mail.received_at.replace(hour=18)
        Case.objects.update(received_at=late)
        case = Case.objects.get()
        save_deadlines(case, council=desk_council(), procedures=desk_procedures())
        deemed = replace(desk_council(), receipt=ReceiptConvention.DEEMED)
        _use(monkeypatch, "desk_council", deemed)
        whys = {one.move.what: one.move.why.value for one in preview(TODAY).moved}
        assert whys["acknowledge"] == "receipt"
        assert set(whys.values()) <= {"receipt", "follows"}

    def test_a_date_that_was_met_does_not_move(self, case, monkeypatch):
        Case.objects.filter(pk=case.pk).update(acknowledged_on=TODAY)
        case.refresh_from_db()
        save_deadlines(case, council=desk_council(), procedures=desk_procedures())
        new_holiday(monkeypatch, PROCLAIMED)
        assert "acknowledge" not in {one.move.what for one in preview(TODAY).moved}
        before = case.deadlines.get(what="acknowledge")
        service.redate(digest=loaded_digest())
        after = case.deadlines.get(what="acknowledge")
        assert (after.due_on, after.days, after.met_on) == (before.due_on, before.days, TODAY)

    @pytest.mark.parametrize("fields", [{"state": "filed"}, {"joined": True}], ids=["closed", "put with another"])
    def test_a_case_in_which_nothing_is_due_is_left_alone(self, case, monkeypatch, fields):
        other = make_case()
        Case.objects.filter(pk=case.pk).update(**({"joined_to": other} if fields.pop("joined", False) else {}) | fields)
        new_holiday(monkeypatch, PROCLAIMED)
        assert [one for one in preview(TODAY).moved if one.case_id == case.pk] == []

    def test_what_becomes_late_is_said(self, case, monkeypatch):
        new_procedures(monkeypatch, lambda one: replace(one, acknowledgement=replace(one.acknowledgement, n=1)))
        decide(case, make_member())
        case.deadlines.filter(what="acknowledge").update(due_on=date(2026, 3, 5), limit=3)
        (found,) = [one for one in preview(date(2026, 3, 4)).moved if one.move.what == "acknowledge"]
        assert found.becomes_late

    def test_a_person_who_was_told_the_old_date_is_listed_apart(self, case, monkeypatch):
        letter = written(case, make_member())
        Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=NOW)
        new_holiday(monkeypatch, PROCLAIMED)
        told = {one.move.what: one.told_on for one in preview(TODAY).moved}
        assert TODAY in told.values()
        said = "\n".join(_said("redate").splitlines())
        assert "Somebody was told the old date" in said
        assert "the person was told" in said

    def test_a_letter_that_waits_to_be_signed_is_named(self, case, monkeypatch):
        written(case, make_member())
        new_holiday(monkeypatch, PROCLAIMED)
        assert any(one.is_in_letter for one in preview(TODAY).moved)

    def test_a_case_that_leaves_the_calendar_is_named_and_hides_no_other(self, case, monkeypatch):
        far = make_case(received_at=NOW + timedelta(days=365 * 10))
        new_holiday(monkeypatch, PROCLAIMED)
        found = preview(TODAY)
        assert found.failed == (far.reference,)
        assert case.pk in {one.case_id for one in found.moved}
        with pytest.raises(CommandError, match=far.reference):
            call_command("redate", stdout=StringIO())


class TestApply:
    """Moving the dates, each case by itself, with an event."""

    def test_each_case_gets_its_dates_and_one_event(self, case, monkeypatch):
        before = dates(case)
        new_holiday(monkeypatch, PROCLAIMED)
        expected = {(one.move.what, one.move.matter): one.move.new_on for one in preview(TODAY).moved}
        service.redate(digest=loaded_digest())
        assert dates(case) == before | expected
        told = {(m["what"], m["matter"]): (m["old"], m["new"]) for m in moves(case)}
        assert told == {key: (before[key].isoformat(), expected[key].isoformat()) for key in expected}
        assert Event.objects.filter(case=case, verb="dates_moved").count() == 1
        assert events.broken_links(f"case:{case.pk}") == []
        case.refresh_from_db()
        assert case.next_due_on == min(on for (what, _), on in dates(case).items() if what == "acknowledge")

    def test_a_second_time_moves_nothing(self, case, monkeypatch):
        new_holiday(monkeypatch, PROCLAIMED)
        assert service.redate(digest=loaded_digest()).moved
        assert service.redate(digest=loaded_digest()).moved == ()
        assert Event.objects.filter(case=case, verb="dates_moved").count() == 1

    def test_the_draft_that_nobody_has_touched_says_the_new_date(self, case, monkeypatch):
        decide(case, make_member())
        old = case.letters.get().draft
        new_holiday(monkeypatch, PROCLAIMED)
        service.redate(digest=loaded_digest())
        assert case.letters.get().draft != old

    def test_a_draft_that_a_person_has_changed_stays(self, case, monkeypatch):
        member = make_member()
        decide(case, member)
        letter = case.letters.get()
        letter.editors.add(member)
        new_holiday(monkeypatch, PROCLAIMED)
        service.redate(digest=loaded_digest())
        assert case.letters.get().draft == letter.draft

    def test_who_applied_it_stands_in_the_event(self, case, monkeypatch):
        manager = make_member(role=Role.MANAGER)
        new_holiday(monkeypatch, PROCLAIMED)
        service.redate(digest=loaded_digest(), member=manager)
        assert Event.objects.get(case=case, verb="dates_moved").actor == manager

    def test_an_officer_may_not(self):
        with pytest.raises(NotAllowedError):
            service.redate(digest=loaded_digest(), member=make_member())

    def test_what_nobody_has_seen_is_not_applied(self, case, monkeypatch):
        seen = loaded_digest()
        new_holiday(monkeypatch, PROCLAIMED)
        with pytest.raises(NotNowError):
            service.redate(digest=seen)
        assert moves(case) == []


class TestAtTheNextSave:
    """A change that nobody has applied yet does not leak into one case unseen."""

    def test_saving_one_case_writes_the_event(self, case, monkeypatch):
        before = dates(case)
        new_holiday(monkeypatch, PROCLAIMED)
        decide(case, make_member())
        told = {m["what"] for m in moves(case)}
        assert "acknowledge" in told
        assert {m["old"] for m in moves(case) if m["what"] == "acknowledge"} == {before[("acknowledge", 0)].isoformat()}

    def test_what_happens_in_the_case_writes_none(self, case):
        decide(case, make_member())
        save_deadlines(case, council=desk_council(), procedures=desk_procedures())
        assert moves(case) == []

    def test_another_route_is_not_told_as_a_holiday(self, case):
        member = make_member()
        decide(case, member)
        case.refresh_from_db()
        choices = {"matter:1": Choice("english_fluency")}
        triage.save_decisions(case_id=case.pk, version=case.version, member=member, choices=choices)
        assert moves(case) == []

    def test_an_acknowledgement_that_left_early_is_not_told_as_a_holiday(self, case):
        decide(case, make_member())
        Case.objects.filter(pk=case.pk).update(acknowledged_on=TODAY)
        case.refresh_from_db()
        save_deadlines(case, council=desk_council(), procedures=desk_procedures())
        assert moves(case) == []


class TestWatch:
    """The clock's round notices by itself, and moves nothing."""

    def test_the_first_start_notes_what_is_counted_by_and_says_nothing(self, case):
        DatesWatch().keep(Stop())
        assert not Notice.objects.exists()
        assert redating.applied_digest() == loaded_digest()

    def test_a_change_raises_an_alarm_until_it_is_applied(self, case, monkeypatch):
        DatesWatch().keep(Stop())
        new_holiday(monkeypatch, PROCLAIMED)
        watch, before = DatesWatch(), dates(case)
        watch.keep(Stop())
        notice = Notice.objects.get(over_at=None)
        assert notice.words.startswith("The dates of 1 open case would move.")
        assert dates(case) == before
        service.redate(digest=loaded_digest())
        assert not Notice.objects.filter(over_at=None).exists()
        for _ in range(LOOK_EVERY + 1):
            watch.keep(Stop())
        assert not Notice.objects.filter(over_at=None).exists()

    def test_the_administrator_is_told_what_to_do(self, case, monkeypatch):
        DatesWatch().keep(Stop())
        new_holiday(monkeypatch, PROCLAIMED)
        DatesWatch().keep(Stop())
        subject_line, text = telling.compose(Notice.objects.get(), Telling.BEGAN)
        assert subject_line == "Putright: The dates of 1 open case would move"
        assert "putright redate" in text
        assert case.reference not in text
        (alarm,) = [one for one in list_alarms(timezone.now()) if one.kind is AlarmKind.DATES_MOVE]
        assert say_alarm(alarm) == "The dates of 1 open case would move"
        assert "Dates and holidays" in say_cure(alarm)

    def test_a_change_that_moves_nothing_is_noted_and_no_alarm(self, case, monkeypatch):
        DatesWatch().keep(Stop())
        new_holiday(monkeypatch, date(2026, 3, 7))
        DatesWatch().keep(Stop())
        assert not Notice.objects.exists()
        assert redating.applied_digest() == loaded_digest()

    def test_dates_that_the_same_files_would_move_are_told_at_the_start(self, case):
        DatesWatch().keep(Stop())
        DeadlineRow.objects.filter(case=case, what="acknowledge").update(due_on=date(2026, 3, 20))
        watch = DatesWatch()
        watch.keep(Stop())
        watch.keep(Stop())
        assert Notice.objects.filter(over_at=None, kind="dates_move").exists()

    def test_files_changed_since_the_start_ask_for_a_start(self, case, settings, tmp_path):
        settings.PUTRIGHT_PACKS = str(tmp_path)
        assert not has_old_files()
        calendars = tmp_path / "calendars"
        calendars.mkdir()
        ours = packs.HOME / "calendars" / "england.toml"
        text = ours.read_text(encoding="utf-8")
        (calendars / "england.toml").write_text(f"{text}# a remark\n", encoding="utf-8")
        assert not has_old_files()
        extra = '\n[[extra]]\non = 2026-03-05\nname = "Proclaimed"\nsource = "x"\n'
        (calendars / "england.toml").write_text(text + extra, encoding="utf-8")
        assert has_old_files()
        DatesWatch().keep(Stop())
        assert Notice.objects.filter(over_at=None, kind="old_files").exists()
        with pytest.raises(NotNowError, match="Start it again"):
            service.redate(digest=loaded_digest())
        (calendars / "england.toml").write_text("this is no toml", encoding="utf-8")
        assert not has_old_files()

    def test_a_process_with_old_files_neither_tells_of_moves_nor_notes_its_count(self, case, monkeypatch):
        DatesWatch().keep(Stop())
        new_holiday(monkeypatch, PROCLAIMED)
        monkeypatch.setattr(dates_watch, "has_old_files", lambda: True)
        before = redating.applied_digest()
        DatesWatch().keep(Stop())
        assert [row.kind for row in Notice.objects.filter(over_at=None)] == ["old_files"]
        assert redating.applied_digest() == before

    def test_contacts_and_names_move_no_date(self):
        council = desk_council()
        other = replace(council, name="Another name", brand=replace(council.brand, colour="#000000"))
        assert digest_of(desk_calendar(), desk_procedures(), council) == digest_of(
            desk_calendar(), desk_procedures(), other
        )


def _said(*command):
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


class TestCommand:
    """``putright redate``."""

    def test_it_shows_and_changes_nothing(self, case, monkeypatch):
        before = dates(case)
        new_holiday(monkeypatch, PROCLAIMED)
        said = _said("redate")
        assert case.reference in said
        assert "Thursday 5 March 2026 no longer counts: Proclaimed holiday" in said
        assert "Nothing was changed" in said
        assert dates(case) == before

    def test_it_applies(self, case, monkeypatch):
        new_holiday(monkeypatch, PROCLAIMED)
        found = json.loads(_said("redate", "--apply", "--json"))
        assert {one["reference"] for one in found} == {case.reference}
        assert _said("redate").startswith("No date of an open case would move.")

    def test_it_holds_neither_name_nor_words(self, case, monkeypatch):
        new_holiday(monkeypatch, PROCLAIMED)
        said = _said("redate") + _said("redate", "--json")
        assert "Ashby" not in said
        assert case.gist not in said


def test_many_cases_are_previewed_in_a_fixed_number_of_queries(django_assert_num_queries):
    for _ in range(12):
        case = make_case(matters=2)
        case.matters.update(procedure="statutory_default")
        save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    with django_assert_num_queries(7):
        assert preview(TODAY).moved == ()


class TestAnyHolidays:
    """Whatever is proclaimed."""

    @hypothesis.given(days=st.sets(st.dates(date(2026, 2, 20), date(2026, 6, 30)), max_size=6))
    @hypothesis.settings(
        max_examples=25, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture], deadline=None
    )
    def test_the_dates_are_those_of_a_fresh_count_and_each_move_is_told_once(self, days):
        with pytest.MonkeyPatch.context() as patch, transaction.atomic():
            patch.setattr(timezone, "now", lambda: NOW)
            case = make_case(matters=2)
            case.matters.update(procedure="statutory_default")
            save_deadlines(case, council=desk_council(), procedures=desk_procedures())
            before = dates(case)
            new_holiday(patch, *days)
            service.redate(digest=loaded_digest())
            after = {(r.what, r.matter): r.due_on for r in redating.count_rows(
                case, council=desk_council(), procedures=desk_procedures()
            )}  # fmt: skip
            assert dates(case) == after
            told = {(m["what"], m["matter"]): (m["old"], m["new"]) for m in moves(case)}
            moved = {key for key in before if before[key] != after[key]}
            assert told == {key: (before[key].isoformat(), after[key].isoformat()) for key in moved}
            assert all(after[key] >= before[key] for key in before if key[0] != "inner_target")
            assert {m["why"] for m in moves(case)} <= {"closed", "follows"}
            transaction.set_rollback(True)
