"""Which stage is asked for."""

import pytest

from classify.labels import Kind, Stage
from classify.reading import Evidence, Finding
from classify.stage import decide_stage
from tests.classify.model_fakes import hit, scores

SPAN = Evidence(where="body", start=0, end=4, quote="Mine")


def decide(kind, *, stage=None, hits=()):
    found = Finding(label=kind, confidence=0.9, evidence=(SPAN,), found_by="model:test")
    return decide_stage(found, scores(stage=stage), hits, found_by="model:test")


@pytest.mark.parametrize("kind", [k for k in Kind if k not in {Kind.COMPLAINT, Kind.ESCALATION}])
def test_only_complaints_and_escalations_have_a_stage(kind):
    assert decide(kind, stage={Stage.TWO: 0.9}) is None


@pytest.mark.parametrize(
    ("kind", "likely", "rules", "expected"),
    [
        pytest.param(
            Kind.COMPLAINT, {Stage.TWO: 0.6, Stage.ONE: 0.4}, (), Stage.ONE, id="a first complaint is stage 1"
        ),
        pytest.param(
            Kind.COMPLAINT, {Stage.ONE: 0.9}, ("stage:2",), Stage.ONE, id="one rule alone leaves a person to ask"
        ),
        pytest.param(
            Kind.ESCALATION, {Stage.ONE: 0.9, Stage.TWO: 0.08}, (), Stage.TWO, id="an escalation is never stage 1"
        ),
        pytest.param(
            Kind.ESCALATION, {Stage.TWO: 0.6, Stage.THREE: 0.3}, ("stage:3",), Stage.THREE, id="names the panel"
        ),
        pytest.param(Kind.ESCALATION, {Stage.OMBUDSMAN: 0.7, Stage.TWO: 0.2}, (), Stage.OMBUDSMAN, id="ombudsman"),
        pytest.param(
            Kind.ESCALATION, {Stage.TWO: 0.7}, ("escalation",), Stage.TWO, id="a rule for the kind says no stage"
        ),
    ],
)
def test_the_stage_is_the_one_asked_for_or_the_next(kind, likely, rules, expected):
    found = decide(kind, stage=likely, hits=[hit(code) for code in rules])
    assert found is not None
    assert found.label is expected


def test_a_rule_s_words_are_the_evidence_else_the_kind_s():
    by_rule = decide(Kind.ESCALATION, stage={Stage.TWO: 0.7}, hits=[hit("stage:2", "stage 2", 9)])
    by_model = decide(Kind.ESCALATION, stage={Stage.TWO: 0.7})
    assert by_rule is not None
    assert by_model is not None
    assert ([e.quote for e in by_rule.evidence], by_rule.found_by) == (["stage 2"], "rule:stage:2.test")
    assert (by_model.evidence, by_model.found_by) == ((SPAN,), "model:test")
