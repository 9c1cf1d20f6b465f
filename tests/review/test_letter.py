"""Nothing typed into a letter is ever lost, and what is missing is said where it belongs."""

import io
from datetime import timedelta

import docx
import pypdfium2
import pytest

from cases.models import Letter, Role
from cases.services import letters
from tests.cases.stories import a_case, decide
from tests.factories import NOW, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(officer):
    return decide(a_case(), officer).letters.get()


@pytest.fixture
def page(desk, letter):
    """Return the form of the letter as the browser would send it back, untouched."""
    return _form(desk, letter)


def _form(desk, letter):
    shown = desk.get(f"/letters/{letter.pk}").context["page"]
    fields = {f"p:{box.key}": box.text for box in shown.boxes} | {f"was:{box.key}": box.was for box in shown.boxes}
    letter.refresh_from_db()
    return fields | {"version": letter.version}


def _save(desk, letter, form, do="save", **headers):
    return desk.post(f"/letters/{letter.pk}/save", form | {"do": do}, headers=headers)


def _text(letter, key):
    letter.refresh_from_db()
    return next(p["text"] for p in letter.draft["paragraphs"] if p["key"] == key)


def test_each_paragraph_has_its_box_and_its_words_stand_in_the_letter(desk, letter):
    answer = desk.get(f"/letters/{letter.pk}")
    body = answer.content.decode()
    assert len(answer.context["page"].boxes) == len(letter.draft["paragraphs"])
    assert body.count("<textarea") == len(letter.draft["paragraphs"])
    assert "Reading age" in body
    assert "Not signed yet" in body


def test_the_title_holds_the_reference_and_no_name(desk, letter):
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    title = body[body.index("<title>") : body.index("</title>")]
    assert letter.case.reference in title
    assert "Ashby" not in title


def test_the_letter_can_be_had_as_a_pdf_that_says_it_is_a_draft(desk, letter):
    answer = desk.get(f"/letters/{letter.pk}/pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{letter.case.reference}-draft.pdf"'
    pages = pypdfium2.PdfDocument(answer.content)
    assert all("DRAFT - not signed" in page.get_textpage().get_text_bounded() for page in pages)
    assert "/pdf" in desk.get(f"/letters/{letter.pk}").content.decode()


def test_a_table_and_a_form_are_shown_as_they_will_look(desk, letter):
    rows = [["Your point", "Who replies"], ["1. Visits & <payments>", "A team manager"]]
    table = {"key": "table", "title": "At a glance", "text": "", "origin": "written", "points": [], "rows": rows}
    form = table | {"key": "form_a", "title": "A form for you", "rows": [["We ask", "You say"], ["Your name", ""]]}
    letter.draft["paragraphs"] += [table, form]
    letter.save()
    page = desk.get(f"/letters/{letter.pk}").content.decode()
    shown = page[page.index('class="pr-page"') :]
    assert '<th scope="col">Who replies</th>' in shown
    assert "<td>1. Visits &amp; &lt;payments&gt;</td>" in shown
    assert shown.index("Not signed yet") < shown.index("A form for you")
    assert shown.index("A team manager") < shown.index("Not signed yet")


def test_opening_a_letter_is_written_down(desk, letter, officer):
    before = letter.case.events.filter(verb="case_read", actor=officer).count()
    desk.get(f"/letters/{letter.pk}")
    assert letter.case.events.filter(verb="case_read", actor=officer).count() == before + 1


def test_typed_words_are_kept_and_named_as_changed(desk, letter, page):
    _save(desk, letter, page | {"p:opening": "Thank you.\r\n\r\nWe are sorry."})
    assert _text(letter, "opening") == "Thank you.\n\nWe are sorry."
    box = next(b for b in desk.get(f"/letters/{letter.pk}").context["page"].boxes if b.key == "opening")
    assert box.source == "Standard, changed by Priya Raman"
    assert box.can_undo


def test_saving_an_untouched_page_changes_no_word_and_makes_nobody_a_writer(desk, letter, page):
    before = letter.draft["paragraphs"]
    _save(desk, letter, page)
    letter.refresh_from_db()
    assert letter.draft["paragraphs"] == before
    assert not letter.editors.exists()


def test_points_survive_the_box(desk, letter, page):
    with_points = next(p for p in letter.draft["paragraphs"] if p["points"])
    typed = f"These are the points:\n- First\n- {with_points['points'][0]}"
    _save(desk, letter, page | {f"p:{with_points['key']}": typed})
    letter.refresh_from_db()
    after = next(p for p in letter.draft["paragraphs"] if p["key"] == with_points["key"])
    assert after["points"] == ["First", with_points["points"][0]]


def test_words_of_a_script_are_shown_as_words(desk, letter, page):
    _save(desk, letter, page | {"p:opening": "<script>alert(1)</script>"})
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)" in body


def test_start_again_brings_back_the_words_and_keeps_what_was_typed_elsewhere(desk, letter, page):
    first = _text(letter, "opening")
    _save(desk, letter, page | {"p:opening": "Mine."})
    answer = _save(desk, letter, _form(desk, letter) | {"p:correct": "Tell us."}, do="undo:opening")
    assert answer.url.endswith("#p-opening")
    assert _text(letter, "opening") == first
    assert _text(letter, "correct") == "Tell us."


def test_an_emptied_paragraph_is_asked_for_where_it_stood(desk, letter, page):
    _save(desk, letter, page | {"p:advocacy": ""})
    shown = desk.get(f"/letters/{letter.pk}").context["page"]
    box = next(b for b in shown.boxes if b.key == "advocacy")
    assert [(m.key, m.do) for m in box.missing] == [("advocacy", "undo:advocacy")]
    assert shown.checks[0].lines[0].words == "Help: an advocate"
    assert not shown.checks[0].lines[0].is_there


def test_an_item_lost_from_its_paragraph_can_be_added(desk, letter, page):
    _save(desk, letter, page | {"p:ombudsman": "Somebody else can look too."})
    missing = [m for b in desk.get(f"/letters/{letter.pk}").context["page"].boxes for m in b.missing]
    assert [m.do for m in missing] == ["add:ombudsman"]
    answer = _save(desk, letter, _form(desk, letter), do="add:ombudsman")
    assert answer.url.endswith("#p-added-ombudsman")
    assert not desk.get(f"/letters/{letter.pk}").context["page"].missing


def test_the_count_of_the_checklist_is_that_of_its_lines(desk, letter, page):
    _save(desk, letter, page | {"p:advocacy": ""})
    card = desk.get(f"/letters/{letter.pk}").context["page"].checks[0]
    there = sum(line.is_there for line in card.lines)
    assert card.count == f"{there} of {len(card.lines)} are there."


def test_a_letter_with_nothing_missing_goes_to_the_signers(desk, letter, page):
    answer = _save(desk, letter, page, do="send")
    letter.refresh_from_db()
    assert (answer.status_code, letter.state) == (302, "to_sign")


def test_the_key_for_sending_needs_no_button(desk, letter, page):
    desk.post(f"/letters/{letter.pk}/save", page)
    letter.refresh_from_db()
    assert letter.state == "to_sign"


def test_something_missing_needs_a_reason_and_keeps_the_words(desk, letter, page):
    answer = _save(desk, letter, page | {"p:advocacy": "", "p:opening": "My own words."}, do="send")
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in body
    assert 'href="#missing-advocacy"' in body
    assert 'id="missing-advocacy"' in body
    assert 'href="#reason"' in body
    assert _text(letter, "opening") == "My own words."
    assert letter.state == "draft"


def test_with_a_reason_it_goes_to_the_signers(desk, letter, page):
    _save(desk, letter, page | {"p:advocacy": "", "reason": "She has one."}, do="send")
    letter.refresh_from_db()
    assert (letter.state, letter.missing_reason) == ("to_sign", "She has one.")


def test_a_reason_typed_before_sending_is_still_there_after_saving(desk, letter, page):
    _save(desk, letter, page | {"p:advocacy": "", "reason": "She has one."})
    assert desk.get(f"/letters/{letter.pk}").context["page"].reason == "She has one."


def test_what_it_must_not_say_stands_first_when_only_that_fails_and_is_not_called_missing(desk, letter, page):
    _save(desk, letter, page | {"p:opening": f"{page['p:opening']} We will certainly uphold your complaint."})
    shown = desk.get(f"/letters/{letter.pk}").context["page"]
    assert [card.id for card in shown.checks] == ["not-h", "chk-h"]
    assert shown.say == "1 check is not passed. You can still send it, if you say why."
    refused = _save(desk, letter, _form(desk, letter), do="send")
    assert "Not passed: " in refused.context["errors"][0][1]
    assert refused.context["errors"][-1][0] == "reason"


def test_a_blank_is_shown_with_its_cure_and_no_reason_lets_it_pass(desk, letter, page):
    form = page | {"p:correct": "Write to [name of the manager].", "reason": "Never mind."}
    answer = _save(desk, letter, form, do="send")
    body = answer.content.decode()
    assert answer.status_code == 422
    assert body.count('href="#p-correct"') >= 2
    assert "Still to fill" in body
    assert _text(letter, "correct") == "Write to [name of the manager]."
    assert letter.state == "draft"


def test_a_returned_letter_shows_the_comment_on_top(desk, letter, page):
    manager = make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")
    _save(desk, letter, page, do="send")
    letter.refresh_from_db()
    letters.send_back(letter_id=letter.pk, version=letter.version, member=manager, comment="Name the <date>.")
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    assert "Returned by Helen Marsh" in body
    assert "Name the &lt;date&gt;." in body


def test_words_of_two_people_in_different_paragraphs_are_both_kept(desk, letter, page, colleague):
    letters.edit(letter_id=letter.pk, version=letter.version, member=colleague, texts={"help": "Ring us."})
    answer = _save(desk, letter, page | {"p:opening": "Mine."})
    assert answer.status_code == 302
    assert (_text(letter, "opening"), _text(letter, "help")) == ("Mine.", "Ring us.")


def test_a_letter_with_words_unseen_is_saved_but_not_sent(desk, letter, page, colleague):
    letters.edit(letter_id=letter.pk, version=letter.version, member=colleague, texts={"correct": "Tell us at once."})
    _save(desk, letter, page | {"p:opening": _text(letter, "opening") + " Mine."}, do="send")
    letter.refresh_from_db()
    assert letter.state == "draft"
    assert _text(letter, "opening").endswith("Mine.")


def test_a_second_save_of_the_same_words_is_no_clash(desk, letter, page):
    form = page | {"p:opening": "Mine."}
    _save(desk, letter, form)
    assert _save(desk, letter, form).status_code == 302


@pytest.fixture
def clash(desk, letter, page, colleague):
    letters.edit(letter_id=letter.pk, version=letter.version, member=colleague, texts={"opening": "Theirs."})
    return _save(desk, letter, page | {"p:opening": "Mine.", "p:correct": "Only mine."})


def _answer(clash, **more):
    view = clash.context["page"]
    fields = {"version": 0, "answer": 1, "p:opening": "Mine.", "p:correct": "Only mine."}
    fields |= {f"was:{key}": mark for key, mark in view.was}
    fields |= {f"theirs:{c.key}": c.theirs_mark for c in view.clashes}
    return fields | more


def test_a_clash_shows_both_and_changes_neither(clash, letter):
    body = clash.content.decode()
    assert clash.status_code == 409
    assert "Marcus Bell saved this letter" in body
    assert "Mine." in body
    assert "Theirs." in body
    assert "Only mine." in body
    assert _text(letter, "opening") == "Theirs."
    assert _text(letter, "correct") != "Only mine."


@pytest.mark.parametrize(("keep", "words"), [("mine", "Mine."), ("theirs", "Theirs.")])
def test_the_answer_to_a_clash_is_kept_with_all_else_that_was_typed(desk, clash, letter, keep, words):
    answer = _save(desk, letter, _answer(clash, **{"keep:opening": keep}))
    assert answer.status_code == 302
    assert (_text(letter, "opening"), _text(letter, "correct")) == (words, "Only mine.")


def test_a_clash_without_an_answer_is_asked_again(desk, clash, letter):
    again = _save(desk, letter, _answer(clash))
    assert again.status_code == 409
    assert "Choose whose words to keep" in again.content.decode()
    assert _text(letter, "opening") == "Theirs."


def test_an_answer_does_not_overwrite_what_a_third_person_saved_since(desk, clash, letter, colleague):
    letter.refresh_from_db()
    letters.edit(letter_id=letter.pk, version=letter.version, member=colleague, texts={"opening": "Third."})
    again = _save(desk, letter, _answer(clash, **{"keep:opening": "mine"}))
    assert again.status_code == 409
    assert _text(letter, "opening") == "Third."


def test_words_typed_into_a_letter_that_was_sent_for_signing_meanwhile_are_shown(desk, letter, page, colleague):
    letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=colleague)
    answer = _save(desk, letter, page | {"p:opening": "Mine."})
    assert answer.status_code == 409
    assert "no longer a draft" in answer.content.decode()
    assert "Mine." in answer.content.decode()


def test_the_draft_saves_by_itself(desk, letter, page):
    answer = _save(desk, letter, page | {"p:opening": "Mine."}, accept="application/json")
    letter.refresh_from_db()
    assert answer.json()["version"] == letter.version
    assert _text(letter, "opening") == "Mine."
    again = page | {"version": letter.version, "p:opening": "Mine again."}
    again |= {f"was:{key}": mark for key, mark in answer.json()["was"].items()}
    assert _save(desk, letter, again).status_code == 302
    assert _text(letter, "opening") == "Mine again."


def test_a_draft_that_saves_by_itself_overwrites_nobody(desk, letter, page, colleague):
    letters.edit(letter_id=letter.pk, version=letter.version, member=colleague, texts={"opening": "Theirs."})
    answer = _save(desk, letter, page | {"p:opening": "Mine."}, accept="application/json")
    assert answer.status_code == 409
    assert _text(letter, "opening") == "Theirs."


def test_the_word_file_of_a_draft_says_so(desk, letter):
    answer = desk.get(f"/letters/{letter.pk}/docx")
    document = docx.Document(io.BytesIO(answer.content))
    words = "\n".join(p.text for p in (*document.paragraphs, *document.sections[0].header.paragraphs))
    assert "DRAFT" in words
    assert f'filename="{letter.case.reference}-draft.docx"' in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"


def test_an_administrator_sees_no_letter(client, letter, administrator):
    client.force_login(administrator)
    assert client.get(f"/letters/{letter.pk}").status_code == 403
    assert client.get(f"/letters/{letter.pk}/docx").status_code == 403


def test_nobody_who_is_not_signed_in_sees_a_letter(client, letter):
    assert client.get(f"/letters/{letter.pk}").status_code == 302


@pytest.mark.parametrize("path", ["", "/docx"])
def test_a_letter_that_is_not_there_is_not_found(desk, path):
    assert desk.get(f"/letters/9999{path}").status_code == 404


@pytest.mark.parametrize("name", ["save", "sign", "stop", "settle"])
def test_words_for_a_letter_that_is_not_there_are_not_found(desk, name):
    assert desk.post(f"/letters/9999/{name}", {"do": "save"}).status_code == 404


@pytest.mark.parametrize("name", ["save", "sign", "stop", "settle"])
def test_nothing_changes_by_following_a_link(desk, letter, name):
    assert desk.get(f"/letters/{letter.pk}/{name}").status_code == 405


# --- the signed letter -------------------------------------------------------------------------------------------------
@pytest.fixture
def manager(db):
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


@pytest.fixture
def signed(letter, officer, manager):
    letter = letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer)
    return letters.sign(letter_id=letter.pk, version=letter.version, member=manager)


def _set(letter, **fields):
    Letter.objects.filter(pk=letter.pk).update(**fields)


def test_an_approved_letter_says_when_it_goes_and_can_be_stopped(desk, signed):
    body = desk.get(f"/letters/{signed.pk}").content.decode()
    assert "Approved by Helen Marsh. Goes out at 2:15pm, in 10 minutes" in body
    assert "<textarea" not in body
    desk.post(f"/letters/{signed.pk}/stop")
    signed.refresh_from_db()
    assert (signed.state, signed.signer) == ("returned", None)


def test_a_letter_that_left_cannot_be_stopped(desk, signed):
    _set(signed, state="sent", sent_at=NOW)
    answer = desk.post(f"/letters/{signed.pk}/stop")
    assert answer.status_code == 409
    assert "can only be followed by another" in answer.content.decode()


def test_a_sent_letter_says_when_to_whom_and_by_whom_and_gives_the_signed_file(desk, signed):
    _set(signed, state="sent", sent_at=NOW)
    body = desk.get(f"/letters/{signed.pk}").content.decode()
    assert "Sent at 2:05pm" in body
    assert "joan.ashby@mailbox.example" in body
    assert signed.approved_digest in body
    words = docx.Document(io.BytesIO(desk.get(f"/letters/{signed.pk}/docx").content))
    assert "Helen Marsh" in "\n".join(p.text for p in words.paragraphs)


def test_trouble_with_sending_is_said_with_the_next_try(desk, signed):
    _set(signed, trouble="The mail server does not answer.", tries=2, send_at=NOW + timedelta(minutes=2))
    body = desk.get(f"/letters/{signed.pk}").content.decode()
    assert "It could not be sent yet" in body
    assert "The mail server does not answer." in body
    assert "Tried 2 times. It will be tried again at 2:07pm." in body


@pytest.mark.parametrize(("said", "state"), [("left", "sent"), ("stayed", "returned")])
def test_a_manager_settles_a_letter_of_which_nobody_knows(client, signed, manager, said, state):
    _set(signed, state="uncertain", sending_since=NOW, trouble="The line broke.")
    client.force_login(manager)
    assert "It did not leave" in client.get(f"/letters/{signed.pk}").content.decode()
    client.post(f"/letters/{signed.pk}/settle", {"settle": said})
    signed.refresh_from_db()
    assert signed.state == state


def test_an_officer_may_not_settle_it(desk, signed):
    _set(signed, state="uncertain", sending_since=NOW)
    assert "It did not leave" not in desk.get(f"/letters/{signed.pk}").content.decode()
    assert desk.post(f"/letters/{signed.pk}/settle", {"settle": "left"}).status_code == 403
    signed.refresh_from_db()
    assert signed.state == "uncertain"


@pytest.mark.parametrize(
    ("state", "said"), [("approved", "left"), ("approved", "stayed"), ("refused", "left"), ("uncertain", "other")]
)
def test_nothing_else_can_be_settled(client, signed, manager, state, said):
    _set(signed, state=state, sending_since=NOW)
    client.force_login(manager)
    client.post(f"/letters/{signed.pk}/settle", {"settle": said})
    signed.refresh_from_db()
    assert signed.state == state


def test_a_refused_letter_says_why_and_becomes_a_draft_again(client, signed, manager):
    _set(signed, state="refused", trouble="550 No such mailbox.")
    client.force_login(manager)
    assert "550 No such mailbox." in client.get(f"/letters/{signed.pk}").content.decode()
    client.post(f"/letters/{signed.pk}/settle", {"settle": "stayed"})
    signed.refresh_from_db()
    assert signed.state == "returned"


@pytest.mark.parametrize("state", ["sending", "dropped", "uncertain", "refused"])
def test_every_other_state_has_its_page_and_nothing_to_type(desk, signed, state):
    _set(signed, state=state, sending_since=NOW)
    answer = desk.get(f"/letters/{signed.pk}")
    assert answer.status_code == 200
    assert b"<textarea" not in answer.content
