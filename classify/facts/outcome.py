"""Find what the writer wants done, in their words from the wish to the end of its sentence."""

import re
from collections.abc import Iterator, Sequence

from classify.facts.lines import Line, fact_in, is_own, wide
from classify.language import OWN, words_of
from classify.reading import SUBJECT_LINE, Fact, FactField
from classify.rules import find_hits

_RULE_CODE = "desired_outcome"
# Wishes the phrase rules do not know; a question for a reply alone is no outcome.
_WISH = wide(
    r"\b(?:(?:as an? |the |my (?:desired |preferred )?|by way of )?(?:outcomes?|resolution|remedy|result)s?(?: that"
    r"| which)?(?: i| we)?(?: am| are)?"
    r"(?: want(?:ed)?| would like| seek(?:ing)?| looking for| hop(?:e|ing) for)?(?: is| are|:| would be)|to (?:put"
    r"|make) (?:this|it|things) right|"
    r"(?:i am|i'm|im|we are|we're) (?:looking for|after|hoping (?:for|that|to|you)|seeking|asking)|all (?:i"
    r"|we) (?:want|ask|am asking)(?: for)?(?: is)?|"
    r"i just want|we just want|i(?:'d| would) (?:be (?:grateful|happy) if|appreciate)|"
    r"(?:he|she|they|my (?:son|daughter|child|children|kids)) (?:just )?(?:wants?|would like) (?:to|a|an|his|her"
    r"|their|the|someone|you)|i want)\b"
)
_NO_WISH = wide(
    r"\b(?:i|we)(?: just)?(?: want| wish|'d like| would like) (?:to )?(?:complain|make (?:a|this|my) (?:formal "
    r"|official )?complaint|raise|thank|say|tell you|start by|begin by|let you know|add|point out|stress|be clear)\b"
    r"|\bi am (?:asking|looking) (?:myself|after)\b|\blooking after\b"
)
NUMBERED = re.compile(r"^\s*(?:\(?\d{1,2}[.):]|[a-h][.)]|[-*\u2022]|(?:first|second|third|fourth|fifth)(?:ly)?\b)\s*\S")
_HEADING = wide(
    r"^(?:what (?:i|we)(?: would like| want| am asking for| need| expect| hope for)?(?: to happen| done| from you)?"
    r"|desired outcomes?|outcomes?(?: wanted| sought)?|"
    r"(?:i|we) (?:want|would like|am asking for|ask for|need|expect|request)(?: the following)?|how to put (?:it"
    r"|this) right|my requests?|remed(?:y|ies)(?: sought)?)\b[^.]{0,30}[:-]?$"
)
_MOST_OUTCOMES = 8
_LONGEST = 240
_HINTS = (
    "want",
    "outcome",
    "resolution",
    "remedy",
    "result",
    "right",
    "looking for",
    "after",
    "hoping",
    "seeking",
    "asking",
    "grateful",
    "appreciate",
    "would like",
    "happy if",
)


def wish_list(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the list items under a heading such as "What I want:"."""
    found: list[Line] = []
    is_open = False
    for line in lines:
        if NUMBERED.match(line.low) and is_open:
            found.append(line)
            continue
        is_open = bool(_HEADING.match(line.low))
    return tuple(found)


def find_outcomes(lines: Sequence[Line]) -> Iterator[Fact]:
    """Yield each wish once; two signs in one sentence are one wish."""
    spoken = [line for line in lines if line.sentence.voice == OWN]
    starts: dict[int, tuple[Line, int]] = {}
    listed = {id(line) for line in wish_list(spoken)}
    starts |= {at: (line, 0) for at, line in enumerate(spoken) if id(line) in listed}
    by_sentence = {id(line.sentence): (at, line) for at, line in enumerate(spoken)}
    for hit in find_hits([line.sentence for line in spoken], (_RULE_CODE,)):
        at, line = by_sentence[id(hit.sentence)]
        if not hit.words.negated and at not in starts and not _HEADING.match(line.low):
            starts[at] = (line, hit.start - line.sentence.start)
    for at, line in enumerate(spoken):
        if (
            at in starts
            or line.sentence.where == SUBJECT_LINE
            or _HEADING.match(line.low)
            or not any(hint in line.low for hint in _HINTS)
        ):
            continue
        match = None if _NO_WISH.search(line.low) else _WISH.search(line.low)
        if match and is_own(line, *match.span()):
            starts[at] = (line, match.start())
    for at in sorted(starts)[:_MOST_OUTCOMES]:
        line, start = starts[at]
        quote = _cut(line.sentence.text[start:])
        if len(words_of(quote)) > 3:
            place = line.sentence.start + start
            yield fact_in(FactField.DESIRED_OUTCOME, quote.rstrip(" .!"), line.sentence.where, place, quote)


def _cut(words: str) -> str:
    """Return a long wish up to its last whole word."""
    return words if len(words) <= _LONGEST else words[: words.rfind(" ", 0, _LONGEST)]
