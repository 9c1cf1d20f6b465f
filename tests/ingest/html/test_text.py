"""html_to_text reads what a person sees."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents.surroundings import Surroundings, reading_with
from ingest.html.text import html_to_text, say_hidden


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
        pytest.param("<!--[if mso]>x<![endif]-->a", "a", id="comments"),
        pytest.param('a <img alt="😀"><img alt="image001.png"><img alt="Logo of us">', "a 😀", id="pictures"),
        pytest.param(
            '<input value="Jo"><input type=hidden value=x><input type=checkbox checked>yes', "Jo [x] yes", id="fields"
        ),
        pytest.param("5 &lt; 6 &amp; 7 < 8 &pound;", "5 < 6 & 7 < 8 £", id="signs"),
        pytest.param("&#1;&#xD800;a&#8203;b", "�ab", id="signs nobody can write"),
        pytest.param("a<!-->b<!--->c<!-- x --!>d", "abcd", id="comments the standard closes early"),
        pytest.param("<p>a</p><!-- <p>b</p>", "a\n\nb", id="a comment nobody closed hides no words"),
        pytest.param("<style>p{}<body><p>a", "a", id="a style nobody closed ends at the body"),
        pytest.param("<title>x<body>a", "a", id="a title nobody closed ends at the body"),
        pytest.param("<!--[if !mso]><!-->a<!--<![endif]--> <![if !vml]>b<![endif]>", "a b", id="Outlook's conditions"),
        pytest.param("<xml><o:PixelsPerInch>96</o:PixelsPerInch></xml>a<o:p>b</o:p>", "ab", id="Word's own elements"),
        pytest.param(
            "didn&amp;#39;t &amp;pound;5&amp;nbsp;a &amp;bogus; &amp;c", "didn't £5 a &bogus; &c", id="escaped twice"
        ),
        pytest.param("<ol start=3><li>x<li value=9>y<li>z</ol>", "3. x\n9. y\n10. z", id="numbers go on"),
        pytest.param("<ol type=a><li>x</ol><ol type=I><li>y</ol>", "a. x\nI. y", id="letters and Roman figures"),
        pytest.param("<ul><li>x<ol><li>y</ol><li>z</ul>", "- x\n  1. y\n- z", id="a list in a list"),
        pytest.param("<dl><dt>Name<dd>Jo<dt>Born<dd>2012</dl>", "Name\nJo\nBorn\n2012", id="terms and what they mean"),
        pytest.param("a<div style='white-space:pre-wrap'>b\n  c</div>d", "a\nb\n  c\nd", id="kept as typed by style"),
        pytest.param("<p style='white-space: pre-line'>a  b\nc</p>", "a b\nc", id="line ends kept by style"),
        pytest.param("<style>.t{white-space:pre}</style><p class=t>a\n b</p>", "a\n b", id="kept as typed by sheet"),
        pytest.param("<pre>\na</pre>", "a", id="the first line end of what was typed"),
        pytest.param("Why<textarea>\nhe was\nhurt <b></textarea>", "Why\nhe was\nhurt <b>", id="a long answer"),
        pytest.param("Team <select><option>A<option selected>B<option>C</select>.", "Team B .", id="what was chosen"),
        pytest.param("<select><option>A<option>B</select>", "A", id="what a list shows unasked"),
        pytest.param(
            "<select multiple><option selected>A<option>B<option selected>C</select>", "A, C", id="several chosen"
        ),
        pytest.param("<input type=radio>no <input type=radio checked>yes", "[ ] no [x] yes", id="a choice"),
        pytest.param("<button>Send</button><input type=password value=x>", "Send", id="a button"),
        pytest.param("<q>no</q> she said", "“no” she said", id="said"),
        pytest.param(
            "<noscript>a</noscript><object>b</object><svg><text>c</text></svg>", "abc", id="what mail programs show"
        ),
        pytest.param("<p dir=rtl>\u0633\u200c\u062e</p>", "\u0633\u200c\u062e", id="letters that must not join"),
        pytest.param("\u0633&zwnj;\u062e a&zwnj; b", "\u0633\u200c\u062e a b", id="a joiner as an entity"),
        pytest.param("<style>p{}</style><font>a", "a", id="words while the head is open"),
        pytest.param("a" + "&zwnj;&nbsp;" * 20 + "b", "a b", id="filling"),
        pytest.param("a" + "<br>" * 500 + "b", "a\n\nb", id="a storm of lines"),
        pytest.param("<img alt='a child&#39;s arm, bruised'>", "a child's arm, bruised", id="a picture told in words"),
        pytest.param("<table><tr><td>a<td><table><tr><td>b</table><td>c</table>", "a\tb\tc", id="a table in a table"),
        pytest.param("not html at all", "not html at all", id="plain words"),
        pytest.param("", "", id="nothing"),
        pytest.param("<div>" * 5_000 + "deep" + "</div>" * 5_000 + " <b>end</b>", "deep\nend", id="too deep"),
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
        "color:#fdfdfd",
        "color:transparent",
        "color:rgba(0,0,0,0)",
        "background:#224466;color:#224466",
        "background-color:navy;color:navy",
        "height:0;overflow:hidden",
        "position:absolute;width:1px;height:1px;overflow:hidden",
        "position:absolute;clip:rect(0 0 0 0)",
        "clip-path:inset(100%)",
        "text-indent:-9999px",
        "transform:scale(0)",
        "display:block;display:none",
        "opacity:0%",
        "di\\73play:none",
        "display/**/:none",
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
        pytest.param(
            "<style>.h{background:navy}</style><div class=h><p style='color:white'>seen</p></div>",
            id="dark by style sheet",
        ),
        pytest.param('<p style="background-color:white">seen</p>', id="black on white"),
        pytest.param('<p style="border-color:#fff">seen</p>', id="a white border"),
        pytest.param('<p style="max-height:0">seen</p>', id="flows over"),
        pytest.param('<p style="left:-2px">seen</p>', id="moved a little"),
        pytest.param('<p style="display:none;display:block">seen</p>', id="shown by what comes later"),
        pytest.param('<p style="display:block!important;display:none">seen</p>', id="shown whatever comes later"),
        pytest.param('<p hidden style="display:block">seen</p>', id="hidden by name, shown by style"),
        pytest.param('<p aria-hidden="true">seen</p>', id="hidden from readers aloud only"),
        pytest.param('<p style="visibility:hidden"><b style="visibility:visible">seen</b></p>', id="seen inside"),
        pytest.param('<a style="display:inline-block;mso-hide:all">seen</a>', id="a button Outlook draws itself"),
        pytest.param('<td background="sky.png"><p style="color:white">seen</p></td>', id="on a picture"),
        pytest.param('<p style="background:linear-gradient(red,blue);color:white">seen</p>', id="on a mixture"),
        pytest.param('<div style="color:white"><a href="x">seen</a></div>', id="a link has its own colour"),
        pytest.param('<p style="color:#999">seen</p>', id="grey"),
        pytest.param('<p style="color:#fff;background:#eee">seen</p>', id="white on light grey"),
        pytest.param('<p style="opacity:.3">seen</p>', id="faint"),
        pytest.param('<p style="overflow:hidden;height:40px">seen</p>', id="a box with room"),
        pytest.param("<style>@media print{p{display:none}}</style><p>seen</p>", id="hidden on paper only"),
        pytest.param("<style media=print>p{display:none}</style><p>seen</p>", id="a sheet for paper"),
        pytest.param(
            "<style>.m{display:none}@media (max-width:600px){.m{display:block!important}}</style><p class=m>seen</p>",
            id="shown on phones",
        ),
        pytest.param(
            "<style>@media (max-width:600px){.d{display:none}}</style><p class=d>seen</p>", id="hidden on phones"
        ),
        pytest.param("<style>.a{display:none}.a.b{display:block}</style><p class='a b'>seen</p>", id="a closer rule"),
        pytest.param("<style>p{display:none}#x{display:block}</style><p id=x>seen</p>", id="a rule by name"),
        pytest.param("<style>p:hover{display:none}a+p{display:none}</style><p>seen</p>", id="rules too hard to follow"),
        pytest.param("<style>.x p{display:none}</style><p>seen</p>", id="a rule for other places"),
        pytest.param("<style>/* p{display:none} */</style><p>seen</p>", id="a rule that is no rule"),
        pytest.param("<!-- <style>p{display:none}</style> --><p>seen</p>", id="a sheet that is no sheet"),
        pytest.param("<style>td:nth-child(1){background:#000}</style><td style='color:#fff'>seen", id="perhaps dark"),
    ],
)
def test_words_that_can_be_seen_are_kept(html):
    found = html_to_text(html)
    assert (found.text, found.hidden) == ("seen", False)


@pytest.mark.parametrize(
    "sheet",
    [
        ".x{display:none}",
        "p.x{DISPLAY:NONE}",
        "#y{display:none}",
        "div p.x{display:none}",
        "div > .x{font-size:0}",
        "<!-- .x{display:none} -->",
        "@media screen{.x{display:none}}",
        "@import url(a.css); .x{display:none}",
        "@font-face{font-family:a} .x{visibility:hidden}",
        ".a,.x{color:#fff}",
        "*{color:black} .x{color:white}",
        ".x{display:block}.x{display:none}",
        ".x{display:none!important}p{display:block}",
    ],
)
def test_words_a_style_sheet_hides_are_left_out(sheet):
    found = html_to_text(f"<head><style>{sheet}</style></head>seen<div><p class=x id=y>secret</p></div>")
    assert (found.text, found.hidden_letters) == ("seen", 6)


def test_a_preview_line_is_told_from_words_hidden_among_others():
    ahead = html_to_text("<div style='display:none'>Term dates inside</div><p>Dear parents</p>")
    among = html_to_text("<p>Dear team</p><div style='display:none'>nobody sees me</div>")
    assert (ahead.text, ahead.is_preview, ahead.hidden_letters) == ("Dear parents", True, 15)
    assert (among.text, among.is_preview) == ("Dear team", False)
    assert "newsletters" in say_hidden(ahead)
    assert "12 letters" in say_hidden(among)


def test_a_mail_all_of_whose_words_are_hidden_is_read_all_the_same():
    found = html_to_text("<div style='color:#fff'>my uncle hits me</div>")
    assert (found.text, found.is_unveiled, found.hidden) == ("my uncle hits me", True, True)
    assert "were read" in say_hidden(found)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a href='mailto:dana@ashdown.example'>Dana</a> wrote", "Dana (dana@ashdown.example) wrote"),
        ("<a href='mailto:dana@ashdown.example'>dana@ashdown.example</a>", "dana@ashdown.example"),
        ("see <a href='https://x.example/a'>here</a>.", "see here (https://x.example/a)."),
        ("<a href='https://x.example/a'>Our help page</a>", "Our help page"),
        ("<a href='https://x.example/a'><div>here</div></a>end", "here (https://x.example/a)\nend"),
        ("<a href='https://x.example/a' style='display:none'>here</a>end", "end"),
        ("<p style='color:white'><a href='mailto:a@b.example' style='color:white'>x</a></p>end", "end"),
        ("<a name=x>here</a>", "here"),
    ],
)
def test_a_link_says_where_it_leads_if_its_words_do_not(html, text):
    assert html_to_text(html).text == text


def test_reading_stops_where_enough_was_read():
    found = html_to_text("<p>word</p>" * 50_000, most_letters=1_000)
    assert 1_000 < len(found.text) < 50_000
    assert not found.is_unfinished


def test_reading_stops_when_time_is_up_and_keeps_what_it_has():
    times = iter((1, 0))
    world = Surroundings(recognise=None, admit=None, seconds_left=lambda: next(times))
    with reading_with(world):
        found = html_to_text("<p>word</p>" * 20_000)
    assert found.is_unfinished
    assert found.text.startswith("word\n\nword")


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * 1_000_000 + "words", id="a million elements in each other"),
        pytest.param("<b>" * 1_000_000 + "words", id="a million bold"),
        pytest.param("<p title='" + "x" * 5_000_000 + "'>words", id="a huge attribute"),
        pytest.param("<!--" * 500_000 + "words", id="comments without end"),
        pytest.param("<style>" + "{" * 500_000 + "</style>words", id="braces without end"),
        pytest.param("<style>" + "/*" * 500_000 + "</style>words", id="notes without end in a sheet"),
        pytest.param(
            "<style>" + ".a .b{color:red}" * 20_000 + "</style>" + "<p class='a b'>" * 20_000 + "words", id="rules"
        ),
        pytest.param("<plaintext>words", id="an element that never ends"),
        pytest.param("\0<p\0>wor\0ds\0", id="signs that are none"),
        pytest.param("<select><option>words" + "<option>" * 200_000, id="options"),
    ],
)
def test_hostile_pages_are_read_and_end(html):
    assert html_to_text(html).text == "words"


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
