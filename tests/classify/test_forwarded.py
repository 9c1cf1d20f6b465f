"""What the model reads of a mail sent on: its writer's words, and nothing that a mail program wrote."""

import pytest

from classify.language import sentences
from classify.units import model_units_of
from ingest.parse import parse_message

WORDS = "Nobody rang me back about my son's respite."
OUTLOOK = "From: Tess Holroyd\nSent: 4 March 2026 10:12\nTo: Duty\nSubject: Automatic reply: URGENT"
HEADERS = {
    "Outlook": OUTLOOK,
    "a marker and a header": f"-----Original Message-----\n{OUTLOOK}",
    "Gmail": "---------- Forwarded message ---------\nFrom: Tess <t@x.example>\nDate: Wed, 4 Mar 2026\nSubject: out of office",
    "Apple": "Begin forwarded message:\n\nFrom: Tess\nSubject: out of office\nDate: 4 March 2026",
}


def _read(body: str) -> list[str]:
    head = "From: Lena Marsh <lena@post.example>\nSubject: Fwd: respite\nContent-Type: text/plain; charset=utf-8"
    mail = parse_message(f"{head}\n\n{body}\n".encode())
    return list(model_units_of(mail, sentences(mail)).sentences)


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_the_model_reads_no_header_of_a_mail_sent_on(header):
    read = " ".join(_read(f"For you please.\n\n{header}\n\n{WORDS}"))
    assert "Nobody rang me back" in read
    assert "For you please" in read
    for word in ("Automatic", "office", "Sent:", "Original", "Forwarded message", "forwarded message"):
        assert word not in read


def test_a_diary_sent_on_keeps_its_days():
    days = "Date: 4 May. The sitter did not come.\n\nDate: 5 May. Nor did anybody else."
    body = f"For you please.\n\n{OUTLOOK}\n\nMy diary.\n\n{days}"
    read = " ".join(_read(body))
    assert "Date: 4 May" in read
    assert "5 May" in read


def test_a_line_that_looks_like_a_header_in_somebodys_own_words_stays():
    assert "To: everybody who let us down." in _read("To: everybody who let us down.\n\nNobody rang.")
