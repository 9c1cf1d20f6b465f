"""Give the fact rules what they read: sentences in plain letters, and a rule that looks only where its words stand."""

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from classify.language import Sentence
from classify.reading import Evidence, Fact, FactField
from classify.whose_words import Speaker, judge

LONGEST_WORDS = 240
"""A fact kept in the writer's own words is cut at the last word before so many characters."""
# One character for one, so that a place in the plain text is the same place in the message.
_PLAIN = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u00a0": " "}
    | dict.fromkeys("\n\r\t\f\v", " ")
)
_LIST_MARKS = " -*\u2022"
_LOW = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one sentence as the rules read it: straight marks and plain blanks, and the same in small letters."""

    sentence: Sentence
    text: str
    low: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRule:
    """Say which words give a fact: ``value`` is its normalised form, "" takes the named group or all that matched.

    The pattern is read in small letters, and only in sentences that hold one of ``needs``. ``unless`` takes the whole
    sentence out. ``denied`` lets words with a "not" before them count; ``reported`` those of somebody else.
    """

    id: str
    field: FactField
    value: str
    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    denied: bool = False
    reported: bool = False


def fact_rule(
    name: str,
    pattern: str,
    *,
    needs: str,
    value: str = "",
    unless: str = "",
    denied: bool = False,
    reported: bool = False,
) -> FactRule:
    """Return a rule; ``name`` is ``field.rule``, ``needs`` words between bars, a blank in a pattern is any gap."""
    return FactRule(
        id=name,
        field=FactField(name.split(".", maxsplit=1)[0]),
        value=value,
        needs=tuple(needs.split("|")),
        pattern=wide(pattern),
        unless=wide(unless) if unless else None,
        denied=denied,
        reported=reported,
    )


def wide(pattern: str) -> re.Pattern[str]:
    """Return a pattern in which a blank stands for any run of blanks, " ?" for none too: lines are wrapped."""
    return re.compile(re.sub(r" ([?*+]?)", lambda blank: " *" if blank[1] in ("?", "*") else " +", pattern))


def lines_of(sentences: Iterable[Sentence]) -> tuple[Line, ...]:
    """Return sentences as lines."""
    plain = ((sentence, sentence.text.translate(_PLAIN)) for sentence in sentences)
    return tuple(Line(sentence, text, text.translate(_LOW)) for sentence, text in plain)


def matches(rule: FactRule, line: Line) -> Iterator[re.Match[str]]:
    """Yield where a rule is met in a line in the writer's own voice, near misses left out."""
    if not any(word in line.low for word in rule.needs) or (rule.unless and rule.unless.search(line.low)):
        return
    for match in rule.pattern.finditer(line.low):
        if is_own(line, *match.span(), denied=rule.denied, reported=rule.reported):
            yield match


def is_own(line: Line, start: int, end: int, *, denied: bool = False, reported: bool = False) -> bool:
    """Return whether ``[start:end]`` of a line are the writer's own words, and said rather than denied."""
    words = judge(line.sentence, line.sentence.start + start, line.sentence.start + end)
    return (denied or not words.negated) and (reported or words.speaker is Speaker.WRITER)


def find_by_rules(rules: Sequence[FactRule], lines: Iterable[Line]) -> Iterator[Fact]:
    """Yield the fact of every place a rule is met, in reading order."""
    for line in lines:
        for rule in rules:
            for match in matches(rule, line):
                group = next((name for name in rule.pattern.groupindex if match[name]), 0)
                value = rule.value or line.text[match.start(group) : match.end(group)]
                yield fact_at(rule.field, value, line, *match.span(group if not rule.value else 0))


def fact_at(field: FactField, value: str, line: Line, start: int, end: int) -> Fact:
    """Return a fact whose evidence is ``[start:end]`` of a line."""
    return fact_in(field, value, line.sentence.where, line.sentence.start + start, line.sentence.text[start:end])


def fact_in(field: FactField, value: str, where: str, start: int, quote: str) -> Fact:
    """Return a fact whose evidence is ``quote`` at ``start`` of a part of the message."""
    evidence = Evidence(where=where, start=start, end=start + len(quote), quote=quote)
    return Fact(field=field, value=" ".join(value.split()), evidence=evidence)


def in_own_words(field: FactField, line: Line, start: int = 0, end: int | None = None) -> Fact:
    """Return a fact that keeps the writer's words from ``start`` to ``end`` of a line, cut at a word if very long."""
    stop = len(line.text) if end is None else end
    if stop - start > LONGEST_WORDS:
        blank = line.text.rfind(" ", start + 1, start + LONGEST_WORDS)
        stop = blank if blank > start else start + LONGEST_WORDS
    kept = line.text[start:stop].rstrip(" .!,;:-")
    start += len(kept) - len(kept.lstrip(_LIST_MARKS))
    kept = kept.lstrip(_LIST_MARKS)
    return fact_at(field, kept, line, start, start + len(kept))
