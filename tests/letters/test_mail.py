"""The mail of a signed letter: one thread, the same bytes at every try, nothing smuggled in."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.mail import build_mail, mail_bytes
from letters.mail_headers import FIELDS, clean_name, clean_numbers, require_whole
from letters.post_errors import PostRefusedError
from tests.letters.signed_letters import LETTER


def test_a_first_letter_has_no_thread():
    mail = build_mail(replace(LETTER, in_reply_to="", references=()))
    assert mail["In-Reply-To"] is None
    assert mail["References"] is None


def test_the_same_letter_is_the_same_bytes_at_every_try():
    whole = replace(LETTER, pdf=b"%PDF", body_html="<p>Dear Mrs Härker,</p>")
    assert mail_bytes(whole) == mail_bytes(whole)
    assert mail_bytes(whole) != mail_bytes(replace(whole, message_id="<pr-2026-0228.8@brackenshire.example>"))


@pytest.mark.parametrize("field", ["recipient_email", "sender_email"])
def test_an_address_that_servers_do_not_agree_on_makes_no_mail(field):
    with pytest.raises(PostRefusedError, match="do not agree on") as raised:
        build_mail(replace(LETTER, **{field: "dënise@mailbox.example"}))
    assert "dënise" not in str(raised.value)


SMUGGLED = (
    "=?utf-8?q?Joan=0AReply-To:_thief@post.example?=",
    "=?utf-8?q?Joan=0D=0A=0D=0AWe_admit_everything=2E?=",
    "=?utf-8?b?Sm9hbgpCY2M6IHRoaWVmQHBvc3QuZXhhbXBsZQ==?=",
    "Joan =?utf-8?q?=0AX-Other:_yes?= Ashby",
)
"""Names that the email package, left to itself, decodes into lines of a head."""


def _head(content):
    return content.partition(b"\r\n\r\n")[0]


def _fields(content):
    return [line.partition(b":")[0] for line in _head(content).split(b"\r\n") if line[:1] not in {b" ", b"\t"}]


@pytest.mark.parametrize("said", SMUGGLED)
@pytest.mark.parametrize("field", ["recipient_name", "sender_name"])
def test_a_name_that_is_decoded_twice_writes_no_line_into_our_letter(field, said):
    content = mail_bytes(replace(LETTER, **{field: said}))
    assert _fields(content) == _fields(mail_bytes(LETTER))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert [one.addr_spec for one in message_from_bytes(content, policy=default)["To"].addresses] == [
        LETTER.recipient_email
    ]


@pytest.mark.parametrize(
    "number",
    [
        *SMUGGLED,
        *(f"<{said}@post.example>" for said in SMUGGLED),
        "<a@b.example>\r\nBcc: other@mailbox.example",
        "<a@b.example>\nCc: other@mailbox.example",
        "<a b@c.example>",
        "<ä@b.example>",
        "no number at all",
    ],
)
def test_an_odd_number_of_their_mail_costs_the_thread_and_nothing_else(number):
    mail = message_from_bytes(mail_bytes(replace(LETTER, in_reply_to=number, references=(number,))), policy=default)
    assert (mail["In-Reply-To"], mail["References"]) == (None, None)
    whole = mail_bytes(replace(LETTER, references=(number, "<older@mailbox.example>")))
    assert b"References: <older@mailbox.example> <first@mailbox.example>\r\n" in whole


def test_the_numbers_of_true_mails_stay_each_once():
    ids = ("<CAF=x+2_a.b@mail.gmail.example>", "<1!2$3%4@[192.0.2.1]>", "<CAF=x+2_a.b@mail.gmail.example>")
    assert clean_numbers(ids) == ids[:2]


@pytest.mark.parametrize(
    "name", ["Joan Ashby", "Ms Zoë O’Neill-Ó Briain", "王小明", "Ashby, Joan (Mrs)", "Mary = Joe?"]
)
def test_a_true_name_stays_as_it_is(name):
    assert clean_name(name) == name


def test_a_subject_of_a_council_that_would_be_decoded_is_refused_rather_than_sent():
    with pytest.raises(PostRefusedError, match="line"):
        mail_bytes(replace(LETTER, subject_line=SMUGGLED[0]))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"Subject:", b"Bcc: other@post.example\r\nSubject:", id="a line more"),
        pytest.param(b"Subject:", b"To: other@post.example\r\nSubject:", id="a second recipient line"),
        pytest.param(b"<denise.harker@", b"<d@post.example>, <denise.harker@", id="a second recipient"),
        pytest.param(b"denise.harker@", b"another@", id="another recipient"),
        pytest.param(b"Subject: Your", b"Subject: Your\n", id="a lone line feed"),
        pytest.param(b"Subject: Your", b"Subject: Your\x0b", id="a sign that steers"),
    ],
)
def test_bytes_that_are_not_the_letter_as_it_was_built_never_leave(old, new):
    content = mail_bytes(LETTER)
    require_whole(content, recipient=LETTER.recipient_email)
    changed = content.replace(old, new, 1)
    assert changed != content
    with pytest.raises(PostRefusedError):
        require_whole(changed, recipient=LETTER.recipient_email)


PIECES = st.sampled_from(
    [
        *SMUGGLED,
        "=?",
        "?=",
        "\x0b",
        "\x1c",
        "\x85",
        "\u2028",
        ",",
        ";",
        "<",
        ">",
        '"',
        "\\",
        "(",
        "x@post.example",
        "王",
    ]
)


@given(st.lists(PIECES | st.text(max_size=6), max_size=6).map("".join), st.lists(PIECES, max_size=4).map("".join))
def test_whatever_they_are_called_the_letter_has_one_recipient_or_does_not_leave(name, number):
    try:
        content = mail_bytes(replace(LETTER, recipient_name=name, in_reply_to=number, references=(f"<{number}>",)))
    except PostRefusedError:
        return
    mail = message_from_bytes(content, policy=default)
    assert {field.lower() for field in _fields(content)} <= FIELDS
    assert [one.addr_spec for one in mail["To"].addresses] == [LETTER.recipient_email]
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == LETTER.body_text
