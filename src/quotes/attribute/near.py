"""What stands near a claim: the quotations that touch it, the narration that parts it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from quotes.attribute.kinds import WORD
from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.find.marks import Quotation
    from quotes.types import Attribution


class Touching:
    """Looks up which of many spans, sorted by start, may touch a stretch."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.starts = [span.start for span in spans]
        self.reach = list(accumulate((span.end for span in spans), max))

    def __call__(self, stretch: Span) -> slice:
        """Return the places of the spans that may touch the stretch."""
        return slice(bisect_left(self.reach, stretch.start), bisect_left(self.starts, stretch.end))


class Near:
    """Looks up the quotations that touch a stretch."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self.quotations = list(quotations)
        self.touching = Touching([q.outer for q in quotations])

    def unsure(self, text: str, spans: Sequence[Span]) -> list[Span]:
        """Return what stands between a quotation cut short and the mark that cuts it.

        It may be the rest of the quotation or a heading; it is no part of what
        the next quotation belongs to.
        """
        stretches = []
        for quotation in self(spans):
            place = bisect_left(self.touching.starts, quotation.outer.start)
            before = self.quotations[place - 1] if place else quotation
            gap = Span(before.outer.end, quotation.outer.start)
            if not before.closed and not before.depth and "\n" not in gap.of(text):
                stretches.append(gap)
        return stretches

    def __call__(self, spans: Sequence[Span]) -> list[Quotation]:
        """Return the quotations that touch one of the spans, in order."""
        if not spans:
            return []
        whole = Span(min(s.start for s in spans), max(s.end for s in spans))
        around = self.quotations[self.touching(whole)]
        return [q for q in around if any(q.outer.overlaps(s) for s in spans)]


def together(text: str, claim: Attribution, near: Near) -> Attribution:
    """Return the claim without what a paragraph of narration parts from its cue."""
    held = sorted((*claim.content, *claim.cue, *claim.source))
    parted = [
        Span(one.end, two.start)
        for one, two in pairwise(held)
        if _narration(text, Span(one.end, two.start), near)
    ]
    if not claim.cue or not parted:
        return claim
    cue = claim.cue[0]
    before = max((gap.end for gap in parted if gap.end <= cue.start), default=0)
    after = min((gap.start for gap in parted if gap.start >= cue.end), default=len(text))
    content = tuple(p for p in claim.content if before <= p.start and p.end <= after)
    return replace(claim, content=content) if content else claim


def _narration(text: str, gap: Span, near: Near) -> bool:
    """Tell whether a paragraph of a gap has words outside marks."""
    rest = gap.of(text).partition("\n")[2]
    start = gap.end - len(rest)
    whole = Span(start, start + max(0, rest.rfind("\n")))
    marked = [q.outer for q in near([whole])]
    words = (Span(*m.span()) for m in WORD.finditer(text, whole.start, whole.end))
    return any(not any(m.overlaps(word) for m in marked) for word in words)
