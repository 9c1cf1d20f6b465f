import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents.pdf_characters import Letter
from ingest.documents.pdf_grid import grids_of, runs_with_tables
from ingest.documents.pdf_view import Box


def level(y, left=50, right=450):
    return Box(left, y, right, y)


def upright(x, top=100, bottom=160):
    return Box(x, top, x, bottom)


def letters(text, left, top):
    return [Letter(sign, Box(left + 5 * n, top, left + 5 * n + 5, top + 10)) for n, sign in enumerate(text)]


TWO_BY_TWO = [level(100), level(130), level(160), upright(50), upright(200), upright(450)]
MERGED = [level(100), level(130), level(160), upright(50), upright(200, 130), upright(450)]
DASHED = [
    *(Box(50 + 4 * n, y, 52 + 4 * n, y) for y in (100, 130, 160) for n in range(100)),
    *(Box(x, 100 + 4 * n, x, 102 + 4 * n) for x in (50, 200, 449) for n in range(15)),
]
CELLS = [*letters("Name", 60, 110), *letters("Amara", 210, 110), *letters("Child", 60, 140), *letters("Kai", 210, 140)]

TABLES = {
    "two rows of two": (TWO_BY_TWO, ["Name | Amara\nChild | Kai"]),
    "a cell over both columns": (MERGED, ["Name Amara\nChild | Kai"]),
    "dashed lines": (DASHED, ["Name | Amara\nChild | Kai"]),
    "edges drawn as thin bars": (
        [Box(b.left, b.top, b.right + 1.5, b.bottom + 1.5) for b in TWO_BY_TWO],
        ["Name | Amara\nChild | Kai"],
    ),
}


@pytest.mark.parametrize(("strokes", "texts"), TABLES.values(), ids=TABLES.keys())
def test_a_ruled_table_is_read_row_by_row(strokes, texts):
    runs = runs_with_tables(CELLS, grids_of(strokes))
    assert [run.text for run in runs] == texts


NO_TABLES = {
    "a frame round a page": [level(20), level(800), upright(20, 20, 800), upright(450, 20, 800)],
    "lines to write on": [level(100 + 20 * n) for n in range(20)],
    "a line under a heading": [level(60)],
    "slanting lines": [Box(50 + n, 100 + 10 * n, 90 + n, 160 + 10 * n) for n in range(20)],
    "nothing": [],
}


@pytest.mark.parametrize("strokes", NO_TABLES.values(), ids=NO_TABLES.keys())
def test_other_lines_are_no_table(strokes):
    assert grids_of(strokes) == []


def test_words_around_a_table_keep_their_places():
    page = [*letters("Before", 50, 60), *CELLS, *letters("After", 50, 200)]
    assert [run.text.partition("\n")[0] for run in runs_with_tables(page, grids_of(TWO_BY_TWO))] == [
        "Before",
        "Name | Amara",
        "After",
    ]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 500), st.integers(0, 300)), max_size=60))
def test_no_letter_is_lost_or_doubled(places):
    page = [Letter(sign, Box(x, y, x + 5, y + 9)) for sign, x, y in places]
    read = "".join(run.text for run in runs_with_tables(page, grids_of(TWO_BY_TWO)))
    assert sorted(sign for sign in read if sign.isalpha()) == sorted(sign for sign, _, _ in places)


def test_a_word_that_reaches_over_an_edge_is_not_cut():
    over = letters("Consignor", 190, 110)
    runs = runs_with_tables([*over, *CELLS[9:]], grids_of(TWO_BY_TWO))
    assert [run.text for run in runs] == ["Consignor\nChild | Kai"]


def test_the_strokes_of_a_signature_move_no_edge_of_a_table():
    scrawl = [Box(50 + 2 * n, 130 + n % 9, 50 + 2 * n, 132 + n % 9) for n in range(60)]
    runs = runs_with_tables(CELLS, grids_of([*TWO_BY_TWO, *scrawl]))
    assert [run.text for run in runs] == ["Name | Amara\nChild | Kai"]
