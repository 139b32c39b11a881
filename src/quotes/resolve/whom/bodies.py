"""Find the body, group or document that "the company" or "the report" refers back to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.data import words
from quotes.resolve.newcomers import TYPES, new_figure
from quotes.resolve.unnamed import CLAUSES
from quotes.resolve.whom.documents import document_before
from quotes.resolve.words.alike import body_kinds
from quotes.resolve.words.mentions import phrase_start, read_words
from quotes.resolve.words.phrases import DETERMINERS, Source, noun_phrase, telling

if TYPE_CHECKING:
    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.words.reading import Reading

NEAR = 2  # sentences before in which a company was just spoken of
SURE = 2  # how many times as often a company must be named to be the one meant
SHORT = frozenset(  # nouns by which a body's name is cut short, capital and all: "the Committee"
    ("agency", "association", "authority", "bank", "board", "bureau", "chamber", "city", "club")
) | {"commission", "committee", "company", "corporation", "council", "court", "department"}
SHORT |= {"federation", "foundation", "fund", "institute", "ministry", "office", "service"}
SHORT |= {"society", "tribunal", "trust", "union", "university"}
GENERIC = frozenset(
    ("group", "organization", "company", "firm", "agency", "outlet", "newspaper", "paper")
)

COMPANIES = frozenset(
    ("company", "firm", "operator", "maker", "manufacturer", "retailer", "airline", "insurer")
)
OUTLETS = frozenset(("newspaper", "paper", "magazine", "outlet", "network"))
STOCK = frozenset(("share", "shares", "stake", "stock", "investors", "shareholders"))
BEFORE_PLACE = frozenset(("of", "at", "on", "in", "to"))
PUBLIC = words("bodies") - COMPANIES - {"bank", "studio", "label", "network", "chain", "house"}
PUBLIC |= {"convention", "national", "american", "u.s.", "us"}


def known_by_noun(scene: Scene, source: Source) -> Figure | None:
    """Return the group, body or document that "the group" refers back to."""
    wanted = telling(source.modifiers) - {"news"}  # "the news outlet"
    proper = scene.reading.words[source.head].capital and source.noun not in SHORT
    if source.owner or proper:
        return None
    if source.form == "body" and not wanted:
        named = _body_before(scene, source) or _body_of(scene, source)
        if named is not None:
            return named
    one = not source.plural or scene.reading.words[source.head].low == source.noun
    if one and source.noun in GENERIC | COMPANIES | body_kinds().keys() and not wanted:
        last = _of_kind(scene, source) or (
            _spoke_last(scene, source) or _company_meant(scene, source)
        )
        if last is not None:
            return last
    plain = not any(w.capital for w in scene.reading.words[source.first + 1 : source.head])
    if source.noun in COMPANIES and source.determiner == "the" and wanted and plain:
        company = _company_meant(scene, source)  # "the kitchenware maker"
        if company is not None:
            return company
    if source.form == "document":
        return document_before(scene, source)
    return called_so(scene, source, source.head)


def called_so(scene: Scene, source: Source, before: int) -> Figure | None:
    """Return the last figure before a word that went by the noun and all that is told with it."""
    wanted = telling(source.modifiers)
    for figure in scene.last_with_noun(source.noun, before):
        if figure.type == TYPES.get(source.form) and wanted <= figure.words:
            return figure
    return None


def _spoke_last(scene: Scene, source: Source) -> Figure | None:
    """Return the body that spoke last if the noun may mean it: no senate is a company or paper."""
    last = last_of(scene, source.head, ("organization",))
    public = last is not None and PUBLIC.intersection(last.name.lower().split())
    return None if public and source.noun in COMPANIES | OUTLETS else last


def _of_kind(scene: Scene, source: Source) -> Figure | None:
    """Return the last body whose name shows the noun's kind: "the newspaper" for a Tribune."""
    kinds = body_kinds().get(source.noun, frozenset())
    reading = scene.reading
    if not kinds:
        return None
    before = [e for e in reversed(reading.entities) if e.last <= source.first and e.type == "ORG"]
    for wanted in (frozenset((source.noun,)), kinds):
        for entity in before:
            ends = {reading.words[i].low for i in (entity.first, entity.last - 1)}
            acronym = reading.words[entity.first].text.isupper()  # "the bureau" for FBI
            if wanted & ends and (acronym or entity.last - entity.first > 1):
                body = read_words(reading, scene.names, range(entity.first, entity.last))
                return new_figure(scene, body) if body and body.form == "body" else None
    return None


def _company_meant(scene: Scene, source: Source) -> Figure | None:
    """Return the company that "the company" means: the only one, or the one just spoken of."""
    reading = scene.reading
    limited = source.rest and reading.words[source.rest.start].low in CLAUSES
    if source.noun not in COMPANIES or limited:
        return None
    found = _companies(reading, source.first)
    if len(found) > 1:
        found = _spoken_of(reading, found, source.first)
    if len(found) != 1:
        return None
    body = read_words(reading, scene.names, next(iter(found.values())))
    return new_figure(scene, body) if body is not None and body.form == "body" else None


def _companies(reading: Reading, before: int) -> dict[str, range]:
    """Return the names of bodies before a word that may be companies, by their first word."""
    found: dict[str, range] = {}
    for entity in reading.entities:
        words_ = [reading.words[i].low for i in range(entity.first, entity.last)]
        lead = reading.words[entity.first - 1].low if entity.first else ""
        place = reading.span(entity.first, entity.last).of(reading.text) in words("provinces")
        stock = entity.first > 1 and reading.words[entity.first - 2].low in STOCK  # "shares in"
        beside = lead in BEFORE_PLACE and not stock
        private = not (place or beside or PUBLIC.intersection(words_))
        noun = reading.words[entity.last - 1].tag != "ADJ"
        if entity.type == "ORG" and entity.last <= before and private and noun:
            key = words_[1] if words_[0] == "the" and len(words_) > 1 else words_[0]
            found.setdefault(key, range(entity.first, entity.last))
    return found


def _spoken_of(reading: Reading, companies: dict[str, range], before: int) -> dict[str, range]:
    """Return those of the companies that the sentences just before speak of most."""
    first = reading.sentences[max(0, reading.words[before].sentence - NEAR)].start
    near = [w.low for w in reading.words[first:before] if w.capital]
    ever = Counter(w.low for w in reading.words[:before] if w.capital)
    named = {key: words_ for key, words_ in companies.items() if key in near}
    most = max((ever[key] for key in named), default=0)
    return {key: words_ for key, words_ in named.items() if SURE * ever[key] > most}


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
        entity = reading.entity_at.get(index)
        last = entity.last if entity is not None and entity.type == "ORG" else index + 1
        body = read_words(reading, scene.names, range(first, last))
        if body is not None and body.form == "body" and (body.modifiers or body.owner):
            again = None if body.owner else called_so(scene, body, source.head)
            return again or new_figure(scene, body)
    return None


def last_of(scene: Scene, index: int, types: tuple[str, ...]) -> Figure | None:
    """Return who spoke last, in the sentences before, if of one of the types."""
    place, figure = scene.last_spoken(index) or (index, None)
    words_ = scene.reading.words
    near = words_[index].sentence - words_[place].sentence <= 1
    return figure if near and figure is not None and figure.type in types else None
