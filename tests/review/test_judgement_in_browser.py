"""Look at refusals and behaviour in Chromium: no accessibility fault, no overflow, with every form open and at fault."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.cases.test_behaviour import raised, restricted
from tests.cases.test_judgement import RESPITE
from tests.factories import make_case, make_mail, make_member
from tests.review.in_browser import check_accessible, check_narrow, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PAGES = ("/cases/{limited}/judgement", "/cases/{asked}/judgement", "/cases/{limited}", "/behaviour")


@pytest.fixture
def open_page(browser, live_server, client):
    client.force_login(make_member("mina", role="manager"))
    limited = restricted().case
    value = "out_of_scope:court_proceedings"
    asked = make_case(
        person_address="tariq@mailbox.example",
        decisions=[
            {"key": "matter:1", "suggested": value, "chosen": value},
            {"key": "flag:threat", "suggested": "", "chosen": "yes", "chosen_by": make_member()},
        ],
    )
    asked.matters.update(evidence=[RESPITE])
    make_mail(case=asked, sender_address=asked.person_address)
    raised("threat", case=asked)
    with pages_of(browser, live_server, client, {"limited": limited.pk, "asked": asked.pk}) as open_it:
        open_it.asked = asked
        yield open_it


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_an_accessibility_fault_even_with_everything_open(open_page, width):
    check_accessible(open_page, PAGES, width=width)


def test_nothing_overflows_at_320_pixels(open_page):
    check_narrow(open_page, PAGES)


def test_without_a_script_a_judgement_with_a_gap_comes_back_with_what_was_typed(open_page):
    page = open_page("/cases/{asked}/judgement", script=False)
    page.fill("#record-1-prejudice", "The hearing is about the same visits.")
    page.click("text=Keep this judgement >> nth=0")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator("#record-1-prejudice")).to_have_value("The hearing is about the same visits.")
    page.click("a[href='#record-1-ask_again_on']")
    assert page.evaluate("document.activeElement.id") == "record-1-ask_again_on"
