"""Look at matters and stages in Chromium: no accessibility fault, nothing that overflows, and it works without a script."""

import os

import pytest
from playwright.sync_api import expect

from cases.models import Parking, Recommendation
from cases.services.matters.steps import Cause, take_step
from cases.states import MatterState
from review.pages.life_forms import ACTIONS
from tests.factories import NOW, make_case, make_mail, make_member
from tests.review.in_browser import check_accessible, check_narrow, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
TODAY = NOW.date()
FORMS = tuple(code for code in ACTIONS if code not in {"come-back", "decide"})
PAGES = ("/cases/{case}/life", "/?bucket=waiting", "/recommendations", "/cases/{case}/recommendations/{row}")


@pytest.fixture
def ids(db):
    """Make one case with matters that run, wait and have ended, and something to be done."""
    member = make_member()
    case = make_case(matters=4, state="acknowledged", acknowledged_on=TODAY)
    make_mail(case=case)
    rows = {matter.number: matter for matter in case.matters.all()}
    rows[1].evidence = [{"where": "body", "start": 0, "end": 9, "quote": "ten weeks"}]
    rows[1].save()
    take_step(rows[2], "parked", Cause(on=TODAY, why="Hearing."), state=MatterState.PARKED)
    wanted = {"reason": "court", "why": "Hearing.", "parked_on": TODAY, "ask_again_on": TODAY, "parked_by": member}
    Parking.objects.create(case=case, matter=2, **wanted)
    take_step(rows[3], "withdrawn", Cause(on=TODAY, why="Dropped."), state=MatterState.WITHDRAWN)
    made = {"made_by": member, "made_at": NOW, "stage": "1", "owner": "Fostering", "words": "Train the team"}
    row = Recommendation.objects.create(case=case, due_on=TODAY, **made)
    return {"case": case.pk, "row": row.pk}


@pytest.fixture
def open_page(browser, live_server, desk, ids):
    with pages_of(browser, live_server, desk, ids) as opener:
        yield opener


def test_no_page_has_an_accessibility_fault(open_page):
    check_accessible(open_page, (*PAGES, *(f"/cases/{{case}}/life/{code}" for code in FORMS)), width=1280)


def test_no_page_is_wider_than_a_small_telephone(open_page):
    check_narrow(open_page, (*PAGES, *(f"/cases/{{case}}/life/{code}" for code in FORMS)))


def test_without_a_script_a_matter_is_withdrawn(open_page, ids):
    page = open_page("/cases/{case}/life/withdraw?matter=1", script=False)
    for part, value in (("day", "3"), ("month", "3"), ("year", "2026")):
        page.get_by_label(part.capitalize(), exact=True).fill(value)
    page.get_by_role("button", name="Note the withdrawal").click()
    expect(page.get_by_text("Write down what they said, in their own words.").first).to_be_visible()
    expect(page.get_by_label("Day", exact=True)).to_have_value("3")
    page.get_by_label("What they said, in their own words").fill("Please stop it.")
    page.get_by_role("button", name="Note the withdrawal").click()
    page.wait_for_url(f"**/cases/{ids['case']}/life")
    expect(page.locator("main")).to_contain_text("Please stop it.")
