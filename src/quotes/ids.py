"""Ids of quotes and speakers, made from what they are and not from when they came."""

from __future__ import annotations

import json
from hashlib import sha1
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quotes.types import Span, Speaker

SHARED = frozenset({"named_person", "organization"})
DETERMINERS = frozenset({"a", "an", "the", "this", "that", "these", "those"})


def quote_id(
    article_id: str, content: Iterable[Span], cue: Iterable[Span], source: Iterable[Span]
) -> str:
    """Return the id of a quote: the same article and spans always give the same one."""
    return _hash([article_id, _offsets(content), _offsets(cue), _offsets(source)])


def speaker_id(article_id: str, speaker: Speaker) -> str:
    """Return the id of a speaker: the article's own, but for people and bodies with a full name."""
    name = " ".join(speaker.name.split())
    if speaker.type in SHARED and is_full_name(name):
        return _hash([speaker.type, _without_determiner(name).casefold()])
    return _hash([article_id, name, speaker.first.start, speaker.first.end])


def is_full_name(name: str) -> bool:
    """Tell whether a name says enough to mean the same in every article.

    It takes two capitalised words: "Richard Haass" and "the White House" do,
    "Haass", "the Pentagon" and "the company" do not.
    """
    words = _without_determiner(name).split()
    return sum(word[0].isupper() or word[0].isdigit() for word in words) > 1


def _without_determiner(name: str) -> str:
    """Return the name less a leading "the", "a" or "this"."""
    first, _, rest = name.partition(" ")
    return rest if rest and first.casefold() in DETERMINERS else name


def _offsets(spans: Iterable[Span]) -> list[list[int]]:
    """Return the spans as pairs of numbers."""
    return [[span.start, span.end] for span in spans]


def _hash(parts: list[Any]) -> str:
    """Return 16 hexadecimal digits that stand for the parts."""
    return sha1(json.dumps(parts).encode(), usedforsecurity=False).hexdigest()[:16]
