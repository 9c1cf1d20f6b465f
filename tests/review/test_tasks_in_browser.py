"""Look at what is to do in Chromium: no accessibility fault, nothing that overflows, and it works without a script."""

import os

import pytest
from playwright.sync_api import expect

from tests.factories import NOW, make_case, make_mail, make_member
from tests.review.in_browser import check_accessible, check_narrow, pages_of
from tests.review.test_tasks import make_task, shut

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The browser's own thread keeps an event loop, which Django takes for an asynchronous caller.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PAGES = ("/cases/{full}/todo", "/cases/{empty}/todo", "/todo", "/todo?who=all&kind=meeting", "/cases/{shut}/todo")


@pytest.fixture
def ids(db, officer, colleague):
    """Make a case with tasks of every kind of state and staff in each state, one with none, and one that is shut."""
    officer.role = "manager"
    officer.save()
    full, empty, closed = make_case(assignee=officer), make_case(), make_case()
    make_mail(case=full)
    task = make_task(full, source="Getting the Best from Complaints (2006)", note="She is on holiday until Monday")
    make_task(full, "recording", matter=1, due_at=NOW.replace(day=1))
    make_task(full, "freezing", due_at=None, assignee=colleague)
    make_task(full, "consent", state="done", result="given", ended_by=officer, ended_at=NOW, note="By telephone")
    make_task(full, "press", state="not_needed", ended_at=NOW)
    shut(full, colleague)
    shut(full, make_member("ola", first_name="Ola", last_name="Berg"), state="asked")
    shut(
        full,
        make_member("kit", first_name="Kit", last_name="Poe"),
        state="lifted",
        lifted_by=officer,
        lifted_why="Another Kit",
    )
    shut(closed, officer)
    return {"full": full.pk, "empty": empty.pk, "shut": closed.pk, "task": task.pk}


@pytest.fixture
def open_page(browser, live_server, desk, ids):
    with pages_of(browser, live_server, desk, ids) as opener:
        yield opener


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_an_accessibility_fault(open_page, width):
    check_accessible(open_page, PAGES, width=width)


def test_nothing_is_wider_than_a_small_telephone(open_page):
    check_narrow(open_page, PAGES)


def test_a_task_is_ended_without_a_script_and_a_refused_form_is_accessible_too(open_page, ids):
    page = open_page("/cases/{full}/todo", script=False)
    form = page.locator(f"#task-{ids['task']} form").first
    form.get_by_label("It was held").check()
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    expect(page.locator(f"#task-{ids['task']}").get_by_label("It was held")).to_be_checked()
    page.locator(f"#task-{ids['task']}-note").fill("On 2 March, with Ms Harker")
    page.locator(f"#task-{ids['task']} form").first.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Written down.")).to_be_visible()
    expect(page.get_by_role("heading", name="Confirm in writing what came of the meeting")).to_be_visible()
