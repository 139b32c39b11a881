"""Who said this, according to whom: quotations and attributed claims in news articles."""

from quotes.extract import Extractor, extract
from quotes.types import Article, Quote, Span, Speaker

__all__ = ["Article", "Extractor", "Quote", "Span", "Speaker", "extract"]
