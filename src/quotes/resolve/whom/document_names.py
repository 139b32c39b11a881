"""Name a document by whose it is: "Acme News poll"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotes.resolve.words.alike import synonyms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quotes.resolve.words.phrases import Source
    from quotes.resolve.words.reading import Reading

GLUE = frozenset(("-", "/", "–", "‑", "&"))
NAMING = frozenset(("ORG", "MISC"))
SPLIT = re.compile(r"[\s/–‑-]+")


def document_name(reading: Reading, source: Source) -> str | None:
    """Return the proper part of a document's name: "a new Acme News poll released on Sunday"."""
    if source.form != "document" or source.owner:
        return None
    first = _proper_start(reading, source)
    if first is None:
        return None
    return " ".join(reading.span(first, source.head + 1).of(reading.text).split())


def _proper_start(reading: Reading, source: Source) -> int | None:
    """Return where the name of the body begins that the document is of."""
    words = reading.words
    for index in range(source.first, source.head):
        entity = reading.entity_at.get(index)
        if entity is None or entity.type not in NAMING:
            continue
        one = entity.last - entity.first == 1
        if words[index].tag == "ADJ" and one:  # "a Republican plan"
            continue
        first = max(entity.first, source.first)
        while first - 1 > source.first and not words[first].capital:  # "University | of Ohio"
            first -= 1
        while first - 2 >= source.first and words[first - 1].text in GLUE:
            if not words[first - 2].capital:
                break
            first -= 2
        return first
    return None


def fuller_document(key: str, known: Iterable[str]) -> str:
    """Return the known key of which this is the short form: "post-abc poll"."""
    *own, noun = SPLIT.split(key.removeprefix("document "))
    for other in known:
        *fuller, last = SPLIT.split(other.removeprefix("document "))
        same = other.startswith("document ") and last in synonyms(noun)
        if same and len(fuller) > len(own) > 1 and set(own) <= set(fuller):
            return other
    return key
