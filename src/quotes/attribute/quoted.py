"""Words that somebody is quoted as saying: in "the Post quoted Lee as saying …" Lee says them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.attribute.within import LESS_SURE
from quotes.find.snap import MARKS, mention, trim
from quotes.types import Attribution, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotes.types import Kind

QUOTED = re.compile(r"quot(?:ed|es|ing)\s(?P<who>[^.;:“”\"\n]{2,80}?),?\s(?P<says>as\ssaying)\b")


def with_quoted(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions and those of whoever is quoted in one as saying something.

    Where the words stand before “Xinhua quoted Lee as saying”, they are Lee's alone.
    """
    taken = [cue for claim in attributions for cue in claim.cue]
    made: list[Attribution] = []
    for outer in attributions:
        quoted = QUOTED.match(text, outer.cue[0].start) if outer.cue and outer.source else None
        who = mention(text, Span(*quoted.span("who"))) if quoted else None
        says = Span(*quoted.span("says")) if quoted else None
        content = tuple(_said(text, outer, says)) if says else ()
        found = says is not None and any(cue.overlaps(says) for cue in taken)
        if who is None or says is None or found or not content:
            made.append(outer)
            continue
        after = content[-1].start > says.end
        if after:
            made.append(outer)
        kind = _kind(text, content) if after else outer.kind
        kind = "direct" if kind == "mixed" and not after else kind  # "… | Lee as saying" is gone
        sure = LESS_SURE * outer.confidence
        made.append(
            replace(
                outer,
                content=content,
                cue=(says,),
                source=(who,),
                kind=kind,
                cue_class="speech",
                confidence=sure,
            )
        )
    return made


def _said(text: str, outer: Attribution, says: Span) -> Iterator[Span]:
    """Yield the pieces of content before the cue, and what stands after "as saying"."""
    for piece in outer.content:
        if piece.end <= outer.cue[0].start:
            yield piece
        elif piece.end > says.end:
            rest = trim(text, Span(max(piece.start, says.end), piece.end), MARKS + ":")
            if rest:
                yield rest


def _kind(text: str, content: Sequence[Span]) -> Kind:
    """Return the kind of words by the marks around and in them."""
    if all(text[p.start - 1] in MARKS for p in content):
        return "direct"
    return "mixed" if any(set(p.of(text)) & set('“”"') for p in content) else "indirect"
