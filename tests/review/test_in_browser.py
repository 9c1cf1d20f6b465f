"""Look at the pages in Chromium: no accessibility fault, nothing that overflows, keys that do what they say."""

import os
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from cases.models import Reconciliation, Role
from ingest.message import Attachment, Problem, ProblemCode
from ingest.page_starts import PageStart
from tests.factories import (
    BODY,
    NOW,
    make_alert,
    make_case,
    make_deadline,
    make_mail,
    make_mailbox,
    make_member,
    make_message,
    make_pair,
)
from tests.review.in_browser import RULES, check_accessible, check_narrow, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PAGES = (
    "/",
    "/?bucket=waiting",
    "/cases/{full}",
    "/cases/{plain}",
    "/cases/{blind}",
    "/mailboxes",
    "/shortcuts",
    "/none",
)

LETTER_PAGES = tuple(PageStart(start=at, name=f"page {number}") for number, at in enumerate((0, 12, 14), 1))


@pytest.fixture
def cases(db):
    """Make one case with everything on it, one plain and one whose view must come first; return their ids."""
    start = BODY.index("taxi")
    taxi = {"where": "body", "start": start, "end": start + 4, "quote": "taxi"}
    cried = {"where": "attachment:2", "start": 14, "end": 33, "quote": "He cried all night."}
    full = make_case(
        matters=2,
        next_due_on=date(2026, 3, 2),
        decisions=[
            {
                "key": "matter:1",
                "suggested": "corporate",
                "sureness": "sure",
                "words": "Transport.",
                "evidence": [taxi, cried],
            },
            {"key": "matter:2", "suggested": "out_of_scope:over_a_year", "sureness": "fairly_sure", "words": "2019."},
            {
                "key": "flag:threat",
                "suggested": "",
                "sureness": "not_sure",
                "words": "“You will be sorry.”",
                "evidence": [cried],
            },
            {"key": "flag:young_person", "suggested": "yes", "sureness": "sure", "words": "She is 15."},
        ],
    )
    locked = Problem(code=ProblemCode.PASSWORD, words="It has a password.", part="locked.pdf")
    files = [
        Attachment(
            index=0, filename="letter.jpg", media_type="image/jpeg", size_bytes=900_000, digest="a", text="Absent 14 days",
            confidence=0.8, unclear=((7, 9),),
        ),
        Attachment(
            index=1, filename="locked.pdf", media_type="application/pdf", size_bytes=9_000, digest="b", problems=(locked,)
        ),
        Attachment(
            index=2, filename="letter.pdf", media_type="application/pdf", size_bytes=9_000, digest="c", confidence=1.0,
            pages=3, text="Nobody came.\n\nHe cried all night.", page_starts=LETTER_PAGES,
        ),
    ]  # fmt: skip
    mail = make_mail(make_message(quoted="\n> Thank you.\n", attachments=files), case=full)
    make_alert(full, mail, words=[cried])
    make_alert(full, mail, flag="unscreened", words=[{"quote": "locked.pdf has a password."}])
    make_deadline(full)
    plain = make_case()
    make_mail(case=plain)
    make_pair(full, plain)
    blind = make_case(your_view_first=True)
    make_mail(case=blind)
    make_case(state="waiting")
    _count(make_mailbox(secret_ends_on=date(2026, 3, 12), is_junk=True), mail)
    make_mailbox(name="Fostering", trouble="The login was refused.", trouble_kind="login_refused")
    return {"full": full.pk, "plain": plain.pk, "blind": blind.pk}


def _count(box, mail):
    """Let a mailbox have been counted, with something of everything the count can find."""
    ids = [mail.pk]
    counts = {"in_case": 1203, "automatic": 1}
    Reconciliation.objects.create(
        mailbox=box, done_at=NOW, listed=1205, counts=counts, fetched=ids, open_uids=[7], gone=1, gone_mails=ids
    )


@pytest.fixture
def open_page(browser, live_server, client, cases):
    """Open pages as a signed-in officer; every page and its script must be without a fault of its own."""
    client.force_login(make_member("priya", role=Role.OFFICER))
    with pages_of(browser, live_server, client, cases) as open_it:
        yield open_it


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_an_accessibility_fault_even_with_everything_open(open_page, width):
    check_accessible(open_page, PAGES, width=width)


def test_nothing_overflows_at_320_pixels(open_page):
    check_narrow(open_page, PAGES)


def test_the_sign_in_page_has_no_accessibility_fault(browser, live_server, db):
    page = browser.new_page()
    page.goto(f"{live_server.url}/sign-in")
    page.click("main button[type=submit]")
    page.wait_for_selector(".govuk-error-summary")
    assert [fault["id"] for fault in Axe().run(page, options=RULES).response["violations"]] == []
    page.close()


def test_keys_walk_the_queue_and_tick(open_page):
    page = open_page("/")
    page.keyboard.press("j")
    assert "pr-row--on" in page.get_attribute(".pr-row >> nth=0", "class")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.text_content("#pr-ticked") == "1 ticked"
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url("**/cases/*")


def test_two_keys_choose_and_one_accepts_the_rest(open_page, cases):
    page = open_page("/cases/{full}")
    page.keyboard.press("2")
    page.keyboard.press("s")
    assert page.is_checked('[name="matter:2"][value="statutory"]')
    with page.expect_navigation():
        page.keyboard.press("a")
    assert page.url.endswith(f"/cases/{cases['full']}#d-f")
    page.wait_for_function("document.activeElement.parentElement && document.activeElement.parentElement.id === 'd-f'")
    assert "Priya Raman decided" in page.text_content("#d-2")


def test_the_escalate_key_only_goes_there(open_page):
    page = open_page("/cases/{full}")
    page.keyboard.press("!")
    assert "Escalate" in page.evaluate("document.activeElement.textContent")
    assert page.is_visible("#safe-h")


def test_keys_never_fire_while_typing(open_page):
    page = open_page("/cases/{full}")
    page.focus("#note")
    page.keyboard.type("jake and !a")
    assert page.input_value("#note") == "jake and !a"


def test_a_reason_shows_on_focus_and_escape_closes_it(open_page):
    page = open_page("/cases/{full}")
    page.keyboard.press("e")
    assert page.is_visible(".pr-ev:focus-within .pr-tip")
    page.keyboard.press("Escape")
    assert not page.is_visible(".pr-ev:focus-within .pr-tip")


def test_everything_works_without_script(open_page, cases):
    page = open_page("/cases/{plain}", script=False)
    assert not page.is_visible(".pr-keyline")
    assert not page.is_visible("#marks")
    page.click("#d-1 summary")
    page.check('[name="matter:1"][value="corporate"]')
    page.fill("#note", "Rang her.")
    page.click("text=Save for later")
    assert "is saved." in page.text_content("main")
    page.goto(page.url + f"cases/{cases['plain']}")
    assert "Priya Raman decided" in page.text_content("#d-1")
    page.click("[data-accept-all]")
    assert "Everything is decided." in page.text_content("main")
