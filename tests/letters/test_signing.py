"""What a signer would send back: a sentence twice, two that contradict, a date of nothing, a call to the deaf."""

import io
import re
from collections import Counter
from dataclasses import replace

import pytest
from docx import Document

from letters.adjustments import adjustments_to_repeat, cannot_phone
from letters.compose import compose
from letters.conditions import is_young_writer
from letters.draft import LetterId
from letters.item import whole_text
from letters.render import render_docx
from tests.letters.test_golden import CASES

LATER = [letter for letter in LetterId if letter >= LetterId.STAGE_TWO]
DRAFTS = {name: draft for name, case in CASES.items() if (draft := compose(case)).letter in LATER}
SENTENCE = re.compile(r"[^.?!]+[.?!]")
EACH_POINT = re.compile(r"(?:point|refusal|point_ombudsman)_\d+")
WRONG = [
    pytest.param(r"\.\.|[?!,;:]\.|\s[.,;:?!]|\ba [aeiou]\w+\b(?<!a one)", id="marks and articles"),
    pytest.param(r": (?:The|An?|Your|Our|What|How)\b", id="a capital inside a sentence"),
    pytest.param(r":(?!//)[^.?!:\n]*:(?!//) ", id="two colons in a sentence"),
    pytest.param(r"\b(\w+) \1\b", id="a word twice"),
    pytest.param(r"before that date|later than that\b", id="a date that may be one of two"),
    pytest.param(r"writing to us again", id="thanks for writing to somebody who rang"),
    pytest.param(r"if we count from", id="a date of which nothing comes"),
]


def text_of(name):
    return "\n".join(whole_text(p) for p in DRAFTS[name].paragraphs)


@pytest.mark.parametrize("letter", LATER)
def test_each_letter_is_read_in_six_cases_or_more(letter):
    assert sum(draft.letter is letter for draft in DRAFTS.values()) >= 6


@pytest.mark.parametrize("pattern", WRONG)
def test_no_letter_reads_as_if_a_machine_had_filled_it_in(pattern):
    found = {name: hit[0] for name in DRAFTS if (hit := re.search(pattern, text_of(name)))}
    assert found == {}


@pytest.mark.parametrize("name", DRAFTS)
def test_no_sentence_stands_twice(name):
    said = Counter(
        sentence.strip()
        for p in DRAFTS[name].paragraphs
        if not EACH_POINT.fullmatch(p.key)
        for sentence in SENTENCE.findall(p.text)
    )
    assert [sentence for sentence, times in said.items() if times > 1 and len(sentence.split()) > 3] == []


@pytest.mark.parametrize("name", [name for name in DRAFTS if cannot_phone(CASES[name])])
def test_who_cannot_phone_is_offered_no_call(name):
    assert not re.search(r"phone call|we can (?:email, text, )?ring|please ring \d", text_of(name), re.IGNORECASE)


@pytest.mark.parametrize("name", ["209-stage-2-statement-agreed", "402-stage-2-councillor-statement-agreed"])
def test_a_statement_that_is_agreed_is_not_asked_for_again(name):
    text = text_of(name)
    assert "from 8 September 2026, the day on which the statement of complaint was agreed" in text
    assert "will contact you" not in text
    assert "will contact you" in text_of("205-stage-2-asked-by-phone")


def test_a_child_agrees_a_statement_once():
    assert "Together you write down" not in text_of("436-young-statement-agreed")
    assert "the day you agreed what your complaint is about" in text_of("436-young-statement-agreed")
    assert "Together you write down" in text_of("253-young-stage-2-by-phone")


def test_a_stage_that_a_manager_may_refuse_says_what_then():
    assert "If they do not agree, we will tell you why" in text_of("203-stage-2-norfolk-carer-manager-still-decides")
    assert "If they do not agree" not in text_of("204-stage-2-norfolk-carer-manager-agreed")


@pytest.mark.parametrize("name", [n for n in DRAFTS if DRAFTS[n].letter is LetterId.YOUNG_PERSON])
def test_a_young_person_is_told_what_a_working_day_is_once(name):
    text = text_of(name)
    assert text.count("Working days are") == (" working days " in text)


@pytest.mark.parametrize("name", DRAFTS)
def test_no_letter_says_now_and_first_of_the_ombudsman(name):
    text = text_of(name)
    assert not ("You can do that now" in text and "finish first" in text)


@pytest.mark.parametrize("name", [n for n in DRAFTS if is_young_writer(CASES[n])])
def test_a_young_person_is_not_told_whom_to_ring_about_a_child(name):
    assert "worried about a child" not in text_of(name)


def test_a_young_person_whose_information_was_misused_hears_of_the_commissioner():
    assert "Information Commissioner's Office" in text_of("432-young-of-sixteen-by-post")
    assert "Information Commissioner" not in text_of("431-young-of-twelve-three-points")


def test_nobody_is_invited_to_bring_themselves():
    assert "come to the meeting with the person you wrote for" in text_of("411-stage-3-advocate")
    assert "You can bring an advocate" in text_of("210-stage-3-two-points")


@pytest.mark.parametrize("name", ["310-thanks-parent", "324-shared-grown-up-mixed-large-print"])
def test_no_line_of_a_signature_in_word_stands_on_a_page_of_its_own(name):
    letter = render_docx(DRAFTS[name], signer="Helen Marsh", signed_role="Complaints manager")
    lines = Document(io.BytesIO(letter)).paragraphs
    first = next(n for n, line in enumerate(lines) if line.style.name == "Closing")
    assert [line.text for line in lines[first + 1 :]] == [
        "Helen Marsh",
        "Complaints manager",
        "Brackenshire County Council",
    ]
    kept = [bool(line.paragraph_format.keep_with_next) for line in lines[first - 1 :]]
    assert kept == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("wish", "repeated"),
    [
        ("Large print please", False),
        ("I need 16 point large print", False),
        ("can you write to me in bigger letters, thank you", False),
        ("large print, and no calls before 10am", True),
        ("large print on yellow paper", True),
        ("please send it to me at work", True),
        ("Please print it", True),
    ],
)
def test_only_a_wish_that_the_letter_itself_grants_is_not_repeated(wish, repeated):
    case = replace(CASES["14-large-print"], adjustments=(wish,))
    assert (f"“{wish}”" in adjustments_to_repeat(case)) is repeated
