"""Train the encoder on the corpus: ``python -m classify.encoder.train BASE FOLDER [--epochs N] [--still N] [--on F]``.

Needs the packages of the group ``train`` (torch, onnx), which nothing else does. BASE is the folder named in ``base``;
FOLDER gets the encoder as int8 numbers for onnxruntime, its vocabulary, its biases and a manifest, and its exact
numbers to go on from. One writer in eight is never trained on. The lowest ``--still`` layers keep the base's numbers;
of the others the upper learn faster, since what lies below knows the language already. ``--on`` goes on from the
folder of a former training, as when the corpus has grown.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from classify.encoder.base import BASE, BASE_LICENCE, BASE_SHA256, LAYERS, NUMBERS, copy_vocabulary, read_base
from classify.encoder.encoder import MANIFEST, PIECES, write_manifest
from classify.encoder.export import export
from classify.encoder.lessons import Lesson, lessons_of
from classify.encoder.network import Network
from classify.encoder.tokens import Cutter
from classify.model.corpus import corpus_digest, read_examples, read_rows
from classify.model.scores import KIND_PLACES, SINGLE_PLACES, STAGE_PLACES

SEED = 1
NETWORK = "network.safetensors"
"""The exact numbers, to go on from; not shipped."""
FORMER = ("name", "corpus_sha256", "trained_on_messages", "recipe", "on")
"""What a manifest says of the training that this one went on from, and that one of its own."""
BATCH_PIECES = 2_600
RATE, HEAD_RATE, SLOWER, LEAST_RATE, WARM_UP = 8e-5, 2e-3, 0.8, 0.03, 0.08
"""How fast the topmost layer and the heads learn, how much slower each layer below, and how that falls and begins."""
SMOOTHING = 0.05
STAGE_SHARE, SINGLES_SHARE, EVIDENCE_SHARE = 0.5, 0.7, 0.1
"""What errors in the stage, in subjects and flags, and attention away from the evidence weigh beside the kind."""
RAREST = 6.0
"""How much more a rare label's presence may weigh than its absence."""


class Pupil:
    """Teach one network."""

    def __init__(self, network: Network, lessons: Sequence[Lesson], *, still: int, steps: int, rate: float) -> None:
        """Choose what learns, how fast, and how much each label's presence weighs."""
        self.network, self.lessons, self.still, self.steps = network, lessons, still, steps
        for module in (network.words, network.positions, network.distances, network.norm, *network.layers[:still]):
            module.requires_grad_(requires_grad=False)
        heads = [*network.attention.parameters(), *network.weight.parameters(), network.bias]
        groups: list[dict[str, Any]] = [{"params": heads, "weight_decay": 0.0, "fastest": HEAD_RATE * rate / RATE}]
        for depth, layer in enumerate(reversed(network.layers[still:])):
            groups.append({"params": [*layer.parameters()], "weight_decay": 0.01, "fastest": rate * SLOWER**depth})
        self.taught = [number for group in groups for number in group["params"]]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
        truth = np.stack([lesson.truth[SINGLE_PLACES] for lesson in lessons])
        found = np.maximum(truth.sum(axis=0), 1)
        rarity = np.clip(np.sqrt((len(lessons) - found) / found), 1, RAREST)
        self.rarity = torch.from_numpy(rarity.astype(np.float32))
        self.step = 0
        self.below = self._read_below()

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
        x, keep, owners = self._raised(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = self.network.pass_through(self.network.dropout(x), _mask(keep), first=self.still)
        x = x.float()
        rows = {number: [row for row, owner in enumerate(owners) if owner == number] for number in batch}
        return [self.network.judge(torch.cat([x[row, keep[row]] for row in rows[number]])) for number in batch]

    def _raised(self, batch: Sequence[int]) -> tuple[Tensor, Tensor, list[int]]:
        """Return the windows of some lessons above the still layers, which of their places hold pieces, and whose."""
        owned = [(number, row) for number in batch for row in range(len(self.lessons[number].windows))]
        rows = [self.below[place] for place in owned]
        keep = torch.arange(max(len(row) for row in rows))[None] < torch.tensor([len(row) for row in rows])[:, None]
        return pad_sequence(rows, batch_first=True).float(), keep, [number for number, _ in owned]

    def _read_below(self) -> dict[tuple[int, int], Tensor]:
        """Return what the still layers make of each lesson's windows: it never changes, so it is worked out once."""
        self.network.eval()
        below = {}
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            for number, lesson in enumerate(self.lessons):
                for row, window in enumerate(lesson.windows):
                    x = self.network.embed(torch.from_numpy(window.pieces)[None])
                    below[number, row] = self.network.pass_through(x, None, last=self.still)[0].bfloat16()
        return below


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
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--still", type=int, default=4)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--on", type=Path)
    wanted = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    network = read_base(wanted.base)
    if wanted.on:
        network.load_state_dict(load_file(wanted.on / NETWORK))
    wanted.folder.mkdir(parents=True, exist_ok=True)
    copy_vocabulary(wanted.base, wanted.folder / PIECES)
    examples = [example for example in read_examples(read_rows()) if not example.is_development]
    lessons = list(lessons_of(examples, Cutter(wanted.folder / PIECES)))
    steps = len(list(batches(range(len(lessons)), lessons, is_shuffled=True))) * wanted.epochs
    pupil = Pupil(network, lessons, still=wanted.still, steps=steps, rate=wanted.rate)
    for epoch in range(wanted.epochs):
        begun = time.monotonic()
        wrong = [pupil.learn(batch) for batch in batches(range(len(lessons)), lessons, is_shuffled=True)]
        sys.stdout.write(f"epoch {epoch + 1}: {np.mean(wrong):.3f}, {time.monotonic() - begun:.0f} s\n")
        sys.stdout.flush()
        export(network, wanted.folder)
        save_file(network.state_dict(), wanted.folder / NETWORK)
    recipe = {"epochs": wanted.epochs, "layers": LAYERS, "still_layers": wanted.still, "rate": wanted.rate}
    former = json.loads((wanted.on / MANIFEST).read_text(encoding="utf-8")) if wanted.on else None
    write_manifest(wanted.folder, _facts(len(lessons), recipe, former))


def _facts(lessons: int, recipe: Mapping[str, Any], former: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the manifest says of how it was made."""
    return {
        "base": {"name": BASE, "sha256": BASE_SHA256[NUMBERS], "licence": BASE_LICENCE},
        "corpus_sha256": corpus_digest(),
        "trained_on_messages": lessons,
        "recipe": {**recipe, "slower_each_layer": SLOWER, "head_rate": HEAD_RATE * recipe["rate"] / RATE, "seed": SEED},
        "trained_with": {"torch": torch.__version__, "onnxruntime": onnxruntime.__version__},
        **({"on": {key: former[key] for key in FORMER if key in former}} if former else {}),
    }


if __name__ == "__main__":
    main()
