"""Contents that end amid a phrase: the tree tells where it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from quotes.attribute.tree import joins, relation, span_of
from quotes.find.snap import MARKS
from quotes.sentences import sentence_at, sentence_spans
from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.types import Attribution

FINITE = frozenset(("MD", "VB", "VBD", "VBP", "VBZ"))
WITHIN = frozenset(("acl", "compound", "conj", "flat", "nmod", "nummod", "obj", "obl"))


def with_whole_phrases(document: Any, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions, contents up to where their last phrase ends.

    A content without marks goes on where the word after it, no comma or other mark, stands
    in a phrase that belongs to the content; any that begins with "that" goes on to its
    verb and what depends on it. Its sentence needs tags and a tree.
    """
    sentences = sentence_spans(document)
    return [_whole(document, sentences, claim) for claim in attributions]


def _whole(document: Any, sentences: Sequence[Span], claim: Attribution) -> Attribution:
    *before, last = claim.content
    number = sentence_at(sentences, last.start)
    if claim.kind not in ("indirect", "mixed") or number < 0 or last.end > sentences[number].end:
        return claim
    words = document.sentences[number].words
    held = {w.id for w in words if last.start <= span_of(w).start < last.end}
    clause = _rest_of_clause(words, held)
    if not clause and not (claim.kind == "indirect" and _breaks_off(words, held)):
        return claim
    end = _end(words, held, clause, (*claim.cue, *claim.source))
    return replace(claim, content=(*before, Span(last.start, max(end, last.end))))


def _rest_of_clause(words: Sequence[Any], held: set[int]) -> set[int]:
    """Return the words up to the verb of a clause with "that" that is held without it."""
    first = words[min(held) - 1] if held else None
    if first is None or relation(first) != "mark" or max(held) == len(words):
        return set()
    after = words[max(held)]
    if first.head > max(held):
        # before a comma, a clause with a verb is another than the one of "that"
        whole = after.upos == "PUNCT" and _has_verb(words, held)
        return set() if whole else set(range(after.id, first.head + 1))
    if first.text.lower() != "that" or after.upos == "CCONJ" or _has_verb(words, held):
        return set()
    taken = words[first.head - 1]  # the participle of "that a “renewed” party, once small, ran"
    verbs = (w for w in words[max(held) :] if w.xpos in FINITE)
    verb = next((w.id for w in verbs if w.head in (taken.id, taken.head)), 0)
    return set(range(after.id, verb + 1))


def _has_verb(words: Sequence[Any], held: set[int]) -> bool:
    """Tell whether a finite verb is among the words held."""
    return any(words[i - 1].upos == "AUX" or words[i - 1].xpos in FINITE for i in held)


def _breaks_off(words: Sequence[Any], held: set[int]) -> bool:
    """Tell whether the word after those held, no mark, stands in a phrase of theirs."""
    place = max(held, default=len(words))
    if place == len(words) or words[place].upos == "PUNCT":
        return False
    return joins(words, words[place], held) in WITHIN


def _end(words: Sequence[Any], held: set[int], clause: set[int], others: Sequence[Span]) -> int:
    """Return where what depends on content and clause ends, 0 if marks or others stand in it."""
    end = 0
    whole = held | clause
    for word in words[max(held) :]:
        if word.id not in whole and not joins(words, word, whole):
            break
        span = span_of(word)
        is_mark = not word.text.strip(MARKS)
        if (end and is_mark) or any(span.overlaps(other) for other in others):
            return 0
        end = end if word.upos == "PUNCT" else span.end
    return end
