"""Cut a message into sentences, and find phrases in them. The only module that knows spaCy.

No trained pipeline is loaded: the English tokeniser gives words with their plain forms ("cant", "can't", "cannot"
are the same two words), its PhraseMatcher finds fixed phrases, and its Matcher looks for phrases with gaps, but only in
sentences that hold the phrase's rarest word: everything else would cost a hundred times as much.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

import spacy
from spacy.attrs import NORM, ORTH
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from classify.patterns import NUMBER, Branch, Gap
from classify.reading import ATTACHMENT, BODY, SUBJECT_LINE
from classify.sentence_ends import cut_sentences, find_quotations
from classify.spelling import CLITICS, COMMON_WORDS, PLAIN_FORMS, RUN_TOGETHER, read_stars
from config.once import once
from ingest.message import Message, SegmentKind

OWN, FORWARDED, ATTACHED, QUOTED = "own", "forwarded", "attached", "quoted"
"""Whose voice a sentence stands in: typed by the writer, sent on by them, in an attachment, or history below."""

FIXED_PHRASES_PER_BRANCH = 48

_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u2013": "-"})
_STARS = re.compile(r"[A-Za-z]+\*[A-Za-z*]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold one sentence: ``text`` is ``[start:end]`` of the part of the message named by ``where``.

    ``said`` are the stretches of that part inside quotation marks that touch this sentence; ``voice`` says whose the
    whole sentence is (``OWN``, ``FORWARDED``, ``ATTACHED`` or ``QUOTED``).
    """

    where: str
    start: int
    end: int
    text: str
    said: tuple[tuple[int, int], ...] = ()
    voice: str = OWN


@dataclass(frozen=True, slots=True)
class Word:
    """Hold one word of a sentence: its plain form, and where it stands in the sentence's text."""

    norm: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """Say that phrase ``key`` was found at ``[start:end]`` of a sentence's text."""

    key: str
    start: int
    end: int


def sentences(message: Message) -> tuple[Sentence, ...]:
    """Return the sentences of the subject line, the writer's own and forwarded words, and the attachments, in order."""
    found = list(split_sentences(message.subject, where=SUBJECT_LINE))
    for segment in message.segments:
        voice = {SegmentKind.OWN: OWN, SegmentKind.FORWARDED: FORWARDED}.get(segment.kind)
        if voice:
            found += split_sentences(message.body, where=BODY, span=(segment.start, segment.end), voice=voice)
    for attachment in message.attachments:
        found += split_sentences(attachment.text, where=f"{ATTACHMENT}{attachment.index}", voice=ATTACHED)
    return tuple(found)


def quoted_sentences(message: Message) -> tuple[Sentence, ...]:
    """Return the sentences of the quoted history and of signatures; only the safety screen reads them."""
    found: list[Sentence] = []
    for segment in message.segments:
        voice = {SegmentKind.QUOTED: QUOTED, SegmentKind.SIGNATURE: OWN}.get(segment.kind)
        if voice:
            found += split_sentences(message.body, where=BODY, span=(segment.start, segment.end), voice=voice)
    return tuple(found)


def split_sentences(
    text: str, *, where: str, span: tuple[int, int] | None = None, voice: str = OWN
) -> Iterator[Sentence]:
    """Yield the sentences of ``text[span]``, whole ``text`` without one; offsets count from the start of ``text``."""
    start, end = span or (0, len(text))
    said = find_quotations(text[start:end], start)
    for low, high in cut_sentences(text, start, end):
        touching = tuple((a, b) for a, b in said if a < high and b > low)
        yield Sentence(where, low, high, text[low:high], touching, voice)


@once()
def _tokeniser() -> Any:
    """Return spaCy's blank English tokeniser, taught the run-together spellings people use in mail.

    All phrase books and all texts of a process share it: two of them would not know each other's words.
    """
    pipeline: Any = spacy.blank("en")
    for written, pieces in RUN_TOGETHER.items():
        for form in (written, written.capitalize(), written.upper()):
            cut = len(pieces[0][0])
            texts = (form[:cut], form[cut:])
            case = [{ORTH: text, NORM: norm} for text, (_, norm) in zip(texts, pieces, strict=True)]
            pipeline.tokenizer.add_special_case(form, case)
    for written, plain in PLAIN_FORMS.items():
        for form in {written, written.capitalize(), written.upper()}:
            pipeline.vocab[form].norm_ = plain
    return pipeline.tokenizer


@lru_cache(maxsize=2048)
def _analyse(text: str) -> tuple[Any, tuple[Word, ...]]:
    """Return spaCy's document without white space, and its words with their places in ``text``."""
    tokeniser = _tokeniser()
    plain = text.translate(_STRAIGHT)
    if "*" in plain:
        plain = _STARS.sub(lambda found: read_stars(found.group()), plain)
    source = tokeniser(plain)
    kept = [token for token in source if not token.is_space]
    words = tuple(Word(token.norm_, token.idx, token.idx + len(token)) for token in kept)
    if len(kept) == len(source):
        return source, words
    doc = Doc(source.vocab, words=[token.text for token in kept], spaces=[True] * len(kept))
    for token, word in zip(doc, words, strict=True):
        token.norm_ = word.norm
    return doc, words


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a sentence's text.

    >>> [word.norm for word in words_of("I can't, u kno")]
    ['i', 'can', 'not', ',', 'you', 'know']
    """
    return _analyse(text)[1]


class PhraseBook:
    """Find many phrases at once; built once from (key, ways of saying it) and then only read."""

    def __init__(self, phrases: Iterable[tuple[str, Branch]]) -> None:
        vocab = _tokeniser().vocab
        self._fixed = PhraseMatcher(vocab, attr="NORM")
        self._gapped: list[Matcher] = []
        self._keys: list[str] = []
        self._needs: list[list[frozenset[str]]] = []
        self._by_anchor: dict[str, set[int]] = {}
        fixed: dict[str, list[Any]] = {}
        for key, branch in phrases:
            steps = tuple(_in_plain_forms(step) for step in _tokenised(branch))
            spoken = _said_out(steps)
            if spoken:
                fixed.setdefault(key, []).extend(Doc(vocab, words=list(said)) for said in spoken)
            else:
                self._add_gapped(key, steps, vocab)
        for key, docs in fixed.items():
            self._fixed.add(key, docs)

    def _add_gapped(self, key: str, steps: Branch, vocab: Any) -> None:
        matcher = Matcher(vocab)
        matcher.add(key, [_token_pattern(steps)])
        for word in _anchor(steps):
            self._by_anchor.setdefault(word, set()).add(len(self._gapped))
        self._gapped.append(matcher)
        self._keys.append(key)
        self._needs.append([step for step in steps if not isinstance(step, Gap) and step != {NUMBER}])

    def find(self, text: str) -> list[Match]:
        """Return every phrase found in a sentence's text, in reading order, the longest of overlapping equals once."""
        doc, words = _analyse(text)
        if not words:
            return []
        spans: dict[str, list[tuple[int, int]]] = {}
        strings = doc.vocab.strings
        for key, start, end in self._fixed(doc):
            spans.setdefault(strings[key], []).append((start, end))
        for number in self._candidates({word.norm for word in words}):
            for _, start, end in self._gapped[number](doc):
                spans.setdefault(self._keys[number], []).append((start, end))
        found = [
            Match(key, words[low].start, words[high - 1].end) for key in spans for low, high in _shortest(spans[key])
        ]
        return sorted(found, key=lambda match: (match.start, match.end, match.key))

    def _candidates(self, norms: set[str]) -> list[int]:
        """Return the gapped phrases all of whose words stand in the sentence, in whatever order."""
        anchored: set[int] = set()
        for norm in norms:
            anchored |= self._by_anchor.get(norm, _NONE)
        return [n for n in anchored if not any(step.isdisjoint(norms) for step in self._needs[n])]


_NONE: frozenset[int] = frozenset()


def _shortest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans that hold no other: the tightest words a phrase rests on."""
    unique = sorted(set(spans), key=lambda span: (span[1] - span[0], span))
    kept: list[tuple[int, int]] = []
    for low, high in unique:
        if not any(low < b and high > a for a, b in kept):
            kept.append((low, high))
    return kept


def _tokenised(branch: Branch) -> Branch:
    """Return a branch whose words are cut as the tokeniser cuts mail: "don't" becomes two steps."""
    steps: list[Any] = []
    for step in branch:
        if isinstance(step, Gap) or len(step) > 1:
            steps.append(step)
            continue
        (word,) = step
        steps += [step] if word == NUMBER else [frozenset({w.norm}) for w in words_of(word)]
    return tuple(steps)


def _in_plain_forms(step: Any) -> Any:
    """Return a choice with the plain form of each word, and the short forms English glues on ("is" is also "'s")."""
    if isinstance(step, Gap) or step == {NUMBER}:
        return step
    plain: set[str] = set()
    for word in step:
        norms = [w.norm for w in words_of(word)]
        norm = norms[0] if len(norms) == 1 else word
        plain |= {norm, *CLITICS.get(norm, ())}
    return frozenset(plain)


def _said_out(steps: Branch) -> list[tuple[str, ...]]:
    """Return each fixed wording of a branch without gaps, or nothing if there are too many to list."""
    choices = [step for step in steps if not isinstance(step, Gap)]
    if len(choices) < len(steps) or any(NUMBER in step for step in choices):
        return []
    if prod(len(step) for step in choices) > FIXED_PHRASES_PER_BRANCH:
        return []
    return list(product(*(sorted(step) for step in choices)))


_NEVER_SKIPPED = ["not", "never", "nt"]
"""Words no gap may swallow: "I did not push her" is no push."""


def _token_pattern(steps: Branch) -> list[dict[str, Any]]:
    pattern: list[dict[str, Any]] = []
    for step in steps:
        if isinstance(step, Gap):
            pattern += [{"NORM": {"NOT_IN": _NEVER_SKIPPED}, "OP": "?"}] * step.longest
        elif step == {NUMBER}:
            pattern.append({"LIKE_NUM": True})
        else:
            pattern.append({"NORM": {"IN": sorted(step)}})
    return pattern


def _anchor(steps: Branch) -> frozenset[str]:
    """Return the choice to look for first: the one least likely to stand in any sentence."""
    choices = [step for step in steps if not isinstance(step, Gap) and NUMBER not in step]
    return min(choices, key=lambda step: (sum(50 if word in COMMON_WORDS else 1 for word in step), len(step)))
