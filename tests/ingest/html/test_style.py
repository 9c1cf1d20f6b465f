"""Attributes say whether words are seen and whose they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.html.css import Sheet
from ingest.html.style import Look, starts_history, starts_quote, starts_signature
from ingest.html.style import hides as hides_with
from ingest.html.style import look_within as look_with


def said(attributes):
    return Sheet().declarations(frozenset(), (), attributes.get("style", ""))[0]


def look_within(outer, attributes):
    return look_with(outer, attributes, said(attributes))


def hides(attributes):
    return hides_with(attributes, said(attributes))


@pytest.mark.parametrize(
    ("outer", "inner", "is_seen"),
    [
        pytest.param({}, {"style": "color:white"}, False, id="white on white"),
        pytest.param({"style": "color:white"}, {"style": "color:black"}, True, id="black again"),
        pytest.param({"bgcolor": "#000000"}, {"color": "white"}, True, id="white on black"),
        pytest.param(
            {"bgcolor": "black"}, {"style": "color:#fff;background:#fff"}, False, id="white on white on black"
        ),
        pytest.param({"style": "background:transparent"}, {"color": "#FFF"}, False, id="white on nothing"),
        pytest.param({"style": "font-size:0"}, {"style": "font-size:12px"}, True, id="large again"),
        pytest.param({"style": "font-size:0"}, {"style": "font-size:2em"}, False, id="twice nothing"),
        pytest.param({"style": "font-size:0"}, {"style": "color:red"}, False, id="still tiny"),
        pytest.param({"style": "font:0/0 a"}, {}, False, id="tiny in short"),
        pytest.param({"style": "font:bold 12px a"}, {}, True, id="ordinary in short"),
        pytest.param({"style": "font-size:inherit"}, {}, True, id="no number"),
    ],
)
def test_a_look_is_inherited_and_changed(outer, inner, is_seen):
    assert look_within(look_within(Look(), outer), inner).is_seen is is_seen


def test_nobody_knows_what_white_words_stand_on_where_the_ground_is_not_told():
    assert look_within(Look(ground=None), {"color": "white"}).is_seen
    assert not look_within(Look(ground=None), {"color": "white", "bgcolor": "white"}).is_seen


def test_plain_elements_change_nothing():
    look = Look(tiny=True)
    assert look_within(look, {"title": "x"}) is look


@pytest.mark.parametrize(
    ("attributes", "is_hidden"),
    [
        ({"hidden": ""}, True),
        ({"style": "Display:None"}, True),
        ({"style": "display:block"}, False),
        ({"style": "backface-visibility:hidden"}, False),
        ({"style": "opacity: 0;"}, True),
        ({"style": "opacity:1"}, False),
        ({"style": "opacity:0.5"}, False),
        ({}, False),
    ],
)
def test_elements_are_hidden_by_their_style(attributes, is_hidden):
    assert hides(attributes) is is_hidden


ATTRIBUTES = st.dictionaries(
    st.sampled_from(["style", "class", "id", "color", "bgcolor", "type", "hidden"]),
    st.one_of(st.text(max_size=30), st.text("font-size:0.px;color#f ", max_size=40), st.just("background:url(x) #FFF")),
)


@given(st.sampled_from(["p", "blockquote", "div"]), ATTRIBUTES)
def test_any_attributes_can_be_judged(tag, attributes):
    assert look_within(Look(), attributes).is_seen in (True, False)
    assert hides(attributes) in (True, False)
    assert starts_quote(tag, attributes) in (True, False)
    assert starts_history(attributes) in (True, False)
    assert starts_signature(attributes) in (True, False)
