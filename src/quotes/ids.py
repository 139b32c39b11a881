"""Ids, made from what they are and not from when they came."""

from __future__ import annotations

import json
from hashlib import sha1
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quotes.types import Span, Speaker


def quote_id(
    article_id: str, content: Iterable[Span], cue: Iterable[Span], source: Iterable[Span]
) -> str:
    """Return the id of a quote: the same article and spans always give the same one."""
    return digest([article_id, _offsets(content), _offsets(cue), _offsets(source)])


def appearance_id(article_id: str, speaker: Speaker) -> str:
    """Return the id of a speaker in one article: the same name at the same place gives the same."""
    name = " ".join(speaker.name.split())
    return digest([article_id, name, speaker.first.start, speaker.first.end])


def _offsets(spans: Iterable[Span]) -> list[list[int]]:
    """Return the spans as pairs of numbers."""
    return [[span.start, span.end] for span in spans]


def digest(parts: list[Any]) -> str:
    """Return 16 hexadecimal digits that stand for the parts."""
    return sha1(json.dumps(parts).encode(), usedforsecurity=False).hexdigest()[:16]
