"""Two opinions weighed into one."""

import json
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from classify.encoder.encoder import Seen
from classify.labels import RISK_FLAGS, Flag, Kind, Stage, Subject
from classify.model.blended import Blend, BlendedModel, Weighing, read_blend, write_blend
from classify.model.corpus import read_examples
from classify.model.packaged import load_model
from classify.model.scores import MESSAGE_LABELS, SENTENCE_LABELS, TextUnits
from classify.model.weigh import Opinion, Remembering, learn
from tests.classify.model_fakes import FakeModel, scores

UNITS = TextUnits(subject="", sentences=("First.", "Second."))


@dataclass
class FakeSight:
    """See what it is told to, and count how often it is asked."""

    said: dict = field(default_factory=dict)
    shares: dict = field(default_factory=dict)
    name: str = "encoder:fake"
    asked: int = 0

    def see(self, sentences, *, has_history):
        self.asked += 1
        odds = np.array([self.said.get(label, -3.0) for label in MESSAGE_LABELS], np.float32)
        rows = np.zeros((len(sentences), len(MESSAGE_LABELS)), np.float32)
        for (row, label), value in self.shares.items():
            rows[row, list(MESSAGE_LABELS).index(label)] = value
        return Seen(odds, rows)


def blend(linear=0.5, encoder=0.5, **biases):
    def one(labels):
        return Weighing(linear, encoder, np.array([biases.get(str(label), 0.0) for label in labels], np.float32))

    return Blend(
        kind=one(Kind),
        stage=one(Stage),
        single=one(SENTENCE_LABELS),
        sentence=one(SENTENCE_LABELS),
        subject_thresholds=dict.fromkeys(Subject, 0.4),
        flag_thresholds=dict.fromkeys(Flag, 0.45),
    )


PLAIN = FakeModel(scores(kind={Kind.COMPLAINT: 0.7, Kind.COMMENT: 0.3}, flags={Flag.MEDIA: 0.8}))


def test_without_weight_the_encoder_says_nothing():
    given = BlendedModel(PLAIN, FakeSight({Kind.COMMENT: 9.0, Flag.MEDIA: -9.0}), blend(1.0, 0.0)).predict(UNITS)
    assert given.kind[Kind.COMPLAINT] == pytest.approx(0.7, abs=0.01)
    assert given.flags[Flag.MEDIA] == pytest.approx(0.8, abs=0.01)


def test_a_sure_encoder_turns_an_unsure_linear_model():
    given = BlendedModel(PLAIN, FakeSight({Kind.COMMENT: 4.0, Flag.MEDIA: -6.0}), blend()).predict(UNITS)
    assert max(given.kind, key=given.kind.get) is Kind.COMMENT
    assert given.flags[Flag.MEDIA] < 0.2


def test_probabilities_of_kinds_and_stages_add_up_to_one():
    given = BlendedModel(PLAIN, FakeSight({Kind.AUTOMATIC: 2.0, Stage.TWO: 5.0}), blend()).predict(UNITS)
    assert sum(given.kind.values()) == pytest.approx(1, abs=1e-5)
    assert sum(given.stage.values()) == pytest.approx(1, abs=1e-5)


def test_the_sentence_that_adds_most_is_the_evidence():
    sight = FakeSight(shares={(1, Kind.COMPLAINT): 5.0, (1, Subject.STATUTORY): 9.0})
    given = BlendedModel(PLAIN, sight, blend()).predict(UNITS)
    assert given.kind_weight[1][Kind.COMPLAINT] > given.kind_weight[0][Kind.COMPLAINT]
    assert given.per_sentence[1][Subject.STATUTORY] > given.per_sentence[0][Subject.STATUTORY]


def test_an_empty_message_has_scores_and_no_rows():
    given = BlendedModel(PLAIN, FakeSight(), blend()).predict(TextUnits(subject="", sentences=()))
    assert given.per_sentence == given.flags_per_sentence == given.kind_weight == ()


def test_the_version_names_both():
    assert BlendedModel(PLAIN, FakeSight(), blend()).version == "model:fake+encoder:fake"


def test_a_blend_is_written_and_read_back(tmp_path):
    path = tmp_path / "blend.json"
    write_blend(path, blend(0.25, 0.75, media=-1.5))
    back = read_blend(path)
    assert (back.single.linear, back.single.encoder) == (0.25, 0.75)
    assert back.single.bias[list(SENTENCE_LABELS).index(Flag.MEDIA)] == -1.5
    assert back.subject_thresholds == dict.fromkeys(Subject, 0.4)


def test_a_blend_for_other_labels_is_refused(tmp_path):
    path = tmp_path / "blend.json"
    write_blend(path, blend())
    held = json.loads(path.read_text())
    del held["kind"]["bias"]["complaint"]
    path.write_text(json.dumps(held))
    with pytest.raises(ValueError, match="made for other labels"):
        read_blend(path)


def row(number, kind):
    matters = [{"route": "statutory", "reason": None, "evidence": ["First."]}] if kind == "complaint" else []
    stage = 1 if matters else None
    labels = {"kind": kind, "stage": stage, "matters": matters, "flags": []}
    return {
        "id": f"x{number}",
        "subject": "",
        "from": f"{number}@post.example",
        "body": "First. Second.",
        "labels": labels,
    }


def opinions(*, encoder_knows):
    """Return 80 messages: one side knows which are complaints, the other guesses."""
    found = []
    for number in range(80):
        is_complaint = number % 3 != 0
        (example,) = read_examples([row(number, "complaint" if is_complaint else "comment")])
        guess = number % 2 == 0
        linear, sight = (guess, is_complaint) if encoder_knows else (is_complaint, guess)
        said = {Kind.COMPLAINT: 3.0 if sight else -3.0, Kind.COMMENT: -3.0 if sight else 3.0}
        odds = {Kind.COMPLAINT: 0.9 if linear else 0.1, Kind.COMMENT: 0.1 if linear else 0.9}
        plain = replace(scores(2), kind={kind: odds.get(kind, 0.001) for kind in Kind})
        seen = FakeSight(said).see(("First.", "Second."), has_history=False)
        found.append(Opinion(example, plain, seen, np.zeros(len(MESSAGE_LABELS), np.float32)))
    return found


def test_the_side_that_knows_gets_the_weight():
    knowing, guessing = learn(opinions(encoder_knows=True)).kind, learn(opinions(encoder_knows=False)).kind
    assert knowing.encoder > knowing.linear
    assert guessing.linear > guessing.encoder


def test_danger_as_likely_as_not_is_always_said():
    assert all(load_model().flag_thresholds[flag] <= 0.5 for flag in RISK_FLAGS)


def test_what_was_seen_is_seen_once():
    sight = FakeSight()
    remembering = Remembering(sight)
    for has_history in (False, False, True):
        remembering.see(("First.",), has_history=has_history)
    assert sight.asked == 2
