"""What a person changed is shown word by word, so that a signer misses nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.draft import LetterId
from letters.plain import draft_from_plain
from letters.words import load_words
from review.pages.letter import mark_of
from review.pages.letter_changes import ADDED, DELETED, SAME, compare, lay_out_changes
from tests.cases.stories import a_case, decide

TEXTS = st.lists(st.sampled_from(["We", "are", "very", "sorry.", "You", "will", "\n", "hear"]), max_size=12).map(
    " ".join
)


def _kinds(old, new):
    return [(change.kind, change.text.strip()) for change in compare(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("We are sorry.", "We are sorry.", [(SAME, "We are sorry.")]),
        ("We are sorry.", "We are very sorry.", [(SAME, "We are"), (ADDED, "very"), (SAME, "sorry.")]),
        ("Ring us now.", "", [(DELETED, "Ring us now.")]),
        ("", "Ring us now.", [(ADDED, "Ring us now.")]),
        ("by 3 March", "by 4 March", [(SAME, "by"), (DELETED, "3"), (ADDED, "4"), (SAME, "March")]),
    ],
    ids=["nothing", "a word put in", "all taken out", "all put in", "a date changed"],
)
def test_words_are_compared(old, new, expected):
    assert _kinds(old, new) == expected


def test_a_sentence_written_anew_is_one_change_although_a_word_stayed():
    changes = _kinds("it sets out the matters that follow now", "it says what the team will do now")
    assert [kind for kind, _ in changes] == [SAME, DELETED, ADDED, SAME]


@given(TEXTS, TEXTS)
def test_no_word_of_either_text_is_hidden(old, new):
    changes = compare(old, new)
    now = " ".join(change.text for change in changes if change.kind != DELETED)
    then = " ".join(change.text for change in changes if change.kind != ADDED)
    assert now.split() == new.split()
    assert then.split() == old.split()


@given(TEXTS, TEXTS)
def test_different_words_are_never_shown_as_the_same(old, new):
    changed = any(change.kind != SAME for change in compare(old, new))
    assert changed == (old.split() != new.split())


@pytest.mark.django_db
def test_only_what_was_changed_is_listed_and_the_rest_counted():
    from tests.factories import make_member

    letter = decide(a_case(), make_member("priya")).letters.get()
    draft = draft_from_plain(letter.draft)
    first, *rest = draft.paragraphs
    changes = lay_out_changes(draft, replace(draft, paragraphs=(replace(first, text=f"{first.text} Yes."), *rest)))
    assert [paragraph.title for paragraph in changes.paragraphs] == ["Opening"]
    assert changes.count == "1 change from the words Putright drafted."
    assert changes.same == f"{len(rest)} paragraphs are exactly as drafted."
    gone = lay_out_changes(draft, replace(draft, paragraphs=(*rest,)))
    assert [change.kind for change in gone.paragraphs[0].changes] == [DELETED]


def test_every_letter_has_a_name():
    assert {letter for letter, head in load_words().heads.items() if head.name} == set(LetterId)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("One.\r\nTwo.", "One.\nTwo.", True),
        (" One. ", "One.", True),
        ("One.", "One!", False),
        ("One. Two.", "One.\nTwo.", False),
        ("", "One.", False),
    ],
    ids=["a browser's line ends", "space around", "a sign", "a line break", "emptied"],
)
def test_a_box_counts_as_changed_only_when_its_words_did(one, other, same):
    assert (mark_of(one) == mark_of(other)) is same
