"""Train the encoder on the corpus: ``python -m classify.encoder.train BASE FOLDER [--epochs N] [--still N]``.

Needs the packages of the group ``train`` (torch, onnx), which nothing else does. BASE is the folder named in ``base``;
FOLDER gets the encoder as int8 numbers for onnxruntime, its vocabulary, its biases and a manifest. One writer in eight
is never trained on. The lowest ``--still`` layers keep the base's numbers; of the others the upper learn faster, since
what lies below knows the language already.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from torch import Tensor
from torch.nn import functional

from classify.encoder.base import BASE, BASE_LICENCE, BASE_SHA256, NUMBERS, copy_vocabulary, read_base
from classify.encoder.encoder import PIECES, write_manifest
from classify.encoder.export import export
from classify.encoder.lessons import Lesson, lessons_of
from classify.encoder.network import Network
from classify.encoder.tokens import Cutter
from classify.model.corpus import corpus_digest, read_examples, read_rows
from classify.model.scores import KIND_PLACES, SINGLE_PLACES, STAGE_PLACES

SEED = 1
BATCH_PIECES = 2_600
RATE, HEAD_RATE, SLOWER, LEAST_RATE, WARM_UP = 1e-4, 2e-3, 0.75, 0.03, 0.08
"""How fast the topmost layer and the heads learn, how much slower each layer below, and how that falls and begins."""
SMOOTHING = 0.05
STAGE_SHARE, SINGLES_SHARE, EVIDENCE_SHARE = 0.5, 0.7, 0.1
"""What errors in the stage, in subjects and flags, and attention away from the evidence weigh beside the kind."""
RAREST = 6.0
"""How much more a rare label's presence may weigh than its absence."""


class Pupil:
    """Teach one network."""

    def __init__(self, network: Network, lessons: Sequence[Lesson], *, still: int, steps: int) -> None:
        """Choose what learns, how fast, and how much each label's presence weighs."""
        self.network, self.lessons, self.still, self.steps = network, lessons, still, steps
        for module in (network.words, network.positions, network.norm, *network.layers[:still]):
            module.requires_grad_(requires_grad=False)
        heads = [*network.attention.parameters(), *network.weight.parameters(), network.bias]
        groups: list[dict[str, Any]] = [{"params": heads, "weight_decay": 0.0, "fastest": HEAD_RATE}]
        for depth, layer in enumerate(reversed(network.layers[still:])):
            groups.append({"params": [*layer.parameters()], "weight_decay": 0.01, "fastest": RATE * SLOWER**depth})
        self.taught = [number for group in groups for number in group["params"]]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
        truth = np.stack([lesson.truth[SINGLE_PLACES] for lesson in lessons])
        found = np.maximum(truth.sum(axis=0), 1)
        rarity = np.clip(np.sqrt((len(lessons) - found) / found), 1, RAREST)
        self.rarity = torch.from_numpy(rarity.astype(np.float32))
        self.step = 0

    def learn(self, batch: Sequence[int]) -> float:
        """Learn from some lessons; return how wrong the network was."""
        self.network.train()
        self.network.layers[: self.still].eval()
        share = min((self.step + 1) / (WARM_UP * self.steps), max(LEAST_RATE, 1 - self.step / self.steps))
        for group in self.optimizer.param_groups:
            group["lr"] = group["fastest"] * share
        loss = self._loss(batch)
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.taught, 1.0)
        self.optimizer.step()
        self.step += 1
        return float(loss.detach())

    def _loss(self, batch: Sequence[int]) -> Tensor:
        judged = self._judged(batch)
        odds = torch.stack([one for one, _ in judged])
        lessons = [self.lessons[number] for number in batch]
        truth = torch.from_numpy(np.stack([lesson.truth for lesson in lessons]))
        counts = torch.from_numpy(np.stack([lesson.counts for lesson in lessons]))
        kinds = truth[:, KIND_PLACES].argmax(1)
        kind = functional.cross_entropy(odds[:, KIND_PLACES], kinds, label_smoothing=SMOOTHING)
        staged = counts[:, STAGE_PLACES].amax(1) > 0
        stages = functional.cross_entropy(odds[:, STAGE_PLACES], truth[:, STAGE_PLACES].argmax(1), reduction="none")
        stage = (stages * staged).sum() / staged.sum().clamp(min=1)
        singles = functional.binary_cross_entropy_with_logits(
            odds[:, SINGLE_PLACES], truth[:, SINGLE_PLACES], pos_weight=self.rarity, reduction="none"
        )
        single = (singles * counts[:, SINGLE_PLACES]).sum(1).mean()
        return kind + STAGE_SHARE * stage + SINGLES_SHARE * single + EVIDENCE_SHARE * _missed(lessons, judged)

    def _judged(self, batch: Sequence[int]) -> list[tuple[Tensor, Tensor]]:
        x, keep, owners = self._embedded(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = self.network.pass_through(self.network.dropout(x), _mask(keep))
        x = x.float()
        rows = {number: [row for row, owner in enumerate(owners) if owner == number] for number in batch}
        return [self.network.judge(torch.cat([x[row, keep[row]] for row in rows[number]])) for number in batch]

    def _embedded(self, batch: Sequence[int]) -> tuple[Tensor, Tensor, list[int]]:
        """Return the windows of some lessons, which of their places hold pieces, and whose each window is."""
        owned = [(number, window.pieces) for number in batch for window in self.lessons[number].windows]
        pieces = torch.zeros(len(owned), max(len(one) for _, one in owned), dtype=torch.long)
        keep = torch.zeros(pieces.shape, dtype=torch.bool)
        for row, (_, one) in enumerate(owned):
            pieces[row, : len(one)], keep[row, : len(one)] = torch.from_numpy(one), True
        return self.network.embed(pieces), keep, [number for number, _ in owned]


def batches(numbers: Sequence[int], lessons: Sequence[Lesson], *, is_shuffled: bool) -> Iterator[list[int]]:
    """Yield lessons of about the same length together, in batches of about as many pieces each."""
    longest = [max(len(window.pieces) for window in lesson.windows) for lesson in lessons]
    spread = 0.3 if is_shuffled else 0.0
    ordered = sorted(numbers, key=lambda number: longest[number] * (1 + spread * random.random()))  # noqa: S311
    found: list[list[int]] = [[]]
    for number in ordered:
        windows = sum(len(lessons[one].windows) for one in [*found[-1], number])
        if found[-1] and windows * max(longest[one] for one in [*found[-1], number]) > BATCH_PIECES:
            found.append([])
        found[-1].append(number)
    if is_shuffled:
        random.shuffle(found)
    yield from found


def _mask(keep: Tensor) -> Tensor:
    return torch.where(keep[:, None, None, :], 0.0, -1e4).to(torch.bfloat16)


def _missed(lessons: Sequence[Lesson], judged: Sequence[tuple[Tensor, Tensor]]) -> Tensor:
    """Return how far each true label's attention is from the sentences that hold its evidence."""
    missed = []
    for lesson, (_, attention) in zip(lessons, judged, strict=True):
        owners = np.concatenate([window.owners for window in lesson.windows])
        for label, sentences in lesson.evidence.items():
            there = torch.from_numpy(np.isin(owners, list(sentences)))
            if there.any():
                missed.append(-(attention[there, label].sum() + 1e-6).log())
    return torch.stack(missed).mean() if missed else torch.zeros(())


def main() -> None:
    """Train, say how it goes, write the three files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--still", type=int, default=0)
    wanted = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    network = read_base(wanted.base)
    wanted.folder.mkdir(parents=True, exist_ok=True)
    copy_vocabulary(wanted.base, wanted.folder / PIECES)
    examples = [example for example in read_examples(read_rows()) if not example.is_development]
    lessons = list(lessons_of(examples, Cutter(wanted.folder / PIECES)))
    steps = len(list(batches(range(len(lessons)), lessons, is_shuffled=True))) * wanted.epochs
    pupil = Pupil(network, lessons, still=wanted.still, steps=steps)
    for epoch in range(wanted.epochs):
        begun = time.monotonic()
        wrong = [pupil.learn(batch) for batch in batches(range(len(lessons)), lessons, is_shuffled=True)]
        sys.stdout.write(f"epoch {epoch + 1}: {np.mean(wrong):.3f}, {time.monotonic() - begun:.0f} s\n")
        sys.stdout.flush()
        export(pupil.network, wanted.folder)
    write_manifest(wanted.folder, _facts(len(lessons), wanted.epochs, wanted.still))


def _facts(lessons: int, epochs: int, still: int) -> dict[str, Any]:
    """Return what the manifest says of how it was made."""
    return {
        "base": {"name": BASE, "sha256": BASE_SHA256[NUMBERS], "licence": BASE_LICENCE},
        "corpus_sha256": corpus_digest(),
        "trained_on_messages": lessons,
        "recipe": {
            "epochs": epochs,
            "still_layers": still,
            "rate": RATE,
            "slower_each_layer": SLOWER,
            "head_rate": HEAD_RATE,
            "seed": SEED,
        },
        "trained_with": {"torch": torch.__version__, "onnxruntime": onnxruntime.__version__},
    }


if __name__ == "__main__":
    main()
