"""Tell which names of an article are the same person's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.data import words as word_list
from quotes.resolve.words.name_words import SUFFIXES, Name, Parts, folded, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quotes.resolve.words.reading import Reading

SETTLED = 3  # times that a surname alone has meant somebody, to go on meaning them
DOUBLED = re.compile(r"(.)\1")  # letters that are often misspelled: Hilary, Hillary
SHOUTED = 4  # letters of a part in capitals that is no initials
SHORT = 3  # letters of "JIM" in "JIM LEE"
MASCULINE = frozenset(("he", "him", "his", "himself"))
FEMININE = frozenset(("she", "her", "hers", "herself"))
PRONOUNS_ENOUGH = 2  # pronouns that must agree before they tell a gender


@dataclass(slots=True, eq=False)
class Person:
    """Somebody named in the article, with the names they go by where they stand."""

    names: list[Name] = field(default_factory=list)
    genders: Counter[str] = field(default_factory=Counter)

    @property
    def full(self) -> str:
        """Return the fullest name without title or suffix marks of possession."""
        best = max(self.names, key=lambda n: (len(n.parts), -n.first))
        return " ".join(_readable(best.parts))

    @property
    def fullest(self) -> Name:
        """Return the first of the fullest names."""
        return max(self.names, key=lambda n: (len(n.parts), -n.first))

    @property
    def titles(self) -> set[str]:
        """Return the titles borne, in lower case."""
        return {title.lower() for name in self.names for title in name.titles}

    @property
    def gender(self) -> str:
        """Return m, f or nothing."""
        (best, count), *rest = [*self.genders.most_common(2), ("", 0)][:2]
        return best if count > sum(n for _, n in rest if n) else ""


def _readable(parts: Iterable[str]) -> list[str]:
    """Return the parts, those in capitals only ("TRUMP") as names are written."""
    own = list(parts)
    least = SHORT if len(own) > 1 and all(map(str.isupper, own)) else SHOUTED
    shouted = (p.isupper() and len(p) >= least and "." not in p for p in own)
    return [p.capitalize() if loud else p for p, loud in zip(own, shouted, strict=True)]


def find_people(reading: Reading, names: list[Name]) -> tuple[list[Person], dict[int, Person]]:
    """Return the people, and who is meant by the name at each word."""
    by_last: dict[str, list[tuple[Parts, Person]]] = defaultdict(list)
    people: list[Person] = []
    at: dict[int, Person] = {}
    full, short = _by_length(names)
    for name in full:
        _put(at, name, _same_or_new(by_last, people, name))
    for person in people:
        _add_genders(person)
    owners = _ShortNames(reading, by_last, people)
    for name in short:
        owner = owners.of(name)
        if owner is not None:
            _put(at, name, owner)
    for person in people:
        person.names.sort(key=lambda n: n.first)
        _add_genders(person)
    _genders_by_pronoun(reading, people, at)
    return people, at


def _by_length(names: list[Name]) -> tuple[list[Name], list[Name]]:
    full: list[Name] = []
    short: list[Name] = []
    for name in names:
        own = [p for p in _bare(name) if p.lower() not in word_list("particles")]
        (full if len(own) > 1 else short).append(name)
    return full, short


def _bare(name: Name) -> tuple[str, ...]:
    return tuple(p for p in name.parts if p.lower() not in SUFFIXES)


def _put(at: dict[int, Person], name: Name, person: Person) -> None:
    person.names.append(name)
    at.update(dict.fromkeys(range(name.first, name.last), person))


def _same_or_new(
    by_last: dict[str, list[tuple[Parts, Person]]], people: list[Person], name: Name
) -> Person:
    parts = parts_of(" ".join(_bare(name)))
    keys = {parts.last, parts.last.split()[-1]}  # "san suu kyi" and "kyi"
    for other, person in (known for key in keys for known in by_last[key]):
        alike = parts.last == other.last and _same_first(parts, other)
        if alike or any(_ends_alike(name, n) for n in person.names):
            return person
    person = Person()
    people.append(person)
    for key in keys:
        by_last[key].append((parts, person))
    return person


def _ends_alike(one: Name, two: Name) -> bool:
    """Tell whether one name is the end of the other: "Suu Kyi" of "Aung San Suu Kyi"."""
    long, short = sorted(([folded(p) for p in _bare(n)] for n in (one, two)), key=len, reverse=True)
    return len(long) > len(short) > 1 and long[-len(short) :] == short


def _same_first(one: Parts, two: Parts) -> bool:
    """Tell whether the first names may be one person's: Chris and Christopher, J. and John."""
    firsts, others = _firsts(one), _firsts(two)
    if firsts & others or DOUBLED.sub(r"\1", one.first) == DOUBLED.sub(r"\1", two.first):
        return not (one.middle and two.middle and one.middle[0] != two.middle[0])
    initials = {f[0] for f in firsts if len(f.rstrip(".")) == 1}
    other_initials = {f[0] for f in others if len(f.rstrip(".")) == 1}
    return any(f[0] in initials for f in others) or any(f[0] in other_initials for f in firsts)


def _firsts(parts: Parts) -> set[str]:
    """Return the forms of the first name, and the middle name used as one."""
    own = {parts.first}
    if len(parts.middle.rstrip(".")) > 1:
        own.add(parts.middle)
    return own | {full for name in own for full in _long_forms().get(name, ())}


@cache
def _long_forms() -> dict[str, frozenset[str]]:
    rows = (line.lower().split() for line in word_list("nicknames"))
    return {row[0]: frozenset(row[1:]) for row in rows}


class _ShortNames:
    """Who is meant by a surname, a first name or a nickname alone, in reading order."""

    def __init__(
        self, reading: Reading, by_last: dict[str, list[tuple[Parts, Person]]], people: list[Person]
    ) -> None:
        self.reading = reading
        self.people = people
        self.known: dict[str, list[Person]] = defaultdict(list)
        self.by_first: dict[str, list[Person]] = defaultdict(list)
        self.held: dict[str, Counter[int]] = defaultdict(Counter)
        for last, entries in by_last.items():
            for parts, person in entries:
                for key in {last, last.split()[-1], last.rpartition("-")[2]}:
                    self._add(self.known[key], person)
                self._add(self.by_first[parts.first], person)
                for first in _firsts(parts):
                    self._add(self.by_first[first], person)

    @staticmethod
    def _add(people: list[Person], person: Person) -> None:
        if person not in people:
            people.append(person)

    def of(self, name: Name) -> Person | None:
        """Return the person, a new one for a name unheard of, None where it is not clear."""
        key = folded((_bare(name) or name.parts[:1])[-1])
        candidates = self.known[key] or self._by_first_name(key)
        if not candidates:
            person = Person()
            self.people.append(person)
            self.known[key].append(person)
            return person
        fitting = [p for p in candidates if _titles_fit(p, name)]
        told = {table("titles").get(t, "-") for t in name.titles} - {"-"}
        fitting = [p for p in fitting if p.gender in told] or fitting
        if not fitting:
            fitting = [Person()]
            self.people.append(fitting[0])
            self.known[key].append(fitting[0])
        chosen = fitting[0] if len(fitting) == 1 else self._clearest(key, fitting, name)
        if chosen is not None and not name.titles:
            self.held[key][id(chosen)] += 1
        return chosen

    def _by_first_name(self, key: str) -> list[Person]:
        people = list(self.by_first[key])
        for full in _long_forms().get(key, ()):
            for person in self.by_first[full]:
                self._add(people, person)
        return people if len(people) == 1 else []

    def _clearest(self, key: str, people: list[Person], name: Name) -> Person | None:
        """Choose among people of one surname: whose it has been so far, or the nearest."""
        introduced = [p for p in people if p.names[0].first < name.first]
        if len(introduced) <= 1:
            return introduced[0] if introduced else (people[0] if people else None)
        with_title = [p for p in introduced if {t.lower() for t in name.titles} & p.titles]
        if name.titles and len(with_title) == 1:
            return with_title[0]
        holder = self._holder(key, introduced)
        near = self._near(introduced, name)
        if holder is not None and (
            not near or holder in near or self.held[key][id(holder)] >= SETTLED
        ):
            return holder
        if len(near) == 1:
            return near[0] if holder is None else None
        return self._by_pronoun(near, name) if near else introduced[0]

    def _holder(self, key: str, people: list[Person]) -> Person | None:
        """Return whom the surname alone has meant so far."""
        first, second = sorted(people, key=lambda p: -self.held[key][id(p)])[:2]
        count, other = self.held[key][id(first)], self.held[key][id(second)]
        return first if count > 2 * other else None

    def _near(self, people: list[Person], name: Name) -> list[Person]:
        """Return who was named in this paragraph, or else in the one before."""
        here = self.reading.paragraphs[self.reading.words[name.first].sentence]
        for reach in (0, 1):
            near = [p for p in people if _last_before(self.reading, p, name.first, here - reach)]
            if near:
                return near
        return []

    def _by_pronoun(self, people: list[Person], name: Name) -> Person | None:
        """Return whom the next "he" or "she" of the sentence fits, if only one."""
        sentence = self.reading.sentences[self.reading.words[name.first].sentence]
        for index in range(name.last, sentence.stop):
            gender = _gender_of(self.reading.words[index].low)
            if gender:
                fitting = [p for p in people if p.gender == gender]
                return fitting[0] if len(fitting) == 1 else None
        return None


def _gender_of(pronoun: str) -> str:
    return "m" if pronoun in MASCULINE else "f" if pronoun in FEMININE else ""


def _last_before(reading: Reading, person: Person, index: int, paragraph: int) -> bool:
    return any(
        n.first < index and reading.paragraphs[reading.words[n.first].sentence] >= paragraph
        for n in person.names
    )


def _titles_fit(person: Person, name: Name) -> bool:
    """Tell whether the gender of a name's titles is not against the person's."""
    if person.gender == "f" and "President" in name.titles and "president" not in person.titles:
        return False  # "President Obama" is not Michelle Obama
    told = {table("titles").get(t, "-") for t in name.titles} - {"-"}
    return not told or not person.gender or person.gender in told


def _add_genders(person: Person) -> None:
    """Count what titles and first names tell of the gender; titles tell more."""
    person.genders.clear()
    for name in person.names:
        for title in name.titles:
            person.genders.update({table("titles").get(title, "-"): 3})
    bare = _bare(person.fullest) or person.fullest.parts
    genders = table("first_names")
    longer = (form.capitalize() for form in _long_forms().get(bare[0].lower(), ()))
    forms = (bare[0],) if bare[0] in genders else longer
    told = {genders.get(form, "-") for form in forms}
    if len(told) == 1:
        person.genders.update(dict.fromkeys(told, 2))
    del person.genders["-"]


def _genders_by_pronoun(reading: Reading, people: list[Person], at: dict[int, Person]) -> None:
    """Count the pronouns of sentences in which only one person is named, and first."""
    seen: dict[int, Counter[str]] = defaultdict(Counter)
    for sentence in reading.sentences:
        named = {id(at[i]): at[i] for i in sentence if i in at}
        if len(named) != 1:
            continue
        (person,) = named.values()
        begin = next(i for i in sentence if i in at)
        for index in range(begin, sentence.stop):
            gender = _gender_of(reading.words[index].low)
            if gender:
                seen[id(person)][gender] += 1
    for person in people:
        told = seen[id(person)]
        gender, count = next(iter(told.most_common(1)), ("", 0))
        if not person.genders and count >= PRONOUNS_ENOUGH and count > 3 * (told.total() - count):
            person.genders[gender] = 1
