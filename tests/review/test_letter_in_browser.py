"""Look at letters, unread mails and mailboxes in Chromium: no accessibility fault, no overflow, drafts that are kept."""

import os
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from cases.models import Letter, Role
from cases.services import letters
from ingest.message import Attachment, Problem, ProblemCode
from tests.cases.stories import a_case, decide
from tests.factories import NOW, make_alert, make_mail, make_mailbox, make_member, make_message
from tests.review.in_browser import RULES, check_accessible, check_narrow, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PAGES = (
    "/letters/{draft}",
    "/letters/{to_sign}",
    "/letters/{approved}",
    "/letters/{uncertain}",
    "/unread",
    "/unread?show=automatic",
    "/unread/{photo}",
    "/unread/{automatic}",
    "/mailboxes",
)


# Four people's complaints, so that none is asked which case it belongs to.
WRITERS = (
    ("Joan Ashby <joan@ashby.example>", "My son's social worker has not visited us since Christmas. The taxi stopped."),
    (
        "Tariq Aziz <tariq@aziz.example>",
        "Nobody told us that the contact centre is shut. My daughter waited in the rain.",
    ),
    ("Bev Clarke <bev@clarke.example>", "Our fostering allowance is three months late and every office sends us on."),
    ("Lena Kos <lena@kos.example>", "The review meeting was held without me, and its notes say I agreed to the plan."),
)


def _letter(member, number, **texts):
    sender, words = WRITERS[number - 1]
    letter = decide(a_case(words, subject=f"Complaint of the {number}. week", From=sender), member).letters.get()
    return letters.edit(letter_id=letter.pk, version=letter.version, member=member, texts=texts)


def _sent_to_sign(member, number):
    letter = _letter(member, number, advocacy="", correct="If we got something wrong, tell us.")
    return letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=member, missing_reason="She has an advocate."
    )


def _mails():
    problem = Problem(code=ProblemCode.POOR_IMAGE, words="About 3 words in 10 could be read.", part="page.jpg")
    photo = Attachment(
        index=0, filename="page.jpg", media_type="image/jpeg", size_bytes=9_000, digest="a", text="court",
        confidence=0.4, unclear=((0, 5),), problems=(problem,),
    )  # fmt: skip
    automatic = make_mail(make_message("I am away."), state="automatic", automatic="auto-submitted")
    make_alert(None, automatic)
    make_mail(text=None, state="stored", stuck=True, tries=5, trouble="The reader stopped.")
    return {"photo": make_mail(make_message(attachments=[photo]), unread_parts=1).pk, "automatic": automatic.pk}


@pytest.fixture
def rows(db):
    """Make one letter in each state a page differs by, and mails of each kind; return their ids."""
    officer, manager = make_member("olu"), make_member("sian", role=Role.MANAGER, first_name="Sian", last_name="Rees")
    made = {"draft": _letter(officer, 1, advocacy="", correct="Write to [name of the manager].")}
    for number, name in enumerate(("to_sign", "approved", "uncertain"), 2):
        made[name] = _sent_to_sign(officer, number)
        if name != "to_sign":
            letters.sign(letter_id=made[name].pk, version=made[name].version, member=manager)
    Letter.objects.filter(pk=made["uncertain"].pk).update(state="uncertain", sending_since=NOW, trouble="It broke.")
    make_mailbox(name="Fostering", polled_at=NOW - timedelta(hours=1), trouble="The login was refused.")
    return {name: letter.pk for name, letter in made.items()} | _mails()


@pytest.fixture
def open_page(browser, live_server, client, rows):
    """Open pages as a signed-in manager; no script may fail."""
    client.force_login(make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh"))
    with pages_of(browser, live_server, client, rows) as open_it:
        yield open_it


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_an_accessibility_fault_even_with_everything_open(open_page, width):
    check_accessible(open_page, PAGES, width=width)


def test_nothing_overflows_at_320_pixels(open_page):
    check_narrow(open_page, PAGES)


def test_a_draft_is_kept_on_the_server_as_it_is_typed(open_page, rows):
    page = open_page("/letters/{draft}")
    page.fill("#p-opening", "Thank you for writing.")
    page.locator("#pr-saved", has_text="Draft saved just now").wait_for()
    kept = Letter.objects.get(pk=rows["draft"]).draft["paragraphs"]
    assert next(p["text"] for p in kept if p["key"] == "opening") == "Thank you for writing."
    # The same page saves again: nobody clashes with themselves.
    page.fill("#p-opening", "Thank you.")
    page.click("text=Save draft")
    page.wait_for_selector(".moj-alert--success")
    assert page.input_value("#p-opening") == "Thank you."


def test_control_and_enter_sends_from_inside_a_paragraph(open_page):
    page = open_page("/letters/{draft}")
    page.fill("#p-correct", "If we got something wrong, tell us.")
    page.fill("#reason", "She has an advocate.")
    page.focus("#p-correct")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=waits for somebody else to sign it")


def test_a_letter_is_mended_and_signed_without_script(open_page, rows):
    page = open_page("/letters/{draft}", script=False)
    page.fill("#p-correct", "If we got something wrong, tell us.")
    page.click("text=Put the paragraph back")
    assert page.input_value("#p-correct") == "If we got something wrong, tell us."
    assert page.input_value("#p-advocacy")
    page = open_page("/letters/{to_sign}", script=False)
    page.check("#sign-approve")
    page.click("text=Save decision")
    assert Letter.objects.get(pk=rows["to_sign"]).state == "approved"


def test_the_error_summary_leads_to_what_is_missing(open_page):
    page = open_page("/letters/{draft}")
    page.fill("#p-correct", "If we got something wrong, tell us.")
    page.click("text=Send for sign-off")
    page.click(".govuk-error-summary a >> nth=0")
    assert page.evaluate("location.hash") == "#missing-advocacy"
    assert Axe().run(page, options=RULES).response["violations"] == []
