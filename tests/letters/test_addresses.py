"""Robots and our own mailboxes never get a letter; people with odd addresses do."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters import addresses
from letters.addresses import normalise_address, why_no_letter

OWN = ("childrens.complaints@brackenshire.example",)

NEVER = {
    "no-reply": ("no-reply@advice.example", "program's"),
    "noreply with a number": ("noreply2@advice.example", "program's"),
    "do not reply": ("do_not_reply@advice.example", "program's"),
    "no-reply of one department": ("no-reply-complaints@advice.example", "program's"),
    "a host for programs": ("case17@noreply.advice.example", "program's"),
    "the mail server": ("MAILER-DAEMON@mx.example", "program's"),
    "the postmaster": ("postmaster@mx.example", "program's"),
    "a bounce address with a code": ("bounces=joan=mailbox@list.example", "program's"),
    "our own mailbox": ("Childrens.Complaints@Brackenshire.example", "our own"),
    "our own mailbox with a plus": ("childrens.complaints+bcc-2026-0012@brackenshire.example", "our own"),
    "no address": ("", "No address is known"),
    "half an address": ("joan@", "no whole email address"),
    "two addresses": ("joan@a.example,paul@b.example", "no whole email address"),
    "a name with it": ("Joan <joan@a.example>", "no whole email address"),
    "two dots": ("joan..ashby@mailbox.example", "no whole email address"),
    "a dot before the name": (".joan@mailbox.example", "no whole email address"),
    "a dot before the at": ("joan.@mailbox.example", "no whole email address"),
    "two dots in the host": ("joan@mailbox..example", "no whole email address"),
    "a quoted name": ('"joan ashby"@mailbox.example', "no whole email address"),
    "a remark in it": ("joan(mum)@mailbox.example", "no whole email address"),
    "a host with an umlaut": ("joan@bücher.example", "other form (xn--…)"),
    "a name with an umlaut": ("jöan@mailbox.example", "with 'ö' in it"),
    "a sign nobody sees": ("joan@mailbox.example\u200b", "with '\\u200b' in it"),
    "letters that only look alike": ("jоan@mailbox.example", "with 'о' in it"),
    "a web address's tail": ("joan@mailbox.example?cc=other", "names no mail server"),
    "a host that begins with a dash": ("joan@-mailbox.example", "names no mail server"),
    "a machine by its number": ("joan@[192.0.2.1]", "names no mail server"),
    "a place that is none": ("joan@home.local", "no place on the internet"),
}

FINE = [
    "joan@mailbox.example",
    "nora.eply@mailbox.example",
    "bouncehouse@parties.example",
    "daemonique@mailbox.example",
    "o'neill-ashby@mailbox.example",
    "joan+council@mailbox.example",
    "reply@mailbox.example",
    "joan@xn--bcher-kva.example",
    "j_o.a-n%1@mail-box2.co.example",
    "joan@123.example",
    "front.desk@brackenshire-voice.example",
]


@pytest.mark.parametrize(("address", "words"), NEVER.values(), ids=NEVER.keys())
def test_these_never_get_a_letter_and_it_says_why_with_the_cure(address, words):
    said = why_no_letter(address, OWN)
    assert words in said
    assert said.endswith("Give the person's own address on the case.")


@pytest.mark.parametrize("address", FINE)
def test_these_do(address):
    assert why_no_letter(address, OWN) == ""


@given(st.text(max_size=80))
def test_any_text_is_judged_and_normalising_twice_changes_nothing(text):
    assert isinstance(why_no_letter(text, OWN), str)
    once = normalise_address(text)
    assert normalise_address(once) == once


def test_the_examples_run():
    assert doctest.testmod(addresses).failed == 0
