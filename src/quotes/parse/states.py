"""The state of every word of a document, gathered as the encoder reads its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from quotes.parse.heads import word_states

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.encode.reader import Seen
    from quotes.encode.windows import Window
    from quotes.parse.heads import Heads


class WordStates:
    """Means of the pieces of each word, as bfloat16: [words, width] for each document."""

    def __init__(self, documents: Sequence[Any], heads: Heads) -> None:
        self._heads = heads
        self._spans = [np.array(_spans(document)).reshape(-1, 2) for document in documents]
        width = heads.root.shape[0]
        self.of = [torch.zeros(len(s), width, dtype=torch.bfloat16) for s in self._spans]

    @torch.inference_mode()
    def see(self, seen: Seen) -> None:
        """Keep the states of the words that stand in the windows."""
        mixed = self._heads.mix(seen.layers)
        for number, window, states in zip(seen.texts, seen.windows, mixed, strict=True):
            words, pieces = _pieces(window, self._spans[number])
            if len(words):
                self.of[number][words] = word_states(states[None], pieces).bfloat16()


def _spans(document: Any) -> list[tuple[int, int]]:
    """Return the offsets of every word; those of its token where it has none of its own."""
    return [
        (token.start_char, token.end_char)
        if word.start_char is None
        else (word.start_char, word.end_char)
        for sentence in document.sentences
        for token in sentence.tokens
        for word in token.words
    ]


def _pieces(window: Window, spans: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the words in the window, and their pieces as ``word_states`` takes them.

    A word without any piece takes the one after it.
    """
    starts, ends = np.array(window.starts), np.array(window.ends)
    held = np.flatnonzero(ends > starts)
    starts, ends = starts[held], ends[held]
    words = np.flatnonzero((spans[:, 1] > starts[0]) & (spans[:, 0] < ends[-1]))
    first = np.searchsorted(ends, spans[words, 0], "right")
    last = np.maximum(np.searchsorted(starts, spans[words, 1], "left"), first + 1)
    return words, np.stack((np.zeros_like(first), held[first], held[last - 1] + 1), 1)
