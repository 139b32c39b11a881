"""Scale: the same extraction on several cores and on many machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from quotes.types import Article, Quote

    Extracted = Iterator[tuple[Article, list[Quote] | Exception]]

__all__ = ["Finder", "ScaleError"]


class ScaleError(Exception):
    """Work that cannot go on, in one line with the way out."""


class Finder(Protocol):
    """What finds the quotes of articles."""

    @property
    def models(self) -> Mapping[str, Any]:
        """Return the names of the models."""

    def extract(self, articles: Iterable[Article]) -> Extracted:
        """Yield every article with its quotes, or with what went wrong with it."""
