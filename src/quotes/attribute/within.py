"""Reports within reports: in "media say that Lee had told allies he won", Lee told, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.attribute.subjects import NOBODY, phrase, subject
from quotes.attribute.tree import joins, relation, span_of
from quotes.find.cues import REPORTS, cue_class
from quotes.find.snap import mention
from quotes.sentences import sentence_at, sentence_spans
from quotes.types import Attribution, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LESS_SURE = 0.8  # beside the report that it stands in
FINITE = frozenset(("VBD", "VBP", "VBZ"))
MAIN = frozenset(("advcl", "ccomp", "conj", "parataxis", "root"))  # no relative clause's verb
LEAST = 3  # words of a report


def with_reports_within(document: Any, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions and the reports that the content of a report tells of.

    The network gives every word to one attribution. A verb of saying within the content of
    an indirect report, with a subject and a clause of its own there, makes another. Its
    sentence needs tags and a tree.
    """
    sentences, text = sentence_spans(document), document.text
    taken = [span for a in attributions for span in a.cue]
    made = [
        inner
        for outer in attributions
        if outer.kind == "indirect" and outer.cue_class in REPORTS and outer.source
        for piece in outer.content
        if (number := sentence_at(sentences, piece.start)) >= 0
        for inner in _within(document.sentences[number].words, text, piece, outer)
        if not any(inner.cue[0].overlaps(span) for span in taken)
    ]
    return sorted([*attributions, *made], key=lambda a: (a.content, a.cue))


def _within(
    words: Sequence[Any], text: str, piece: Span, outer: Attribution
) -> Iterator[Attribution]:
    """Yield the reports that a piece of content tells of."""
    for verb in words:
        reports = verb.upos == "VERB" and relation(verb) in MAIN
        if not reports or not piece.holds(span_of(verb)):
            continue
        first = _first_of(words, verb)
        cue = Span(span_of(first).start, span_of(verb).end)
        who = subject(words, verb)
        clause = _clause(words, verb)
        speaks = cue_class(cue.of(text)) == "speech" and cue.of(text)[0].islower()
        if who is None or clause is None or who.text.lower() in NOBODY or not speaks:
            continue
        source = phrase(words, who)
        content = mention(text, clause)
        held = content and piece.holds(content) and len(content.of(text).split()) >= LEAST
        if content and held and piece.holds(source) and source.end <= cue.start:
            sure = LESS_SURE * outer.confidence
            yield Attribution((content,), (cue,), (source,), "indirect", "speech", sure)


def _first_of(words: Sequence[Any], verb: Any) -> Any:
    """Return the first of the auxiliaries right before a verb, or the verb."""
    first = verb
    while first.id > 1 and words[first.id - 2].head == verb.id:
        if words[first.id - 2].upos != "AUX":
            break
        first = words[first.id - 2]
    return first


def _clause(words: Sequence[Any], verb: Any) -> Span | None:
    """Return the clause that a verb reports, None without one or for a question."""
    heads = [w for w in words[verb.id :] if w.head == verb.id and relation(w) == "ccomp"]
    finite = verb.xpos in FINITE or any(w.head == verb.id and w.upos == "AUX" for w in words)
    if not heads or not finite:
        return None
    after = [w for w in words[verb.id :] if w.upos != "PUNCT"]
    inside = [w for w in after if w is heads[0] or joins(words, w, {heads[0].id})]
    return Span(span_of(inside[0]).start, span_of(inside[-1]).end)
