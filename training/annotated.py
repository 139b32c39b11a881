"""Windows of treebanks and entity corpora, and the loss of what is read from them."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch import Tensor

from loop import masked
from quotes.encode.reader import tensors
from quotes.encode.windows import LENGTH, Window, cut
from quotes.parse.heads import TAGGED, Labels, word_states

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer

    from network import Network
    from quotes.parse.heads import Heads
    from treebank import Document, Word

CLASSES = ("PER", "ORG", "LOC", "MISC")
NER = ("O", *(f"{side}-{name}" for name in CLASSES for side in "BI"))
RARE = 5  # features and relations seen less often are not learnt
WEIGHTS = {"upos": 1.0, "xpos": 0.5, "feats": 0.5, "ner": 2.0, "head": 1.0, "deprel": 1.0}
SHARE = 0.3  # of all this in the steps of a training that learns attributions, too
NOT_KNOWN = -100
AWAY = -1e4


def inventory(documents: Sequence[Document]) -> Labels:
    """Return the classes that the documents hold, the most frequent first."""
    words = [w for d in documents for s in d.sentences for w in s]

    def held(name: str, least: int) -> tuple[str, ...]:
        counts = Counter(getattr(w, name) for w in words if w.upos)
        return tuple(value for value, n in counts.most_common() if n >= least)

    return Labels(held("upos", 1), held("xpos", 1), held("feats", RARE), held("deprel", RARE), NER)


class Annotated:
    """A window with the sentences that stand wholly in it: pieces and classes of their words."""

    def __init__(self, window: Window, sentences: list[list[Word]], numbers: Numbers) -> None:
        self.window = window
        self.lengths = [len(s) for s in sentences]
        self.sentences = sentences
        held = [i for i in range(len(window)) if window.ends[i] > window.starts[i]]
        self.pieces: list[tuple[int, int]] = []
        at = 0
        for word in (w for s in sentences for w in s):
            while at < len(held) - 1 and window.ends[held[at]] <= word.start:
                at += 1
            last = at
            while last + 1 < len(held) and window.starts[held[last + 1]] < word.end:
                last += 1
            self.pieces.append((held[at], held[last] + 1))
        words = [w for s in sentences for w in s]
        self.classes = {
            name: [numbers[name].get(getattr(w, name), NOT_KNOWN) for w in words]
            for name in (*TAGGED, "deprel")
        }
        self.heads = [w.head if w.head >= 0 else NOT_KNOWN for w in words]


Numbers = dict[str, dict[str, int]]


def numbered(labels: Labels) -> Numbers:
    """Return the number of every class of every head."""
    return {
        name: {value: n for n, value in enumerate(getattr(labels, name))}
        for name in (*TAGGED, "deprel")
    }


def annotated(
    documents: Sequence[Document], tokenizer: Tokenizer, numbers: Numbers, *, vary: bool = True
) -> list[Annotated]:
    """Return the windows of the documents, cut elsewhere at every call if they ``vary``."""
    made = []
    for document in documents:
        first = random.randint(LENGTH // 4, LENGTH) if vary else LENGTH
        for window in cut(document.text, tokenizer, first):
            held = [i for i in range(len(window)) if window.ends[i] > window.starts[i]]
            start, end = window.starts[held[0]], window.ends[held[-1]]
            whole = [s for s in document.sentences if start <= s[0].start and s[-1].end <= end]
            if whole:
                made.append(Annotated(window, whole, numbers))
    return made


def read_states(network: Network, batch: Sequence[Annotated], mask_id: int | None = None) -> Tensor:
    """Return the states of the words [words, width], some of them hidden by ``mask_id``."""
    ids, cases, marks, there = tensors([a.window for a in batch])
    if mask_id is not None:
        ids = masked(ids, mask_id)
    with torch.autocast("cpu", torch.bfloat16):
        layers = network.encoder(ids, cases, marks, there)
    states = network.parse.mix([layer.float() for layer in layers])
    return word_states(states, [(n, *p) for n, a in enumerate(batch) for p in a.pieces])


def in_sentences(words: Tensor, lengths: Sequence[int]) -> Tensor:
    """Return the words [words, width] as padded sentences [sentences, n, width]."""
    return torch.nn.utils.rnn.pad_sequence(words.split(list(lengths)), batch_first=True)


def possible(scores: Tensor, lengths: Sequence[int]) -> Tensor:
    """Return the scores of heads with those ruled out that are padding or the word itself."""
    n = scores.shape[1]
    beyond = torch.arange(n + 1)[None, None] > torch.tensor(lengths)[:, None, None]
    itself = torch.arange(n)[:, None] + 1 == torch.arange(n + 1)[None]
    return scores.masked_fill(beyond | itself[None], AWAY)


def loss_of_words(network: Network, batch: Sequence[Annotated], mask_id: int) -> Tensor:
    """Return the loss of what the heads of ``parse`` read, some words hidden."""
    return loss_of_states(network.parse, read_states(network, batch, mask_id), batch)


def loss_of_states(heads: Heads, words: Tensor, batch: Sequence[Annotated]) -> Tensor:
    """Return the loss of tags, entities, heads and relations, of each what is known.

    ``words`` [words, width] are the states of the words of the batch.
    """
    lengths = [n for a in batch for n in a.lengths]
    gold = {
        name: torch.tensor([c for a in batch for c in a.classes[name]])
        for name in (*TAGGED, "deprel")
    }
    losses = {name: _entropy(scores, gold[name]) for name, scores in heads.tags(words).items()}
    to = torch.tensor([h for a in batch for h in a.heads])
    if (to >= 0).any():
        rows = in_sentences(words, lengths)
        there = torch.arange(rows.shape[1])[None] < torch.tensor(lengths)[:, None]
        losses["head"] = _entropy(possible(heads.arcs(rows), lengths)[there], to)
        losses["deprel"] = _entropy(heads.relations(words, flat(to, lengths)), gold["deprel"])
    return SHARE * torch.stack([WEIGHTS[name] * loss for name, loss in losses.items()]).sum()


def flat(heads: Tensor, lengths: Sequence[int]) -> Tensor:
    """Return for heads counted in their sentences their place among all words, -1 for the root."""
    sizes = torch.tensor(lengths)
    first = (sizes.cumsum(0) - sizes).repeat_interleave(sizes)
    return torch.where(heads > 0, first + heads - 1, -1)


def _entropy(scores: Tensor, gold: Tensor) -> Tensor:
    """Return the cross entropy, 0 where nothing is known."""
    total = F.cross_entropy(scores, gold, ignore_index=NOT_KNOWN, reduction="sum")
    return total / (gold != NOT_KNOWN).sum().clamp(min=1)
