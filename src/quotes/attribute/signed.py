"""Quotations with a signature below or behind them: “It rained.” — Ann Lee, Springfield."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotes.find.snap import mention
from quotes.types import Attribution, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.find.marks import Quotation

SIGNED = 0.9  # confidence in a signature
NAME = r"(?:(?:[A-Z][\w’'-]*\.?|of|the|de|van|von) ){0,6}[A-Z][\w’'-]*\.?"
SIGNATURE = re.compile(
    rf"\s*(?P<dash>[—–]|--?)\s?(?P<name>{NAME})(?:,[^\n“\"]{{0,100}})?\s*(?=\n|$)"
)
LEADS = "-*•·> \t"  # before a quotation in a list


def signed(text: str, quotations: Sequence[Quotation]) -> list[Attribution]:
    """Return the quotations that begin a paragraph and are followed by a dash and a name alone."""
    found: list[Attribution] = []
    for quotation in quotations:
        start = text.rfind("\n", 0, quotation.outer.start) + 1
        begins = not text[start : quotation.outer.start].strip(LEADS)
        signature = SIGNATURE.match(text, quotation.outer.end)
        if signature is None or quotation.depth or not (quotation.closed and begins):
            continue
        source = mention(text, Span(*signature.span("name")))
        if source is not None:
            parts = (quotation.inner,), (Span(*signature.span("dash")),), (source,)
            found.append(Attribution(*parts, cue_class="speech", confidence=SIGNED))
    return found
