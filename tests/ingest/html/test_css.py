"""Style sheets are followed as far as they hide or show words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.html.css import Sheet, names_of


def declared(css, tag="p", style="", around=(), media="", **attributes):
    sheet = Sheet()
    sheet.add(css, media)
    return sheet.declarations(names_of(tag, attributes), around, style)


def test_rules_give_way_to_rank_order_and_the_elements_own_style():
    css = "p{color:red;display:none} .a{color:blue} p{color:green}"
    assert declared(css)[0] == {"color": "green", "display": "none"}
    assert declared(css, **{"class": "A b"})[0]["color"] == "blue"
    assert declared(css, style="COLOR:white")[0]["color"] == "white"
    assert declared("p{color:red!important}", style="color:white")[0]["color"] == "red"
    assert declared("p{color:red !important}", style="color:white!important")[0]["color"] == "white"


def test_what_some_screens_show_is_told_apart():
    base, elsewhere = declared("p{display:none}@media (max-width:9px){p{display:block}}")
    assert (base["display"], elsewhere["display"]) == ("none", "block")
    base, elsewhere = declared("p{display:none}@supports (display:grid){p{display:grid}}")
    assert elsewhere["display"] == "grid"


@pytest.mark.parametrize("media", ["print", "speech, print", "only print and (color)"])
def test_sheets_for_paper_do_not_count(media):
    assert declared("p{display:none}", media=media) == ({}, {})
    assert declared(f"@media {media}" + "{p{display:none}}") == ({}, {})


@pytest.mark.parametrize("media", ["screen", "all", "only screen", "print, screen", "SCREEN"])
def test_sheets_for_every_screen_do(media):
    assert declared("p{display:none}", media=media)[0] == {"display": "none"}


@pytest.mark.parametrize(
    ("selector", "is_met"),
    [
        ("p", True), ("*", True), (".x", True), ("p.x", True), ("#y", True), ("p#y.x", True), ("div p", True),
        ("td > p.x", True), ("table p", True), ("div td .x", True), ("a, .x", True),
        ("div", False), ("q p", False), ("td div p", False), (".z", False), ("p.x.z", False), ("p + p", False),
        ("p:hover", False), ("p[class]", False), ("", False), (">", False), ("..", False), ("p::before", False),
    ],
)  # fmt: skip
def test_simple_selectors_are_followed(selector, is_met):
    around = [frozenset({"div"}), frozenset({"table"}), frozenset({"td"})]
    found, _ = declared(selector + "{display:none}", around=around, **{"class": "x", "id": "y"})
    assert bool(found) is is_met


def test_a_rule_too_hard_to_follow_may_paint():
    hard, plain = Sheet(), Sheet()
    hard.add("td:first-child{background:navy}")
    plain.add("td:first-child{color:navy} td{background:navy}")
    assert (hard.paints, plain.paints) == (True, False)


@given(st.text("{}@media print;:.#a*/!\\\\<->,()' ", max_size=80), st.text(max_size=40))
def test_any_sheet_and_style_can_be_read(css, style):
    base, elsewhere = declared(css, style=style)
    assert isinstance(base, dict)
    assert isinstance(elsewhere, dict)
