"""A letter by post is chosen, printed and marked as posted on its day; the pages say at each step what is to be done."""

import pytest

from cases.models import Case, Letter, Role
from cases.services import letters
from tests.cases.stories import a_case, decide
from tests.factories import make_alert, make_member

pytestmark = pytest.mark.django_db
HOME = "14 Mill Lane\nBrackenby\nBK1 2AB"


@pytest.fixture
def letter(officer):
    return decide(a_case(), officer).letters.get()


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


def _choose(desk, letter, **post):
    letter.refresh_from_db()
    given = {"version": letter.version, "channel": "post", "post": HOME} | post
    return desk.post(f"/letters/{letter.pk}/channel/save", given)


def _signed_by_post(desk, letter, officer, manager):
    _choose(desk, letter)
    letter.refresh_from_db()
    letter = letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer)
    return letters.sign(letter_id=letter.pk, version=letter.version, member=manager)


def _post_on(desk, letter, day):
    parts = dict(zip(("posted-day", "posted-month", "posted-year"), day.split(), strict=True)) if day else {}
    return desk.post(f"/letters/{letter.pk}/posted", parts)


def test_the_letter_says_how_it_goes_and_where_to_change_that(desk, letter):
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    assert "It goes by email to joan.ashby@mailbox.example." in body
    assert f"/letters/{letter.pk}/channel" in body


def test_post_is_chosen_with_the_whole_address(desk, letter):
    assert _choose(desk, letter).status_code == 302
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    assert "It goes by post" in body
    assert "14 Mill Lane<br />Brackenby<br />BK1 2AB" in body
    assert "By email:" not in body


@pytest.mark.parametrize(
    ("post", "words"),
    [
        pytest.param({"post": ""}, "Give the whole postal address", id="no address"),
        pytest.param({"post": "14 Mill Lane"}, "Give the whole postal address", id="half an address"),
        pytest.param({"channel": "pigeon"}, "Choose how the letter goes", id="a way there is not"),
        pytest.param({"version": "1000"}, "Somebody else saved", id="somebody saved meanwhile"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, letter, post, words):
    answer = _choose(desk, letter, **post)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    letter.refresh_from_db()
    assert (letter.channel, letter.case.person_post) == ("email", "")


def test_a_young_person_must_have_asked(desk, letter):
    Case.objects.update(is_young_person=True)
    page = desk.get(f"/letters/{letter.pk}/channel").content.decode()
    assert "is not posted home unless they ask" in page
    assert _choose(desk, letter).status_code == 422
    assert _choose(desk, letter, asked="yes").status_code == 302


def test_a_grown_up_is_not_asked_that(desk, letter):
    assert "unless they ask" not in desk.get(f"/letters/{letter.pk}/channel").content.decode()


def test_the_signer_reads_that_it_goes_by_post(desk, letter, officer, manager, client):
    _choose(desk, letter)
    letter.refresh_from_db()
    letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer)
    client.force_login(manager)
    body = client.get(f"/letters/{letter.pk}").content.decode()
    assert "Then it is printed and posted" in body
    assert "minutes later" not in body


def test_a_signed_letter_by_post_stands_in_the_list_and_on_the_queue(desk, letter, officer, manager):
    assert "To print and post" not in desk.get("/").content.decode()
    letter = _signed_by_post(desk, letter, officer, manager)
    listed, queue = desk.get("/letters/to-post").content.decode(), desk.get("/?bucket=sign").content.decode()
    assert "14 Mill Lane" in listed
    assert f"/letters/{letter.pk}/pdf" in listed
    assert "To print and post: 1 letter" in queue
    assert "a letter to print and post" in queue


def test_the_page_of_the_letter_asks_for_the_day_and_can_take_it_back(desk, letter, officer, manager):
    letter = _signed_by_post(desk, letter, officer, manager)
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    assert "Print it and post it" in body
    assert 'name="posted-day"' in body
    assert "Take it back" in body


def test_it_was_posted_today(desk, letter, officer, manager):
    letter = _signed_by_post(desk, letter, officer, manager)
    assert _post_on(desk, letter, "3 3 2026").status_code == 302
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    assert "Posted today" in body or "Posted 3 March" in body
    assert "Nothing waits to be posted" in desk.get("/letters/to-post").content.decode()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param("4 3 2026", "in the future", id="tomorrow"),
        pytest.param("2 3 2026", "before it was signed", id="yesterday"),
        pytest.param("31 2 2026", "Give the day, month and year", id="no day at all"),
        pytest.param("", "Give the day, month and year", id="nothing typed"),
    ],
)
def test_a_day_that_cannot_be_is_refused(desk, letter, officer, manager, day, words):
    letter = _signed_by_post(desk, letter, officer, manager)
    answer = _post_on(desk, letter, day)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    letter.refresh_from_db()
    assert letter.state == "approved"


def test_while_danger_is_open_nothing_is_posted(desk, letter, officer, manager):
    letter = _signed_by_post(desk, letter, officer, manager)
    make_alert(letter.case)
    assert "Do not post it" in desk.get("/letters/to-post").content.decode()
    assert "Do not post this letter yet" in desk.get(f"/letters/{letter.pk}").content.decode()
    assert _post_on(desk, letter, "3 3 2026").status_code == 409


def test_the_post_brought_it_back(desk, letter, officer, manager):
    letter = _signed_by_post(desk, letter, officer, manager)
    _post_on(desk, letter, "3 3 2026")
    assert desk.post(f"/letters/{letter.pk}/came-back").status_code == 422
    desk.post(f"/letters/{letter.pk}/came-back", {"why": "Marked “gone away”."})
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    assert "This letter came back" in body
    assert "The post brought this letter back" in body
    assert letter.case.tasks.get(kind="came_back").state == "open"


def _came_back(desk, letter, officer, manager):
    letter = _signed_by_post(desk, letter, officer, manager)
    _post_on(desk, letter, "3 3 2026")
    desk.post(f"/letters/{letter.pk}/came-back", {"why": "Somebody said so."})
    return letter


def test_it_did_arrive_after_all_and_the_page_says_how_that_is_known(desk, letter, officer, manager):
    letter = _came_back(desk, letter, officer, manager)
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    assert f'action="/letters/{letter.pk}/arrived"' in body
    assert f"/letters/{letter.pk}/came-back" not in body
    assert desk.post(f"/letters/{letter.pk}/arrived", {"why": "She rang: she has it."}).status_code == 302
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    assert "This letter came back" not in body
    assert "That was a mistake: it did. She rang: she has it." in body
    assert "Our letter had arrived after all" in body
    assert Case.objects.get().state == "acknowledged"


def test_the_draft_begun_in_its_place_says_why_it_was_set_aside(desk, letter, officer, manager):
    letter = _came_back(desk, letter, officer, manager)
    draft = decide(Case.objects.get(), officer).letters.exclude(pk=letter.pk).get()
    desk.post(f"/letters/{letter.pk}/arrived", {"why": "She rang: she has it."})
    assert "The letter before this one had arrived after all." in desk.get(f"/letters/{draft.pk}").content.decode()


def test_without_saying_how_it_is_known_the_field_says_so(desk, letter, officer, manager):
    letter = _came_back(desk, letter, officer, manager)
    answer = desk.post(f"/letters/{letter.pk}/arrived", {"why": " "})
    body = answer.content.decode()
    assert (answer.status_code, body.count("Say how you know that it did arrive.")) == (422, 2)
    assert 'govuk-input--error" id="why"' in body
    assert Case.objects.get().state == "triage"


def test_once_a_newer_letter_is_signed_nothing_is_offered_and_the_server_refuses(desk, letter, officer, manager):
    letter = _came_back(desk, letter, officer, manager)
    newer = decide(Case.objects.get(), officer).letters.exclude(pk=letter.pk).get()
    newer = letters.send_for_signing(letter_id=newer.pk, version=newer.version, member=officer, missing_reason="Yes.")
    letters.sign(letter_id=newer.pk, version=newer.version, member=manager)
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    assert f"/letters/{letter.pk}/arrived" not in body
    assert "A newer letter was signed in its place." in body
    assert desk.post(f"/letters/{letter.pk}/arrived", {"why": "She rang."}).status_code == 409


def test_a_letter_that_did_not_come_back_cannot_have_arrived_after_all(desk, letter):
    assert desk.post(f"/letters/{letter.pk}/arrived", {"why": "She rang."}).status_code == 409


def test_what_else_stops_a_letter_stands_where_it_is_printed(desk, letter, officer, manager):
    letter = _signed_by_post(desk, letter, officer, manager)
    Letter.objects.filter(pk=letter.pk).update(letter="L13", is_further=True)
    for page in ("/letters/to-post", f"/letters/{letter.pk}"):
        assert "A manager confirms first" in desk.get(page).content.decode()
    assert f"/letters/{letter.pk}/pdf" not in desk.get("/letters/to-post").content.decode()
    assert _post_on(desk, letter, "3 3 2026").status_code == 409


def test_a_letter_that_has_not_gone_cannot_have_come_back(desk, letter):
    assert desk.post(f"/letters/{letter.pk}/came-back").status_code == 409
    assert Letter.objects.get().came_back_at is None


@pytest.mark.parametrize("path", ["letters/to-post", "letters/1/channel"])
def test_nobody_sees_it_without_signing_in(client, db, path):
    assert client.get(f"/{path}").status_code == 302
