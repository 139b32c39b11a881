"""Find the quotation marks of an article and the spans of content, cue and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.find.nested import find_nested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.find.decode import Found
    from quotes.find.tagger import Tagger


def find(tagger: Tagger, texts: Sequence[str]) -> list[list[Found]]:
    """Return for each text the cues with source and content, those within contents included."""
    return find_nested(tagger, texts, tagger.find(texts))
