"""Which characters end a token or a sentence, by the network of Stanza's tokenizer.

The network is Stanza's; here many pieces of text go through it at once, those of
about equal length together, with their features looked up in tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from stanza.models.tokenization.data import (
    PER_CHAR_FEAT_FUNCS,
    POSITION_FEAT_FUNCS,
    TokenizationDataset,
)
from stanza.models.tokenization.utils import predict, update_pred_regex

from quotes.parse.network import Network, fits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Codes = NDArray[np.uint32]
    Labels = NDArray[np.int64]

INSIDE, TOKEN, SENTENCE, SPLIT, SPLIT_SENTENCE = range(5)  # what ends with a character
WINDOW = 1000  # characters the network sees at once
TOGETHER = 4_000  # characters of a batch, padding included
ROWS = 64  # of a batch
ROUND = 16  # lengths and rows are multiples: torch makes a kernel for each shape
UNICODE = 0x110000


@dataclass(frozen=True, slots=True)
class Window:
    """Characters ``start`` to ``end`` of a piece, by number; ``last`` where the piece ends."""

    piece: int
    start: int
    end: int
    last: bool

    def __len__(self) -> int:
        """Return the length for the network: where a piece ends it saw padding in training."""
        return self.end - self.start + self.last


class Characters:
    """The network that labels every character with what ends there.

    SPLIT is a token of several words (don't), SPLIT_SENTENCE one that ends a sentence.
    """

    def __init__(self, processor: Any) -> None:
        """Take Stanza's ``tokenize`` processor; its network is set up for speed."""
        self._config, self._trainer = processor.config, processor.trainer
        model, args = self._trainer.model.eval(), self._trainer.args
        self._features = tuple(args["feat_funcs"])
        known = POSITION_FEAT_FUNCS.union(PER_CHAR_FEAT_FUNCS)
        plain = not args["use_dictionary"] and known.issuperset(self._features) and fits(model)
        self._network = Network(model) if plain else None
        self._ids = np.full(UNICODE, -1, np.int32)  # filled as characters are met
        self._traits = np.zeros((UNICODE, len(self._features)), np.uint8)

    def labels(self, pieces: Sequence[str]) -> list[Labels]:
        """Return the labels of the characters of each piece of text.

        Pieces are not empty, have no white space but single blanks, and each ends a sentence.
        """
        if self._network is None:
            return self._as_stanza(pieces)
        labels = self._read(pieces, self._network)
        for piece, row in zip(pieces, labels, strict=True):
            row[-1] = SENTENCE if row[-1] <= SENTENCE else SPLIT_SENTENCE
            update_pred_regex(list(piece), row)  # addresses of pages and letter boxes stay whole
        return labels

    @torch.inference_mode()
    def _as_stanza(self, pieces: Sequence[str]) -> list[Labels]:
        """Return the labels by Stanza's own way, which knows every network of its."""
        data = TokenizationDataset(
            self._config,
            input_text="\n\n".join(pieces),
            vocab=self._trainer.vocab,
            evaluation=True,
            dictionary=self._trainer.dictionary,
        )
        size = self._trainer.args["batch_size"]
        found, _ = predict(self._trainer, data, size, WINDOW, use_regex_tokens=True, num_workers=0)
        return list(found)

    def _read(self, pieces: Sequence[str], network: Network) -> list[Labels]:
        """Return what the network says, a long piece window by window."""
        codes = [_codes(piece) for piece in pieces]
        self._learn(np.concatenate(codes))
        labels = [np.zeros(len(own), np.int64) for own in codes]
        waiting = [_window(number, own, 0) for number, own in enumerate(codes)]
        while waiting:
            left: list[Window] = []
            for batch in _batches(waiting):
                rows = self._predict([codes[w.piece] for w in batch], batch, network)
                for window, row in zip(batch, rows, strict=True):
                    held = row[: window.end - window.start]
                    labels[window.piece][window.start : window.end] = held
                    if not window.last:
                        ends = np.flatnonzero((held == SENTENCE) | (held == SPLIT_SENTENCE))
                        start = window.start + int(ends[-1]) + 1 if len(ends) else window.end
                        left.append(_window(window.piece, codes[window.piece], start))
            waiting = left
        return labels

    @torch.inference_mode()
    def _predict(
        self, codes: Sequence[Codes], windows: Sequence[Window], network: Network
    ) -> Labels:
        """Return the labels [windows, characters] of a batch, the longest window first."""
        longest = _up(len(windows[0]))
        ids = np.zeros((min(_rows(longest), _up(len(windows))), longest), np.int64)
        traits = np.zeros((*ids.shape, len(self._features)), np.float32)
        firsts = [n for n, name in enumerate(self._features) if name == "start_of_para"]
        lasts = [n for n, name in enumerate(self._features) if name == "end_of_para"]
        for row, (own, window) in enumerate(zip(codes, windows, strict=True)):
            held = own[window.start : window.end]
            ids[row, : len(held)] = self._ids[held]
            traits[row, : len(held)] = self._traits[held]
            traits[row, 0, firsts] = window.start == 0
            traits[row, len(held) - 1, lasts] = window.last
        lengths = torch.zeros(len(ids), dtype=torch.long)
        lengths[: len(windows)] = torch.tensor([len(window) for window in windows])
        rows = (torch.from_numpy(ids.T.copy()), torch.from_numpy(traits.swapaxes(0, 1).copy()))
        found: Labels = network(*rows, lengths).T.numpy()
        return found[: len(windows)]

    def _learn(self, codes: Codes) -> None:
        """Fill in the tables for characters not met before."""
        for code in np.unique(codes[self._ids[codes] < 0]).tolist():
            self._ids[code] = self._trainer.vocab.unit2id(chr(code))
            for place, name in enumerate(self._features):
                if name in PER_CHAR_FEAT_FUNCS:
                    self._traits[code, place] = PER_CHAR_FEAT_FUNCS[name](chr(code))


def _up(size: int) -> int:
    return size + -size % ROUND


def _rows(length: int) -> int:
    """Return how many rows of a length make a batch."""
    return max(1, min(ROWS, TOGETHER // length))


def _codes(piece: str) -> Codes:
    return np.frombuffer(piece.encode("utf-32-le", "surrogatepass"), np.uint32)


def _window(piece: int, codes: Codes, start: int) -> Window:
    end = min(len(codes), start + WINDOW)
    return Window(piece, start, end, end == len(codes))


def _batches(windows: Sequence[Window]) -> Iterator[list[Window]]:
    """Yield the windows in batches of about equal length, the longest first."""
    batch: list[Window] = []
    for window in sorted(windows, key=len, reverse=True):
        if batch and len(batch) == _rows(_up(len(batch[0]))):
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch
