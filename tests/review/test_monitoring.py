"""Monitoring answers are on no page once they were taken out, can be shown again, and an original asks why."""

import pytest

from cases.models import Event, MonitoringTotal
from cases.services.monitoring import vault
from tests.cases.monitoring.test_vault import SECRETS, WORDS
from tests.cases.stories import a_case, decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(settings, tmp_path):
    settings.PUTRIGHT_HOME, settings.PUTRIGHT_BLIND_SHARE = tmp_path, 0
    return a_case(WORDS, subject="Visits missed, Ethnicity: Black Caribbean")


@pytest.fixture
def hidden(case, officer):
    decide(case, officer, flag_equalities="yes")
    case.refresh_from_db()
    return case


def _mail(case):
    return case.mails.get()


def _pages(case):
    mail, letter = _mail(case), case.letters.order_by("-pk").first()
    return (
        f"/cases/{case.pk}",
        f"/unread/{mail.pk}",
        f"/cases/{case.pk}/life/escalate?matter=1",
        f"/cases/{case.pk}/which-case",
        f"/cases/{case.pk}/monitoring",
        f"/cases/{case.pk}/judgement",
        f"/letters/{letter.pk}",
        "/",
        f"/mails/{mail.pk}/original",
    )


def test_no_page_shows_what_was_taken_out(desk, hidden):
    for path in _pages(hidden):
        answer = desk.get(path)
        assert answer.status_code == 200, path
        assert not [secret for secret in SECRETS if secret in answer.content.decode()], path


def test_the_message_says_that_something_was_taken_out(desk, hidden):
    page = desk.get(f"/cases/{hidden.pk}").content.decode()
    assert page.count("Taken out: monitoring answers") >= 2  # in the message and in its subject line
    assert "\u2588" not in page
    assert "has not visited us since before Christmas" in page


def test_words_cannot_be_searched_for(desk, hidden):
    for word in SECRETS:
        page = desk.post("/find", {"find": word}).content.decode()
        assert hidden.reference not in page


def test_before_a_person_says_yes_everything_is_shown(desk, case):
    page = desk.get(f"/cases/{case.pk}").content.decode()
    assert "Caribbean" in page
    assert "Taken out" not in page


def test_a_senders_own_blocks_are_not_taken_for_hidden_words(desk, settings, tmp_path):
    settings.PUTRIGHT_HOME = tmp_path
    case = a_case(
        "Our solicitor blacked it out: \u2588\u2588\u2588\u2588 and the social worker has not visited since May."
    )
    assert "Taken out" not in desk.get(f"/cases/{case.pk}").content.decode()


class TestThePage:
    def test_it_says_how_it_stands(self, desk, case, officer):
        said = desk.get(f"/cases/{case.pk}/monitoring").content.decode()
        assert "Nothing of this case is hidden." in said
        decide(case, officer, flag_equalities="yes")
        said = desk.get(f"/cases/{case.pk}/monitoring").content.decode()
        assert "are hidden" in said
        assert "added to the year" in said

    def test_it_is_shown_again_with_a_reason(self, desk, hidden):
        answer = desk.post(f"/cases/{hidden.pk}/monitoring/back", {"version": hidden.version, "why": "ground"})
        assert answer.status_code == 302
        assert "Caribbean" in desk.get(f"/cases/{hidden.pk}").content.decode()
        assert "what the complaint is about" in desk.get(f"/cases/{hidden.pk}/monitoring").content.decode()

    def test_without_a_reason_nothing_is_shown(self, desk, hidden):
        answer = desk.post(f"/cases/{hidden.pk}/monitoring/back", {"version": hidden.version})
        assert answer.status_code == 422
        assert b"Say why these words are to be shown again." in answer.content
        assert "Caribbean" not in desk.get(f"/cases/{hidden.pk}").content.decode()

    def test_what_is_typed_is_kept_when_it_is_not_found(self, desk, case):
        answer = desk.post(
            f"/cases/{case.pk}/monitoring/hide", {"version": case.version, "words": "Nowhere to be found"}
        )
        assert answer.status_code == 422
        assert b"Nowhere to be found</textarea>" in answer.content
        assert b"exactly as it stands there" in answer.content

    def test_lines_are_hidden(self, desk, case):
        words = "nobody has told us why"
        desk.post(f"/cases/{case.pk}/monitoring/hide", {"version": case.version, "words": words})
        assert words not in desk.get(f"/cases/{case.pk}").content.decode()

    def test_a_stale_page_changes_nothing(self, desk, hidden):
        answer = desk.post(f"/cases/{hidden.pk}/monitoring/back", {"version": hidden.version - 1, "why": "ground"})
        assert answer.status_code == 422
        assert "Caribbean" not in desk.get(f"/cases/{hidden.pk}").content.decode()

    def test_a_case_that_is_not_there(self, desk):
        assert desk.get("/cases/99/monitoring").status_code == 404


class TestTheOriginal:
    def test_it_asks_why_first(self, desk, hidden):
        path = f"/mails/{_mail(hidden).pk}/original"
        assert "Content-Disposition" not in desk.get(path).headers
        answer = desk.post(path, {"asked": "yes"})
        assert answer.status_code == 422
        assert "Content-Disposition" not in answer.headers
        assert "Content-Disposition" not in desk.post(path, {"asked": "yes", "why": "curious"}).headers
        assert not Event.objects.filter(verb="original_downloaded").exists()

    def test_with_a_reason_it_is_handed_out_and_written_down(self, desk, hidden):
        answer = desk.post(f"/mails/{_mail(hidden).pk}/original", {"asked": "yes", "why": "copy"})
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert Event.objects.get(verb="original_downloaded").facts["why"] == "copy"

    def test_shown_again_it_asks_nothing(self, desk, hidden, officer):
        vault.turn_back(case_id=hidden.pk, version=hidden.version, member=officer, why="ground")
        assert "Content-Disposition" in desk.get(f"/mails/{_mail(hidden).pk}/original").headers


def test_the_totals_name_no_case(hidden):
    names = {field.name for field in MonitoringTotal._meta.get_fields()}
    assert names == {"id", "month", "route", "question", "answer", "count"}
