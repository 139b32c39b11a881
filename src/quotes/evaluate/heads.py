# ruff: noqa: SIM905  # lists of words read best as words
"""The head words of a source: what two sources must share to be the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotes.evaluate.words import Offsets, Words

# Words that end the head part of a noun phrase: what follows modifies it.
POSTMODIFIER = frozenset(
    "of for with from in at on to by near against among over about behind under"
    " inside outside across like including after before during than who whom"
    " whose which that where when as familiar close aware briefed".split()
)
CONJUNCTION = frozenset(("and", "or"))
REFLEXIVE = frozenset("himself herself itself themselves myself ourselves yourself".split())
# "many of the voters": the head is "many", and "voters" will do as well.
QUANTIFIER = frozenset(
    "percent many most some all one two three both each none any few several"
    " half majority number dozens hundreds thousands millions more fewer"
    " plurality third quarter members group handful".split()
)
SEGMENT_BREAK = re.compile(r"[,;:()\[\]—–\n]|--")


def heads(words: Words, spans: Offsets | None) -> set[int]:
    """Return the head words of a source.

    A source is cut into segments at commas, colons, brackets, dashes, "and",
    "or" and gaps; a segment is cut short at its first postmodifier, and its
    head is the last word left ("a spokesman for Trump": spokesman).  The first
    segment's head counts, and that of a later one where it is capitalised
    ("Trump's aide, Hope Hicks": aide, Hicks).  After a quantifier with "of",
    what is counted does as well ("many of the voters").
    """
    found: set[int] = set()
    for number, segment in enumerate(_segments(words, spans)):
        first = number == 0
        kept = _from_head(words, segment) if first else segment
        head, rest = _head(words, kept)
        if head is None or not (first or words[head][0].isupper()):
            continue
        found.add(head)
        if first and words[head].lower() in QUANTIFIER:
            found.update(_counted(words, rest))
    return found


def _segments(words: Words, spans: Offsets | None) -> Iterator[list[int]]:
    """Yield the segments of a source that hold a word."""
    segment: list[int] = []
    previous: int | None = None
    for index in words.held_by(spans):
        if previous is not None and _breaks(words, previous, index):
            yield from filter(None, [segment])
            segment = []
        previous = index
        if words[index].lower() in CONJUNCTION:
            yield from filter(None, [segment])
            segment = []
        else:
            segment.append(index)
    yield from filter(None, [segment])


def _breaks(words: Words, previous: int, index: int) -> bool:
    """Tell whether a segment ends between two words."""
    return index != previous + 1 or bool(SEGMENT_BREAK.search(words.between(previous, index)))


def _from_head(words: Words, segment: list[int]) -> list[int]:
    """Return the segment less the postmodifiers that it begins with."""
    while len(segment) > 1 and words[segment[0]].lower() in POSTMODIFIER:
        segment = segment[1:]
    return segment


def _head(words: Words, segment: list[int]) -> tuple[int | None, list[int]]:
    """Return the head word of a segment, and its words from the first postmodifier on."""
    cut = len(segment)
    for position, index in enumerate(segment):
        if words[index].lower() in POSTMODIFIER and (position or len(segment) > 1):
            cut = position
            break
    kept, rest = segment[:cut], segment[cut:]
    while len(kept) > 1 and words[kept[-1]].lower() in REFLEXIVE:
        kept = kept[:-1]
    return (kept[-1] if kept else None), rest


def _counted(words: Words, rest: list[int]) -> set[int]:
    """Return the head of what a quantifier counts: "of the voters"."""
    if not rest or words[rest[0]].lower() != "of":
        return set()
    head, _ = _head(words, rest[1:])
    return set() if head is None else {head}
