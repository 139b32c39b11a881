"""How well tags, trees and entities are read where words and sentences are given.

    python training/treescores.py PUPIL.safetensors TREEBANK.conllu.gz NER.json.gz ...

PUPIL is the average-STEPS.safetensors of ``training/pupil.py``. Of GUM only the
documents are read that the training left out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors import safe_open
from safetensors.torch import load_file

from annotated import annotated, flat, in_sentences, numbered, possible, read_states
from network import Network
from quotes.encode.network import Encoder, Shape
from quotes.encode.reader import BUNDLED
from quotes.encode.weights import load_tokenizer
from quotes.parse.heads import Heads, Labels
from quotes.parse.trees import best_tree
from treebank import GUM_HELD_OUT, read_entities, read_treebank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotated import Annotated

BATCH = 12
Chunk = tuple[int, int, str]


@torch.inference_mode()
def scores(network: Network, made: Sequence[Annotated]) -> dict[str, float]:
    """Return accuracies of tags, UAS, LAS (without subtypes) and F1 of entities, in per cent."""
    was = network.training
    network.eval()
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for start in range(0, len(made), BATCH):
        _count(network, made[start : start + BATCH], right, of)
    network.train(was)
    names = [n for n in ("upos", "xpos", "feats", "uas", "las", "ner") if of[n]]
    names += [n for n in of if n.isupper()]
    return {name: round(100 * right[name] / of[name], 1) for name in names}


def _count(
    network: Network,
    batch: Sequence[Annotated],
    right: Counter[str],
    of: Counter[str],
) -> None:
    heads = network.parse
    states = read_states(network, batch)
    lengths = [n for a in batch for n in a.lengths]
    tags = {name: s.argmax(-1).tolist() for name, s in heads.tags(states).items()}
    rows = in_sentences(states, lengths)
    arcs = possible(heads.arcs(rows), lengths)
    found = []
    for n, length in enumerate(lengths):
        whole = torch.full((length + 1, length + 1), -1e4)
        whole[1:] = arcs[n, :length, : length + 1]
        found.append(torch.from_numpy(best_tree(whole.log_softmax(-1).numpy())[1:]))
    trees = torch.cat(found)
    relations = heads.relations(states, flat(trees, lengths)).argmax(-1)
    labels = heads.labels
    at = 0
    for words in (s for a in batch for s in a.sentences):
        for place, word in enumerate(words):
            if word.head < 0:
                continue
            for name in ("upos", "xpos", "feats"):
                of[name] += 1
                seen = getattr(labels, name)[tags[name][at + place]]
                right[name] += seen == getattr(word, name)
            held = int(trees[at + place]) == word.head
            name = labels.deprel[int(relations[at + place])]
            of["uas"] += 1
            of["las"] += 1
            right["uas"] += held
            right["las"] += held and name.partition(":")[0] == word.deprel.partition(":")[0]
        if all(word.ner is not None for word in words):
            seen_names = chunks([labels.ner[t] for t in tags["ner"][at : at + len(words)]])
            gold = chunks([word.ner or "O" for word in words])
            for sort in {"ner", *(c[2] for c in seen_names | gold)}:
                mine, theirs = _of(seen_names, sort), _of(gold, sort)
                of[sort] += len(mine) + len(theirs)
                right[sort] += 2 * len(mine & theirs)
        at += len(words)


def _of(held: set[Chunk], sort: str) -> set[Chunk]:
    return held if sort == "ner" else {c for c in held if c[2] == sort}


def chunks(tags: Sequence[str]) -> set[Chunk]:
    """Return the entities of a sentence's tags: first word, word after the last, class."""
    found: set[Chunk] = set()
    begin, sort = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        goes_on = tag.startswith("I-") and tag[2:] == sort
        if sort and not goes_on:
            found.add((begin, place, sort))
        if not goes_on:
            begin, sort = place, tag[2:]
    return found


def load(path: Path) -> Network:
    """Return a network as ``training/pupil.py`` left it, without rounding."""
    with safe_open(path, "pt") as file:
        about = {name: json.loads(value) for name, value in file.metadata().items()}
    classes = Labels(**{name: tuple(held) for name, held in about["classes"].items()})
    shape = Shape(**about["shape"])
    network = Network(Encoder(shape), parse=Heads(shape.width, classes))
    weights = load_file(path)
    network.load_state_dict({name: weights[name].float() for name in network.state_dict()})
    return network


def main() -> None:
    """Read the arguments and print the scores on each corpus."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pupil", type=Path)
    parser.add_argument("corpora", type=Path, nargs="+")
    args = parser.parse_args()
    network = load(args.pupil)
    tokenizer = load_tokenizer(BUNDLED / "tokenizer.json")
    numbers = numbered(network.parse.labels)
    for path in args.corpora:
        is_tree = ".conllu" in path.suffixes
        documents = read_treebank(path) if is_tree else read_entities(path)
        of_gum = [d for d in documents if d.name.startswith("GUM_")]
        documents = [d for d in of_gum if d.name in GUM_HELD_OUT] if of_gum else documents
        print(path.name, scores(network, annotated(documents, tokenizer, numbers, vary=False)))


if __name__ == "__main__":
    main()
