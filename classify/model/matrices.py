"""Turn the corpus into matrices a linear model can be fitted on: messages, sentences, and what is true of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from classify.labels import Flag, Kind, Stage, Subject
from classify.language import sentences as cut
from classify.model.corpus import Example
from classify.model.features import Bag
from classify.model.linear import Bags, look_up
from classify.model.scores import MOST_SENTENCES
from classify.reading import SUBJECT_LINE

LEAST_MESSAGES = 3
"""A feature must stand in this many messages to be kept."""
SHORTEST_OVERLAP = 4
"""A sentence is evidence if it shares at least this many characters with the words marked as such."""

Array = NDArray[Any]
SINGLES: tuple[Subject | Flag, ...] = (*Subject, *Flag)


@dataclass(frozen=True, slots=True)
class Data:
    """Hold the corpus as matrices: messages, their sentences, the labels of both, and what to leave out.

    ``owner`` is each sentence's message; ``singles`` are the labels that are true or false by themselves.
    """

    messages: Any
    sentences: Any
    owner: Array
    kind: Array
    stage: Array
    singles: Array
    skipped: Array
    sentence_singles: Array
    groups: Array


def known_features(whole: Sequence[Bag]) -> NDArray[np.uint32]:
    """Return the features met in enough messages, sorted."""
    ids, times = np.unique(np.concatenate([bag.ids for bag in whole]), return_counts=True)
    return np.asarray(ids[times >= LEAST_MESSAGES], np.uint32)


def rarities(ids: NDArray[np.uint32], bags: Sequence[Bags], sort: int) -> tuple[Array, Array]:
    """Return each feature's inverse frequency among messages and among sentences, as kept in half precision."""
    found = []
    for texts in ([bag.message[sort] for bag in bags], [bag.sentences[sort] for bag in bags]):
        times = np.zeros(len(ids))
        for bag in texts:
            np.add.at(times, look_up(ids, bag.ids)[0], 1)
        total = sum(bag.height for bag in texts)
        found.append((np.log((1 + total) / (1 + times)) + 1).astype(np.float16).astype(np.float32))
    return found[0], found[1]


def matrices(examples: Sequence[Example], bags: Sequence[Bags], known: Any, rarity: Any) -> Data:
    """Return the whole corpus as matrices."""
    whole = [vectors([bag.message[sort] for bag in bags], known[sort], rarity[sort][0]) for sort in (0, 1)]
    parts = [vectors([bag.sentences[sort] for bag in bags], known[sort], rarity[sort][1]) for sort in (0, 1)]
    marks = [evidence_marks(example) for example in examples]
    return Data(
        messages=sp.hstack(whole).tocsr(),
        sentences=sp.hstack(parts).tocsr(),
        owner=np.repeat(np.arange(len(examples)), [len(mark) for mark in marks]),
        kind=np.array([list(Kind).index(example.kind) for example in examples]),
        stage=np.array([list(Stage).index(example.stage) if example.stage else -1 for example in examples]),
        singles=np.array([[bears(example, label) for label in SINGLES] for example in examples]),
        skipped=np.array([[is_skipped(example, label) for label in SINGLES] for example in examples]),
        sentence_singles=np.concatenate(marks),
        groups=np.array([example.message.sender.address for example in examples]),
    )


def vectors(bags: Sequence[Bag], ids: NDArray[np.uint32], idf: Array) -> Any:
    """Return one row a text: dampened counts times rarity, each row of length one."""
    rows, columns, values, height = [], [], [], 0
    for bag in bags:
        places, found = look_up(ids, bag.ids)
        rows.append(bag.rows[found] + height)
        columns.append(places)
        values.append((1 + np.log(bag.counts[found])) * idf[places])
        height += bag.height
    matrix = sp.csr_matrix(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=(height, len(ids))
    )
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1 + 1e-9
    return sp.diags(1 / lengths) @ matrix


def bears(example: Example, label: Subject | Flag) -> bool:
    """Return whether the example bears this label."""
    return label in example.subjects or label in example.flags


def is_skipped(example: Example, label: Subject | Flag) -> bool:
    """Return whether the example teaches nothing about this label: no matters, or readers differ."""
    return not example.has_matters if isinstance(label, Subject) else label in example.unscored


def evidence_marks(example: Example) -> Array:
    """Return one row a sentence: for which labels it holds words marked as evidence."""
    message = example.message
    texts = {SUBJECT_LINE: message.subject}
    spans: dict[Subject | Flag, tuple[str, ...]] = dict((*example.subjects.items(), *example.flags.items()))
    found = cut(message)[:MOST_SENTENCES]
    marks = np.zeros((len(found), len(SINGLES)), bool)
    for row, sentence in enumerate(found):
        text = texts.get(sentence.where, message.body)
        for label, quotes in spans.items():
            starts = [(at, at + len(quote)) for quote in quotes if (at := text.find(quote)) >= 0]
            shared = [min(sentence.end, end) - max(sentence.start, start) for start, end in starts]
            marks[row, SINGLES.index(label)] = any(length >= SHORTEST_OVERLAP for length in shared)
    return marks
