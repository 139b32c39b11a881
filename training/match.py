"""Teach a narrow encoder to see what the wide one that it was made from sees.

    python training/match.py NARROW WIDE GOLD.jsonl.gz OUT --near 4 --more ARTICLES.jsonl.gz

NARROW is what ``training/prune.py`` makes of the packed network in the folder WIDE, or what
``training/pupil.py`` then taught it. What each layer gives, and what the heads that find
attributions make of the last, is drawn to what the wide network gives (distillation
layer by layer; Jiao et al. 2020), the narrow encoder rounding as int8 does. The heads stay
as they are, the gold is not looked at: any articles will do, those of GOLD that others
hold out excepted. The state is saved in OUT/state.pt; the same command again goes on from
there. Pack what comes out, OUT/average-STEPS.safetensors, with ``training/pack.py``.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import kl_div

from examples import Example, batches, examples, read_articles, split
from loop import LIKELY, PIECES_A_CUE, Training, read_options
from pupil import round_encoder, start
from quotes.encode.reader import BUNDLED, tensors
from quotes.encode.weights import load_about, load_encoder, load_tokenizer
from quotes.find.decode import find_cues, in_pieces

if TYPE_CHECKING:
    from network import Network

RATES = 3e-4, 3e-4
HEADS = 1.0  # weight of what the heads make of the last layer


def match(network: Network, wide: Network, batch: list[Example]) -> Tensor:
    """Return how far the network is from the wide one on a batch."""
    windows = [e.window for e in batch]
    given = tensors(windows)
    there = given[-1]
    with torch.no_grad():
        wanted = wide.encoder(*given)
        tags = wide.find.tags(wanted[-1])
    with torch.autocast("cpu", torch.bfloat16):
        states = network.encoder(*given)
    loss = torch.zeros(())
    for ours, theirs in zip(states, wanted, strict=True):
        right = theirs[there]
        loss = loss + (ours[there].float() - right).square().mean() / right.var()
    last = states[-1].float()
    seen = network.find.tags(last)
    loss = loss + HEADS * _apart(seen[there], tags[there]) / there.sum()
    found = find_cues(tags.softmax(-1).numpy(), [w.words for w in windows], LIKELY)
    if not found:
        return loss
    cues = torch.tensor([(c.window, *in_pieces(windows[c.window], c.start, c.end)) for c in found])
    with torch.no_grad():
        right = wide.find.arguments(wanted[-1], tags, cues)
    held = there[cues[:, 0]]
    apart = _apart(network.find.arguments(last, seen, cues)[held], right[held])
    return loss + HEADS * apart / (PIECES_A_CUE * len(cues))


def _apart(ours: Tensor, theirs: Tensor) -> Tensor:
    """Return the divergence of our scores [n, classes] from theirs."""
    ours, theirs = ours.log_softmax(-1), theirs.log_softmax(-1)
    return kl_div(ours, theirs, reduction="sum", log_target=True)


def main() -> None:
    """Read the arguments and teach."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("narrow", type=Path)
    parser.add_argument("wide", type=Path)
    parser.add_argument("--near", type=int, default=4, help="layers that see a block at a time")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="articles without gold")
    args = read_options(parser, minutes=110, threads=2)
    tokenizer = load_tokenizer(BUNDLED / "tokenizer.json")
    kept, _ = split(read_articles(args.gold), args.hold_out)
    articles = kept + [article for path in args.more for article in read_articles(path)]
    articles = [article | {"quotes": []} for article in articles]
    wide = start(args.wide).eval()
    wide.encoder = load_encoder(args.wide).eval()  # in int8, as it is used
    network = start(args.narrow, near=args.near)
    round_encoder(network, articles[: len(kept)], tokenizer)
    network.find.requires_grad_(requires_grad=False)
    network.find.eval()
    for part in network.modules():
        if isinstance(part, nn.Dropout):
            part.p = 0.0

    def fresh() -> list[list[Example]]:
        made = batches(examples(articles, tokenizer))
        random.shuffle(made)
        return made

    def loss(batch: list[Example], *, wrong_cues: bool) -> Tensor:  # noqa: ARG001
        return match(network, wide, batch)

    about = {"classes": load_about(args.wide)["classes"]}
    training = Training(network, args.out, RATES, seed=args.seed, about=about)
    training.resume()
    training.run(fresh, loss, args.minutes)


if __name__ == "__main__":
    main()
