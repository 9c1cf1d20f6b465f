"""What stands in a paragraph's box comes back as the same paragraph; points are typed as lines with a dash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.draft import Origin, Paragraph
from letters.typed import retype, typed

WORDS = st.text(alphabet="abcdefg £’.,?", min_size=1, max_size=40).map(str.strip).filter(bool)


def _paragraph(text="We have your complaint.", points=()) -> Paragraph:
    return Paragraph(key="opening", title="", text=text, points=tuple(points), origin=Origin.STANDARD)


@given(text=st.lists(WORDS, min_size=1, max_size=4).map("\n".join), points=st.lists(WORDS, max_size=4))
def test_a_box_that_nobody_changed_gives_the_paragraph_back(text, points):
    paragraph = _paragraph(text, points)
    assert retype(paragraph, typed(paragraph)) == paragraph


@pytest.mark.parametrize(
    ("points", "words", "text", "kept"),
    [
        pytest.param((), "Ours.\r\n\r\nYours. ", "Ours.\n\nYours.", (), id="lines as a browser sends them"),
        pytest.param(("One",), "You ask:\n- Two\n- Three", "You ask:", ("Two", "Three"), id="points typed as lines"),
        pytest.param(("One",), "You ask:", "You ask:", (), id="every point taken out"),
        pytest.param((), "- a dash of theirs", "- a dash of theirs", (), id="a dash where there are no points"),
        pytest.param((), "", "", (), id="emptied"),
    ],
)
def test_what_was_typed(points, words, text, kept):
    found = retype(_paragraph(points=points), words)
    assert (found.text, found.points) == (text, kept)


def test_a_box_that_was_not_on_the_page_changes_nothing():
    assert retype(_paragraph(), None) == _paragraph()
