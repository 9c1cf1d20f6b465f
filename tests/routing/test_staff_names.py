"""Whether a name in a complaint may be a colleague's: as names are written, shortened and misspelt, and near misses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.staff_names import Likeness, find_likeness, is_surely, names_like


@pytest.mark.parametrize(
    ("said", "colleague", "likeness"),
    [
        pytest.param("Dana Cole", "Dana Cole", "same", id="the whole name"),
        pytest.param("Dana Cole (social worker)", "Dana Cole", "same", id="with a role"),
        pytest.param("COLE, Dana", "Dana Cole", "same", id="surname first"),
        pytest.param("Ms Dana Cole", "Dana Cole", "same", id="with a title"),
        pytest.param("Dana Marie Cole", "Dana Cole", "same", id="with a middle name"),
        pytest.param("Zoë Müller", "Zoe Muller", "same", id="with accents"),
        pytest.param("D. Cole", "Dana Cole", "initials", id="an initial"),
        pytest.param("Mrs D Cole", "Dana Cole", "initials", id="a title and an initial"),
        pytest.param("Debbie Cole", "Deborah Cole", "nickname", id="a short form"),
        pytest.param("Deborah Cole", "Debbie Cole", "nickname", id="the long form"),
        pytest.param("Mo Khan", "Muhammad Khan", "nickname", id="Mo"),
        pytest.param("Dana Coal", "Dana Cola", "misspelt", id="two letters changed places"),
        pytest.param("Dana Coles", "Dana Cole", "misspelt", id="a letter too many"),
        pytest.param("Priya Ramen", "Priya Raman", "misspelt", id="a letter changed"),
        pytest.param("Prya Raman", "Priya Raman", "misspelt", id="a letter left out of the given name"),
        pytest.param("Debbie Colee", "Deborah Cole", "misspelt", id="a short form and a letter too many"),
        pytest.param("Ms Cole", "Dana Cole", "surname", id="title and surname"),
        pytest.param("Dana (complaints officer)", "Dana Cole", "given", id="a given name with our own role"),
        pytest.param("Deb (complaints manager)", "Deborah Cole", "given", id="a short form with our own role"),
    ],
)
def test_a_name_may_be_a_colleague_s(said, colleague, likeness):
    assert find_likeness(said, colleague) == likeness


@pytest.mark.parametrize(
    ("said", "colleague"),
    [
        pytest.param("Paul Cole", "Dana Cole", id="another of the family"),
        pytest.param("Dana Fox", "Dana Cole", id="another surname"),
        pytest.param("P. Cole", "Dana Cole", id="another initial"),
        pytest.param("Dana", "Dana Cole", id="a given name alone"),
        pytest.param("Dana (social worker)", "Dana Cole", id="a given name with another role"),
        pytest.param("Cole", "Dana Cole", id="a surname without a title may be a given name"),
        pytest.param("Lee Poe", "Leo Poe", id="names too short to be misspelt"),
        pytest.param("Dana Coleman", "Dana Cole", id="a longer surname"),
        pytest.param("Mr Ray", "Dana Cole", id="another title and surname"),
        pytest.param("", "Dana Cole", id="no name"),
        pytest.param("dana.cole@council.example", "Dana Cole", id="an address"),
        pytest.param("Paul and Joan Cole", "Dana Cole", id="a couple"),
    ],
)
def test_a_name_is_not_a_colleague_s(said, colleague):
    assert find_likeness(said, colleague) is None


def test_only_a_whole_name_is_sure():
    assert is_surely("Debbie Cole", "Deborah Cole")
    assert not is_surely("Ms Cole", "Deborah Cole")
    assert not is_surely("Deborah (complaints officer)", "Deborah Cole")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("My worker Dana Cole never rings.", True, id="in the middle of a sentence"),
        pytest.param("my worker dana cole never rings", True, id="in small letters"),
        pytest.param("DANA COLE never rings", True, id="in capitals"),
        pytest.param("dana\ncole never rings", True, id="over two lines"),
        pytest.param("Dear Ms Haddad, Dana Cole never rings", True, id="after a greeting"),
        pytest.param("I rang Dana Coel twice.", True, id="misspelt"),
        pytest.param("Dear Dana Cole,\nthe bus was late.", False, id="only greeted"),
        pytest.param("Good morning Dana Cole\nThe bus was late.", False, id="only greeted, in other words"),
        pytest.param("Adana Colebrook rang.", False, id="inside another name"),
        pytest.param("Dana has a cole slaw", False, id="the two words apart"),
    ],
)
def test_a_colleague_s_name_is_found_in_a_text(text, found):
    assert any(is_surely(name, "Dana Cole") for name in names_like(text, ["Dana Cole"])) is found


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_two_texts_can_be_compared(said, colleague):
    assert find_likeness(said, colleague) in {None, *Likeness}
    assert all(isinstance(name, str) for name in names_like(said, [colleague]))


@given(st.sampled_from(["Dana", "Priya", "Zoë"]), st.sampled_from(["Cole", "Raman", "O'Hara", "Smith-Jones"]))
def test_everybody_is_found_by_their_own_name(given_name, surname):
    assert find_likeness(f"{surname.upper()}, {given_name}", f"{given_name} {surname}") is Likeness.SAME
