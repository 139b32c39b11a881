"""Plain text: one article a file."""

from __future__ import annotations

from quotes.read import sections
from quotes.read.decode import decode
from quotes.read.restore import restore
from quotes.types import Article


def article_of_bytes(data: bytes, name: str, path: str | None = None) -> Article:
    """Return the article that a text file holds."""
    return article_of_text(decode(data), name, path)


def article_of_text(source: str, name: str, path: str | None = None) -> Article:
    """Return the article that a string holds.

    The title is the headline where the text begins with one, and otherwise its
    first words with "…", so that every list has something to show.
    """
    readable = restore(source)
    text = readable.text
    headline = sections.headline(text)
    found = sections.sections(text, headline)
    title = headline[0].of(text) if headline else sections.label(text, found)
    return Article(
        name,
        text,
        title=title,
        path=path,
        original=readable.original,
        segments=readable.segments,
        sections=found,
    )
