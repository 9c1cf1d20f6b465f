"""Which case: the mail beside each case it may belong to, in words, and three answers; nothing is written before."""

import pytest

from cases.letter_case import letter_case
from cases.models import Campaign, Case, Joining, TextPrint
from ingest.message import Address
from letters.compose import compose
from letters.plain import draft_to_plain
from tests.factories import NOW, make_case, make_deadline, make_letter, make_mail, make_message, make_pair
from tests.routing.test_alike import MINE, WITH_PARAGRAPH, YOURS

FOR = ["names our reference"]
AGAINST = ["from another address"]


def _waiting(**fields):
    """Return a case that waits, and the one its message may belong to."""
    other = make_case(person_name="Denise Harker")
    make_mail(case=other)
    values = {"person_name": "Paul Harker", "person_address": "paul@elsewhere.example", "which_case": "open"}
    case = make_case(**(values | fields))
    message = make_message("What did she say of me?", sender=Address(name="Paul Harker", address=case.person_address))
    make_mail(message, case=case)
    pair = make_pair(case, other, words="Names our reference.", signs_for=FOR, signs_against=AGAINST, asks=True)
    return case, other, pair


def _answer(desk, case, **post):
    return desk.post(f"/cases/{case.pk}/which-case/answer", {"version": case.version} | post)


def test_all_that_wait_are_listed_with_what_they_may_belong_to(desk):
    case, other, _ = _waiting()
    html = desk.get("/which-case").content.decode()
    assert "Paul Harker: Leo and Maisie" in html
    assert f"{other.reference}: names our reference." in html
    assert f"/cases/{case.pk}/which-case" in html


def test_an_empty_list_says_so(desk):
    assert "Nothing waits here" in desk.get("/which-case").content.decode()


def test_the_queue_says_that_messages_wait_and_marks_them(desk):
    case, other, _ = _waiting()
    html = desk.get("/").content.decode()
    assert "Which case? 1 message waits for you to say" in html
    row = html.partition(f"/cases/{case.pk}")[2].partition("</tr>")[0]
    assert "Which case?" in row
    assert "Which case?" not in html.partition(f'/cases/{other.pk}"')[2].partition("</tr>")[0]
    narrowed = desk.get("/?flag=which").content.decode()
    assert case.reference in narrowed
    assert other.reference not in narrowed


def test_the_page_holds_both_messages_and_the_signs_for_and_against(desk, officer):
    case, other, _ = _waiting()
    html = desk.get(f"/cases/{case.pk}/which-case").content.decode()
    for words in ("What did she say of me?", "Their social worker has not been to see them", *FOR, *AGAINST):
        assert words in html
    assert "Counted as if it were a new complaint." in html
    assert {event.case for event in officer_events(officer)} == {case, other}


def officer_events(officer):
    from cases.models import Event

    return Event.objects.filter(actor=officer, verb="case_read").select_related("case")


def test_a_senders_markup_is_only_ever_text(desk):
    case, _, _ = _waiting(subject="<script>alert(1)</script>", person_name="<img src=x>")
    for address in ("/which-case", f"/cases/{case.pk}/which-case", f"/cases/{case.pk}"):
        html = desk.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x>" not in html


def test_the_title_holds_no_name(desk):
    case, _, _ = _waiting()
    title = desk.get(f"/cases/{case.pk}/which-case").content.decode().partition("<title>")[2].partition("</title>")[0]
    assert case.reference in title
    assert "Harker" not in title


def test_without_a_choice_nothing_happens_and_the_page_says_so(desk):
    case, _, _ = _waiting()
    answer = _answer(desk, case)
    assert answer.status_code == 422
    assert "Choose where this message belongs" in answer.content.decode()
    case.refresh_from_db()
    assert case.which_case == "open"


def test_joining_a_stranger_is_asked_once_more_and_keeps_the_choice(desk):
    case, other, _ = _waiting()
    choice = f"join-{other.pk}"
    html = _answer(desk, case, which=choice).content.decode()
    assert "Two people would meet in one case" in html
    assert f"is not a known person of {other.reference}" in html
    assert f'value="{choice}" checked' in html
    assert not Joining.objects.exists()
    answer = _answer(desk, case, which=choice, confirmed=choice)
    assert answer.headers["Location"] == f"/cases/{other.pk}"
    assert Joining.objects.get().case == other


def test_a_confirmation_counts_for_the_choice_it_was_given_for(desk):
    case, other, _ = _waiting()
    third = make_case()
    make_pair(case, third, asks=True)
    _answer(desk, case, which=f"join-{other.pk}", confirmed=f"join-{third.pk}")
    assert not Joining.objects.exists()


def test_only_a_case_that_is_shown_can_be_joined(desk):
    case, _, _ = _waiting()
    stranger = make_case()
    assert _answer(desk, case, which=f"join-{stranger.pk}", confirmed=f"join-{stranger.pk}").status_code == 422
    assert not Joining.objects.exists()


@pytest.mark.parametrize(("choice", "answer"), [("own", "apart"), ("link", "linked")])
def test_a_case_of_its_own(desk, choice, answer):
    case, other, pair = _waiting()
    _answer(desk, case, which="own" if choice == "own" else f"link-{other.pk}")
    case.refresh_from_db()
    pair.refresh_from_db()
    assert (case.which_case, pair.answer) == ("own", answer)


def test_somebody_was_faster(desk):
    case, _, _ = _waiting()
    Case.objects.filter(pk=case.pk).update(version=case.version + 1)
    assert "Somebody else saved this" in _answer(desk, case, which="own").content.decode()


def test_the_case_page_asks_first_and_its_letter_waits(desk):
    case, _, _ = _waiting()
    html = desk.get(f"/cases/{case.pk}").content.decode()
    assert "Which case does this message belong to?" in html
    answer = desk.post(
        f"/cases/{case.pk}/save",
        {"version": case.version, "save": "letter", "kind": "complaint", "stage": "1", "matter:1": "statutory"},
    )
    assert answer.status_code == 422
    assert "Say first which case this message belongs to" in answer.content.decode()


def test_both_cases_show_the_pair(desk):
    case, other, _ = _waiting()
    for one, shown in ((case, other), (other, case)):
        html = desk.get(f"/cases/{one.pk}").content.decode()
        assert f'<a class="govuk-link" href="/cases/{shown.pk}">{shown.reference}</a>' in html
        assert f"/cases/{case.pk}/which-case" in html


def test_what_was_put_elsewhere_says_where_and_can_be_taken_back(desk):
    case, other, _ = _waiting()
    _answer(desk, case, which=f"join-{other.pk}", confirmed=f"join-{other.pk}")
    html = desk.get(f"/cases/{case.pk}").content.decode()
    assert f"Closed: its message was put with {other.reference}." in html
    assert "Save and write letter" not in html
    answer = desk.post(f"/cases/{case.pk}/which-case/back")
    assert answer.headers["Location"] == f"/cases/{case.pk}/which-case"
    case.refresh_from_db()
    assert case.joined_to is None
    again = desk.post(f"/cases/{case.pk}/which-case/back", follow=True)
    assert "somebody took it back first" in again.content.decode()


def test_a_reply_that_raises_something_new_is_shown_with_its_words_and_one_button(desk):
    case = make_case()
    make_mail(case=case)
    mail = make_mail(make_message("And the taxi stopped."), case=case, state="joined")
    words = "It tells of something the case does not hold yet."
    Joining.objects.create(mail=mail, case=case, at=NOW, raises=[[words, "And the taxi stopped."]])
    html = desk.get(f"/cases/{case.pk}").content.decode()
    assert "A reply also raises something new" in html
    assert f"{words} “And the taxi stopped.”" in html
    desk.post(f"/mails/{mail.pk}/own-case")
    mail.refresh_from_db()
    assert (mail.state, mail.case) == ("read", None)


def _campaign(*texts):
    campaign = Campaign.objects.create(first_at=NOW)
    for number, text in enumerate(texts):
        address = f"person{number}@post.example"
        case = make_case(person_name=f"Person {number}", person_address=address)
        mail = make_mail(make_message(text, sender=Address(name=f"Person {number}", address=address)), case=case)
        TextPrint.objects.create(mail=mail, piece="words", words=100, campaign=campaign)
    return campaign, list(Case.objects.order_by("pk"))


def test_one_of_many_says_how_many_since_when_and_what_is_its_own(desk):
    campaign, cases = _campaign(MINE, YOURS, WITH_PARAGRAPH)
    html = desk.get(f"/cases/{cases[-1].pk}").content.decode()
    assert "One of 3 nearly the same messages from different people since 3 March" in html
    assert "My son Tomos has gone to Larch Lane" in html
    assert f"?campaign={campaign.pk}" in html
    assert "This one says nothing that the others do not." in desk.get(f"/cases/{cases[0].pk}").content.decode()


def test_the_many_are_shown_together_wherever_they_stand(desk):
    campaign, cases = _campaign(MINE, YOURS, WITH_PARAGRAPH)
    Case.objects.filter(pk=cases[0].pk).update(state="acknowledged")
    alone = make_case()
    html = desk.get(f"/?campaign={campaign.pk}").content.decode()
    assert "Nearly the same messages" in html
    assert all(case.reference in html for case in cases)
    assert alone.reference not in html
    assert "One of 3 alike" in html


@pytest.mark.parametrize("query", ["campaign=x", "campaign=-1", "campaign=99999999999", "campaign="])
def test_an_odd_campaign_in_the_address_is_no_error(desk, query):
    assert desk.get(f"/?{query}").status_code == 200


def test_a_robots_address_is_pointed_out_and_a_person_gives_the_right_one(desk):
    case = make_case(person_address="no-reply@advice.example")
    make_mail(case=case)
    assert "No person reads this address" in desk.get(f"/cases/{case.pk}").content.decode()
    refused = desk.post(
        f"/cases/{case.pk}/address", {"version": case.version, "address": "postmaster@a.example"}, follow=True
    )
    assert "No person reads this address" in refused.content.decode()
    desk.post(f"/cases/{case.pk}/address", {"version": case.version, "address": "denise@post.example"})
    case.refresh_from_db()
    assert case.person_address == "denise@post.example"
    assert "No letter can be sent" not in desk.get(f"/cases/{case.pk}").content.decode()


def _held(client, signer, **fields):
    case = make_case(state="going_out")
    make_mail(case=case)
    make_deadline(case)
    draft = draft_to_plain(compose(letter_case(case)))
    values = {"state": "held", "trouble": "3 letters went to this address.", "signer": signer, "signed_at": NOW}
    letter = make_letter(case, draft=draft, drafted=draft, **(values | fields))
    client.force_login(signer)
    return letter


@pytest.fixture
def manager(db):
    from tests.factories import make_member

    return make_member("helen", role="manager", first_name="Helen", last_name="Marsh")


def test_a_held_letter_says_why_and_a_manager_lets_it_go(client, manager):
    letter = _held(client, manager)
    html = client.get(f"/letters/{letter.pk}").content.decode()
    assert "This letter is held" in html
    assert "3 letters went to this address." in html
    client.post(f"/letters/{letter.pk}/release")
    letter.refresh_from_db()
    assert letter.state == "approved"


def test_an_officer_sees_a_held_letter_and_cannot_let_it_go(client, manager, officer):
    letter = _held(client, manager)
    client.force_login(officer)
    assert "Let it go out" not in client.get(f"/letters/{letter.pk}").content.decode()
    client.post(f"/letters/{letter.pk}/release")
    letter.refresh_from_db()
    assert letter.state == "held"


def test_a_held_letter_stands_in_the_queue(client, manager):
    letter = _held(client, manager)
    html = client.get("/?bucket=sign").content.decode()
    assert letter.case.reference in html
    assert "the letter is held" in html


def test_a_letter_that_came_back_says_so(client, manager):
    letter = _held(client, manager, state="sent", sent_at=NOW, came_back_at=NOW)
    html = client.get(f"/letters/{letter.pk}").content.decode()
    assert "This letter came back" in html


def test_administrators_see_none_of_it(client, administrator):
    case, _, _ = _waiting()
    client.force_login(administrator)
    for address in ("/which-case", f"/cases/{case.pk}/which-case"):
        assert client.get(address).status_code == 403


def test_a_case_that_is_not_there(desk):
    assert desk.get("/cases/999999/which-case").status_code == 404
    assert desk.post("/mails/999999/own-case").status_code == 404
    assert desk.post("/cases/999999/address", {"version": 1, "address": "a@b.example"}).status_code == 404
