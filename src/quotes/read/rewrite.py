"""Readable text made of pieces of the original, with the map from one to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from quotes.types import Segment, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Piece(NamedTuple):
    """Readable words and the stretch of the original that they stand for."""

    text: str
    start: int
    end: int

    @property
    def is_verbatim(self) -> bool:
        """Tell whether the piece corresponds to the original character by character."""
        return len(self.text) == self.end - self.start


class Readable(NamedTuple):
    """A readable text; ``original`` is None where nothing had to change."""

    text: str
    original: str | None = None
    segments: tuple[Segment, ...] = ()


def weave(pieces: Iterable[Piece], original: str) -> Readable:
    """Join pieces to a readable text and its segments."""
    words: list[str] = []
    segments: list[Segment] = []
    offset = 0
    for piece in _merged(pieces):
        end = offset + len(piece.text)
        words.append(piece.text)
        segments.append(Segment(Span(offset, end), Span(piece.start, piece.end)))
        offset = end
    return Readable("".join(words), original, tuple(segments))


def replace(original: str, replacements: Iterable[Piece]) -> Readable:
    """Put replacements, sorted and apart, into an otherwise unchanged text."""
    return weave(_around(original, replacements), original)


def _around(original: str, replacements: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the replacements and the unchanged stretches around them."""
    done = 0
    for piece in replacements:
        yield Piece(original[done : piece.start], done, piece.start)
        yield piece
        done = piece.end
    yield Piece(original[done:], done, len(original))


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Make one piece of verbatim pieces that follow each other in the original."""
    held: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        follows = not held or held[-1].end == piece.start
        if piece.is_verbatim and follows:
            held.append(piece)
            continue
        yield from _joined(held)
        held = [piece] if piece.is_verbatim else []
        if not held:
            yield piece
    yield from _joined(held)


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield pieces that follow each other as one."""
    if pieces:
        text = "".join(piece.text for piece in pieces)
        yield Piece(text, pieces[0].start, pieces[-1].end)
