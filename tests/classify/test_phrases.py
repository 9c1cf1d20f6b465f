"""Every rule file: complete, readable, and true to its own examples."""

import pytest

from classify.labels import Flag, Kind, Stage, Subject
from classify.language import split_sentences
from classify.patterns import Gap, PhraseError, read_phrase
from classify.rulebook import Rule, rule_files, word_lists
from classify.rules import STAGE, Hit, all_rule_ids, find_hits
from classify.whose_words import Speaker

RULES = [rule for file in rule_files().values() for rule in file.rules]
EXTRA = {"figure", "over", "desired_outcome"}


def hits(rule: Rule, text: str) -> list[Hit]:
    return [h for h in find_hits(split_sentences(text, where="body"), (rule.code,)) if h.rule.id == rule.id]


@pytest.mark.parametrize(("rule", "text"), [pytest.param(r, t, id=f"{r.id}: {t}") for r in RULES for t in r.hit])
def test_an_example_is_hit(rule, text):
    assert hits(rule, text)


@pytest.mark.parametrize(("rule", "text"), [pytest.param(r, t, id=f"{r.id}: {t}") for r in RULES for t in r.missed])
def test_a_near_miss_does_not_count(rule, text):
    counted = [
        hit
        for hit in hits(rule, text)
        if not hit.words.negated and not hit.words.figurative and hit.words.speaker is Speaker.WRITER
    ]
    assert not counted


def test_each_rule_has_at_least_one_example_of_each_sort():
    assert [rule.id for rule in RULES if not rule.hit or not rule.missed] == []


def test_every_code_has_a_file_and_every_file_a_known_code():
    stages = {f"{STAGE}{stage}" for stage in Stage if stage is not Stage.ONE}
    known = {str(label) for enum in (Kind, Subject, Flag) for label in enum} | stages | EXTRA
    assert set(rule_files()) == known


def test_each_file_says_its_question_and_its_source():
    assert [f.code for f in rule_files().values() if not f.question.endswith("?") or not f.source] == []


def test_rule_ids_are_unique_and_begin_with_their_file():
    assert len(set(all_rule_ids())) == len(RULES)
    assert [r.id for r in RULES if not r.id.startswith(r.code.replace(":", "_"))] == []


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        pytest.param("", "begin and end", id="nothing said"),
        pytest.param("~3 hit", "begin and end", id="begins with a gap"),
        pytest.param("hit ~3", "begin and end", id="ends with a gap"),
        pytest.param("hit ~9 me", "~1 to ~8", id="gap too wide"),
        pytest.param("hit || me", "empty choice", id="empty choice"),
        pytest.param("hit @nobody", "no list", id="unknown list"),
        pytest.param(" ".join(["a_b|c"] * 7), "128 ways", id="too many ways"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_refused(phrase, fault):
    with pytest.raises(PhraseError, match=fault):
        read_phrase(phrase, word_lists())


def test_a_phrase_becomes_choices_and_gaps():
    (branch,) = read_phrase("he|she ~2 hit", {})
    assert branch == (frozenset({"he", "she"}), Gap(longest=2), frozenset({"hit"}))


def test_a_word_that_may_be_missing_makes_two_ways():
    assert len(read_phrase("i really? mean it", {})) == 2


def test_a_list_may_hold_another_list():
    ways = read_phrase("@all", {"all": ("@some", "c"), "some": ("a", "b")})
    assert ways == ((frozenset({"a", "b", "c"}),),)
