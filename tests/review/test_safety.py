"""The page Safety of a case and of all: what was done about danger, by whom, when, and what is still awaited."""

from datetime import timedelta

import pytest

from cases.models import Alert, Call, Referral
from cases.services.danger import lado
from tests.factories import NOW, make_alert, make_case, make_mail, make_member

pytestmark = pytest.mark.django_db


def page(desk, case):
    return desk.get(f"/cases/{case.pk}/safety").content.decode()


@pytest.fixture
def alert():
    return make_alert(make_case(), raised_at=NOW - timedelta(minutes=20))


class TestCase:
    """The page of one case."""

    def test_it_shows_the_words_the_clocks_and_who_was_called(self, desk, alert):
        Call.objects.create(
            alert=alert, step="duty", contact="duty", channel="mail", made_at=NOW, due_at=NOW, tries=3,
            trouble="the mail server did not take it",
        )  # fmt: skip
        Call.objects.create(
            alert=alert, step="unopened", contact="manager", channel="text", made_at=NOW, due_at=NOW, reached_at=NOW
        )
        html = page(desk, alert.case)
        assert "“Darren pushed him on the stairs”" in html
        assert "Brackenshire children&#x27;s front door, duty desk, by mail" in html
        assert "Not taken: the mail server did not take it. Tried 3 times." in html
        assert "The complaints manager, by text message" in html
        assert "Taken 3 March 2026 at 2:05pm." in html

    @pytest.mark.parametrize(
        "path", ["/cases/{case}", "/cases/{case}/safety", "/unread/{mail}", "/cases/{case}/which-case"]
    )
    def test_whoever_sees_the_words_has_opened_it(self, desk, officer, alert, path):
        desk.get(path.format(case=alert.case_id, mail=alert.mail_id))
        alert.refresh_from_db()
        assert (alert.opened_by, alert.opened_at) == (officer, NOW)

    @pytest.mark.parametrize("path", ["/", "/safety", "/?bucket=safety"])
    def test_a_list_without_the_words_opens_nothing(self, desk, alert, path):
        desk.get(path)
        alert.refresh_from_db()
        assert alert.opened_at is None

    def test_who_was_told_and_how_is_noted_and_a_referral_begins(self, desk, alert):
        desk.post(f"/alerts/{alert.pk}/escalate", {"to": "Dee Marsh", "how": "in_person", "back": "safety"})
        html = page(desk, alert.case)
        assert "3 March 2026 at 2:05pm, Dee Marsh, in person" in html
        assert "Children&#x27;s front door" in html
        assert "not yet: by 3 March 2026 at 5:00pm" in html

    def test_a_referral_goes_to_its_end(self, desk, alert):
        desk.post(f"/alerts/{alert.pk}/escalate", {"to": "Dee Marsh"})
        at = f"/alerts/{alert.pk}/referrals/front_door"
        assert desk.post(at, {"do": "written", "back": "safety"}).headers["Location"].endswith("/safety")
        refused = desk.post(at, {"do": "answered", "answer": " ", "place": "front_door"})
        html = refused.content.decode()
        assert (refused.status_code, "Say what they decided." in html) == (422, True)
        assert f'href="#answer-{alert.pk}-front_door"' in html
        assert f'id="answer-{alert.pk}-front_door"' in html
        desk.post(at, {"do": "answered", "answer": "An assessment begins."})
        row = Referral.objects.get()
        assert (row.answer, row.ended_at) == ("An assessment begins.", NOW)

    def test_what_was_typed_is_kept_where_something_is_missing(self, desk, alert):
        posted = {"flag": "self_harm", "words": "", "is_miss": "yes"}
        answer = desk.post(f"/cases/{alert.case_id}/danger", posted)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Say in a few words what the danger is." in html
        assert 'value="self_harm" checked' in html
        assert 'id="raise-miss" name="is_miss" type="checkbox" value="yes" checked' in html

    def test_danger_is_raised_by_hand(self, desk, officer):
        case = make_case()
        make_mail(case=case)
        desk.post(f"/cases/{case.pk}/danger", {"flag": "safeguarding", "words": "He hit her.", "is_miss": "yes"})
        alert = Alert.objects.get()
        assert (alert.case, alert.raised_by, alert.is_miss) == (case, officer, True)
        html = page(desk, case)
        assert "Raised by Priya Raman" in html
        assert "Putright should have seen it and did not." in html

    def test_danger_is_raised_in_a_mail_that_is_no_case(self, desk):
        mail = make_mail(stuck=True)
        assert "Put it at the top of the queue" in desk.get(f"/unread/{mail.pk}").content.decode()
        desk.post(f"/mails/{mail.pk}/danger", {"flag": "safeguarding", "words": "He hit her."})
        assert Alert.objects.get().case is None
        html = desk.post(f"/mails/{mail.pk}/danger", {"flag": "safeguarding"}, follow=True).content.decode()
        assert "Say in a few words what the danger is." in html

    def test_a_colleague_who_is_accused_sees_the_case_no_more(self, desk, officer, alert, client):
        accused = make_member("sam", first_name="Sam", last_name="Ody")
        assert "Sam Ody" in page(desk, alert.case)
        desk.post(f"/alerts/{alert.pk}/accuse", {"accused": accused.pk})
        assert "Sam Ody may not handle this case and is told nothing." in page(desk, alert.case)
        client.force_login(accused)
        for path in ("", "/safety"):
            assert client.get(f"/cases/{alert.case_id}{path}").status_code == 403
        assert client.post(f"/alerts/{alert.pk}/dismiss", {"reason": "It was nothing."}).status_code == 403

    def test_a_colleague_is_named_after_the_lado_was_told_of_nobody(self, desk, alert):
        make_member("sam", first_name="Sam", last_name="Ody")
        lado.refer_to_lado(alert_id=alert.pk)
        assert "Sam Ody" in page(desk, alert.case)

    def test_the_numbers_are_offered_for_somebody_who_may_harm_themselves_and_nobody_else(self, desk, alert):
        assert "116 123" not in page(desk, alert.case)
        harm = make_alert(make_case(), flag="self_harm", raised_at=NOW)
        assert "116 123" in page(desk, harm.case)

    def test_there_is_no_such_case_alert_referral_or_act(self, desk, alert):
        lado.refer_to_lado(alert_id=alert.pk)
        for path in ("/cases/999/safety",):
            assert desk.get(path).status_code == 404
        for path, posted in (
            ("/cases/999/danger", {}),
            ("/alerts/999/accuse", {}),
            (f"/alerts/{alert.pk}/referrals/front_door", {"do": "told"}),
            (f"/alerts/{alert.pk}/referrals/lado", {"do": "forget"}),
        ):
            assert desk.post(path, posted).status_code == 404

    def test_an_administrator_sees_none_of_it(self, client, administrator, alert):
        client.force_login(administrator)
        for path in ("/safety", f"/cases/{alert.case_id}/safety"):
            assert client.get(path).status_code == 403


class TestAll:
    """The list over all cases, and what every page says."""

    def test_it_lists_what_is_not_dealt_with_without_a_word_of_it(self, desk, alert):
        make_alert(make_case(), state="dismissed", raised_at=NOW)
        told = make_alert(make_case(), state="confirmed", raised_at=NOW)
        Referral.objects.create(alert=told, to="lado", due_at=NOW - timedelta(minutes=1))
        html = desk.get("/safety").content.decode()
        assert alert.case.reference in html
        assert told.case.reference in html
        assert "Told: not yet" in html
        assert "Darren" not in html
        assert "Harker" not in html
        assert html.count("pr-sub") == 2

    def test_a_mail_without_a_case_is_listed_too(self, desk):
        alert = make_alert(None, make_mail(), raised_at=NOW)
        assert f"Mail {alert.mail_id}, no case yet" in desk.get("/safety").content.decode()

    def test_where_nothing_is_open_it_says_so_and_shows_the_figures(self, desk):
        html = desk.get("/safety").content.decode()
        assert "Nothing is open" in html
        assert "No sign of danger was raised in March 2026" in html

    def test_what_was_only_opened_does_not_look_finished(self, desk, officer):
        case = make_case()
        opened = {"opened_at": NOW - timedelta(minutes=9), "opened_by": officer}
        make_alert(case, make_mail(case=case), raised_at=NOW - timedelta(minutes=10), **opened)
        html = desk.get("/safety").content.decode()
        assert f"Not passed on: opened by {officer.full_name}, 9 minutes ago" in html

    def test_a_month_with_danger_has_its_figures_in_words_and_a_quiet_one_has_none(self, desk):
        case = make_case()
        mail = make_mail(case=case, received_at=NOW - timedelta(minutes=145))
        make_alert(case, mail, raised_at=NOW, opened_at=NOW + timedelta(minutes=6))
        html = desk.get("/safety").content.decode()
        assert "2 hours 25 minutes" in html
        assert "6 minutes" in html
        assert '<h3 class="govuk-heading-s govuk-!-margin-bottom-1">March 2026</h3>' in html
        assert "No sign of danger was raised in February 2026" in html
        assert '<h3 class="govuk-heading-s govuk-!-margin-bottom-1">February 2026</h3>' not in html

    def test_it_takes_few_looks_however_much_is_open(self, desk, django_assert_max_num_queries):
        for _ in range(12):
            make_alert(make_case(), raised_at=NOW)
        with django_assert_max_num_queries(40):
            desk.get("/safety")

    @pytest.mark.parametrize(("minutes", "is_told"), [(3, True), (1, False)])
    def test_every_page_says_that_nobody_could_be_called(self, desk, minutes, is_told):
        make_alert(make_case(), raised_at=NOW - timedelta(minutes=minutes))
        html = desk.get("/mailboxes").content.decode()
        assert ("Putright could call nobody about 1 sign of danger" in html) is is_told


OTHER_PAGES = ("dates", "life", "todo", "judgement", "monitoring")


@pytest.mark.parametrize("name", OTHER_PAGES)
def test_every_further_page_of_a_case_says_that_danger_waits(desk, name):
    case = make_case()
    make_alert(case, make_mail(case=case), raised_at=NOW)
    html = desk.get(f"/cases/{case.pk}/{name}").content.decode()
    assert "A sign of danger in this case is not dealt with" in html
    assert f'href="/cases/{case.pk}/safety"' in html


@pytest.mark.parametrize("name", OTHER_PAGES)
def test_no_page_says_so_of_a_case_without_danger_or_with_one_dealt_with(desk, name):
    calm, done = make_case(), make_case()
    make_mail(case=calm)
    make_alert(done, make_mail(case=done), state="dismissed", raised_at=NOW, done_at=NOW)
    for case in (calm, done):
        assert "A sign of danger in this case" not in desk.get(f"/cases/{case.pk}/{name}").content.decode()


class TestUnread:
    """What could not be read is no danger to pass on; whoever saw some in it raises it, one click away."""

    @pytest.mark.parametrize("state", ["open", "dismissed"])
    def test_the_case_offers_to_raise_it_and_not_to_escalate_it(self, desk, state):
        alert = make_alert(make_case(), flag="unscreened", state=state, raised_at=NOW, words=[{"quote": "a.pdf"}])
        html = desk.get(f"/cases/{alert.case_id}").content.decode()
        assert f"/alerts/{alert.pk}/escalate" not in html
        assert f'href="/cases/{alert.case_id}/safety#raise-h"' in html
        assert 'id="raise-h"' in page(desk, alert.case)

    def test_one_that_is_escalated_all_the_same_stays_and_says_why(self, desk):
        alert = make_alert(make_case(), flag="unscreened", raised_at=NOW, words=[{"quote": "a.pdf"}])
        html = desk.post(f"/alerts/{alert.pk}/escalate", {"to": "Dee"}, follow=True).content.decode()
        assert "Raise what you saw as a sign of danger, on the page Safety." in html
        alert.refresh_from_db()
        assert alert.state == "open"

    def test_danger_that_was_found_to_be_none_can_still_be_escalated(self, desk):
        alert = make_alert(make_case(), state="dismissed", raised_at=NOW)
        assert f"/alerts/{alert.pk}/escalate" in desk.get(f"/cases/{alert.case_id}").content.decode()
