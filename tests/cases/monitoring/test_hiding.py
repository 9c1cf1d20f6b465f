"""What is hidden is hidden wholly and in place, wherever it has moved to, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.monitoring import hiding
from cases.monitoring.hiding import (
    BLOCK,
    Stretch,
    collapse,
    find_everywhere,
    hidden_runs,
    hide,
    merge,
    overlaps,
    stretch,
    stretches_of,
    without,
    words_of,
)
from cases.monitoring.moving import move_hidden
from ingest.message import Attachment
from tests.factories import make_message

TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@given(TEXT, st.data())
def test_each_character_is_as_it_was_or_hidden(body, data):
    start = data.draw(st.integers(0, len(body) - 1))
    end = data.draw(st.integers(start + 1, len(body)))
    hidden = hide(make_message(body), [stretch("body", body, start, end)]).body
    assert (hidden[:start], hidden[end:]) == (body[:start], body[end:])
    assert len(hidden) == len(body)
    assert set(hidden[start:end]) <= {BLOCK, *(each for each in body[start:end] if each.isspace())}


def _row(kept, back=""):
    return {"stretches": [[kept.where, kept.start, kept.end, kept.trace]], "back": back, "moved": True}


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        pytest.param("Gender: Female, yes.", f"{BLOCK * 7} {BLOCK * 6}, yes.", id="where it was"),
        pytest.param("Again. Gender: Female, yes.", f"Again. {BLOCK * 7} {BLOCK * 6}, yes.", id="further down"),
        pytest.param("Gender:\nFemale, yes.", f"{BLOCK * 7}\n{BLOCK * 6}, yes.", id="over two lines"),
        pytest.param("A. Gender: Female B. Gender: Female",
                     f"A. {BLOCK * 7} {BLOCK * 6} B. {BLOCK * 7} {BLOCK * 6}", id="twice"),
        pytest.param("Gend3r: Fema1e", f"{BLOCK * 7} {BLOCK * 6}", id="read differently: the whole part"),
        pytest.param("", "", id="nothing read"),
    ],
)  # fmt: skip
def test_what_is_hidden_stays_hidden_when_the_mail_is_read_again(after, shown):
    before = make_message("Gender: Female, please note.")
    now = make_message(after)
    row = move_hidden(_row(stretch("body", before.body, 0, 14)), before, now)
    assert hide(now, stretches_of(row)).body == shown
    assert row["moved"] is True


def test_what_was_shown_again_stays_shown_when_the_mail_is_read_again():
    before, now = make_message("Gender: Female"), make_message("Gend3r: Fema1e")
    row = move_hidden(_row(stretch("body", before.body, 0, 14), back="ground"), before, now)
    assert stretches_of(row) == ()
    assert row["stretches"] == []


@pytest.mark.parametrize("row", [None, {"back": "flag", "stretches": []}])
def test_where_nothing_is_hidden_nothing_is_moved(row):
    assert move_hidden(row, make_message("A"), make_message("B")) == row


def test_words_that_are_not_in_their_place_hide_their_whole_part_and_no_other():
    message = make_message("Something else", subject="Visits")
    hidden = hide(message, [stretch("body", "Gender: Female", 0, 14)])
    assert (hidden.body, hidden.subject) == (f"{BLOCK * 9} {BLOCK * 4}", "Visits")


def test_a_long_message_is_never_searched_for_what_moved(monkeypatch):
    seen, trace = [], hiding._trace
    monkeypatch.setattr(hiding, "_trace", lambda words: seen.append(words) or trace(words))
    kept = [Stretch("body", at * 10, at * 10 + 5, "gone") for at in range(20)]
    hide(make_message("words and more words. " * 5_000), kept)
    assert len(seen) == len(kept)


def test_stretches_that_overlap_are_both_hidden_and_no_more():
    message = make_message("Gender: Female, please note.")
    parts = [stretch("body", message.body, 0, 10), stretch("body", message.body, 5, 14)]
    assert hide(message, parts).body == f"{BLOCK * 7} {BLOCK * 6}, please note."


def test_a_file_and_the_subject_are_hidden_too():
    file = Attachment(
        index=2, filename="form.pdf", media_type="application/pdf", size_bytes=1, digest="d", text="Sex: F"
    )
    message = make_message("Hello", subject="Sex: F", attachments=[file])
    hidden = hide(message, [stretch("attachment:2", "Sex: F", 0, 6), stretch("subject", "Sex: F", 0, 6)])
    assert (hidden.subject, hidden.attachments[0].text) == (f"{BLOCK * 4} {BLOCK}",) * 2


def test_the_same_line_is_found_everywhere_but_short_words_are_not():
    message = make_message("Black Caribbean\nFemale\n> Black Caribbean\n> Female")
    found = find_everywhere(message, ["Black Caribbean\nF"])
    assert set(words_of(message, found)) == {"Black Caribbean"}
    assert len(found) == 2


def test_stretches_that_touch_become_one():
    message = make_message("Gender: Female")
    parts = [stretch("body", message.body, 0, 8), stretch("body", message.body, 5, 14)]
    assert words_of(message, merge(parts, message)) == ("Gender: Female",)


@pytest.mark.parametrize(
    ("row", "is_hidden"),
    [
        (None, False),
        ({"stretches": [["body", 0, 4, "x"]], "back": "", "moved": True}, True),
        ({"stretches": [["body", 0, 4, "x"]], "back": "ground", "moved": True}, False),
    ],
    ids=["never", "hidden", "turned back"],
)
def test_what_is_kept_says_whether_it_is_hidden(row, is_hidden):
    assert bool(stretches_of(row)) == is_hidden


@pytest.mark.parametrize(
    ("item", "is_in"),
    [
        ({"where": "body", "start": 0, "end": 5}, True),
        ({"where": "body", "start": 13, "end": 20}, True),
        ({"where": "body", "start": 14, "end": 20}, False),
        ({"where": "subject", "start": 0, "end": 5}, False),
        ({"where": "body"}, False),
        ("words", False),
    ],
    ids=["inside", "one letter", "beside", "elsewhere", "no place", "no evidence"],
)
def test_evidence_in_a_hidden_stretch_is_known(item, is_in):
    assert overlaps(item, [stretch("body", "Gender: Female and more", 0, 14)]) == is_in


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Visits missed; I am female, 43, white British", "Visits missed; I …"),
        ("Visits missed by a white van", "Visits missed by a white van"),
        ("AM FEMALE, 43", "…"),
        ("No visit since May", "No visit since May"),
    ],
    ids=["a repetition", "one word is none", "all of it", "nothing of it"],
)
def test_a_line_of_ours_repeats_nothing_hidden(line, said):
    assert without(line, ["am female, 43, white British"]) == said


def test_a_hidden_run_is_one_and_is_said_in_words():
    text = f"Before {BLOCK * 3} {BLOCK}\n{BLOCK * 2} after {BLOCK}"
    assert len(hidden_runs(text)) == 2
    assert collapse(text) == "Before [Taken out: monitoring answers] after [Taken out: monitoring answers]"
