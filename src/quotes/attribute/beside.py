"""Quotations beside a cue: of “…,” she said, what stands in the marks is hers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.find.snap import MARKS
from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.attribute.near import Near
    from quotes.find.marks import Quotation
    from quotes.types import Attribution

PARTS = re.compile(rf"[\n.!?…:{re.escape(MARKS)}]")  # cue and source, if between them
LEADS = re.compile(r"[^\S\n]?[,:]?[^\S\n]?")  # between a cue and the quotation after it
FOLLOWS = re.compile(r",?[^\S\n]?")  # between a quotation and the cue after it
GAP = 3  # characters from a cue to a mark beside it, at most
OPEN = tuple(",!?…—–-")  # ends of a quotation after which its sentence goes on


def each_its_own(text: str, claims: Sequence[Attribution], near: Near) -> list[Attribution]:
    """Return the claims without the quotations that only cue and source of others stand beside.

    “It is over,” said Lee. “We lost,” said Poe: the network gives the second to both.
    """
    beside = [
        {
            own
            for own in (before(text, claim, near), _after(text, claim, near))
            if own and any(own.overlaps(piece) for piece in claim.content)
        }
        for claim in claims
    ]
    whose = [_told(text, claim) not in claim.cue for claim in claims]
    theirs = {own for owns, named in zip(beside, whose, strict=True) if named for own in owns}
    kept = []
    for claim, owns in zip(claims, beside, strict=True):
        others = theirs - owns
        content = tuple(p for p in claim.content if not any(q.holds(p) for q in others))
        if content:
            kept.append(replace(claim, content=content))
    return kept


def before(text: str, claim: Attribution, near: Near) -> Span | None:
    """Return the words of the quotation that the cue and source of a claim stand right behind."""
    told = _told(text, claim)
    for quotation in _around(told.start if told else 0, near):
        gap = text[quotation.outer.end : told.start] if told else ""
        goes_on = gap.startswith(",") or quotation.inner.of(text).endswith(OPEN)
        if told and quotation.outer.end <= told.start and goes_on and FOLLOWS.fullmatch(gap):
            return quotation.inner
    return None


def _after(text: str, claim: Attribution, near: Near) -> Span | None:
    """Return the words of the quotation that the cue and source of a claim lead into."""
    told = _told(text, claim)
    for quotation in _around(told.end if told else 0, near):
        gap = text[told.end : quotation.outer.start] if told else ""
        if told and told.end <= quotation.outer.start and LEADS.fullmatch(gap):
            return quotation.inner
    return None


def _around(place: int, near: Near) -> list[Quotation]:
    """Return the outer quotations that begin or end shortly before or behind a place."""
    around = near([Span(max(0, place - GAP), place + GAP)]) if place else []
    return [q for q in around if q.closed and q.inner and not q.depth]


def _told(text: str, claim: Attribution) -> Span | None:
    """Return the stretch of a claim's cue, with its source where nothing parts the two."""
    if not claim.cue:
        return None
    cue = claim.cue[0]
    for source in claim.source:
        both = Span(min(cue.start, source.start), max(cue.end, source.end))
        gap = Span(min(cue.end, source.end), max(cue.start, source.start))
        if not PARTS.search(gap.of(text)):
            return both
    return cue
