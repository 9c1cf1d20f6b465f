"""The traps that other products fell into and that lie in how a mail is read, each as a test with its story.

The traps about mailboxes (a mail marked read and never seen again, the oldest that starves, acting on the mailbox before
the mail is stored) and about whose case a reply belongs to are tested where mailboxes and cases are.
"""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.message import all_problems
from ingest.parse import attachment_bytes, parse_message
from ingest.plain import message_from_plain, message_to_plain

HEAD = b"From: ada@okoro.example\nSubject: s\nMIME-Version: 1.0\n"


@pytest.mark.parametrize(
    ("content_type", "sent"),
    [
        pytest.param(b"text/plain; charset=iso-8859-1", "latin-1", id="Latin-1"),
        pytest.param(b"text/plain; charset=windows-1252", "cp1252", id="windows-1252"),
        pytest.param(b"text/plain; charset=us-ascii", "cp1252", id="called ASCII"),
        pytest.param(b"text/plain", "cp1252", id="called nothing"),
        pytest.param(b"text/plain; charset=utf-8", "cp1252", id="called UTF-8"),
        pytest.param(b"text/plain; charset=utf-8", "utf-8", id="UTF-8"),
    ],
)
def test_trap_1_pounds_and_accents_survive_the_whole_mail_being_bytes(content_type, sent):
    """One product decoded the whole mail as UTF-8 before taking it apart: "£50" became "?50"."""
    raw = HEAD + b"Content-Type: " + content_type + b"\n\n" + "They owe me £50, says Zoë.".encode(sent)
    message = parse_message(raw)
    assert message.body == "They owe me £50, says Zoë."
    assert not any(problem.unread for problem in message.problems)


@pytest.mark.parametrize("words", [r"It lies in C:\new\table and \x41", r"50\% of \u0041 and \t", "100% &amp; =41"])
def test_trap_1_backslashes_in_words_stay_as_they_were_written(words):
    r"""The same product then unescaped plain text: ``C:\new\table`` gained a line break and a tab."""
    assert parse_message(HEAD + b"\n" + words.encode()).body == words


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"", id="no From"),
        pytest.param(b"From:\n", id="an empty From"),
        pytest.param(b"From: <>\n", id="nobody"),
        pytest.param(b'From: "\n', id="a broken From"),
        pytest.param(b"From: undisclosed-recipients:;\n", id="a group of nobody"),
    ],
)
def test_trap_3_a_mail_from_nobody_is_still_read(head):
    """One product marked a mail without a sender as read and only wrote that into a log: nobody ever saw it."""
    message = parse_message(head + b"Subject: s\n\nhe hits me")
    assert (message.sender.address, message.own_words) == ("", "he hits me")


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_trap_3_no_bytes_end_in_an_error_instead_of_a_mail(raw):
    """Any exception while reading lost the mail there; here none leaves the reading, and the mail can be stored."""
    message = parse_message(raw)
    assert message.digest == hashlib.sha256(raw).hexdigest()
    assert message_from_plain(message_to_plain(message)) == message


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<script>steal()</script><p>words</p>", id="a script"),
        pytest.param("<p onclick=steal()>words</p>", id="a script in a tag"),
        pytest.param("<style>p{background:url(steal())}</style><p>words</p>", id="a style sheet"),
        pytest.param("<iframe srcdoc='steal()'></iframe><p>words</p>", id="a page inside"),
        pytest.param("<p>words<img src=x onerror=steal()></p>", id="a broken picture"),
        pytest.param("<svg><script>steal()</script></svg><p>words</p>", id="a drawing"),
    ],
)
def test_trap_12_of_the_senders_page_only_the_words_are_kept(markup):
    """One product kept the sender's HTML as a page that ran script in the staff's own session."""
    message = parse_message(HEAD + b"Content-Type: text/html\n\n" + markup.encode())
    assert message.body == "words"
    assert "steal" not in str(message_to_plain(message))


def test_trap_12_words_that_look_like_a_page_are_words():
    """What a person writes about a page is shown as they wrote it; the pages of the product escape it."""
    assert parse_message(HEAD + b"\nThe form says <b>bold</b> 1 < 2").body == "The form says <b>bold</b> 1 < 2"


def test_trap_14_a_file_is_the_same_bytes_each_time_it_is_asked_for():
    """Another product broke when its mail library numbered and hashed the parts otherwise, and corrupted spreadsheets."""
    sheet = bytes(range(256)) * 4
    parts = [
        b"\n\nsee",
        b"Content-Type: application/vnd.ms-excel; name=a.xls\nContent-Transfer-Encoding: binary\n\n" + sheet,
    ]
    raw = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=zz\n\n"
        + b"".join(b"--zz\n%b\n" % p for p in parts)
        + b"--zz--\n"
    )
    first, second = parse_message(raw), parse_message(raw)
    assert first == second
    fetched = attachment_bytes(raw, 0)
    assert fetched.content == sheet
    assert hashlib.sha256(fetched.content).hexdigest() == first.attachments[0].digest


def test_one_bad_picture_sign_does_not_empty_the_rest():
    """One bad emoji emptied another product's whole search result."""
    message = parse_message(
        HEAD + b"Content-Type: text/plain; charset=utf-8\n\nsad \xf0\x9f\x98\xa2 \xed\xa0\xbd and more"
    )
    assert message.body.startswith("sad \U0001f622")
    assert message.body.endswith("and more")
    message.body.encode()


def test_a_file_that_cannot_be_read_never_hides_the_mail():
    """Peers drop the mail with the file; here the words stand and the file is named."""
    raw = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhe hits me\n--b\n"
        + (b"Content-Type: application/pdf; name=letter.pdf\n\n%PDF-1.7 and nothing more\n--b--\n")
    )
    message = parse_message(raw)
    assert message.own_words == "he hits me"
    assert [(p.part, p.unread) for p in all_problems(message)] == [("letter.pdf", True)]
