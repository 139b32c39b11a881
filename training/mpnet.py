"""MPNet (Song et al. 2020) as the encoder of a larger network of the same heads: the teacher.

It reads the same word pieces as the tagger, under other numbers, and adds to
its attention a learned bias by distance. The lowest layers stay as they are,
so letter case and marks come in above them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from quotes.encode.network import Encoder, Shape

if TYPE_CHECKING:
    from pathlib import Path

BUCKETS = 32
FURTHEST = 128
FROZEN = 4  # layers
MOVED = 4  # MPNet's number of a word piece is BERT's and this
SPECIAL = {0: 1, 100: 3, 101: 0, 102: 2, 103: 30526}  # BERT's [PAD] [UNK] [CLS] [SEP] [MASK]
FIRST_PLACE = 2
SHAPE = Shape(
    pieces=30527,
    positions=514,
    width=768,
    heads=12,
    head=64,
    inner=3072,
    layers=12,
)
ROLE_WIDTH = 256  # of the heads on top


class Mpnet(Encoder):
    """MPNet with letter case and marks."""

    def __init__(self) -> None:
        super().__init__(SHAPE)
        self.bias = nn.Embedding(BUCKETS, SHAPE.heads)
        numbers = torch.arange(30522) + MOVED
        for bert, own in SPECIAL.items():
            numbers[bert] = own
        self.register_buffer("numbers", numbers, persistent=False)
        for part in self.modules():
            if isinstance(part, nn.LayerNorm):
                part.eps = 1e-5

    def freeze(self) -> None:
        """Keep the word pieces and the lowest layers from learning."""
        for part in (self.words, self.places, self.norm, self.bias, *self.layers[:FROZEN]):
            part.requires_grad_(requires_grad=False)

    def forward(self, ids: Tensor, cases: Tensor, marks: Tensor, there: Tensor) -> list[Tensor]:
        """Return the states after each layer that learns; all arguments are [windows, pieces]."""
        with torch.no_grad():
            places = torch.arange(ids.shape[1]) + FIRST_PLACE
            x = self.norm(self.words(self.numbers[ids]) + self.places(places))
            kind = torch.bfloat16 if torch.is_autocast_enabled("cpu") else x.dtype
            mask = self.bias(buckets(ids.shape[1])).permute(2, 0, 1)[None].to(kind)
            mask = mask.masked_fill(~there[:, None, None, :], -1e4)
            for layer in self.layers[:FROZEN]:
                x = layer(x, mask)
        x = self.drop(x + self.cases(cases) + self.marks(marks))
        states = []
        for layer in self.layers[FROZEN:]:
            x = layer(x, mask)
            states.append(x)
        return states


def buckets(length: int) -> Tensor:
    """Return the class of distance between pieces [length, length] (Raffel et al. 2020)."""
    places = torch.arange(length)
    gap = places[None] - places[:, None]
    half, exact = BUCKETS // 2, BUCKETS // 4
    far = gap.abs()
    log = torch.log(far.float().clamp(min=1) / exact) / math.log(FURTHEST / exact)
    large = (exact + (log * (half - exact)).long()).clamp(max=half - 1)
    return torch.where(far < exact, far, large) + half * (gap > 0)


def start_weights(network: Mpnet, folder: Path) -> None:
    """Fill the encoder with the weights of the folder's ``model.safetensors``."""
    old = load_file(folder / "model.safetensors")
    new = {
        "words.weight": old["embeddings.word_embeddings.weight"],
        "places.weight": old["embeddings.position_embeddings.weight"],
        "bias.weight": old["encoder.relative_attention_bias.weight"],
    }
    names = {
        "out": "attention.attn.o",
        "norm": "attention.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for part in ("weight", "bias"):
        new[f"norm.{part}"] = old[f"embeddings.LayerNorm.{part}"]
        for number in range(len(network.layers)):
            there = f"encoder.layer.{number}."
            new[f"layers.{number}.qkv.{part}"] = torch.cat(
                [old[f"{there}attention.attn.{which}.{part}"] for which in "qkv"]
            )
            for mine, theirs in names.items():
                new[f"layers.{number}.{mine}.{part}"] = old[f"{there}{theirs}.{part}"]
    missing, unexpected = network.load_state_dict(new, strict=False)
    assert not unexpected, unexpected  # noqa: S101  a mistake in this file
    print("starts untrained:", ", ".join(missing))
