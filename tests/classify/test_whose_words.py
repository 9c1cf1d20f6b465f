"""Whose words: the writer's own, or told; denied; when; a manner of speaking."""

import pytest

from classify.language import FORWARDED, Sentence, split_sentences
from classify.whose_words import Speaker, Time, Words, judge

WRITER, QUOTED, REPORTED = Speaker.WRITER, Speaker.QUOTED, Speaker.REPORTED


def judged(text: str, words: str) -> Words:
    (sentence,) = [s for s in split_sentences(text, where="body") if words in s.text]
    start = sentence.start + sentence.text.index(words)
    return judge(sentence, start, start + len(words))


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        pytest.param("I will break your jaw", "break your jaw", WRITER, id="plain threat"),
        pytest.param("He said he would break my jaw", "break my jaw", REPORTED, id="he said"),
        pytest.param('She told me "people like you breed like rabbits"', "breed like", QUOTED, id="her words quoted"),
        pytest.param('I told him "I will break your jaw" twice', "break your jaw", WRITER, id="writer quotes self"),
        pytest.param("I was told I had threatened to hit her", "hit her", REPORTED, id="told of an accusation"),
        pytest.param("The report claims I pushed her", "pushed her", REPORTED, id="a report claims"),
        pytest.param("She accused me of pushing her", "pushing her", REPORTED, id="accused"),
        pytest.param("she said no so I pushed her", "pushed her", WRITER, id="own deed after her word"),
        pytest.param("he called me a stupid bitch", "stupid bitch", REPORTED, id="name called to writer"),
        pytest.param("I called her a stupid bitch", "stupid bitch", WRITER, id="name called by writer"),
        pytest.param("you're a cunt, he said", "cunt", REPORTED, id="he said afterwards"),
        pytest.param("Told her I'd be waiting outside", "waiting outside", WRITER, id="the I left out"),
        pytest.param("he called me a prick so I told him to fuck off", "fuck off", WRITER, id="answered back"),
        pytest.param("You bunch of wankers", "wankers", WRITER, id="no saying at all"),
    ],
)
def test_the_speaker_is_who_says_it(text, words, speaker):
    assert judged(text, words).speaker is speaker


def test_forwarded_words_are_never_the_writers():
    sentence = Sentence("body", 0, 21, "I will break your jaw", (), FORWARDED)
    assert judge(sentence, 7, 21).speaker is QUOTED


@pytest.mark.parametrize(
    ("text", "words", "negated"),
    [
        pytest.param("I did not hit her", "hit her", True, id="did not"),
        pytest.param("I would never hit anyone", "hit anyone", True, id="never"),
        pytest.param("I'm not saying he hit me", "he hit me", True, id="not saying"),
        pytest.param("That I hit her is not true", "hit her", True, id="called untrue"),
        pytest.param("If you don't ring me I will smash the windows", "smash the windows", False, id="new clause"),
        pytest.param("He not only shouted, he hit me", "hit me", False, id="not only"),
        pytest.param("I hit her and I am not sorry", "hit her", False, id="not comes later"),
        pytest.param("he hits me", "hits me", False, id="plain"),
    ],
)
def test_a_denial_reaches_only_its_own_clause(text, words, negated):
    assert judged(text, words).negated is negated


@pytest.mark.parametrize(
    ("text", "words", "time"),
    [
        pytest.param("he hits me", "hits me", Time.NOW, id="now"),
        pytest.param("when I was eight my dad hit me", "hit me", Time.PAST, id="childhood"),
        pytest.param("Years ago a carer slapped him", "slapped him", Time.PAST, id="years ago"),
        pytest.param("he will hit me", "hit me", Time.FUTURE, id="to come"),
        pytest.param("What if a carer hit him", "hit him", Time.HYPOTHETICAL, id="supposed"),
    ],
)
def test_the_time_is_when_it_is_said_to_be(text, words, time):
    assert judged(text, words).time is time


@pytest.mark.parametrize(
    ("text", "words", "figurative"),
    [
        pytest.param("this wait is killing me", "killing me", True, id="killing me"),
        pytest.param("I could kill for an answer", "kill", True, id="kill for an answer"),
        pytest.param("I nearly hit the roof", "hit the roof", True, id="hit the roof"),
        pytest.param("it was a slap in the face", "slap", True, id="slap in the face"),
        pytest.param("he is going to kill me", "kill me", False, id="meant"),
        pytest.param("she slapped him in the car", "slapped him", False, id="a real slap"),
    ],
)
def test_a_manner_of_speaking_is_known(text, words, figurative):
    assert judged(text, words).figurative is figurative
