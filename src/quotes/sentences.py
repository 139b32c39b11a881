"""Where the sentences of a Stanza document stand in its text."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence


def sentence_spans(document: Any) -> list[Span]:
    """Return the span of each sentence, in order."""
    return [Span(s.tokens[0].start_char, s.tokens[-1].end_char) for s in document.sentences]


def sentence_at(sentences: Sequence[Span], offset: int) -> int:
    """Return the number of the last sentence that begins by an offset, -1 before the first."""
    return bisect_right(sentences, offset, key=lambda span: span.start) - 1
