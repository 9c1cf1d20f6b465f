import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.marked import UNCLEAR, Span, cut_text, read_spans

TEXT = "Nobody came. The taxi stopped in January."


def span(words, key, rank=0):
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), key=key, rank=rank)


def marked(pieces):
    return [(piece.key, piece.text) for piece in pieces if piece.key]


def test_evidence_is_marked_and_nothing_is_lost():
    pieces = cut_text(TEXT, [span("Nobody came.", "kind"), span("taxi stopped", "matter:1")])
    assert marked(pieces) == [("kind", "Nobody came."), ("matter:1", "taxi stopped")]
    assert "".join(piece.text for piece in pieces) == TEXT


def test_the_finer_mark_wins_an_overlap_and_the_other_is_named():
    pieces = cut_text(TEXT, [span(TEXT, "kind", 3), span("taxi stopped", "matter:1", 1)])
    assert marked(pieces) == [("kind", "Nobody came. The "), ("matter:1", "taxi stopped"), ("kind", " in January.")]
    assert pieces[1].others == ("kind",)


def test_a_mark_that_goes_on_after_another_shows_its_chip_once():
    pieces = cut_text(TEXT, [span(TEXT, "kind", 3), span("taxi stopped", "matter:1", 1)])
    assert [piece.ends for piece in pieces] == [False, True, True]


def test_unclear_words_are_marked_unless_they_are_evidence():
    pieces = cut_text(TEXT, [span("January", UNCLEAR, 9), span("in January", "matter:2", 1)])
    assert marked(pieces) == [("matter:2", "in January")]


@pytest.mark.parametrize(
    "evidence",
    [
        pytest.param({"where": "body", "start": 0, "end": 6, "quote": "Nowhere"}, id="other words stand there"),
        pytest.param({"where": "subject", "start": 0, "end": 6, "quote": "Nobody"}, id="another part"),
        pytest.param({"where": "body", "start": 0, "end": 900, "quote": "Nobody"}, id="past the end"),
        pytest.param({"where": "body", "start": -3, "end": 3, "quote": "Nob"}, id="before the beginning"),
        pytest.param({"where": "body", "start": 6, "end": 0, "quote": ""}, id="backwards"),
        pytest.param({"where": "body", "start": None, "end": 6, "quote": "Nobody"}, id="no number"),
        pytest.param("body", id="no evidence at all"),
    ],
)
def test_words_that_are_not_the_evidence_are_never_marked(evidence):
    assert read_spans([evidence], "body", TEXT, "kind") == []


def test_evidence_with_its_exact_words_is_read():
    found = read_spans([{"where": "body", "start": 0, "end": 6, "quote": "Nobody"}], "body", TEXT, "kind", 2)
    assert found == [Span(start=0, end=6, key="kind", rank=2)]


spans = st.lists(
    st.builds(
        lambda a, b, key, rank: Span(start=min(a, b), end=max(a, b), key=key, rank=rank),
        st.integers(0, 45), st.integers(0, 45), st.sampled_from(["kind", "matter:1", "flag:media", UNCLEAR]), st.integers(0, 3),
    ),
    max_size=8,
)  # fmt: skip


@given(text=st.text(max_size=40), found=spans, left=st.integers(0, 40), right=st.integers(0, 40))
def test_pieces_are_always_the_text(text, found, left, right):
    start, end = min(left, right, len(text)), min(max(left, right), len(text))
    pieces = cut_text(text, found, start, end)
    assert "".join(piece.text for piece in pieces) == text[start:end]


@given(text=st.text(min_size=1, max_size=40), found=spans)
def test_a_character_is_marked_if_and_only_if_evidence_covers_it(text, found):
    at = 0
    for piece in cut_text(text, found):
        for position in range(at, at + len(piece.text)):
            assert bool(piece.key) == any(s.start <= position < s.end for s in found)
        at += len(piece.text)
