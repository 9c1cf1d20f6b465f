"""Find what the phrase rules say about a message: kinds, subjects and the stage asked for. No model is needed.

Each code has its file in ``phrases/``. A rule that ``decides`` is strong enough alone; one that ``supports`` leans.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from classify.labels import BEHAVIOUR_FLAGS, RISK_FLAGS, Flag, Kind, Stage, Subject
from classify.language import Match, PhraseBook, Sentence
from classify.over import is_past, is_taken_back
from classify.patterns import read_phrase
from classify.reading import Evidence
from classify.rulebook import Rule, Strength, rule_files, word_lists
from classify.whose_words import Words, judge
from config.once import once
from ingest.message import Message

__all__ = ["Hit", "Rule", "RuleHit", "Strength", "all_rule_ids", "find_hits", "find_rule_hits"]

STAGE = "stage:"
CODES = (
    *(k.value for k in Kind),
    *(s.value for s in Subject),
    *(f"{STAGE}{s.value}" for s in Stage if s is not Stage.ONE),
)
"""The codes ``find_rule_hits`` may answer with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHit:
    """Say that a rule was met, how strongly, and on which words."""

    rule: str
    code: str
    strength: Strength
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Hold one rule met in one sentence, with whose words they are; ``start`` and ``end`` count in the part."""

    rule: Rule
    sentence: Sentence
    start: int
    end: int
    words: Words

    def evidence(self) -> Evidence:
        """Return the exact words the rule rests on."""
        low, high = self.start - self.sentence.start, self.end - self.sentence.start
        return Evidence(where=self.sentence.where, start=self.start, end=self.end, quote=self.sentence.text[low:high])


def find_rule_hits(message: Message, sentences: Iterable[Sentence]) -> tuple[RuleHit, ...]:
    """Return every rule for a kind, a subject or a stage that the message meets, in reading order.

    A kind or a stage that is denied does not count ("this is not a complaint"). ``message`` is there for rules on
    headers: mail made by a machine says so itself.
    """
    return (*_automatic(message), *(_public(hit) for hit in find_hits(sentences, CODES) if _counts(hit)))


def all_rule_ids() -> tuple[str, ...]:
    """Return the id of every rule, sorted."""
    return tuple(sorted(rule.id for file in rule_files().values() for rule in file.rules))


def _automatic(message: Message) -> tuple[RuleHit, ...]:
    if message.automatic is None:
        return ()
    where, text = ("subject", message.subject) if message.subject else ("body", message.body[:200])
    evidence = Evidence(where=where, start=0, end=len(text), quote=text)
    return (RuleHit(rule="automatic.header", code=Kind.AUTOMATIC, strength=Strength.DECIDES, evidence=evidence),)


def _counts(hit: Hit) -> bool:
    """Return whether a hit counts: a subject is a subject though denied ("nobody showed us the care plan")."""
    return hit.rule.code in set(Subject) or not hit.words.negated


def _public(hit: Hit) -> RuleHit:
    return RuleHit(rule=hit.rule.id, code=hit.rule.code, strength=hit.rule.strength, evidence=hit.evidence())


def find_hits(sentences: Iterable[Sentence], codes: Iterable[str]) -> tuple[Hit, ...]:
    """Return every rule for one of ``codes`` met in the sentences, with whose words each is; near misses are out."""
    book, rules = _book(tuple(codes))
    hits: list[Hit] = []
    spoken = tuple(sentences)
    for at, sentence in enumerate(spoken):
        matches = book.find(sentence.text)
        if not matches:
            continue
        bars = [match for match in matches if match.key.startswith("!")]
        for match in matches:
            if match.key.startswith("!") or any(_bars(bar, match, rules[match.key]) for bar in bars):
                continue
            start, end = sentence.start + match.start, sentence.start + match.end
            words = _in_context(judge(sentence, start, end), rules[match.key], spoken, at)
            hits.append(Hit(rule=rules[match.key], sentence=sentence, start=start, end=end, words=words))
    return tuple(hits)


def _in_context(words: Words, rule: Rule, spoken: Sequence[Sentence], at: int) -> Words:
    """Return whose words they are, with what the sentences around say of harm and of bad words: that it is over."""
    if rule.code in RISK_FLAGS or rule.code == Flag.ABOUT_WORKER_OR_CARER:
        return replace(words, past=is_past(spoken, at))
    return replace(words, taken_back=is_taken_back(spoken, at)) if rule.code in BEHAVIOUR_FLAGS else words


def _bars(bar: Match, match: Match, rule: Rule) -> bool:
    """Return whether a near miss takes a match out: in its sentence, but for a child at risk only in its words.

    "Your letter hurt my feelings and dad hits me" must not be silenced by its first half.
    """
    if bar.key.removeprefix("!") != rule.id:
        return False
    return rule.code != Flag.SAFEGUARDING or (bar.start < match.end and bar.end > match.start)


@once(keep=8)
def _book(codes: tuple[str, ...]) -> tuple[PhraseBook, dict[str, Rule]]:
    lists, files = word_lists(), rule_files()
    rules = {rule.id: rule for code in codes if code in files for rule in files[code].rules}
    phrases = [
        (key, branch)
        for rule in rules.values()
        for key, said in ((rule.id, rule.phrases), (f"!{rule.id}", rule.not_if))
        for phrase in said
        for branch in read_phrase(phrase, lists)
    ]
    return PhraseBook(phrases), rules
