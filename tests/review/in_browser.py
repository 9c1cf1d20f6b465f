"""Open the team's pages in Chromium as somebody signed in, and look for what no page may have."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.browser import CHROMIUM, QUIETLY, runs_over

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"


@pytest.fixture(scope="module")
def browser():
    """Give one browser to all tests of a module."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)
        yield browser
        browser.close()


@contextmanager
def pages_of(browser, live_server, client, ids) -> Iterator:
    """Give a function that opens pages for the client's member; no script of any of them may fail."""
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    contexts, faults = [], []

    def open_it(path, *, width=1280, script=True):
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        context.add_cookies([cookie])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(live_server.url + path.format(**ids))
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert faults == []


def check_accessible(open_page, paths: Iterable[str], *, width: int) -> None:
    """Assert that axe finds nothing on any page, with everything that folds open."""
    for path in paths:
        page = open_page(path, width=width)
        page.evaluate(OPEN_ALL)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(path, fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


def check_narrow(open_page, paths: Iterable[str]) -> None:
    """Assert that no page is wider than a window of 320 pixels, with everything that folds open."""
    for path in paths:
        page = open_page(path, width=320)
        page.evaluate(OPEN_ALL)
        assert (path, runs_over(page)) == (path, False)
