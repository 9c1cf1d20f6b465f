"""The marks mail programs leave are known line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.thread import footers, marks


@pytest.mark.parametrize("subject", ["Re: x", "RE:x", "Re[2]: x", "AW: x", "SV: x", "Odp: x", "Re: Fwd: x", "ATB: x"])
def test_an_answer_is_known_by_its_subject(subject):
    assert marks.is_reply_subject(subject)
    assert not marks.is_forward_subject(subject)


@pytest.mark.parametrize("subject", ["Fwd: x", "FW: x", "Fw: Re: x", "WG: x", "TR: x", "Ymlaen: x"])
def test_a_forward_is_known_by_its_subject(subject):
    assert marks.is_forward_subject(subject)
    assert not marks.is_reply_subject(subject)


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "Regarding Leon",
        "Ref: CH/1234",
        "Ashdown vs: Larkshire",
        "re my son",
        "Forward planning: x",
        "Complaint: RE: x",
        "Tracey: x",
    ],
)
def test_other_subjects_are_neither(subject):
    assert not marks.is_reply_subject(subject)
    assert not marks.is_forward_subject(subject)


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        pytest.param(["On 2 Mar 2026, at 16:05, A <a@b.example> wrote:"], 1, id="one line"),
        pytest.param(["On Mon, 2 Mar 2026 at 16:05, A", "<a@b.example>", "wrote:"], 3, id="three lines"),
        pytest.param(["On Mon, 2 Mar 2026 at 16:05, A", "", "wrote:"], 0, id="broken by a blank line"),
        pytest.param(["On my birthday she wrote:"], 0, id="no time, no address"),
        pytest.param(["She wrote on 2 Mar at 16:05:"], 0, id="not at the start"),
        pytest.param(["On " + "x" * 600 + " 10:10 wrote:"], 0, id="far too long"),
    ],
)
def test_attributions_are_counted_in_lines(lines, count):
    assert marks.attribution_lines(lines, 0) == count


@pytest.mark.parametrize(
    ("words", "is_programs"),
    [
        ("On 2 Mar 2026, at 16:05, Jo wrote:", True),
        ("On 2 Mar 2026 at 4:05 pm, Jo wrote:", True),
        ("On Monday jo@lee.example wrote:", False),
        ("On Monday Jo <jo@lee.example> wrote:", False),
        ("On 2 March Jo <jo@lee.example> wrote:", True),
        ("On Monday at 10:00 I wrote to <jo@lee.example>, and they wrote:", False),
        ("On 2 Mar 2026, at 16:05, the head teacher wrote:", False),
        ("On 3 March at 10:15 the manager wrote:", False),
    ],
)
def test_a_programs_attribution_is_told_from_a_persons(words, is_programs):
    assert marks.is_programs_attribution(words) is is_programs


@pytest.mark.parametrize(
    ("lines", "is_block"),
    [
        (["From: a", "Date: b", "To: c"], True),
        (["From: a", "Sent: b", "Cc: d", "Subject: c"], True),
        (["From: a", "To: c", "Subject: d"], False),
        (["To: c", "From: a", "Sent: b"], False),
        (["From: a", *([""] * 20), "Sent: b", "To: c"], False),
    ],
)
def test_a_block_of_headers_needs_who_when_and_one_more(lines, is_block):
    assert marks.is_header_block(lines, 0) is is_block


def test_who_wrote_the_older_mail_is_found():
    assert marks.source_of_history(["-----Original Message-----", "From: Complaints"], 0) == "From: Complaints"
    assert (
        marks.source_of_history(["On Mon at 10:00, A", "<a@b.example> wrote:"], 0)
        == "On Mon at 10:00, A <a@b.example> wrote:"
    )
    assert marks.source_of_history(["words"], 0) == ""


CHECKS = (
    marks.is_divider,
    marks.is_forward_marker,
    footers.is_device_line,
    footers.is_banner,
    footers.is_disclaimer,
    marks.says_answers_below,
    marks.is_reply_subject,
    marks.is_forward_subject,
)


@given(
    st.sampled_from(CHECKS), st.sampled_from(["-", ">", " ", "*", "[", "sent from ", "external ", "re:", "this email "])
)
def test_a_line_of_one_sign_ten_thousand_times_is_no_mark_and_no_trouble(check, sign):
    assert check(sign * 10_000) in (False, True)
    assert check("") is False
