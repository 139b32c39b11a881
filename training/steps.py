"""Learn what lies between words adds to the steps between labels, on a network that stays.

    python training/steps.py GOLD.jsonl.gz FOLDER

FOLDER holds a packed network (``training/pack.py``) and gets ``steps.safetensors``:
the loss is that of a conditional random field (Lafferty et al. 2001) over the labels of
every cue, whose scores for single pieces are those of the heads as they are. The states
of all pieces are taken once, through the encoder in int8.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from examples import Example, batches, examples, read_articles, split
from loop import mistaken, read_seeded
from pack import describe, pack
from quotes.encode.reader import Reader, tensors
from quotes.encode.weights import load_about, load_weights
from quotes.find.decode import NEVER, STEP, by_word
from quotes.find.heads import LABELS, Heads, Steps

if TYPE_CHECKING:
    from collections.abc import Sequence

RATE = 1e-3
HIDDEN = 0.15  # share of the states that is hidden: the heads are too sure of what they learnt
KEPT = 0.5  # share of what was learnt that counts, for the same reason (held-out articles)
MOST = 200.0  # the most that one cue's labels can cost: gold that no path allows

Scored = tuple[Tensor, Tensor, Tensor]  # of a window: scores, gold labels, added to steps


@torch.inference_mode()
def seen(reader: Reader, made: Sequence[Example]) -> dict[int, Tensor]:
    """Return what the encoder sees of the pieces of each window [pieces, width]."""
    return {id(e): reader.encoder(*tensors([e.window]))[-1][0].half() for e in made}


def score(heads: Heads, steps: Steps, states: Tensor, example: Example) -> Scored | None:
    """Return the scores of a window, None where it has no cues.

    They are [cues, words, labels], with gold [cues, words] and the steps [words - 1,
    labels, labels]. The cues are those of gold, and what the network takes for one by
    mistake, which has no arguments.
    """
    words = example.window.words
    hidden = F.dropout(states, HIDDEN)[None]
    tags = heads.tags(hidden)
    cues = [(0, *cue) for cue in example.cues]
    labels = [*example.labels]
    for cue in mistaken(tags, [example], cues):
        cues.append(cue)
        labels.append([0] * len(example.window))
    if not cues:
        return None
    scores = heads.arguments(hidden, tags, torch.tensor(cues)).log_softmax(-1)
    ends = [*words, len(example.window) - 1]
    scores = torch.tensor(np.stack([by_word(row, ends) for row in scores.numpy()]))
    gold = torch.tensor(labels)[:, words]
    for row, (_, start, end) in enumerate(cues):
        inside = [n for n, piece in enumerate(words) if start <= piece < end]
        scores[row, inside, 1:] += float(NEVER)
        gold[row, inside] = 0
    return scores, begun(gold), steps(states, words)


def begun(gold: Tensor) -> Tensor:
    """Return the labels with a begin wherever something goes on that has not begun."""
    fixed = gold.clone()
    for begin in (LABELS.index("B-source"), LABELS.index("B-content")):
        inside = begin + 1
        for word in range(fixed.shape[1]):
            before = fixed[:, word - 1] if word else torch.zeros_like(fixed[:, 0])
            lost = (fixed[:, word] == inside) & (before != begin) & (before != inside)
            fixed[lost, word] = begin
    return fixed


def loss_of(scored: Sequence[Scored]) -> Tensor:
    """Return the negative log likelihood of the gold labels, the mean over all cues."""
    rows = [(s, g, t) for scores, gold, t in scored for s, g in zip(scores, gold, strict=True)]
    scores = pad_sequence([s for s, _, _ in rows], batch_first=True, padding_value=float(NEVER))
    gold = pad_sequence([g for _, g, _ in rows], batch_first=True)
    added = pad_sequence([t for _, _, t in rows], batch_first=True)
    for row, (s, _, _) in enumerate(rows):
        scores[row, len(s) :, 0] = 0  # beyond the end of a window: outside
    plain = torch.tensor(STEP).clamp(min=float(NEVER))
    steps = added + plain
    right = scores.gather(2, gold[..., None])[..., 0].sum(1) + plain[0][gold[:, 0]]
    one, two = gold[:, :-1, None, None].expand(-1, -1, 1, len(LABELS)), gold[:, 1:, None]
    right = right + steps.gather(2, one)[:, :, 0].gather(2, two)[..., 0].sum(1)
    every = scores[:, 0] + plain[0]
    for word in range(1, scores.shape[1]):
        every = (every[:, :, None] + steps[:, word - 1]).logsumexp(1) + scores[:, word]
    return (every.logsumexp(1) - right).clamp(max=MOST).mean()


def learn(
    heads: Heads, steps: Steps, made: list[Example], states: dict[int, Tensor], passes: int
) -> None:
    """Train the steps."""
    optimizer = torch.optim.AdamW(steps.parameters(), RATE, weight_decay=0.01)
    total = passes * len(batches(made))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: max(0.0, 1 - n / total))
    steps.train()
    for number in range(passes):
        losses = []
        for batch in batches(made):
            rows = (score(heads, steps, states[id(e)].float(), e) for e in batch)
            scored = [row for row in rows if row]
            if scored:
                loss = loss_of(scored)
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(steps.parameters(), 1.0)
                optimizer.step()
                losses.append(loss.item())
            schedule.step()
        print(f"pass {number + 1} of {passes}, loss {sum(losses) / len(losses):.4f}", flush=True)


def main() -> None:
    """Read the arguments, read the articles and learn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--hold-out", type=int, default=21)
    args = read_seeded(parser)
    reader = Reader(args.folder)
    width = reader.encoder.shape.width
    heads, steps = Heads(width).eval().requires_grad_(False), Steps(width)
    load_weights(heads, args.folder / "find.safetensors")
    kept, _ = split(read_articles(args.gold), args.hold_out)
    made = [e for e in examples(kept, reader.tokenizer) if len(e.window.words) > 1]
    learn(heads, steps, made, seen(reader, made), args.passes)
    with torch.no_grad():
        steps.step.weight.mul_(KEPT)
        steps.step.bias.mul_(KEPT)
    save_file(pack(steps.state_dict()), args.folder / "steps.safetensors")
    describe(args.folder, load_about(args.folder))


if __name__ == "__main__":
    main()
