"""Tell the kinds: whether all, some or none of what is said stands in quotation marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.find.marks import Quotation
    from quotes.types import Attribution, CueClass, Kind

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
NAME_LENGTH = 3  # words that a name in marks has at most


def kind_of(text: str, claim: Attribution, quotations: Sequence[Quotation]) -> Kind:
    """Return direct, mixed or indirect: whether all, some or no words stand in marks.

    Marks that also enclose the cue do not count.
    """
    regions = [q.outer for q in quotations if not any(q.outer.holds(c) for c in claim.cue)]
    words = [
        m.start() for piece in claim.content for m in WORD.finditer(text, piece.start, piece.end)
    ]
    quoted = sum(any(r.start <= w < r.end for r in regions) for w in words)
    return "indirect" if not quoted else "direct" if quoted == len(words) else "mixed"


def naming(text: str, claim: Attribution, named: CueClass) -> bool:
    """Tell whether words in marks are what something is known as rather than what somebody said."""
    words = sum(len(WORD.findall(piece.of(text))) for piece in claim.content)
    return words <= NAME_LENGTH and not claim.source and named in ("thought", "other")
