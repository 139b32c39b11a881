"""An article and its quotes as plain words, for a terminal."""

from __future__ import annotations

import shutil
from textwrap import fill
from typing import TYPE_CHECKING, Any

from quotes.cli.output import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

WIDEST = 88


def plain_words(
    article: Mapping[str, Any], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[str]:
    """Yield the lines of an article's head and of its quotes."""
    yield printable(article["title"] or article["id"])
    about = (article[name] for name in ("byline", "publisher", "published", "path"))
    yield printable(" · ".join(filter(None, about)))
    for row in rows:
        yield ""
        yield from _quote(dict(zip(names, row, strict=True)))


def _quote(quote: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a quote."""
    name, description = quote["speaker"] or "(nobody named)", quote["description"] or ""
    told = description.casefold() in name.casefold()  # "a city official", "city official"
    who = name if told else f"{name}, {description}"
    yield printable(f"{who}  ({quote['kind']}, {quote['confidence']:.0%})".replace("\n", " "))
    words = printable(" ".join(quote["quote"].split()))
    marked = f"“{words}”" if quote["kind"] == "direct" else words
    width = min(WIDEST, shutil.get_terminal_size().columns)
    yield fill(marked, width, initial_indent="    ", subsequent_indent="    ")
