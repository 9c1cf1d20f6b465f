"""The people in From, To and Reply-To are read, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mail.addresses import read_addresses


@pytest.mark.parametrize(
    ("value", "people"),
    [
        pytest.param(b"a@b.example", [("", "a@b.example")], id="address only"),
        pytest.param(b"<a@b.example>", [("", "a@b.example")], id="in brackets"),
        pytest.param(b"Ada Okoro <a@b.example>", [("Ada Okoro", "a@b.example")], id="name"),
        pytest.param(b'"Okoro, Ada" <a@b.example>', [("Okoro, Ada", "a@b.example")], id="comma in quotes"),
        pytest.param(b"Okoro, Ada <a@b.example>", [("Okoro, Ada", "a@b.example")], id="comma without quotes"),
        pytest.param(b"a@b.example (Ada Okoro)", [("Ada Okoro", "a@b.example")], id="name in a comment"),
        pytest.param(b"=?utf-8?Q?Zo=C3=AB=2C_M?= <a@b.example>", [("Zoë, M", "a@b.example")], id="encoded comma"),
        pytest.param(b'"=?utf-8?Q?Zo=C3=AB?=" <a@b.example>', [("Zoë", "a@b.example")], id="encoded in quotes"),
        pytest.param(b"'a@b.example' <a@b.example>", [("a@b.example", "a@b.example")], id="Exchange"),
        pytest.param(
            b'"boss@council.example" <a@b.example>', [("boss@council.example", "a@b.example")], id="a false name"
        ),
        pytest.param(b'"Ada \\"Ad\\" O" <a@b.example>', [('Ada "Ad" O', "a@b.example")], id="quotes in quotes"),
        pytest.param(
            b"a@b.example, C <c@d.example>;e@f.example",
            [("", "a@b.example"), ("C", "c@d.example"), ("", "e@f.example")],
            id="several",
        ),
        pytest.param(b"Undisclosed recipients:;", [], id="nobody"),
        pytest.param(b"Team: a@b.example, c@d.example;", [("", "a@b.example"), ("", "c@d.example")], id="a group"),
        pytest.param(b"<@old.example:a@b.example>", [("", "a@b.example")], id="an old route"),
        pytest.param(b"Ada <a@b.example", [("Ada", "a@b.example")], id="never closed"),
        pytest.param(b"Ada Okoro", [("Ada Okoro", "")], id="no address"),
        pytest.param(b"Ada <not an address>", [("Ada", "")], id="no address in brackets"),
        pytest.param(b"<>", [], id="empty"),
        pytest.param(b"", [], id="nothing"),
        pytest.param("Zoë <zoë@b.example>".encode(), [("Zoë", "zoë@b.example")], id="letters beyond ASCII"),
    ],
)
def test_people_are_read(value, people):
    assert [(person.name, person.address) for person in read_addresses(value)] == people


@given(st.binary(max_size=200))
def test_any_header_names_people_or_nobody(value):
    for person in read_addresses(value):
        assert person.name or person.address
        assert not person.address or "@" in person.address
        assert not any(map(str.isspace, person.address))


@given(
    st.lists(
        st.sampled_from([b'"', b"<", b">", b"(", b")", b",", b";", b":", b"\\", b"@", b"a", b" "]), max_size=40
    ).map(b"".join)
)
def test_any_heap_of_signs_is_read(value):
    assert isinstance(read_addresses(value), tuple)
