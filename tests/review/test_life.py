"""Matters and stages: where each has come to in words, a form for each thing that can become of it, nothing typed lost."""

from datetime import date, timedelta

import pytest

from cases.clocks import save_deadlines
from cases.desk import desk_council, desk_procedures
from cases.models import Case, Conflict, Joining, Outcome, Parking, Recommendation, TeamMember
from cases.services.matters.splitting import set_procedure
from cases.services.matters.steps import Cause, take_step
from cases.states import MatterState
from review.forms.life import RUN
from review.pages.fields import Choice
from review.pages.life_fields import FIELDS
from review.pages.life_forms import ACTIONS
from review.pages.life_words import FINDINGS, MATTER_STATES, PARK_REASONS, REMEDIES, STEPS, say_step
from tests.factories import NOW, make_case, make_mail, make_member, make_pair

TODAY = date(2026, 3, 3)
DAY = {"day": "3", "month": "3", "year": "2026"}


def _case(**fields) -> Case:
    case = make_case(**({"state": "acknowledged", "acknowledged_on": TODAY} | fields))
    make_mail(case=case)
    for matter in case.matters.all():
        set_procedure(case, matter)
        matter.save()
    save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    return case


def _day(name, **parts):
    return {f"{name}-{part}": value for part, value in (DAY | parts).items()}


def _act(desk, case, action, **post):
    case.refresh_from_db()
    return desk.post(f"/cases/{case.pk}/life/{action}?matter=1", {"version": case.version} | post)


def _html(desk, case, rest=""):
    return desk.get(f"/cases/{case.pk}/life{rest}").content.decode()


def test_every_table_of_words_and_forms_is_complete():
    assert set(MATTER_STATES) == set(MatterState)
    assert set(RUN) == set(FIELDS) == set(ACTIONS)
    assert all(FINDINGS[code] for code in FINDINGS)
    assert all(words for table in (REMEDIES, PARK_REASONS, STEPS) for words in table.values())
    assert say_step("dug_up") == "Dug up"
    assert Choice(value="a", words="b").checked is False


def test_the_page_says_where_each_matter_stands_and_by_when_we_reply(desk):
    case = _case(matters=2)
    take_step(case.matters.get(number=2), "withdrawn", Cause(on=TODAY, why="Dropped."), state=MatterState.WITHDRAWN)
    html = _html(desk, case)
    for words in (
        "1. Visits missed (1)",
        "At stage 1",
        "Tuesday 17 March 2026",
        "Withdrawn by the person",
        "Dropped.",
        "Statutory",
    ):
        assert words in html


def test_the_case_links_to_it_and_it_links_back(desk):
    case = _case()
    assert f"/cases/{case.pk}/life" in desk.get(f"/cases/{case.pk}").content.decode()
    assert f'href="/cases/{case.pk}"' in _html(desk, case)


def test_an_imminent_move_is_said_at_the_top(desk):
    case = _case(decisions=[{"key": "flag:urgent_decision", "suggested": "yes", "sureness": "sure", "words": ""}])
    assert "Ask today whether it can wait" in _html(desk, case)
    assert "Ask today whether it can wait" not in _html(desk, _case())


def test_a_message_that_asks_for_more_leads_to_the_next_stage(desk):
    case = _case()
    mail = make_mail(case=case, state="joined")
    raises = [["It is unhappy with our answer and wants more.", ""]]
    Joining.objects.create(mail=mail, case=case, at=NOW, raises=raises)
    html = _html(desk, case)
    assert "It is unhappy with our answer and wants more." in html
    assert f"/cases/{case.pk}/life/escalate?mail={mail.pk}" in html
    form = _html(desk, case, f"/escalate?mail={mail.pk}")
    assert f'<option value="{mail.pk}" selected>' in form


def test_the_history_of_the_case_says_which_matters(desk):
    case = _case(matters=3)
    _act(desk, case, "withdraw", matters=["1", "3"], words="Please drop these.", **_day("said_on"))
    html = desk.get(f"/cases/{case.pk}").content.decode()
    assert "Withdrawn by the person" in html
    assert "Matters 1 and 3." in html


@pytest.mark.parametrize("action", [code for code in ACTIONS if code not in {"ask-again", "come-back", "take-up"}])
def test_every_form_opens(desk, action):
    case = _case(matters=2)
    response = desk.get(f"/cases/{case.pk}/life/{action}?matter=1")
    assert response.status_code == 200
    assert ACTIONS[action].button in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("ask-again", id="nothing is parked"),
        pytest.param("come-back", id="nothing is with the Ombudsman"),
        pytest.param("take-up", id="nothing has ended"),
        pytest.param("burn", id="no such thing can be done"),
    ],
)
def test_what_cannot_be_done_has_no_page(desk, path):
    assert desk.get(f"/cases/{_case().pk}/life/{path}").status_code == 404


def test_a_case_that_is_not_there_is_not_found(desk):
    assert desk.get("/cases/99999/life").status_code == 404


class TestActing:
    def test_an_outcome_then_the_reply_then_the_next_stage(self, desk):
        case = _case()
        outcome = {"number": "1", "stage": "1", "finding": "upheld", "remedies": ["apology", "service"]}
        assert _act(desk, case, "outcome", **outcome, **_day("decided_on")).status_code == 302
        answer = {"matters": ["1"], "stage": "1", "channel": "email"}
        assert _act(desk, case, "answer", **answer, **_day("sent_on")).status_code == 302
        wish = {"matters": ["1"], "stage": "2", "words": ""}
        assert _act(desk, case, "escalate", **wish, **_day("requested_on")).status_code == 302
        assert case.matters.get().state == "stage_2"
        html = _html(desk, case)
        assert "Upheld. Apology, the service is given" in html
        assert "Went to the next stage. At stage 2" in html

    def test_splitting_divides_the_evidence(self, desk):
        case = _case()
        matter = case.matters.get()
        matter.evidence = [{"where": "body", "start": 0, "end": 4, "quote": "ten weeks"}]
        matter.save()
        assert "“ten weeks” belongs to" in _html(desk, case, "/split?matter=1")
        parts = {"gist-1": "Visits", "route-1": "statutory", "gist-2": "Bills", "route-2": "corporate"}
        wanted = {"number": "1", "pieces": "1", "why": "Two things.", "evidence-0": "2"}
        assert _act(desk, case, "split", **parts, **wanted).status_code == 302
        assert [m.gist for m in case.matters.filter(split_from=matter)] == ["Visits", "Bills"]
        assert case.matters.get(number=3).evidence == matter.evidence
        assert "Matters 2 and 3" in _html(desk, case)

    def test_parking_shows_what_it_waits_for_and_when_to_ask(self, desk):
        case = _case()
        wanted = {"matters": ["1"], "reason": "court", "why": "Hearing on 16 March."}
        assert _act(desk, case, "park", **wanted, **_day("ask_again_on", day="17")).status_code == 302
        html = _html(desk, case)
        assert "Court case to end: Hearing on 16 March." in html
        assert "17 March" in html
        ended = {"matters": ["1"], "still": "no", "why": "Judgment given."}
        assert _act(desk, case, "ask-again", **ended).status_code == 302
        assert case.matters.get().state == "stage_1"

    def test_a_parked_case_waits_in_its_bucket_with_what_and_when(self, desk):
        case = _case()
        wanted = {"matters": ["1"], "reason": "court", "why": "Hearing on 16 March."}
        _act(desk, case, "park", **wanted, **_day("ask_again_on", day="17"))
        html = desk.get("/?bucket=waiting").content.decode()
        for words in ("Waiting for", "Court case to end", "Hearing on 16 March.", "Look again 17 March"):
            assert words in html

    def test_an_acknowledged_case_waits_for_our_reply(self, desk):
        _case()
        html = desk.get("/?bucket=waiting").content.decode()
        assert "Our reply at stage 1" in html

    def test_withdrawing_in_their_own_words(self, desk):
        case = _case()
        wanted = {"matters": ["1"], "words": "Please drop it.", "told_to": "yes"}
        assert _act(desk, case, "withdraw", **wanted, **_day("said_on")).status_code == 302
        html = _html(desk, case)
        assert "Please drop it." in html
        assert "Every matter has ended" in html

    def test_every_matter_ended_the_case_can_be_closed_from_here(self, desk):
        case = _case()
        _act(desk, case, "withdraw", matters=["1"], words="Please drop it.", **_day("said_on"))
        case.refresh_from_db()
        response = desk.post(f"/cases/{case.pk}/file", {"version": case.version, "why": "They were told by phone."})
        assert response.status_code == 302
        case.refresh_from_db()
        assert case.state == "filed"

    def test_a_case_is_linked_by_its_reference_and_unlinked(self, desk):
        case, other = _case(), _case()
        assert _act(desk, case, "link", reference=other.reference.lower()).status_code == 302
        assert other.reference in _html(desk, case)
        assert case.reference in _html(desk, other)
        pair = case.maybe_same.get()
        assert desk.post(f"/cases/{case.pk}/links/{pair.pk}/unlink").status_code == 302
        assert "None is linked." in _html(desk, case)

    @pytest.mark.parametrize("reference", ["", "PR-1999-0001"])
    def test_no_such_reference_is_refused(self, desk, reference):
        response = _act(desk, _case(), "link", reference=reference)
        assert response.status_code == 422
        assert "No case has this reference" in response.content.decode()

    def test_a_pair_of_cases_nobody_linked_is_not_unlinked(self, desk):
        case = _case()
        pair = make_pair(case, _case())
        desk.post(f"/cases/{case.pk}/links/{pair.pk}/unlink")
        pair.refresh_from_db()
        assert pair.answer == ""
        assert desk.post(f"/cases/{case.pk}/links/999/unlink").status_code == 404


WRONG = {
    "withdraw": ({"matters": ["1"], "words": "", "said_on-day": "40"}, "Give the day, month and year", "said_on-day"),
    "park": (
        {"matters": ["1"], "why": "Wait <b>here</b>", **_day("ask_again_on", year="2031")},
        "Choose what",
        "reason-0",
    ),
    "finish": ({"matters": ["1"], "why": "Typed with care"}, "its outcome", "matters-0"),
    "reroute": ({"number": "1", "route": "", "why": "Typed with care"}, "Choose a route", "route"),
    "outcome": (
        {"number": "1", "stage": "1", "finding": "", **_day("decided_on")},
        "Choose what was found",
        "finding-0",
    ),
    "split": ({"number": "1", "gist-1": "Kept", "route-1": "statutory", "why": "x"}, "Say what this part is", "gist-2"),
    "recommend": (
        {"number": "0", "stage": "1", "words": "Train them all", **_day("due_on", year="2027")},
        "Say who",
        "owner",
    ),
}


@pytest.mark.parametrize("action", WRONG)
def test_wrong_input_shows_the_form_again_with_everything_typed(desk, action):
    case = _case()
    post, words, anchor = WRONG[action]
    response = _act(desk, case, action, **post)
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert f'href="#{anchor}"' in html
    assert f'id="{anchor}"' in html
    for typed in ("Typed with care", "Wait &lt;b&gt;here&lt;/b&gt;", "Kept", "Train them all"):
        assert (typed in html) is any(
            typed.replace("&lt;", "<").replace("&gt;", ">") == value for value in post.values()
        )
    assert case.matters.get().state == "stage_1"


def test_somebody_else_s_change_is_not_overwritten(desk):
    case = _case()
    version = case.version
    Case.objects.filter(pk=case.pk).update(version=version + 1)
    post = {"version": version, "matters": ["1"], "words": "Keep these words."} | _day("said_on")
    response = desk.post(f"/cases/{case.pk}/life/withdraw", post)
    assert response.status_code == 422
    assert "Nothing of theirs was overwritten" in response.content.decode()
    assert "Keep these words." in response.content.decode()
    assert case.matters.get().state == "stage_1"


def test_while_a_letter_is_at_the_signer_nothing_is_offered(desk):
    html = _html(desk, _case(state="signing"))
    assert "Return or stop it first" in html
    assert "/life/split" not in html


def test_an_administrator_sees_none_of_it(client, administrator):
    case = _case()
    client.force_login(administrator)
    for path in (f"/cases/{case.pk}/life", f"/cases/{case.pk}/life/split", "/recommendations"):
        assert client.get(path).status_code == 403


class TestRecommendations:
    def _make(self, case, **fields):
        values = {"words": "Train the team", "owner": "Fostering", "due_on": TODAY + timedelta(days=9), "stage": "1"}
        member = make_member()
        return Recommendation.objects.create(case=case, made_by=member, made_at=NOW, **(values | fields))

    def _change(self, desk, row, **post):
        return desk.post(f"/cases/{row.case_id}/recommendations/{row.pk}", post)

    def test_written_down_it_stands_on_the_case_and_in_the_list(self, desk):
        case = _case()
        wanted = {"number": "1", "stage": "1", "words": "Visit every four weeks", "owner": "Team North"}
        assert _act(desk, case, "recommend", **wanted, **_day("due_on", month="4")).status_code == 302
        for html in (_html(desk, case), desk.get("/recommendations").content.decode()):
            assert "Visit every four weeks" in html
            assert "Team North" in html

    def test_the_overdue_are_listed_apart(self, desk):
        case = _case()
        self._make(case, words="Late one", due_on=TODAY - timedelta(days=1))
        self._make(case, words="Later one")
        self._make(case, words="Done one", state="done", due_on=TODAY - timedelta(days=5), ended_on=TODAY)
        html = desk.get("/recommendations?show=overdue").content.decode()
        assert "Late one" in html
        assert "Was due" in html
        assert "Later one" not in html
        assert "Done one" not in html
        assert "Done one" in desk.get("/recommendations?show=done").content.decode()

    def test_they_are_narrowed_to_who_does_them(self, desk):
        case = _case()
        self._make(case)
        self._make(case, words="Other one", owner="Housing")
        html = desk.post("/recommendations", {"owner": "fost"}).content.decode()
        assert "Train the team" in html
        assert "Other one" not in html
        assert "Other one" in desk.post("/recommendations", {"owner": "", "show": "all"}).content.decode()

    def test_nobody_s_name_stands_in_an_address(self, desk):
        case = _case()
        self._make(case)
        self._make(case, words="Other one", owner="Housing")
        html = desk.get("/recommendations?owner=fost").content.decode()
        assert "Other one" in html
        assert "fost" not in html.replace("Fost", "")
        assert 'method="post"' in html

    def test_those_of_a_case_that_is_shut_to_me_are_not_mine_to_see(self, desk):
        shut, other = _case(), _case()
        self._make(shut)
        self._make(other, words="Other one")
        Conflict.objects.create(case=shut, member=TeamMember.objects.get(username="priya"), why="Named", at=NOW)
        for show in ("open", "all"):
            html = desk.get(f"/recommendations?show={show}").content.decode()
            assert "Train the team" not in html
            assert "Other one" in html
        assert desk.get("/recommendations?show=overdue").status_code == 200

    def test_the_list_takes_few_queries_however_long(self, desk, django_assert_max_num_queries):
        for _ in range(12):
            self._make(_case())
        with django_assert_max_num_queries(25):
            desk.get("/recommendations")

    def test_done_needs_what_shows_it(self, desk):
        row = self._make(_case())
        assert self._change(desk, row, what="done", why=" ").status_code == 422
        assert self._change(desk, row, what="done", why="Register of 9 March.").status_code == 302
        row.refresh_from_db()
        assert (row.state, row.how_ended, row.ended_on) == ("done", "Register of 9 March.", TODAY)

    def test_moved_it_keeps_its_old_day_and_why(self, desk):
        row = self._make(_case())
        wanted = {"what": "moved", "why": "Trainer ill."} | _day("due_on", month="5")
        assert self._change(desk, row, **wanted).status_code == 302
        row.refresh_from_db()
        assert row.due_on == date(2026, 5, 3)
        assert "Moved from 2026-03-12 to 2026-05-03: Trainer ill." in _html(desk, row.case)

    def test_what_has_ended_is_ended_once(self, desk):
        row = self._make(_case(), state="done", ended_on=TODAY)
        assert self._change(desk, row, what="not_accepted", why="No money.").status_code == 422

    @pytest.mark.parametrize("post", [{}, {"what": "burnt"}, {"what": "moved", "why": "x"}, {"what": "not_accepted"}])
    def test_these_are_refused(self, desk, post):
        row = self._make(_case())
        assert self._change(desk, row, **post).status_code == 422
        row.refresh_from_db()
        assert row.state == "open"

    def test_one_of_another_case_is_not_found(self, desk):
        row = self._make(_case())
        assert desk.get(f"/cases/{_case().pk}/recommendations/{row.pk}").status_code == 404


def test_an_outcome_corrected_says_why(desk):
    case = _case()
    first = {"number": "1", "stage": "1", "finding": "not_upheld"}
    _act(desk, case, "outcome", **first, **_day("decided_on"))
    second = {"number": "1", "stage": "1", "finding": "upheld", "remedies": ["apology"]}
    assert _act(desk, case, "outcome", **second, **_day("decided_on")).status_code == 422
    assert _act(desk, case, "outcome", **second, words="New file.", **_day("decided_on")).status_code == 302
    assert Outcome.objects.get().finding == "upheld"
    assert case.events.get(verb="outcome_corrected").facts["was"] == "not_upheld"


def test_the_page_takes_as_many_queries_for_many_matters_as_for_few(desk, django_assert_max_num_queries):
    case = _case(matters=9)
    for number in range(1, 10):
        Parking.objects.create(
            case=case,
            matter=number,
            reason="court",
            why="x",
            parked_on=TODAY,
            ask_again_on=TODAY,
            parked_by=make_member(),
        )
    with django_assert_max_num_queries(45):
        desk.get(f"/cases/{case.pk}/life")
