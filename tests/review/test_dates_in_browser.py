"""Look at the page of dates in Chromium: no accessibility fault, nothing that overflows, and it works without a script."""

import os
from datetime import date

import pytest
from playwright.sync_api import expect

from cases.services.clocks import pausing
from tests.cases.clock_cases import a_running_case
from tests.factories import make_mail, make_message
from tests.review.in_browser import check_accessible, check_narrow, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
FIRST = date(2026, 3, 3)
PAGES = (
    "/cases/{case}/dates?receipts=open",
    "/cases/{case}/dates/pause",
    "/cases/{case}/dates/extend",
    "/cases/{case}/dates/note",
    "/cases/{case}/dates/take-back-pause?row={pause}",
)


@pytest.fixture
def ids(db, officer):
    """Make a case of two matters, one paused, that also asks for a file."""
    case = a_running_case(matters=2)
    make_mail(make_message("I also want a copy of my file.\n"), case=case)
    given = {"matter": 2, "code": "consent", "why": "Hers is awaited", "from_on": FIRST}
    pausing.pause(case_id=case.pk, version=case.version, member=officer, **given)
    return {"case": case.pk, "pause": case.pauses.get().pk}


@pytest.fixture
def open_page(browser, live_server, desk, ids):
    with pages_of(browser, live_server, desk, ids) as opener:
        yield opener


def test_the_page_of_dates_has_no_accessibility_fault(open_page):
    check_accessible(open_page, PAGES, width=1280)


def test_a_form_with_errors_has_no_accessibility_fault_and_leads_to_them(open_page):
    page = open_page("/cases/{case}/dates/pause", width=390)
    page.click("main form button[type=submit]")
    page.click(".govuk-error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") in {"from_on-day", "code-0"}


def test_nothing_is_wider_than_320_pixels(open_page):
    check_narrow(open_page, PAGES)


def test_a_clock_is_paused_without_a_script(open_page):
    page = open_page("/cases/{case}/dates/pause", script=False)
    page.select_option("#matter", "1")
    page.check("#code-0")
    page.fill("#why", "She is abroad")
    for part, value in {"day": "3", "month": "3", "year": "2026"}.items():
        page.fill(f"#from_on-{part}", value)
    page.click("main form button[type=submit]")
    expect(page.locator("main")).to_contain_text("She is abroad")


def test_on_paper_there_is_no_form_and_no_link_to_one(open_page):
    page = open_page("/cases/{case}/dates?receipts=open")
    page.emulate_media(media="print")
    assert page.is_visible(".pr-daybyday")
    assert page.is_visible("text=Printed on")
    assert not any(each.is_visible() for each in page.query_selector_all(".pr-rowlinks, .pr-noprint, .moj-alert"))
