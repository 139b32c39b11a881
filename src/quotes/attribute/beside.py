"""Quotations beside a cue: of “…,” she said, what stands in the marks is hers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from quotes.find.snap import MARKS
from quotes.types import Attribution, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.attribute.near import Near
    from quotes.find.marks import Quotation

PARTS = re.compile(rf"[\n.!?…:{re.escape(MARKS)}]")  # what parts a cue from a source
LEADS = re.compile(r"[^\S\n]?[,:]?[^\S\n]?")  # between a cue and the quotation after it
FOLLOWS = re.compile(r",?[^\S\n]?")  # between a quotation and the cue after it
GAP = 4  # characters from a cue in which the mark beside it begins or ends
OPEN = tuple(",!?…—–-")  # ends of a quotation after which its sentence goes on
UNSURE = 0.3  # confidence below which a cue takes nothing from another


class Telling(NamedTuple):
    """Where a claim's cue stands, with its source where nothing parts the two."""

    span: Span
    names: bool  # whether the source is there


def each_its_own(text: str, claims: Sequence[Attribution], near: Near) -> list[Attribution]:
    """Return the claims without the quotations that only cue and source of others stand beside.

    “It is over,” said Lee. “We lost,” said Poe: the network gives the second to both.
    A report within the words of a quotation keeps them.
    """
    owned: list[set[Span]] = []
    taken: set[Span] = set()
    for claim in claims:
        telling = _telling(text, claim)
        owned.append(_beside(text, claim, telling, near) if telling else set())
        if telling and telling.names and claim.confidence >= UNSURE:
            taken |= owned[-1]
    kept = []
    for claim, own in zip(claims, owned, strict=True):
        content = tuple(p for p in claim.content if not _is_of_others(claim, p, own, taken, near))
        if content:
            kept.append(replace(claim, content=content))
    return kept


def quotation_before(text: str, claim: Attribution, near: Near) -> Span | None:
    """Return the words of the quotation that the cue and source of a claim stand right behind."""
    telling = _telling(text, claim)
    return _before(text, telling.span.start, near) if telling else None


def _beside(text: str, claim: Attribution, telling: Telling, near: Near) -> set[Span]:
    """Return the words of the quotations of a claim that stand right beside its cue."""
    both = (_before(text, telling.span.start, near), _after(text, telling.span.end, near))
    return {q for q in both if q and any(q.overlaps(piece) for piece in claim.content)}


def _is_of_others(
    claim: Attribution, piece: Span, own: set[Span], taken: set[Span], near: Near
) -> bool:
    """Tell whether a piece of a claim stands in a quotation that others have taken."""
    return any(
        inner in taken
        and inner not in own
        and inner.holds(piece)
        and not any(inner.holds(cue) for cue in claim.cue)
        for inner in (quotation.inner for quotation in near([piece]))
    )


def _before(text: str, place: int, near: Near) -> Span | None:
    """Return the words of the quotation right before a place, where its sentence goes on."""
    for quotation in _around(place, near):
        gap = text[quotation.outer.end : place]
        goes_on = gap.startswith(",") or quotation.inner.of(text).endswith(OPEN)
        if quotation.outer.end <= place and goes_on and FOLLOWS.fullmatch(gap):
            return quotation.inner
    return None


def _after(text: str, place: int, near: Near) -> Span | None:
    """Return the words of the quotation that what ends at a place leads into."""
    for quotation in _around(place, near):
        gap = text[place : quotation.outer.start]
        if place <= quotation.outer.start and LEADS.fullmatch(gap):
            return quotation.inner
    return None


def _around(place: int, near: Near) -> list[Quotation]:
    """Return the outer quotations that begin or end shortly before or behind a place."""
    around = near([Span(max(0, place - GAP), place + GAP)])
    return [q for q in around if q.closed and q.inner and not q.depth]


def _telling(text: str, claim: Attribution) -> Telling | None:
    """Return where a claim tells who speaks, None without a cue."""
    if not claim.cue:
        return None
    cue = claim.cue[0]
    for source in claim.source:
        gap = Span(min(cue.end, source.end), max(cue.start, source.start))
        if not PARTS.search(gap.of(text)):
            both = Span(min(cue.start, source.start), max(cue.end, source.end))
            return Telling(both, names=True)
    return Telling(cue, names=False)
