"""What a teacher sees in the articles: probabilities of tags, and of arguments for each cue.

They are kept by piece of the article, not by window, so that a pupil can learn
from them whichever way it cuts the text.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from examples import Example
from quotes.encode.reader import tensors
from quotes.encode.windows import cut
from quotes.find.decode import find_cues, in_pieces
from quotes.find.heads import LABELS, TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokenizers import Tokenizer

    from examples import Json
    from network import Network

SOURCE = [place for place, name in enumerate(LABELS) if name.endswith("source")]
MORE_SOURCES = 2.2  # a teacher of few steps says too seldom that there is a source (held out)
LIKELY = 0.15  # a word is a cue of the teacher's from this probability on
BATCH = 24


@dataclass(slots=True)
class Labels:
    """An article's pieces by their offset, with what the teacher sees.

    ``tags`` is [pieces, tags]. ``cues`` gives for the offsets of a cue the
    place of the first piece of the teacher's window and [pieces, labels].
    """

    starts: list[int]
    tags: Tensor
    cues: dict[tuple[int, int], tuple[int, Tensor]]


def label(
    networks: Sequence[Network], articles: Sequence[Json], tokenizer: Tokenizer
) -> list[Labels]:
    """Return what the networks together see in the articles."""
    made = [
        Example(number, window, article["quotes"] or [])
        for number, article in enumerate(articles)
        for window in cut(article["text"], tokenizer)
    ]
    rows: list[list[tuple[Example, Tensor, dict[tuple[int, int], Tensor]]]] = [[] for _ in articles]
    order = sorted(made, key=lambda e: -len(e.window))
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        for example, tags, cues in _seen(networks, batch):
            rows[example.article].append((example, tags, cues))
        if start // BATCH % 10 == 0:
            print(f"{start} of {len(order)} windows labelled", flush=True)
    return [_article(sorted(of, key=lambda r: r[0].first)) for of in rows]


@torch.inference_mode()
def _seen(
    networks: Sequence[Network], batch: list[Example]
) -> Iterator[tuple[Example, Tensor, dict[tuple[int, int], Tensor]]]:
    """Yield for each window the probabilities of its pieces, and of each cue's arguments."""
    windows = [e.window for e in batch]
    with torch.autocast("cpu", torch.bfloat16):
        states = [network.encode(*tensors(windows)) for network in networks]
    states = [s.float() for s in states]
    scores = [n.find.tags(s) for n, s in zip(networks, states, strict=True)]
    tags = torch.stack([s.softmax(-1) for s in scores]).mean(0)
    cues = [(n, *cue) for n, e in enumerate(batch) for cue in e.cues]
    for n, first, last, _ in find_cues(tags.numpy(), [w.words for w in windows], LIKELY):
        start, end = in_pieces(windows[n], first, last)
        if not any(n == m and start < b and a < end for m, a, b in cues):
            cues.append((n, start, end))
    arguments = [
        network.find.arguments(
            state, score, torch.tensor(cues, dtype=torch.long).view(-1, 3)
        ).softmax(-1)
        for network, state, score in zip(networks, states, scores, strict=True)
    ]
    labels = torch.stack(arguments).mean(0)
    labels[..., SOURCE] *= MORE_SOURCES
    labels = labels / labels.sum(-1, keepdim=True)
    for n, example in enumerate(batch):
        window, held = example.window, example.held
        mine = {
            (window.starts[a], window.ends[b - 1]): labels[row, held].half()
            for row, (m, a, b) in enumerate(cues)
            if m == n
        }
        yield example, tags[n, held].half(), mine


def _article(rows: list[tuple[Example, Tensor, dict[tuple[int, int], Tensor]]]) -> Labels:
    """Return an article's labels from those of its windows in order."""
    starts: list[int] = []
    cues: dict[tuple[int, int], tuple[int, Tensor]] = {}
    for example, _, mine in rows:
        for cue, labels in mine.items():
            cues[cue] = len(starts), labels
        starts += [example.window.starts[i] for i in example.held]
    return Labels(starts, torch.cat([tags for _, tags, _ in rows]), cues)


NOTHING = Labels([], torch.zeros(0, len(TAGS)), {})  # of an article that no teacher has read


def soft_tags(example: Example, labels: Labels, length: int) -> Tensor:
    """Return the teacher's probabilities of TAGS [length, tags], 0 where it says nothing."""
    soft = torch.zeros(length, len(TAGS))
    if labels is NOTHING:
        return soft
    first = bisect_left(labels.starts, example.first)
    soft[example.held] = labels.tags[first : first + len(example.held)].float()
    return soft


def soft_arguments(example: Example, labels: Labels, cue: tuple[int, int], length: int) -> Tensor:
    """Return the teacher's probabilities of LABELS for a cue by its offsets [length, labels]."""
    first, seen = labels.cues[cue]
    soft = torch.zeros(length, seen.shape[1])
    place = bisect_left(labels.starts, example.first)
    for number, piece in enumerate(example.held):
        there = place + number - first
        if 0 <= there < len(seen):
            soft[piece] = seen[there].float()
    return soft


def cues_within(example: Example, labels: Labels) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the teacher's cues that stand in the window: offsets to first and last piece + 1."""
    window = example.window
    begins = {window.starts[i]: i for i in example.held}
    ends = {window.ends[i]: i + 1 for i in example.held}
    return {(s, e): (begins[s], ends[e]) for s, e in labels.cues if s in begins and e in ends}
