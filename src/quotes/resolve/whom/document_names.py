"""Name a document by whose it is: "Acme News poll"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotes.data import table, words
from quotes.resolve.words.alike import synonyms
from quotes.resolve.words.polls import POLLS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quotes.resolve.words.phrases import Source
    from quotes.resolve.words.reading import Reading, Word

GLUE = frozenset(("-", "/", "–", "‑", "&"))
NAMING = frozenset(("ORG", "MISC"))
SPLIT = re.compile(r"[\s/–‑-]+")


def document_name(reading: Reading, source: Source) -> str | None:
    """Return the proper part of a document's name: "a new Acme News poll released on Sunday"."""
    if source.form != "document" or source.owner or source.plural:
        return None  # "internal Navy reports" are no one document
    first = _proper_start(reading, source)
    if first is None:
        return None
    return " ".join(reading.span(first, source.head + 1).of(reading.text).split())


def _proper_start(reading: Reading, source: Source) -> int | None:
    """Return where the name of the body begins that the document is of."""
    own = reading.words
    one_poll = source.noun in POLLS and not source.plural
    for index in range(source.first, source.head):
        if one_poll and index > source.first and _makes_polls(own[index]):
            return index
        entity = reading.entity_at.get(index)
        if entity is None or entity.type not in NAMING:
            continue
        one = entity.last - entity.first == 1
        if own[index].tag == "ADJ" and one:  # "a Republican plan"
            continue
        first = max(entity.first, source.first)
        while first - 1 > source.first and not own[first].capital:  # "University | of Ohio"
            first -= 1
        while first - 2 >= source.first and own[first - 1].text in GLUE:
            if not own[first - 2].capital:
                break
            first -= 2
        return first
    return None


def _makes_polls(word: Word) -> bool:
    """Tell whether a word may begin the name of those who made a poll."""
    return word.capital and word.low not in table("roles") and word.low not in words("times")


def fuller_document(key: str, known: Iterable[str]) -> str:
    """Return the known key of which this is the short form: "post-abc poll"."""
    *own, noun = SPLIT.split(key.removeprefix("document "))
    for other in known:
        *fuller, last = SPLIT.split(other.removeprefix("document "))
        same = other.startswith("document ") and last in synonyms(noun)
        if same and len(fuller) > len(own) > 1 and set(own) <= set(fuller):
            return other
    return key
