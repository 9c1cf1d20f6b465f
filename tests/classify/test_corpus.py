"""The training corpus holds what its README says, and the checker sees what it must."""

import copy

import pytest

from classify.labels import Flag, Kind, Stage, Subject
from classify.model.corpus import check_corpus, corpus_files, message_of, read_examples, read_rows
from ingest.message import SegmentKind

ROW = {
    "id": "t-1",
    "subject": "contact",
    "from": "Ana <ana@post.example>",
    "received": "2026-02-03T21:14:00+00:00",
    "body": "Nobody arranged contact. Her manager laughed at me.",
    "labels": {
        "kind": "complaint",
        "matters": [{"route": "statutory", "reason": None, "gist": "contact", "evidence": ["Nobody arranged contact"]}],
        "stage": 1,
        "flags": [{"flag": "staff_conduct", "evidence": ["laughed at me"]}],
    },
    "near_miss_for": ["threat"],
    "unscored": [],
    "difficulty": "plain",
    "why": "plain",
}


def changed(**paths):
    row = copy.deepcopy(ROW)
    for path, value in paths.items():
        *parents, last = path.split("__")
        target = row
        for parent in parents:
            target = target[int(parent) if parent.isdigit() else parent]
        target[last] = value
    return row


def test_the_whole_corpus_has_no_fault():
    rows = list(read_rows())
    assert check_corpus(rows) == []
    assert len(rows) > 9000
    assert len(corpus_files()) == 31


def test_every_label_is_taught_by_at_least_twenty_messages():
    examples = read_examples(read_rows())
    for label in (*Kind, *Subject, *Flag):
        met = sum(label is e.kind or label in e.subjects or label in e.flags for e in examples)
        assert met >= 20, label


def test_no_writer_is_on_both_sides_of_the_split():
    sides: dict[str, set[bool]] = {}
    for row, example in zip(read_rows(), read_examples(read_rows()), strict=True):
        sides.setdefault(row["from"], set()).add(example.is_development)
    assert all(len(side) == 1 for side in sides.values())
    share = sum(True in side for side in sides.values()) / len(sides)
    assert 0.08 < share < 0.17


def test_addresses_are_invented():
    assert all(row["from"].rstrip(">").rpartition(".")[2].startswith("example") for row in read_rows())


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        pytest.param(ROW, None, id="as it should be"),
        pytest.param(changed(labels__kind="moan"), "kind moan", id="a kind we do not have"),
        pytest.param(changed(labels__matters=[]), "matters only and always", id="a complaint about nothing"),
        pytest.param(changed(labels__kind="comment"), "matters only and always", id="a comment with a matter"),
        pytest.param(changed(received="yesterday"), "received 'yesterday'", id="no day"),
        pytest.param(changed(received="2026-02-30T10:00:00+00:00"), "received", id="a day there is not"),
        pytest.param(changed(received="2026-02-03T10:00:00"), "received", id="a time without a zone"),
        pytest.param(changed(labels__stage=4), "stage 4", id="a stage that does not exist"),
        pytest.param(changed(labels__stage=None), "stage None", id="a complaint without stage"),
        pytest.param(changed(labels__matters__0__reason="over_a_year"), "reason over_a_year", id="a reason in scope"),
        pytest.param(changed(labels__matters__0__route="out_of_scope"), "reason None", id="out of scope for no reason"),
        pytest.param(changed(labels__matters__0__evidence=[]), "without evidence", id="a matter on no words"),
        pytest.param(changed(labels__matters__0__evidence=["Nobody came"]), "not in text", id="words not in the mail"),
        pytest.param(changed(labels__flags__0__evidence=["laughed at us"]), "not in text", id="flag words not there"),
        pytest.param(changed(labels__flags__0__flag="grumpy"), "flag grumpy", id="a flag we do not have"),
        pytest.param(changed(near_miss_for=["grumpy"]), "near_miss_for grumpy", id="a near miss of nothing"),
        pytest.param(changed(difficulty="odd"), "difficulty odd", id="a difficulty we do not have"),
        pytest.param({"id": "t-2"}, "no subject", id="half a row"),
    ],
)
def test_the_checker_sees_each_fault(row, fault):
    faults = check_corpus([row])
    assert (faults == []) if fault is None else any(fault in found for found in faults)


def test_the_checker_sees_an_id_used_twice():
    assert check_corpus([ROW, ROW]) == ["t-1: id used 2 times"]


def test_a_row_becomes_the_message_the_reader_would_be_given():
    row = changed(
        subject="Re: contact", body="I still wait.\n\nOn 3 Feb 2026 the team wrote:\n> Thank you for your mail"
    )
    message = message_of(row)
    assert message.sender.address == "ana@post.example"
    assert message.own_words.startswith("I still wait.")
    assert message.quoted_words == "> Thank you for your mail"
    assert SegmentKind.QUOTED in {segment.kind for segment in message.segments}


def test_an_example_holds_the_labels_with_their_words():
    (example,) = read_examples([ROW])
    assert example.subjects == {Subject.STATUTORY: ("Nobody arranged contact",)}
    assert example.flags == {Flag.STAFF_CONDUCT: ("laughed at me",)}
    assert (example.kind, example.stage, example.has_matters) == (Kind.COMPLAINT, Stage.ONE, True)
