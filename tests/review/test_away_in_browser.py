"""Look at the pages of cover and of moved dates in Chromium: accessible, narrow, and working without scripts."""

import os
from datetime import date

import pytest
from playwright.sync_api import expect

from cases.models import Absence, DeadlineRow, Role
from tests.cases.stories import a_case
from tests.factories import make_case, make_member
from tests.review.in_browser import check_accessible, check_narrow, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PAGES = ("/settings/away", "/settings/dates", "/?with=me")


@pytest.fixture
def open_page(browser, live_server, client, db):
    """Open pages as a manager who covers for somebody, while dates would move."""
    mira = make_member("mira", role=Role.MANAGER, first_name="Mira", last_name="Lunt")
    priya = make_member("priya")
    marcus = make_member("marcus", first_name="Marcus", last_name="Bell")
    stretch = {"from_on": date(2026, 3, 2), "until_on": date(2026, 3, 12)}
    Absence.objects.create(member=priya, cover=mira, said_by=priya, **stretch)
    Absence.objects.create(member=marcus, cover=None, said_by=mira, **stretch)
    make_case(assignee=priya)
    DeadlineRow.objects.filter(case=a_case(), what="acknowledge").update(due_on=date(2026, 3, 20))
    client.force_login(mira)
    with pages_of(browser, live_server, client, {}) as opened:
        yield opened


@pytest.mark.parametrize("width", [1280, 320])
def test_no_accessibility_fault(open_page, width):
    check_accessible(open_page, PAGES, width=width)


def test_nothing_overflows(open_page):
    check_narrow(open_page, PAGES)


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_wrong_day_is_shown_at_its_field_and_a_right_one_is_saved(open_page, script):
    page = open_page("/settings/away", script=script)
    form = page.locator("form[action$='/say']")
    form.locator("[name=member]").select_option(label="Mira Lunt")
    for part, value in zip(("day", "month", "year"), ("1", "13", "2030"), strict=True):
        form.locator(f"[name=from-{part}]").fill(value)
    for part, value in zip(("day", "month", "year"), ("5", "4", "2030"), strict=True):
        form.locator(f"[name=until-{part}]").fill(value)
    form.get_by_role("button", name="Save").click()
    page.locator(".govuk-error-summary a").click()
    assert page.evaluate("document.activeElement.name") == "from-day"
    expect(page.locator("[name=until-year]")).to_have_value("2030")
    page.locator("[name=from-month]").fill("4")
    page.locator("[name=cover]").select_option("nobody")
    page.locator("form[action$='/say']").get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Noted: Mira Lunt is away.")
