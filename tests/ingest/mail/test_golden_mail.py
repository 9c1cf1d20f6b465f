"""Every mail in tests/mail is read as the page beside it says: each stands for a way real mail is written."""

import tomllib
from pathlib import Path

import pytest

from ingest.message import all_problems
from ingest.parse import attachment_bytes, parse_message
from ingest.plain import message_from_plain, message_to_plain

MAIL = Path(__file__).parents[2] / "mail"
NAMES = sorted(path.stem for path in MAIL.glob("*.eml"))
KNOWN = {
    "why",
    "subject",
    "sender",
    "sender_name",
    "reply_to",
    "references",
    "automatic",
    "own_words",
    "own_contains",
    "quoted",
    "quoted_words",
    "segments",
    "problems",
    "attachments",
}


@pytest.fixture(params=NAMES, scope="module")
def golden(request):
    raw = (MAIL / f"{request.param}.eml").read_bytes()
    expected = tomllib.loads((MAIL / f"{request.param}.toml").read_text(encoding="utf-8"))
    return raw, expected, parse_message(raw)


def test_every_page_has_its_mail_and_asks_only_what_is_checked():
    pages = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in MAIL.glob("*.toml")}
    assert sorted(pages) == NAMES
    assert len(NAMES) >= 25
    for name, page in pages.items():
        assert set(page) <= KNOWN, name
        assert len(page) > 1, name


def test_the_headers_are_read(golden):
    _, expected, message = golden
    assert message.subject == expected.get("subject", message.subject)
    assert message.sender.address == expected.get("sender", message.sender.address)
    assert message.sender.name == expected.get("sender_name", message.sender.name)
    assert list(message.references) == expected.get("references", list(message.references))
    assert (message.automatic or "") == expected.get("automatic", "")
    if "reply_to" in expected:
        assert message.reply_to.address == expected["reply_to"]


def test_own_words_are_told_from_others(golden):
    _, expected, message = golden
    assert message.own_words == expected.get("own_words", message.own_words)
    assert message.quoted_words == expected.get("quoted_words", message.quoted_words)
    for words in expected.get("own_contains", ()):
        assert words in message.own_words
    for words in expected.get("quoted", ()):
        assert words in message.quoted_words
        assert words not in message.own_words
    assert [s.kind.value for s in message.segments] == expected.get(
        "segments", [s.kind.value for s in message.segments]
    )


def test_what_could_not_be_read_is_said(golden):
    _, expected, message = golden
    codes = sorted({problem.code.value for problem in message.problems})
    assert codes == sorted(expected.get("problems", []))


def test_attachments_are_found_and_can_be_fetched(golden):
    raw, expected, message = golden
    assert len(message.attachments) == len(expected.get("attachments", ()))
    for wanted, found in zip(expected.get("attachments", ()), message.attachments, strict=True):
        assert found.filename == wanted.get("filename", found.filename)
        assert found.media_type == wanted.get("media_type", found.media_type)
        for words in wanted.get("contains", ()):
            assert words in found.text
        fetched = attachment_bytes(raw, found.index)
        assert fetched.filename == found.filename
        assert len(fetched.content) == found.size_bytes


def test_nothing_is_lost_on_the_way_to_the_database(golden):
    _, _, message = golden
    assert message_from_plain(message_to_plain(message)) == message
    assert all(problem.words for problem in all_problems(message))
