"""A person types in what no machine could read: danger is asked first, nothing typed is lost, and it is seen as theirs."""

import pytest

from cases.models import Mail, TypedDraft
from ingest.message import Attachment, Problem, ProblemCode
from tests.factories import NOW, make_case, make_mail, make_message

pytestmark = pytest.mark.django_db

POOR = Problem(code=ProblemCode.POOR_IMAGE, words="About 3 words in 10 could be read.", part="page.jpg")
WORDS = "To the complaints people.\nI am <b>Kyle's</b> mum."


@pytest.fixture
def mail():
    photo = Attachment(
        index=0, filename="page.jpg", media_type="image/jpeg", size_bytes=2_400_000, digest="a" * 64, text="court",
        confidence=0.4, unclear=((0, 5),), problems=(POOR,),
    )  # fmt: skip
    found = make_mail(make_message(attachments=[photo]), case=make_case(), unread_parts=1)
    found.alerts.create(case=found.case, flag="unscreened", words=[{"quote": POOR.words}], raised_at=NOW)
    return found


def _post(desk, mail, number=1, **fields):
    return desk.post(f"/unread/{mail.pk}/type/{number}/save", {"save": "all"} | fields)


def test_the_list_leads_to_it(desk, mail):
    assert f'href="/unread/{mail.pk}/type/1"' in desk.get("/unread").content.decode()
    assert f'href="/unread/{mail.pk}/type/1"' in desk.get(f"/unread/{mail.pk}").content.decode()


def test_the_page_shows_the_original_and_what_was_read_and_asks_for_danger_first(desk, mail):
    body = desk.get(f"/unread/{mail.pk}/type/1").content.decode()
    assert "page.jpg" in body
    assert f"/mails/{mail.pk}/attachments/0" in body
    assert "About 3 words in 10 could be read." in body
    assert body.index("could anyone be in danger now?") < body.index("Their words")
    assert "No draft yet" in body


def test_opening_it_is_written_down(desk, mail, officer):
    desk.get(f"/unread/{mail.pk}/type/1")
    assert mail.case.events.filter(verb="case_read", actor=officer).exists()


def test_the_words_are_kept_and_shown_as_text_and_as_whose_they_are(desk, mail):
    answer = _post(desk, mail, danger="no", much="all", words=WORDS.replace("\n", "\r\n"))
    assert answer.status_code == 302
    assert Mail.objects.get(pk=mail.pk).typed[0]["words"] == WORDS
    for path in (f"/cases/{mail.case_id}", f"/unread/{mail.pk}"):
        body = desk.get(path).content.decode()
        assert "Typed in by Priya Raman, 3 March 2026 at 2:05pm" in body
        assert "I am &lt;b&gt;Kyle&#x27;s&lt;/b&gt; mum." in body
    assert desk.get("/unread").context["cards"] == []


def test_danger_leads_to_the_case_where_it_can_be_passed_on(desk, mail):
    answer = _post(desk, mail, danger="yes", much="all", words="I cannot say more.")
    assert answer.url == f"/cases/{mail.case_id}"
    assert "Escalate to duty social worker" in desk.get(answer.url).content.decode()


def test_a_missing_answer_keeps_every_word(desk, mail):
    answer = _post(desk, mail, words=WORDS)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "I am &lt;b&gt;Kyle" in body
    assert 'href="#danger-no"' in body
    assert 'href="#much-all"' in body
    assert Mail.objects.get(pk=mail.pk).typed == []
    assert TypedDraft.objects.get().words == WORDS


def test_a_draft_is_there_again_and_only_for_whoever_typed_it(desk, mail, client, colleague):
    _post(desk, mail, save="draft", words="To the comp", danger="no")
    page = desk.get(f"/unread/{mail.pk}/type/1").context["page"]
    assert (page.typing.words, page.typing.danger, page.saved) == ("To the comp", "no", "Draft saved at 2:05pm")
    client.force_login(colleague)
    assert client.get(f"/unread/{mail.pk}/type/1").context["page"].typing.words == ""


def test_the_script_is_told_that_it_was_saved(desk, mail):
    answer = desk.post(
        f"/unread/{mail.pk}/type/1/save", {"save": "draft", "words": "To"}, headers={"accept": "application/json"}
    )
    assert answer.json() == {"words": "Draft saved at 2:05pm"}


def test_a_message_of_which_nothing_was_read_can_be_typed_in_whole(desk):
    stuck = make_mail(text=None, state="stored", stuck=True, tries=5, trouble="The reader stopped.")
    assert "The message itself" in desk.get(f"/unread/{stuck.pk}/type/0").content.decode()
    _post(desk, stuck, number=0, danger="no", much="all", words="I want to complain.")
    stuck.refresh_from_db()
    assert (stuck.state, stuck.stuck) == ("read", False)


@pytest.mark.parametrize("number", [2, 99])
def test_a_part_that_is_not_there_is_not_found(desk, mail, number):
    assert desk.get(f"/unread/{mail.pk}/type/{number}").status_code == 404
    assert _post(desk, mail, number=number, danger="no", much="all", words="Words.").status_code == 404


def test_an_administrator_types_nothing(client, administrator, mail):
    client.force_login(administrator)
    assert client.get(f"/unread/{mail.pk}/type/1").status_code == 403
    assert _post(client, mail, danger="no", much="all", words="Words.").status_code == 403
    assert Mail.objects.get(pk=mail.pk).typed == []
