"""What labels and signatures tell goes before what the network found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.attribute.beside import quotation_before
from quotes.attribute.near import Touching
from quotes.types import Attribution, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.attribute.near import Near


def with_plain(
    text: str, claims: Sequence[Attribution], plain: Sequence[Attribution], near: Near
) -> list[Attribution]:
    """Return the plain ones and the claims that are none of theirs.

    Of a claim that shares words with one of these only the quotation beside its cue is left.
    """
    held = sorted(plain, key=_reach)
    touching = Touching([_reach(one) for one in held])
    kept = list(plain)
    for claim in claims:
        told = [one for one in held[touching(_reach(claim))] if _is_told_by(claim, one)]
        if not told:
            kept.append(claim)
            continue
        pieces = [p for one in told for p in (*one.source, *one.cue, *one.content)]
        own = quotation_before(text, claim, near)
        if own and not any(own.overlaps(p) for p in pieces):
            kept.append(replace(claim, content=(own,)))
    return kept


def nested(one: Attribution, other: Attribution) -> bool:
    """Tell whether one claim is reported within the content of the other."""
    return any(
        content.holds(cue)
        for a, b in ((one, other), (other, one))
        for content in a.content
        for cue in b.cue
    )


def _reach(claim: Attribution) -> Span:
    """Return the stretch from the first word of a claim to its last."""
    spans = (*claim.content, *claim.cue, *claim.source)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _is_told_by(claim: Attribution, plain: Attribution) -> bool:
    """Tell whether a claim is of the label or signature, or of what it tells of."""
    theirs = (*plain.source, *plain.cue)
    if any(span.overlaps(other) for span in (*claim.cue, *claim.source) for other in theirs):
        return True
    shared = any(piece.overlaps(other) for piece in claim.content for other in plain.content)
    return shared and not nested(claim, plain)
