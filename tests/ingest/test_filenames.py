"""A sender's file name becomes a name that is safe to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.filenames import clean_filename, name_for


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        pytest.param("letter.pdf", "letter.pdf", id="a name"),
        pytest.param("../../etc/passwd", "passwd", id="a path"),
        pytest.param("C:\\Users\\jo\\my letter.doc", "my letter.doc", id="a path of Windows"),
        pytest.param("/", "", id="only a path"),
        pytest.param("..", "", id="the folder above"),
        pytest.param("a\0b\r\nc.txt", "ab c.txt", id="control characters"),
        pytest.param("fdp\u202egpj.exe", "fdpgpj.exe", id="letters turned round"),
        pytest.param('a<b>:"|?*.txt', "a b .txt", id="signs no disk takes"),
        pytest.param("Zoë's 学校.pdf", "Zoë's 学校.pdf", id="letters of the world"),
        pytest.param("x" * 300 + ".docx", "x" * 145 + ".docx", id="far too long"),
        pytest.param("", "", id="none"),
    ],
)
def test_names_are_cleaned(given_name, clean):
    assert clean_filename(given_name) == clean


@given(st.text(max_size=400))
def test_any_name_becomes_no_path(name):
    clean = clean_filename(name)
    assert not set(clean) & set('/\\\0\r\n:<>|"?*')
    assert clean not in (".", "..")
    assert len(clean) <= 150
    assert clean_filename(clean) == clean


def test_a_file_without_a_name_gets_one_by_its_place_and_type():
    assert name_for(0, "image/jpeg") == "attachment-1.jpg"
    assert name_for(2, "x/unknown") == "attachment-3"
