"""Somebody who is away has a cover who is there; nobody's cases are without a person who sees them."""

from datetime import date, timedelta

import pytest

from cases import events
from cases.conflicts import OPEN
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Absence, Conflict, Event, Role
from cases.selectors.cover import away_on, coming_absences, covered_by, people, shut_cases
from cases.services.days import cover
from tests.factories import NOW, make_case, make_member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)
UNTIL = date(2026, 3, 12)


@pytest.fixture
def priya():
    return make_member("priya")


@pytest.fixture
def marcus():
    return make_member("marcus", first_name="Marcus", last_name="Bell")


@pytest.fixture
def ann():
    return make_member("ann", first_name="Ann", last_name="Doyle")


def away(member, who, *, by=None, from_on=TODAY, until_on=UNTIL):
    return cover.say_away(
        member_id=member.pk, by=by or member, from_on=from_on, until_on=until_on, cover_id=who and who.pk, today=TODAY
    )


def covers(day=TODAY):
    return {id_: one.cover and one.cover.pk for id_, one in away_on(day).items()}


class TestSaying:
    """What can be said, and what is refused."""

    def test_a_member_says_it_for_themselves(self, priya, marcus):
        row = away(priya, marcus)
        assert covers() == {priya.pk: marcus.pk}
        event = Event.objects.get(chain=f"member:{priya.pk}")
        assert (event.verb, event.actor, event.facts["cover"]) == ("absence_said", priya, marcus.pk)
        assert row.said_by == priya

    def test_a_manager_says_it_for_them(self, priya, marcus):
        assert away(priya, marcus, by=make_member(role=Role.MANAGER)).member == priya

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
    def test_nobody_else_does(self, priya, marcus, role):
        with pytest.raises(NotAllowedError):
            away(priya, marcus, by=make_member(role=role))
        assert not Absence.objects.exists()

    @pytest.mark.parametrize(
        ("from_on", "until_on", "field"),
        [
            pytest.param(UNTIL, TODAY, "until", id="ends before it begins"),
            pytest.param(TODAY - timedelta(days=9), TODAY - timedelta(days=1), "until", id="has passed"),
            pytest.param(TODAY, TODAY + timedelta(days=400), "until", id="over a year: a wrong year typed"),
        ],
    )
    def test_days_that_cannot_be(self, priya, marcus, from_on, until_on, field):
        with pytest.raises(IncompleteError) as refused:
            away(priya, marcus, from_on=from_on, until_on=until_on)
        assert set(refused.value.missing) == {field}

    @pytest.mark.parametrize("days", [0, 5], ids=["today alone", "ill since last week, told now"])
    def test_days_that_can(self, priya, marcus, days):
        away(priya, marcus, from_on=TODAY - timedelta(days=days), until_on=TODAY)
        assert covers() == {priya.pk: marcus.pk}

    def test_nobody_covers_for_themselves(self, priya):
        with pytest.raises(IncompleteError, match="themselves"):
            away(priya, priya)

    @pytest.mark.parametrize("fields", [{"role": Role.ADMINISTRATOR}, {"is_active": False}], ids=str)
    def test_who_decides_nothing_covers_for_nobody(self, priya, fields):
        with pytest.raises(IncompleteError, match="may not decide"):
            away(priya, make_member(**fields))

    @pytest.mark.parametrize(
        ("from_on", "until_on"),
        [(TODAY, UNTIL), (UNTIL, UNTIL + timedelta(days=5)), (TODAY - timedelta(days=3), TODAY)],
        ids=["all the time", "from the last day", "until the first day"],
    )
    def test_a_cover_who_is_away_too_is_refused_with_words(self, priya, marcus, ann, from_on, until_on):
        away(marcus, ann, from_on=from_on, until_on=until_on)
        with pytest.raises(IncompleteError, match=r"Marcus Bell is away too, from .* Choose somebody else"):
            away(priya, marcus)

    def test_a_cover_who_is_back_the_day_before_is_taken(self, priya, marcus, ann):
        away(marcus, ann, from_on=TODAY, until_on=TODAY)
        away(priya, marcus, from_on=TODAY + timedelta(days=1))
        assert Absence.objects.get(member=priya).cover == marcus

    def test_nobody_is_away_twice(self, priya, marcus):
        away(priya, marcus)
        with pytest.raises(IncompleteError, match="already"):
            away(priya, marcus, from_on=UNTIL, until_on=UNTIL + timedelta(days=2))


class TestWhoCovers:
    """Who has the cases on a day."""

    @pytest.mark.parametrize("day", [TODAY - timedelta(days=1), UNTIL + timedelta(days=1)], ids=["before", "after"])
    def test_only_on_the_days_said(self, priya, marcus, day):
        away(priya, marcus)
        assert covers(day) == {}
        assert covers(UNTIL) == {priya.pk: marcus.pk}

    def test_the_cover_of_a_cover_stands_in_once(self, priya, marcus, ann):
        away(priya, marcus)
        away(marcus, ann)
        assert covers() == {priya.pk: ann.pk, marcus.pk: ann.pk}
        assert {one.member for one in covered_by(ann, away_on(TODAY))} == {priya, marcus}
        assert covered_by(marcus, away_on(TODAY)) == ()

    def test_a_chain_of_three_ends_with_the_managers(self, priya, marcus, ann):
        away(priya, marcus)
        away(marcus, ann)
        away(ann, make_member())
        assert covers()[priya.pk] is None
        assert covers()[marcus.pk] is not None

    def test_two_who_cover_for_each_other_cover_for_nobody(self, priya, marcus):
        away(priya, marcus)
        Absence.objects.create(member=marcus, cover=priya, from_on=TODAY, until_on=UNTIL, said_by=marcus)
        assert covers() == {priya.pk: None, marcus.pk: None}

    @pytest.mark.parametrize("fields", [{"is_active": False}, {"role": Role.ADMINISTRATOR}], ids=["left", "other work"])
    def test_a_cover_who_left_since_is_none(self, priya, marcus, fields):
        away(priya, marcus)
        type(marcus).objects.filter(pk=marcus.pk).update(**fields)
        assert covers() == {priya.pk: None}

    def test_without_a_cover_nobody_has_them(self, priya):
        away(priya, None)
        assert covers() == {priya.pk: None}

    def test_it_is_one_query(self, priya, marcus, ann, django_assert_num_queries):
        away(priya, marcus)
        away(marcus, ann)
        with django_assert_num_queries(1):
            covered_by(ann, away_on(TODAY))

    def test_only_an_open_conflict_shuts_a_case(self, priya):
        case, other = make_case(), make_case()
        Conflict.objects.create(case=case, member=priya, why="Named in it", state=OPEN, at=NOW)
        Conflict.objects.create(case=other, member=priya, why="Not the same", state="lifted", at=NOW)
        assert shut_cases() == {priya.pk: {case.pk}}


class TestComingBack:
    """An absence ends, or gets another cover."""

    def test_who_is_back_early_has_their_cases_again(self, priya, marcus):
        row = away(priya, marcus)
        cover.end_absence(absence_id=row.pk, by=priya)
        assert covers() == {}
        assert not coming_absences(TODAY).exists()
        with pytest.raises(NotNowError):
            cover.end_absence(absence_id=row.pk, by=priya)
        assert events.broken_links(f"member:{priya.pk}") == []

    def test_another_cover_is_set_by_a_manager(self, priya, marcus, ann):
        row = away(priya, marcus)
        cover.set_cover(absence_id=row.pk, by=make_member(role=Role.MANAGER), cover_id=ann.pk)
        assert covers() == {priya.pk: ann.pk}
        assert Event.objects.filter(verb="absence_cover_set").count() == 1

    def test_another_cover_who_is_away_is_refused(self, priya, marcus, ann):
        away(ann, marcus)
        row = away(priya, marcus)
        with pytest.raises(IncompleteError, match="Ann Doyle is away too"):
            cover.set_cover(absence_id=row.pk, by=priya, cover_id=ann.pk)

    @pytest.mark.parametrize("act", [cover.end_absence, cover.set_cover], ids=["end", "another cover"])
    def test_a_colleague_may_not(self, priya, marcus, ann, act):
        row = away(priya, marcus)
        more = {"cover_id": ann.pk} if act is cover.set_cover else {}
        with pytest.raises(NotAllowedError):
            act(absence_id=row.pk, by=ann, **more)
        assert covers() == {priya.pk: marcus.pk}


def test_the_list_of_people_holds_those_who_decide(priya, marcus):
    make_member(role=Role.ADMINISTRATOR)
    make_member(is_active=False)
    assert list(people(but=priya.pk)) == [marcus]
