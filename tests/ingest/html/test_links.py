"""A link's address is told where its words do not tell it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.html.links import note_on_link


@pytest.mark.parametrize(
    ("href", "words", "note"),
    [
        pytest.param("mailto:a@b.example?subject=x", "Ann", "a@b.example", id="whom to write to"),
        pytest.param("MAILTO:A@b.example", "a@b.example", "", id="the address itself"),
        pytest.param("tel:+447700900123", "call me", "+447700900123", id="whom to call"),
        pytest.param("tel:+447700900123", "07700 900123", "", id="the same number"),
        pytest.param("file://server/case%20notes", "notes", "file://server/case notes", id="a shared folder"),
        pytest.param("\\\\server\\notes", "notes", "\\\\server\\notes", id="a Windows folder"),
        pytest.param("https://x.example/1", "click here", "https://x.example/1", id="here"),
        pytest.param("https://x.example/1", "View this document", "https://x.example/1", id="this document"),
        pytest.param("https://x.example/1", "yma", "https://x.example/1", id="here, Welsh"),
        pytest.param("https://x.example/1", "Complaints procedure", "", id="words that say enough"),
        pytest.param("https://x.example/1", "https://x.example/1", "", id="the address in full"),
        pytest.param("https://www.x.example/1?utm=2", "x.example", "", id="the site in short"),
        pytest.param("https://x.example", "www.y.example", "https://x.example", id="another site than said"),
        pytest.param("https://www.dropbox.com/s/1", "bruises.mp4", "https://www.dropbox.com/s/1", id="a file put somewhere"),
        pytest.param("https://acme.sharepoint.com/x", "", "https://acme.sharepoint.com/x", id="a picture of a file"),
        pytest.param("https://x.example/logo", "", "", id="a picture"),
        pytest.param(
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.example%2F1&data=05",
            "here",
            "https://x.example/1",
            id="wrapped by a gateway",
        ),
        pytest.param("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.example%2F1", "x.example/1", "", id="wrapped, shown"),
        pytest.param("javascript:alert(1)", "here", "", id="no address"),
        pytest.param("#top", "here", "", id="on the same page"),
        pytest.param("cid:part1", "here", "", id="a part"),
        pytest.param("https://[broken", "here", "", id="a broken address"),
        pytest.param("https://x.example/" + "a" * 900, "here", "", id="far too long"),
        pytest.param("", "here", "", id="nowhere"),
    ],
)  # fmt: skip
def test_the_address_is_told_where_it_says_more(href, words, note):
    assert note_on_link(href, words) == note


@given(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(["https:", "mailto:", "file:"]).flatmap(lambda s: st.text().map(lambda t: s + t)),
    ),
    st.text(max_size=20),
)
def test_any_link_can_be_judged(href, words):
    assert isinstance(note_on_link(href, words), str)
