"""Look at "which case?" in Chromium: no accessibility fault, nothing that overflows, and it works without a script."""

import os

import pytest

from cases.models import Campaign, Joining, TextPrint
from ingest.message import Address
from tests.factories import NOW, make_case, make_deadline, make_mail, make_message, make_pair
from tests.review.in_browser import check_accessible, check_narrow, pages_of
from tests.routing.test_alike import MINE, WITH_PARAGRAPH, YOURS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PAGES = (
    "/",
    "/which-case",
    "/cases/{waiting}/which-case",
    "/cases/{waiting}",
    "/cases/{taken}",
    "/cases/{put}",
    "/?campaign={campaign}",
)


@pytest.fixture
def ids(db):
    """Make one message that waits between two cases, one put elsewhere with something new, and a campaign."""
    campaign = Campaign.objects.create(first_at=NOW)
    many = []
    for number, words in enumerate((MINE, YOURS, WITH_PARAGRAPH)):
        person = Address(name=f"Person {number}", address=f"person{number}@post.example")
        case = make_case(person_name=person.name, person_address=person.address)
        mail = make_mail(make_message(words, sender=person), case=case)
        TextPrint.objects.create(mail=mail, piece="words", words=100, campaign=campaign)
        many.append(case)
    *_, taken = many
    other = make_case()
    make_mail(case=other)
    waiting = make_case(person_name="Paul Harker", person_address="no-reply@advice.example", which_case="open")
    paul = Address(name="Paul Harker", address=waiting.person_address)
    make_mail(make_message("What did she say of me?", sender=paul), case=waiting)
    make_deadline(waiting)
    for near, against in ((other, ["from another address", "the same address under another name"]), (taken, [])):
        make_pair(waiting, near, words="Names our reference.", signs_for=["names our reference"], signs_against=against, asks=True)  # fmt: skip
    put = make_case(state="filed", which_case="joined", joined_to=taken)
    mail = make_mail(make_message("And the taxi stopped."), case=taken, state="joined")
    Joining.objects.create(
        mail=mail, case=taken, came_with=put, at=NOW, raises=[["It tells of something new.", "Taxi."]]
    )
    return {"waiting": waiting.pk, "taken": taken.pk, "put": put.pk, "campaign": campaign.pk, "other": other.pk}


@pytest.fixture
def open_page(browser, live_server, desk, ids):
    with pages_of(browser, live_server, desk, ids) as opener:
        yield opener


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_an_accessibility_fault(open_page, width):
    check_accessible(open_page, PAGES, width=width)


def test_nothing_overflows_at_320_pixels(open_page):
    check_narrow(open_page, PAGES)


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_joining_a_stranger_takes_two_answers(open_page, ids, script):
    page = open_page("/cases/{waiting}/which-case", script=script)
    page.locator(f'input[value="join-{ids["other"]}"]').check(force=True)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Two people would meet in one case").wait_for()
    page.get_by_role("button", name="I have checked who is who").click()
    page.get_by_text("Take it back", exact=False).or_(page.get_by_text("is with")).first.wait_for()
    assert Joining.objects.filter(case=ids["other"]).count() == 1
