"""The network of the attribution tagger.

A BERT encoder (Devlin et al. 2019; layers as in MiniLM, Wang et al. 2020) over
word pieces, letter case and the state of quotation marks. One head tags every
piece, which finds the cues; a second one, as in semantic role labelling, labels
every piece anew for each cue: outside, source or content of that very cue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch import Tensor, nn

from quotes.find.windows import CASES, MARKS

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LABELS = ("O", "B-source", "I-source", "B-content", "I-content")
DISTANCES = 26


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    pieces: int = 30522
    positions: int = 512
    width: int = 384
    heads: int = 12
    inner: int = 1536
    layers: int = 6
    role_width: int = 192
    dropout: float = 0.1


class Layer(nn.Module):
    """One layer of the encoder: self-attention and a feed-forward step, normed after each."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the states [windows, pieces, width] after this layer."""
        rows, length, width = x.shape
        split = self.qkv(x).view(rows, length, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(rows, length, width)
        x = self.norm(x + self.drop(self.out(seen)))
        return cast("Tensor", self.norm2(x + self.drop(self.down(F.gelu(self.up(x))))))


class Network(nn.Module):
    """Word pieces in, tags and the arguments of each cue out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.pieces, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.cases = nn.Embedding(CASES, shape.width)
        self.marks = nn.Embedding(MARKS, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.drop = nn.Dropout(shape.dropout)
        self.tag = nn.Linear(shape.width, len(TAGS))
        self.piece_role = nn.Linear(shape.width + len(TAGS), shape.role_width)
        self.cue_role = nn.Linear(shape.width, shape.role_width)
        self.distance = nn.Embedding(DISTANCES, shape.role_width)
        self.label = nn.Linear(shape.role_width, len(LABELS))
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.marks.weight)

    def encode(self, ids: Tensor, cases: Tensor, marks: Tensor, there: Tensor) -> Tensor:
        """Return the states of the pieces; all arguments are [windows, pieces].

        ``there`` is True for pieces and False for padding.
        """
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places) + self.cases(cases) + self.marks(marks)
        x = self.drop(self.norm(x))
        mask = there[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return cast("Tensor", self.drop(x))

    def tags(self, states: Tensor) -> Tensor:
        """Return the scores of TAGS [windows, pieces, tags]."""
        return cast("Tensor", self.tag(states))

    def arguments(self, states: Tensor, tags: Tensor, cues: Tensor) -> Tensor:
        """Return the scores of LABELS for every cue [cues, pieces, labels].

        ``cues`` is [cues, 3]: the window, the first piece, the piece after the last.
        """
        window, start, end = cues.unbind(1)
        pieces = self.piece_role(torch.cat([states, tags], -1))
        heads = self.cue_role((states[window, start] + states[window, end - 1]) / 2)
        gaps = self.distance(_distances(start, end, states.shape[1]))
        return cast("Tensor", self.label(F.gelu(pieces[window] + heads[:, None] + gaps)))


def _distances(start: Tensor, end: Tensor, length: int) -> Tensor:
    """Return the class of distance of every piece from every cue [cues, pieces]."""
    places = torch.arange(length, device=start.device)[None]
    before, after = start[:, None] - places, places - end[:, None] + 1
    far = torch.maximum(before, after).clamp(min=0)
    step = (torch.log2(far.float() + 1) * 1.5).long().clamp(max=DISTANCES // 2 - 1)
    return torch.where(before > 0, step, step + DISTANCES // 2)
