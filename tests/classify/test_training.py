"""What training sees: the corpus as matrices, evidence by sentence, and what is left out."""

import numpy as np
import pytest

from classify.labels import Flag, Subject
from classify.language import sentences
from classify.model.corpus import read_examples
from classify.model.matrices import SINGLES, evidence_marks, is_skipped, known_features, matrices, rarities
from classify.model.predict import bags_of
from classify.units import units_of
from tests.classify.test_corpus import ROW, changed


def example(**paths):
    (found,) = read_examples([changed(**paths)])
    return found


def test_a_sentence_is_evidence_if_it_holds_marked_words():
    marks = evidence_marks(example())
    subject, statutory, conduct = 0, SINGLES.index(Subject.STATUTORY), SINGLES.index(Flag.STAFF_CONDUCT)
    assert marks[:, statutory].tolist() == [False, True, False]
    assert marks[:, conduct].tolist() == [False, False, True]
    assert not marks[subject].any()


@pytest.mark.parametrize(
    ("found", "label", "skipped"),
    [
        pytest.param(example(), Subject.STATUTORY, False, id="a complaint teaches subjects"),
        pytest.param(
            example(labels__kind="comment", labels__matters=[]), Subject.STATUTORY, True, id="a comment teaches none"
        ),
        pytest.param(example(unscored=["threat"]), Flag.THREAT, True, id="a flag readers differ on teaches nothing"),
        pytest.param(example(unscored=["threat"]), Flag.SAFEGUARDING, False, id="the other flags do"),
    ],
)
def test_what_teaches_nothing_is_left_out(found, label, skipped):
    assert is_skipped(found, label) is skipped


def test_matrices_hold_a_row_a_message_and_a_row_a_sentence():
    examples = read_examples([ROW] * 3)
    bags = [bags_of(units_of(e.message, sentences(e.message))) for e in examples]
    known = [known_features([bag.message[sort] for bag in bags]) for sort in (0, 1)]
    data = matrices(examples, bags, known, [rarities(ids, bags, sort) for sort, ids in enumerate(known)])
    assert data.messages.shape[0] == 3
    assert data.sentences.shape[0] == len(data.owner) == len(data.sentence_singles) == 9
    # Words and letters are each scaled to length one, then stand side by side.
    lengths = np.sqrt(data.messages.multiply(data.messages).sum(axis=1)).A1
    assert lengths.tolist() == pytest.approx([np.sqrt(2)] * 3)
    assert (data.singles.sum(), data.stage.tolist()) == (6, [0, 0, 0])
