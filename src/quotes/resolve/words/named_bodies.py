"""Read the name that a description gives a body: "the company, Acme Lines,"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.resolve.words.phrases import Source, noun_phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotes.resolve.words.name_words import Name
    from quotes.resolve.words.reading import Reading

CALLS = frozenset(("calls", "called", "calling", "names", "named", "naming", "styles", "styled"))
ITSELF = frozenset(("itself", "themselves"))
REACH = 6  # words after a description in which "that calls itself" stands


def body_after(reading: Reading, names: Mapping[int, Name], core: Source) -> Source | None:
    """Return the body that a description before it stands for: "the company, Acme Lines,"."""
    if not core.definite:
        return None
    for index in core.rest:
        entity = reading.entity_at.get(index + 1)
        if reading.words[index].text != "," or entity is None or index + 1 in names:
            continue
        named = entity.type == "ORG" or (entity.type == "LOC" and entity.last - entity.first > 1)
        fits = named and entity.first == index + 1 and entity.last <= core.rest.stop
        if fits and (
            entity.last == core.rest.stop or reading.words[entity.last].text in (",", "(")
        ):
            body = noun_phrase(reading, names, range(entity.first, entity.last))
            return None if body is None else replace(body, described=range(core.first, index))
    return None


def self_named(reading: Reading, core: Source) -> Source | None:
    """Return the body that gives itself a name: "a group that calls itself Northern Dawn"."""
    for index in core.rest[:REACH]:
        if reading.words[index].low not in CALLS or index + 1 >= core.rest.stop:
            continue
        first = index + (2 if reading.words[index + 1].low in ITSELF else 1)
        if first < core.rest.stop and reading.words[first].low == "the":
            first += 1
        last = first
        while last < core.rest.stop and reading.words[last].capital:
            last += 1
        if last > first:
            head = reading.words[last - 1]
            described = range(core.first, core.last)
            return Source(
                "body", first, last, head.index, head.low, described=described,
                rest=range(last, core.rest.stop),
            )  # fmt: skip
    return None
