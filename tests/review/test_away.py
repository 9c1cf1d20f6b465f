"""Who is away and who covers: said on a page of its own, and seen in the queue."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.conflicts import OPEN
from cases.models import Absence, Conflict, Event, Role
from tests.factories import NOW, make_case, make_member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)
UNTIL = date(2026, 3, 12)
PAGE = "/settings/away"
DAYS = {
    "from-day": "3", "from-month": "3", "from-year": "2026",
    "until-day": "12", "until-month": "3", "until-year": "2026",
}  # fmt: skip


def away(member, cover, **fields):
    values = {"from_on": TODAY, "until_on": UNTIL, "said_by": member} | fields
    return Absence.objects.create(member=member, cover=cover, **values)


def text(response):
    return response.content.decode()


class TestPage:
    """Saying it."""

    def test_an_officer_says_it_for_themselves(self, desk, officer, colleague):
        response = desk.post(f"{PAGE}/say", DAYS | {"cover": colleague.pk}, follow=True)
        row = Absence.objects.get()
        assert (row.member, row.cover, row.from_on, row.until_on) == (officer, colleague, TODAY, UNTIL)
        html = text(response)
        assert "Noted: Priya Raman is away." in html
        assert "3 March to 12 March" in html
        assert "away now" in html

    def test_an_officer_cannot_say_it_for_somebody_else(self, desk, officer, colleague):
        response = desk.post(f"{PAGE}/say", DAYS | {"member": colleague.pk, "cover": officer.pk})
        assert response.status_code == 422
        assert "Only they themselves, or a manager" in text(response)
        assert not Absence.objects.exists()

    def test_a_manager_says_it_for_them(self, client, officer, colleague):
        client.force_login(make_member(role=Role.MANAGER, first_name="Mira", last_name="Lunt"))
        assert 'name="member"' in text(client.get(PAGE))
        client.post(f"{PAGE}/say", DAYS | {"member": officer.pk, "cover": colleague.pk})
        assert Absence.objects.get().member == officer

    @pytest.mark.parametrize(
        ("changed", "anchor", "words"),
        [
            ({"until-day": "1"}, "until-day", "The last day is before the first"),
            ({"from-month": "13"}, "from-day", "Give the day, month and year"),
            ({"until-year": ""}, "until-day", "Give the day, month and year"),
        ],
        ids=["ends before it begins", "no such month", "no year"],
    )
    def test_what_cannot_be_is_shown_again_with_all_that_was_typed(self, desk, colleague, changed, anchor, words):
        response = desk.post(f"{PAGE}/say", DAYS | {"cover": colleague.pk} | changed)
        html = text(response)
        assert response.status_code == 422
        assert f'<a href="#{anchor}">{words}' in html
        assert 'value="2026"' in html
        assert f'<option value="{colleague.pk}" selected>' in html
        assert "<title>Error:" in html

    def test_a_cover_who_is_away_too_is_refused_beside_the_field(self, desk, officer, colleague):
        away(colleague, None)
        response = desk.post(f"{PAGE}/say", DAYS | {"cover": colleague.pk})
        assert response.status_code == 422
        assert '<a href="#cover">Marcus Bell is away too' in text(response)

    def test_a_cover_that_was_not_chosen_is_asked_for(self, desk):
        response = desk.post(f"{PAGE}/say", DAYS)
        assert response.status_code == 422
        assert '<a href="#cover">Choose who covers, or that nobody does.' in text(response)
        assert not Absence.objects.exists()

    def test_nobody_can_be_chosen(self, desk):
        desk.post(f"{PAGE}/say", DAYS | {"cover": "nobody"})
        assert Absence.objects.get().cover is None

    def test_whoever_was_to_cover_for_somebody_is_told_so(self, desk, officer, colleague):
        away(colleague, officer)
        html = text(desk.post(f"{PAGE}/say", DAYS | {"cover": "nobody"}, follow=True))
        assert "Priya Raman was to cover for Marcus Bell (away until 12 March)" in html

    def test_who_has_nobody_is_marked(self, desk, officer, colleague):
        away(colleague, None)
        assert "The cases stand on the managers’ list" in text(desk.get(PAGE))

    def test_a_cover_who_is_away_since_is_named_with_who_stands_in(self, desk, officer, colleague):
        ann = make_member(first_name="Ann", last_name="Doyle")
        away(officer, colleague)
        away(colleague, ann)
        assert "Is away too: Ann Doyle covers meanwhile" in text(desk.get(PAGE))

    def test_back_already(self, desk, officer, colleague):
        row = away(officer, colleague)
        desk.post(f"{PAGE}/end", {"absence": row.pk})
        row.refresh_from_db()
        assert row.ended_at == NOW
        assert desk.post(f"{PAGE}/end", {"absence": row.pk}).status_code == 422

    def test_another_cover(self, desk, officer, colleague):
        row = away(officer, None)
        desk.post(f"{PAGE}/cover", {"absence": row.pk, f"cover-{row.pk}": colleague.pk})
        row.refresh_from_db()
        assert row.cover == colleague

    def test_another_cover_who_cannot_is_refused_beside_its_own_field(self, desk, officer, colleague):
        away(colleague, None)
        row = away(officer, None)
        response = desk.post(f"{PAGE}/cover", {"absence": row.pk, f"cover-{row.pk}": colleague.pk})
        assert response.status_code == 422
        assert f'<a href="#cover-{row.pk}">Marcus Bell is away too' in text(response)

    def test_others_rows_cannot_be_changed(self, desk, officer, colleague):
        row = away(colleague, None)
        assert "They, or a manager" in text(desk.get(PAGE))
        assert desk.post(f"{PAGE}/end", {"absence": row.pk}).status_code == 422

    @pytest.mark.parametrize("path", ["/end", "/cover"])
    def test_a_row_that_is_not_there_is_not_found(self, desk, path):
        assert desk.post(PAGE + path, {"absence": "999"}).status_code == 404

    def test_an_administrator_has_no_cases_and_no_such_page(self, client, administrator):
        client.force_login(administrator)
        assert client.get(PAGE).status_code == 403

    def test_it_is_linked_from_every_page(self, desk):
        assert f'href="{PAGE}">Away</a>' in text(desk.get("/"))


class TestQueue:
    """Seeing it."""

    def _rows(self, client, address="/"):
        return {row.reference: row for group in client.get(address).context["groups"] for row in group.rows}

    def test_the_cover_sees_the_cases_under_me_and_for_whom(self, client, officer, colleague):
        mine, theirs, nobodys = make_case(assignee=colleague), make_case(assignee=officer), make_case()
        away(officer, colleague)
        client.force_login(colleague)
        rows = self._rows(client, "/?with=me")
        assert set(rows) == {mine.reference, theirs.reference}
        assert rows[theirs.reference].away == "for Priya Raman, away until 12 March"
        assert rows[mine.reference].away == ""
        assert nobodys.reference not in rows
        options = client.get("/").context["filters"].groups[0].options
        assert next(one.number for one in options if one.value == "me") == 2

    def test_everybody_else_sees_that_they_are_away(self, desk, officer, colleague):
        case = make_case(assignee=colleague)
        away(colleague, make_member(first_name="Ann", last_name="Doyle"))
        assert self._rows(desk)[case.reference].away == "away until 12 March, Ann Doyle covers"
        assert self._rows(desk, "/?with=me") == {}

    def test_without_cover_the_row_says_so(self, desk, colleague):
        case = make_case(assignee=colleague)
        away(colleague, None)
        assert self._rows(desk)[case.reference].away == "away until 12 March, nobody covers"

    def test_a_case_shut_to_the_cover_is_not_theirs(self, client, officer, colleague):
        case = make_case(assignee=officer)
        away(officer, colleague)
        Conflict.objects.create(case=case, member=colleague, why="Named in it", state=OPEN, at=NOW)
        client.force_login(colleague)
        assert case.reference not in self._rows(client, "/?with=me")
        assert case.reference not in self._rows(client, "/?with=nobody")
        client.force_login(make_member(first_name="Ann", last_name="Doyle"))
        assert self._rows(client, "/?with=nobody")[case.reference].away == "away until 12 March, nobody covers"

    def test_who_is_away_without_cover_leaves_theirs_with_nobody(self, desk, officer, colleague):
        case, other = make_case(assignee=colleague), make_case(assignee=officer)
        away(colleague, None)
        assert set(self._rows(desk, "/?with=nobody")) == {case.reference}
        assert set(self._rows(desk, "/?with=me")) == {other.reference}

    def test_who_is_back_has_them_alone_again(self, client, officer, colleague):
        case = make_case(assignee=officer)
        away(officer, colleague, until_on=date(2026, 3, 2), from_on=date(2026, 3, 1))
        client.force_login(colleague)
        assert case.reference not in self._rows(client, "/?with=me")

    @pytest.mark.parametrize("cover", ["colleague", None], ids=["with cover", "without"])
    def test_giving_a_case_to_somebody_away_warns(self, desk, officer, colleague, cover):
        ann = make_member(first_name="Ann", last_name="Doyle")
        case = make_case()
        away(ann, colleague if cover else None)
        html = text(desk.post("/assign", {"case": [case.pk], "give": ann.pk}, follow=True))
        assert "Ann Doyle is away until 12 March." in html
        assert ("Marcus Bell covers" if cover else "Nobody covers for them") in html

    def test_giving_a_case_to_somebody_here_does_not(self, desk, officer, colleague):
        away(officer, colleague)
        html = text(desk.post("/assign", {"case": [make_case().pk], "give": colleague.pk}, follow=True))
        assert "is away" not in html

    def test_however_many_are_away_the_queue_asks_as_often(self, desk, officer):
        def queries():
            with CaptureQueriesContext(connection) as found:
                desk.get("/")
            return len(found)

        someones = [make_member() for _ in range(5)]
        for someone in someones:
            make_case(assignee=someone)
        queries()
        before = queries()
        for someone in someones:
            away(someone, officer)
        assert queries() == before


class TestMorning:
    """Switching one's own morning mail off and on."""

    def test_it_is_switched_off_and_on_again(self, desk, officer):
        html = text(desk.get(PAGE))
        assert "It is <strong>on</strong>" in html
        assert "Switch my morning mail off" in html
        html = text(desk.post(f"{PAGE}/morning", {"morning": "off"}, follow=True))
        assert "Your morning mail is off." in html
        assert "Switch my morning mail on" in html
        officer.refresh_from_db()
        assert officer.digest_on is False
        desk.post(f"{PAGE}/morning", {"morning": "on"})
        officer.refresh_from_db()
        assert officer.digest_on is True
        verbs = Event.objects.filter(chain=f"member:{officer.pk}").order_by("pk").values_list("verb", flat=True)
        assert [verb for verb in verbs if verb.startswith("digest")] == ["digest_switched_off", "digest_switched_on"]

    def test_nobody_switches_it_for_somebody_else(self, desk, colleague):
        desk.post(f"{PAGE}/morning", {"morning": "off", "member": colleague.pk})
        colleague.refresh_from_db()
        assert colleague.digest_on is True

    def test_a_manager_is_told_what_never_stops(self, client):
        client.force_login(make_member(role=Role.MANAGER))
        assert "danger, and dates that are late, are mailed to you whether it is on or off" in text(client.get(PAGE))

    def test_an_officer_is_told_that_nothing_is_mailed_then(self, desk):
        html = text(desk.get(PAGE))
        assert "Switched off, nothing is mailed to you." in html
        assert "You are a manager" not in html

    def test_whose_address_is_not_known_is_told_so(self, client):
        client.force_login(make_member(email=""))
        assert "No address of yours is known" in text(client.get(PAGE))

    def test_a_link_alone_switches_nothing(self, desk):
        assert desk.get(f"{PAGE}/morning").status_code == 405

    def test_an_administrator_has_none(self, client, administrator):
        client.force_login(administrator)
        assert client.post(f"{PAGE}/morning", {"morning": "off"}).status_code == 403
