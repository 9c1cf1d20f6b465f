"""No list, search or count names a case to a colleague to whom it is shut: what it says may be about them."""

from datetime import timedelta

import pytest

from cases.conflicts import has_conflict, members_left, shut_to
from cases.models import Behaviour, Case, Conflict, Joining
from cases.selectors.cover import shut_cases
from cases.selectors.letter import find_turn, letters_to_sign
from cases.services import joining
from cases.services.danger import lado
from cases.services.tasks.conflicts import add_conflict
from review.urls import _pages
from tests.factories import NOW, make_alert, make_case, make_letter, make_mail, make_member, make_pair

pytestmark = pytest.mark.django_db

GIST = "Sam Ody shouts at the children"


@pytest.fixture
def case():
    case = make_case(gist=GIST, subject="About Sam Ody", which_case="open", reference="BCC-2026-0012")
    make_mail(case=case, unread_parts=1, subject="About Sam Ody", state="joined")
    return case


@pytest.fixture
def accused(client, case):
    """A client that is signed in as whoever is accused in the case."""
    member = make_member("sam", first_name="Sam", last_name="Ody")
    alert = make_alert(case, case.mails.get(), state="escalated", raised_at=NOW - timedelta(hours=2))
    alert.done_at = NOW - timedelta(hours=1)
    alert.save()
    lado.refer_to_lado(alert_id=alert.pk, member=make_member(), accused=member)
    client.force_login(member)
    return client


PATHS = ("/", "/?bucket=triage", "/?bucket=safety", "/?bucket=waiting", "/safety", "/which-case", "/todo", "/unread")


@pytest.mark.parametrize("path", [*PATHS, "/recommendations", "/mailboxes"])
def test_no_page_names_the_case(accused, case, path):
    html = accused.get(path).content.decode()
    for words in (case.reference, GIST, "About Sam Ody"):
        assert words not in html


@pytest.mark.parametrize("words", ["Ody", "BCC-2026", "Denise", "social worker has not been"])
def test_no_search_finds_it_but_for_everybody_else(accused, officer, words):
    assert "BCC-2026-0012" not in accused.post("/find", {"find": words}).content.decode()
    accused.force_login(officer)
    assert "BCC-2026-0012" in accused.post("/find", {"find": words}).content.decode()


def test_danger_that_waits_is_no_number_to_them(accused, case):
    make_alert(case, raised_at=NOW - timedelta(minutes=30))
    html = accused.get("/todo").content.decode()
    assert "signs of danger" not in html
    assert "sign of danger" not in html


def test_the_question_of_another_message_does_not_name_it(accused, case):
    other = make_mail(case=make_case(which_case="open")).case
    make_pair(other, case, asks=True)
    make_pair(other, make_case(reference="BCC-2026-0077"), asks=True)
    html = accused.get(f"/cases/{other.pk}/which-case").content.decode()
    assert "BCC-2026-0077" in html
    assert case.reference not in html


@pytest.mark.parametrize("path", ["/", "/?bucket=triage", "/which-case", "/unread"])
def test_everybody_else_sees_it(desk, case, path):
    assert case.reference in desk.get(path).content.decode()


def test_one_that_is_only_asked_about_is_shut_to_nobody(desk, officer, case):
    Conflict.objects.create(case=case, member=officer, why="Their name.", state="asked", at=NOW)
    assert case.reference in desk.get("/").content.decode()


IN_ITS_PLACE = {
    "<int:number>": "1", "<int:index>": "0", "<slug:to>": "lado", "<slug:act>": "pause", "<slug:action>": "split",
}  # fmt: skip


def _addresses(**numbers):
    """Return every address of the product that holds one of these numbers."""
    for page in _pages:
        address = f"/{page.pattern}"
        if not any(f"<int:{name}>" in address for name in numbers):
            continue
        for words, value in IN_ITS_PLACE.items() | {(f"<int:{name}>", str(one)) for name, one in numbers.items()}:
            address = address.replace(words, value)
        yield address


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_the_case_its_mails_letters_or_alerts_opens(accused, case, method):
    numbers = {
        "case_id": case.pk,
        "mail_id": case.mails.get().pk,
        "letter_id": make_letter(case).pk,
        "alert_id": case.alerts.first().pk,
        "pair_id": make_pair(make_case(), case).pk,
    }
    answers = {address: getattr(accused, method)(address).status_code for address in _addresses(**numbers)}
    assert len(answers) > 45
    assert {address: code for address, code in answers.items() if code not in {403, 405}} == {}


def test_no_address_of_a_second_copy_of_its_mail_opens(accused, case):
    copy = make_mail(case=case, state="duplicate", same_as=case.mails.get())
    assert accused.get(f"/mails/{copy.pk}/original").status_code == 403
    assert "About Sam Ody" not in accused.get("/unread?show=copies").content.decode()


def _paired(other, case):
    make_pair(other, case)


def _linked(other, case):
    make_pair(case, other, answer="linked")


def _dealt_with(_, case):
    Behaviour.objects.create(
        case=case, person_address=case.person_address, raised_at=NOW, flags=["threat"], why="About Sam Ody"
    )


TIES = [
    pytest.param(_paired, id="may be the same"),
    pytest.param(_linked, id="linked"),
    pytest.param(_dealt_with, id="the same person's behaviour"),
]


@pytest.mark.parametrize("tie", TIES)
def test_no_page_of_another_case_of_the_same_person_names_it(accused, officer, case, tie):
    other = make_case(reference="BCC-2026-0099")
    make_mail(case=other)
    tie(other, case)
    ends = ("", "/life", "/judgement", "/dates", "/safety", "/todo", "/monitoring")
    pages = [f"/cases/{other.pk}{end}" for end in ends]
    for path in (*pages, "/behaviour", "/settings/away"):
        answer = accused.get(path)
        assert answer.status_code == 200
        for words in (case.reference, GIST, "About Sam Ody"):
            assert words not in answer.content.decode(), path
    accused.force_login(officer)
    assert any(case.reference in accused.get(path).content.decode() for path in pages)


class TestMessagesPutTogether:
    """What one case knows shuts the other, as long as its messages are there."""

    def _joined(self, case):
        other = make_case(reference="BCC-2026-0099", assignee=make_member("sue", first_name="Sue", last_name="Lee"))
        mail = case.mails.get()
        Joining.objects.create(mail=mail, case=other, came_with=case, at=NOW, raises=[["It tells of more.", GIST]])
        mail.case = other
        mail.save()
        Case.objects.filter(pk=case.pk).update(joined_to=other)
        return other

    def test_the_case_that_holds_its_messages_now(self, accused, case):
        other = self._joined(case)
        assert accused.get(f"/cases/{other.pk}").status_code == 403
        assert accused.get(f"/mails/{other.mails.get().pk}/original").status_code == 403
        assert other.reference not in accused.get("/").content.decode()
        assert "sam" not in [one.username for one in members_left(other)]

    def test_the_case_its_messages_came_from(self, client, case):
        other = self._joined(case)
        member = make_member("sam2")
        Conflict.objects.create(case=other, member=member, why="Knows them.", state="open", at=NOW)
        client.force_login(member)
        assert client.get(f"/cases/{case.pk}").status_code == 403

    def test_every_way_of_asking_says_the_same(self, accused, case):
        other, third = self._joined(case), make_case()
        member = Conflict.objects.get(state="open").member
        ids = {case.pk, other.pk}
        assert set(shut_to(member)) == shut_cases()[member.pk] == ids
        assert {one.pk for one in (case, other, third) if has_conflict(one.pk, member)} == ids

    def test_what_a_manager_lifts_there_is_open_there(self, accused, case):
        other = self._joined(case)
        member = Conflict.objects.get(state="open").member
        Conflict.objects.create(case=other, member=member, why="Same name.", state="lifted", at=NOW)
        assert accused.get(f"/cases/{other.pk}").status_code == 200
        assert set(shut_to(member)) == shut_cases()[member.pk] == {case.pk}

    def test_nobody_else_is_shut_out(self, desk, case):
        other = self._joined(case)
        assert desk.get(f"/cases/{other.pk}").status_code == 200

    def test_whoever_handles_the_case_that_takes_them_in_hands_it_back(self, officer):
        case, sue = make_case(), make_member("sue", first_name="Sue", last_name="Lee")
        other = make_case(assignee=sue)
        add_conflict(case_id=case.pk, member=officer, about_id=sue.pk, why="She knows the family.")
        make_mail(case=case)
        version = Case.objects.get(pk=case.pk).version
        joining.join_by_hand(case_id=case.pk, other_id=other.pk, version=version, member=officer, confirmed=True)
        other.refresh_from_db()
        assert other.assignee is None


def test_a_letter_to_sign_of_the_case_is_next_for_nobody_to_whom_it_is_shut(accused, case):
    mine, theirs = make_letter(make_case(), state="to_sign"), make_letter(case, state="to_sign")
    member = Conflict.objects.get(state="open").member
    assert set(letters_to_sign()) == {mine.pk, theirs.pk}
    assert letters_to_sign(member) == [mine.pk]
    assert find_turn(mine.pk, member).total == 1
