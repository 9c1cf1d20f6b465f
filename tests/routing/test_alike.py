"""Which messages are nearly the same: campaigns by template, never two ordinary complaints about one school."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.alike import are_alike, what_differs
from routing.fingerprint import draw_print

TEMPLATE = (
    "Dear Complaints Team,\n\n"
    "I am writing to complain about the decision to close the short breaks house at Larch Lane. Families were told on a "
    "Friday afternoon, with no consultation, that the last stay will be at Easter.\n\n"
    "Our children need somewhere they know. The council has a duty to provide breaks for carers of disabled children, "
    "and the statement on your own web pages still promises them.\n\n"
    "I ask you to stop the closure, to publish the assessment of its effect on disabled children, and to meet the "
    "families before anything else is decided.\n\n"
)
MINE = TEMPLATE + "Yours faithfully\nAda Okoro\n14 Mill Row, Brackenby\n"
YOURS = TEMPLATE.replace("Our children need", "Our daughter Ines needs").replace("Friday", "Monday") + "Bela Novak\n"
PARAGRAPH = (
    "My son Tomos has gone to Larch Lane for six years. He does not speak, and it took eleven months until he would "
    "sleep there. When he heard the word closed he hid his rucksack under the stairs, and he has not eaten with us since."
)
WITH_PARAGRAPH = TEMPLATE.replace("I ask you", f"{PARAGRAPH}\n\nI ask you") + "Cerys Pugh\n"
_first, _second, _third, _fourth, *_ = TEMPLATE.split("\n\n")
TURNED = f"{_first}\n\n{_fourth}\n\n{_third}\n\n{_second}\n\nDan Reyes\n"

SCHOOL_ONE = (
    "My daughter goes to Moorside School. In January her taxi stopped coming and nobody from the transport desk has rung "
    "back. I drive her there myself and am late for work every day. I want the taxi back and an apology for the weeks she "
    "missed."
)
SCHOOL_TWO = (
    "Our social worker promised to come to the meeting at Moorside School and did not. The head teacher waited for an "
    "hour with my grandson. This is the third meeting she has missed and his plan is out of date. Please send somebody "
    "who turns up."
)
DISCLAIMER = (
    "This email and any files with it are confidential and meant only for the person they are addressed to. If you have "
    "received it in error please tell the sender and delete it."
)
FORM = "Your name: {}\nAre you a child or a young person? {}\nName of the service you complain about: {}\nWhat happened?\n{}\nWhat would you like us to do? {}\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(MINE, YOURS, id="names, places and days put in"),
        pytest.param(MINE, WITH_PARAGRAPH, id="a personal paragraph added"),
        pytest.param(MINE, TURNED, id="paragraphs in another order"),
        pytest.param(MINE, MINE.upper().replace("\n", " "), id="capitals, and no lines left"),
        pytest.param(YOURS, WITH_PARAGRAPH, id="two that both differ from the template"),
    ],
)
def test_these_are_nearly_the_same(first, second):
    assert are_alike(first, second)
    bands = [set(draw_print(text).bands) for text in (first, second)]
    assert bands[0] & bands[1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(SCHOOL_ONE, SCHOOL_TWO, id="two complaints about one school"),
        pytest.param(f"{SCHOOL_ONE}\n{DISCLAIMER}", f"{SCHOOL_TWO}\n{DISCLAIMER}", id="one disclaimer under both"),
        pytest.param("Any news?", "Any news?", id="two short mails in the same words"),
        pytest.param("Please reopen Larch Lane now.", "Please reopen Larch Lane now!", id="two lines of one campaign"),
        pytest.param(
            FORM.format("Ada", "No", "Transport", SCHOOL_ONE, "Bring the taxi back"),
            FORM.format("Bela", "No", "Social work", SCHOOL_TWO, "Send somebody"),
            id="one web form, filled in by two",
        ),
        pytest.param("", MINE, id="no words at all"),
    ],
)
def test_these_are_not(first, second):
    assert not are_alike(first, second)


def test_a_personal_paragraph_is_pointed_out_and_the_template_is_not():
    (found,) = what_differs(WITH_PARAGRAPH, [MINE, YOURS])
    assert found.startswith("My son Tomos has gone to Larch Lane")
    assert found.endswith("since.")


def test_a_name_put_into_the_template_is_no_personal_paragraph():
    assert what_differs(MINE, [YOURS, WITH_PARAGRAPH]) == ()


@given(st.text(max_size=300), st.text(max_size=300))
def test_alike_is_the_same_both_ways(first, second):
    assert are_alike(first, second) == are_alike(second, first)


@given(st.text(max_size=400))
def test_any_text_has_a_print_or_is_too_short_for_one(text):
    drawn = draw_print(text)
    assert drawn == draw_print(text)
    assert drawn is None or all(-(2**63) <= band < 2**63 for band in drawn.bands)


def test_unrelated_texts_have_no_band_in_common():
    assert not set(draw_print(SCHOOL_ONE).bands) & set(draw_print(SCHOOL_TWO).bands)
