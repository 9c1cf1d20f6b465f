"""Words stand in lines as on the page."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.html.lines import TextLines


def test_spaces_fall_together_and_vanish_at_line_ends():
    lines = TextLines()
    for words in (" a ", " b", "\n", "c "):
        lines.write_collapsed(words)
    lines.break_block(1)
    lines.write_collapsed(" d")
    assert lines.text == "a b c\nd"


def test_neighbouring_edges_are_one_break():
    lines = TextLines()
    lines.write("a")
    lines.break_block(1)
    lines.break_block(2)
    lines.break_block(1)
    lines.write("b")
    assert lines.text == "a\n\nb"


def test_cells_share_a_line_and_the_next_row_begins_one():
    lines = TextLines()
    lines.write("label")
    lines.next_cell()
    lines.break_block(2)
    lines.write("answer")
    lines.break_block(2)
    lines.close_cell()
    lines.close_row()
    lines.write("next")
    assert lines.text == "label\tanswer\nnext"


def test_nothing_stands_before_the_first_word():
    lines = TextLines()
    lines.break_line()
    lines.next_cell()
    lines.write_collapsed("  ")
    lines.write("a")
    assert lines.text == "a"


STEPS = st.sampled_from(["break_line", "close_row", "close_cell", "next_cell"]) | st.text(" \xa0ab\n", max_size=6)


@given(st.lists(STEPS, max_size=30))
def test_the_length_is_always_that_of_the_text_and_no_word_is_lost(steps):
    lines = TextLines()
    for step in steps:
        if hasattr(lines, step) and step not in ("length", "text"):
            getattr(lines, step)()
        else:
            lines.write_collapsed(step)
        assert lines.length == len(lines.text)
    words = "".join(step for step in steps if step not in ("break_line", "close_row", "close_cell", "next_cell"))
    assert "".join(lines.text.split()) == "".join(words.split())
    assert lines.text == lines.text.strip()
