"""The encoder: a BERT (Devlin et al. 2019; layers as in MiniLM, Wang et al. 2020).

It reads word pieces, letter case and the state of quotation marks; the heads of
``find`` and ``parse`` read what it sees. The lowest layers may look only at what is
near: at their block of BLOCK pieces, the blocks of every other layer beginning in the
middle of those before (as in Swin, Liu et al. 2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch import Tensor, nn

from quotes.encode.attention import attend
from quotes.encode.inplace import add, gelu
from quotes.encode.int8 import Int8Linear
from quotes.encode.windows import CASES, MARKS

BLOCK = 64  # pieces that a near-sighted layer sees at once


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the encoder; ``near`` of its layers, the lowest, see a block at a time."""

    pieces: int = 30522
    positions: int = 512
    width: int = 384
    heads: int = 12
    head: int = 32  # the width of each
    inner: int = 1536
    layers: int = 6
    near: int = 0
    dropout: float = 0.1


class Layer(nn.Module):
    """One layer of the encoder: self-attention and a feed-forward step, normed after each."""

    def __init__(self, shape: Shape, first: int | None = None) -> None:
        """Make a layer that sees all, or blocks of which the first has ``first`` pieces."""
        super().__init__()
        self.heads, self.first = shape.heads, first
        self.qkv = nn.Linear(shape.width, 3 * shape.heads * shape.head)
        self.out = nn.Linear(shape.heads * shape.head, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Return the states [windows, pieces, width] after this layer."""
        rows, length, _ = x.shape
        split = self.qkv(x).view(rows, length, 3, self.heads, -1)
        seen = [
            self._attend(split[:, start:end], None if mask is None else mask[..., start:end], size)
            for start, end, size in _stretches(length, self.first)
        ]
        taken = _through(self.out, seen[0] if len(seen) == 1 else torch.cat(seen, 1), spent=True)
        x = self.norm(add(self.drop(taken), x))
        inner = _through(self.up, x, active=True)
        given = _through(self.down, inner, spent=True)
        return cast("Tensor", self.norm2(add(self.drop(given), x)))

    def _attend(self, split: Tensor, mask: Tensor | None, size: int) -> Tensor:
        """Return what each piece takes from those of its block of ``size`` pieces."""
        rows, length = split.shape[:2]
        blocks = split.reshape(-1, size, *split.shape[2:])
        if mask is not None and self.first is not None:
            mask = mask.reshape(-1, 1, 1, size)
            mask = mask | ~mask.any(-1, keepdim=True)  # nothing but padding sees itself: no NaN
        if not torch.is_grad_enabled():
            return attend(blocks, mask).reshape(rows, length, -1)
        query, key, value = blocks.permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return seen.transpose(1, 2).reshape(rows, length, -1)


def _through(layer: nn.Module, x: Tensor, *, active: bool = False, spent: bool = False) -> Tensor:
    """Return what the layer makes of ``x``, as ``Int8Linear`` does."""
    if isinstance(layer, Int8Linear):
        made = layer(x, active=active, spent=spent)
    else:
        made = gelu(layer(x)) if active else layer(x)
    return cast("Tensor", made)


def _stretches(length: int, first: int | None) -> list[tuple[int, int, int]]:
    """Return where each run of blocks of one size starts and ends, and the size."""
    if first is None or length <= first:
        return [(0, length, length)]
    last = first + (length - first) // BLOCK * BLOCK
    runs = [(0, first, first), (first, last, BLOCK), (last, length, length - last)]
    return [run for run in runs if run[0] < run[1]]


class Encoder(nn.Module):
    """Word pieces in, what each layer sees of them out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.pieces, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.cases = nn.Embedding(CASES, shape.width)
        self.marks = nn.Embedding(MARKS, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(shape, (0, BLOCK // 2)[n % 2] if n < shape.near else None)
            for n in range(shape.layers)
        )
        self.drop = nn.Dropout(shape.dropout)
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.marks.weight)

    def embed(self, ids: Tensor, cases: Tensor, marks: Tensor) -> Tensor:
        """Return the states [windows, pieces, width] that the first layer reads."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places) + self.cases(cases) + self.marks(marks)
        return cast("Tensor", self.drop(self.norm(x)))

    def forward(self, ids: Tensor, cases: Tensor, marks: Tensor, there: Tensor) -> list[Tensor]:
        """Return the states [windows, pieces, width] after each layer.

        All arguments are [windows, pieces]; ``there`` is True for pieces and False for padding.
        """
        x = self.embed(ids, cases, marks)
        mask = None if bool(there.all()) else there[:, None, None, :]
        states = []
        for layer in self.layers:
            x = layer(x, mask)
            states.append(x)
        return states
