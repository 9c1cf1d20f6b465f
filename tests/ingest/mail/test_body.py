"""The body is one text, and the fuller of two versions is read."""

import pytest

from config.limits import default_limits
from ingest.mail.body import read_body
from ingest.mail.mime import Part
from ingest.mail.structure import BodyPiece
from ingest.message import ProblemCode

LIMITS = default_limits()


def plain(text, **parameters):
    return Part(media_type="text/plain", body=text.encode(), parameters=parameters)


def html(text, **parameters):
    return Part(media_type="text/html", body=text.encode(), parameters=parameters)


def read(*pieces):
    return read_body(pieces, LIMITS)


@pytest.mark.parametrize(
    ("text", "markup", "expected"),
    [
        pytest.param("my words", "<p>my <b>words</b></p>", "my words", id="plain is preferred"),
        pytest.param(" \n", "<p>my words</p>", "my words", id="plain is empty"),
        pytest.param("Your mail client does not support HTML.", "<p>my words</p>", "my words", id="plain is a stub"),
        pytest.param("This is an HTML email", "<p>my words</p>", "my words", id="plain says what the other is"),
        pytest.param("View this email in your browser", "<p>my words</p>", "my words", id="plain points elsewhere"),
        pytest.param("my words", "<p> </p>", "my words", id="HTML is empty"),
        pytest.param(
            "The beginning",
            f"<p>The beginning {'and more ' * 40}</p>",
            "The beginning " + "and more " * 39 + "and more",
            id="plain is clearly shorter",
        ),
        pytest.param("my words", f"<p>my words</p><!--{'x' * 900}-->", "my words", id="HTML is only longer in tags"),
        pytest.param("<html><body><p>my words</p></body></html>", "", "my words", id="plain is HTML itself"),
        pytest.param("i <3 my brother </3", "", "i <3 my brother </3", id="plain with signs"),
    ],
)
def test_the_fuller_version_is_read(text, markup, expected):
    assert read(BodyPiece(plain=(plain(text),), html=(html(markup),))).text == expected


def test_pieces_follow_each_other_and_marks_move_along():
    quote = html(
        "mine<blockquote type=cite>theirs</blockquote><div class=gmail_signature>me</div><p id=divRplyFwdMsg>old"
    )
    body = read(BodyPiece(plain=(plain("first\n"),)), BodyPiece(html=(quote,)))
    assert body.text == "first\n\nmine\n\ntheirs\n\nme\n\nold"
    assert [body.text[start:end].strip() for start, end in body.quotes] == ["theirs"]
    assert [body.text[start:end].strip() for start, end in body.signatures] == ["me"]
    assert [body.text[place:].strip() for place in body.history] == ["old"]


def test_the_same_words_sent_twice_are_read_once():
    body = read(BodyPiece(plain=(plain("My son, he is 4."),)), BodyPiece(html=(html("<p>My son,<br>he is 4.</p>"),)))
    assert body.text == "My son, he is 4."
    assert read(BodyPiece(plain=(plain("a"),)), BodyPiece(plain=(plain("a"),))).text == "a\n\na"


def test_a_page_may_name_its_own_charset():
    page = Part(media_type="text/html", body='<meta charset="koi8-r"><p>Никто</p>'.encode("koi8-r"))
    assert read(BodyPiece(html=(page,))).text == "Никто"


def test_flowed_text_is_joined():
    assert read(BodyPiece(plain=(plain("a \nb", format="Flowed", delsp="YES"),))).text == "ab"
    assert read(BodyPiece(plain=(plain("a \nb", format="fixed"),))).text == "a \nb"


@pytest.mark.parametrize(
    ("part", "code", "is_unread"),
    [
        pytest.param(html("<p>a</p><p hidden>b</p>"), ProblemCode.HIDDEN_TEXT, False, id="hidden words"),
        pytest.param(plain("-----BEGIN PGP MESSAGE-----\nx"), ProblemCode.ENCRYPTED, True, id="PGP in the text"),
        pytest.param(plain("x" * (LIMITS.max_body_characters + 1)), ProblemCode.TOO_LARGE, True, id="too long"),
        pytest.param(Part(body=b"caf\xe9"), ProblemCode.CHARSET, False, id="guessed letters"),
    ],
)
def test_what_was_not_read_is_said(part, code, is_unread):
    piece = BodyPiece(html=(part,)) if part.media_type == "text/html" else BodyPiece(plain=(part,))
    assert [(problem.code, problem.unread) for problem in read(piece).problems] == [(code, is_unread)]


def test_a_long_body_keeps_its_marks_within_it():
    long = (
        "<blockquote type=cite>a</blockquote>"
        + "b" * LIMITS.max_body_characters
        + "<blockquote type=cite>c</blockquote>"
    )
    body = read(BodyPiece(html=(html(long),)))
    assert len(body.text) == LIMITS.max_body_characters
    assert body.quotes == ((0, 1),)


def test_no_pieces_no_words():
    assert read().text == ""
    assert read().problems == ()
