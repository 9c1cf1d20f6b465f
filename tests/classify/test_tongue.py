"""Another language is noticed, named and never taken for understood; bad English is still English."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.labels import Kind
from classify.model.packaged import load_model
from classify.read import read
from classify.screen import screen
from classify.tongue import Tongue, tongue_of
from ingest.parse import message_of_text

POLISH = "Od trzech miesięcy nikt nie pozwala mi zobaczyć mojego syna. Pani z opieki nie odbiera telefonu."
MAILS = [
    pytest.param(name, text, id=name)
    for name, text in (
        ("Polish", POLISH),
        ("Romanian", "Vreau să fac o plângere. Fiul meu a fost mutat fără să ne spună nimeni de ce."),
        ("Arabic", "أريد تقديم شكوى. لم يسمح لي برؤية ابني منذ ستة أشهر ولا أحد يجيب."),
        ("Urdu", "میں شکایت کرنا چاہتی ہوں۔ مجھے اپنی بیٹی سے ملنے نہیں دیا جا رہا۔"),
        ("Somali", "Waxaan rabaa inaan cabasho gudbiyo. Wiilkayga waxaa laga qaaday guriga, cidna iima sheegin."),
        ("Portuguese", "Quero apresentar uma reclamação. O meu filho foi mudado de casa e ninguém nos avisou."),
        ("Welsh", "Rwyf am wneud cwyn. Nid oes neb wedi ymweld â fy mab ers tri mis."),
        ("Ukrainian", "Я хочу подати скаргу. Мого сина перевели до іншої родини, і ніхто нам нічого не сказав."),
        ("Russian or Bulgarian", "Моего сына перевели в другую семью, и никто нам об этом не сказал."),
        ("Bengali", "আমার ছেলেকে তিন মাস ধরে দেখতে দেওয়া হচ্ছে না।"),
        ("French", "Je souhaite déposer une plainte. Mon fils est parti et personne ne nous a prévenus."),
        ("Turkish", "Oğlum üç aydır bakım evinde ve beni kimse aramıyor. Lütfen yardım edin, bu çok uzun."),
    )
]


def mail(body):
    return message_of_text(subject="", sender="Ana <ana@post.example>", body=body)


def read_it(body):
    return read(mail(body), load_model(), sent_on=date(2026, 6, 1))


@pytest.mark.parametrize(("name", "text"), MAILS)
def test_another_language_is_named_and_nothing_is_taken_for_understood(name, text):
    reading = read_it(text)
    assert (reading.tongue, reading.is_unread) == (name, True)
    assert (reading.kind.label, reading.kind.found_by) == (Kind.COMPLAINT, "rule:kind.other_language")
    assert reading.kind.confidence < 0.4
    assert reading.kind.evidence


@pytest.mark.parametrize(("name", "text"), MAILS)
def test_the_screen_says_that_it_could_not_look_for_danger_there(name, text):
    assert any(name in line for line in screen(mail(text)).unscreened)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I am a care leaver, I am 19 and in care till May.", id="a care leaver"),
        pytest.param("hi my sw neva cums wen she ses n i dont fink its fare can sum1 tel her", id="a child's spelling"),
        pytest.param(
            "I no speak good english, please you help, my son is take from me and nobody say why", id="learner"
        ),
        pytest.param("Agnieszka Wojciechowska and Oluwaseun Adeyemi rang about Ayaan.", id="names"),
        pytest.param("She said dzień dobry to us and then nothing at all for an hour.", id="two words of Polish"),
        pytest.param("NOBODY IS LISTENING TO ME ABOUT MY SON", id="shouting"),
        pytest.param("", id="nothing"),
        pytest.param("12/04 14:30 07700 900123", id="numbers"),
    ],
)
def test_english_is_english_however_it_is_written(text):
    assert tongue_of([text]) == Tongue()
    assert screen(mail(text)).unscreened == ()


def test_a_part_in_another_language_is_told_and_the_rest_is_read():
    reading = read_it(
        "I want to complain. Nobody has arranged my contact with my son for six weeks and the social worker never rings "
        "back, although I have written three times and left messages with the office every week.\n\nNikt mi nie odpisuje."
    )
    assert (reading.tongue, reading.is_unread) == ("Polish", False)
    assert reading.kind.found_by != "rule:kind.other_language"


def test_a_machine_s_mail_in_another_language_stays_a_machine_s():
    found = read(replace(mail(POLISH), automatic="auto-submitted"), load_model(), sent_on=date(2026, 6, 1))
    assert found.kind.label is Kind.AUTOMATIC


@pytest.mark.parametrize("text", ["Help please", "xkcd qwzjv zzkqp wrtlp vvbnm qqwe", "??"])
def test_what_is_hardly_words_is_unread(text):
    reading = read_it(text)
    assert reading.is_unread
    assert reading.tongue == ""


@given(st.lists(st.text(max_size=80), max_size=5))
def test_any_text_has_a_tongue_or_none(sentences):
    found = tongue_of(sentences)
    assert found.name or not found.is_most
