"""The morning's mail: to each of the team once, their own cases and those they cover for, and nothing of any person."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import resolve

from cases import digest
from cases.conflicts import OPEN
from cases.digest_words import MOST_LINES
from cases.models import Behaviour, Conflict, Parking, Recommendation, Task
from cases.selectors.digest import read_morning
from cases.services.days import digests
from tests.cases.morning.morning_cases import AT_EIGHT, HEAD, TODAY, URL, away, go, late, text_for
from tests.factories import make_alert, make_case, make_deadline, make_letter, make_member

pytestmark = pytest.mark.django_db


class TestWhatItSays:
    """What stands in whose mail."""

    @pytest.mark.parametrize(
        ("due_on", "head"),
        [
            (date(2026, 3, 2), "Late (1)"),
            (date(2026, 3, 3), "Due today (1)"),
            (date(2026, 3, 5), "Due soon (1)"),
            (date(2026, 3, 9), None),
        ],
        ids=["late", "today", "in two working days", "next week"],
    )
    def test_ones_own_dates(self, priya, due_on, head):
        case = make_case(assignee=priya)
        make_deadline(case, what="reply", matter=1, due_on=due_on)
        mail = digest.compose(priya, read_morning(TODAY), public_url=URL)
        assert mail.lines == (1 if head else 0)
        if head:
            assert head in mail.text
            assert f"{case.reference}: Reply (matter 1): " in mail.text
            assert f"{URL}/cases/{case.pk}" in mail.text

    def test_look_again_dates_tasks_and_recommendations(self, priya):
        case = make_case(assignee=priya)
        Parking.objects.create(case=case, reason="court", why="x", parked_on=TODAY, ask_again_on=TODAY, parked_by=priya)
        for key in ("a", "b"):
            Task.objects.create(case=case, key=key, kind="consent", words="x", raised_at=AT_EIGHT, due_at=AT_EIGHT)
        Recommendation.objects.create(
            case=case, stage="1", words="x", owner="x", due_on=date(2026, 3, 2), made_by=priya, made_at=AT_EIGHT
        )
        said = text_for(priya)
        assert "Look again (1)" in said
        assert f"{case.reference}: 2 tasks due, since Tuesday 3 March 2026" in said
        assert "Recommendations overdue (1)" in said

    @pytest.mark.parametrize(
        "fields",
        [
            {"due_at": AT_EIGHT + timedelta(days=1)},
            {"due_at": None},
            {"due_at": AT_EIGHT, "state": "done"},
            {"due_at": AT_EIGHT, "state": "not_needed"},
        ],
        ids=["due tomorrow", "no day", "done", "not needed"],
    )
    def test_a_task_that_is_not_due_is_not_told(self, priya, fields):
        case = make_case(assignee=priya)
        Task.objects.create(case=case, key="a", kind="consent", words="x", raised_at=AT_EIGHT, **fields)
        assert "To do" not in text_for(priya)

    def test_a_task_given_to_somebody_else_is_theirs(self, priya, marcus):
        case = make_case(assignee=priya)
        Task.objects.create(
            case=case, key="a", kind="consent", words="x", raised_at=AT_EIGHT, due_at=AT_EIGHT, assignee=marcus
        )
        assert "To do (1)" in text_for(marcus)
        assert "To do" not in text_for(priya)

    def test_the_cases_of_others_are_not_told(self, priya, marcus):
        late(marcus)
        assert digest.compose(priya, read_morning(TODAY), public_url=URL).lines == 0

    def test_of_danger_only_the_number_is_told(self, priya):
        case = make_case(assignee=priya)
        make_alert(case)
        said = text_for(priya)
        assert f"1 case wants you now: {URL}/?bucket=safety" in said
        assert case.reference not in said
        assert "safeguarding" not in said

    def test_nothing_of_any_person_stands_in_it(self, priya, manager):
        case = late(priya, person_name="Denise Harker", gist="Visits missed", subject="Leo and Maisie")
        make_letter(case, state="to_sign", asked_at=AT_EIGHT)
        away(priya, None)
        said = text_for(priya) + text_for(manager)
        for words in ("Harker", "denise", "Visits", "Leo", "Maisie", "@"):
            assert words not in said

    def test_a_long_list_ends_with_how_many_more(self, priya):
        for _ in range(MOST_LINES + 3):
            late(priya)
        said = text_for(priya)
        assert f"Late ({MOST_LINES + 3})" in said
        assert "and 3 more" in said

    def test_every_link_leads_to_a_page(self, manager, marcus):
        late()
        late(manager)
        away(marcus, None)
        make_alert(make_case())
        paths = [part.removeprefix(URL).partition("?")[0] for part in text_for(manager).split() if part.startswith(URL)]
        assert len(paths) > 4
        assert all(resolve(path) for path in paths)

    def test_however_many_cases_it_asks_as_often(self, priya, django_assert_max_num_queries):
        for _ in range(15):
            late(priya)
        with django_assert_max_num_queries(19):
            read_morning(TODAY)


class TestManagers:
    """What a manager is told besides."""

    def test_what_nobody_has(self, manager, priya):
        case = late()
        said = text_for(manager)
        assert "Nobody has these (1)" in said
        assert case.reference in said
        assert "1 case: to act on" in said
        assert case.reference not in text_for(priya)

    def test_a_case_of_somebody_who_has_left_is_nobodys(self, manager, priya):
        late(priya)
        type(priya).objects.filter(pk=priya.pk).update(is_active=False)
        assert "Nobody has these (1)" in text_for(manager)

    def test_day_four(self, manager, priya):
        case = late(priya)
        assert "The acknowledgement has not left (1)" in text_for(manager)
        assert case.reference in text_for(manager)

    def test_day_three_is_the_officers_alone(self, manager, priya):
        case = make_case(assignee=priya)
        make_deadline(case, due_on=date(2026, 3, 9), anchor_on=date(2026, 2, 26))
        assert "Acknowledgements that should have left (1)" in text_for(priya)
        assert "The acknowledgement has not left" not in text_for(manager)

    def test_letters_to_sign_but_not_ones_own(self, manager, priya):
        make_letter(make_case(), state="to_sign", asked_at=AT_EIGHT, writer=priya)
        make_letter(make_case(), state="to_sign", asked_at=AT_EIGHT, writer=manager)
        assert "Letters that wait for a signature (1)" in text_for(manager)
        assert "signature" not in text_for(priya)

    def test_who_is_away_without_cover(self, manager, priya):
        make_case(assignee=priya)
        away(priya, None)
        assert "Priya Raman: until Thursday 12 March 2026: 1 case needs action" in text_for(manager)


def a_limit(case, **fields):
    """Limit the contact of a case's person; the review is due today unless the fields say otherwise."""
    values = {"state": "restricted", "review_on": TODAY, "until_on": date(2026, 6, 1)} | fields
    return Behaviour.objects.create(case=case, person_address=case.person_address, raised_at=AT_EIGHT, **values)


class TestLimitsOnContact:
    """Managers are told which limits on a person's contact are to be reviewed."""

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"review_on": date(2026, 2, 1)},
            {"state": "review", "review_on": date(2026, 2, 1)},
            {"review_on": date(2026, 5, 1), "until_on": TODAY},
        ],
        ids=["due today", "due a month ago", "under review", "its time is over"],
    )
    def test_what_is_due(self, manager, priya, fields):
        case = make_case(assignee=priya)
        a_limit(case, **fields)
        said = text_for(manager)
        assert "Limits on contact to review (1)" in said
        assert f"{URL}/cases/{case.pk}/judgement" in said
        assert "Limits on contact" not in text_for(priya)
        assert "denise" not in said

    @pytest.mark.parametrize(
        "fields",
        [
            {"review_on": date(2026, 3, 4)},
            {"state": "warned", "until_on": None},
            {"state": "confirmed"},
            {"state": "ended"},
            {"state": "not_upheld"},
        ],
        ids=["due tomorrow", "warned alone", "confirmed alone", "ended", "found to be none"],
    )
    def test_what_is_not(self, manager, priya, fields):
        a_limit(make_case(assignee=priya), **fields)
        assert "Limits on contact" not in text_for(manager)

    def test_a_case_that_is_shut_to_the_manager(self, manager, priya):
        case = make_case(assignee=priya)
        a_limit(case)
        Conflict.objects.create(case=case, member=manager, why="Named in it", state=OPEN, at=AT_EIGHT)
        assert case.reference not in text_for(manager)


class TestSwitchedOff:
    """Who wants no morning's mail."""

    def _off(self, member):
        digests.switch(member=member, is_on=False)
        member.refresh_from_db()

    def test_an_officer_gets_none_and_their_colleagues_get_theirs(self, tray, priya, marcus):
        late(priya)
        late(marcus)
        self._off(priya)
        go()
        assert [envelope.rcpt_tos for envelope in tray.envelopes] == [[marcus.email]]

    def test_one_who_switches_it_off_while_it_waits_gets_none(self, tray, priya):
        late(priya)
        digests.plan(on=TODAY, member_ids=[priya.pk])
        self._off(priya)
        go()
        assert tray.envelopes == []

    def test_a_manager_is_told_of_danger_and_what_is_late_all_the_same(self, tray, manager, priya):
        own, nobodys = late(manager), late()
        make_alert(make_case(assignee=priya))
        self._off(manager)
        go()
        (said,) = [message.get_content() for message in tray.messages if manager.email in message["To"]]
        assert "1 case wants you now" in said
        assert "Late (1)" in said
        assert own.reference in said
        assert "Late, and nobody has these (1)" in said
        assert nobodys.reference in said

    def test_and_of_nothing_else(self, manager, priya):
        case = make_case(assignee=manager)
        make_deadline(case, due_on=date(2026, 3, 4), anchor_on=date(2026, 2, 25))
        make_letter(make_case(), state="to_sign", asked_at=AT_EIGHT)
        a_limit(make_case(assignee=priya))
        Task.objects.create(case=case, key="a", kind="consent", words="x", raised_at=AT_EIGHT, due_at=AT_EIGHT)
        away(priya, None)
        self._off(manager)
        assert digest.compose(manager, read_morning(TODAY), public_url=URL).lines == 0

    def test_what_is_late_with_them_is_the_managers(self, manager, priya):
        case = late(priya)
        self._off(priya)
        said = text_for(manager)
        assert f"{HEAD} (1)" in said
        assert case.reference in said.partition(HEAD)[2]

    def test_also_where_they_cover_for_somebody(self, manager, priya, marcus):
        case = late(marcus)
        away(marcus, priya)
        self._off(priya)
        assert case.reference in text_for(manager).partition(HEAD)[2]

    def test_also_of_a_manager_who_switched_off_theirs(self, manager, priya):
        late(priya)
        self._off(priya)
        self._off(manager)
        assert f"{HEAD} (1)" in text_for(manager)

    def test_also_of_whoever_has_no_address(self, manager):
        late(make_member("noel", email=""))
        assert f"{HEAD} (1)" in text_for(manager)

    def test_what_is_late_with_somebody_who_gets_theirs_is_not(self, manager, priya, marcus):
        late(priya)
        self._off(marcus)
        assert HEAD not in text_for(manager)

    def test_what_is_only_due_today_with_them_is_not(self, manager, priya):
        make_deadline(make_case(assignee=priya), what="reply", matter=1, due_on=TODAY)
        self._off(priya)
        assert HEAD not in text_for(manager)

    def test_nor_a_case_that_is_shut_to_the_manager(self, manager, priya):
        case = late(priya)
        Conflict.objects.create(case=case, member=manager, why="Named in it", state=OPEN, at=AT_EIGHT)
        self._off(priya)
        assert case.reference not in text_for(manager)

    def test_a_manager_without_an_address_is_not_told_of_their_own_twice(self, manager):
        case = late(manager)
        type(manager).objects.filter(pk=manager.pk).update(email="")
        assert HEAD not in text_for(manager)
        assert case.reference in text_for(manager)

    def test_switched_on_again_it_comes_again(self, tray, priya):
        late(priya)
        self._off(priya)
        digests.switch(member=priya, is_on=True)
        go()
        assert len(tray.envelopes) == 1

    def test_the_command_says_so(self, clock, priya, settings):
        settings.PUTRIGHT_SMTP_URL, settings.PUTRIGHT_PUBLIC_URL = "smtp://127.0.0.1:9", URL
        self._off(priya)
        out = StringIO()
        call_command("digest", stdout=out)
        words = "switched off by themselves; managers are told of what is late in their cases"
        assert f"priya: {words}" in out.getvalue()


class TestCover:
    """Whose cases go to whom while somebody is away."""

    def test_the_cover_is_told_and_for_whom(self, priya, marcus):
        case = late(priya)
        away(priya, marcus)
        assert f"{case.reference} (for Priya Raman): " in text_for(marcus)

    def test_without_cover_the_managers_are(self, priya, marcus, manager):
        case = late(priya)
        away(priya, None)
        assert case.reference in text_for(manager)
        assert case.reference not in text_for(marcus)

    def test_a_case_shut_to_the_cover_goes_to_the_managers(self, priya, marcus, manager):
        case = late(priya)
        away(priya, marcus)
        Conflict.objects.create(case=case, member=marcus, why="Named in it", state=OPEN, at=AT_EIGHT)
        assert case.reference not in text_for(marcus)
        assert "Nobody has these (1)" in text_for(manager)

    def test_whoever_a_case_is_shut_to_is_told_nothing_of_it(self, priya, manager):
        case = late(priya)
        make_alert(case)
        make_letter(case, state="to_sign", asked_at=AT_EIGHT)
        for member in (priya, manager):
            Conflict.objects.create(case=case, member=member, why="Named in it", state=OPEN, at=AT_EIGHT)
        for member in (priya, manager):
            said = text_for(member)
            assert case.reference not in said
            assert "now:" not in said

    def test_who_is_away_is_not_written_to(self, tray, priya, marcus):
        late(priya)
        away(priya, marcus)
        go()
        assert [envelope.rcpt_tos for envelope in tray.envelopes] == [[marcus.email]]
