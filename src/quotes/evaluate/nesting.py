"""Quotes within the content of others, which a gold set may know or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Json = dict[str, Any]


def nests(articles: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a quote of the articles stands, cue and all, within another's content."""
    return any(nested(article.get("quotes", [])) for article in articles)


def nested(quotes: Sequence[Json]) -> list[Json]:
    """Return the quotes whose cue and content stand within the content of another."""
    return [q for q in quotes if any(_holds(other, q) for other in quotes if other is not q)]


def flat(articles: Mapping[str, Json]) -> tuple[dict[str, Json], int]:
    """Return the articles without nested quotes, and how many those were."""
    left: dict[str, Json] = {}
    out = 0
    for name, article in articles.items():
        inner = nested(article["quotes"])
        out += len(inner)
        left[name] = article | {"quotes": [q for q in article["quotes"] if q not in inner]}
    return left, out


def _holds(outer: Json, inner: Json) -> bool:
    """Tell whether one piece of the outer content holds the inner cue and all its content."""
    spans = [*(inner.get("cue") or ()), *(inner.get("content") or ())]
    return bool(inner.get("cue")) and any(
        all(start <= s and e <= end for s, e in spans) for start, end in outer.get("content") or ()
    )
