"""Heads that read tags, trees and entities from the states of the encoder.

A word is the mean of its pieces, each piece a mix of what the layers see of it
(Peters et al. 2018). Tags, features and entities are linear in it. Heads are biaffine
(Dozat and Manning 2017); a relation is read from the product of a word and its head,
the word as a gate (Shazeer 2020), which costs less than a matrix for each relation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import torch
from torch import Tensor, nn

from quotes.encode.inplace import gelu

if TYPE_CHECKING:
    from collections.abc import Sequence

LAYERS = 4  # so many of the highest layers are mixed
ARC = 192  # width of a word as the end of an arc
RELATION = 256  # width of a word as the end of a relation


@dataclass(frozen=True, slots=True)
class Labels:
    """The classes of each head, in the order of its scores."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    feats: tuple[str, ...]
    deprel: tuple[str, ...]
    ner: tuple[str, ...]


TAGGED = ("upos", "xpos", "feats", "ner")


class Heads(nn.Module):
    """States of words in; scores of tags, features, entities, heads and relations out."""

    def __init__(self, width: int, labels: Labels) -> None:
        super().__init__()
        self.labels = labels
        self.shares = nn.Parameter(torch.zeros(LAYERS))
        self.drop = nn.Dropout(0.2)
        self.upos = nn.Linear(width, len(labels.upos))
        self.xpos = nn.Linear(width, len(labels.xpos))
        self.feats = nn.Linear(width, len(labels.feats))
        self.ner = nn.Linear(width, len(labels.ner))
        self.root = nn.Parameter(torch.zeros(width))
        self.arc_of, self.arc_to = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.relation_of, self.relation_to = nn.Linear(width, RELATION), nn.Linear(width, RELATION)
        self.arc = nn.Parameter(torch.empty(ARC + 1, ARC))
        self.relation = nn.Linear(RELATION, len(labels.deprel))
        nn.init.normal_(self.arc, std=0.02)

    def mix(self, layers: Sequence[Tensor]) -> Tensor:
        """Return one state [windows, pieces, width] of what each layer of the encoder sees."""
        shares, mixable = self.shares.softmax(0), layers[-LAYERS:]
        mixed = shares[0] * mixable[0]
        for share, layer in zip(shares[1:], mixable[1:], strict=True):
            mixed = torch.addcmul(mixed, share, layer)
        return mixed

    def tags(self, words: Tensor) -> dict[str, Tensor]:
        """Return the scores of each of TAGGED [words, classes] for words [words, width]."""
        words = self.drop(words)
        return {name: getattr(self, name)(words) for name in TAGGED}

    def arcs(self, words: Tensor) -> Tensor:
        """Return the scores of heads [sentences, n, n + 1]; head 0 is the root.

        ``words`` are padded sentences [sentences, n, width].
        """
        words = self.drop(words)
        root = self.arc_to(self.root).expand(len(words), 1, -1)
        to = torch.cat([root, self.arc_to(words)], 1)
        return self.attach(self.drop(gelu(self.arc_of(words))), self.drop(gelu(to)))

    def attach(self, of: Tensor, to: Tensor) -> Tensor:
        """Return the scores of arcs [sentences, n, m] of words ``of`` [sentences, n, ARC].

        Their heads are ``to`` [sentences, m, ARC].
        """
        return (of @ self.arc[:-1] + self.arc[-1]) @ to.transpose(1, 2)

    def relations(self, words: Tensor, heads: Tensor) -> Tensor:
        """Return the scores of relations [words, relations] of words to their heads.

        ``words`` is [words, width]; ``heads`` [words] says which of them is the head, -1 the root.
        """
        words = self.drop(words)
        to = self.relation_to(torch.cat([self.root[None], words]))
        return self.relate(self.drop(gelu(self.relation_of(words))), self.drop(to), heads)

    def relate(self, of: Tensor, to: Tensor, heads: Tensor) -> Tensor:
        """Return the scores of relations of words ``of`` [words, RELATION] to their heads.

        ``to`` [words + 1, RELATION] begins with the root; ``heads`` is as in ``relations``.
        """
        return cast("Tensor", self.relation(of * to[heads + 1]))


def word_states(states: Tensor, pieces: Sequence[tuple[int, int, int]] | np.ndarray) -> Tensor:
    """Return the mean state of each word [words, width].

    ``states`` are [windows, pieces, width], ``pieces`` of each word [words, 3] its window,
    its first piece and the piece after its last.
    """
    window, first, last = np.array(pieces, np.int64).reshape(-1, 3).T
    sizes = last - first
    word = np.repeat(np.arange(len(sizes)), sizes)
    piece = np.arange(len(word)) + np.repeat(last - sizes.cumsum(), sizes)
    sums = torch.zeros(len(sizes), states.shape[-1])
    sums = sums.index_add(0, torch.from_numpy(word), states[np.repeat(window, sizes), piece])
    return sums / torch.from_numpy(sizes)[:, None]
