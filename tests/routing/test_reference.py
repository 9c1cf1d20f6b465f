"""Our reference, however people and programs spell it; and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.reference import find_bare_references, find_references, prefix_of, write_reference

SPELLINGS = {
    "as we write it": "BCC-2026-0012",
    "blanks for hyphens": "BCC 2026 0012",
    "small, without the noughts": "bcc-2026-12",
    "slashes": "BCC/2026/0012",
    "in brackets": "Re: [BCC-2026-0012] your letter",
    "broken over a line": "BCC-2026-\n0012",
    "broken over a quoted line": "> your reference BCC-2026-\n> 0012",
    "hyphens that do not break": "BCC\u20112026\u20110012",
    "long dashes": "BCC\u20132026\u20140012",
    "full-width signs": "\uff22\uff23\uff23\uff0d\uff12\uff10\uff12\uff16\uff0d\uff10\uff10\uff11\uff12",
    "signs without width between": "BCC-\u200b2026-\u00ad0012",
    "dots": "B.C.C. 2026.0012",
    "all together": "BCC20260012",
    "the end of a sentence": "It is about BCC 2026 12.",
    "the plus of an address": "complaints+bcc-2026-0012@brackenshire.example",
    "our own Message-ID": "<bcc-2026-0012.17.0a1b2c@brackenshire.example>",
}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_every_spelling_is_found(text):
    assert find_references(text, "BCC") == ("BCC-2026-0012",)


NOT_OURS = {
    "another council's letters": "ABCC-2026-0012",
    "no number": "BCC-2026",
    "a longer number": "BCC-2026-00123",
    "letters after it": "BCC-2026-0012X",
    "a day after Bcc": "Bcc: 2026-03-12 10:00",
    "another century": "BCC-1026-0012",
    "a telephone number": "BCC 01632 960001",
    "nothing": "",
}


@pytest.mark.parametrize("text", NOT_OURS.values(), ids=NOT_OURS.keys())
def test_what_only_looks_like_it_is_not(text):
    assert "BCC-2026-0012" not in find_references(text, "BCC")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("my case number is 2026/0012", ("BCC-2026-0012",), id="case number"),
        pytest.param("Our ref: 2026-12", ("BCC-2026-0012",), id="our ref"),
        pytest.param("in the years 2026 to 2028", (), id="years"),
        pytest.param("on 2026-03-12 you wrote", (), id="a day"),
    ],
)
def test_a_reference_without_our_letters_is_a_weaker_find(text, found):
    assert find_bare_references(text, "BCC") == found
    assert find_references(text, "BCC") == ()


@given(st.text(max_size=400))
def test_any_text_is_searched(text):
    assert all(prefix_of(found) == "BCC" for found in find_references(text, "BCC"))


@given(st.integers(1900, 2099), st.integers(1, 999_999))
def test_what_we_write_is_found_again(year, number):
    written = write_reference("BCC", str(year), str(number))
    assert find_references(f"({written})", "BCC") == (written,)
