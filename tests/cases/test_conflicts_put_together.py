"""A case is shut by what is known of the cases its messages were put with, both ways, until a manager says otherwise."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.conflicts import has_conflict, members_left, shut_to
from cases.events import broken_links
from cases.models import Case, Conflict, Event
from cases.selectors.cover import shut_cases
from cases.services import joining
from cases.services.tasks.conflicts import add_conflict, confirm_conflict, lift_conflict
from cases.services.tasks.results import add_task
from tests.cases.conflict_cases import case_naming, dana, noor, shut
from tests.factories import NOW, make_case, make_mail, make_member

pytestmark = pytest.mark.django_db


class TestPutTogether:
    """A conflict of either case shuts both, and nobody was let in before it was known."""

    @pytest.fixture
    def case(self):
        return make_mail(case=make_case()).case

    @pytest.fixture
    def holder(self):
        return make_mail(case=make_case()).case

    @pytest.fixture
    def officer(self):
        return make_member("priya")

    def _join(self, case, holder, member):
        case = Case.objects.get(pk=case.pk)
        return joining.join_by_hand(
            case_id=case.pk, other_id=holder.pk, version=case.version, member=member, confirmed=True
        )

    def _let_into(self, case, member):
        """Let somebody into a case, as a manager did months ago."""
        return Conflict.objects.create(
            case=case, member=member, why="The same name.", at=NOW, state="lifted", lifted_by=noor(), lifted_why="Two."
        )

    def test_an_old_lift_opens_nothing_that_came_later_and_a_manager_is_asked_again(self, case, holder, officer):
        member = dana()
        row = self._let_into(holder, member)
        shut(case, member)
        assert not has_conflict(holder.pk, member)
        self._join(case, holder, officer)
        row.refresh_from_db()
        assert row.state == "asked"
        assert has_conflict(holder.pk, member)
        assert member not in members_left(holder)
        assert holder.pk in shut_to(member)
        assert holder.pk in shut_cases()[member.pk]
        task = holder.tasks.get(kind="conflict", state="open")
        assert "Deborah Cole" in task.words
        assert Event.objects.filter(case=holder, verb="conflict_asked", actor=officer).count() == 1

    def test_the_question_a_manager_answered_before_is_opened_again(self, case, officer):
        member, manager = dana(), noor()
        holder = case_naming("Ms Cole")
        lift_conflict(conflict_id=holder.conflicts.get().pk, member=manager, why="Another Cole.")
        assert holder.tasks.get(kind="conflict").state == "done"
        shut(case, member)
        self._join(case, holder, officer)
        assert holder.tasks.get(kind="conflict").state == "open"
        confirm_conflict(conflict_id=holder.conflicts.get().pk, member=manager)
        assert holder.tasks.get(kind="conflict").state == "done"

    def test_a_manager_who_lets_them_in_there_then_has_the_last_word(self, case, holder, officer):
        member = dana()
        row = self._let_into(holder, member)
        shut(case, member)
        self._join(case, holder, officer)
        lift_conflict(conflict_id=row.pk, member=make_member("ola", role="manager"), why="Another Deborah Cole.")
        assert not has_conflict(holder.pk, member)
        assert has_conflict(case.pk, member)

    @pytest.mark.parametrize("state", ["asked", "lifted", None])
    def test_a_lift_stays_where_the_other_case_is_shut_to_nobody(self, case, holder, officer, state):
        member = dana()
        row = self._let_into(holder, member)
        if state:
            shut(case, member, state=state)
        self._join(case, holder, officer)
        row.refresh_from_db()
        assert row.state == "lifted"
        assert not holder.tasks.filter(kind="conflict").exists()

    def test_nor_is_anybody_asked_about_again_for_somebody_else_s_sake(self, case, holder, officer):
        row = self._let_into(holder, dana())
        shut(case, make_member("ola", first_name="Ola", last_name="Berg"))
        self._join(case, holder, officer)
        row.refresh_from_db()
        assert row.state == "lifted"

    def test_once_the_messages_are_taken_back_it_stands_as_before(self, case, holder, officer):
        member = dana()
        row = self._let_into(holder, member)
        shut(case, member)
        self._join(case, holder, officer)
        joining.take_back(case_id=case.pk, member=officer)
        row.refresh_from_db()
        assert (row.state, row.lifted_why) == ("lifted", "Two.")
        assert holder.tasks.get(kind="conflict").state == "not_needed"
        assert has_conflict(case.pk, member)
        assert broken_links(f"case:{holder.pk}") == []

    def test_but_not_while_another_case_that_is_shut_to_them_is_still_there(self, case, holder, officer):
        member, third = dana(), make_mail(case=make_case()).case
        row = self._let_into(holder, member)
        shut(case, member)
        shut(third, member)
        self._join(case, holder, officer)
        self._join(third, holder, officer)
        joining.take_back(case_id=case.pk, member=officer)
        row.refresh_from_db()
        assert row.state == "asked"
        assert has_conflict(holder.pk, member)

    def test_what_is_written_later_takes_the_case_that_holds_the_messages_too(self, case, holder, officer):
        member = dana()
        self._join(case, holder, officer)
        Case.objects.filter(pk=holder.pk).update(assignee=member)
        task = add_task(case_id=holder.pk, member=officer, kind="meeting", to=member)
        add_conflict(case_id=case.pk, member=officer, about_id=member.pk, why="She is the aunt.")
        task.refresh_from_db()
        assert (Case.objects.get(pk=holder.pk).assignee, task.assignee) == (None, None)
        assert has_conflict(holder.pk, member)

    def test_so_does_a_manager_s_word_about_whom_it_was_only_asked(self, case, holder, officer):
        member = dana()
        row = shut(case, member, state="asked")
        self._join(case, holder, officer)
        Case.objects.filter(pk=holder.pk).update(assignee=member)
        confirm_conflict(conflict_id=row.pk, member=noor())
        assert Case.objects.get(pk=holder.pk).assignee is None

    def test_and_asks_again_about_whom_an_old_lift_lets_in_there(self, case, holder, officer):
        member = dana()
        row = self._let_into(holder, member)
        self._join(case, holder, officer)
        Case.objects.filter(pk=holder.pk).update(assignee=member)
        add_conflict(case_id=case.pk, member=officer, about_id=member.pk, why="She is the aunt.")
        row.refresh_from_db()
        assert row.state == "asked"
        assert Case.objects.get(pk=holder.pk).assignee is None

    def test_nobody_else_loses_it_nor_a_case_that_is_not_of_the_family(self, case, holder, officer):
        member, apart = dana(), make_case()
        self._join(case, holder, officer)
        Case.objects.filter(pk=holder.pk).update(assignee=officer)
        Case.objects.filter(pk=apart.pk).update(assignee=member)
        task = add_task(case_id=holder.pk, member=officer, kind="meeting", to=officer)
        add_conflict(case_id=case.pk, member=officer, about_id=member.pk, why="She is the aunt.")
        task.refresh_from_db()
        assert (Case.objects.get(pk=holder.pk).assignee, task.assignee) == (officer, officer)
        assert Case.objects.get(pk=apart.pk).assignee == member

    def test_the_cases_are_locked_by_number_as_everybody_does(self, case, holder, officer):
        self._join(holder, case, officer)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            add_conflict(case_id=holder.pk, member=officer, about_id=dana().pk, why="She is the aunt.")
        first = next(query["sql"] for query in asked if 'FROM "cases_case"' in query["sql"])
        assert '"joined_to_id" = ' in first
        assert first.endswith('ORDER BY "cases_case"."id" ASC')
