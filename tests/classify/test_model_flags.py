"""What the model may say of flags by itself, and on which sentences."""

from dataclasses import replace

import pytest

from classify.labels import BEHAVIOUR_FLAGS, Flag
from classify.language import FORWARDED
from classify.model_flags import DANGER_TO_STAFF, with_model_flags
from classify.reading import Evidence, Finding
from tests.classify.model_fakes import cut, scores

SENTENCES = cut("She laughed at me. I recorded it on my phone.")
SPAN = Evidence(where="body", start=0, end=3, quote="She")
THRESHOLDS = dict.fromkeys(Flag, 0.4)


def add(found=(), *, flags, per_sentence=({}, {}), sentences=SENTENCES):
    given = scores(flags=flags, flags_per_sentence=per_sentence)
    return with_model_flags(found, sentences, given, thresholds=THRESHOLDS, found_by="model:test")


def test_a_flag_no_rule_has_words_for_stands_on_its_strongest_sentence():
    (flag,) = add(flags={Flag.RECORDING: 0.7}, per_sentence=({}, {Flag.RECORDING: 0.9}))
    assert (flag.label, flag.found_by) == (Flag.RECORDING, "model:test")
    assert flag.confidence < 0.7, "no rule speaks for it, which makes it a little less likely"
    assert [span.quote for span in flag.evidence] == ["I recorded it on my phone."]


@pytest.mark.parametrize("flag", sorted(BEHAVIOUR_FLAGS - DANGER_TO_STAFF))
def test_words_that_judge_the_writer_are_said_on_the_model_s_word_only_when_it_is_sure(flag):
    assert [found.label for found in add(flags={flag: 0.9})] == [flag]
    assert add(flags={flag: 0.74}) == ()


@pytest.mark.parametrize("flag", sorted(DANGER_TO_STAFF))
def test_danger_to_staff_is_said_when_the_model_is_sure(flag):
    assert [found.label for found in add(flags={flag: 0.71})] == [flag]
    assert add(flags={flag: 0.55}) == ()


@pytest.mark.parametrize("flag", sorted(BEHAVIOUR_FLAGS))
@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(tuple(replace(one, voice=FORWARDED) for one in SENTENCES), id="sent on"),
        pytest.param(cut('He stood there. "You will never leave here" is all I heard.'), id="in quotation marks"),
        pytest.param(cut("I lost my temper with her. I am sorry for what I said."), id="regretted"),
    ],
)
def test_no_score_makes_others_or_regretted_words_the_writer_s(flag, sentences):
    weights = ({}, {flag: 0.9}) if len(sentences) > 1 else ({flag: 0.9},)
    assert add(flags={flag: 0.99}, sentences=sentences, per_sentence=weights) == ()


@pytest.mark.parametrize("flag", [Flag.SAFEGUARDING, Flag.SELF_HARM])
def test_risk_is(flag):
    assert [found.label for found in add(flags={flag: 0.41})] == [flag]


def test_however_low_the_threshold_an_unlikely_alarm_is_not_raised():
    given = scores(2, flags={Flag.SELF_HARM: 0.14})
    low = dict.fromkeys(Flag, 0.05)
    found = with_model_flags((), SENTENCES, given, thresholds=low, found_by="model:test")
    assert found == ()


def test_below_its_threshold_nothing_is_said():
    assert add(flags={Flag.SAFEGUARDING: 0.39}) == ()


def test_what_a_rule_found_stays_as_it_is():
    found = Finding(label=Flag.RECORDING, confidence=0.9, evidence=(SPAN,), found_by="rule:recording.test")
    assert add([found], flags={Flag.RECORDING: 0.99}) == (found,)


def test_what_stands_on_a_score_gets_the_model_s_sentences_and_name():
    found = Finding(label=Flag.RECORDING, confidence=0.9, evidence=(SPAN,), found_by="model")
    (flag,) = add([found], flags={Flag.RECORDING: 0.9}, per_sentence=({}, {Flag.RECORDING: 0.9}))
    assert (flag.found_by, flag.evidence[0].quote) == ("model:test", "I recorded it on my phone.")


def test_a_mail_without_words_bears_no_flag_of_the_model_s():
    assert add(flags={Flag.SAFEGUARDING: 0.99}, sentences=()) == ()
