"""What is measured is counted right, laid out whole, and never shows a message's words."""

import json

import pytest
from PIL import Image

from classify.labels import Flag, Kind, Stage
from classify.model.acceptance import NEVER_HIGHER, NEVER_LOWER, WHOLE, find_objections
from classify.model.corpus import read_examples
from classify.model.evaluate import Said, figures, final_examples, true_of
from classify.model.measures import (
    BEHAVIOUR,
    DANGER,
    FAIRLY_SURE_FROM,
    SURE_FROM,
    behaviour_figures,
    danger_figures,
    sureness_figures,
    wilson,
)
from classify.model.report import GOALS, confusion, per_label, reliability, table, write_report
from classify.model.slices import cut_up, file_of, length_of, voices_of
from routing import sureness
from tests.classify.test_corpus import changed


def example(**paths):
    (found,) = read_examples([changed(**paths)])
    return found


def said(kind=Kind.COMPLAINT, confidence=0.97, routes=("statutory",), reasons=(), flags=()):
    return Said(
        kind=kind,
        confidence=confidence,
        routes=frozenset(routes),
        reasons=frozenset(reasons),
        stage=Stage.ONE,
        flags=frozenset(flags),
    )


def flags(*names):
    return frozenset(names)


PAIRS = [
    (example(), true_of(example()), said(flags=["staff_conduct"])),
    (example(id="t-2"), true_of(example()), said(confidence=0.5, kind=Kind.COMMENT, routes=())),
]


@pytest.mark.parametrize(
    ("pairs", "recall", "precision"),
    [
        pytest.param([(flags("safeguarding"), flags("safeguarding"))], 1, 1, id="found"),
        pytest.param([(flags("threat"), flags()), (flags("self_harm"), flags("self_harm"))], 0.5, 1, id="one missed"),
        pytest.param([(flags("threat"), flags("threat", "safeguarding"))], 1, 0.5, id="one too many"),
        pytest.param([(flags("media"), flags("media"))], 0, 0, id="other flags do not count"),
    ],
)
def test_danger_is_counted_over_the_three_together(pairs, recall, precision):
    found = danger_figures(pairs)
    assert (found["danger_recall"], found["danger_precision"]) == (recall, precision)
    assert found["danger_recall_at_least"] <= found["danger_recall"] or not found["danger_true"]


@pytest.mark.parametrize(
    ("row", "hard", "quiet"),
    [
        pytest.param((flags(), flags("threat"), flags("threat")), 1, 1, id="invited and wrongly said"),
        pytest.param((flags(), flags(), flags("abusive_language")), 0, 0, id="invited and not said"),
        pytest.param((flags(), flags("threat"), flags("media")), 0, 1, id="wrongly said without being invited"),
        pytest.param((flags("threat"), flags("assault"), flags("threat")), 0, 0, id="a message that does bear one"),
        pytest.param((flags(), flags("safeguarding"), flags("threat")), 0, 0, id="danger is no behaviour"),
    ],
)
def test_a_wrong_behaviour_flag_is_counted_on_messages_without_one(row, hard, quiet):
    found = behaviour_figures([row])
    assert (found["behaviour_on_hard_negatives"], found["behaviour_on_quiet"]) == (hard, quiet)


def test_each_word_of_sureness_is_right_as_often_as_it_was():
    found = sureness_figures([(0.99, True), (0.95, False), (0.94, True), (0.8, True), (0.1, False)])
    assert (found["sure_right"], found["fairly_sure_right"], found["not_sure_right"]) == (0.5, 1.0, 0.0)
    assert (found["sure_share"], found["fairly_sure_share"], found["not_sure_share"]) == (0.4, 0.4, 0.2)


def test_the_words_are_those_the_team_reads():
    assert (SURE_FROM, FAIRLY_SURE_FROM) == (sureness.SURE_FROM, sureness.FAIRLY_SURE_FROM)
    assert {"safeguarding", "self_harm", "threat"} == DANGER
    assert len(BEHAVIOUR) == 7
    assert set(Flag) > BEHAVIOUR


def test_an_interval_holds_its_share_and_narrows_with_messages():
    few, many = wilson(9, 10), wilson(900, 1000)
    assert few[0] < many[0] < 0.9 < many[1] < few[1]
    assert wilson(0, 0) == (0.0, 1.0)


def test_flags_on_which_readers_differ_count_nowhere():
    unsure = example(labels__flags=[], unscored=["threat"], near_miss_for=["threat"])
    found = figures([(unsure, true_of(unsure), said(flags=["threat"]))])
    assert (found["behaviour_on_quiet"], found["hard_negatives"]) == (0, 1)


@pytest.mark.parametrize(
    ("body", "flags_said", "seen"),
    [
        pytest.param("My dad hits me with a belt every night.", (), 1, id="the screen alone"),
        pytest.param("Nobody has looked in on him since.", ("safeguarding",), 1, id="the reading alone"),
        pytest.param("Nobody has looked in on him since.", ("media",), 0, id="neither"),
    ],
)
def test_a_risk_is_seen_when_either_net_holds_it(body, flags_said, seen):
    at_risk = example(body=body, labels__flags=[{"flag": "safeguarding", "evidence": []}], labels__matters=[])
    found = figures([(at_risk, true_of(at_risk), said(flags=flags_said))])
    assert found["risk_seen_by_either"] == seen


@pytest.mark.parametrize(
    ("way", "made", "slices"),
    [
        pytest.param(file_of, example(id="s14-007"), ("s14",), id="which file"),
        pytest.param(length_of, example(body="One word " * 60), ("100 to 249 words",), id="how long"),
        pytest.param(length_of, example(body=""), ("under 40 words",), id="no words"),
        pytest.param(voices_of, example(labels__flags=[]), ("anybody else",), id="nothing said of the writer"),
        pytest.param(
            voices_of,
            example(labels__flags=[{"flag": f, "evidence": []} for f in ("young_person", "representative")]),
            ("a young person, or for one", "for somebody else"),
            id="an advocate for a child",
        ),
    ],
)
def test_a_message_lies_in_its_slices(way, made, slices):
    assert way(made) == slices


def test_slices_come_in_their_own_order():
    made = [(example(body="word " * count), count) for count in (300, 5, 50)]
    assert list(cut_up(made, "length")) == ["under 40 words", "40 to 99 words", "250 words and more"]


def test_the_report_holds_every_figure_and_no_words(tmp_path):
    found = write_report(PAIRS, tmp_path, {"model": "model:fake"})
    names = {path.name for path in tmp_path.iterdir()}
    assert {"figures.json", "confusion.json", "reliability.json", "labels.json", "slices.json"} <= names
    assert {"confusion.png", "reliability.png", "labels.png", "slices-voice.png"} <= names
    held = json.loads((tmp_path / "figures.json").read_text())
    assert held["model"] == "model:fake"
    assert held["figures"]["kind_accuracy"] == found["kind_accuracy"] == 0.5
    assert "laughed" not in "".join(path.read_text() for path in tmp_path.glob("*.json"))
    for path in tmp_path.glob("*.png"):
        with Image.open(path) as picture:
            assert len(picture.convert("RGB").getcolors(1 << 20)) > 3


def test_a_slice_without_danger_claims_no_recall(tmp_path):
    write_report(PAIRS, tmp_path, {})
    slices = json.loads((tmp_path / "slices.json").read_text())
    assert all("danger_recall" not in values for way in slices.values() for values in way.values())


def test_confusion_and_reliability_count_every_message():
    assert sum(map(sum, confusion(PAIRS))) == sum(n for _, _, n in reliability(PAIRS)) == 2
    assert confusion(PAIRS)[0][:5] == [1, 0, 0, 0, 1]
    assert per_label(PAIRS)["Flags"]["staff_conduct"] == {"f1": 0.6667, "n": 2}


def test_the_table_says_which_goal_is_missed():
    words = table(figures(PAIRS))
    assert "kind, accuracy" in words
    assert words.count("not met") >= 2
    assert all(shown in words for shown, _, _ in GOALS.values())


def test_the_training_corpus_is_never_measured_for_a_missing_test_split(tmp_path):
    with pytest.raises(FileNotFoundError):
        final_examples(tmp_path)


SAME = dict.fromkeys((*WHOLE, *NEVER_LOWER, *NEVER_HIGHER, "danger_precision", "sure_right"), 0.8)
SAME |= {"messages": 780.0, "kind_calibration_error": 0.03, "behaviour_on_hard_negatives": 0.02}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({}, id="the same"),
        pytest.param(dict.fromkeys(WHOLE, 0.82), id="better everywhere"),
        pytest.param({"kind_accuracy": 0.82, "routes_macro_f1": 0.795}, id="one a little lower, the mean higher"),
        pytest.param({"danger_precision": 0.785}, id="precision of danger a little lower"),
        pytest.param({"kind_calibration_error": 0.049}, id="calibration within the limit"),
    ],
)
def test_a_model_that_is_no_worse_may_be_used(change):
    assert find_objections(SAME, SAME | change) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(
            {"danger_recall": 0.799} | dict.fromkeys(WHOLE, 0.95), "danger recall fell", id="less danger seen"
        ),
        pytest.param({"safeguarding_recall": 0.79}, "safeguarding recall fell", id="fewer children in danger seen"),
        pytest.param({"self_harm_recall": 0.79}, "self harm recall fell", id="less self-harm seen"),
        pytest.param({"behaviour_on_quiet": 0.801}, "behaviour on quiet rose", id="more people called abusive"),
        pytest.param({"kind_accuracy": 0.799}, "mean of the", id="the mean a little lower"),
        pytest.param(
            dict.fromkeys(WHOLE, 0.9) | {"reasons_macro_f1": 0.7}, "reasons macro f1 fell", id="one figure far lower"
        ),
        pytest.param({"danger_precision": 0.7}, "danger precision fell", id="alarms nobody believes"),
        pytest.param({"kind_calibration_error": 0.06}, "calibration error rose", id="sureness without ground"),
        pytest.param({"sure_right": 0.7}, "sure right fell", id="sure and wrong"),
        pytest.param({"messages": 10.0}, "measured on 10 messages", id="other messages"),
    ],
)
def test_a_worse_model_may_not_be_used(change, words):
    assert any(words in objection for objection in find_objections(SAME, SAME | change))
