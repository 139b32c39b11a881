"""Find the body, group or document that "the company" or "the report" refers back to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.data import words
from quotes.resolve.mentions import phrase_start, read_words
from quotes.resolve.newcomers import TYPES, new_figure
from quotes.resolve.phrases import DETERMINERS, Source, noun_phrase, telling
from quotes.resolve.unnamed import CLAUSES, INTRODUCES

if TYPE_CHECKING:
    from quotes.resolve.figures import Figure, Scene

GENERIC = frozenset(
    ("group", "organization", "company", "firm", "agency", "outlet", "newspaper", "paper")
)

COMPANIES = frozenset(
    ("company", "firm", "operator", "maker", "manufacturer", "retailer", "airline", "insurer")
)
PUBLIC = words("bodies") - COMPANIES - {"bank", "studio", "label", "network", "chain", "house"}
PUBLIC |= {"convention", "national", "american", "u.s.", "us"}


def known_by_noun(scene: Scene, source: Source) -> Figure | None:
    """Return the group, body or document that "the group" refers back to."""
    wanted = telling(source.modifiers)
    if source.owner or scene.reading.words[source.head].capital:
        return None
    if source.form == "body" and not wanted:
        named = _body_before(scene, source) or _body_of(scene, source)
        if named is not None:
            return named
    if source.noun in GENERIC | COMPANIES and not wanted:
        last = last_of(scene, source.head, ("organization",)) or _only_company(scene, source)
        if last is not None:
            return last
    for figure in scene.last_with_noun(source.noun, source.head):
        if figure.type == TYPES.get(source.form) and wanted <= figure.words:
            return figure
    return _document_before(scene, source) if source.form == "document" else None


def _document_before(scene: Scene, source: Source) -> Figure | None:
    """Return the document that the text brought in as "a report" though nobody quoted it."""
    reading = scene.reading
    counted = any(c.isdigit() for word in source.modifiers for c in word)  # "the 88-page report"
    wanted = frozenset() if counted else telling(source.modifiers)
    for index in range(source.first - 1, -1, -1):
        if reading.words[index].low != source.noun:
            continue
        first = phrase_start(reading, index)
        if reading.words[first].low not in INTRODUCES:
            continue
        stop = reading.sentences[reading.words[index].sentence].stop
        found = read_words(reading, scene.names, range(first, stop))
        if found is not None and found.head == index and wanted <= found.modifiers:
            return new_figure(scene, found, whole=False)
    return None


def _only_company(scene: Scene, source: Source) -> Figure | None:
    """Return the company that "the company" means where the text has named only one."""
    reading = scene.reading
    limited = source.rest and reading.words[source.rest.start].low in CLAUSES
    if source.noun not in COMPANIES or limited:
        return None
    found: dict[str, range] = {}
    for entity in reading.entities:
        words_ = [reading.words[i].low for i in range(entity.first, entity.last)]
        before = reading.words[entity.first - 1].low if entity.first else ""
        private = not PUBLIC.intersection(words_) and before not in ("of", "at", "on", "in", "to")
        if entity.type == "ORG" and entity.last <= source.first and private:
            key = words_[0] if words_[0] != "the" else words_[1]
            found.setdefault(key, range(entity.first, entity.last))
    if len(found) != 1:
        return None
    body = read_words(reading, scene.names, next(iter(found.values())))
    return new_figure(scene, body) if body is not None and body.form == "body" else None


def _body_of(scene: Scene, source: Source) -> Figure | None:
    """Return the body that the text brought in with "of": "the board of Acme Foods"."""
    reading = scene.reading
    for index in range(source.first - 2, 0, -1):
        first, of = reading.words[index - 1], reading.words[index + 1]
        if reading.words[index].low != source.noun or of.low != "of" or first.low != "the":
            continue
        entity = reading.entity_at.get(index + 2)
        if entity is not None and entity.type == "ORG" and entity.first == index + 2:
            head = noun_phrase(reading, scene.names, range(index - 1, index + 1))
            whole = None if head is None else replace(head, last=entity.last)
            return new_figure(scene, whole) if whole and whole.form in TYPES else None
    return None


def _body_before(scene: Scene, source: Source) -> Figure | None:
    """Return the body named with the noun before: "the Biden administration"."""
    reading = scene.reading
    for index in scene.bodies_called(source.noun, source.head):
        first = phrase_start(reading, index)
        while first < index and reading.words[first].low in DETERMINERS:
            first += 1
        body = read_words(reading, scene.names, range(first, index + 1))
        if body is not None and body.form == "body" and (body.modifiers or body.owner):
            return new_figure(scene, body)
    return None


def last_of(scene: Scene, index: int, types: tuple[str, ...]) -> Figure | None:
    """Return who spoke last, in the sentences before, if of one of the types."""
    sentence = scene.reading.words[index].sentence
    for place, _, figure in reversed(scene.spoken):
        if place < index:
            near = sentence - scene.reading.words[place].sentence <= 1
            return figure if near and figure.type in types else None
    return None
