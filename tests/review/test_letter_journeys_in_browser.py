"""Walk in Chromium through what the team does with letters: begin, write, sign, stop, print, post, change in Word."""

import io
import os
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from docx import Document

from cases.models import Letter, Role
from tests.browser import NARROW, WIDE, runs_over
from tests.cases.lives import acknowledged, decided
from tests.factories import make_member
from tests.review.in_browser import OPEN_ALL, RULES, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
HOME = "The Old Maltings Residential Buildings\n127 Upper Brackenby-on-the-Water Road\nBrackenby\nBK1 2AB"


@pytest.fixture
def priya(db):
    return make_member("priya")


@pytest.fixture
def helen(db):
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


@pytest.fixture
def desks(browser, live_server, priya, helen):
    """Give each of two people a function that opens pages as them."""
    clients = {member.username: Client() for member in (priya, helen)}
    for member in (priya, helen):
        clients[member.username].force_login(member)
    with (
        pages_of(browser, live_server, clients["priya"], {}) as first,
        pages_of(browser, live_server, clients["helen"], {}) as second,
    ):
        yield {"priya": first, "helen": second}


def _look(page):
    """Assert that axe finds nothing on a page, wide or narrow, and that it stands within 320 pixels; leave it as it was."""
    opened = page.evaluate("[...document.querySelectorAll('details')].map((each) => each.open)")
    page.evaluate(OPEN_ALL)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(page.url, fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert not runs_over(page)
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.evaluate(
        "(was) => document.querySelectorAll('details').forEach((each, at) => { each.open = was[at]; })", opened
    )


def _follow_fault(page, words):
    """Press the line of the error summary that says this, and return what it leads to."""
    page.locator(".govuk-error-summary a", has_text=words).click()
    return page.evaluate("document.activeElement.id")


def _approve(page):
    """Sign with the keyboard alone."""
    page.focus("#sign-approve")
    page.keyboard.press("Space")
    page.focus("button:has-text('Save decision')")
    page.keyboard.press("Enter")


def test_a_further_letter_is_begun_written_signed_stopped_and_signed_again(desks, priya, helen):
    case = acknowledged(priya, helen)
    page = desks["priya"](f"/cases/{case.pk}/letters")
    _look(page)
    page.click("text=Request for more information")
    page.click("button:has-text('Write the letter')")
    assert _follow_fault(page, "What we would like to know") == "questions"
    _look(page)
    page.fill("#questions", "Which days suit you for a visit?\nWho else should we speak to?")
    page.click("button:has-text('Write the letter')")
    page.locator(".moj-alert--success", has_text="Here is the letter").wait_for()
    _look(page)
    letter = Letter.objects.get(case=case, is_further=True)
    box = page.locator(".pr-para textarea").first
    box.fill(f"{box.input_value()} Thank you for your patience.")
    page.click("button:has-text('Send for sign-off')")
    page.wait_for_selector("text=waits for somebody else to sign it")
    sign = desks["helen"](f"/letters/{letter.pk}")
    assert sign.locator("ins", has_text="Thank you for your patience.").count() == 1
    sign.click("button:has-text('Save decision')")
    assert _follow_fault(sign, "Choose whether to approve") == "sign-approve"
    _look(sign)
    _approve(sign)
    sign.click("button:has-text('Stop it going out')")
    sign.wait_for_selector("text=Stopped. The letter did not go out.")
    page.goto(sign.url)
    page.click("button:has-text('Send for sign-off')")
    page.wait_for_selector("text=waits for somebody else to sign it")
    sign.goto(sign.url)
    _approve(sign)
    sign.wait_for_selector("text=Goes out at 2:15pm, in 10 minutes")
    _look(sign)
    letter.refresh_from_db()
    assert (letter.state, letter.writer, letter.signer) == ("approved", priya, helen)


def test_a_letter_that_is_not_needed_is_set_aside_with_a_reason(desks, priya, helen):
    case = acknowledged(priya, helen)
    page = desks["priya"](f"/cases/{case.pk}/letters/L07", script=False)
    page.fill("#questions", "When did the visits stop?")
    page.click("button:has-text('Write the letter')")
    page.click("text=What was said for this letter")
    page.click("button:has-text('Set it aside')")
    assert page.locator("#why-aside-error").is_visible()
    page.click(".govuk-error-summary a")
    page.fill("#why-aside", "They rang us")
    page.click("button:has-text('Set it aside')")
    page.click("td a:has-text('Request for more information')")
    assert "It was not needed any more: “They rang us”" in page.inner_text("main")


def test_a_letter_by_post_is_printed_and_posted_from_the_list_without_script(desks, priya, helen):
    letter = decided(priya).letters.get()
    page = desks["priya"](f"/letters/{letter.pk}/channel", script=False)
    page.check("text=By post: somebody prints it")
    page.click("main button:has-text('Save')")
    assert page.get_attribute(".govuk-error-summary a", "href") == "#post"
    page.fill("#post", HOME)
    page.click("main button:has-text('Save')")
    page.click("button:has-text('Send for sign-off')")
    sign = desks["helen"](f"/letters/{letter.pk}", script=False)
    sign.check("#sign-approve")
    sign.click("button:has-text('Save decision')")
    page.reload()
    page.click("text=To print and post: 1 letter")
    assert "Joan Ashby\nThe Old Maltings Residential Buildings" in page.inner_text("main")
    assert page.locator("a", has_text="PDF to print").get_attribute("href") == f"/letters/{letter.pk}/pdf"
    for part, typed in (("day", "4"), ("month", "3"), ("year", "2026")):
        page.fill(f"#posted-{letter.pk}-{part}", typed)
    page.click("button:has-text('It was posted')")
    assert page.get_attribute(".govuk-error-summary a", "href") == "#posted-day"
    page.fill("#posted-day", "3")
    page.click("button:has-text('It was posted')")
    page.wait_for_selector("text=is kept as posted on 3 March")
    assert Letter.objects.get(pk=letter.pk).posted_on == date(2026, 3, 3)


def test_the_pages_of_post_and_of_a_letter_that_went_are_for_everybody(desks, priya, helen):
    case = acknowledged(priya, helen)
    letter = decided(priya).letters.get()
    Letter.objects.filter(pk=letter.pk).update(state="approved", channel="post", signer=helen, signed_at=letter.made_at)
    for path in (f"/letters/{letter.pk}", "/letters/to-post", f"/letters/{case.letters.get().pk}"):
        _look(desks["priya"](path))
    page = desks["priya"](f"/letters/{case.letters.get().pk}")
    page.click("summary:has-text('It did not arrive')")
    page.evaluate("document.querySelector('#why').removeAttribute('required')")
    page.click("button:has-text('It did not arrive')")
    assert _follow_fault(page, "Say how you know") == "why"
    assert page.locator("#why-error").is_visible()


def _changed_in_word(path, words):
    document = Document(path)
    opening = next(p for p in document.paragraphs if p.text.startswith("Thank you"))
    opening.text = f"{opening.text} {words}"
    packed = io.BytesIO()
    document.save(packed)
    return {"name": "letter.docx", "mimeType": "application/octet-stream", "buffer": packed.getvalue()}


def test_a_letter_changed_in_word_comes_back_is_compared_and_kept_also_after_a_clash(desks, priya):
    letter = decided(priya).letters.get()
    page = desks["priya"](f"/letters/{letter.pk}")
    with page.expect_download() as kept:
        page.click("text=Download the Word file")
    page.set_input_files("#word", {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Dear Mrs Ashby"})
    page.click("button:has-text('See what it changes')")
    assert _follow_fault(page, "That is no Word file") == "word"
    page.set_input_files("#word", _changed_in_word(kept.value.path(), "We are on it."))
    page.click("button:has-text('See what it changes')")
    assert page.locator(".pr-diff ins", has_text="We are on it.").count() == 1
    _look(page)
    other = desks["helen"](f"/letters/{letter.pk}")
    other.fill("#p-opening", "Helen's own opening.")
    other.click("button:has-text('Save draft')")
    other.wait_for_selector(".moj-alert--success")
    page.click("button:has-text('Take the changes over')")
    page.wait_for_selector("text=Whose words to keep")
    _look(page)
    page.check("text=Keep mine")
    page.click("main button:has-text('Save')")
    page.wait_for_selector("text=Your words and theirs are both kept")
    assert page.input_value("#p-opening").endswith("We are on it.")
