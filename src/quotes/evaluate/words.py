"""The words of a text, and those that spans hold."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Literal

from quotes.evaluate.regions import quoted_regions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Offsets = list[list[int]]
ScoredKind = Literal["direct", "indirect", "mixed"]

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Words:
    """A text as a row of words, and its regions in quotation marks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [match.span() for match in WORD.finditer(text)]
        self._starts = [start for start, _ in self.places]
        self._regions = quoted_regions(text)

    def __getitem__(self, index: int) -> str:
        start, end = self.places[index]
        return self.text[start:end]

    def between(self, left: int, right: int) -> str:
        """Return what stands between two words."""
        return self.text[self.places[left][1] : self.places[right][0]]

    def held_by(self, spans: Offsets | None) -> list[int]:
        """Return the sorted indexes of the words that the spans hold."""
        found: set[int] = set()
        for start, end in spans or ():
            index = max(0, bisect_right(self._starts, start) - 1)
            while index < len(self.places) and self._starts[index] < end:
                if _holds(start, end, *self.places[index]):
                    found.add(index)
                index += 1
        return sorted(found)

    def content(self, spans: Offsets | None) -> list[int]:
        """Return the words of a content, less a leading "that"."""
        words = self.held_by(spans)
        return words[1:] if len(words) > 1 and self[words[0]].lower() == "that" else words

    def kind(self, words: Sequence[int], cue: Offsets | None) -> ScoredKind:
        """Return the kind of a content of these words, judged by the marks alone."""
        regions = [
            (start, end)
            for start, end in self._regions
            if not any(start <= place < end for place, _ in cue or ())
        ]
        quoted = sum(_inside(self._starts[word], regions) for word in words)
        if quoted == len(words):
            return "direct"
        return "mixed" if quoted else "indirect"


def _holds(start: int, end: int, first: int, last: int) -> bool:
    """Tell whether a span holds a word: its first character or half of it."""
    covered = min(end, last) - max(start, first)
    return covered > 0 and (start <= first or 2 * covered >= last - first)


def _inside(place: int, regions: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a place lies in one of the regions."""
    return any(start <= place < end for start, end in regions)
