"""What somebody changed in a letter's Word file is found, whatever they did; nothing else is."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sandbox.box import Sandbox
from letters.case_json import read_case
from letters.compose import compose
from letters.draft import Draft, LetterId, Origin, Paragraph
from letters.render import render_docx
from letters.word_back import MOST_LINES, read_back

CASE = {
    "council": "brackenshire",
    "received_at": "2026-03-03T09:12:00+00:00",
    "recipient": {"name": "Mrs Denise Harker", "greeting": "Dear Mrs Harker", "email": "d.harker@mailbox.example"},
    "matters": [{"route": "statutory", "gist": "Visits missed"}, {"reason": "over_a_year", "gist": "Move in 2022"}],
    "flags": ["recording"],
    "wishes": ["an apology"],
}


@pytest.fixture(scope="module")
def box():
    with Sandbox.from_config() as opened:
        yield opened


@pytest.fixture(scope="module")
def draft() -> Draft:
    return compose(read_case(CASE))


@pytest.fixture(scope="module")
def words(box, draft) -> str:
    """The letter's Word file as the sandbox reads it."""
    return _read(box, render_docx(draft, signer=None))


def _read(box, content: bytes) -> str:
    return box.document("letter.docx", content).text


def _text_of(draft: Draft, key: str) -> str:
    return next(p.text for p in draft.paragraphs if p.key == key)


def test_a_file_that_nobody_changed_changes_nothing(draft, words):
    assert read_back(draft, words, before=words) == read_back(draft, f"\n{words}\n", before=words)
    assert (read_back(draft, words, before=words).texts, read_back(draft, words, before=words).left) == ({}, ())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("1. Visits missed\n", "", "- Move in 2022", id="a point taken out"),
        pytest.param("2. Move in 2022\n", "2. Move in 2022\n3. No reply to our calls\n",
                     "- Visits missed\n- Move in 2022\n- No reply to our calls", id="a point put in"),
        pytest.param("1. Visits missed\n2. Move in 2022", "1. Move in 2022\n2. Visits missed",
                     "- Visits missed", id="two points that changed places keep both"),
    ],
)  # fmt: skip
def test_points_are_told_from_text(draft, words, old, new, expected):
    found = read_back(draft, words.replace(old, new, 1), before=words)
    assert set(found.texts) == {"understanding"}
    assert expected in found.texts["understanding"]
    assert found.texts["understanding"].count("- Move in 2022") == 1


def test_a_paragraph_that_was_emptied_is_empty(draft, words):
    found = read_back(draft, words.replace(_text_of(draft, "recording"), ""), before=words)
    assert found.texts == {"recording": ""}


def test_a_sentence_put_in_stays_with_the_paragraph_before_it(draft, words):
    sentence = "Marcus from our team will ring you on Friday."
    before = _text_of(draft, "recording")
    found = read_back(draft, words.replace(before, f"{before}\n{sentence}"), before=words)
    assert found.texts == {"recording": f"{before}\n\n{sentence}"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param("What you told us\n", "What you tell us\n", "heading", id="a heading"),
        pytest.param("Mrs Denise Harker\n", "Mrs Denise Harkerson\n", "come from the case", id="whom it goes to"),
        pytest.param("3 March 2026\n", "4 March 2026\n", "come from the case", id="the day of the letter"),
    ],
)
def test_what_comes_from_the_case_is_not_changed_in_word_and_that_is_told(draft, words, old, new, told):
    found = read_back(draft, words.replace(old, new, 1), before=words)
    assert found.texts == {}
    assert any(told in line for line in found.left)


def test_words_before_the_letter_begins_are_told_and_left_out(draft, words):
    found = read_back(draft, "URGENT please call the lawyers first\n" + words, before=words)
    assert found.texts == {}
    assert "URGENT" in found.left[0]


def test_a_table_is_told_and_left_as_the_case_makes_it(draft):
    table = Paragraph(
        key="table", title="", text="", origin=Origin.WRITTEN, rows=(("Point", "By when"), ("Visits", "17 March 2026"))
    )
    with_table = replace(draft, paragraphs=(table, *draft.paragraphs))
    lines = [draft.reference, "Point | By when", "Visits | 18 March 2026"]
    lines += [line for p in draft.paragraphs for line in (p.title, p.text, *(f"1. {point}" for point in p.points))]
    found = read_back(
        with_table, "\n".join(lines), before="\n".join([*lines[:2], "Visits | 17 March 2026", *lines[3:]])
    )
    assert "table" not in found.texts
    assert any("a table comes from the case" in line for line in found.left)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("", id="nothing could be read"),
        pytest.param("Dear Sir\nYour complaint, reference BCC-2026-0999\n", id="another case's letter"),
        pytest.param("BCC-TRY\n" * (MOST_LINES + 1), id="far too long"),
    ],
)
def test_another_file_is_not_taken_for_this_letter(draft, words, other):
    found = read_back(draft, other, before=words)
    assert (found.is_this_letter, found.texts) == (False, {})


SAID = {
    LetterId.CONSENT: {"person": "adult", "by": "2026-03-20"},
    LetterId.MORE_INFORMATION: {"questions": "When did the visits stop?", "by": "2026-03-20"},
    LetterId.EXTENSION: {"until": "2026-03-24", "reason": "We wait for records.", "done": "We have read the file."},
    LetterId.OMBUDSMAN: {"why": "asked"},
}
OF_ONE_CASE = {
    letter: compose(read_case(CASE | ({"letter": str(letter), "said": SAID[letter]} if letter in SAID else {})))
    for letter in (LetterId.MIXED, *SAID)
}


def _plain(draft: Draft) -> str:
    lines = "\n".join(
        line
        for p in draft.paragraphs
        for line in (p.title, p.text, *(f"{n}. {point}" for n, point in enumerate(p.points, start=1)))
    )
    rows = "\n".join(" | ".join(filter(None, row)) for p in draft.paragraphs for row in p.rows)
    return f"Reference {draft.reference}\n{lines}\n{rows}"


@pytest.mark.parametrize("ours", OF_ONE_CASE)
@pytest.mark.parametrize("theirs", OF_ONE_CASE)
def test_another_letter_of_the_same_case_is_not_taken_for_this_one(ours, theirs):
    found = read_back(OF_ONE_CASE[ours], _plain(OF_ONE_CASE[theirs]), before=_plain(OF_ONE_CASE[ours]))
    assert found.is_this_letter is (ours is theirs)
    assert ours is theirs or found.texts == {}


def test_a_letter_that_somebody_cut_down_is_still_this_one(draft, words):
    cut = words
    for key in ("recording", "help"):
        cut = cut.replace(_text_of(draft, key), "")
    found = read_back(draft, cut, before=words)
    assert (found.is_this_letter, found.texts) == (True, {"recording": "", "help": ""})


@cache
def _draft() -> Draft:
    return compose(read_case(CASE))


@settings(max_examples=30)
@given(
    st.sampled_from(["opening", "recording", "information", "help", "ombudsman"]),
    st.lists(
        st.text("abcdefghij klmnop", min_size=12, max_size=60).map(str.strip).filter(bool), min_size=1, max_size=3
    ),
)
def test_whatever_is_put_behind_a_paragraph_comes_back_whole(key, lines):
    draft = _draft()
    plain = [draft.reference]
    for paragraph in draft.paragraphs:
        plain += [paragraph.title, paragraph.text, *(f"{n}. {p}" for n, p in enumerate(paragraph.points, start=1))]
        plain += lines if paragraph.key == key else []
    said = [" ".join(line.split()) for line in lines]
    assert read_back(draft, "\n".join(plain), before=_plain(draft)).texts == {
        key: "\n\n".join([_text_of(draft, key), *said])
    }
