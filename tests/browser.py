"""Drive Chromium as a member of the team does."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
WIDE, NARROW = 1280, 390


@contextmanager
def browser_page(*, width: int = WIDE, java_script: bool = True) -> Iterator[Page]:
    """Give one page of a fresh browser; a fault in any script, or a message of the content policy, fails the test."""
    faults: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=java_script, locale="en-GB"
        )
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        yield page
        browser.close()
    assert faults == []


def sign_in(page: Page, address: str, username: str, password: str) -> None:
    """Sign in, and end on the queue."""
    page.goto(address)
    page.get_by_label("User name or work email address").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(address)


def sign_out(page: Page) -> None:
    """Leave."""
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in to Putright").wait_for()


def keep_picture(page: Page, name: str) -> None:
    """Take the picture the docs show, if PUTRIGHT_PICTURES asks for it (``make pictures``)."""
    if os.environ.get("PUTRIGHT_PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")


def runs_over(page: Page) -> bool:
    """Say whether a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
