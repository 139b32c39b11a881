"""Find the quotation marks of an article and the spans of content, cue and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.find.nested import find_nested

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quotes.encode.reader import Seen
    from quotes.find.decode import Found
    from quotes.find.tagger import Tagger


def find(
    tagger: Tagger, texts: Sequence[str], also: Callable[[Seen], None] | None = None
) -> list[list[Found]]:
    """Return for each text the cues with source and content, those within contents included.

    ``also`` is shown what the encoder sees of the texts.
    """
    return find_nested(tagger, texts, tagger.find(texts, also))
