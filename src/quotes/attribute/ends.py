"""Contents that end amid a phrase: the tree tells where it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from quotes.attribute.tree import relation, span_of
from quotes.find.snap import MARKS
from quotes.sentences import sentence_at, sentence_spans
from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.types import Attribution

WITHIN = frozenset(("acl", "compound", "conj", "flat", "nmod", "nummod", "obj", "obl"))


def with_whole_phrases(document: Any, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, contents without marks up to where their last phrase ends.

    A content goes on where the word after it, no comma or other mark, stands in a
    phrase that belongs to the content. Its sentence needs tags and a tree.
    """
    sentences = sentence_spans(document)
    return [_whole(document, sentences, claim) for claim in attributions]


def _whole(document: Any, sentences: Sequence[Span], claim: Attribution) -> Attribution:
    *before, last = claim.content
    number = sentence_at(sentences, last.start)
    if claim.kind != "indirect" or number < 0 or last.end > sentences[number].end:
        return claim
    words = document.sentences[number].words
    end = _end(words, last, (*claim.cue, *claim.source))
    return replace(claim, content=(*before, Span(last.start, end)))


def _end(words: Sequence[Any], content: Span, others: Sequence[Span]) -> int:
    """Return where the phrases of a content end; where it does if marks or others stand in them."""
    held = {w.id for w in words if content.start <= span_of(w).start < content.end}
    place = max(held, default=len(words))
    if place == len(words) or words[place].upos == "PUNCT":
        return content.end
    if _joined(words, words[place], held) not in WITHIN:
        return content.end
    end = content.end
    for word in words[place:]:
        if not _joined(words, word, held):
            break
        span = span_of(word)
        if word.text in MARKS or any(span.overlaps(other) for other in others):
            return content.end
        end = end if word.upos == "PUNCT" else span.end
    return end


def _joined(words: Sequence[Any], word: Any, held: set[int]) -> str:
    """Return by which relation a word, or what it depends on, joins those held, "" for none."""
    while word.head and word.head not in held:
        word = words[word.head - 1]
    return relation(word) if word.head else ""
