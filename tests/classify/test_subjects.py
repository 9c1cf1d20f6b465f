"""What a complaint is about: several matters side by side, each on its own sentences."""

import itertools

import pytest

from classify.labels import Kind, Subject
from classify.rules import Strength
from classify.subjects import OWN_POINT, find_subjects
from tests.classify.model_fakes import cut, hit, scores

BODY = "My son was moved without notice. The bin was not emptied either. I could not follow her English."
SENTENCES = cut(BODY)
THRESHOLDS = dict.fromkeys(Subject, 0.4)
S = Subject


def find(kind=Kind.COMPLAINT, *, subjects, per_sentence=({}, {}, {}), hits=(), sentences=SENTENCES):
    found = scores(subjects=subjects, per_sentence=per_sentence)
    return find_subjects(kind, sentences, found, hits, thresholds=THRESHOLDS, found_by="model:test")


def test_each_matter_stands_on_its_own_sentence():
    found = find(
        subjects={S.STATUTORY: 0.9, S.CORPORATE: 0.7},
        per_sentence=({S.STATUTORY: 0.8, S.CORPORATE: 0.1}, {S.STATUTORY: 0.1, S.CORPORATE: 0.9}, {}),
    )
    assert [(f.label, f.confidence, [e.quote for e in f.evidence]) for f in found] == [
        (S.STATUTORY, 0.9, ["My son was moved without notice."]),
        (S.CORPORATE, OWN_POINT, ["The bin was not emptied either."]),
    ]


@pytest.mark.parametrize("kind", [k for k in Kind if k not in {Kind.COMPLAINT, Kind.ESCALATION}])
def test_only_complaints_and_escalations_hold_matters(kind):
    assert find(kind, subjects={S.STATUTORY: 0.99}) == ()


def test_a_complaint_has_at_least_one_subject_with_evidence():
    (only,) = find(subjects={S.STATUTORY: 0.2})
    assert only.label is S.STATUTORY
    assert only.evidence


def test_a_complaint_without_words_has_none():
    assert find(subjects={S.STATUTORY: 0.9}, sentences=()) == ()


def test_of_the_ways_to_complain_of_english_only_the_likeliest_is_said():
    found = find(subjects={S.ENGLISH_FLUENCY: 0.6, S.EFD_ACCENT_OR_MANNER: 0.7, S.STATUTORY: 0.5})
    assert [f.label for f in found] == [S.EFD_ACCENT_OR_MANNER, S.STATUTORY]


@pytest.mark.parametrize(
    ("strength", "expected"),
    [
        pytest.param(Strength.DECIDES, {S.STATUTORY, S.COURT_PROCEEDINGS}, id="decides"),
        pytest.param(Strength.SUPPORTS, {S.STATUTORY}, id="supports"),
    ],
)
def test_a_rule_lifts_its_subject(strength, expected):
    found = find(
        subjects={S.STATUTORY: 0.9, S.COURT_PROCEEDINGS: 0.15}, hits=[hit("court_proceedings", "moved", 11, strength)]
    )
    assert {f.label for f in found} == expected


def test_a_deciding_rule_is_named_and_its_words_are_evidence():
    found = find(subjects={S.STATUTORY: 0.9, S.OTHER_BODY: 0.4}, hits=[hit("other_body", "bin", 37)])
    assert found[1].found_by == "rule:other_body.test"
    assert "bin" in [e.quote for e in found[1].evidence]


def test_evidence_never_overlaps():
    hits = [hit("statutory", "My son", 0), hit("statutory", "son was", 3)]
    (only,) = find(subjects={S.STATUTORY: 0.9}, per_sentence=({S.STATUTORY: 0.9}, {}, {}), hits=hits)
    spans = sorted((e.start, e.end) for e in only.evidence)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def test_rules_for_kinds_and_stages_do_not_touch_subjects():
    found = find(subjects={S.STATUTORY: 0.9}, hits=[hit("escalation"), hit("stage:2"), hit("threat")])
    assert [(f.label, f.confidence) for f in found] == [(S.STATUTORY, 0.9)]
