"""Read a message: what it is, what it is about, how urgent, in which words. Pure; the model comes in as an argument."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from classify.evidence import widened
from classify.facts.find import find_facts
from classify.flags import find_flags
from classify.gist import write_gist
from classify.kind import decide_kind, is_readable
from classify.language import Sentence
from classify.language import sentences as cut
from classify.long_ago import RULE, find_long_ago
from classify.model.scores import Model
from classify.model_flags import with_model_flags
from classify.reading import Fact, Finding, LabelT, Reading
from classify.rulebook import rule_files
from classify.rules import CODES, RuleHit, find_rule_hits
from classify.stage import decide_stage
from classify.subjects import find_subjects
from classify.tongue import tongue_of
from classify.units import scores_of
from ingest.message import Message


def read(message: Message, model: Model, *, sent_on: date) -> Reading:
    """Return the reading of any message, an empty one too.

    ``sent_on`` is the day the words were written, in London: "last Tuesday" counts from it.
    """
    sentences = cut(message)
    scores = scores_of(message, sentences, model)
    facts = find_facts(message, sentences, sent_on=sent_on)
    hits = hits_of(message, sentences, facts, sent_on=sent_on)
    kind, rivals = decide_kind(message, sentences, scores, hits, found_by=model.version)
    subjects = find_subjects(
        kind.label, sentences, scores, hits, thresholds=model.subject_thresholds, found_by=model.version
    )
    flags = with_model_flags(
        find_flags(message, sentences, scores.flags),
        sentences,
        scores,
        thresholds=model.flag_thresholds,
        found_by=model.version,
    )
    whole = tuple(_in_whole_sentences(finding, sentences) for finding in flags)
    stage = decide_stage(kind, scores, hits, found_by=model.version)
    tongue = tongue_of([sentence.text for sentence in sentences])
    met = {hit.rule for hit in hits}
    return Reading(
        kind=_in_whole_sentences(kind, sentences),
        subjects=tuple(_in_whole_sentences(finding, sentences) for finding in subjects),
        stage=_in_whole_sentences(stage, sentences) if stage else None,
        flags=whole,
        facts=facts,
        gist=write_gist(
            kind, subjects, message.subject, scores, [sentence.text for sentence in sentences], flags=whole
        ),
        version=model.version,
        rivals=rivals,
        misses=tuple(rule for rule in asked_rule_ids() if rule not in met),
        tongue=tongue.name,
        is_unread=tongue.is_most or not is_readable(sentences, scores),
    )


def hits_of(
    message: Message, sentences: Sequence[Sentence], facts: Sequence[Fact], *, sent_on: date
) -> tuple[RuleHit, ...]:
    """Return every rule about a kind, a subject or a stage that the message meets, by its words or by its dates."""
    by_dates = find_long_ago(facts, sentences, sent_on=sent_on)
    return (*find_rule_hits(message, sentences), *((by_dates,) if by_dates else ()))


def _in_whole_sentences(finding: Finding[LabelT], sentences: Sequence[Sentence]) -> Finding[LabelT]:
    return replace(finding, evidence=widened(finding.evidence, sentences))


@lru_cache(maxsize=1)
def asked_rule_ids() -> tuple[str, ...]:
    """Return the id of every rule asked about a kind, a subject or a stage, sorted."""
    by_words = (rule.id for code, file in rule_files().items() if code in CODES for rule in file.rules)
    return tuple(sorted((*by_words, RULE)))
