"""What a parsed sentence tells of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence


def relation(word: Any) -> str:
    """Return the relation of a word to its head, without subtype."""
    return str(word.deprel).partition(":")[0]


def joins(words: Sequence[Any], word: Any, held: set[int]) -> str:
    """Return by which relation a word, or what it depends on, joins those held, "" for none."""
    while word.head and word.head not in held:
        word = words[word.head - 1]
    return relation(word) if word.head else ""


def span_of(word: Any) -> Span:
    """Return where a word stands; the words of a contraction stand where it does."""
    at = word if word.start_char is not None else word.parent
    return Span(at.start_char, at.end_char)
