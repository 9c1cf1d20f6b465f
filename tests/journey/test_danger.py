"""A message about a child in danger comes in: the desk is called by mail and text message, once, by real programs."""

import re
from email import message_from_bytes, policy

import pytest

from tests.cases.stories import a_mail
from tests.installation import Installation
from tests.smtp_sink import SmtpSink
from tests.text_gateway import TextGateway

pytestmark = pytest.mark.server

DANGER = a_mail(
    "Dear Sir or Madam,\n\nI want to complain about the contact centre. On Saturday his father grabbed Leo by the neck and "
    "hit him, and he has bruises on his arm. He is scared to go back there tonight. Nobody listens to us.\n\n"
    "Yours faithfully\nJoan Ashby\n",
    subject="Leo is being hurt",
    Message_ID="<danger-1@mailbox.example>",
)
SECRETS = re.compile(r"Leo|Ashby|bruise|neck|joan", re.IGNORECASE)


@pytest.fixture
def post():
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def gateway():
    with TextGateway() as server:
        yield server


@pytest.fixture
def putright(tmp_path, post, gateway):
    installation = Installation(
        tmp_path / "home",
        PUTRIGHT_SMTP_URL=f"smtp://127.0.0.1:{post.port}",
        PUTRIGHT_PUBLIC_URL="https://putright.council.example",
        PUTRIGHT_TEXT_HOSTS="localhost",
    )
    gateway.write_settings(installation.home / "text_gateway.toml")
    (tmp_path / "mails").mkdir()
    installation.watch_folder(tmp_path / "mails")
    yield installation
    installation.stop()


def test_two_programs_call_the_desk_once_by_each_way_and_say_nothing_of_the_child(putright, post, gateway, tmp_path):
    for _ in range(2):
        putright.start("run", "--port", "0")
        putright.wait("the pages", lambda: "Putright is at" in putright.log())
    (tmp_path / "mails" / "1.eml").write_bytes(DANGER)
    reached = "select count(*) from cases_call where reached_at is not null"
    putright.wait("both calls", lambda: putright.rows(reached) == [(2,)])
    putright.wait("the sorted mail", lambda: putright.states() == {"drafted": 1})
    assert (len(post.envelopes), len(gateway.requests)) == (1, 1)
    said = message_from_bytes(post.envelopes[0].content, policy=policy.default)
    for words in (said["Subject"], said.get_content(), *gateway.bodies, putright.log()):
        assert not SECRETS.search(words)
    assert post.envelopes[0].rcpt_tos[0] in {"duty.desk@brackenshire.example", "emergency.duty@brackenshire.example"}


def test_a_call_that_was_not_taken_survives_the_end_of_the_program_and_is_made_by_the_next(
    putright, post, gateway, tmp_path
):
    post.trouble, gateway.trouble = "busy-letter", "busy"
    process = putright.start("run", "--port", "0")
    (tmp_path / "mails" / "1.eml").write_bytes(DANGER)
    tried = "select count(*) from cases_call where tries > 0 and trouble <> '' and reached_at is null"
    putright.wait("two calls that failed", lambda: putright.rows(tried) == [(2,)])
    putright.kill(process)
    post.trouble, gateway.trouble = "", ""
    putright.start("run", "--port", "0")
    reached = "select count(*) from cases_call where reached_at is not null"
    putright.wait("both calls", lambda: putright.rows(reached) == [(2,)])
    assert len(post.envelopes) == 1
