"""Find the names of people in an article, with their titles and parts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from nameparser import HumanName

from quotes.data import table, words
from quotes.resolve.reading import PERSON_TYPES, Entity, Reading, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIXES = frozenset(("jr.", "jr", "sr.", "sr", "ii", "iii", "iv"))
HEADLINE = 4  # words of a headline at least
PAIR = 2  # a first name and a surname
HYPHENS = ("-", "‑")
DASHES = ("—", "–", "--")
SHORT = 3  # letters below which words stay small
MOST = 0.8  # of its words are capitalised, all of them where it ends like a sentence
LONGEST = 6  # words of a name


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands: words ``first`` to ``last``, the latter exclusive.

    ``owns`` tells that a possessive follows ("Biden’s team"), ``modifies``
    that the name stands before the noun that is meant ("the Trump campaign").
    """

    first: int
    last: int
    parts: tuple[str, ...]
    titles: tuple[str, ...] = ()
    owns: bool = False
    modifies: bool = False

    @property
    def begin(self) -> int:
        """Return the number of the first word, titles included."""
        return self.first - len(self.titles)


@dataclass(frozen=True, slots=True)
class Parts:
    """First, middle and last name in lower case; ``last`` alone for a short name."""

    first: str
    middle: str
    last: str


@cache
def parts_of(name: str) -> Parts:
    """Return the parts of a name of two words or more."""
    parsed = HumanName(name)
    if not parsed.last or not parsed.first:
        first, _, rest = name.partition(" ")
        return Parts(first.lower(), "", rest.split(" ")[-1].lower())
    return Parts(parsed.first.lower(), parsed.middle.lower(), parsed.last.lower())


def find_names(reading: Reading) -> list[Name]:
    """Return the names of people in the article, sorted by place."""
    taken: dict[int, Name] = {}
    headlines = _headlines(reading)
    body = [n for e in _people(reading) for n in _names_in(reading, e)]
    _take(taken, (n for n in body if reading.words[n.first].sentence not in headlines))
    for find in (_titled, _with_known_first_name):
        names = find(reading, taken)
        _take(taken, (n for n in names if reading.words[n.first].sentence not in headlines))
        _drop_bodies(reading, taken)
    _take(taken, _repeated(reading, taken, headlines))
    sure = (n for n in body if len(n.parts) == PAIR and n.parts[0] in table("first_names"))
    _take(taken, sure)
    found = sorted(set(taken.values()), key=lambda name: name.first)
    found = _without_bodies(reading, found)
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
    small = words("subordinators") | words("determiners")
    return len(word.text) >= SHORT and word.text.isalpha() and word.low not in small


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
    return [n for n in names if len(n.parts) > 1 or n.parts[0].lower() not in short]


def short_bodies(reading: Reading) -> dict[str, Entity]:
    """Return the bodies by the first word of their name, where no other use of it comes before."""
    found: dict[str, Entity] = {}
    seen: set[str] = set()
    starts = {e.first: e for e in reading.entities if e.type == "ORG" and e.last - e.first > 1}
    for word in reading.words:
        entity = starts.get(word.index)
        if entity is not None and word.low not in seen and word.text not in table("first_names"):
            second = reading.words[word.index + 1]
            if second.capital and second.low not in words("bodies") and not second.possessive:
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


def _names_in(reading: Reading, entity: Entity) -> Iterator[Name]:
    """Yield the names that an entity holds, without its titles and other words."""
    run: list[int] = []
    for index in range(entity.first, entity.last):
        word = reading.words[index]
        if is_title(word.text) and index + 1 < entity.last:
            run = []
            continue
        if _part_of_name(reading, word, run):
            run.append(index)
            continue
        if run:
            yield from _name(reading, run)
        run = []
    if run:
        yield from _name(reading, run)


def _part_of_name(reading: Reading, word: Word, run: list[int]) -> bool:
    if word.capital:
        verb = word.tag in ("VERB", "AUX", "PRON") and len(run) > 1  # a headline's
        return not verb and not word.possessive and not word.text.endswith((":", ","))
    inside = word.low in words("particles") or word.text[:2].lower() in ("al", "el")
    hyphen = word.text in HYPHENS and not reading.text[word.start - 1].isspace()
    return bool(run) and (inside or hyphen)


def _name(reading: Reading, run: list[int]) -> Iterator[Name]:
    """Yield the name made of the words, trimmed and widened to what belongs to it."""
    own = reading.words
    first, last = run[0], run[-1] + 1
    while last > first and (
        own[last - 1].low in words("particles") or own[last - 1].text in HYPHENS
    ):
        last -= 1
    first = _with_first_name(reading, first)
    while last < len(own) and own[last].low in SUFFIXES and reading.same_line(last - 1, last):
        last += 1
    if last <= first or last - first > LONGEST:
        return
    if last - first > PAIR and _is_role(own[first]):  # "Actress Ann Lee"
        first += 1
    texts = reading.span(first, last).of(reading.text).split()
    if len(texts) == 1 and not _can_stand_alone(texts[0]):
        return
    titles = _titles_before(reading, first)
    after = own[last] if last < len(own) else None
    if after is not None and after.low in ("n't", "n’t"):
        return
    owns = after is not None and after.possessive
    yield Name(
        first, last, tuple(texts), titles, owns, not owns and _modifies(after, own[last - 1])
    )


def _is_role(word: Word) -> bool:
    return word.low in table("roles") and word.text not in table("first_names")


def _can_stand_alone(text: str) -> bool:
    """Tell whether a single word can be somebody's name."""
    places = words("states")
    return (
        text.lower() not in _common()
        and all(len(part) > 1 for part in text.split("-"))
        and text.replace("-", "").replace("’", "").replace("'", "").isalpha()
        and not text.startswith(("I’", "I'"))
        and text not in places
        and f"{text}." not in places
    )


def _with_first_name(reading: Reading, first: int) -> int:
    """Widen a name to the left by a first name or an initial that was missed."""
    before = reading.words[first - 1] if first else None
    if before and before.text in table("first_names") and reading.same_line(first - 1, first):
        return first - 1
    return first


def _titles_before(reading: Reading, first: int) -> tuple[str, ...]:
    begin = first
    while begin and is_title(reading.words[begin - 1].text) and reading.same_line(begin - 1, begin):
        begin -= 1
    return tuple(reading.words[i].text for i in range(begin, first))


def _modifies(after: Word | None, last: Word) -> bool:
    """Tell whether the noun after a name is what is meant: "the Trump campaign"."""
    if after is None or after.sentence != last.sentence:
        return False
    singular = after.low.removesuffix("s")
    return any(
        n in words(kind) for kind in ("bodies", "groups") for n in (after.low, singular)
    ) or (not after.capital and (after.low in table("roles") or singular in table("roles")))


def _titled(reading: Reading, taken: dict[int, Name]) -> Iterator[Name]:
    """Yield what follows a title and is capitalised: "Mr. Oren"."""
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
            if other.sentence != word.sentence or not _part_of_name(reading, other, run):
                break
            run.append(index)
        if run and not _is_common(reading.words[run[0]]):
            yield from _name(reading, run)


def _with_known_first_name(reading: Reading, taken: dict[int, Name]) -> Iterator[Name]:
    """Yield a first name and the surname after it that were not seen as an entity."""
    for word in reading.words[:-1]:
        after = reading.words[word.index + 1]
        if word.text not in table("first_names") or word.index in taken or after.index in taken:
            continue
        if {word.index, after.index} & reading.entity_at.keys() or after.sentence != word.sentence:
            continue
        if after.tag == "PROPN" and after.text.isalpha() and not _is_common(after):
            yield from _name(reading, [word.index, after.index])


def _is_common(word: Word) -> bool:
    return word.low in _common() or is_title(word.text)


@cache
def _common() -> frozenset[str]:
    """Return words that are capitalised in headlines and titles but name nobody."""
    nouns = words("bodies") | words("documents") | words("groups") | frozenset(table("roles"))
    return nouns | words("no_names")


def is_title(text: str) -> bool:
    """Tell whether the word is a title."""
    return text in table("titles")


def _repeated(reading: Reading, taken: dict[int, Name], headlines: set[int]) -> Iterator[Name]:
    """Yield short names of people named elsewhere that were missed, also in capitals."""
    known = _surnames(taken)
    firsts = {(n.parts[0].lower(), n.parts[-1].lower()) for n in taken.values()}
    for word in reading.words:
        before = known.get(word.low)
        if before is None or not word.capital or word.index in taken or word.index < len(before):
            continue
        if word.low in _common() and not _used_as_name(reading, word):
            continue
        first = word.index - len(before)
        same = tuple(reading.words[i].low for i in range(first, word.index)) == before
        if same and word.sentence in headlines:
            with_first = first and (reading.words[first - 1].low, word.low) in firsts
            run = [*range(first - 1 if with_first else first, word.index + 1)]
            yield from _name(reading, run)
        elif same and _alone(reading, word) and not _in_capitalised_run(reading, word):
            yield from _name(reading, [*range(first, word.index + 1)])


def _surnames(taken: dict[int, Name]) -> dict[str, tuple[str, ...]]:
    """Return the last word of each surname, with the small words before it: "le" of "Le Pen"."""
    known: dict[str, tuple[str, ...]] = {}
    for name in taken.values():
        if len(name.parts) > 1:
            *before, last = parts_of(" ".join(name.parts)).last.split(" ")
            known[last] = tuple(before)
        elif name.titles:
            known.setdefault(name.parts[0].lower(), ())
    return known


def _used_as_name(reading: Reading, word: Word) -> bool:
    """Tell whether a noun that is also a surname stands without an article, as a name does."""
    before = reading.words[word.index - 1] if word.index else None
    return word.tag in ("PROPN", "") and (
        before is None or before.tag not in ("DET", "ADJ", "PROPN")
    )


def _alone(reading: Reading, word: Word) -> bool:
    """Tell whether the word is no part of the name of a body or place."""
    entity = reading.entity_at.get(word.index)
    after = reading.words[word.index + 1] if word.index + 1 < len(reading.words) else None
    owns = after is not None and after.possessive
    return (
        entity is None or entity.last - entity.first == 1 or (owns and entity.first == word.index)
    )


def _in_capitalised_run(reading: Reading, word: Word) -> bool:
    """Tell whether a capitalised word follows: "Trump Tower", "Clinton Foundation"."""
    nxt = reading.words[word.index + 1] if word.index + 1 < len(reading.words) else None
    same = nxt is not None and nxt.sentence == word.sentence and not word.text.isupper()
    return bool(
        same and nxt and nxt.capital and not nxt.text.isupper() and nxt.tag in ("PROPN", "")
    )
