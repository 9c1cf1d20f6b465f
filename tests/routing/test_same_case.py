"""Which case is this about: joined only on full agreement, asked about otherwise, never merged in silence."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.message import Address, Attachment, Message, Segment, SegmentKind
from routing.same_case import KnownCase, find_case, resemblance

OURS = "<letter-1@brackenshire.example>"
STORY = (
    "Maisie's taxi to Moorside stopped in January and the transport desk has not answered since. She has missed eleven "
    "lessons of swimming, and her grandmother drives forty miles every Thursday to bring her home from there."
)
CASE = KnownCase(
    reference="BCC-2026-0012",
    senders=("denise.harker@post.example",),
    names=("Denise Harker",),
    message_ids=("<first@post.example>", OURS),
    texts=(STORY,),
    digests=("d1",),
)
LODGING = (
    "Completely separately, Jordan's supported lodging flooded and the keyworker refused to arrange anywhere dry. His "
    "laptop, passport and college portfolio were ruined, and nobody has offered replacement clothing or bedding."
)
FLOOD = Attachment(
    index=0, filename="letter.pdf", media_type="application/pdf", size_bytes=1, digest="f9", text=LODGING
)
OTHER = replace(
    CASE, reference="BCC-2026-0044", message_ids=("<x@post.example>",), texts=("Pocket money",), digests=("d9",)
)


def _mail(
    body: str,
    *,
    sender="denise.harker@post.example",
    name="",
    subject="Re: Complaint",
    quoted="",
    forwarded="",
    digest="d2",
    **fields,
) -> Message:
    whole = f"{body}\n{quoted or forwarded}"
    segments = (
        Segment(kind=SegmentKind.OWN, start=0, end=len(body) + 1),
        Segment(kind=SegmentKind.FORWARDED if forwarded else SegmentKind.QUOTED, start=len(body) + 1, end=len(whole)),
    )
    return Message(digest=digest, sender=Address(name=name, address=sender), subject=subject, body=whole, segments=segments, **fields)  # fmt: skip


def _file(text: str, digest="f1") -> Attachment:
    return Attachment(
        index=0, filename="letter.pdf", media_type="application/pdf", size_bytes=1, digest=digest, text=text
    )


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(_mail("Any news?", in_reply_to=OURS), id="a short chase answering our letter"),
        pytest.param(_mail("Any news?", references=("<first@post.example>", OURS)), id="further down the thread"),
        pytest.param(_mail("Any news?", subject="BCC-2026-0012"), id="our reference in the subject"),
        pytest.param(_mail("About bcc 2026 0012: any news?"), id="our reference, written loosely"),
        pytest.param(_mail("Any news?", in_reply_to=OURS, sender="Denise.Harker@Post.Example "), id="capitals in the address"),
        pytest.param(_mail("Any news?", to=(Address(name="", address="complaints+bcc-2026-0012@brackenshire.example"),)), id="written to the plus address of the case"),
        pytest.param(_mail("Any news?", in_reply_to="<bcc-2026-0012.17.abcdef@brackenshire.example>"), id="answering a Message-ID made of our reference"),
        pytest.param(_mail("Any news?", in_reply_to=OURS, name="HARKER, Denise"), id="the same name, written otherwise"),
        pytest.param(_mail("Any news?", in_reply_to=OURS, reply_to=Address(name="", address="denise.harker@post.example")), id="answers go to the same address"),
        pytest.param(_mail("The taxi to Moorside for Maisie has stopped again on Thursday, and the transport desk has still not answered me or her grandmother about the swimming lessons missed.", in_reply_to=OURS), id="more on the same"),
    ],
)  # fmt: skip
def test_a_reply_joins_when_sender_reference_and_content_agree(message):
    found = find_case(message, (CASE, OTHER))
    assert (found.joins, found.ask) == ("BCC-2026-0012", ())
    assert found.words.startswith("BCC-2026-0012: same sender, ")


@pytest.mark.parametrize(
    ("message", "candidates", "ask"),
    [
        pytest.param(_mail("Any news?", in_reply_to=OURS, sender="ex@post.example"), (CASE,), ("BCC-2026-0012",), id="the thread from another address"),
        pytest.param(_mail("Any news?", subject="BCC-2026-0012", sender="ex@post.example"), (CASE,), ("BCC-2026-0012",), id="the reference from another address"),
        pytest.param(_mail("Any news?"), (CASE,), ("BCC-2026-0012",), id="the sender alone"),
        pytest.param(_mail("Any news?"), (CASE, OTHER), ("BCC-2026-0012", "BCC-2026-0044"), id="the sender of two cases"),
        pytest.param(_mail(LODGING, in_reply_to=OURS), (CASE,), ("BCC-2026-0012",), id="a new subject in an old thread"),
        pytest.param(_mail("Any news?", in_reply_to=OURS), (replace(CASE, is_open=False),), ("BCC-2026-0012",), id="a closed case"),
        pytest.param(_mail("BCC-2026-0044 please", in_reply_to=OURS), (CASE, OTHER), ("BCC-2026-0012", "BCC-2026-0044"), id="one thread, another reference"),
        pytest.param(_mail("Hello", quoted="> BCC-2026-0012", sender="new@post.example"), (CASE,), ("BCC-2026-0012",), id="a stranger who only quotes our reference"),
        pytest.param(_mail("Any news?", quoted="> BCC-2026-0012"), (CASE,), ("BCC-2026-0012",), id="the sender, but our reference only in what is quoted"),
        pytest.param(_mail("Any news?", in_reply_to=OURS, name="Paul Harker"), (CASE,), ("BCC-2026-0012",), id="one family address, another name"),
        pytest.param(_mail("Any news?", in_reply_to=OURS, name="The Harkers"), (CASE,), ("BCC-2026-0012",), id="a family's name where a person's stood"),
        pytest.param(_mail("Any news?", in_reply_to=OURS, reply_to=Address(name="", address="ex@post.example")), (CASE,), ("BCC-2026-0012",), id="answers to it would go elsewhere"),
        pytest.param(_mail("See below.", in_reply_to=OURS, forwarded="I am Maisie's father and want to know what she told you."), (CASE,), ("BCC-2026-0012",), id="passes on somebody else's message"),
        pytest.param(_mail("See the letter.", in_reply_to=OURS, attachments=(FLOOD,)), (CASE,), ("BCC-2026-0012",), id="a few words, and another family in the attachment"),
        pytest.param(_mail("Other words.", message_id="<first@post.example>"), (CASE,), ("BCC-2026-0012",), id="the Message-ID of a mail we hold, other words"),
        pytest.param(_mail("Any news?", in_reply_to=OURS, sender=""), (CASE,), ("BCC-2026-0012",), id="no address at all"),
    ],
)  # fmt: skip
def test_what_does_not_agree_in_everything_waits_for_a_person(message, candidates, ask):
    found = find_case(message, candidates)
    assert (found.joins, found.ask) == (None, ask)
    assert all(reference in found.words for reference in ask)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(_mail("Hello", sender="new@post.example"), id="a stranger"),
        pytest.param(
            _mail("Hello BCC-2026-00123", sender="new@post.example"), id="a longer reference that only begins alike"
        ),
        pytest.param(_mail("Hello BCC-2026", sender="new@post.example"), id="half a reference"),
        pytest.param(_mail(LODGING, sender="new@post.example"), id="a stranger on something else"),
    ],
)
def test_a_new_message_is_a_new_case(message):
    found = find_case(message, (CASE,))
    assert (found.joins, found.ask, found.repeats) == (None, (), ())


def test_a_second_chase_in_the_same_few_words_joins_again():
    chased = replace(CASE, texts=(STORY, "Any news?"))
    assert find_case(_mail("Any news?", in_reply_to=OURS), (chased,)).joins == "BCC-2026-0012"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        pytest.param(_mail(STORY, in_reply_to=OURS), "nearly the same words again", id="sent again as a reply"),
        pytest.param(_mail(STORY.replace("eleven", "twelve")), "nearly the same words again", id="sent again with one word changed"),
        pytest.param(_mail("Hi", digest="d1"), "the very same mail again", id="the same bytes"),
    ],
)  # fmt: skip
def test_a_mail_sent_again_is_shown_and_never_merged(message, words):
    found = find_case(message, (CASE,))
    assert (found.joins, found.repeats) == (None, ("BCC-2026-0012",))
    assert words in found.words


def test_without_candidates_nothing_is_asked():
    assert find_case(_mail("Hello"), ()).ask == ()


def test_resemblance_tells_copies_from_other_letters():
    assert resemblance(STORY, STORY.upper()) == 1.0
    assert resemblance(STORY, STORY.replace("eleven", "twelve")) >= 0.7
    assert resemblance(STORY, LODGING) == 0.0
    assert resemblance("", "") == 0.0


@given(body=st.text(max_size=300), subject=st.text(max_size=80), sender=st.sampled_from(["", "denise.harker@post.example", "ex@post.example"]), replied=st.booleans())  # fmt: skip
def test_nothing_joins_without_its_sender_and_a_reference(body, subject, sender, replied):
    found = find_case(_mail(body, subject=subject, sender=sender, in_reply_to=OURS if replied else ""), (CASE,))
    if found.joins:
        assert sender == "denise.harker@post.example"
        assert replied or "12" in f"{subject}{body}"


@given(st.text(max_size=200), st.text(max_size=200))
def test_resemblance_is_a_share_and_the_same_both_ways(first, second):
    assert 0.0 <= resemblance(first, second) <= 1.0
    assert resemblance(first, second) == resemblance(second, first)


@pytest.mark.parametrize(
    ("signed", "children", "joins"),
    [
        pytest.param("Denise", (), True, id="signed with her first name"),
        pytest.param("", ("Maisie, 8",), True, id="names the child of the case"),
        pytest.param("", ("Maisie's",), True, id="names what is the child's"),
        pytest.param("", ("Leo, 7",), True, id="names a child where the case names none"),
        pytest.param("Paul Harker", (), False, id="signed by somebody else of the family"),
    ],
)
def test_a_signature_may_tell_two_people_of_one_address_apart(signed, children, joins):
    found = find_case(_mail("Any news?", in_reply_to=OURS), (CASE,), signed=signed, children=children)
    assert bool(found.joins) is joins


def test_the_child_of_the_case_joins_however_it_is_written():
    case = replace(CASE, children=("Maisie (8)",))
    assert find_case(_mail("Any news of her?", in_reply_to=OURS), (case,), children=("Maisie's",)).joins


def test_a_child_of_another_family_waits():
    case = replace(CASE, children=("Maisie, 8",))
    found = find_case(_mail("Any news about Jordan?", in_reply_to=OURS), (case,), children=("Jordan",))
    assert (found.joins, found.ask) == (None, ("BCC-2026-0012",))
    assert "but names another child" in found.words


def test_the_same_words_from_somebody_else_are_shown_beside_and_stop_nothing():
    found = find_case(_mail(STORY, sender="ex@post.example"), (CASE,))
    assert (found.joins, found.ask, found.near) == (None, (), ("BCC-2026-0012",))
    assert "nearly the same words, from somebody else" in found.words


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(_mail("Please see what my constituent sent me.", sender="mp@parliament.example", forwarded=f"From: Denise\n{STORY}"), id="an MP forwards it"),
        pytest.param(_mail("Attached.", sender="advocate@voice.example", attachments=(_file(STORY),)), id="an advocate attaches it as a PDF"),
    ],
)  # fmt: skip
def test_a_complaint_passed_on_by_somebody_else_waits_for_a_person(message):
    found = find_case(message, (CASE,))
    assert (found.joins, found.ask) == (None, ("BCC-2026-0012",))
    assert "passed on by somebody else" in found.words


def test_the_same_words_as_a_file_from_the_same_person_are_a_repeat():
    found = find_case(_mail("As a letter, too.", attachments=(_file(STORY),)), (CASE,))
    assert found.repeats == ("BCC-2026-0012",)


def test_a_case_that_was_put_with_another_is_found_by_its_old_reference():
    case = replace(CASE, aliases=("BCC-2026-0013",))
    assert find_case(_mail("Any news?", subject="BCC 2026 13"), (case,)).joins == "BCC-2026-0012"


@given(st.permutations([CASE, OTHER, replace(CASE, reference="BCC-2026-0077", is_open=False)]), st.sampled_from([_mail("Any news?"), _mail("Any news?", in_reply_to=OURS), _mail(STORY), _mail("BCC-2026-0044")]))  # fmt: skip
def test_the_order_of_the_cases_changes_nothing(candidates, message):
    found = find_case(message, tuple(candidates))
    again = find_case(message, tuple(reversed(candidates)))
    assert (found.joins, set(found.ask), set(found.near)) == (again.joins, set(again.ask), set(again.near))
