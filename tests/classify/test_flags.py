"""Flags: behaviour only in the writer's own words, risk in anybody's, and evidence always."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.flags import POLICIES, find_flags, unspoken
from classify.labels import BEHAVIOUR_FLAGS, Flag
from classify.language import sentences
from tests.classify.messages import attachment, message, part_of


def flags(body: str, scores: dict[Flag, float] | None = None, **more) -> dict[Flag, object]:
    mail = message(body, **more)
    return {finding.label: finding for finding in find_flags(mail, sentences(mail), scores or {})}


FIRES = [
    ("threat", "Next time she comes I will break her jaw"),
    ("threat", "il put every window in that office through"),
    ("assault", "I shoved her and she went backwards off the step"),
    ("assault", "Next time she comes I will break her jaw"),
    ("intimidation", "I know where you live Sandra and I know what time you finish"),
    ("intimidation", "I followed Ms Amory home yesterday"),
    ("abusive_language", "You useless lying bastards, fuck the lot of you"),
    ("abusive_language", "you are a bunch of w*nkers"),
    ("offensive_remark", "Send her back where she came from"),
    ("offensive_remark", "She is a retard"),
    ("personal_remark", "that fat ginger mess wants to lose about 6 stone"),
    ("unreasonable_persistence", "I will keep emailing every hour until you change it"),
    ("young_person", "im 14 and my foster carer took my phone"),
    ("representative", "I am writing on behalf of my sister, she has asked me to complain"),
    ("anonymous", "I would rather not give my name"),
    ("foster_carer", "We are foster carers and our supervising social worker left"),
    ("adjustments", "Please reply in large print"),
    ("staff_conduct", "The social worker was rude to me and rolled her eyes"),
    ("recording", "I recorded the meeting on my phone"),
    ("media", "I am going to the local paper with this"),
    ("equalities", "For your monitoring form: female, 43, white British, no disability"),
    ("urgent_decision", "They are moving him on Friday and nobody asked us"),
    ("data_protection", "You sent my new address to my ex"),
    ("about_worker_or_carer", "The foster carer slapped him"),
    ("safeguarding", "his stepdad hits him with a belt"),
    ("self_harm", "I have nothing to live for because you took my children"),
]


@pytest.mark.parametrize(("flag", "body"), [pytest.param(f, b, id=f"{f}: {b}") for f, b in FIRES])
def test_a_flag_fires(flag, body):
    assert flag in flags(body)


SILENT = [
    ("threat", "He said he would break my jaw"),
    ("threat", "I will take you to court, to the Ombudsman and to my MP"),
    ("threat", "I could kill for an answer"),
    ("assault", "Your worker shoved me against the wall"),
    ("assault", "Your report says I pushed her. I did not push her."),
    ("intimidation", "My ex knows where I live because of your letter"),
    ("intimidation", "I could not follow her English"),
    ("abusive_language", "He called me a lazy fucking bitch"),
    ("abusive_language", 'The worker said "you stupid cow" to me'),
    ("abusive_language", "It is a bloody shambles and I am in tears"),
    ("offensive_remark", "She told me to go back to my own country"),
    ("offensive_remark", "I am a black African woman and was treated as a problem"),
    ("personal_remark", "She is useless, incompetent and unprofessional"),
    ("personal_remark", "They made me feel thick"),
    ("unreasonable_persistence", "I have rung nine times and nobody has called back"),
    ("young_person", "My son is 14"),
    ("representative", "My advocate told me to write"),
    ("anonymous", "Somebody made an anonymous referral about us"),
    ("foster_carer", "The foster carers told my son a lie"),
    ("adjustments", "The interpreter came late"),
    ("recording", "Your calls are recorded"),
    ("media", "The carer posted his picture on Facebook"),
    ("equalities", "You broke the Equality Act"),
    ("self_harm", "This wait is killing me"),
]


@pytest.mark.parametrize(("flag", "body"), [pytest.param(f, b, id=f"{f}: {b}") for f, b in SILENT])
def test_a_near_miss_stays_silent(flag, body):
    assert flag not in flags(body)


def test_a_threat_sent_on_or_quoted_is_not_the_writers():
    words = "I will break your jaw and smash every window\n"
    assert BEHAVIOUR_FLAGS & set(flags(words))
    assert not BEHAVIOUR_FLAGS & set(flags("|" + words))
    assert not BEHAVIOUR_FLAGS & set(flags(">" + words))


@pytest.mark.parametrize("flag", sorted(BEHAVIOUR_FLAGS))
def test_no_score_alone_calls_anybody_abusive(flag):
    assert flag not in flags("Please ring me about the review on Monday.", dict.fromkeys(Flag, 1.0))


@pytest.mark.parametrize("flag", list(Flag))
def test_what_no_rule_speaks_for_is_left_to_the_model(flag):
    assert flag not in flags("It is all too quiet since Sunday.", {flag: 0.99})


@pytest.mark.parametrize(
    ("flag", "body"),
    [
        pytest.param(Flag.SAFEGUARDING, "his stepdad hit him with a belt on Sunday", id="danger to a child"),
        pytest.param(Flag.THREAT, "I will break his jaw", id="threat"),
        pytest.param(Flag.MEDIA, "I am going to the local paper with this", id="press"),
    ],
)
def test_a_score_moves_what_a_rule_found_both_ways(flag, body):
    low, middle, high = (flags(body, {flag: score}).get(flag) for score in (0.0, 0.4, 0.9))
    assert low is None
    assert middle
    assert high
    assert middle.confidence < high.confidence


@pytest.mark.parametrize("flag", list(Flag))
def test_a_wording_makes_a_flag_likelier_than_silence(flag):
    assert POLICIES[flag].lift > 0 <= POLICIES[flag].silence
    assert unspoken(flag, 0.5) <= 0.5


def test_a_score_lifts_a_hint():
    body = "What the fuck is going on, this is shit"
    assert Flag.ABUSIVE_LANGUAGE not in flags(body)
    assert Flag.ABUSIVE_LANGUAGE in flags(body, {Flag.ABUSIVE_LANGUAGE: 0.9})


def test_a_child_who_may_hurt_themselves_is_a_child_at_risk():
    assert Flag.SAFEGUARDING in flags("im 14 and i want to kill myself")


@pytest.mark.parametrize(
    ("body", "note"),
    [
        pytest.param("I am an advocate with Speak Up", "advocate", id="advocate"),
        pytest.param("We act for Ms Dunmore", "solicitor", id="solicitor"),
        pytest.param("One of my constituents has contacted me", "councillor", id="councillor"),
        pytest.param("I write as Member of Parliament for Ashdale", "mp", id="member of parliament"),
        pytest.param("I am writing on behalf of my sister", "relative", id="relative"),
    ],
)
def test_a_representative_is_named_by_kind(body, note):
    assert flags(body)[Flag.REPRESENTATIVE].note == note


def test_every_flag_has_a_policy():
    assert set(POLICIES) == set(Flag)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.dictionaries(st.sampled_from(Flag), st.floats(0, 1)))
def test_evidence_is_never_empty_and_always_in_the_mail(text, scores):
    mail = message(text + " he hits me, you lying bastards", attachments=(attachment(text + " im scared"),))
    for finding in find_flags(mail, sentences(mail), scores):
        assert finding.evidence
        assert 0 <= finding.confidence <= 1
        for one in finding.evidence:
            assert part_of(mail, one.where)[one.start : one.end] == one.quote != ""


def test_nothing_written_raises_nothing():
    assert flags("", dict.fromkeys(Flag, 1.0)) == {}


@pytest.mark.parametrize(
    ("flag", "body"),
    [
        pytest.param(Flag.THREAT, "I might put a match to that office on Friday night", id="a match to the office"),
        pytest.param(Flag.THREAT, "il do every windscreen in your car park", id="every windscreen"),
        pytest.param(Flag.THREAT, "If he comes back I will put him in a wheelchair", id="in a wheelchair"),
        pytest.param(Flag.INTIMIDATION, "I have found out where Mr Aldous lives", id="found out where he lives"),
        pytest.param(
            Flag.INTIMIDATION, "Walking to the car park by yourself at eight, look behind you", id="behind you"
        ),
        pytest.param(
            Flag.UNREASONABLE_PERSISTENCE, "I shall telephone you every morning until it is changed", id="vow"
        ),
        pytest.param(
            Flag.UNREASONABLE_PERSISTENCE, "You will have the same letter every day from now", id="same letter"
        ),
        pytest.param(Flag.MEDIA, "I've told the Argus everything", id="told the paper"),
        pytest.param(Flag.MEDIA, "I went on air about it with Radio Fen", id="on air"),
        pytest.param(Flag.RECORDING, "I've kept the voicemail she left", id="voicemail kept"),
        pytest.param(Flag.RECORDING, "I can play it to you, I have the clip", id="will play it"),
    ],
)
def test_other_ways_of_saying_it_are_heard(flag, body):
    assert flag in flags(body)


@pytest.mark.parametrize(
    ("flag", "body"),
    [
        pytest.param(Flag.THREAT, "He said he might put a match to my house", id="told of another"),
        pytest.param(Flag.INTIMIDATION, "My ex has found out where I live", id="found by an ex"),
        pytest.param(Flag.UNREASONABLE_PERSISTENCE, "She rings my son every evening at six", id="a call to a child"),
        pytest.param(Flag.MEDIA, "I won't put it on Facebook or anywhere", id="will not publish"),
        pytest.param(Flag.MEDIA, "I heard on the radio that you need foster carers", id="heard on the radio"),
        pytest.param(Flag.RECORDING, "The letter is on my phone as a photo", id="a photo on a phone"),
    ],
)
def test_and_what_only_sounds_like_it_is_not(flag, body):
    assert flag not in flags(body)


@pytest.mark.parametrize("flag", [Flag.THREAT, Flag.ABUSIVE_LANGUAGE])
def test_words_taken_back_weigh_less(flag):
    said = {
        Flag.THREAT: "I told her I will break her jaw.",
        Flag.ABUSIVE_LANGUAGE: "I wrote that you are a bunch of lazy wankers.",
    }[flag]
    assert flag in flags(said)
    assert flag not in flags(f"{said} I am ashamed and sorry for what I said.")
