"""Read texts with the encoder, window by window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from quotes.encode.weights import load_encoder, load_tokenizer
from quotes.encode.windows import LENGTH, Window, cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from torch import Tensor

BUNDLED = Path(__file__).parents[1] / "models" / "en" / "network"
BATCH_PIECES = LENGTH  # one full window: more at a time outgrow the processor's cache
ROUND = 16  # the lengths are multiples: torch makes a kernel for each, which takes half a ms


@dataclass(frozen=True, slots=True)
class Seen:
    """Windows that were read together.

    ``texts`` are the numbers of the texts that the ``windows`` come from,
    ``layers`` the states [windows, pieces, width] after each layer of the encoder.
    """

    texts: list[int]
    windows: list[Window]
    layers: list[Tensor]


class Reader:
    """The encoder with its tokenizer."""

    def __init__(self, folder: Path = BUNDLED) -> None:
        """Load ``encoder.safetensors``, ``network.json`` and ``tokenizer.json`` of the folder."""
        self.folder = folder
        self.tokenizer = load_tokenizer(folder / "tokenizer.json")
        self.encoder = load_encoder(folder).eval()

    def read(self, texts: Sequence[str]) -> Iterator[Seen]:
        """Yield all windows of the texts, those of about equal length together."""
        windows = [(i, w) for i, text in enumerate(texts) for w in cut(text, self.tokenizer)]
        for batch in _batches(windows):
            owners, held = [n for n, _ in batch], [w for _, w in batch]
            with torch.inference_mode():
                layers = self.encoder(*tensors(held, ROUND))
            yield Seen(owners, held, layers)


def tensors(windows: Sequence[Window], multiple: int = 1) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return the windows as the arguments of ``Encoder``, padded to the longest.

    The length is made a ``multiple``.
    """
    longest = max(len(w) for w in windows)
    longest += -longest % multiple
    padded = [
        torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        for rows in (
            [w.ids for w in windows],
            [w.cases for w in windows],
            [w.marks for w in windows],
            [[1] * len(w) for w in windows],
        )
    ]
    return padded[0], padded[1], padded[2], padded[3].bool()


def _batches(windows: list[tuple[int, Window]]) -> Iterator[list[tuple[int, Window]]]:
    """Yield the windows in batches of about equal length."""
    batch: list[tuple[int, Window]] = []
    for item in sorted(windows, key=lambda w: len(w[1])):
        if batch and len(item[1]) * (len(batch) + 1) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch
