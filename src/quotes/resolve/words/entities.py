"""Mend entities by what their words are known to be: countries, abbreviations, bodies."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from quotes.data import table, words
from quotes.resolve.words.alike import countries
from quotes.resolve.words.parts import HYPHENS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from quotes.resolve.words.reading import Entity, Reading

PERSON_TYPES = frozenset(("PER", "PERSON"))
LONGEST = 7  # letters of an abbreviation
SHORTEST = 2
SHOUTED = 0.5  # of the words of a line: from there on capitals tell nothing
CHIEFS = frozenset(("ceo", "cfo", "coo", "cto", "founder", "co-founder", "cofounder"))
LAWS = frozenset(("act", "agreement", "bill", "law", "treaty"))  # speak as documents only
SMALL = frozenset(("and", "&", "of", "for", "the", "on", "in"))  # within a name


def mended(reading: Reading, found: list[Entity]) -> list[Entity]:
    """Return the entities with countries and of bodies with an abbreviation made whole."""
    found = _with_countries(reading, found)
    found = _with_initials(reading, found)
    found = _with_ties(reading, found)
    found = _with_surnames(reading, [_past_hyphen(reading, entity) for entity in found])
    companies = _companies(reading, found) | words("seats")
    return [_as_abbreviation(reading, _as_company(reading, e, companies)) for e in found]


def _as_company(reading: Reading, entity: Entity, companies: Collection[str]) -> Entity:
    """Return the entity, a company that was taken for a person as one.

    So is what has a country for its surname: "Claro Nicaragua".
    """
    first, last = reading.words[entity.first].text, reading.words[entity.last - 1].text
    known = is_short_name(entity) and first in companies
    branch = entity.type in PERSON_TYPES and entity.last - entity.first > 1 and last in countries()
    branch = branch and first not in table("first_names")
    return replace(entity, type="ORG") if known or branch else entity


def _companies(reading: Reading, found: list[Entity]) -> set[str]:
    """Return the names of one word that somebody founded or leads: "Tesla CEO Elon Lee"."""
    companies = set()
    for word, *after in zip(*(reading.words[n:] for n in range(4)), strict=False):
        led = [w.low for w in after]
        leads = led[0] in CHIEFS or led[:2] == ["chief", "executive"]
        who = after[2] if led[0] == "chief" else after[1]
        if leads and word.capital and word.tag == "PROPN" and who.capital:
            companies.add(word.text)
    return companies - {reading.words[e.last - 1].text for e in found if e.last - e.first > 1}


def _with_countries(reading: Reading, found: list[Entity]) -> list[Entity]:
    """Make the parts of a country's name one: "Hong | Kong", "Sierra | Leone Labour Union"."""
    made = list(found)
    for first, last in _countries(reading):
        parts = [e for e in made if e.first < last and first < e.last]
        if not parts or any(e.first < first or e.first == first < last <= e.last for e in parts):
            if len(parts) == 1 and (parts[0].first, parts[0].last) == (first, last):
                made[made.index(parts[0])] = replace(parts[0], type="LOC")
            continue
        longer = next((e for e in parts if e.last > last and e.type not in PERSON_TYPES), None)
        whole = replace(longer, first=first) if longer else replace(parts[0], type="LOC")
        whole = whole if longer else replace(whole, first=first, last=last)
        place = made.index(parts[0])
        made = [e for e in made if e not in parts or e.first >= whole.last]
        made.insert(place, whole)
    return made


def _countries(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield where the names of countries and states of several words stand."""
    for word in reading.words:
        last = country_from(reading, word.index)
        if last > word.index:
            yield word.index, last


def country_from(reading: Reading, index: int) -> int:
    """Return where the name of a country or state ends that begins with a word and has more."""
    word = reading.words[index]
    for name in _long_names().get(word.text, ()):
        last = index + len(name)
        texts = tuple(w.text for w in reading.words[index:last])
        if texts == name and reading.words[last - 1].sentence == word.sentence:
            return last
    return index


@cache
def _long_names() -> Mapping[str, list[tuple[str, ...]]]:
    """Return the names of countries and states of several words, by the first."""
    names: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name in sorted({*countries(), *words("provinces")}, key=len, reverse=True):
        if " " in name:
            names[name.split()[0]].append(tuple(name.split()))
    return names


def _with_initials(reading: Reading, found: list[Entity]) -> list[Entity]:
    """Widen a body's name to all that its abbreviation spells: "Steel and Coal Board (SCB)"."""
    made: list[Entity] = []
    for entity in found:
        first = entity.first if entity.type in PERSON_TYPES else _spelled_from(reading, entity)
        put(made, replace(entity, first=first))
    return made


def put(made: list[Entity], entity: Entity) -> None:
    """Add an entity in place of those before that are parts of it."""
    while made and made[-1].last > entity.first:
        made.pop()
    made.append(entity)


def _spelled_from(reading: Reading, entity: Entity) -> int:
    """Return where the words begin whose initials the abbreviation after an entity spells."""
    own = reading.words
    mark, short, *_ = [*own[entity.last : entity.last + 2], None, None]
    if mark is None or short is None or mark.text != "(" or not short.text.isupper():
        return entity.first
    letters, index = short.text, entity.last - 1
    while letters and index >= 0 and own[index].sentence == mark.sentence:
        word = own[index]
        if word.capital and word.text[0] == letters[-1]:
            letters = letters[:-1]
        elif word.low not in SMALL and not word.possessive:
            break
        index -= 1
    return entity.first if letters else min(entity.first, index + 1)


def abbreviations(reading: Reading) -> dict[str, Entity]:
    """Return the bodies by their abbreviations: in brackets after the name, or its initials.

    Initials count where those of one body alone spell them.
    """
    told: dict[str, Entity] = {}
    spelled: dict[str, dict[str, Entity]] = defaultdict(dict)
    for entity in reading.entities:
        inner = reading.words[entity.first : entity.last]
        if entity.type in PERSON_TYPES or len(inner) < SHORTEST or inner[-1].low in LAWS:
            continue
        initials = "".join(w.text[0] for w in inner if w.capital and w.low not in SMALL)
        if len(initials) > SHORTEST:
            spelled[initials].setdefault(" ".join(w.low for w in inner), entity)
        if entity.first and reading.words[entity.first - 1].text == "The":
            spelled[f"T{initials}"].setdefault(" ".join(w.low for w in inner), entity)
        after = reading.words[entity.last : entity.last + 3]
        opened, short, closed = [*after, None, None, None][:3]
        if opened and short and closed and (opened.text, closed.text) == ("(", ")"):
            alike = short.text[0] == initials[:1] and short.text[-1].isupper()
            told |= {short.text: entity} if alike and len(short.text) <= LONGEST else {}
    return {s: next(iter(of.values())) for s, of in spelled.items() if len(of) == 1} | told


def _with_surnames(reading: Reading, found: list[Entity]) -> list[Entity]:
    """Widen a name by the word before it that stands behind a title or is a name elsewhere.

    "Superintendent Gift | Banda"; "Xia | Baolin", called Xia further on.
    """
    taken = {i for e in found for i in range(e.first, e.last)}
    alone = {reading.words[e.first].text for e in found if is_short_name(e)}
    made = []
    for entity in found:
        before = reading.words[entity.first - 1] if entity.first else None
        plain = before is not None and before.index not in taken and before.tag == "PROPN"
        joined = before is not None and plain and _next_to(reading, before.index)
        titled = before is not None and joined and _behind_title(reading, before.index)
        named = before is not None and joined and before.text in alone and is_short_name(entity)
        surname = entity.last == entity.first + 1 and reading.words[entity.first].tag == "PROPN"
        if named or (titled and surname):
            made.append(replace(entity, first=entity.first - 1, type="PER"))
        else:
            made.append(entity)
    return made


def _next_to(reading: Reading, index: int) -> bool:
    """Tell whether a capitalised word stands right before the next, in one sentence."""
    word, after = reading.words[index : index + 2]
    gap = reading.text[word.end : after.start]
    named = word.text.isalpha() and word.capital and after.capital
    return gap == " " and named and word.sentence == after.sentence


def _behind_title(reading: Reading, index: int) -> bool:
    """Tell whether a word that is no title or role itself stands behind a title."""
    title, word = reading.words[index - 1], reading.words[index]
    other = word.low in table("roles") or word.text in table("titles")
    return index > 0 and title.text in table("titles") and title.capital and not other


def _with_ties(reading: Reading, found: list[Entity]) -> list[Entity]:
    """Join the halves of a name: "Jean-|Claude Poe", "Ann Lee|-Poe", "Khalid | bin | Ahmad"."""
    made: list[Entity] = []
    for entity in found:
        before = made.pop() if made and _tied(reading, made[-1], entity) else None
        whole = entity if before is None else replace(before, last=entity.last)
        put(made, replace(whole, first=_past_particles(reading, whole)))
    return made


@cache
def _particles() -> frozenset[str]:
    """Return the small words within one name; "y" is an "and", too."""
    return words("particles") - {"y"}


def _past_particles(reading: Reading, entity: Entity) -> int:
    """Return where a name begins whose end was found: "Mohamed bin | Salim"."""
    own, at = reading.words, entity.first - 1
    while at > 0 and own[at].text in _particles():
        at -= 1
    named = 0 <= at < entity.first - 1 and own[at].tag == "PROPN" and own[at].capital
    if entity.type not in PERSON_TYPES or not named or own[at].text in table("titles"):
        return entity.first
    return at if own[at].sentence == own[entity.first].sentence else entity.first


def _tied(reading: Reading, one: Entity, two: Entity) -> bool:
    """Tell whether a hyphen or a small word of names is all between two people's names."""
    if not {one.type, two.type} <= PERSON_TYPES:
        return False
    gap = reading.text[reading.words[one.last - 1].end : reading.words[two.first].start]
    hyphened = gap in HYPHENS and is_short_name(one) != is_short_name(two)
    tied = gap[:1] == " " and gap[-1:] in (" ", "-")
    return hyphened or (tied and gap.strip(" -") in _particles())


def _past_hyphen(reading: Reading, entity: Entity) -> Entity:
    """Widen a person's name that was cut at its hyphen: "Yun-|hung"."""
    own, last = reading.words, entity.last
    if entity.type not in PERSON_TYPES or last >= len(own):
        return entity
    glued = own[last].start == own[last - 1].end and own[last - 1].text.endswith(HYPHENS)
    named = own[last].text.isalpha() and own[last].tag in ("PROPN", "NOUN", "X", "")
    return replace(entity, last=last + 1) if glued and named else entity


def is_short_name(entity: Entity) -> bool:
    """Tell whether an entity is a person's name of one word."""
    return entity.type in PERSON_TYPES and entity.last == entity.first + 1


def _as_abbreviation(reading: Reading, entity: Entity) -> Entity:
    """Return the entity, an abbreviation that was taken for a person as a body: "IRD"."""
    word = reading.words[entity.first]
    short = entity.last == entity.first + 1 and SHORTEST <= len(word.text) <= LONGEST
    capitals = short and word.text.isalpha() and word.text[-1].isupper()  # "BoG", too
    if entity.type not in PERSON_TYPES or not capitals or word.text in words("initials"):
        return entity
    line = [w for i in reading.sentences[word.sentence] if (w := reading.words[i]).text.isalpha()]
    shouted = sum(w.text.isupper() for w in line) >= SHOUTED * len(line)
    name = word.text.capitalize() in table("first_names")
    called = any(w.text == word.text.capitalize() for w in reading.words)
    return entity if shouted or name or called else replace(entity, type="ORG")
