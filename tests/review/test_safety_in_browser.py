"""The pages about danger in Chromium: no accessibility fault, nothing that overflows, and no need of JavaScript."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.models import Alert, Call, Referral
from tests.factories import NOW, make_alert, make_case, make_mail, make_member
from tests.review.in_browser import check_accessible, check_narrow, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PATHS = ("/safety", "/cases/{full}/safety", "/cases/{empty}/safety", "/cases/{full}")


@pytest.fixture
def open_page(browser, live_server, client, db):
    client.force_login(make_member("browser"))
    case = make_case()
    mail = make_mail(case=case)
    make_alert(case, mail, raised_at=NOW)
    told = make_alert(case, mail, flag="self_harm", state="escalated", raised_at=NOW, escalated_at=NOW, done_at=NOW)
    Referral.objects.create(alert=told, to="front_door", due_at=NOW, told_at=NOW)
    Referral.objects.create(alert=told, to="lado", due_at=NOW - timedelta(days=1))
    Call.objects.create(
        alert=told, step="duty", contact="duty", channel="mail", made_at=NOW, due_at=NOW, tries=1, trouble="down"
    )
    make_alert(case, mail, flag="unscreened", raised_at=NOW)
    with pages_of(browser, live_server, client, {"full": case.pk, "empty": make_case().pk}) as open_it:
        yield open_it


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_stands_in_anybodys_way(open_page, width):
    check_accessible(open_page, PATHS, width=width)


def test_it_fits_320_pixels(open_page):
    check_narrow(open_page, PATHS)


def test_it_works_without_javascript(open_page):
    page = open_page("/cases/{full}/safety", script=False)
    page.get_by_label("Who at the duty desk has it").fill("Dee Marsh")
    page.get_by_role("button", name="Duty desk have told me they have it").click()
    expect(page.locator("main")).to_contain_text("Dee Marsh")
    assert Alert.objects.get(flag="self_harm").confirmed_with == "Dee Marsh"
