"""From the scores of the network to spans: cues first, then source and content of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from quotes.find.heads import LABELS, TAGS
from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from quotes.encode.windows import Window

CUE_FLOOR = 0.4  # a piece is part of a cue from this probability on
NEVER = np.float32(-1e4)
INSIDE = [LABELS.index("I-" + label[2:]) if label != "O" else 0 for label in LABELS]


def _steps() -> NDArray[np.float32]:
    """Return what each step from a label to the next costs: inside only after its begin."""
    step = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for label in ("source", "content"):
        begin, inside = LABELS.index(f"B-{label}"), LABELS.index(f"I-{label}")
        step[:, inside] = -np.inf
        step[[begin, inside], inside] = 0
    return step


STEP = _steps()


class Scores(NamedTuple):
    """What the heads say for a cue: log probabilities of LABELS, and what each step adds.

    ``labels`` is [pieces, labels], ``steps`` [words - 1, labels, labels].
    """

    labels: NDArray[np.float32]
    steps: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """A cue with its source and content as the network sees them, and how sure it is (0 to 1)."""

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    probability: float


class Cue(NamedTuple):
    """A cue: its window, its first word, the word after its last, and its probability."""

    window: int
    start: int
    end: int
    sure: float


def in_pieces(window: Window, start: int, end: int) -> tuple[int, int]:
    """Return the first piece and the piece after the last of a run of words."""
    after = window.words[end] if end < len(window.words) else len(window) - 1
    return window.words[start], after


def find_cues(
    tags: NDArray[np.float32], words: Sequence[Sequence[int]], floor: float = CUE_FLOOR
) -> list[Cue]:
    """Return every cue in the windows.

    ``tags`` are probabilities [windows, pieces, tags], ``words`` the pieces that
    begin a word in each window.
    """
    begins, inside = tags[:, :, TAGS.index("B-cue")], tags[:, :, TAGS.index("I-cue")]
    either = begins + inside
    cues: list[Cue] = []
    for window, places in enumerate(words):
        for word in np.flatnonzero(either[window, list(places)] >= floor).tolist():
            piece = places[word]
            sure = float(either[window, piece])
            last = cues[-1] if cues else None
            follows = last and last.window == window and last.end == word
            if last and follows and inside[window, piece] >= begins[window, piece]:
                cues[-1] = Cue(window, last.start, word + 1, max(sure, last.sure))
            else:
                cues.append(Cue(window, word, word + 1, sure))
    return cues


def find_arguments(
    windows: Sequence[Window], cues: Sequence[Cue], scores: Sequence[Scores]
) -> list[Found | None]:
    """Return what belongs to each cue, None where it has no content.

    ``windows`` and ``scores`` are those of the cues, one for each.
    """
    longest = max((len(window.words) for window in windows), default=0)
    whole = np.full((len(cues), longest, len(LABELS)), NEVER)
    whole[:, :, 0] = 0  # beyond the end of a window: outside
    steps = np.tile(STEP, (longest, len(cues), 1, 1))
    for row, (window, cue) in enumerate(zip(windows, cues, strict=True)):
        words = [*window.words, len(window) - 1]
        whole[row, : len(words) - 1] = by_word(scores[row].labels, words)
        whole[row, cue.start : cue.end, 1:] += NEVER
        steps[1 : len(words) - 1, row] += scores[row].steps
    if not cues:
        return []
    paths = best_labels(whole, steps)
    lost = ~_has_content(paths)
    if lost.any():  # the steps say where content ends, not whether there is any
        paths[lost] = best_labels(whole[lost], np.tile(STEP, (longest, int(lost.sum()), 1, 1)))
    return [_found(*row) for row in zip(windows, cues, paths, whole, strict=True)]


def _has_content(paths: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell for each sequence of LABELS [cues, words] whether it holds content."""
    return np.asarray((paths >= LABELS.index("B-content")).any(1))


def by_word(scores: NDArray[np.float32], words: Sequence[int]) -> NDArray[np.float32]:
    """Return the scores of LABELS for whole words: the mean over the pieces of each.

    ``words`` are the first pieces of the words, and the piece after the last.
    Pieces after the first of a word are inside whatever the first begins.
    """
    whole = scores[:, INSIDE]
    whole[words[:-1]] = scores[words[:-1]]
    sums = np.add.reduceat(whole[: words[-1]], words[:-1], axis=0)
    return np.asarray(sums / np.diff(words)[:, None], np.float32)


def best_labels(scores: NDArray[np.float32], steps: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the best sequences of LABELS [cues, words] (Viterbi).

    ``scores`` are log probabilities [cues, words, labels], ``steps`` what the step
    to each word adds [words, cues, labels, labels]; the first begins outside.
    """
    own = np.ascontiguousarray(scores.transpose(1, 2, 0))
    added = np.ascontiguousarray(steps.transpose(0, 2, 3, 1))
    best = np.empty_like(own)
    best[0] = own[0] + added[0, 0]
    for word in range(1, len(own)):
        np.add((best[word - 1][:, None] + added[word]).max(0), own[word], out=best[word])
    path = np.zeros(own.shape[::2], np.intp)
    path[-1] = best[-1].argmax(0)
    cues = np.arange(len(scores))
    for word in range(len(own) - 1, 0, -1):
        path[word - 1] = (best[word - 1] + added[word][:, path[word], cues]).argmax(0)
    return path.T


def _found(
    window: Window, cue: Cue, path: NDArray[np.intp], scores: NDArray[np.float32]
) -> Found | None:
    """Return what the labels of a cue's window say, word by word; a word's pieces go together."""
    words = [*window.words, len(window) - 1]
    content = _runs(path, LABELS.index("B-content"))
    if not content:
        return None

    def span(run: tuple[int, int]) -> Span:
        return Span(window.starts[words[run[0]]], window.ends[words[run[1]] - 1])

    held = [scores[i, path[i]] for start, end in content for i in range(start, end)]
    return Found(
        span((cue.start, cue.end)),
        tuple(span(run) for run in _runs(path, LABELS.index("B-source"))),
        tuple(span(run) for run in content),
        cue.sure * float(np.exp(np.mean(held))),
    )


def _runs(path: NDArray[np.intp], begin: int) -> list[tuple[int, int]]:
    """Return the stretches of one kind of label: the begin label and the inside label after it."""
    runs: list[tuple[int, int]] = []
    for index in np.flatnonzero((path == begin) | (path == begin + 1)).tolist():
        if path[index] == begin:
            runs.append((index, index + 1))
        else:
            runs[-1] = (runs[-1][0], index + 1)
    return runs
