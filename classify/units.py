"""Give the model what it reads of a message, in words that do not tell who the people are, and take its scores."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from classify.asides import without_asides
from classify.forwarded import numbers_of_headers
from classify.labels import BEHAVIOUR_FLAGS, Flag
from classify.language import Sentence
from classify.model.scores import Model, Scores, TextUnits
from classify.neutral import neutral_units
from ingest.message import Message

LONGEST_QUOTED: Final = 4000
HISTORY: Final = "-"
"""Stands for quoted history of whatever words."""


def units_of(message: Message, sentences: Sequence[Sentence]) -> TextUnits:
    """Return the message as it was written; sentence ``n`` there is ``sentences[n]``."""
    return TextUnits(
        subject=message.subject,
        sentences=tuple(sentence.text for sentence in sentences),
        quoted=message.quoted_words[:LONGEST_QUOTED],
    )


def model_units_of(message: Message, sentences: Sequence[Sentence]) -> TextUnits:
    """Return what the model reads, in training too: neutral words, and of the history only that there is one.

    What is quoted was said before, often by the council: it must not make the kind, the matters or the stage. The
    header of a mail sent on is nobody's words: "Subject: Automatic reply" there does not make this one automatic.
    """
    units = neutral_units(units_of(message, sentences), message.sender)
    headers = numbers_of_headers(sentences)
    read = tuple("" if number in headers else text for number, text in enumerate(units.sentences))
    return replace(units, sentences=read, quoted=HISTORY if units.quoted.strip() else "")


def scores_of(message: Message, sentences: Sequence[Sentence], model: Model) -> Scores:
    """Return the model's scores of a message, blind to names, and for every decision but the person's flags to asides.

    The model is asked a second time only where there is an aside, which few messages hold.
    """
    units = model_units_of(message, sentences)
    scores = model.predict(units)
    blind = without_asides(units)
    return scores if blind == units else _blind_where_it_decides(scores, model.predict(blind))


def _blind_where_it_decides(seeing: Scores, blind: Scores) -> Scores:
    """Return the blind scores, but for the flags that are about the person or the content: those of the seeing."""
    return replace(
        blind,
        flags=_flags(seeing.flags, blind.flags),
        flags_per_sentence=tuple(
            _flags(one, other) for one, other in zip(seeing.flags_per_sentence, blind.flags_per_sentence, strict=True)
        ),
        familiarity=seeing.familiarity,
    )


def _flags(seeing: Mapping[Flag, float], blind: Mapping[Flag, float]) -> dict[Flag, float]:
    return {flag: (blind if flag in BEHAVIOUR_FLAGS else seeing)[flag] for flag in Flag}
