"""Suggest who may be the same, for a person to decide."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from quotes.collection.same import name_parts, plain
from quotes.data import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_EDITS = 0.12  # share of the letters of a name that may be misspelt
LONG = 15  # letters of a name that another may differ from by two
SHORTEST = 8  # letters of a name whose misspelling can be told from another name


@dataclass(frozen=True, slots=True)
class Known:
    """A named speaker of the collection: id, name, type and how many articles quote them."""

    id: str
    name: str
    type: str
    articles: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """That ``name`` may mean ``speaker``, and why; ``articles`` quote the one and the other."""

    name: str
    speaker: str
    why: str
    articles: tuple[int, int]


def suggest(known: Sequence[Known]) -> list[Suggestion]:
    """Return who may be the same, those in most articles first.

    A surname alone goes to the one person of that surname; a short first name or an
    initial to the full one; a name that differs by a letter or two to the more frequent
    one; a body of one word to itself in the other articles.
    """
    people = [k for k in known if k.type == "named_person"]
    bodies = [k for k in known if k.type == "organization"]
    found = [*_surnames(people), *_first_names(people), *_spellings(people), *_alone(bodies)]
    unique = {(plain(s.name), plain(s.speaker)): s for s in reversed(found)}
    return sorted(unique.values(), key=lambda s: (-sum(s.articles), s.name, s.speaker))


def _surnames(people: Iterable[Known]) -> Iterator[Suggestion]:
    """Yield surnames that one person of the collection bears."""
    bearers: defaultdict[str, list[Known]] = defaultdict(list)
    alone: defaultdict[str, list[Known]] = defaultdict(list)
    for person in people:
        parts = name_parts(person.name)
        (bearers if parts.first and parts.last else alone)[parts.last or plain(person.name)].append(
            person
        )
    for surname, same in alone.items():
        full = bearers.get(surname, [])
        times = sum(person.articles for person in same)
        if len(full) == 1:
            yield Suggestion(
                same[0].name,
                full[0].name,
                "the only one of that surname",
                (times, full[0].articles),
            )
        elif len(same) > 1 and not full:
            yield Suggestion(same[0].name, same[0].name, "a surname alone", (times, 0))


def _first_names(people: Iterable[Known]) -> Iterator[Suggestion]:
    """Yield names whose first name is short for that of another: Joe and Joseph, J. and Jane."""
    families: defaultdict[str, list[Known]] = defaultdict(list)
    for person in people:
        parts = name_parts(person.name)
        if parts.first and parts.last:
            families[parts.last].append(person)
    for family in families.values():
        firsts: defaultdict[str, list[Known]] = defaultdict(list)
        for person in family:
            firsts[name_parts(person.name).first].append(person)
        for one in family:
            short = name_parts(one.name).first
            longer = [f for f in firsts if f.startswith(short)] if len(short) == 1 else []
            for other in (o for first in longer if len(first) > 1 for o in firsts[first]):
                yield Suggestion(one.name, other.name, "an initial", (one.articles, other.articles))
            for other in (
                o for first in _long_forms().get(short, ()) for o in firsts.get(first, ())
            ):
                times = one.articles, other.articles
                yield Suggestion(one.name, other.name, "a short first name", times)


def _spellings(people: Iterable[Known]) -> Iterator[Suggestion]:
    """Yield names that differ by so few letters that one may be misspelt."""
    near: defaultdict[tuple[str, str], list[Known]] = defaultdict(list)
    for person in people:
        if len(person.name) >= SHORTEST and " " in person.name:
            for key in _near(plain(person.name)):
                near[key].append(person)
    for same in near.values():
        names = [plain(person.name) for person in same]
        for number, name in enumerate(names):
            for _, distance, place in process.extract(
                name,
                names[number + 1 :],
                scorer=DamerauLevenshtein.normalized_distance,
                score_cutoff=MOST_EDITS,
                limit=None,
            ):
                pair = (same[number], same[number + 1 + place])
                rare, usual = sorted(pair, key=lambda p: (p.articles, p.name))
                if distance:
                    times = rare.articles, usual.articles
                    yield Suggestion(rare.name, usual.name, "spelt almost alike", times)


def _near(name: str) -> set[tuple[str, str]]:
    """Return keys of which two names that differ by a letter or two mostly share one.

    So each is compared with few others: those of the same first letter whose last word differs
    by a letter at most, those who differ only in the inner letters of it, and those of the same
    letters with other spaces.
    """
    before, _, last = name.rpartition(" ")
    cut = {last[:n] + last[n + 1 :] for n in range(len(last))}
    keys = {(name[0], word) for word in (last, *cut)} | {("", name.replace(" ", ""))}
    return keys | {(before, last[:1])} if len(name) >= LONG else keys


def _alone(bodies: Iterable[Known]) -> Iterator[Suggestion]:
    """Yield bodies of one word that several articles name."""
    groups: defaultdict[str, list[Known]] = defaultdict(list)
    for body in bodies:
        groups[plain(body.name)].append(body)
    for same in groups.values():
        if len(same) > 1:
            times = sum(body.articles for body in same)
            yield Suggestion(same[0].name, same[0].name, "one word, several articles", (times, 0))


@cache
def _long_forms() -> dict[str, frozenset[str]]:
    """Return the full first names that each short one stands for, in lower case."""
    rows = (line.casefold().split() for line in words("nicknames"))
    return {row[0]: frozenset(row[1:]) for row in rows}
