"""A person's postal address is written down with the case, whole, by somebody who may; no letter goes there by itself."""

import json
import logging

import pytest
from django.utils import timezone

from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError
from cases.letter_case import usual_channel
from cases.models import Case, Conflict, Event, Role
from cases.reach import has_asked
from cases.services import posting
from cases.services.postal_address import set_postal_address
from letters.draft import Channel
from tests.cases.stories import a_case, decide
from tests.factories import make_case, make_letter, make_member

pytestmark = pytest.mark.django_db
HOME = "14 Mill Lane\nBrackenby\nBK1 2AB"


@pytest.fixture
def officer():
    return make_member("priya")


def _keep(case, member, post=HOME):
    case.refresh_from_db()
    return set_postal_address(case_id=case.pk, version=case.version, member=member, post=post)


def test_it_is_kept_as_it_is_printed_with_its_event_and_stands_in_no_log(officer, caplog):
    case = make_case()
    with caplog.at_level(logging.DEBUG):
        _keep(case, officer, "  14  Mill Lane,\r\n\r\nBrackenby ,\r\nBK1 2AB  ")
    case.refresh_from_db()
    assert case.person_post == "14 Mill Lane\nBrackenby\nBK1 2AB"
    event = Event.objects.get(verb="postal_address_set")
    assert event.actor == officer
    assert "Mill Lane" not in json.dumps(event.facts) + caplog.text


@pytest.mark.parametrize(
    ("post", "words"),
    [
        pytest.param("", "whole postal address", id="nothing"),
        pytest.param("14 Mill Lane", "whole postal address", id="one line"),
        pytest.param("\n".join("abcdefghij"), "9 lines at most", id="ten lines"),
        pytest.param(f"{'x' * 400}\n{'y' * 200}", "500 letters at most", id="a page of text"),
    ],
)
def test_what_is_no_address_is_refused_with_the_cure(officer, post, words):
    case = make_case()
    with pytest.raises(IncompleteError, match=words) as told:
        _keep(case, officer, post)
    assert set(told.value.missing) == {"post"}
    assert Case.objects.get().person_post == ""
    assert not Event.objects.filter(verb="postal_address_set").exists()


def test_the_same_address_again_leaves_no_second_trace(officer):
    case = make_case()
    _keep(case, officer)
    _keep(case, officer)
    assert Event.objects.filter(verb="postal_address_set").count() == 1


def test_who_gave_only_a_postal_address_gets_the_next_letter_by_post_and_a_young_person_does_not(officer):
    case = make_case(person_address="")
    assert usual_channel(_keep(case, officer)) is Channel.POST
    young = make_case(person_address="", is_young_person=True)
    assert usual_channel(_keep(young, officer)) is Channel.EMAIL


def test_another_address_is_one_that_a_young_person_has_not_asked_for(officer):
    letter = decide(a_case(), officer).letters.get()
    Case.objects.update(is_young_person=True)
    posting.choose_channel(
        letter_id=letter.pk, version=letter.version, member=officer, channel=Channel.POST, post=HOME, asked=True
    )
    case = Case.objects.get()
    assert has_asked(case)
    assert not has_asked(_keep(case, officer, "2 Other Road\nBrackenby"))


def test_a_draft_by_post_goes_to_the_new_address_and_one_by_email_stays_as_it_was(officer):
    letter = decide(a_case(), officer).letters.get()
    letter = posting.choose_channel(
        letter_id=letter.pk, version=letter.version, member=officer, channel=Channel.POST, post=HOME
    )
    by_email = make_letter(letter.case, letter="L07", is_further=True, draft=letter.draft | {"channel": "email"})
    _keep(Case.objects.get(), officer, "2 Other Road\nBrackenby")
    letter.refresh_from_db()
    assert letter.draft["recipient"]["post"] == "2 Other Road\nBrackenby"
    assert by_email.version == type(by_email).objects.get(pk=by_email.pk).version


@pytest.mark.parametrize("state", ["to_sign", "approved", "held"])
def test_a_letter_to_the_address_of_before_comes_first(officer, state):
    case = make_case(person_post=HOME)
    make_letter(case, state=state, channel="post")
    with pytest.raises(NotNowError, match="address of before"):
        _keep(case, officer, "2 Other Road\nBrackenby")
    assert Case.objects.get().person_post == HOME


def test_only_who_may_handle_the_case_and_saw_it_as_it_is_writes_it_down(officer):
    case = make_case()
    with pytest.raises(NotAllowedError):
        _keep(case, make_member("root", role=Role.ADMINISTRATOR))
    accused = make_member("mark")
    Conflict.objects.create(case=case, member=accused, why="Named in it", state="open", at=timezone.now())
    with pytest.raises(NotAllowedError):
        _keep(case, accused)
    with pytest.raises(StaleError):
        set_postal_address(case_id=case.pk, version=case.version - 1, member=officer, post=HOME)
    other = make_case()
    Case.objects.filter(pk=case.pk).update(joined_to=other)
    with pytest.raises(NotNowError, match="put with another case"):
        _keep(case, officer)
    assert not Case.objects.exclude(person_post="").exists()
