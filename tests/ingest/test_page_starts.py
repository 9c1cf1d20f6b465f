"""A page keeps its name and its place through every joining, cutting and keeping; where that is lost none is said."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.page_starts import (
    PageStart,
    cut_at,
    moved,
    name_at,
    page,
    put_together,
    starts_from_plain,
    starts_to_plain,
    under,
)

TEXTS = st.text(st.sampled_from("ab \n"), max_size=12)


@st.composite
def texts_and_starts(draw):
    text = draw(TEXTS)
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4)))
    names = draw(st.lists(st.sampled_from(["", "page 1", "page 2"]), min_size=len(places), max_size=len(places)))
    return text, tuple(PageStart(start=at, name=name) for at, name in zip(places, names, strict=True))


NAMES = {
    "before the first": (0, ""),
    "the first letter of a page": (5, "page 1"),
    "the last letter of a page": (8, "page 1"),
    "a page without words gives way to the next": (9, "page 3"),
    "what stands on no page": (20, ""),
    "far behind": (900, ""),
}
STARTS = (
    PageStart(start=5, name="page 1"),
    PageStart(start=9, name="page 2"),
    PageStart(start=9, name="page 3"),
    PageStart(start=20, name=""),
)


@pytest.mark.parametrize(("at", "name"), NAMES.values(), ids=NAMES.keys())
def test_a_place_is_on_its_page(at, name):
    assert name_at(STARTS, at) == name


def test_without_pages_nothing_is_on_one():
    assert name_at((), 3) == ""


@given(st.lists(texts_and_starts(), max_size=5))
def test_each_letter_keeps_its_page_when_texts_are_put_together(parts):
    text, places, expected = "", [], []
    for words, starts in parts:
        places.append((len(text), starts))
        expected += [name_at(starts, at) for at in range(len(words))]
        text += words
    found = put_together(places)
    assert [name_at(found, at) for at in range(len(text))] == expected
    assert [each.start for each in found] == sorted(each.start for each in found)
    assert all(0 <= each.start <= len(text) for each in found)


@given(texts_and_starts(), st.integers(0, 20))
def test_what_is_kept_of_a_cut_text_stays_on_its_page(part, end):
    text, starts = part
    kept = text[:end]
    assert [name_at(cut_at(starts, end), at) for at in range(len(kept))] == [
        name_at(starts, at) for at in range(len(kept))
    ]
    assert all(each.start < end for each in cut_at(starts, end))


@given(texts_and_starts(), st.integers(0, 20))
def test_under_a_heading_each_page_bears_the_files_name(part, heading):
    text, starts = part
    found = under("letter.pdf", starts, heading=heading)
    for at in range(len(text)):
        inner = name_at(starts, at)
        assert name_at(found, heading + at) == (f"letter.pdf, {inner}" if inner else "letter.pdf")


def test_no_start_is_moved_before_the_beginning():
    assert [each.start for each in moved([page("page 1", 1), page("page 2", 9)], -3)] == [0, 6]


ODD_NAMES = {
    "a line end": ("sheet Calls\nof 2026", "sheet Calls of 2026"),
    "letters that turn the line round": ("letter\u202efdp.exe", "letter fdp.exe"),
    "nothing but blanks": (" \t ", ""),
    "other alphabets stay": ("arkusz Wizyty Zoë Жалоба", "arkusz Wizyty Zoë Жалоба"),
}


@pytest.mark.parametrize(("name", "shown"), ODD_NAMES.values(), ids=ODD_NAMES.keys())
def test_what_anybody_may_write_is_made_fit_to_show(name, shown):
    assert page(name).name == shown


def test_a_name_without_end_is_cut_however_deep_it_lies():
    deep = under("a" * 70, under("b" * 70, [page("page 7")]))
    assert max(len(each.name) for each in deep) == 100
    assert deep[-1].name.endswith("…")


def test_more_pages_than_any_bundle_has_are_not_named_wrongly():
    found = put_together((at, [page(f"page {at}")]) for at in range(6_000))
    assert len(found) == 5_001
    assert (name_at(found, 4_999), name_at(found, 5_000), name_at(found, 5_999)) == ("page 4999", "", "")


@given(texts_and_starts())
def test_starts_come_back_from_json_exactly(part):
    text, starts = part
    assert starts_from_plain(json.loads(json.dumps(starts_to_plain(starts))), text) == starts


@pytest.mark.parametrize(
    "plain",
    [[[9, "page 1"]], [[-1, "page 1"]], [[3, "page 1"], [1, "page 2"]]],
    ids=["behind the text", "before the text", "out of order"],
)
def test_places_that_are_none_of_the_text_say_no_page(plain):
    assert starts_from_plain(plain, "four") == ()
