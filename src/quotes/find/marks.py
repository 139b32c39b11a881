"""Pair the quotation marks of a text.

Marks are paired paragraph by paragraph, so an odd one never costs more than
its own paragraph. Understood are curly, straight, low, angle and doubled
single marks, single marks (told from apostrophes), marks within marks,
quotations that are reopened at every paragraph and those never closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

PARAGRAPH = re.compile(r"[^\n]+")
DOUBLE = re.compile(r"``|''|‘‘|’’|[“”„‟«»\"＂]")
MARK = re.compile(rf"{DOUBLE.pattern}|[‘’‚']")
DOUBLE_OPEN = frozenset(("“", "„", "‟", "«", "``", "‘‘"))
DOUBLE_CLOSE = frozenset(("”", "»", "’’"))
CURLY = DOUBLE_OPEN | DOUBLE_CLOSE
DOUBLE_EITHER = frozenset(('"', "＂", "''"))
SINGLE_OPEN = frozenset("‘‚'")
SINGLE_CLOSE = frozenset("’'")
BEFORE_OPENING = frozenset("([{<—–-/:,;…“”„«»\"'‘’`")
AFTER_CLOSING = frozenset(" \t\u00a0\n.,;:!?)—–-")
ELISION = re.compile(
    r"(?:em|til|tis|twas|twere|cause|bout|round|neath|n|nuff|cuz|ere|\d0s|\d\d)\b", re.IGNORECASE
)
SENTENCE_END = re.compile(r"[.!?…][\])]*(?=\s)")
ENDS_CLAUSE = re.compile(r"[.,;:!?](?=\s*(?:$|\n)|\s[^\W_])")  # " . Then", but not " . . ."
SINGLE_REACH = 2000  # characters in which a single mark must find its partner


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a pair of marks encloses.

    ``outer`` includes the marks, ``inner`` does not. ``closed`` is False where
    the closing mark is missing; ``reopens`` tells that the paragraph before
    left a quotation open which goes on here. ``depth`` is 0 outside other marks.
    """

    outer: Span
    inner: Span
    closed: bool = True
    single: bool = False
    depth: int = 0
    reopens: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    glyph: str
    opens: bool
    closes: bool
    single: bool = False


def pair_marks(text: str) -> list[Quotation]:
    """Return what the quotation marks of the text enclose, sorted by place.

    Outer quotations come before the ones nested in them.
    """
    found: list[Quotation] = []
    left_open: str | None = None
    for paragraph in PARAGRAPH.finditer(text):
        here = list(_pair_paragraph(text, Span(*paragraph.span())))
        if here and left_open and _starts_with(text, paragraph.start(), here[0], left_open):
            here[0] = replace(here[0], reopens=True)
        last = next((q for q in reversed(here) if q.depth == 0), None)
        runs_on = last is not None and not last.closed and last.outer.end == paragraph.end()
        if text[paragraph.start() : paragraph.end()].strip():
            left_open = text[last.outer.start] if last and runs_on else None
        found.extend(here)
    return found


def _starts_with(text: str, start: int, quotation: Quotation, glyph: str) -> bool:
    """Tell whether the paragraph begins by reopening a quotation marked by the glyph."""
    begins = not text[start : quotation.outer.start].strip()
    return begins and text[quotation.outer.start] == glyph


def _pair_paragraph(text: str, paragraph: Span) -> list[Quotation]:
    """Return the quotations of one paragraph."""
    marks = list(_marks(text, paragraph))
    nested = _nested_openings(marks, runs_on=_goes_on(text, marks, paragraph))
    stack: list[_Mark] = []
    found: list[Quotation] = []
    for index, mark in enumerate(marks):
        opened = next((m for m in reversed(stack) if m.single == mark.single), None)
        if opened is not None and mark.closes and not (mark.opens and index in nested):
            while stack[-1] is not opened:
                stack.pop()
            stack.pop()
            found.append(_quotation(text, opened, mark, len(stack)))
        elif mark.opens and not mark.single and opened is not None and index not in nested:
            end = _unclosed_end(text, opened.end, mark.start)
            found.append(_unclosed(text, opened, end, stack.index(opened)))
            stack = [*stack[: stack.index(opened)], mark]
        elif mark.opens:
            stack.append(mark)
    end = paragraph.start + len(paragraph.of(text).rstrip())
    for depth, mark in enumerate(stack):
        if depth == 0 or not mark.single:
            found.append(_unclosed(text, mark, end, depth))
    return sorted(found, key=lambda q: (q.outer.start, -q.outer.end))


def _quotation(text: str, opening: _Mark, closing: _Mark, depth: int) -> Quotation:
    return Quotation(
        Span(opening.start, closing.end),
        _inner(text, opening.end, closing.start),
        single=opening.single,
        depth=depth,
    )


def _unclosed(text: str, opening: _Mark, end: int, depth: int) -> Quotation:
    end = max(end, opening.end)
    return Quotation(
        Span(opening.start, end),
        _inner(text, opening.end, end),
        closed=False,
        single=opening.single,
        depth=depth,
    )


def _inner(text: str, start: int, end: int) -> Span:
    """Return the words between two marks, without white space at the edges."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _unclosed_end(text: str, start: int, limit: int) -> int:
    """Return where a quotation ends that another one cuts short: at a sentence's end."""
    ends = [m.end() for m in SENTENCE_END.finditer(text, start, limit)]
    return ends[-1] if ends else start + len(text[start:limit].rstrip())


def _goes_on(text: str, marks: list[_Mark], paragraph: Span) -> bool:
    """Tell whether a curly mark opens the paragraph and, again, the next, and none closes it."""
    first = marks[0] if marks else None
    if first is None or first.glyph not in DOUBLE_OPEN or any(m.glyph in CURLY for m in marks[1:]):
        return False
    begins = not text[paragraph.start : first.start].strip()
    after = PARAGRAPH.search(text, paragraph.end)
    return begins and after is not None and after.group().lstrip().startswith(first.glyph)


def _nested_openings(marks: list[_Mark], *, runs_on: bool) -> set[int]:
    """Return the indexes of double marks that open a quotation inside another one.

    An opening mark inside an open quotation nests where as many closing marks
    follow as are needed to close both; otherwise the first was never closed.
    With ``runs_on`` the first stays open, straight marks nest in it.
    """
    doubles = [(i, m) for i, m in enumerate(marks) if not m.single]
    falls = _falls([m for _, m in doubles])
    nested: set[int] = set()
    depth = 0
    for (index, mark), fall in zip(doubles, falls, strict=True):
        if mark.opens and not mark.closes:
            if depth and (fall > depth or (runs_on and mark.glyph in DOUBLE_EITHER)):
                nested.add(index)
                depth += 1
            else:
                depth = 1
        elif mark.closes and depth > runs_on:
            depth -= 1
        elif mark.opens:
            depth = 1
    return nested


def _falls(doubles: list[_Mark]) -> list[int]:
    """Return for every mark by how many levels the marks after it close more than they open."""
    falls = [0] * len(doubles)
    fall = 0
    for index in range(len(doubles) - 1, -1, -1):
        falls[index] = fall
        mark = doubles[index]
        if mark.opens != mark.closes:
            fall = max(0, fall - 1 if mark.opens else fall + 1)
    return falls


def _marks(text: str, paragraph: Span) -> Iterator[_Mark]:
    """Yield the quotation marks of a paragraph, with what each may do there."""
    single_ends: set[int] = set()
    reach = paragraph.start
    first = paragraph.end - len(paragraph.of(text).lstrip())
    for match in MARK.finditer(text, paragraph.start, paragraph.end):
        glyph = match.group()
        before = text[match.start() - 1] if match.start() > paragraph.start else " "
        after = text[match.end()] if match.end() < paragraph.end else " "
        if glyph in DOUBLE_OPEN or glyph in DOUBLE_CLOSE or glyph in DOUBLE_EITHER:
            opens, closes = _double_sides(glyph, before, after)
            if match.start() == first and not opens and _closes_next(text, match.end(), paragraph):
                opens, closes = True, False  # "» It rained, » she said", for want of a «
            elif before.isspace() and ENDS_CLAUSE.match(text, match.end()):
                opens, closes = False, True
            if opens or closes:
                yield _Mark(match.start(), match.end(), glyph, opens, closes)
        elif match.start() in single_ends:
            yield _Mark(match.start(), match.end(), glyph, opens=False, closes=True, single=True)
        elif match.start() >= reach and _may_open_single(text, match.end(), glyph, before):
            end = _single_end(text, match.end(), paragraph.end)
            if end is not None:
                single_ends.add(end)
                reach = end
            if end is not None or (match.start() == first and _runs_on(text, glyph, paragraph)):
                yield _Mark(
                    match.start(), match.end(), glyph, opens=True, closes=False, single=True
                )


def _closes_next(text: str, start: int, paragraph: Span) -> bool:
    """Tell whether the next double mark of a paragraph, if it has one, closes a quotation."""
    following = DOUBLE.search(text, start, paragraph.end)
    return following is not None and following.group() not in DOUBLE_OPEN


def _double_sides(glyph: str, before: str, after: str) -> tuple[bool, bool]:
    """Return whether a double mark may open and may close where it stands."""
    left_free = before.isspace() or before in BEFORE_OPENING
    right_free = not after.isalnum()
    hugs_left, hugs_right = not before.isspace(), not after.isspace()
    if glyph in DOUBLE_OPEN:
        typed_wrong = hugs_left and before not in "([{<—–“„«\"'‘" and after in AFTER_CLOSING
        return not typed_wrong, typed_wrong
    if glyph in DOUBLE_CLOSE:
        return before.isspace() and after.isalnum(), True
    if not hugs_left and not hugs_right:
        return True, True
    return left_free and hugs_right, hugs_left and right_free


def _may_open_single(text: str, end: int, glyph: str, before: str) -> bool:
    """Tell whether a single mark may open a quotation rather than be an apostrophe."""
    if glyph not in SINGLE_OPEN or not (before.isspace() or before in BEFORE_OPENING):
        return False
    after = text[end : end + 1]
    starts = after.isalnum() or after in ("“", '"', "[", "$", "£", "€", "…", "#", "@")
    return bool(after) and starts and not ELISION.match(text, end)


def _single_end(text: str, start: int, limit: int) -> int | None:
    """Return where the single mark stands that closes a quotation opened before start.

    A mark after an s, or after a dropped g, may be an apostrophe: it counts
    where no better one follows.
    """
    doubtful = None
    for index in range(start + 1, min(limit, start + SINGLE_REACH)):
        char = text[index]
        before = text[index - 1]
        after = text[index + 1] if index + 1 < limit else " "
        if char in SINGLE_OPEN and (before.isspace() or before in "(—") and after.isalnum():
            break
        if char not in SINGLE_CLOSE or before.isspace() or after.isalnum():
            continue
        if char in (after, before):  # a doubled mark
            continue
        if before not in "sS" and not text.endswith("in", start, index):
            return index
        doubtful = index if doubtful is None else doubtful
    return doubtful


def _runs_on(text: str, glyph: str, paragraph: Span) -> bool:
    """Tell whether a single mark opens a paragraph of a quotation that goes on in the next."""
    after = PARAGRAPH.search(text, paragraph.end)
    return glyph != "'" and after is not None and after.group().lstrip().startswith(glyph)
