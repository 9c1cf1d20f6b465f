"""A real long scan through the real sandbox: screened by its first page, then read to its end in the slow lane."""

import io
from dataclasses import replace
from email.message import EmailMessage

import pytest
from PIL import Image, ImageDraw, ImageFont

import workers
from cases import reader
from cases.plain import message_of
from cases.states import MailState
from config.limits import default_limits
from ingest.message import ProblemCode, all_problems
from ingest.sandbox.box import Sandbox
from tests.cases.stories import WORDS, store

pytestmark = [pytest.mark.server, pytest.mark.django_db]

ANIMALS = ("badger", "heron", "otter", "falcon")
FONT = "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf"


def _scanned_pages():
    """Return a PDF of pictures of pages, as a scanner makes them: nothing in it can be read but by looking."""
    pages = []
    for animal in ANIMALS:
        page = Image.new("L", (1240, 1754), 255)
        draw, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, 46)
        for line in range(12):
            draw.text((120, 120 + 90 * line), f"Nobody has told us about the {animal} in the garden.", 0, font)
        pages.append(page)
    out = io.BytesIO()
    pages[0].save(out, "PDF", resolution=150, save_all=True, append_images=pages[1:])
    return out.getvalue()


@pytest.fixture
def hasty(monkeypatch):
    """Give the quick reading no more time than a page or two take."""
    with Sandbox(2, replace(default_limits(), item_seconds=2)) as sandbox:
        monkeypatch.setattr(reader, "sandbox", lambda: sandbox)
        yield sandbox


def test_it_is_screened_at_once_and_read_to_its_end(hasty):
    raw = EmailMessage()
    raw["From"], raw["Subject"] = "Joan Ashby <joan.ashby@mailbox.example>", "Our letters"
    raw.set_content(f"{WORDS}\nMy stepdad comes in my room at night.\n")
    raw.add_attachment(_scanned_pages(), maintype="application", subtype="pdf", filename="letters.pdf")
    (mail,) = store(raw.as_bytes())

    assert workers.handle(mail.pk) is MailState.PART_READ
    mail.refresh_from_db()
    assert ProblemCode.UNFINISHED in {problem.code for problem in all_problems(message_of(mail))}
    assert mail.alerts.filter(flag="safeguarding", state="open").exists()
    assert mail.alerts.filter(flag="unscreened", state="open").exists()

    workers.handle_slowly(mail.pk)
    mail.refresh_from_db()
    assert mail.state == MailState.DRAFTED
    (found,) = message_of(mail).attachments
    assert [animal for animal in ANIMALS if animal in found.text] == list(ANIMALS)
    assert ProblemCode.UNFINISHED not in {problem.code for problem in found.problems}
    assert mail.alerts.filter(flag="safeguarding").count() == 1
