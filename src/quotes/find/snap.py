"""Fit spans of content to the quotation marks, which are harder evidence than the network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quotes.find.marks import Quotation

TOKEN = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")
ABBREVIATION = re.compile(r"(?:\b[^\W\d_]|\b(?:Jr|Sr|Inc|Co|Corp|Ltd|Bros|No|Esq))\.$")
EMPTY = frozenset(("a", "an", "the", "to", "of", "and"))  # say nothing alone
REACH = 60  # characters that a word may be longer than seen
MARKS = "“”„‟«»\"＂‘’‚'`"
PAIRS = {"’": "‘", "”": "“", "'": "'", '"': '"'}  # closing marks and what they close
BRACKETS = {")": "(", "]": "["}
HELD = 0.3  # share of a quotation's characters from which a content that crosses its edge holds it


def snap(
    text: str, pieces: Sequence[Span], cues: Sequence[Span], quotations: Iterable[Quotation]
) -> tuple[Span, ...]:
    """Return the pieces of content so that none begins or ends amid a quotation that it holds.

    Quotations that also enclose the cue, and those never closed, are passed over.
    """
    for quotation in quotations:
        enclosing = any(quotation.outer.holds(cue) for cue in cues)
        touched = any(quotation.inner.overlaps(piece) for piece in pieces)
        if quotation.closed and touched and not enclosing:
            pieces = _fit(pieces, quotation)
    tidy = [_ended(text, t) for p in pieces if (t := trim(text, whole(text, p), MARKS))]
    return tuple(join(text, tidy, cues))


def _fit(pieces: Sequence[Span], quotation: Quotation) -> list[Span]:
    """Return the pieces with the whole quotation, or with nothing of it."""
    inner, outer = quotation.inner, quotation.outer
    held = sum(max(0, min(p.end, inner.end) - max(p.start, inner.start)) for p in pieces)
    within = any(outer.holds(p) for p in pieces)
    whole = within or held >= HELD * len(inner)
    fitted: list[Span] = [inner] if whole else []
    for piece in pieces:
        if not piece.overlaps(outer):
            fitted.append(piece)
            continue
        before, after = Span(piece.start, outer.start), Span(outer.end, piece.end)
        if piece.start < outer.start and piece.end > outer.end:
            fitted.append(piece)
        elif piece.start < outer.start:
            fitted.append(Span(piece.start, inner.end) if whole else before)
        elif piece.end > outer.end:
            fitted.append(Span(inner.start, piece.end) if whole else after)
    return union(fitted)


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the spans sorted, those that overlap made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def trim(text: str, span: Span, marks: str = "") -> Span | None:
    """Return the span without space and unpaired marks at its edges, None if nothing is left."""
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in marks + ",;"):
        start += 1
    while start < end and (text[end - 1].isspace() or _loose(text, start, end, marks)):
        end -= 1
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def mention(text: str, span: Span) -> Span | None:
    """Return a cue or a source as whole words without the punctuation after it.

    The mark that closes one within is kept. None where nothing is left, or a bare article.
    """
    tidy = trim(text, whole(text, span), MARKS)
    if tidy is None:
        return None
    words = tidy.of(text).rstrip(",;:–—- ")
    if words.endswith(".") and not ABBREVIATION.search(words):
        words = words.rstrip(".")
    span = Span(tidy.start, tidy.start + len(words))
    return with_closing_mark(text, span) if words.lower() not in EMPTY else None


def with_closing_mark(text: str, span: Span) -> Span:
    """Return the span with the mark after it that closes one within: the “food basket | ”."""
    closing = text[span.end : span.end + 1]
    words = span.of(text)
    place = words.rfind(PAIRS[closing]) if closing in PAIRS else -1
    before, after = words[max(0, place - 1) : place], words[place + 1 : place + 2]
    opens = place >= 0 and after.isalnum() and not before.isalnum() and before != closing
    return Span(span.start, span.end + 1) if opens and words.rfind(closing) <= place else span


def whole(text: str, span: Span) -> Span:
    """Return the span with the whole of the words at its edges: no "D." of "D.C."."""
    start, end = span.start, span.end
    for token in TOKEN.finditer(text, max(0, start - REACH), min(len(text), end + REACH)):
        if token.start() < start < token.end():
            start = token.start()
        if token.start() < end < token.end():
            end = token.end()
    return Span(start, end)


def _ended(text: str, span: Span) -> Span:
    """Return the span without a comma or an odd bracket at its end, if no closing mark follows."""
    if text[span.end : span.end + 1] in tuple(MARKS):
        return span
    words = span.of(text).rstrip(",;:–— ")
    opening = BRACKETS.get(words[-1:])
    if opening and words.count(words[-1]) > words.count(opening):
        return trim(text, Span(span.start, span.start + len(words) - 1), MARKS) or span
    return Span(span.start, span.start + len(words))


def _loose(text: str, start: int, end: int, marks: str) -> bool:
    """Tell whether the stretch ends in a mark that does not belong to it."""
    last = text[end - 1]
    if last not in marks:
        return False
    opening = {"”": "“", "»": "«"}.get(last, last)
    return not (last not in "’'" and opening in text[start : end - 1])


def join(text: str, pieces: Sequence[Span], apart: Sequence[Span]) -> list[Span]:
    """Return the pieces, two made one where only white space or a comma stands between them."""
    joined: list[Span] = []
    for piece in union(pieces):
        gap = Span(joined[-1].end, piece.start) if joined else None
        if gap is not None and _passable(text, gap) and not any(gap.overlaps(a) for a in apart):
            joined[-1] = Span(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return joined


def _passable(text: str, gap: Span) -> bool:
    """Tell whether nothing in the gap tells two pieces apart."""
    between = gap.of(text)
    return "\n" not in between and not any(c.isalnum() or c in MARKS for c in between)
