"""JSON lines: one article a line, its offsets those of the file on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.store.load import load_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

    from quotes.types import Article, Quote, Span


def export_jsonl(db: Database, least: float = 0.0) -> Iterator[dict[str, Any]]:
    """Yield every stored article with its quotes of at least this confidence."""
    for article, quotes in load_articles(db, least):
        yield to_json(article, quotes)


def to_json(article: Article, quotes: Iterable[Quote]) -> dict[str, Any]:
    """Return an article and its quotes as JSON, in the coordinates of the original."""
    return {
        "id": article.id,
        "text": article.source_text,
        "quotes": [_quote(article, quote) for quote in quotes],
    }


def _quote(article: Article, quote: Quote) -> dict[str, Any]:
    """Return a quote as JSON."""
    speaker = quote.speaker
    return {
        "id": quote.id,
        "kind": quote.kind,
        "content": _offsets(article, quote.content),
        "cue": _offsets(article, quote.cue),
        "source": _offsets(article, quote.source),
        "cue_class": quote.cue_class,
        "speaker": speaker.name if speaker else None,
        "speaker_type": quote.speaker_type,
        "description": _words(article, speaker.description if speaker else None),
        "relayed_by": quote.relayed_by,
        "addressee": _words(article, quote.addressee),
        "when": _words(article, quote.when),
        "where": _words(article, quote.where),
        "stance": quote.stance,
        "negated": quote.negated,
        "hedged": quote.hedged,
        "verbatim": quote.verbatim,
        "anonymity_reason": _words(article, quote.anonymity_reason),
        "confidence": round(quote.confidence, 4),
    }


def _offsets(article: Article, spans: Iterable[Span]) -> list[list[int]]:
    """Return spans as pairs of offsets in the original."""
    places = map(article.to_original, spans)
    return [[place.start, place.end] for place in places]


def _words(article: Article, span: Span | None) -> str | None:
    """Return the words of a span."""
    return span.of(article.text) if span else None
