"""The mail of a signed letter: one thread, the same bytes at every try, nothing smuggled in."""

from dataclasses import replace

import pytest

from letters.mail import build_mail, mail_bytes
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
