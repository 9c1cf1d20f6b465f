"""Look at the monitoring page, a message with hidden words and the question for a reason in Chromium."""

import os
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.services.monitoring import vault
from tests.cases.monitoring.test_vault import WORDS
from tests.factories import make_case, make_mail, make_member, make_message
from tests.review.in_browser import check_accessible, check_narrow, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PAGES = ("/cases/{hidden}/monitoring", "/cases/{shown}/monitoring", "/cases/{hidden}", "/mails/{mail}/original")


@pytest.fixture
def open_page(browser, live_server, client):
    member = make_member("priya")
    client.force_login(member)
    hidden, shown = make_case(), make_case()
    mail = make_mail(make_message(WORDS), case=hidden)
    make_mail(make_message(WORDS), case=shown, received_at=timezone.now())
    vault.take_out(case_id=hidden.pk, version=hidden.version, member=member)
    with pages_of(browser, live_server, client, {"hidden": hidden.pk, "shown": shown.pk, "mail": mail.pk}) as open_it:
        yield open_it


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_an_accessibility_fault(open_page, width):
    check_accessible(open_page, PAGES, width=width)


def test_nothing_overflows_at_320_pixels(open_page):
    check_narrow(open_page, PAGES)


def test_without_a_script_words_are_hidden_and_shown_again(open_page):
    page = open_page("/cases/{shown}/monitoring", script=False)
    page.fill("#words", "not in any message")
    page.click("text=Hide it")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator("#words")).to_have_value("not in any message")
    page.fill("#words", "nobody has told us why")
    page.click("text=Hide it")
    expect(page.locator("main")).to_contain_text("are hidden")
    page.click("button:has-text('Show it again')")
    expect(page).to_have_title(re.compile("^Error: "))
    page.check("#why-ground")
    page.click("button:has-text('Show it again')")
    expect(page.locator("main")).to_contain_text("is shown again: it is what the complaint is about")
