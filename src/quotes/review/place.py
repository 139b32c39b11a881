"""Place: the sentences and the paragraphs around a stretch of text, by its punctuation."""

from __future__ import annotations

import re

from quotes.types import Span

LINE = re.compile(r"\s*\n\s*")
# Ends that are hardly an abbreviation: after a word of three letters, before a capital.
END = re.compile(r"(?<=[^\W\d_]{3}[.!?])[”’\"')\]]*\s+(?=[“‘\"'(\[]*[^\W\d_a-z])")


def paragraphs_around(text: str, span: Span, beyond: int = 0) -> Span:
    """Return the lines on which a span stands, and some lines before and after."""
    starts = [0, *(gap.end() for gap in LINE.finditer(text))]
    ends = [*(gap.start() for gap in LINE.finditer(text)), len(text)]
    first = max(i for i, start in enumerate(starts) if start <= span.start or not i)
    last = min((i for i, end in enumerate(ends) if end >= span.end), default=len(ends) - 1)
    return Span(starts[max(0, first - beyond)], ends[min(len(ends) - 1, last + beyond)])


def sentences_around(text: str, span: Span) -> Span:
    """Return the sentences in which a span stands."""
    lines = paragraphs_around(text, span)
    gaps = list(END.finditer(text, lines.start, lines.end))
    start = max((g.end() for g in gaps if g.end() <= span.start), default=lines.start)
    end = min(
        (_before(g.group(), g.start()) for g in gaps if g.start() >= span.end - 1), default=None
    )
    return Span(start, max(span.end, end if end is not None else lines.end))


def _before(gap: str, start: int) -> int:
    """Return where a sentence ends that a gap follows, with the marks that close it."""
    return start + len(gap.rstrip())
