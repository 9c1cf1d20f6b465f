"""The main job in Chromium, in both sizes: from a mail on a real server to the signed letter in the post tray."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pytest

from tests.browser import browser_page, keep_picture, sign_in, sign_out
from tests.cases.stories import a_mail
from tests.dovecot import DovecotServer
from tests.installation import Installation
from tests.servers import PostgresServer, RedisServer, free_port
from tests.smtp_sink import SmtpSink

pytestmark = [pytest.mark.server, pytest.mark.browser]

PASSWORD = "heron-under-the-bridge"
MAIL = a_mail(
    "Dear Sir or Madam,\n\n"
    "I am Tobias's mother. His social worker has not visited him since before Christmas and his care plan says every "
    "four weeks. I have left three messages and nobody rings back.\n\n"
    "The bins at our house have also not been collected for five weeks and the council tax office sends me bills for a "
    "house I left in June.\n\n"
    "I want somebody to find out why and tell me when she will come.\n\nYours faithfully\nJoan Ashby\n",
    subject="Nobody visits",
    Message_ID="<journey-1@mailbox.example>",
)
NEWSLETTER = a_mail(
    "This month in Brackenby.", subject="News", List_Unsubscribe="<mailto:x@news.example>", Precedence="bulk"
)


@dataclass
class World:
    """Hold one running installation, its address, its post tray and its mailbox."""

    putright: Installation
    address: str
    post: SmtpSink
    mailbox: DovecotServer


def _world(home, post, mailbox, **settings: str) -> World:
    putright = Installation(home, PUTRIGHT_SMTP_URL=f"smtp://127.0.0.1:{post.port}", **settings)
    putright.watch_imap(
        host=mailbox.host,
        port=mailbox.tls_port,
        username="amara",
        password=mailbox.password,
        ca_file=str(mailbox.ca_file),
    )
    putright.call("migrate", "--verbosity=0")
    for username, name, role in (("helen", "Helen Marsh", "manager"), ("sian", "Sian Rees", "manager")):
        putright.call("add-member", username, "--name", name, "--role", role, stdin=f"{PASSWORD}\n")
    port = free_port()
    return World(putright, f"http://127.0.0.1:{port}/", post, mailbox)


@pytest.fixture(params=["embedded", "grown"])
def world(request, tmp_path) -> Iterator[World]:
    """Start Putright in one of its two sizes."""
    with SmtpSink() as post, DovecotServer() as mailbox:
        mailbox.append("amara", MAIL)
        mailbox.append("amara", NEWSLETTER)
        if request.param == "embedded":
            made = _world(tmp_path / "home", post, mailbox)
            try:
                made.putright.start("run", "--port", made.address.rstrip("/").rpartition(":")[2])
                made.putright.wait_for_page(made.address)
                yield made
            finally:
                made.putright.stop()
            return
        with RedisServer() as redis, PostgresServer() as postgres:
            made = _world(
                tmp_path / "home", post, mailbox, PUTRIGHT_REDIS_URL=redis.url, PUTRIGHT_DATABASE_URL=postgres.url
            )
            try:
                made.putright.start("web", "--port", made.address.rstrip("/").rpartition(":")[2])
                made.putright.start("dramatiq", "workers", "--processes", "2", "--threads", "2")
                made.putright.start("clock")
                made.putright.wait_for_page(made.address)
                yield made
            finally:
                made.putright.stop()


def test_a_complaint_is_decided_written_signed_by_another_and_sent(world):
    world.putright.wait("the case", lambda: world.putright.states() == {"drafted": 1, "automatic": 1})
    with browser_page() as page:
        sign_in(page, world.address, "helen", PASSWORD)
        # The top case is the only one.
        page.locator(".pr-gist").first.click()
        page.get_by_role("heading", name="What should happen").wait_for()
        reference = page.title().partition(" ")[0]
        assert "Ashby" not in page.title()

        # The route of the first matter is corrected by two keys; whatever needs a person is answered.
        page.keyboard.press("1")
        page.keyboard.press("c")
        assert page.locator('[name="matter:1"][value="corporate"]').is_checked()
        _answer_the_rest(page)
        page.get_by_role("button", name="Save and write letter").click()

        # The matter leaves the children's procedure, so the case for it is read first.
        _read_the_other_side(page)
        page.get_by_role("button", name="Save and write letter").click()

        # The letter names the procedure just chosen.
        page.get_by_role("heading", name="Words").wait_for()
        keep_picture(page, "letter")
        letter_url = page.url.partition("#")[0]
        _send_for_signing(page)
        page.get_by_role("heading", name="What needs us now").wait_for()
        page.goto(letter_url)
        page.get_by_text("somebody else must sign").first.wait_for()
        assert page.get_by_label(re.compile("^Approve")).count() == 0

        # The writer cannot sign by hand-made request either.
        refused = page.evaluate(_SIGN_BY_HAND, f"{letter_url.rstrip('/')}/sign")
        assert refused in {403, 409}
        sign_out(page)

        sign_in(page, world.address, "sian", PASSWORD)
        page.goto(letter_url)
        page.get_by_role("heading", name=re.compile("Sign off")).wait_for()
        keep_picture(page, "sign-off")
        assert world.post.messages == []
        page.get_by_label(re.compile("^Approve")).check()
        page.get_by_role("button", name="Save decision").click()
        world.putright.wait("the letter in the post tray", lambda: len(world.post.messages) == 1)

    _check_letter(world, reference)
    _check_quiet(world)


_SIGN_BY_HAND = """async (url) => {
    const form = new FormData(document.querySelector('form[action]') || undefined);
    const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
    form.set('csrfmiddlewaretoken', token); form.set('sign', 'approve'); form.set('version', '1');
    for (let version = 1; version < 12; version++) {
        form.set('version', version);
        const answer = await fetch(url, {method: 'POST', body: form, redirect: 'manual'});
        if (answer.status === 403) return 403;
        if (answer.type === 'opaqueredirect') return 302;
    }
    return 409;
}"""


def _answer_the_rest(page) -> None:
    """Answer whatever needs a person: statutory for a route, No for a flag, the first choice for the rest."""
    for details in page.locator("details.pr-dec").all():
        details.evaluate("element => { element.open = true }")
        names = dict.fromkeys(details.locator("input[type=radio]").evaluate_all("all => all.map(one => one.name)"))
        for name in names:
            radios = details.locator(f'input[type=radio][name="{name}"]')
            if radios.locator("xpath=self::*[@checked]").count() or any(one.is_checked() for one in radios.all()):
                continue
            wanted = radios.last if name.startswith("flag:") else radios.first
            wanted.check(force=True)


def _read_the_other_side(page) -> None:
    page.get_by_role("heading", name="The case for the children").wait_for()
    page.get_by_label("I have read the case for the other procedure").check()
    page.get_by_label("I have read it, and still think otherwise").fill(
        "It is about the switchboard, not about the visits."
    )
    page.get_by_label("It stays on this route").check()
    page.locator("#record-1-why").fill("The council's telephone line is nobody's care plan.")
    page.get_by_role("button", name="Keep this judgement").first.click()
    page.get_by_role("heading", name="What should happen").wait_for()


def _send_for_signing(page) -> None:
    reason = page.locator("textarea#reason")
    if reason.count():
        reason.fill("She has been told the rest on the telephone.")
    page.get_by_role("button", name="Send for sign-off").click()


def _check_letter(world: World, reference: str) -> None:
    (mail,) = world.post.messages
    assert world.post.envelopes[0].rcpt_tos == ["joan.ashby@mailbox.example"]
    assert mail["In-Reply-To"] == "<journey-1@mailbox.example>"
    assert reference in mail["Subject"]
    assert "Ashby" not in mail["Subject"]
    (attached,) = list(mail.iter_attachments())
    assert attached.get_filename() == f"{reference}.pdf"
    pages = pypdfium2.PdfDocument(attached.get_content())
    words = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    assert "Sian Rees" in words
    assert reference in words
    assert "DRAFT" not in words
    world.putright.wait(
        "the case to be acknowledged",
        lambda: world.putright.rows("select state from cases_case") == [("acknowledged",)],
    )
    assert world.putright.rows("select count(*) from cases_letter where state = 'sent'") == [(1,)]


def _check_quiet(world: World) -> None:
    """No log line, no queue message and no event names a person or says what they wrote."""
    log = world.putright.log().casefold()
    for word in ("ashby", "tobias", "nobody visits", "council tax", "mailbox.example"):
        assert word not in log
    facts = str(world.putright.rows("select facts, verb from cases_event")).casefold()
    assert "ashby" not in facts
    assert "tobias" not in facts
