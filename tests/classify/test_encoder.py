"""The encoder: what is cut for it, what it adds up to, and that only the files its manifest names are ever loaded."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.encoder.encoder import BIAS, FOLDER, MANIFEST, PIECES, WEIGHTS, load_encoder, read_facts
from classify.encoder.tokens import END, MOST_WINDOWS, OVERLAP, START, UNKNOWN, WINDOW, Cutter, split_words
from classify.labels import Flag, Kind
from classify.model.scores import KIND_PLACES, MESSAGE_LABELS

CUTTER = Cutter(FOLDER / PIECES)
SENTENCES = (
    "Nobody has come to any of the three visits that were promised for my grandson.",
    "I rang the team on Monday.",
    "I want to complain about it.",
)


def test_every_piece_knows_its_sentence():
    (window,) = CUTTER.windows(SENTENCES, has_history=False)
    assert (window.pieces[0], window.pieces[-1]) == (START, END)
    assert list(window.owners[1:-1]) == sorted(window.owners[1:-1])
    assert set(window.owners[1:-1]) == {0, 1, 2}
    assert (window.owners[0], window.owners[-1]) == (-1, -1)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param("Nobody has come to visit!", [6343, 2038, 2272, 2000, 3942, 999], id="known words and a mark"),
        pytest.param("NOBODY", [6343], id="shouting"),
        pytest.param("no\u00adbo\u200bdy", [6343], id="hidden letters"),
        pytest.param("\x00", [], id="nothing to read"),
        pytest.param("x" * 101, [UNKNOWN], id="no word is as long as this"),
    ],
)
def test_pieces_are_those_the_base_was_taught(text, numbers):
    assert CUTTER.pieces(text) == numbers


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Zoë's café", ["zoe", "'", "s", "cafe"], id="accents"),
        pytest.param("“ok”… £5", ["“", "ok", "”", "…", "£5"], id="curly quotes; a pound sign is a letter here"),
        pytest.param("a\tb\r\nc", ["a", "b", "c"], id="blanks"),
        pytest.param("儿童 help", ["儿", "童", "help"], id="each Han letter is a word"),
        pytest.param("foo@bar.example", ["foo", "@", "bar", ".", "example"], id="an address"),
    ],
)
def test_words_are_split_as_the_base_splits_them(text, words):
    assert list(split_words(text)) == words


def test_history_is_only_a_mark_that_no_sentence_owns():
    (plain,), (told,) = (CUTTER.windows(SENTENCES, has_history=there) for there in (False, True))
    assert len(told.pieces) > len(plain.pieces)
    assert set(told.owners[len(plain.pieces) - 1 :]) == {-1}


def test_a_long_message_is_read_in_windows_that_overlap_and_end():
    windows = CUTTER.windows([f"Visit number {number} did not take place." for number in range(900)], has_history=False)
    assert len(windows) == MOST_WINDOWS
    assert all(len(window.pieces) == WINDOW + 2 for window in windows)
    for one, after in pairwise(windows):
        assert list(one.pieces[-1 - OVERLAP : -1]) == list(after.pieces[1 : 1 + OVERLAP])


@given(st.lists(st.text(max_size=60), max_size=8), st.booleans())
def test_any_text_is_cut_and_seen(sentences, has_history):
    seen = load_encoder().see(sentences, has_history=has_history)
    assert seen.odds.shape == (len(MESSAGE_LABELS),)
    assert seen.shares.shape == (len(sentences), len(MESSAGE_LABELS))
    assert np.isfinite(seen.odds).all()
    assert np.isfinite(seen.shares).all()


def test_what_sentences_add_is_nearly_the_whole_decision():
    seen = load_encoder().see(SENTENCES, has_history=False)
    around = seen.odds - seen.shares.sum(axis=0) - np.load(FOLDER / BIAS)
    assert np.abs(around).max() < np.abs(seen.odds).max()
    complaint = list(MESSAGE_LABELS).index(Kind.COMPLAINT)
    assert seen.shares[1, complaint] < max(seen.shares[0, complaint], seen.shares[2, complaint])


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Please send me everything you hold about me under the Data Protection Act.", Kind.INFORMATION_REQUEST),
        ("I just wanted to say thank you to Ruth, she was wonderful with the boys.", Kind.COMPLIMENT),
        ("Where is the answer to my complaint of 3 March? It was due last week.", Kind.FOLLOW_UP),
    ],
)
def test_it_tells_kinds_by_itself(words, label):
    odds = load_encoder().see((words,), has_history=False).odds[KIND_PLACES]
    assert list(Kind)[int(odds.argmax())] is label


def test_it_sees_danger_in_words_no_rule_has():
    place = list(MESSAGE_LABELS).index(Flag.SAFEGUARDING)
    see = load_encoder().see
    danger = see(("When he is in drink he goes for the little one, and tonight he has her.",), has_history=False)
    calm = see(("When he is in the mood he reads to the little one, and tonight he has her.",), has_history=False)
    assert danger.odds[place] > calm.odds[place]


def test_threads_see_the_same():
    see = load_encoder().see
    alone = see(SENTENCES, has_history=False).odds
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: see(SENTENCES, has_history=False).odds, range(16)))
    assert all(np.array_equal(alone, odds) for odds in together)


@pytest.fixture
def copy(tmp_path):
    folder = tmp_path / "encoder"
    shutil.copytree(FOLDER, folder)
    load_encoder.cache_clear()
    yield folder
    load_encoder.cache_clear()


@pytest.mark.parametrize("name", [WEIGHTS, PIECES, BIAS])
def test_an_altered_file_is_refused(copy, name):
    raw = bytearray((copy / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (copy / name).write_bytes(raw)
    with pytest.raises(ValueError, match=f"{name} is not the file its manifest names"):
        load_encoder(copy)


def test_an_encoder_for_other_labels_is_refused(copy):
    facts = read_facts(copy)
    facts["labels"].pop()
    (copy / MANIFEST).write_text(json.dumps(facts))
    with pytest.raises(ValueError, match="trained for other labels"):
        load_encoder(copy)


def test_the_manifest_tells_base_licence_and_data():
    facts = read_facts()
    assert facts["base"]["licence"] == "Apache-2.0"
    assert len(facts["corpus_sha256"]) == 64
    assert facts["base"]["name"].split()[0] in (FOLDER / "NOTICE").read_text(encoding="utf-8")
    assert "Apache License" in (FOLDER / "LICENCE").read_text(encoding="utf-8")
