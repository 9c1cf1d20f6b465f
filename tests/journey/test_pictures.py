"""The demonstration as a newcomer meets it, at a desk and on a telephone; the docs' pictures are made here."""

import io
import os
import re

import pypdfium2
import pytest

from tests.browser import NARROW, PICTURES, WIDE, browser_page, keep_picture, runs_over, sign_in
from tests.installation import Installation
from tests.servers import free_port

pytestmark = [pytest.mark.server, pytest.mark.browser, pytest.mark.xdist_group("demonstration")]
MAILS = 79
MIXED_FIRST = "select id from cases_letter where state = 'draft' order by letter = 'L04' desc, id limit 1"
MOST_BYTES = 150_000
ENDED = "select count(*) from cases_mail where state in ('drafted', 'automatic', 'duplicate', 'joined')"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Run ``putright demo`` until every mail is dealt with, and give its address and passwords."""
    home = tmp_path_factory.mktemp("demo") / "home"
    putright = Installation(home, PUTRIGHT_DEMO_HOME=str(home))
    port = free_port()
    try:
        putright.start("demo", "--port", str(port))
        address = f"http://127.0.0.1:{port}/"
        putright.wait_for_page(address)
        putright.wait("every mail's end", lambda: putright.rows(ENDED) == [(MAILS,)])
        passwords = dict(re.findall(r"^  (\w+) +(\S+) +[A-Z]", putright.log(), re.MULTILINE))
        yield putright, address, passwords
    finally:
        putright.stop()


def test_every_mail_of_the_demonstration_is_dealt_with(demo):
    putright, _, passwords = demo
    assert set(passwords) == {"priya", "marcus", "helen", "admin"}
    assert putright.rows("select count(*) from cases_mail where stuck or tries > 0") == [(0,)]
    assert putright.rows("select count(*) >= 40 from cases_letter where state = 'draft'")[0][0]
    assert "Traceback" not in putright.log()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_queue_and_a_case_stand_within_the_window(demo, width):
    _, address, passwords = demo
    with browser_page(width=width) as page:
        sign_in(page, address, "priya", passwords["priya"])
        assert page.locator(".pr-row").count() > 20
        assert not runs_over(page)
        if width == WIDE:
            keep_picture(page, "queue")
        page.get_by_label("Find a case by name, reference or words").fill("Castell")
        page.get_by_role("button", name="Find").click()
        page.locator(".pr-gist").first.click()
        page.get_by_role("heading", name="What should happen").wait_for()
        assert page.locator(".pr-ev").count() >= 2
        assert not runs_over(page)
        if width == WIDE:
            keep_picture(page, "case")


def test_a_letter_can_be_had_as_a_page_to_print(demo):
    putright, address, passwords = demo
    ((letter,),) = putright.rows(MIXED_FIRST)
    with browser_page() as page:
        sign_in(page, address, "priya", passwords["priya"])
        answer = page.request.get(f"{address}letters/{letter}/pdf")
        content = answer.body()
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    drawn, packed = pypdfium2.PdfDocument(content)[0].render(scale=1.4).to_pil(), io.BytesIO()
    # Sixteen greys are enough for a printed page, and keep the picture small.
    drawn.convert("L").quantize(16).save(packed, "PNG", optimize=True)
    assert len(packed.getvalue()) < MOST_BYTES
    if os.environ.get("PUTRIGHT_PICTURES"):
        (PICTURES / "letter-pdf.png").write_bytes(packed.getvalue())


def test_without_java_script_a_case_can_be_decided(demo):
    _, address, passwords = demo
    with browser_page(java_script=False) as page:
        sign_in(page, address, "marcus", passwords["marcus"])
        page.locator(".pr-gist").last.click()
        page.get_by_role("button", name="Save for later").click()
        assert page.get_by_role("heading", level=1).count() == 1


def test_an_administrator_sees_no_case(demo):
    _, address, passwords = demo
    with browser_page() as page:
        page.goto(address)
        page.get_by_label("User name or work email address").fill("admin")
        page.get_by_label("Password", exact=True).fill(passwords["admin"])
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{address}cases/1")
        assert page.locator(".pr-message, .pr-ev").count() == 0
