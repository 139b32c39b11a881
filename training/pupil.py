"""Teach the tagger what the teacher sees, and to live with int8.

    python training/pupil.py TAGGER TEACHER GOLD.jsonl.gz OUT [--more UNLABELLED.jsonl.gz]

TAGGER is the average-STEPS.safetensors of ``training/tagger.py`` or the folder of a packed
network, TEACHER that of
``training/teacher.py``. UNLABELLED are articles without gold, one a line
(``training/unlabelled.py``). First the teacher labels all articles, which is
kept in OUT/labels.pt; then the tagger learns from gold and teacher together
(knowledge distillation; Hinton et al. 2015), its encoder rounding as int8 does.
The state is saved in OUT/state.pt; the same command again goes on from there.
Pack what comes out, OUT/average-STEPS.safetensors, with ``training/pack.py``.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor

from annotated import Annotated, annotated, inventory, loss_of_words, numbered
from examples import Example, Json, batches, examples, padded, read_articles, split
from labels import NOTHING, Labels, cues_within, label, soft_arguments, soft_tags
from loop import PIECES_A_CUE, Training, masked, mistaken, read_options
from mpnet import ROLE_WIDTH, Mpnet
from network import Network, packed_weights
from quantise import round_layers, watch
from quotes.encode.network import Encoder, Shape
from quotes.encode.reader import BUNDLED, tensors
from quotes.encode.weights import load_about, load_tokenizer
from quotes.find.heads import LABELS
from quotes.parse.heads import Heads
from treebank import GUM_HELD_OUT, Document, read_entities, read_treebank

if TYPE_CHECKING:
    from collections.abc import Callable

    from tokenizers import Tokenizer

RATES = 1.5e-4, 8e-4
TREE_PASSES = 3  # over the treebanks in one over the articles
TAUGHT = 0.7  # share of the teacher in what is learnt where there is gold, too
SEEN_FIRST = 60  # windows by which the steps of the inputs are set


def teach(
    network: Network,
    batch: list[Example],
    mask_id: int,
    *,
    wrong_cues: bool,
    labels: list[Labels],
    gold: list[bool],
) -> Tensor:
    """Return the loss of a batch against the teacher, and against gold where there is any.

    ``labels`` and ``gold`` (whether there is any) go by the article's number.
    """
    ids, cases, marks, there = tensors([e.window for e in batch])
    length = ids.shape[1]
    with torch.autocast("cpu", torch.bfloat16):
        states = network.encode(masked(ids, mask_id), cases, marks, there)
    states = states.float()
    tags = network.find.tags(states)
    soft = torch.stack([soft_tags(e, labels[e.article], length) for e in batch])
    hard = torch.tensor(
        [padded(e.tags if gold[e.article] else [-100] * len(e.window), length) for e in batch]
    )
    loss = _loss(tags, soft, hard)
    cues, softs, hards = _cues(batch, labels, gold, length)
    for cue in mistaken(tags, batch, cues) if wrong_cues else ():
        cues.append(cue)
        softs.append(torch.zeros(length, len(LABELS)))
        hards.append(padded([0] * len(batch[cue[0]].window), length))
    if not cues:
        return loss
    scores = network.find.arguments(states, tags, torch.tensor(cues))
    each = _loss(scores, torch.stack(softs), torch.tensor(hards), mean=False)
    return loss + each / (PIECES_A_CUE * len(cues))


def _cues(
    batch: list[Example], labels: list[Labels], gold: list[bool], length: int
) -> tuple[list[tuple[int, int, int]], list[Tensor], list[list[int]]]:
    """Return the cues of a batch with the teacher's arguments and the gold ones."""
    cues: list[tuple[int, int, int]] = []
    softs: list[Tensor] = []
    hards: list[list[int]] = []
    for n, example in enumerate(batch):
        window, seen = example.window, labels[example.article]
        right = dict(zip(example.cues, example.labels, strict=True))
        theirs = {at: offsets for offsets, at in cues_within(example, seen).items()}
        for at in {**right, **theirs}:
            cues.append((n, *at))
            nothing = torch.zeros(length, len(LABELS))
            known = at in theirs
            softs.append(soft_arguments(example, seen, theirs[at], length) if known else nothing)
            row = right.get(at, [0] * len(window)) if gold[example.article] else []
            hards.append(padded(row, length))
    return cues, softs, hards


def _loss(scores: Tensor, soft: Tensor, hard: Tensor, *, mean: bool = True) -> Tensor:
    """Return the cross entropy with the teacher's probabilities and with the gold classes.

    A row of zeros in ``soft``, and -100 in ``hard``, say nothing; where both
    speak the teacher weighs TAUGHT.
    """
    logs = scores.log_softmax(-1)
    spoken, known = soft.sum(-1) > 0, hard >= 0
    theirs = -(soft * logs).sum(-1)
    right = -logs.gather(-1, hard.clamp(min=0)[..., None])[..., 0]
    share = torch.where(known, torch.where(spoken, TAUGHT, 0.0), 1.0)
    each = (share * theirs + (1 - share) * right) * (spoken | known)
    return each.sum() / (spoken | known).sum() if mean else each.sum()


def start(weights: Path, **changes: int) -> Network:
    """Return the tagger as ``training/tagger.py`` left it, or a packed one of a folder.

    ``changes`` are those of its encoder's shape that leave the weights theirs: ``near``.
    """
    network = Network(Encoder(replace(shape_of(weights), **changes)))
    held = held_weights(weights)
    own = network.state_dict()
    network.load_state_dict({name: held[name].float() for name in own})
    return network


def held_weights(weights: Path) -> dict[str, Tensor]:
    """Return the weights of a packed folder, or of an average-STEPS.safetensors."""
    return packed_weights(weights) if weights.is_dir() else load_file(weights)


def shape_of(weights: Path) -> Shape:
    """Return the shape of the encoder that is held there."""
    if weights.is_dir():
        return Shape(**load_about(weights)["shape"])
    with safe_open(weights, "pt") as file:
        return Shape(**json.loads(file.metadata()["shape"]))


def keep_parse(network: Network, weights: Path) -> None:
    """Start the heads that parse from those held there, if they know the same classes."""
    own = network.parse.state_dict()
    held = {n: held_weights(weights).get(f"parse.{n}") for n in own}
    if all(t is not None and t.shape == own[n].shape for n, t in held.items()):
        network.parse.load_state_dict({n: t.float() for n, t in held.items() if t is not None})


def teacher(weights: Path) -> Network:
    """Return the teacher."""
    network = Network(Mpnet(), ROLE_WIDTH)
    network.load_state_dict({n: t.float() for n, t in load_file(weights).items()})
    return network.eval()


def labelled(
    out: Path, networks: Callable[[], list[Network]], articles: list[Json], tokenizer: Tokenizer
) -> list[Labels]:
    """Return what the networks see in the articles, from OUT/labels.pt where it stands."""
    path = out / "labels.pt"
    if not path.exists():
        made = label(networks(), articles, tokenizer)
        torch.save([(m.starts, m.tags, m.cues) for m in made], path)
    return [Labels(*row) for row in torch.load(path, weights_only=True)]


def round_encoder(network: Network, articles: list[Json], tokenizer: Tokenizer) -> None:
    """Let the encoder round as int8 does, with steps set by what its layers see."""
    network.eval()
    windows = [e.window for e in examples(articles, tokenizer)[:SEEN_FIRST]]

    @torch.inference_mode()
    def run() -> None:
        for at in range(0, len(windows), 12):
            network.encode(*tensors(windows[at : at + 12]))

    round_layers(network, watch(network, run))


def add_trees(parser: argparse.ArgumentParser) -> None:
    """Add the options that name treebanks and entity corpora."""
    parser.add_argument("--trees", type=Path, nargs="*", default=[], help="CoNLL-U, gzipped")
    parser.add_argument("--names", type=Path, nargs="*", default=[], help="entities of 4 classes")
    parser.add_argument(
        "--names-but-misc", type=Path, nargs="*", default=[], help="entities without MISC"
    )


def read_documents(args: argparse.Namespace) -> tuple[list[Document], list[Document]]:
    """Return the treebanks' documents to learn from, and those of entity corpora."""
    trees = [d for path in args.trees for d in read_treebank(path) if d.name not in GUM_HELD_OUT]
    names = [d for path in args.names for d in read_entities(path)]
    names += [d for path in args.names_but_misc for d in read_entities(path, every=False)]
    return trees, names


def main() -> None:
    """Read the arguments, label and teach."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tagger", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("--more", type=Path, help="articles without gold")
    parser.add_argument(
        "--taught", type=int, default=1000, help="label so many articles with gold, and without"
    )
    add_trees(parser)
    args = read_options(parser, minutes=50, threads=2)
    tokenizer = load_tokenizer(BUNDLED / "tokenizer.json")
    mask_id = tokenizer.token_to_id("[MASK]")
    kept, _ = split(read_articles(args.gold), args.hold_out)
    random.shuffle(kept)
    more = read_articles(args.more) if args.more else []
    taught = kept[: args.taught] + random.sample(more, min(args.taught, len(more)))
    articles = taught + kept[args.taught :]
    gold = [article["quotes"] is not None for article in articles]
    network = start(args.tagger)

    def networks() -> list[Network]:
        return [teacher(args.teacher), network.eval()]

    labels = labelled(args.out, networks, taught, tokenizer)
    labels += [NOTHING] * (len(articles) - len(taught))
    articles = [article | {"quotes": article["quotes"] or []} for article in articles]
    round_encoder(network, kept, tokenizer)
    trees, names = read_documents(args)
    classes = inventory(trees)
    network.parse = Heads(network.encoder.shape.width, classes)
    keep_parse(network, args.tagger)
    numbers = numbered(classes)

    def fresh() -> list[list[Example] | list[Annotated]]:
        made: list[list[Example] | list[Annotated]] = []
        made += batches(examples(articles, tokenizer))
        for _ in range(TREE_PASSES if trees or names else 0):
            made += batches(annotated(trees + names, tokenizer, numbers))
        random.shuffle(made)
        return made

    def loss(batch: list[Example] | list[Annotated], *, wrong_cues: bool) -> Tensor:
        if isinstance(batch[0], Annotated):
            return loss_of_words(network, batch, mask_id)
        return teach(network, batch, mask_id, wrong_cues=wrong_cues, labels=labels, gold=gold)

    about = {"classes": asdict(classes)}
    training = Training(network, args.out, RATES, seed=args.seed, about=about)
    training.resume()
    training.run(fresh, loss, args.minutes)


if __name__ == "__main__":
    main()
