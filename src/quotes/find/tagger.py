"""Find cues with their source and content by the trained network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import torch

from quotes.find.decode import Cue, Found, find_arguments, find_cues, in_pieces
from quotes.find.weights import load_calibration, load_network, load_tokenizer
from quotes.find.windows import LENGTH, Window, cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

BUNDLED = Path(__file__).parents[1] / "models" / "en" / "tagger"
BATCH_PIECES = LENGTH  # one full window: more at a time outgrow the processor's cache
DECODED_TOGETHER = 16  # batches


class Tagger:
    """The trained network with its tokenizer; finds cues, sources and contents in texts."""

    def __init__(self, folder: Path = BUNDLED) -> None:
        """Load ``tagger.safetensors``, ``tagger.json`` and ``tokenizer.json`` from the folder."""
        self.tokenizer = load_tokenizer(folder / "tokenizer.json")
        self.network = load_network(folder)
        self.calibration = load_calibration(folder)
        self.network.eval()

    def find(self, texts: Sequence[str]) -> list[list[Found]]:
        """Return for each text what was found in it, in the order of the cues."""
        windows = [(i, w) for i, text in enumerate(texts) for w in cut(text, self.tokenizer)]
        found: list[list[Found]] = [[] for _ in texts]
        batches = list(_batches(windows))
        for first in range(0, len(batches), DECODED_TOGETHER):
            seen = [
                (*batch[cue.window], cue, labels)
                for batch in batches[first : first + DECODED_TOGETHER]
                for cue, labels in self._look([window for _, window in batch])
            ]
            if seen:
                owners, *rest = zip(*seen, strict=True)
                for owner, item in zip(owners, find_arguments(*rest), strict=True):
                    found[owner] += [item] if item else []
        return [sorted(items, key=lambda f: f.cue) for items in found]

    @torch.inference_mode()
    def _look(self, windows: list[Window]) -> list[tuple[Cue, NDArray[np.float32]]]:
        """Return the cues in the windows with log probabilities of LABELS [pieces, labels]."""
        states = self.network.encode(*tensors(windows))
        tags = self.network.tags(states)
        cues = find_cues(tags.softmax(-1).numpy(), [w.words for w in windows])
        if not cues:
            return []
        places = [(c.window, *in_pieces(windows[c.window], c.start, c.end)) for c in cues]
        labels = self.network.arguments(states, tags, torch.tensor(places)).log_softmax(-1).numpy()
        return list(zip(cues, labels, strict=True))


def tensors(windows: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return the windows as the arguments of ``Network.encode``, padded to the longest."""
    longest = max(len(w) for w in windows)
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
