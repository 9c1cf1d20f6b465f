"""Numbers for whoever is not safe, and a person's own words to somebody at risk, cannot be lost from a letter."""

import re
from dataclasses import replace

import pytest

from classify.labels import Flag
from letters.check import recheck
from letters.compose import compose
from letters.item import whole_text
from tests.letters.asking_cases import golden_cases as asking_cases
from tests.letters.cases import flag, golden_cases
from tests.letters.later_cases import golden_cases as later_cases
from tests.letters.telling_cases import golden_cases as telling_cases

CASES = golden_cases() | asking_cases() | later_cases() | telling_cases()
AT_RISK = ["230-delay-first", "300-behaviour-adult", "320-shared-parent", "330-passed-on-service"]


def at_risk(case):
    flags = (*case.assessment.flags, flag(Flag.SELF_HARM, "I have nothing to live for"))
    return replace(case, assessment=replace(case.assessment, flags=flags))


def without(draft, pattern):
    """Take every sentence out that speaks of something."""
    hit = re.compile(pattern)
    changed = tuple(
        replace(p, text=" ".join(s for s in re.split(r"(?<=[.!?])\s+", p.text) if not hit.search(s)))
        for p in draft.paragraphs
    )
    assert changed != draft.paragraphs, "the test must take something out"
    return replace(draft, paragraphs=changed)


def musts(draft, case):
    return {c.key: c for c in recheck(draft, case).checklist if c.must and not c.present}


@pytest.mark.parametrize(
    "name",
    [
        "10-young-person-safeguarding",
        "250-young-stage-2",
        "121-more-young-person",
        "100-consent-sister-for-an-adult",
        "104-consent-grandmother-for-a-small-child",
    ],
)
@pytest.mark.parametrize("lost", [r"\b999\b", r"01632 960911"], ids=["999", "the front door"])
def test_numbers_for_help_now_are_missed_and_offered_again(name, lost):
    case = CASES[name]
    draft = compose(case)
    assert "numbers" not in musts(draft, case)
    missing = musts(without(draft, lost), case)["numbers"]
    assert "999" in missing.suggestion


def test_an_adult_who_is_asked_for_more_needs_no_such_numbers():
    assert "numbers" not in {c.key for c in compose(CASES["120-more-one-point"]).checklist}


@pytest.mark.parametrize("name", [*AT_RISK, "20-self-harm", "10-young-person-safeguarding"])
def test_words_to_somebody_at_risk_are_missed_and_offered_again(name):
    case = at_risk(CASES[name])
    draft = compose(case)
    assert "[your own words to them]" in "".join(whole_text(p) for p in draft.paragraphs)
    assert "personal" not in musts(draft, case)
    lost = replace(draft, paragraphs=tuple(p for p in draft.paragraphs if p.key != "personal"))
    assert "hurt yourself" in musts(lost, case)["personal"].suggestion


@pytest.mark.parametrize("name", AT_RISK)
def test_nobody_else_gets_such_words(name):
    draft = compose(CASES[name])
    assert "personal" not in {c.key for c in draft.checklist} | {p.key for p in draft.paragraphs}
