"""Windows of the gold articles with the tags and arguments that the network should find."""

from __future__ import annotations

import gzip
import json
import random
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from quotes.encode.windows import LENGTH, Window, cut
from quotes.find.heads import LABELS, TAGS

if TYPE_CHECKING:
    from pathlib import Path

    from tokenizers import Tokenizer

BATCH = 12
ROLES = ("source", "cue", "content")

Json = dict[str, Any]


class HasWindow(Protocol):
    """What is made of a window, with what should be seen in it."""

    window: Window


Made = TypeVar("Made", bound=HasWindow)


def read_articles(path: Path) -> list[Json]:
    """Return the articles of a gzipped file of JSON lines, sorted by id."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return sorted(map(json.loads, lines), key=lambda a: str(a["id"]))


def split(articles: list[Json], every: int) -> tuple[list[Json], list[Json]]:
    """Return what to learn from, and every N-th article, to choose by."""
    held = articles[::every] if every else []
    return [a for n, a in enumerate(articles) if not every or n % every], held


class Example:
    """A window with its gold tags and, for every cue in it, the labels of its arguments."""

    def __init__(self, article: int, window: Window, quotes: list[Json]) -> None:
        self.article = article
        self.window = window
        self.tags = [0] * len(window)
        self.cues: list[tuple[int, int]] = []
        self.labels: list[list[int]] = []
        self.held = [i for i in range(len(window)) if window.ends[i] > window.starts[i]]
        self.first, self.last = window.starts[self.held[0]], window.ends[self.held[-1]]
        for quote in quotes:
            self._add(quote)

    def _pieces(self, spans: list[list[int]]) -> list[list[int]]:
        """Return the pieces that each span holds, for the spans that touch the window."""
        starts, ends = self.window.starts, self.window.ends
        near = [(s, e) for s, e in spans if s < self.last and self.first < e]
        found = [[i for i in self.held if starts[i] < e and s < ends[i]] for s, e in near]
        return [pieces for pieces in found if pieces]

    def _add(self, quote: Json) -> None:
        labels = [0] * len(self.window)
        for role in ROLES:
            for pieces in self._pieces(quote[role]):
                for i in pieces:
                    side = "B-" if i == pieces[0] else "I-"
                    self.tags[i] = self.tags[i] or TAGS.index(side + role)
                    if role != "cue":
                        labels[i] = LABELS.index(side + role)
        cue = self._pieces(quote["cue"])
        if cue:
            self.cues.append((cue[0][0], cue[0][-1] + 1))
            self.labels.append(labels)


def examples(articles: list[Json], tokenizer: Tokenizer) -> list[Example]:
    """Return the windows of the articles, cut elsewhere at every call."""
    return [
        Example(number, window, article["quotes"])
        for number, article in enumerate(articles)
        for window in cut(article["text"], tokenizer, random.randint(LENGTH // 4, LENGTH))
    ]


def batches(made: list[Made]) -> list[list[Made]]:
    """Return the examples in batches of about equal length, in random order."""
    order = sorted(made, key=lambda e: (len(e.window) // 24, random.random()))
    cuts = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    random.shuffle(cuts)
    return cuts


def padded(row: list[int], length: int) -> list[int]:
    """Return the row with as many entries that count for nothing as it lacks."""
    return row + [-100] * (length - len(row))
