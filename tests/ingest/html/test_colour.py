"""Colours and sizes are read as browsers read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.html import colour


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("#FFF", (255, 255, 255)), ("#ffffff80", (255, 255, 255)), ("ffffff", (255, 255, 255)), ("White", (255, 255, 255)),
        ("rgb(1, 2, 3)", (1, 2, 3)), ("rgb(1 2 3 / 50%)", (1, 2, 3)), ("rgba(1,2,3,.4)", (1, 2, 3)),
        ("hsl(0, 100%, 50%)", (255, 0, 0)), ("windowtext", (0, 0, 0)),
        ("inherit", None), ("nonsense", None), ("", None), ("url(x)", None), ("#ff", None), ("x" * 500, None),
    ],
)  # fmt: skip
def test_colours_are_read(value, found):
    assert colour.read_colour(value) == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("#000 url(x.png)", None), ("no-repeat #123456", (0x12, 0x34, 0x56)), ("linear-gradient(red,red)", None),
        ("rgb(1,2,3) none", (1, 2, 3)), ("rgba(0,0,0,.5)", None), ("var(--dark)", None), ("white", (255, 255, 255)),
    ],
)  # fmt: skip
def test_a_ground_is_one_colour_or_unknown(value, found):
    assert colour.read_ground(value) == found


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("12px Arial", "12px"),
        ("italic bold 9pt/1.5 a, b", "9pt"),
        ("700 12px a", "12px"),
        ("0/0 a", "0"),
        ("caption", ""),
        ("", ""),
    ],
)
def test_the_short_form_of_a_font_names_a_size(value, size):
    assert colour.size_in_font(value) == size


def test_see_through_grounds_are_none():
    assert all(map(colour.is_see_through, ("transparent", "none", "rgba(1,2,3,0)", "", "inherit")))
    assert not any(map(colour.is_see_through, ("white", "url(x)", "rgba(1,2,3,.1)")))


@given(st.one_of(st.text(max_size=30), st.text("0123456789.%pxemrgba(), #", max_size=30)))
def test_any_value_can_be_judged(value):
    colour.read_colour(value)
    assert colour.read_ground(value) is None or len(colour.read_ground(value)) == 3
    assert 0 <= colour.alpha_of("red") <= 1
    for judge in (
        colour.is_dots,
        colour.is_zero,
        colour.is_nothing,
        colour.is_relative,
        colour.is_faint,
        colour.is_see_through,
    ):
        assert judge(value) in (True, False)
