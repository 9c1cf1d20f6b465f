"""Ask how many calls of the encoder easy mail could be spared: ``python bench/easy_mail.py``.

The linear model with the rules reads the development split alone, weighed for itself; its surest messages (by the
smallest distance, in log-odds, of the kind from its rival and of any subject or flag from its threshold) are compared
with what both models and the rules say. What is learnt on the split is asked about writers it was not learnt on.
One line for each share of the mail.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from classify.encoder.encoder import Seen, load_encoder
from classify.labels import Kind
from classify.model.blended import Blend, BlendedModel, Sight, blended, log_odds, logs
from classify.model.evaluate import Said, development_examples, reader, said_by
from classify.model.linear import MANIFEST, WEIGHTS, read_linear
from classify.model.scores import KIND_PLACES, MESSAGE_LABELS, SENTENCE_LABELS, SINGLE_PLACES
from classify.model.weigh import Opinion, Remembering, half_of, learn, opinions_of

SHARES = (0.05, 0.1, 0.2, 0.3, 0.5)


class Blindfold:
    """See nothing: what is left is the linear model's opinion."""

    name = "encoder:none"

    def see(self, sentences: Sequence[str], *, has_history: bool) -> Seen:  # noqa: ARG002 - as a Sight
        """Return that nothing is likelier than its opposite."""
        return Seen(
            np.zeros(len(MESSAGE_LABELS), np.float32), np.zeros((len(sentences), len(MESSAGE_LABELS)), np.float32)
        )


def sureness(one: Opinion, blend: Blend) -> float:
    """Return how far the decision nearest to its threshold is from it, in log-odds."""
    scores = blended(one.plain, one.seen, blend)
    first, second = sorted(logs(scores.kind, Kind) + one.rules[KIND_PLACES], reverse=True)[:2]
    odds = log_odds({**scores.subjects, **scores.flags}) + one.rules[SINGLE_PLACES]
    said_from = {**blend.subject_thresholds, **blend.flag_thresholds}
    limits = log_odds({label: said_from[label] for label in SENTENCE_LABELS})
    return float(min(first - second, np.abs(odds - limits).min()))


def readings(sight: Sight) -> tuple[list[Said], list[float]]:
    """Return what is said of each message of the split with this encoder, and how sure it is."""
    linear = read_linear(WEIGHTS, MANIFEST)
    opinions = opinions_of(development_examples(), linear, sight)
    blends = [learn([one for one in opinions if half_of(one.example) != half]) for half in (0, 1)]
    readers = [reader(BlendedModel(linear, sight, blend)) for blend in blends]
    said = [said_by(readers[half_of(one.example)](one.example)) for one in opinions]
    return said, [sureness(one, blends[half_of(one.example)]) for one in opinions]


def main() -> None:
    """Print, for the surest shares of the mail, how often the encoder would have changed a decision."""
    (alone, sure), (both, _) = readings(Blindfold()), readings(Remembering(load_encoder()))
    same = np.array([_decisions(one) == _decisions(other) for one, other in zip(alone, both, strict=True)])
    surest = np.argsort(-np.array(sure))
    for share in SHARES:
        taken = surest[: int(share * len(surest))]
        sys.stdout.write(f"surest {share:4.0%}: {1 - same[taken].mean():6.1%} would be decided otherwise\n")
    sys.stdout.write(f"all mail:    {1 - same.mean():6.1%}\n")


def _decisions(said: Said) -> tuple[object, ...]:
    return said.kind, said.routes, said.reasons, said.stage, said.flags


if __name__ == "__main__":
    main()
