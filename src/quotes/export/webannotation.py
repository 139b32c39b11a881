"""W3C Web Annotation: an annotation a quote, in JSON-LD, for annotation tools of the web.

Targets are the pieces of content, cue and source, each told by its ``role``, with
two selectors for the same words: their place, and the words between others. Both
speak of the readable text, as the model asks: no markup, no entities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote as escape

from quotes.store.load import load_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    from quotes.types import Article, Quote, Span

NAMESPACE = "urn:quotes:"
CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"role": f"{NAMESPACE}role", "confidence": f"{NAMESPACE}confidence"},
]
AROUND = 32  # characters of the text before and after the words


def export_webannotation(db: Database, least: float = 0.0) -> Iterator[dict[str, Any]]:
    """Yield an annotation for every stored quote of at least this confidence."""
    for article, quotes in load_articles(db, least):
        for quote in quotes:
            yield to_annotation(article, quote)


def to_annotation(article: Article, quote: Quote) -> dict[str, Any]:
    """Return a quote as an annotation of its article's address, or else of its id."""
    roles = {"content": quote.content, "cue": quote.cue, "source": quote.source}
    return {
        "@context": CONTEXT,
        "id": f"{NAMESPACE}quote:{quote.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "confidence": round(quote.confidence, 4),
        "body": list(_bodies(article, quote)),
        "target": [_target(article, role, span) for role, spans in roles.items() for span in spans],
    }


def _bodies(article: Article, quote: Quote) -> Iterator[dict[str, str]]:
    """Yield what is said of a quote, each with its role."""
    speaker = quote.speaker
    described = speaker.description if speaker else None
    values = (
        ("kind", "classifying", quote.kind),
        ("cue_class", "classifying", quote.cue_class),
        ("speaker", "identifying", speaker.name if speaker else None),
        ("speaker_type", "classifying", quote.speaker_type),
        ("description", "describing", _words(article, described)),
        ("relayed_by", "describing", quote.relayed_by),
        ("addressee", "describing", _words(article, quote.addressee)),
        ("when", "describing", _words(article, quote.when)),
        ("where", "describing", _words(article, quote.where)),
        ("stance", "classifying", quote.stance if quote.cue else None),
        ("negated", "classifying", "true" if quote.negated else None),
        ("hedged", "classifying", "true" if quote.hedged else None),
        ("verbatim", "classifying", "false" if quote.verbatim is False else None),
        ("anonymity_reason", "describing", _words(article, quote.anonymity_reason)),
    )
    for role, purpose, value in values:
        if value is not None:
            yield {"type": "TextualBody", "role": role, "purpose": purpose, "value": value}


def _target(article: Article, role: str, span: Span) -> dict[str, Any]:
    """Return the words of a span as a part of the article."""
    text = article.text
    return {
        "type": "SpecificResource",
        "role": role,
        "source": article.url or f"{NAMESPACE}article:{escape(article.id, safe='')}",
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": span.of(text),
                "prefix": text[max(0, span.start - AROUND) : span.start],
                "suffix": text[span.end : span.end + AROUND],
            },
        ],
    }


def _words(article: Article, span: Span | None) -> str | None:
    """Return the words of a span."""
    return span.of(article.text) if span else None
