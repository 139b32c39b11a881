"""The network as it is trained: the encoder with the heads that read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from safetensors.torch import load_file
from torch import Tensor, nn

from quotes.encode.weights import unpack
from quotes.find import heads as find

if TYPE_CHECKING:
    from pathlib import Path

    from quotes.encode.network import Encoder
    from quotes.parse import heads as parse

PARTS = ("encoder", "find", "parse")  # trained together, each in a file of its own once packed


class Network(nn.Module):
    """The encoder, the heads that find attributions, and those that parse, if there are any."""

    def __init__(
        self,
        encoder: Encoder,
        role_width: int = find.ROLE_WIDTH,
        parse: parse.Heads | None = None,
    ) -> None:
        super().__init__()
        self.encoder = encoder
        self.find = find.Heads(encoder.shape.width, role_width)
        if parse:
            self.parse = parse

    def encode(self, ids: Tensor, cases: Tensor, marks: Tensor, there: Tensor) -> Tensor:
        """Return the states of the pieces that the heads of ``find`` read."""
        return cast("Tensor", self.encoder.drop(self.encoder(ids, cases, marks, there)[-1]))


def packed_weights(folder: Path) -> dict[str, Tensor]:
    """Return the weights that ``training/pack.py`` wrote, as float32."""
    weights: dict[str, Tensor] = {}
    for part in PARTS:
        path = folder / f"{part}.safetensors"
        held = unpack(load_file(path)) if path.exists() else {}
        weights |= {f"{part}.{name}": tensor for name, tensor in held.items()}
    return weights
