"""What a parsed sentence tells of its words."""

from __future__ import annotations

from typing import Any

from quotes.types import Span


def relation(word: Any) -> str:
    """Return the relation of a word to its head, without subtype."""
    return str(word.deprel).partition(":")[0]


def span_of(word: Any) -> Span:
    """Return where a word stands; the words of a contraction stand where it does."""
    at = word if word.start_char is not None else word.parent
    return Span(at.start_char, at.end_char)
