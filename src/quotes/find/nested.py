"""Find attributions within the content of others: "X said that Y had said that Z".

The network learnt from texts in which every word belongs to one attribution at
most. So the content of each is read once more, on its own, and what plainly
reports somebody else's words there is an attribution too.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.find.cues import (
    MODALS,
    WORD,
    is_plain,
    may_report,
    may_say,
    names_report,
    reports,
    words_of,
)
from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.find.decode import Found
    from quotes.find.tagger import Tagger

FLOOR = 0.7  # probability from which an inner attribution counts
SHORTEST = 40  # characters of a content that may hold one
SHORTEST_QUOTED = 20  # of one with marks
BESIDE = 40  # characters from a mark to a word of saying
DOUBLE = re.compile(r"[“”\"«»„]")
FEWEST = 4  # words of an inner content


def find_nested(
    tagger: Tagger, texts: Sequence[str], found: Sequence[Sequence[Found]]
) -> list[list[Found]]:
    """Return for each text what was found, with what the contents hold.

    An inner attribution takes the place of one that was found with the same
    cue: read on its own it cannot take its source from outside.
    """
    outer = [
        (number, span)
        for number, items in enumerate(found)
        for item in items
        for span in _stretches(item)
        if _may_hold(span.of(texts[number]))
    ]
    inner = tagger.find([span.of(texts[number]) for number, span in outer])
    moved: list[list[Found]] = [[] for _ in texts]
    for (number, span), items in zip(outer, inner, strict=True):
        counted = (item for item in items if _counts(span.of(texts[number]), item))
        moved[number] += [_moved(item, span.start) for item in counted]
    return [_merged(items, extra) for items, extra in zip(found, moved, strict=True)]


def _may_hold(content: str) -> bool:
    """Tell whether a content may hold another: a word that reports, or marks by a word of saying.

    “I won,” he shouted, according to Lee: the marks stand within what Lee is the source of.
    """
    if len(content) >= SHORTEST and may_report(content):
        return True
    inner = content.strip(' ,.“”"«»„')
    return len(content) >= SHORTEST_QUOTED and any(
        may_say(inner[max(0, mark.start() - BESIDE) : mark.end() + BESIDE])
        for mark in DOUBLE.finditer(inner)
    )


def _is_said(cue: str) -> bool:
    """Tell whether a cue reports words that were said, not that they would be."""
    return reports(cue) and MODALS.isdisjoint(words_of(cue))


def _merged(found: Sequence[Found], moved: Sequence[Found]) -> list[Found]:
    """Return both, less what was found with the cue of an inner attribution; one for each cue."""
    inner: dict[Span, Found] = {item.cue: item for item in moved}
    taken = {place for cue in inner for place in range(cue.start, cue.end)}
    kept = [f for f in found if taken.isdisjoint(range(f.cue.start, f.cue.end))]
    return sorted([*kept, *inner.values()], key=lambda f: f.cue)


def _stretches(item: Found) -> list[Span]:
    """Return the content as one stretch, or piece by piece where the cue or the source parts it."""
    stretch = Span(item.content[0].start, item.content[-1].end)
    parted = any(stretch.overlaps(span) for span in (item.cue, *item.source))
    return list(item.content) if parted else [stretch]


def _counts(text: str, item: Found) -> bool:
    """Tell whether an inner attribution is sure and plain enough."""
    words = [w.lower() for piece in item.content for w in WORD.findall(piece.of(text))]
    cue = item.cue.of(text)
    before = text[max(0, item.content[0].start - 1) : item.content[0].start + 1]
    if DOUBLE.search(before) and item.source and _is_said(cue):  # “I won,” he shouted, …
        return item.probability >= FLOOR
    plain = is_plain(cue) or (words[:1] == ["that"] and names_report(cue))
    return plain and bool(item.source) and len(words) >= FEWEST and item.probability >= FLOOR


def _moved(item: Found, by: int) -> Found:
    """Return what was found, at its place in the whole text."""

    def move(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    return replace(
        item,
        cue=move(item.cue),
        source=tuple(map(move, item.source)),
        content=tuple(map(move, item.content)),
    )
