"""Find cues with their source and content by the trained network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from quotes.find.network import LABELS, TAGS, Network, Shape
from quotes.find.windows import LENGTH, Window, cut
from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

BUNDLED = Path(__file__).parents[1] / "models" / "en" / "tagger"
BATCH_PIECES = 12 * LENGTH
CUE_FLOOR = 0.4  # a piece is part of a cue from this probability on
SCALE = "/scale"  # suffix of the tensor that holds the scales of an int8 matrix


@dataclass(frozen=True, slots=True)
class Found:
    """A cue with its source and content as the network sees them, and how sure it is (0 to 1)."""

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    probability: float


class Tagger:
    """The trained network with its tokenizer; finds cues, sources and contents in texts."""

    def __init__(self, folder: Path = BUNDLED) -> None:
        """Load ``tagger.safetensors``, ``tagger.json`` and ``tokenizer.json`` from the folder."""
        self.tokenizer = load_tokenizer(folder / "tokenizer.json")
        shape = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))["shape"]
        self.network = Network(Shape(**shape))
        self.network.load_state_dict(unpack(load_file(folder / "tagger.safetensors")))
        self.network.eval()

    def find(self, texts: Sequence[str]) -> list[list[Found]]:
        """Return for each text what was found in it, in the order of the cues."""
        windows = [(i, w) for i, text in enumerate(texts) for w in cut(text, self.tokenizer)]
        found: list[list[Found]] = [[] for _ in texts]
        for batch in _batches(windows):
            for index, item in self._find_in([w for _, w in batch]):
                found[batch[index][0]].append(item)
        return [sorted(items, key=lambda f: f.cue) for items in found]

    @torch.inference_mode()
    def _find_in(self, windows: list[Window]) -> Iterator[tuple[int, Found]]:
        """Yield the index of a window and what was found in it."""
        states = self.network.encode(*tensors(windows))
        tags = self.network.tags(states)
        cues = find_cues(tags.softmax(-1).numpy(), [w.words for w in windows])
        if not cues:
            return
        rows = torch.tensor([(w, *in_pieces(windows[w], start, end)) for w, start, end, _ in cues])
        labels = self.network.arguments(states, tags, rows).log_softmax(-1).numpy()
        for (window, start, end, sure), scores in zip(cues, labels, strict=True):
            found = _found(windows[window], (start, end), scores, sure)
            if found:
                yield window, found


def in_pieces(window: Window, start: int, end: int) -> tuple[int, int]:
    """Return the first piece and the piece after the last of a run of words."""
    after = window.words[end] if end < len(window.words) else len(window) - 1
    return window.words[start], after


def load_tokenizer(path: Path) -> Tokenizer:
    """Return the tokenizer of word pieces, without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def unpack(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights as float32, int8 matrices multiplied by the scale of each row."""
    plain: dict[str, Tensor] = {}
    for name, tensor in weights.items():
        if name.endswith(SCALE):
            continue
        scale = weights.get(name + SCALE)
        plain[name] = tensor.float() if scale is None else tensor.float() * scale.float()[:, None]
    return plain


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


def find_cues(
    tags: NDArray[np.float32], words: Sequence[Sequence[int]], floor: float = CUE_FLOOR
) -> list[tuple[int, int, int, float]]:
    """Return window, first word, word after the last and probability of every cue.

    ``tags`` are probabilities [windows, pieces, tags], ``words`` the pieces that
    begin a word in each window.
    """
    begins, inside = tags[:, :, TAGS.index("B-cue")], tags[:, :, TAGS.index("I-cue")]
    either = begins + inside
    cues: list[tuple[int, int, int, float]] = []
    for window, places in enumerate(words):
        for word in np.flatnonzero(either[window, list(places)] >= floor).tolist():
            piece = places[word]
            sure = float(either[window, piece])
            follows = cues and cues[-1][0] == window and cues[-1][2] == word
            if follows and inside[window, piece] >= begins[window, piece]:
                _, start, end, before = cues[-1]
                cues[-1] = (window, start, end + 1, max(sure, before))
            else:
                cues.append((window, word, word + 1, sure))
    return cues


def best_labels(scores: NDArray[np.float32]) -> list[int]:
    """Return the best sequence of LABELS for log probabilities [pieces, labels] (Viterbi)."""
    inside = {label: LABELS.index("B-" + label[2:]) for label in LABELS if label[0] == "I"}
    step = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for label, begin in inside.items():
        to = LABELS.index(label)
        step[:, to] = -np.inf
        step[[begin, to], to] = 0
    best = scores[0] + step[0]
    came: list[NDArray[np.intp]] = []
    for row in scores[1:]:
        paths = best[:, None] + step
        came.append(paths.argmax(0))
        best = paths.max(0) + row
    path = [int(best.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return path[::-1]


def _found(
    window: Window, cue: tuple[int, int], scores: NDArray[np.float32], sure: float
) -> Found | None:
    """Return what the labels of a cue say, None where it has no content.

    ``cue`` and the labels count words; a word's pieces go together.
    """
    words = [*window.words, len(window) - 1]
    whole = by_word(scores, words)
    whole[cue[0] : cue[1], 1:] -= 1e4
    path = best_labels(whole)
    content = _runs(path, LABELS.index("B-content"))
    if not content:
        return None

    def span(run: tuple[int, int]) -> Span:
        return Span(window.starts[words[run[0]]], window.ends[words[run[1]] - 1])

    held = [whole[i, path[i]] for start, end in content for i in range(start, end)]
    return Found(
        span(cue),
        tuple(span(run) for run in _runs(path, LABELS.index("B-source"))),
        tuple(span(run) for run in content),
        sure * float(np.exp(np.mean(held))),
    )


def by_word(scores: NDArray[np.float32], words: Sequence[int]) -> NDArray[np.float32]:
    """Return the scores of LABELS for whole words: the mean over the pieces of each.

    ``words`` are the first pieces of the words, and the piece after the last.
    Pieces after the first of a word are inside whatever the first begins.
    """
    inside = [LABELS.index("I-" + label[2:]) if label != "O" else 0 for label in LABELS]
    whole = scores[:, inside]
    whole[words[:-1]] = scores[words[:-1]]
    sums = np.add.reduceat(whole[: words[-1]], words[:-1], axis=0)
    return np.asarray(sums / np.diff(words)[:, None], np.float32)


def _runs(path: list[int], begin: int) -> list[tuple[int, int]]:
    """Return the stretches of one kind of label: the begin label and the inside label after it."""
    runs: list[tuple[int, int]] = []
    for index, label in enumerate(path):
        if label == begin:
            runs.append((index, index + 1))
        elif label == begin + 1:
            runs[-1] = (runs[-1][0], index + 1)
    return runs
