"""The safety screen: every word read, every voice heard, and what could not be read said."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.flags import find_flags
from classify.labels import RISK_FLAGS, Flag
from classify.language import sentences
from classify.rulebook import Strength, rule_files
from classify.screen import screen
from ingest.documents.read import read_document
from ingest.message import Problem, ProblemCode
from tests.classify.messages import attachment, message

DANGER = [
    "he hits me",
    "my mums boyfriend punches her when hes drunk",
    "im scared to go home",
    "she had bruises on her arm again",
    "dad locks us in when he goes to work",
    "he touched me and I didnt like it",
    "theres no food in the house",
    "the little ones are left on their own all night",
    "my son went missing from his placement on Sunday",
    "hes got a knife in his bag",
    "she is being groomed by an older man",
    "my ex has found out where we live",
    "they are moving me tomorrow to where he is",
    "please do not tell my carer I wrote",
    "staff pinned him down on the floor and he could not breathe",
    "she has started cutting herself",
    "the baby is left crying alone for hours",
    "my stepdad comes in my room at night",
]


@pytest.mark.parametrize("words", DANGER)
def test_danger_to_a_child_is_seen(words):
    assert Flag.SAFEGUARDING in {f.label for f in screen(message(words)).flags}


@pytest.mark.parametrize(
    "words",
    [
        "I cant go on",
        "the kids would be better off without me",
        "you wont hear from me again",
        "I have nothing to live for",
        "i want to die",
        "tell them I loved them",
        "got the tablets lined up",
        "I keep thinking about the railway bridge",
        "theres no point me being here",
        "i will end it tonight",
    ],
)
def test_a_writer_who_may_harm_themselves_is_seen(words):
    assert Flag.SELF_HARM in {f.label for f in screen(message(words)).flags}


@pytest.mark.parametrize(
    "words",
    [
        "I rang the safeguarding team about your policy.",
        "We are at risk of losing our home.",
        "It is an abuse of power.",
        "I nearly hit the roof when I read it.",
        "You have let us down and nobody rings back.",
        "The bins were not collected on Tuesday.",
        "When I was a child, years ago, a teacher slapped me.",
        "This wait is killing me.",
        "She is on annual leave until Monday.",
    ],
)
def test_a_calm_mail_raises_no_alarm(words):
    assert screen(message(words)).flags == ()


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(message("See below.\n> he hits me and im scared\n"), id="quoted history"),
        pytest.param(message("See below.\n| he hits me and im scared\n"), id="sent on"),
        pytest.param(message("", subject="he hits me"), id="subject line"),
        pytest.param(message("See letter", attachments=(attachment("he hits me"),)), id="attachment"),
        pytest.param(message("Hello\n~ he hits me\n"), id="taken for a signature"),
    ],
)
def test_every_part_of_a_mail_is_read(mail):
    assert Flag.SAFEGUARDING in {f.label for f in screen(mail).flags}


def test_what_could_not_be_read_is_said_in_words():
    locked = Problem(code=ProblemCode.PASSWORD, words="the document has a password", part="letter.pdf")
    harmless = Problem(code=ProblemCode.CHARSET, words="odd letters", unread=False)
    assert screen(message("Hello", problems=(locked, harmless))).unscreened == (
        "letter.pdf: the document has a password",
    )


@pytest.mark.parametrize("code", ProblemCode)
@pytest.mark.parametrize("place", ["the mail itself", "an attachment", "a file in an attachment"])
def test_whatever_the_reason_a_part_that_was_not_read_is_not_screened(code, place):
    part = {"the mail itself": "", "an attachment": "a.bin", "a file in an attachment": "a.zip"}[place]
    problem = Problem(code=code, words="inner.bin: not read, open it", part=part)
    if part:
        mail = message("Hello", attachments=(replace(attachment(""), filename=part, problems=(problem,)),))
    else:
        mail = message("Hello", problems=(problem,))
    assert screen(mail).unscreened == (f"{part}: {problem.words}" if part else problem.words,)


@pytest.mark.parametrize("code", ProblemCode)
def test_a_remark_on_a_part_that_was_read_leaves_nothing_unscreened(code):
    remark = Problem(code=code, words="read all the same", part="a.txt", unread=False)
    assert screen(message("Hello", problems=(remark,))).unscreened == ()


UNREAD_BY_THE_READER = {
    "a sound recording": ("note", b"ID3\x04\0\0\0\0\0\0" + b"\0" * 50),
    "a program": ("a.exe", b"MZ" + b"\0" * 100),
    "noise": ("a.bin", b"\x00\x01\x02\xfe\xff" * 99),
    "an empty file": ("a.pdf", b""),
    "a damaged letter": ("a.pdf", b"%PDF-1.7 and no more"),
    "a damaged picture": ("a.png", b"\x89PNG\r\n\x1a\n and no more"),
}


@pytest.mark.parametrize(("name", "data"), UNREAD_BY_THE_READER.values(), ids=UNREAD_BY_THE_READER.keys())
def test_what_the_reader_leaves_unread_leaves_the_screen_unscreened(name, data):
    found = read_document(name, "", data)
    mail = message("Hello", attachments=(replace(attachment(found.text, filename=name), problems=found.problems),))
    assert len(screen(mail).unscreened) == len(found.problems) == 1


def test_writing_that_is_hard_to_read_is_not_trusted():
    faint = attachment("hello", filename="photo.jpg", confidence=0.4)
    assert screen(message("", attachments=(faint,))).unscreened == (
        "photo.jpg: only part of the writing could be read",
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=500))
def test_no_text_breaks_the_screen_or_hides_the_danger(noise):
    mail = message(noise + "\n\nhe hits me\n\n" + noise)
    assert Flag.SAFEGUARDING in {f.label for f in screen(mail).flags}


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("He broke her arm in 2019. He is in prison now.", id="offender in prison"),
        pytest.param("When he was six his uncle hit him with a belt.", id="when he was six"),
        pytest.param("There was a bruise on his face. The enquiry was closed.", id="closed"),
    ],
)
def test_the_screen_rings_for_harm_that_is_over_too_though_the_reading_leans_away(words):
    mail = message(words)
    rung = {f.label for f in screen(mail).flags}
    read = {f.label for f in find_flags(mail, sentences(mail), {Flag.SAFEGUARDING: 0.1})}
    assert Flag.SAFEGUARDING in rung
    assert Flag.SAFEGUARDING not in read


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("he keeps filming me in the shower", id="filmed"),
        pytest.param("my sister collapsed at school twice this week", id="collapsed"),
        pytest.param("she slept three nights in a bus shelter", id="slept outside"),
        pytest.param("a man he met on a game asked him to come to a hotel", id="met on a game"),
        pytest.param("they left him in charge of the twins all day", id="left in charge"),
    ],
)
def test_wide_wordings_ring_in_the_screen_alone(words):
    mail = message(words)
    assert Flag.SAFEGUARDING in {f.label for f in screen(mail).flags}
    assert Flag.SAFEGUARDING not in {f.label for f in find_flags(mail, sentences(mail), {Flag.SAFEGUARDING: 0.03})}


def test_wide_wordings_are_for_danger_only():
    wide = {file.code for file in rule_files().values() for rule in file.rules if rule.strength is Strength.WIDE}
    assert wide == set(RISK_FLAGS)
