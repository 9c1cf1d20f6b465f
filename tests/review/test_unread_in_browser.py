"""Look at what could not be read in Chromium: no accessibility fault, nothing that overflows, nothing typed that is lost."""

import os

import pytest

from cases.models import Mail, Role, TypedDraft
from ingest.message import Attachment, Problem, ProblemCode
from tests.factories import NOW, make_case, make_mail, make_member, make_message
from tests.review.in_browser import check_accessible, check_narrow, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PAGES = (
    "/unread",
    "/unread/{photo}",
    "/unread/{stuck}",
    "/unread/{scan}",
    "/unread/{photo}/type/1",
    "/unread/{stuck}/type/0",
    "/cases/{case}",
    "/mails/{bad}/original",
    "/mails/{large}/original",
)


def _file(code, words, **fields):
    values = {"filename": "page.jpg", "media_type": "image/jpeg", "size_bytes": 2_400_000, "digest": "a" * 64}
    problem = Problem(code=code, words=words, part="page.jpg")
    return Attachment(**(values | {"index": 0, "problems": (problem,)} | fields))


def _scan(outcome, name="", words=""):
    said = {"outcome": outcome, "name": name, "engine": "ClamAV 1.4.6", "words": words}
    return {"at": NOW.isoformat(), "mail": said, "files": {}}


@pytest.fixture
def ids(db):
    """Make a mail of each kind that this part of the product shows; return their ids."""
    case = make_case()
    photo = _file(ProblemCode.POOR_IMAGE, "About 3 words in 10 could be read.", text="court", confidence=0.4)
    first = make_mail(make_message(attachments=[photo]), case=case, unread_parts=1)
    first.alerts.create(case=case, flag="unscreened", words=[{"quote": "page.jpg"}], raised_at=NOW)
    rest = _file(ProblemCode.UNFINISHED, "12 of 40 pages were read.", pages=40)
    stopped = {"text": None, "state": "stored", "stuck": True, "tries": 5, "trouble": "The reader stopped."}
    stuck = [make_mail(**stopped) for _ in range(2)]
    waiting = {"text": None, "state": "stored", "scan_awaited_from": NOW, "trouble": "It cannot be reached."}
    make_mail(**waiting)
    return {
        "photo": first.pk,
        "case": case.pk,
        "stuck": stuck[0].pk,
        "scan": make_mail(make_message(attachments=[rest]), state="part_read", unread_parts=1).pk,
        "bad": make_mail(case=make_case(), virus_scan=_scan("infected", name="Invented.Harm-1")).pk,
        "large": make_mail(case=make_case(), virus_scan=_scan("not_scanned", words="It is too large.")).pk,
    }


@pytest.fixture
def open_page(browser, live_server, client, ids):
    """Open pages as a signed-in officer; every page and its script must be without a fault of its own."""
    client.force_login(make_member("priya", role=Role.OFFICER))
    with pages_of(browser, live_server, client, ids) as open_it:
        yield open_it


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_an_accessibility_fault_even_with_everything_open(open_page, width):
    check_accessible(open_page, PAGES, width=width)


def test_nothing_overflows_at_320_pixels(open_page):
    check_narrow(open_page, PAGES)


def test_what_is_typed_is_saved_by_itself(open_page, ids):
    page = open_page("/unread/{photo}/type/1")
    page.fill("#words", "To the complaints people")
    page.wait_for_selector("#pr-saved:has-text('Draft saved')")
    assert TypedDraft.objects.get(mail=ids["photo"]).words == "To the complaints people"
    assert open_page("/unread/{photo}/type/1").input_value("#words") == "To the complaints people"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_part_is_typed_in_and_leaves_the_list(open_page, ids, script):
    page = open_page("/unread/{photo}", script=script)
    page.click("text=Type it in: page.jpg")
    page.click("text=Save and sort it")
    assert page.text_content(".govuk-error-summary__title") == "There is a problem"
    page.check("#danger-no")
    page.fill("#words", "I am Kyle's mum.")
    page.check("#much-all")
    page.click("text=Save and sort it")
    page.wait_for_url("**/unread")
    assert "looked through for danger" in page.text_content("main")
    assert Mail.objects.get(pk=ids["photo"]).unread_parts == 0


def test_all_of_a_kind_are_tried_again_without_script(open_page, ids):
    page = open_page("/unread", script=False)
    page.click("section[aria-labelledby=kinds-h] button")
    assert "2 messages are being tried again." in page.text_content("main")
    assert not Mail.objects.filter(stuck=True).exists()
