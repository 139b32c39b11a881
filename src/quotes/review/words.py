"""Words in a text: where they stand, and where they stand now that the text has changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Pieces = tuple["Piece", ...]
    Spans = Mapping[str, tuple[Span, ...]]

ROLES = ("content", "cue", "source")
REACH = 500  # characters by which cue and source may have moved, other than with their content
# A keyboard has straight marks only, and a text may mix them.
ALIKE = {mark: f"[{marks}]" for marks in ('“”„«»"', "‘’'`") for mark in marks}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article as somebody saw it, with its words."""

    start: int
    end: int
    words: str

    @property
    def span(self) -> Span:
        """Return where it stood."""
        return Span(self.start, self.end)


def pieces_of(text: str, spans: Iterable[Span]) -> Pieces:
    """Return spans with their words."""
    return tuple(Piece(span.start, span.end, span.of(text)) for span in spans)


def find_words(text: str, words: str) -> list[Span]:
    """Return where words stand, whatever space lies between them; whole words only."""
    said = words.split()
    parts = ["".join(ALIKE.get(c) or re.escape(c) for c in part) for part in said]
    if not parts:
        return []
    before = r"(?<!\w)" if said[0][0].isalnum() else ""
    after = r"(?!\w)" if said[-1][-1].isalnum() else ""
    spaced = r"\s+".join(parts)
    pattern = re.compile(f"(?={before}({spaced}){after})")
    return [Span(*found.span(1)) for found in pattern.finditer(text)]


def nearest(spans: Iterable[Span], place: int) -> Span | None:
    """Return the span that begins nearest to a place."""
    return min(spans, key=lambda span: (abs(span.start - place), span.start), default=None)


def locate(text: str, pieces: Mapping[str, Pieces], shift: int = 0) -> Spans | None:
    """Return where all the pieces stand now, None where the words of one are gone.

    The content is expected ``shift`` characters after where it stood; cue and source are
    looked for near where they stood beside it.
    """
    content = _content(text, pieces.get("content", ()), shift)
    if content is None:
        return None
    found: dict[str, tuple[Span, ...]] = {"content": content}
    shift = content[0].start - pieces["content"][0].start if content else 0
    for role in ROLES[1:]:
        spans = [_one(text, piece, shift, REACH) for piece in pieces.get(role, ())]
        if None in spans:
            return None
        found[role] = tuple(span for span in spans if span)
    return found


def _content(text: str, pieces: Sequence[Piece], shift: int) -> tuple[Span, ...] | None:
    """Return where the pieces of a content stand now, each after the one before it."""
    found: list[Span] = []
    for piece in pieces:
        span = _one(text, piece, shift, len(text), after=found[-1].end if found else 0)
        if span is None:
            return None
        shift = span.start - piece.start
        found.append(span)
    return tuple(found)


def _one(text: str, piece: Piece, shift: int, reach: int, after: int = 0) -> Span | None:
    """Return where a piece stands now, within reach of where it is expected."""
    expected = Span(piece.start + shift, piece.end + shift)
    if expected.start >= after and expected.of(text) == piece.words:
        return expected
    places = [span for span in find_words(text, piece.words) if span.start >= after]
    span = nearest(places, expected.start)
    return span if span and abs(span.start - expected.start) <= reach else None
