"""html_to_text reads what a person sees."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.html_text import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>one</p><p>two</p>", "one\n\ntwo", id="paragraphs"),
        pytest.param("<div>one</div><div>two</div>", "one\ntwo", id="lines of Gmail"),
        pytest.param("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo", id="empty line of Gmail"),
        pytest.param(
            "<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb", id="Word"
        ),
        pytest.param("so<b>cial</b> wor<i>ker</i>", "social worker", id="bold inside a word"),
        pytest.param("a  \n b<b> c </b>d", "a b c d", id="spaces"),
        pytest.param("a<br>b<br><br>c<br><br><br>d", "a\nb\n\nc\n\nd", id="line breaks"),
        pytest.param("<ul><li>x<li><p>y</p></ul>", "- x\n- y", id="points"),
        pytest.param("<ol><li>x</li><li>y</li></ol>", "1. x\n2. y", id="numbered points"),
        pytest.param(
            "<table><tr><td><p>Name</p></td><td><p>Jo <b>B</b></p></td></tr><tr><th>Born</th><td>2012</td></tr></table>",
            "Name\tJo B\nBorn\t2012",
            id="a form",
        ),
        pytest.param("<pre>a\n   b</pre>c", "a\n   b\n\nc", id="kept as typed"),
        pytest.param("<style>p{}</style><script>x</script><title>t</title>a", "a", id="not words"),
        pytest.param("<!--[if mso]>x<![endif]-->a<!-- b", "a", id="comments"),
        pytest.param('a <img alt="😀"><img alt="image001.png"><img alt="Logo of us">', "a 😀", id="pictures"),
        pytest.param(
            '<input value="Jo"><input type=hidden value=x><input type=checkbox checked>yes', "Jo [x] yes", id="fields"
        ),
        pytest.param("5 &lt; 6 &amp; 7 < 8 &pound;", "5 < 6 & 7 < 8 £", id="signs"),
        pytest.param("&#1;&#xD800;a&#8203;b", "�ab", id="signs nobody can write"),
        pytest.param("not html at all", "not html at all", id="plain words"),
        pytest.param("", "", id="nothing"),
        pytest.param("<div>" * 5_000 + "deep" + "</div>" * 5_000 + " <b>end</b>", "deep end", id="too deep"),
    ],
)
def test_a_page_is_read_as_it_looks(html, text):
    found = html_to_text(html)
    assert found.text == text
    assert found.hidden is False


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : NONE !important",
        "visibility:hidden",
        "mso-hide:all",
        "font-size:0",
        "font-size:0px;color:red",
        "font-size: 0.1px",
        "font-size:1px",
        "font-size:0em",
        "font:0/0 a",
        "opacity:0",
        "max-height:0px;overflow:hidden",
        "position:absolute;left:-9999px",
        "color:#ffffff",
        "color: white; background: #FFF",
        "color:rgb(255, 255, 255)",
    ],
)
def test_words_nobody_can_see_are_left_out_and_noted(style):
    found = html_to_text(f'<p>seen</p><p style="{style}">secret</p>')
    assert (found.text, found.hidden) == ("seen", True)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<p style="font-size:10px">seen</p>', id="small"),
        pytest.param('<p style="font-size:0.9em">seen</p>', id="nearly full size"),
        pytest.param('<td style="font-size:0"><span style="font-size:14px">seen</span></td>', id="layout trick"),
        pytest.param('<p style="opacity:0.8">seen</p>', id="pale"),
        pytest.param('<div style="background:#174a4f"><p style="color:#fff">seen</p></div>', id="white on dark"),
        pytest.param('<td bgcolor="#000"><font color=white>seen</font></td>', id="white on black, old"),
        pytest.param("<style>.h{background:navy}</style><p style='color:white'>seen</p>", id="dark by style sheet"),
        pytest.param('<p style="background-color:white">seen</p>', id="black on white"),
        pytest.param('<p style="border-color:#fff">seen</p>', id="a white border"),
        pytest.param('<p style="max-height:0">seen</p>', id="flows over"),
        pytest.param('<p style="left:-2px">seen</p>', id="moved a little"),
    ],
)
def test_words_that_can_be_seen_are_kept(html):
    assert html_to_text(html).text == "seen"


def test_hidden_space_is_no_hidden_word():
    assert html_to_text('<div style="display:none">&nbsp;\u200c &#847;</div>seen').hidden is False
    assert html_to_text('<div style="display:none"><style>x</style></div>seen').hidden is False


@pytest.mark.parametrize(
    "html",
    [
        '<p>mine</p><blockquote type="cite">theirs</blockquote>',
        '<p>mine</p><div class="gmail_quote"><blockquote class="gmail_quote">theirs</blockquote></div>',
        '<p>mine</p><div class="yahoo_quoted">theirs</div>',
        '<p>mine</p><div class="protonmail_quote">theirs</div>',
    ],
)
def test_quotations_are_marked(html):
    found = html_to_text(html)
    assert [found.text[start:end].strip() for start, end in found.quotes] == ["theirs"]


def test_a_quotation_in_a_quotation_is_one():
    assert len(html_to_text("<blockquote type=cite>a<blockquote type=cite>b</blockquote>c</blockquote>d").quotes) == 1


def test_a_writers_own_indent_is_no_quotation():
    assert html_to_text("<blockquote style='margin:0 0 0 40px'>mine</blockquote>").quotes == ()


@pytest.mark.parametrize(
    "start",
    [
        '<div id="divRplyFwdMsg">',
        '<div id="x_divRplyFwdMsg">',
        '<div id="appendonsend">',
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'>",
        "<div style='border:none;border-top:solid #B5C4DF 1.0pt'>",
    ],
)
def test_where_the_older_mail_begins_is_marked(start):
    found = html_to_text(f"<p>mine</p>{start}From: them</div><p>theirs</p>")
    assert [found.text[place:].strip() for place in found.history] == ["From: them\n\ntheirs"]


@pytest.mark.parametrize("mark", ['class="gmail_signature"', 'id="Signature"', 'id="ms-outlook-mobile-signature"'])
def test_signatures_are_marked(mark):
    found = html_to_text(f"<p>mine</p><div {mark}>Dana, 07700 900123</div>")
    assert [found.text[start:end].strip() for start, end in found.signatures] == ["Dana, 07700 900123"]


TAGS = st.sampled_from(
    (
        *(
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<br>",
            "<b>",
            "</b>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<ol>",
            "<li>",
        ),
        *("</ol>", "<blockquote type=cite>", "</blockquote>", "<pre>", "</pre>", "<style>", "</style>", "<!--", "-->"),
        *(
            "<div style='display:none'>",
            "<p style='color:#fff'>",
            "&nbsp;",
            "&amp",
            "<img alt=a>",
            "<",
            ">",
            "a ",
            "\n",
        ),
        *("<p class=gmail_signature>", "<p id=divRplyFwdMsg>"),
    )
)


@given(st.lists(st.one_of(TAGS, st.text(max_size=5)), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_read_as_html(html):
    found = html_to_text(html)
    length = len(found.text)
    for start, end in (*found.quotes, *found.signatures):
        assert 0 <= start < end <= length
    assert all(0 <= place <= length for place in found.history)
    assert "\n\n\n" not in found.text or "<pre>" in html
    assert found.text == found.text.strip("\n") or "<pre>" in html


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b>x</b>", "é", "&amp;", "word "]), max_size=30).map("".join))
@settings(max_examples=50, deadline=None)
def test_where_the_parser_is_fed_in_slices_changes_nothing(html):
    filler = "<i></i>" * (65_536 // 7)
    assert html_to_text(filler + html).text == html_to_text(html).text
