"""The stages in order: parse, find, attribute, resolve."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from quotes.attribute import attribute
from quotes.attribute.mend import mend
from quotes.find import find
from quotes.find.marks import pair_marks
from quotes.find.stance import manner
from quotes.ids import quote_id
from quotes.resolve import resolve, sentences_needed
from quotes.resolve.around.circumstances import circumstances, sentences_of_cues
from quotes.resolve.around.notes import anonymity_reasons, relayers
from quotes.resolve.words.reading import Reading
from quotes.sentences import sentence_at, sentence_spans
from quotes.types import Quote, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.extract import Annotates
    from quotes.find.tagger import Tagger
    from quotes.parse.tokens import Tokenizer
    from quotes.types import Article, Attribution, CueClass, Speaker

NEAR = 12  # contents that begin shortly before one that they may hold


def quotes_of(
    articles: Sequence[Article], tokenizer: Tokenizer, tagger: Tagger, annotator: Annotates
) -> list[list[Quote]]:
    """Return the quotes of each article, read in one batch."""
    texts = [a.text for a in articles]
    documents = tokenizer.tokenize(texts)
    states = annotator.states(documents)
    found = find(tagger, texts, states and states.see)
    annotator.entities(documents, states)
    attributions = [
        attribute(
            a.text,
            pair_marks(a.text),
            items,
            [s.span for s in a.sections],
            tagger.calibration,
        )
        for a, items in zip(articles, found, strict=True)
    ]
    if annotator.is_cheap:
        annotator.trees(documents, states)
    else:
        needed = [
            sentences_needed(d, made) | sentences_of_cues(d, made)
            for d, made in zip(documents, attributions, strict=True)
        ]
        annotator.trees(documents, states, needed)
    mended = map(mend, documents, attributions)
    return list(map(_quotes, articles, documents, mended))


def _quotes(article: Article, document: Any, attributions: Sequence[Attribution]) -> list[Quote]:
    """Return the rows: attributions with speaker, circumstances, sentence, notes and id."""
    reading = Reading(document)
    speakers = resolve(article, reading, attributions)
    reasons = anonymity_reasons(document, attributions, speakers)
    relays = _relays(document, attributions, speakers)
    around = circumstances(reading, attributions)
    manners = [manner(article.text, attribution) for attribution in attributions]
    sentences = sentence_spans(document)
    return [
        Quote(
            id=quote_id(article.id, a.content, a.cue, a.source),
            kind=a.kind,
            content=a.content,
            cue=a.cue,
            source=a.source,
            cue_class=_class(a, speaker),
            speaker=speaker,
            sentence=_sentences(sentences, a),
            relayed_by=relay,
            addressee=where.addressee,
            when=where.when,
            where=where.where,
            stance=how.stance,
            negated=how.negated,
            hedged=how.hedged,
            verbatim=how.verbatim,
            anonymity_reason=reason,
            confidence=round(a.confidence, 3),
        )
        for a, speaker, relay, where, how, reason in zip(
            attributions, speakers, relays, around, manners, reasons, strict=True
        )
    ]


def _class(attribution: Attribution, speaker: Speaker | None) -> CueClass:
    """Return the class of the cue; what a document finds or shows, it says in writing."""
    document = bool(attribution.cue) and speaker is not None and speaker.type == "document"
    return "writing" if document and attribution.cue_class != "speech" else attribution.cue_class


def _relays(
    document: Any, attributions: Sequence[Attribution], speakers: Sequence[Speaker | None]
) -> list[str | None]:
    """Return who passed each quote on: who is said to, or in whose words it stands."""
    named = relayers(document, attributions)
    pieces = sorted((p, n) for n, a in enumerate(attributions) for p in a.content)
    relays: list[str | None] = []
    for number, inner in enumerate(attributions):
        spans = [*inner.cue, *inner.content]
        last = bisect_right(pieces, (spans[0], len(pieces)))
        holders = (
            speakers[n]
            for piece, n in reversed(pieces[max(0, last - NEAR) : last])
            if n != number and inner.cue and all(piece.holds(span) for span in spans)
        )
        outer = next((s for s in holders if s is not None and s != speakers[number]), None)
        relays.append(named[number] or (outer.name if outer else None))
    return relays


def _sentences(sentences: Sequence[Span], attribution: Attribution) -> Span:
    """Return the sentences from the first to the last that the attribution stands in."""
    spans = [*attribution.content, *attribution.cue]
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    if not sentences:
        return Span(first, last)
    begin = sentences[max(0, sentence_at(sentences, first))].start
    end = sentences[max(0, sentence_at(sentences, last - 1))].end
    return Span(min(begin, first), max(end, last))
