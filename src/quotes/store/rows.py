"""Rows: what the tables keep of an article, its quotes and their speakers."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from quotes.types import Article, Quote, Span, Speaker

    Row = dict[str, Any]
    Ids = Mapping[Speaker, tuple[str, str]]  # of a speaker in the article, and in the collection

BETWEEN_PIECES = " […] "
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def digest(article: Article) -> str:
    """Return a digest of all that the reader found; where the file lies is left out."""
    metadata = [article.title, article.byline, article.publisher, article.published, article.url]
    parts = [article.source_text, article.text, *metadata, _sections(article)]
    return sha256(json.dumps(parts).encode()).hexdigest()


def article_row(article: Article, run: int) -> Row:
    """Return the row of an article."""
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published,
        "byline": article.byline,
        "url": article.url,
        "path": article.path,
        "words": _count(article.text),
        "text": article.text,
        "original": article.original,
        "segments": _segments(article),
        "sections": _sections(article),
        "digest": digest(article),
        "raw_digest": article.raw,
        "run_id": run,
    }


def quote_row(article: Article, quote: Quote, ids: Ids, run: int) -> Row:
    """Return the row of a quote."""
    text, stretch, speaker = article.text, quote.stretch, quote.speaker
    appearance, speaker_id = ids[speaker] if speaker else (None, None)
    return {
        "id": quote.id,
        "article_id": article.id,
        "speaker_id": speaker_id,
        "appearance_id": appearance,
        "kind": quote.kind,
        "quote": stretch.of(text),
        "content": words_of(text, quote.content),
        "source": words_of(text, quote.source),
        "cue": words_of(text, quote.cue),
        "cue_class": quote.cue_class,
        "description": words_of(text, _one(speaker.description if speaker else None)),
        "relayed_by": quote.relayed_by,
        "addressee": words_of(text, _one(quote.addressee)),
        "said_when": words_of(text, _one(quote.when)),
        "said_where": words_of(text, _one(quote.where)),
        "stance": quote.stance,
        "negated": int(quote.negated),
        "hedged": int(quote.hedged),
        "verbatim": None if quote.verbatim is None else int(quote.verbatim),
        "anonymity_reason": words_of(text, _one(quote.anonymity_reason)),
        "confidence": quote.confidence,
        "words": sum(_count(span.of(text)) for span in quote.content),
        "start": stretch.start,
        "end": stretch.end,
        "sentence_start": quote.sentence.start,
        "sentence_end": quote.sentence.end,
        "run_id": run,
    }


def span_rows(article: Article, quote: Quote) -> Iterator[Row]:
    """Yield a row for every span of a quote."""
    described = quote.speaker.description if quote.speaker else None
    spans = {
        "content": quote.content,
        "cue": quote.cue,
        "source": quote.source,
        "description": _one(described),
        "addressee": _one(quote.addressee),
        "when": _one(quote.when),
        "where": _one(quote.where),
        "anonymity_reason": _one(quote.anonymity_reason),
    }
    for role, pieces in spans.items():
        for span in pieces:
            place = {"start": span.start, "end": span.end, "text": span.of(article.text)}
            yield {"quote_id": quote.id, "role": role} | place


def name_rows(article: Article, ids: Ids) -> Iterator[Row]:
    """Yield a row for every mention of a speaker."""
    for speaker, (appearance, speaker_id) in ids.items():
        for mention in speaker.mentions:
            yield {
                "speaker_id": speaker_id,
                "appearance_id": appearance,
                "article_id": article.id,
                "name": mention.span.of(article.text),
                "form": mention.form,
                "start": mention.span.start,
                "end": mention.span.end,
            }


def words_of(text: str, spans: Iterable[Span]) -> str | None:
    """Return the words of the pieces, None where there is no piece."""
    return BETWEEN_PIECES.join(span.of(text) for span in spans) or None


def _one(span: Span | None) -> tuple[Span, ...]:
    """Return the span as pieces."""
    return () if span is None else (span,)


def _count(text: str) -> int:
    """Return the number of words."""
    return len(WORD.findall(text))


def _segments(article: Article) -> str | None:
    """Return how the text leads to the original, as JSON."""
    places = [
        [s.text.start, s.text.end, s.original.start, s.original.end] for s in article.segments
    ]
    return json.dumps(places, separators=(",", ":")) if places else None


def _sections(article: Article) -> str | None:
    """Return what is not the article's body, as JSON."""
    places = [[s.span.start, s.span.end, s.role] for s in article.sections]
    return json.dumps(places, separators=(",", ":")) if places else None
