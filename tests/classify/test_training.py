"""What training sees: the corpus as matrices, evidence by sentence, and what is left out."""

import json

import numpy as np
import pytest

from classify.labels import COMPLAINTS, Flag, Kind, Route, Subject
from classify.language import sentences
from classify.model import corpus
from classify.model.corpus import read_examples
from classify.model.linear import bags_of, read_linear
from classify.model.matrices import SINGLES, evidence_marks, is_skipped, known_features, matrices, rarities
from classify.model.scores import TextUnits
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


@pytest.fixture
def small_corpus(tmp_path, monkeypatch):
    """Every label by each of six writers: enough to fit on, far too few to be right."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "s1.jsonl").write_text("".join(json.dumps(_taught(number)) + "\n" for number in range(252)))
    monkeypatch.setattr(corpus, "CORPUS", folder)
    return folder


def _taught(number):
    others = [kind for kind in Kind if kind not in COMPLAINTS]
    complaints = (Kind.COMPLAINT, Kind.ESCALATION)
    kind = complaints[number % 2] if number % 4 else others[number // 4 % len(others)]
    subject, flag = list(Subject)[number % len(Subject)], list(Flag)[number % len(Flag)]
    words, told = f"{kind} and {subject}".replace("_", " "), str(flag).replace("_", " ")
    out = str(subject) not in set(Route)
    matter = {"route": "out_of_scope" if out else str(subject), "reason": str(subject) if out else None}
    has_matters = kind in COMPLAINTS
    return changed(
        id=f"s1-{number}",
        body=f"{words} here. Also {told} there.",
        labels__kind=str(kind),
        labels__stage=number % 3 + 1 if has_matters else None,
        labels__matters=[matter | {"gist": "x", "evidence": [words]}] if has_matters else [],
        labels__flags=[{"flag": str(flag), "evidence": [told]}],
    ) | {"from": f"W <{WRITERS[number // len(Flag) % len(WRITERS)]}@post.example>"}


# None of them falls to the development split, which nothing is trained on.
WRITERS = [
    w for w in (f"writer{n}" for n in range(9)) if not example(**{"from": f"W <{w}@post.example>"}).is_development
][:6]


def test_a_model_with_own_examples_is_written_whole_and_named_after_its_weights(small_corpus, tmp_path):
    from classify.model.train import train

    out = tmp_path / "out"
    out.mkdir()
    train(out, [changed(id="own-1", accepted=True)])
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["own_examples"] == 1
    assert manifest["version"].endswith("+" + manifest["weights_sha256"][:8])
    model = read_linear(out / "weights.npz", out / "manifest.json")
    scores = model.predict(TextUnits(subject="", sentences=("A complaint about statutory things.",)))
    assert sum(scores.kind.values()) == pytest.approx(1)


def test_training_without_the_corpus_says_so(tmp_path, monkeypatch):
    from classify.model.train import train

    monkeypatch.setattr(corpus, "CORPUS", tmp_path)
    with pytest.raises(FileNotFoundError, match="source checkout"):
        train(tmp_path)
