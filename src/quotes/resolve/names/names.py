"""Find the names of people in an article."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.data import table, words
from quotes.resolve.names.nicknamed import join_nicknamed
from quotes.resolve.names.repeated import repeated
from quotes.resolve.words.alike import demonyms, parties
from quotes.resolve.words.entities import PERSON_TYPES
from quotes.resolve.words.name_words import (
    LONGEST,
    SUFFIXES,
    Name,
    is_common,
    is_first_name,
    name_of_run,
    names_in,
    part_of_name,
)
from quotes.resolve.words.parts import DASHES, HYPHENS
from quotes.resolve.words.phrases import NEW
from quotes.resolve.words.reading import PAIR, Entity, Reading, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAILS = words("company_tails")
HEADLINE = 4  # words of a headline at least
SHORT = 3  # letters below which words stay small
MOST = 0.8  # of its words are capitalised, all of them where it ends like a sentence


def find_names(reading: Reading) -> list[Name]:
    """Return the names of people in the article, sorted by place."""
    taken: dict[int, Name] = {}
    headlines = _headlines(reading)
    body = [n for e in _people(reading) for n in names_in(reading, e)]
    _take(taken, (n for n in body if reading.words[n.first].sentence not in headlines))
    join_nicknamed(reading, taken)
    for find in (_titled, _with_known_first_name, _behind_role):
        names = find(reading, taken)
        _take(taken, (n for n in names if reading.words[n.first].sentence not in headlines))
        _drop_bodies(reading, taken)
    _take(taken, repeated(reading, taken, headlines))
    sure = (n for n in body if len(n.parts) == PAIR and is_first_name(n.parts[0]))
    _take(taken, sure)
    found = sorted(set(taken.values()), key=lambda name: name.first)
    found = [n for n in _without_families(_without_bodies(reading, found)) if not _the(reading, n)]
    pairs = {name.parts for name in found if len(name.parts) == PAIR}
    lasts = {pair[-1] for pair in pairs}
    return [_cut_to_known(name, pairs, lasts) for name in found]


def _cut_to_known(name: Name, pairs: set[tuple[str, ...]], lasts: set[str]) -> Name:
    """Return the name without a headline's verb: "Glenn Beck Blasts"."""
    spare = len(name.parts) - PAIR
    last = name.parts[-1]
    if len(name.parts) != name.last - name.first:
        return name
    if spare <= 0 or name.parts[:PAIR] not in pairs or last in lasts or last.lower() in SUFFIXES:
        return name
    return replace(
        name, last=name.last - spare, parts=name.parts[:PAIR], owns=False, modifies=False
    )


def _headlines(reading: Reading) -> set[int]:
    """Return the sentences with most words capitalised, where capitals tell nothing."""
    found = set()
    for number, sentence in enumerate(reading.sentences):
        told = [w for w in (reading.words[i] for i in sentence) if _tells_case(w)]
        if number and reading.words[sentence.start - 1].text in DASHES:
            continue  # who wrote the words before: "— Ada Poe, chair"
        ended = bool(sentence) and reading.words[sentence[-1]].text in (".", "”", '"')
        capitals = sum(w.capital for w in told)
        if len(told) >= HEADLINE and capitals >= (1.0 if ended else MOST) * len(told):
            found.add(number)
    return found


def _tells_case(word: Word) -> bool:
    """Tell whether a headline would capitalise the word."""
    if len(word.text) < SHORT or not word.text.isalpha():
        return False
    return word.low not in words("subordinators") and word.low not in words("determiners")


def _drop_bodies(reading: Reading, taken: dict[int, Name]) -> None:
    """Drop single names that are more often taken for a place or a body."""
    votes: Counter[str] = Counter()
    for entity in reading.entities:
        if entity.last - entity.first == 1:
            sign = 1 if entity.type in PERSON_TYPES else -1
            votes[reading.words[entity.first].low] += sign
    surnames = {name.parts[-1].lower() for name in taken.values() if len(name.parts) > 1}
    for index, name in list(taken.items()):
        low = name.parts[0].lower()
        if len(name.parts) == 1 and not name.titles and votes[low] < 0 and low not in surnames:
            del taken[index]


def _without_bodies(reading: Reading, names: list[Name]) -> list[Name]:
    """Drop the single names that are short for a body named before: "Acme" for Acme Foods Inc."""
    surnames = {name.parts[-1].lower() for name in names if len(name.parts) > 1 or name.titles}
    short = {low for low in short_bodies(reading) if low not in surnames}
    companies = _short_companies(reading)
    return [
        n
        for n in names
        if (len(n.parts) > 1 or n.parts[0].lower() not in short) and n.parts not in companies
    ]


def _short_companies(reading: Reading) -> set[tuple[str, ...]]:
    """Return the names of companies without their last words: "Acme Foods" for Acme Foods Inc."""
    found: set[tuple[str, ...]] = set()
    for entity in reading.entities:
        parts = [reading.words[i].text for i in range(entity.first, entity.last)]
        while len(parts) > PAIR and entity.type == "ORG" and parts[-1].lower() in TAILS:
            parts.pop()
            found.add(tuple(parts[1:] if parts[0] == "The" else parts))
    return found


def _the(reading: Reading, name: Name) -> bool:
    """Tell whether a single name has an article: "the Kremlin" and "an Israeli" are no names."""
    alone = len(name.parts) == 1 and not (name.titles or name.owns or name.modifies)
    before = reading.words[name.first - 1].low if name.first else ""
    after = reading.words[name.last] if name.last < len(reading.words) else None
    noun = after is not None and after.tag in ("NOUN", "PROPN", "ADJ")
    people = before in NEW and name.parts[0] in demonyms()
    return alone and (people or (before == "the" and not noun))


def _without_families(names: list[Name]) -> list[Name]:
    """Drop the surnames in the plural: "the Khans" are no one person."""
    surnames = {name.parts[-1] for name in names if len(name.parts) > 1}
    return [
        n
        for n in names
        if len(n.parts) > 1
        or n.titles
        or n.parts[0] in surnames
        or n.parts[0].removesuffix("s") not in surnames
    ]


def short_bodies(reading: Reading) -> dict[str, Entity]:
    """Return the bodies by the first word of their name, where no other use of it comes before."""
    found: dict[str, Entity] = {}
    seen: set[str] = set()
    starts = {e.first: e for e in reading.entities if e.type == "ORG" and e.last - e.first > 1}
    for word in reading.words:
        entity = starts.get(word.index)
        if entity is not None and word.low not in seen and word.text not in table("first_names"):
            second = reading.words[word.index + 1]
            noun = second.low in words("bodies") and second.low not in TAILS  # "the Lee campaign"
            if second.capital and not noun and not second.possessive:
                found[word.low] = entity
        seen.add(word.low)
    return found


def _people(reading: Reading) -> Iterator[Entity]:
    return (entity for entity in reading.entities if entity.type in PERSON_TYPES)


def _take(taken: dict[int, Name], names: Iterable[Name]) -> None:
    """Keep the names at their words, those that share a word with one kept before left out."""
    for name in names:
        if not any(i in taken for i in range(name.first, name.last)):
            taken.update(dict.fromkeys(range(name.first, name.last), name))


def _titled(reading: Reading, taken: dict[int, Name]) -> Iterator[Name]:
    """Yield what follows a title and is capitalised: "Mr. Oren"."""
    surnames = {name.parts[-1] for name in taken.values() if len(name.parts) > 1}
    for word in reading.words:
        nxt = word.index + 1
        if (
            word.low not in words("address")
            or not word.capital
            or nxt >= len(reading.words)
            or nxt in taken
        ):
            continue
        entity = reading.entity_at.get(nxt)
        inside = entity is not None and entity.first <= word.index
        known = reading.words[nxt].text in table("first_names")
        if inside and entity and entity.type not in PERSON_TYPES and not known:
            continue
        run: list[int] = []
        for index in range(nxt, min(nxt + LONGEST, len(reading.words))):
            other = reading.words[index]
            if other.sentence != word.sentence or not part_of_name(reading, other, run):
                break
            run.append(index)
        surname = _is_surname(reading, run, surnames)
        if run and (surname or not is_common(reading.words[run[0]])):
            yield from name_of_run(reading, run, surname=surname)


def _behind_role(reading: Reading, taken: dict[int, Name]) -> Iterator[Name]:
    """Yield first name and surname right behind a role: "spokesperson Kang In-sun"."""
    for word in reading.words[:-PAIR]:
        if word.low not in table("roles") or word.low in parties() or word.index + 1 in taken:
            continue
        run: list[int] = []
        for other in reading.words[word.index + 1 : word.index + 1 + LONGEST]:
            entity = reading.entity_at.get(other.index)
            inside = _in_hyphens(reading, other, run)
            longer = entity is not None and entity.last - entity.first > 1 and not inside
            apart = other.index in taken or longer
            if (
                apart
                or not (inside or other.tag == "PROPN")
                or other.sentence != word.sentence
                or is_common(other)
            ):
                break
            run.append(other.index)
        after = reading.words[run[-1] + 1] if run else None
        goes_on = after is None or after.capital or after.possessive or after.tag == "NOUN"
        parts = reading.span(run[0], run[-1] + 1).of(reading.text).split() if run else []
        if len(parts) == PAIR and not goes_on and reading.same_line(word.index, run[0]):
            yield from name_of_run(reading, run)


def _in_hyphens(reading: Reading, word: Word, run: list[int]) -> bool:
    """Tell whether a word is a part of a name with a hyphen: the "In" of "Kang In-sun"."""
    before, after = reading.text[word.start - 1], reading.text[word.end : word.end + 1]
    if word.text in HYPHENS:
        return bool(run) and not before.isspace() and not after.isspace()
    return bool(run) and (before in HYPHENS or (word.capital and after in HYPHENS))


def _is_surname(reading: Reading, run: list[int], surnames: set[str]) -> bool:
    """Tell whether a word that is also a title is somebody's surname: "Mr. Prince"."""
    return len(run) == 1 and reading.words[run[0]].text in surnames


def _with_known_first_name(reading: Reading, taken: dict[int, Name]) -> Iterator[Name]:
    """Yield a first name and the surname after it that were not seen as an entity.

    Within the name of a body or show they are one where the surname stands alone elsewhere.
    """
    alone = {name.parts[0] for name in taken.values() if len(name.parts) == 1}
    for word in reading.words[:-1]:
        after = reading.words[word.index + 1]
        short = word.tag == "PROPN" and after.text in alone and is_first_name(word.text)
        first = short or word.text in table("first_names")
        if not first or word.index in taken or (after.index in taken and not short):
            continue
        owned = word.index > 0 and reading.words[word.index - 1].possessive
        within = {word.index, after.index} & reading.entity_at.keys()
        inside = within and not owned and after.text not in alone
        if inside or after.sentence != word.sentence:
            continue
        if after.tag == "PROPN" and after.text.isalpha() and not is_common(after):
            yield from name_of_run(reading, [word.index, after.index])
