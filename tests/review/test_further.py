"""A case's letters on one page, and another begun from there: what is asked, what is wrong, and nothing typed is lost."""

import pytest
from django.utils import timezone

from cases.models import Letter, Role
from cases.services import posting
from cases.states import LetterState
from letters.draft import ACKNOWLEDGEMENTS, LetterId
from letters.words import load_words
from review.forms.further import ABOUT
from review.pages.further import STATES, USES
from tests.cases.lives import acknowledged
from tests.factories import make_mail, make_member, make_message

pytestmark = pytest.mark.django_db

DAY = {"by-day": "11", "by-month": "12", "by-year": "2026"}
ASKED = {"questions": "When did the visits stop?\nWho told you about it?"} | DAY


@pytest.fixture
def case(officer):
    return acknowledged(officer, make_member("helen", role=Role.MANAGER))


def _begin(desk, case, code="L07", **typed):
    case.refresh_from_db()
    return desk.post(f"/cases/{case.pk}/letters/{code}", {"version": case.version} | (typed or ASKED))


def _further(case):
    return case.letters.get(is_further=True)


def test_every_state_of_a_letter_has_its_words():
    assert set(STATES) == set(LetterState)


def test_every_letter_that_a_person_begins_says_when_it_is_the_right_one():
    assert set(USES) == set(LetterId) - ACKNOWLEDGEMENTS


def test_no_question_has_the_name_of_the_field_for_the_matters():
    assert not [
        (letter, ask.key) for letter, head in load_words().heads.items() for ask in head.asks if ask.key == ABOUT
    ]


def test_nothing_stands_in_a_question_that_nobody_answered(desk, case):
    fields = {f.name: f for f in desk.get(f"/cases/{case.pk}/letters/L17").context["page"].fields}
    assert (fields["about"].value, fields["to_whom"].value) == ("", "")


def test_the_page_lists_the_letters_there_are_and_those_that_may_be_begun(desk, case):
    html = desk.get(f"/cases/{case.pk}/letters").content.decode()
    assert "Acknowledgement of a statutory complaint" in html
    assert "Gone" in html
    assert "Written by Priya Raman, signed by " in html
    assert "Sent by email on 3 March 2026" in html
    assert "Request for more information" in html
    assert "Thanks for a compliment" not in html


def test_a_letter_that_did_not_arrive_is_listed_as_that(desk, case, officer):
    letter = case.letters.get()
    posting.mark_came_back(letter_id=letter.pk, member=officer, why="It came back.")
    lines = desk.get(f"/cases/{case.pk}/letters").context["page"].letters
    assert [line.state for line in lines] == ["It did not arrive"]


def test_a_letter_that_is_begun_is_gone_on_with_and_not_begun_twice(desk, case):
    _begin(desk, case)
    html = desk.get(f"/cases/{case.pk}/letters").content.decode()
    assert f"/cases/{case.pk}/letters/L07" not in html
    assert "go on with the one begun" in html


def test_a_letter_is_begun_from_its_questions_and_opens_to_be_read(desk, case):
    shown = desk.get(f"/cases/{case.pk}/letters/L07")
    assert {field.name for field in shown.context["page"].fields} == {"questions", "by"}
    assert "Write the letter" in shown.content.decode()
    answer = _begin(desk, case)
    letter = _further(case)
    assert (answer.status_code, answer.url) == (302, f"/letters/{letter.pk}")
    page = desk.get(answer.url).content.decode()
    assert "When did the visits stop?" in page
    assert f"/letters/{letter.pk}/said" in page
    assert "Request for more information" in page


def test_an_answer_that_putright_suggests_stands_there_to_be_changed(desk, case):
    fields = {f.name: f for f in desk.get(f"/cases/{case.pk}/letters/L07").context["page"].fields}
    assert all(fields["by"].day)


@pytest.mark.parametrize(
    ("typed", "name", "words"),
    [
        pytest.param(DAY, "questions", "the letter needs it", id="nothing asked"),
        pytest.param(ASKED | {"by-day": "31", "by-month": "2"}, "by", "a day that exists", id="31 February"),
        pytest.param(ASKED | {"by-year": ""}, "by", "a day that exists", id="no year"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_question_and_the_rest_is_kept(desk, case, typed, name, words):
    answer = _begin(desk, case, **typed)
    fields = {field.name: field for field in answer.context["page"].fields}
    assert answer.status_code == 422
    assert words in fields[name].error
    assert fields["questions"].value == typed.get("questions", "")
    assert fields["by"].day[0] == typed["by-day"]
    assert not case.letters.filter(is_further=True).exists()


def test_with_several_matters_it_says_which_it_is_about(desk, officer):
    case = acknowledged(officer, make_member("helen", role=Role.MANAGER), routes=("statutory", "statutory"))
    about = desk.get(f"/cases/{case.pk}/letters/L07").context["page"].fields[0]
    assert [choice.checked for choice in about.choices] == [True, True]
    refused = _begin(desk, case, **ASKED)
    assert refused.status_code == 422
    assert "Choose at least one matter" in refused.content.decode()
    _begin(desk, case, matters="2", **ASKED)
    assert _further(case).about == [2]


def test_new_answers_write_it_again_and_one_that_is_not_needed_is_set_aside(desk, case):
    _begin(desk, case)
    letter = _further(case)
    shown = desk.get(f"/letters/{letter.pk}/said")
    assert "When did the visits stop?" in shown.content.decode()
    desk.post(f"/letters/{letter.pk}/said", {"version": letter.version, "questions": "Which worker?"} | DAY)
    letter.refresh_from_db()
    assert letter.said["questions"] == "Which worker?"
    refused = desk.post(f"/letters/{letter.pk}/aside", {"version": letter.version, "why": ""})
    assert refused.status_code == 422
    assert ("why-aside", "Say why this letter is not needed.") in refused.context["errors"]
    letter.refresh_from_db()
    assert letter.state == LetterState.DRAFT
    desk.post(f"/letters/{letter.pk}/aside", {"version": letter.version, "why": "They rang us."})
    letter.refresh_from_db()
    assert letter.state == LetterState.DROPPED


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/cases/{case}/letters/L01", id="the acknowledgement"),
        pytest.param("/cases/{case}/letters/L14", id="a letter that is not for this case"),
        pytest.param("/cases/{case}/letters/L99", id="no letter at all"),
        pytest.param("/cases/0/letters", id="no case"),
        pytest.param("/letters/{letter}/said", id="the answers of the acknowledgement"),
    ],
)
def test_what_is_not_there_is_not_found(desk, case, path):
    letter = Letter.objects.get(case=case)
    assert desk.get(path.format(case=case.pk, letter=letter.pk)).status_code == 404


def test_each_further_letter_asks_in_words_and_each_answer_has_a_place(desk, case):
    for letter, head in load_words().heads.items():
        for ask in head.asks:
            assert ask.label[0].isupper(), letter
            assert not ask.label.endswith("."), (letter, ask.key)


HOME = "14 Mill Lane\nBrackenby\nBK1 2AB"


def _keep_post(desk, case, post=HOME):
    case.refresh_from_db()
    return desk.post(f"/cases/{case.pk}/letters/post", {"version": case.version, "post": post})


def test_the_postal_address_is_written_down_where_the_letters_of_the_case_are(desk, case):
    assert "Where letters go" in desk.get(f"/cases/{case.pk}/letters").content.decode()
    answer = _keep_post(desk, case)
    assert (answer.status_code, answer.url) == (302, f"/cases/{case.pk}/letters")
    assert desk.get(answer.url).context["page"].post.value == HOME
    letter = _begin(desk, case).url
    assert "14 Mill Lane" in desk.get(f"{letter}/channel").content.decode()


@pytest.mark.parametrize(
    ("post", "words"),
    [
        pytest.param("14 Mill Lane", "Give the whole postal address", id="half an address"),
        pytest.param("\n".join("abcdefghij"), "9 lines at most", id="ten lines"),
    ],
)
def test_an_address_that_is_none_is_told_and_stays_in_its_box(desk, case, post, words):
    answer = _keep_post(desk, case, post)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answer.context["page"].post.value == post
    assert answer.context["errors"][0][0] == "post"
    case.refresh_from_db()
    assert case.person_post == ""


def test_somebody_who_saved_meanwhile_is_told_and_the_address_typed_stays(desk, case):
    answer = desk.post(f"/cases/{case.pk}/letters/post", {"version": "1000", "post": HOME})
    assert (answer.status_code, answer.context["page"].post.value) == (422, HOME)


def test_nobody_writes_an_address_down_without_signing_in(client, case):
    assert client.post(f"/cases/{case.pk}/letters/post", {"post": HOME}).url.startswith("/sign-in")


def test_the_day_of_a_request_passed_on_stands_there_with_the_law_it_comes_from(desk, case):
    words = "This is a freedom of information request: how many social workers left in 2025?"
    make_mail(make_message(words), case=case, received_at=timezone.now())
    fields = {f.name: f for f in desk.get(f"/cases/{case.pk}/letters/L17").context["page"].fields}
    assert fields["answer_by"].day == ("1", "4", "2026")
    assert (
        "Freedom of information request: 1 April 2026 (Freedom of Information Act 2000 s10" in fields["answer_by"].hint
    )
    assert [choice.value for choice in fields["kind"].choices if choice.checked] == ["foi"]


def test_where_no_request_runs_no_day_and_no_law_stand_there(desk, case):
    fields = {f.name: f for f in desk.get(f"/cases/{case.pk}/letters/L17").context["page"].fields}
    assert fields["answer_by"].day == ("", "", "")
    assert "By the clocks of this case" not in fields["answer_by"].hint
    assert not any(choice.checked for choice in fields["kind"].choices)


def test_a_late_council_is_asked_for_the_manager_where_the_page_asks_that(desk, case):
    day = {"until-day": "1", "until-month": "6", "until-year": "2026"}
    late = {"reason": "We must hear the school first.", "done": "We have read the records."} | day
    answer = _begin(desk, case, "L08", **late)
    assert answer.status_code == 422
    assert answer.context["errors"][0][0] == "authorised_by"
    assert "Name the manager who agreed to it" in answer.content.decode()
    answer = _begin(desk, case, "L08", authorised_by="Helen Marsh, complaints manager", **late)
    letter = desk.get(answer.url).content.decode()
    assert "Helen Marsh, complaints manager agreed to this date" in letter
