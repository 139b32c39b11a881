"""A training that saves itself and goes on where it stopped."""

from __future__ import annotations

import json
import random
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from examples import Example, padded
from quotes.encode.reader import tensors
from quotes.find.decode import find_cues, in_pieces
from quotes.find.heads import LABELS, TAGS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping

    from network import Network

WARM_UP = 0.04  # share of the training
MASKED = 0.06  # share of the pieces that are hidden, so that names are not learnt by heart
FIRST_WORD = 999  # word pieces below are marks, digits and unused places
WRONG_CUES_FROM = 0.1  # share of the training
LIKELY = 0.3  # a word is taken for a cue from this probability on
PIECES_A_CUE = 60  # weighs the loss of the arguments against that of the tags
SAVE_EVERY = 400  # seconds
FRESH = ("find.", "parse.", "encoder.cases", "encoder.marks")  # what starts untrained


def masked(ids: Tensor, mask_id: int) -> Tensor:
    """Return the pieces with some words hidden."""
    return ids.masked_fill((torch.rand(ids.shape) < MASKED) & (ids >= FIRST_WORD), mask_id)


def loss_of(network: Network, batch: list[Example], mask_id: int, *, wrong_cues: bool) -> Tensor:
    """Return the loss of the tags plus that of the arguments of gold cues.

    With ``wrong_cues`` the network also learns that what it takes for a cue by
    mistake has no arguments.
    """
    ids, cases, marks, there = tensors([e.window for e in batch])
    with torch.autocast("cpu", torch.bfloat16):
        states = network.encode(masked(ids, mask_id), cases, marks, there)
    states = states.float()
    tags = network.find.tags(states)
    length = ids.shape[1]
    gold = torch.tensor([padded(e.tags, length) for e in batch])
    loss = nn.functional.cross_entropy(
        tags.reshape(-1, len(TAGS)), gold.reshape(-1), label_smoothing=0.02
    )
    cues = [(n, *cue) for n, e in enumerate(batch) for cue in e.cues]
    labels = [padded(row, length) for e in batch for row in e.labels]
    for cue in mistaken(tags, batch, cues) if wrong_cues else ():
        cues.append(cue)
        labels.append(padded([0] * len(batch[cue[0]].window), length))
    if not cues:
        return loss
    scores = network.find.arguments(states, tags, torch.tensor(cues))
    each = nn.functional.cross_entropy(
        scores.reshape(-1, len(LABELS)), torch.tensor(labels).reshape(-1), reduction="sum"
    )
    return loss + each / (PIECES_A_CUE * len(cues))


def mistaken(
    tags: Tensor, batch: list[Example], cues: list[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """Return what the network takes for a cue and overlaps none of the cues.

    A cue is the number of its window, its first piece and the piece after its last.
    """
    windows = [e.window for e in batch]
    found = find_cues(tags.detach().softmax(-1).numpy(), [w.words for w in windows], LIKELY)
    taken = [(c.window, *in_pieces(windows[c.window], c.start, c.end)) for c in found]
    return [
        (n, start, end)
        for n, start, end in taken
        if not any(n == m and start < b and a < end for m, a, b in cues)
    ]


def read_options(parser: ArgumentParser, minutes: float, threads: int) -> Namespace:
    """Read the options that all trainings share, and make ready for one."""
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--minutes", type=float, default=minutes, help="the rate falls to 0 in them"
    )
    parser.add_argument("--hold-out", type=int, default=21, help="leave out every N-th article")
    args = read_seeded(parser, threads)
    args.out.mkdir(parents=True, exist_ok=True)
    return args


def read_seeded(parser: ArgumentParser, threads: int = 2) -> Namespace:
    """Read the options, seed and threads among them, and set both."""
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=threads)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    return args


class Training:
    """The network, its moving average and the optimizer, as they stand in OUT/state.pt.

    ``rates`` are those of the encoder and of the heads; ``average`` is the share
    that the moving average keeps at each step. ``about`` is saved with the average.
    """

    def __init__(
        self,
        network: Network,
        out: Path,
        rates: tuple[float, float],
        *,
        average: float = 0.998,
        seed: int = 0,
        about: Mapping[str, Any] | None = None,
    ) -> None:
        self.network, self.out, self.rates = network, out, rates
        self.keep, self.seed, self.about = average, seed, about or {}
        learning = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
        heads = [p for n, p in learning if n.startswith(FRESH)]
        inner = [p for n, p in learning if not n.startswith(FRESH)]
        self.optimizer = torch.optim.AdamW(
            [{"params": inner}, {"params": heads}], lr=0.0, weight_decay=0.01
        )
        self.average = {n: p.detach().clone() for n, p in network.state_dict().items()}
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
            "shape": asdict(self.network.encoder.shape),
        }
        torch.save(state, self.out / "state.tmp")
        (self.out / "state.tmp").replace(self.out / "state.pt")
        about = {name: state[name] for name in ("shape", "steps", "passes")} | dict(self.about)
        weights = {name: tensor.half() for name, tensor in self.average.items()}
        written = {name: json.dumps(value) for name, value in about.items()}
        save_file(weights, self.out / f"average-{self.steps}.safetensors", written)
        print("saved after", self.steps, "steps", flush=True)

    def step(self, loss: Tensor, done: float) -> None:
        """Learn from the loss of a batch, at the rate of this share of the training."""
        scale = min(1.0, done / WARM_UP, (1 - done) / (1 - WARM_UP)) + 1e-3
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * scale
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.steps += 1
        keep = min(self.keep, 1 - 1 / (self.steps + 1))
        now = [p for p in self.network.state_dict().values() if p.is_floating_point()]
        then = [p for p in self.average.values() if p.is_floating_point()]
        torch._foreach_lerp_(then, now, 1 - keep)

    def run(
        self, fresh: Callable[[], list[Any]], loss: Callable[..., Tensor], minutes: float
    ) -> None:
        """Train until the time is up; the rate falls to 0 in it.

        ``fresh`` gives the batches of a pass, ``loss`` the loss of one of them, with
        ``wrong_cues`` as in ``loss_of``.
        """
        began = time.time() - self.spent
        saved = time.time()
        self.network.train()
        while self.spent < 60 * minutes:
            self.passes += 1
            for batch in fresh():
                self.spent = time.time() - began
                done = self.spent / (60 * minutes)
                if done >= 1:
                    break
                value = loss(batch, wrong_cues=done > WRONG_CUES_FROM)
                self.step(value, done)
                if self.steps % 25 == 0:
                    now = f"pass {self.passes}, {100 * done:.1f} % of the time"
                    print(f"{self.steps} steps, {now}, loss {value.item():.4f}", flush=True)
                if time.time() - saved > SAVE_EVERY:
                    saved = time.time()
                    self.save()
        self.save()
