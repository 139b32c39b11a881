"""Words that somebody is quoted as saying: in "the Post quoted Lee as saying …" Lee says them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.attribute.kinds import kind_of
from quotes.attribute.within import LESS_SURE
from quotes.find.marks import pair_marks
from quotes.find.snap import MARKS, mention, trim
from quotes.types import Attribution, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DOT = r"(?<=\b[A-Z])\.|(?<=\b(?:Mr|Ms|Dr|Lt))\.|(?<=\b(?:Mrs|Sen|Gov|Rep|Gen|Col))\."  # no end
QUOTED = re.compile(
    rf"(?:(?:had|has|have)\s)?quot(?:ed|es|ing)\s(?P<who>(?:[^.;:“”\"\n]|{DOT}){{2,80}}?),?"
    r"\s(?P<says>as\ssaying)\b"
)


def with_quoted(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions and those of whoever is quoted in one as saying something.

    Where the words stand before “Xinhua quoted Lee as saying”, they are Lee's alone. Who
    quotes passes them on.
    """
    taken = [cue for claim in attributions for cue in claim.cue]
    made: list[Attribution] = []
    for outer in attributions:
        inner = _quoted_in(text, outer)
        if inner is None or any(cue.overlaps(inner.cue[0]) for cue in taken):
            made.append(outer)
            continue
        after = inner.content[-1].start > inner.cue[0].end
        made.extend((outer, inner) if after else (inner,))
    return made


def _quoted_in(text: str, outer: Attribution) -> Attribution | None:
    """Return what somebody is said to be quoted as saying, None where nobody is."""
    quoted = QUOTED.match(text, outer.cue[0].start) if outer.cue and outer.source else None
    who = mention(text, Span(*quoted.span("who"))) if quoted else None
    if quoted is None or who is None:
        return None
    says = Span(*quoted.span("says"))
    content = tuple(_said(text, outer, says))
    if not content:
        return None
    inner = Attribution(
        content, (says,), (who,), cue_class="speech", confidence=LESS_SURE * outer.confidence,
        relayer=outer.source,
    )  # fmt: skip
    return replace(inner, kind=kind_of(text, inner, pair_marks(text)))


def _said(text: str, outer: Attribution, says: Span) -> Iterator[Span]:
    """Yield the pieces of content before the cue, and what stands after "as saying"."""
    for piece in outer.content:
        if piece.end <= outer.cue[0].start:
            yield piece
        elif piece.end > says.end:
            rest = trim(text, Span(max(piece.start, says.end), piece.end), MARKS + ":")
            if rest:
                yield rest
