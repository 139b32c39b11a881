"""Learn the heads of ``parse`` anew, on an encoder that stays as it is.

    python training/parse_heads.py FOLDER --trees TREEBANK.conllu.gz ... [--names NER.json.gz ...]

FOLDER holds a packed network (``training/pack.py``), whose ``parse.safetensors`` is
replaced. The states of all words are taken once, through the encoder in int8, so the
heads learn on what they will see. ``--only`` keeps the weights whose names do not begin so.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from annotated import Annotated, annotated, loss_of_states, numbered
from examples import BATCH, batches
from loop import read_seeded
from pack import describe, pack
from pupil import add_trees, read_documents
from quotes.encode.reader import Reader, tensors
from quotes.encode.weights import load_about, unpack
from quotes.parse.heads import LAYERS, Heads, Labels, word_states

if TYPE_CHECKING:
    from collections.abc import Sequence

KEEP = 0.995  # share that the moving average keeps at each step


class Options(NamedTuple):
    """How often all is read, at which rate, and what the names of the weights learnt begin with."""

    passes: int = 4
    rate: float = 1e-3
    only: str = ""


@torch.inference_mode()
def seen(reader: Reader, made: Sequence[Annotated]) -> dict[int, Tensor]:
    """Return what the highest layers see of the words of each window [words, layers, width]."""
    states = {}
    for each in made:
        layers = reader.encoder(*tensors([each.window]))[-LAYERS:]
        pieces = [(0, *p) for p in each.pieces]
        states[id(each)] = torch.stack([word_states(x, pieces) for x in layers], 1).half()
    return states


def learn(
    heads: Heads, made: list[Annotated], states: dict[int, Tensor], options: Options
) -> dict[str, Tensor]:
    """Train the weights that are chosen; return the moving average of all."""
    passes, rate, only = options
    for name, tensor in heads.named_parameters():
        tensor.requires_grad_(name.startswith(only))
    learnt = [t for t in heads.parameters() if t.requires_grad]
    optimizer = torch.optim.AdamW(learnt, rate, weight_decay=0.01)
    steps = passes * -(-len(made) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda n: max(0.0, 1 - n / steps))
    average = {name: t.detach().clone() for name, t in heads.state_dict().items()}
    heads.train()
    for number in range(passes):
        total = []
        for batch in batches(made):
            words = heads.mix(torch.cat([states[id(a)] for a in batch]).float().unbind(1))
            loss = loss_of_states(heads, words, batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learnt, 1.0)
            optimizer.step()
            schedule.step()
            for name, tensor in heads.state_dict().items():
                average[name].lerp_(tensor, 1 - KEEP)
            total.append(loss.item())
        print(f"pass {number + 1} of {passes}, loss {sum(total) / len(total):.4f}", flush=True)
    return average


def held(reader: Reader) -> Heads:
    """Return the heads of the reader's folder, those anew that it lacks or has in another shape."""
    labels = Labels(**{n: tuple(c) for n, c in load_about(reader.folder)["classes"].items()})
    heads = Heads(reader.encoder.shape.width, labels)
    own = heads.state_dict()
    kept = unpack(load_file(reader.folder / "parse.safetensors"))
    fits = {n: t for n, t in kept.items() if n in own and own[n].shape == t.shape}
    heads.load_state_dict(own | fits)
    return heads


def main() -> None:
    """Read the arguments, read the texts and learn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    add_trees(parser)
    parser.add_argument("--passes", type=int, default=Options().passes)
    parser.add_argument("--rate", type=float, default=Options().rate)
    parser.add_argument("--only", default="", help="what the names of the weights begin with")
    args = read_seeded(parser)
    reader = Reader(args.folder)
    heads = held(reader)
    trees, names = read_documents(args)
    made = annotated(trees + names, reader.tokenizer, numbered(heads.labels))
    options = Options(args.passes, args.rate, args.only)
    average = learn(heads, made, seen(reader, made), options)
    save_file(pack(average), args.folder / "parse.safetensors")
    describe(args.folder, load_about(args.folder))


if __name__ == "__main__":
    main()
