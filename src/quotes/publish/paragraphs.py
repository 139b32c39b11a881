"""Where the paragraphs of a text are, and where endless ones are broken for display."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
LINE = re.compile(r"\s*\n\s*")
# Only ends that are no abbreviation: rather a long piece than one that stops after "Prof."
SENTENCE = re.compile(r"(?:(?<=[a-z]{5}[.!?])|(?<=[.][”\"]))\s+(?=[“\"]?[A-Z0-9])")
LONGEST = 900  # characters of a paragraph that is still easy to read
PIECE = 380


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text that is set as one block, which may run on from the one above."""

    start: int
    end: int
    role: str = ""
    runs_on: bool = False


def paragraphs(text: str, sections: Sequence[Stretch] = ()) -> Iterator[Stretch]:
    """Yield where the paragraphs are: between blank lines or, without any, lines."""
    gap = BLANK_LINE if BLANK_LINE.search(text.strip()) else LINE
    for part in _sectioned(len(text), sections):
        start = part.start
        for found in gap.finditer(text, part.start, part.end):
            yield from _trimmed(text, Stretch(start, found.start(), part.role))
            start = found.end()
        yield from _trimmed(text, Stretch(start, part.end, part.role))


def _sectioned(length: int, sections: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield the sections and what lies between them."""
    at = 0
    for section in sorted(sections, key=lambda s: s.start):
        start, end = max(at, section.start), min(length, section.end)
        if start < end:
            yield Stretch(at, start)
            yield Stretch(start, end, section.role)
            at = end
    yield Stretch(at, length)


def _trimmed(text: str, stretch: Stretch) -> Iterator[Stretch]:
    """Yield the stretch without the space around it, unless nothing is left."""
    words = text[stretch.start : stretch.end]
    start = stretch.start + len(words) - len(words.lstrip())
    end = stretch.start + len(words.rstrip())
    if start < end:
        yield Stretch(start, end, stretch.role)


def readable(
    text: str, stretches: Iterable[Stretch], held: Sequence[tuple[int, int]] = ()
) -> Iterator[Stretch]:
    """Yield the stretches, endless ones in pieces of whole sentences, what is held in one."""
    starts, ends = map(list, zip(*sorted(held), strict=True)) if held else ([], [])
    reach = list(accumulate(ends, max))
    for stretch in stretches:
        start = stretch.start
        for gap in SENTENCE.finditer(text, start, _last(stretch)):
            before = bisect_left(starts, gap.start())
            is_held = before > 0 and reach[before - 1] > gap.end()
            if gap.start() - start >= PIECE and not is_held:
                yield Stretch(start, gap.start(), stretch.role, start > stretch.start)
                start = gap.end()
        yield Stretch(start, stretch.end, stretch.role, start > stretch.start)


def _last(stretch: Stretch) -> int:
    """Return up to where a stretch may be broken."""
    is_long = stretch.end - stretch.start > LONGEST
    return stretch.end - PIECE // 2 if is_long else stretch.start
