import pytest

from cases.selectors.buckets import Bucket
from cases.states import CaseState
from classify.labels import BEHAVIOUR_FLAGS, RISK_FLAGS, Flag, Kind, Reason, Route, Stage
from classify.reading import FactField
from config.procedure import Anchor, Unit
from review import labels
from review.icons import ICONS
from review.pages.case import ALERTS, STATES
from review.pages.deadlines import ANCHORS, UNITS
from review.pages.queue import _FACTS, BUCKETS, GROUPS
from review.pages.rows import TONE_ICONS, TONE_ORDER
from routing.assessment import Sureness
from routing.deadlines import What


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        pytest.param(labels.KINDS, Kind, id="kinds"),
        pytest.param(labels.ROUTES, Route, id="routes"),
        pytest.param(labels.REASONS, Reason, id="reasons"),
        pytest.param(labels.STAGES, Stage, id="stages"),
        pytest.param(labels.FLAGS, Flag, id="flags"),
        pytest.param(labels.SURENESS, Sureness, id="how sure"),
        pytest.param(labels.DUE, What, id="what is due"),
        pytest.param(UNITS, Unit, id="units"),
        pytest.param(ANCHORS, Anchor, id="anchors"),
        pytest.param(BUCKETS, Bucket, id="buckets"),
        pytest.param(_FACTS, Bucket, id="facts of buckets"),
    ],
)
def test_every_code_has_words(table, codes):
    assert {str(code) for code in table} == {code.value for code in codes}


@pytest.mark.parametrize("table", [labels.KINDS, labels.ROUTES, labels.STAGES])
def test_a_key_chooses_one_thing(table):
    keys = [label.key for label in table.values()]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 for key in keys)


def test_every_picture_named_is_there():
    named = {label.icon for label in labels.FLAGS.values()} | {label.icon for label in labels.SURENESS.values()}
    assert named | set(TONE_ICONS.values()) <= set(ICONS)


def test_flags_stand_in_the_group_their_meaning_says():
    tones = {flag: labels.FLAGS[flag].tone for flag in Flag}
    assert {flag for flag, tone in tones.items() if tone == "behaviour"} == BEHAVIOUR_FLAGS
    assert {flag for flag, tone in tones.items() if tone == "risk"} == RISK_FLAGS
    assert set(tones.values()) == set(labels.FLAG_GROUPS) == set(TONE_ORDER)


def test_states_and_alerts_that_are_said_exist():
    assert set(STATES) <= set(CaseState)
    assert set(ALERTS) == {flag.value for flag in RISK_FLAGS} | {"unscreened"}
    assert GROUPS["safety"]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("statutory", "Statutory"),
        ("out_of_scope:right_of_appeal", "Out of scope: right of appeal"),
        ("english_fluency", "English fluency"),
        ("", "To decide"),
    ],
)
def test_a_route_is_said_with_its_reason(value, said):
    assert labels.say_route(value) == said


def test_no_word_on_screen_judges_a_person():
    said = " ".join(label.words for label in labels.FLAGS.values()).lower()
    assert "vexatious" not in said
    assert "unreasonable" not in said


def test_every_fact_has_words_on_screen():
    assert set(labels.FACTS) == set(FactField)
