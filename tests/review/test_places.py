"""Whoever decides sees on which page of which attachment the words stand that a suggestion rests on."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Joining
from ingest.message import Attachment
from ingest.page_starts import PageStart
from ingest.parse import parse_message
from review.pages.page_marks import cut_at_pages
from review.pages.places import LONGEST_QUOTE, Places
from tests.documents.make_documents import mail_with, pdf_of
from tests.factories import NOW, make_alert, make_case, make_mail, make_message

CRIED = "He cried all night."
LETTER = parse_message(mail_with(pdf_of("Nobody came for Kai.", "", CRIED))).attachments[0]


def evidence(words=CRIED, letter=LETTER):
    start = letter.text.index(words)
    return {"where": "attachment:0", "start": start, "end": start + len(words), "quote": words}


def matter(*found):
    return {
        "key": "matter:1", "suggested": "corporate", "sureness": "sure", "words": "It is about a visit.",
        "evidence": list(found),
    }  # fmt: skip


def page(desk, case):
    return desk.get(f"/cases/{case.pk}").content.decode()


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_case_page_names_the_page_of_every_piece_of_evidence(desk):
    fact = {"field": "effect", "value": "cried all night", "evidence": [evidence()]}
    case = make_case(decisions=[matter(evidence())], facts=[fact])
    mail = make_mail(make_message(attachments=[LETTER]), case=case)
    make_alert(case, mail, words=[evidence("Nobody came for Kai.")])
    said = words_of(page(desk, case))
    assert "“Nobody came for Kai.” (letter.pdf, page 1)" in said
    assert "cried all night (letter.pdf, page 3)" in said
    assert "In letter.pdf, page 3: “He cried all night.”" in said


def test_what_was_read_of_a_letter_is_shown_page_by_page_with_its_evidence_marked(desk):
    case = make_case(decisions=[matter(evidence())])
    make_mail(make_message(attachments=[LETTER]), case=case)
    html = page(desk, case)
    lines = re.findall(r'<span class="pr-pagemark">(.*?)</span>', html)
    assert lines == ["Page 1", "Page 2: no words read", "Page 3"]
    third = html.split('<span class="pr-pagemark">Page 3</span>')[1]
    assert third.startswith('<mark class="pr-ev pr-c-1"><a href="#d-1"')
    assert f">{CRIED}<" in third


def test_a_letter_of_one_page_and_a_photo_are_shown_without_lines_between(desk):
    one = parse_message(mail_with(pdf_of("Nobody came."))).attachments[0]
    photo = replace(LETTER, index=1, filename="photo.jpg", page_starts=())
    case = make_case()
    make_mail(make_message(attachments=[one, photo]), case=case)
    html = page(desk, case)
    assert "Nobody came." in html
    assert "pr-pagemark" not in html


def test_a_flag_that_is_asked_says_where_its_words_stand(desk):
    threat = {"key": "flag:threat", "suggested": "", "sureness": "not_sure", "words": "Words that may threaten."}
    case = make_case(decisions=[{**threat, "evidence": [evidence()]}])
    make_mail(make_message(attachments=[LETTER]), case=case)
    assert "Words that may threaten. In letter.pdf, page 3: “He cried all night.”" in words_of(page(desk, case))


def test_each_flag_among_several_says_where_its_own_words_stand(desk):
    young = {"key": "flag:young_person", "words": "She is 15.", "evidence": [evidence("Nobody came for Kai.")]}
    media = {"key": "flag:media", "words": "The press is named.", "evidence": [evidence()]}
    case = make_case(decisions=[{**flag, "suggested": "yes", "sureness": "sure"} for flag in (young, media)])
    make_mail(make_message(attachments=[LETTER]), case=case)
    said = words_of(page(desk, case))
    assert "She is 15. In letter.pdf, page 1: “Nobody came for Kai.”" in said
    assert "The press is named. In letter.pdf, page 3: “He cried all night.”" in said


def test_evidence_in_the_mail_itself_is_marked_there_and_not_said_again(desk):
    case = make_case(decisions=[matter({"where": "body", "start": 0, "end": 6, "quote": make_message().body[:6]})])
    make_mail(case=case)
    assert "pr-ev pr-c-1" in page(desk, case)
    assert "In message:" not in words_of(page(desk, case))


def test_words_typed_in_by_a_person_are_of_no_page(desk):
    typed = {"part": 0, "words": "Please help.", "much": "most", "by_name": "Priya Raman", "at": NOW.isoformat()}
    case = make_case()
    mail = make_mail(make_message(attachments=[LETTER]), case=case, typed=[typed])
    start = len(LETTER.text) + 2
    word = {"where": "attachment:0", "start": start, "end": start + 12, "quote": "Please help."}
    make_alert(case, mail, words=[word])
    html = page(desk, case)
    assert "“Please help.” (letter.pdf, typed in by a person)" in words_of(html)
    assert html.count("pr-pagemark") == 3


@pytest.mark.parametrize(
    "item",
    [
        {"where": "attachment:0", "start": 0, "end": 5, "quote": "Other"},
        {"where": "attachment:0", "quote": "Other"},
        {"where": "attachment:0", "start": "0", "end": 5, "quote": "Nobod"},
    ],
    ids=["read again since", "kept without a place", "nonsense"],
)
@pytest.mark.django_db
def test_where_the_words_are_not_found_the_file_is_named_without_a_page(item):
    places = Places(make_mail(make_message(attachments=[LETTER])))
    assert places.place_of(item) == "letter.pdf"


@pytest.mark.parametrize(
    "item",
    [
        {"where": "body", "start": 0, "end": 1, "quote": "x"}, {"where": "attachment:7", "start": 0, "end": 1},
        {"where": "attachment:", "start": 0}, {"quote": "letter.pdf could not be read"}, None, "words",
    ],
    ids=["the mail itself", "a file that is not there", "no number", "no place", "nothing", "a string"],
)  # fmt: skip
@pytest.mark.django_db
def test_what_lies_in_no_attachment_has_no_place(item):
    places = Places(make_mail(make_message(attachments=[LETTER])))
    assert places.place_of(item) == ""


@pytest.mark.django_db
def test_a_mail_that_was_not_read_has_no_places():
    assert Places(make_mail(text=None)).place_of(evidence()) == ""
    assert Places(None).place_of(evidence()) == ""


@pytest.mark.django_db
def test_long_words_are_shortened_and_the_same_words_are_said_once():
    long = replace(LETTER, text="Nobody came. " * 40, page_starts=(PageStart(start=0, name="page 1"),))
    item = {"where": "attachment:0", "start": 0, "end": 300, "quote": long.text[:300]}
    (quote,) = Places(make_mail(make_message(attachments=[long]))).quotes([item, item])
    assert len(quote.words) <= LONGEST_QUOTE
    assert (quote.words[-1], quote.place) == ("…", "letter.pdf, page 1")


def test_what_a_reply_raises_in_its_letter_is_named_with_its_page(desk):
    case = make_case()
    make_mail(case=case)
    mail = make_mail(make_message("See the letter.", attachments=[LETTER]), case=case, state="joined")
    raises = [["It tells of something new.", CRIED], ["It wants more.", "See the letter."]]
    Joining.objects.create(mail=mail, case=case, at=NOW, raises=raises)
    said = words_of(page(desk, case))
    assert f"“{CRIED}” (letter.pdf, page 3)" in said
    assert "“See the letter.” It came" in said


def _file(text, *starts):
    return Attachment(
        index=0, filename="a", media_type="b", size_bytes=1, digest="c", text=text,
        page_starts=tuple(PageStart(start=at, name=name) for at, name in starts),
    )  # fmt: skip


CUT = {
    "no pages": (_file("one\n\ntwo"), [("", "one\n\ntwo")]),
    "one page": (_file("one", (0, "page 1")), [("", "one")]),
    "two pages": (_file("one\n\ntwo", (0, "page 1"), (5, "page 2")), [("Page 1", "one"), ("Page 2", "two")]),
    "slides that say what they are": (
        _file("Slide 1:\na\n\nSlide 2 (hidden):\nb", (0, "slide 1"), (12, "slide 2")),
        [("", "Slide 1:\na"), ("", "\n\nSlide 2 (hidden):\nb")],
    ),
    "a folder": (
        _file("a/b.pdf:\none\n\ntwo\n\nc.txt:\nx", (0, "a/b.pdf"), (9, "a/b.pdf, page 1"), (14, "a/b.pdf, page 2"), (19, "c.txt")),
        [("", "a/b.pdf:"), ("a/b.pdf, page 1", "one"), ("a/b.pdf, page 2", "two"), ("", "\n\nc.txt:\nx")],
    ),
    "a fax in a letter": (
        _file("Dear\n\nseen", (6, "picture 1"), (6, "picture 1, page 1")), [("", "Dear"), ("Picture 1, page 1", "seen")],
    ),
    "remarks behind the pages": (
        _file("one\n\nremark", (0, "page 1"), (5, "")), [("Page 1", "one"), ("Elsewhere in the file", "remark")],
    ),
    "a page at the end without words": (
        _file("one", (0, "page 1"), (3, "page 2")), [("Page 1", "one"), ("Page 2: no words read", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("found", "shown"), CUT.values(), ids=CUT.keys())
def test_a_file_is_cut_at_its_pages(found, shown):
    stretches = cut_at_pages(found, len(found.text))
    assert [(each.heading, found.text[each.start : each.end]) for each in stretches] == shown


@given(
    st.text(st.sampled_from("ab \n"), max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["", "page 1", "b"])), max_size=5),
)
def test_no_word_is_lost_or_shown_twice_between_pages(text, starts):
    found = _file(text, *sorted((min(at, len(text)), name) for at, name in starts))
    kept = "".join(text[each.start : each.end] for each in cut_at_pages(found, len(text)))
    assert "".join(kept.split()) == "".join(text.split())
