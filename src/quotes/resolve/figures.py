"""Who speaks in an article: one figure a person, group, body or document."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from quotes.data import table, words
from quotes.resolve.described.describe import describe
from quotes.resolve.described.description import Description, best_span
from quotes.resolve.names.names import find_names, short_bodies
from quotes.resolve.names.people import Person, find_people
from quotes.resolve.unnamed import Introduction, introductions
from quotes.resolve.words.alike import aliases
from quotes.resolve.words.entities import abbreviations
from quotes.types import Mention, Span, Speaker, SpeakerType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotes.resolve.words.name_words import Name
    from quotes.resolve.words.reading import Entity, Reading

SMALL = frozenset(("the", "a", "an", "this", "that", "its", "his", "her", "our", "their"))
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
MentionForm = Literal["name", "short name", "description", "pronoun"]


@dataclass(slots=True, eq=False)
class Figure:
    """A speaker in the making, with the places where the text means them.

    ``alias`` is true of "the retired surgeon" whom nothing introduced: most
    likely somebody named, who is not known.
    """

    name: str
    type: SpeakerType
    first: Span
    noun: str = ""
    words: frozenset[str] = frozenset()
    description: Span | None = None
    gender: str = ""
    alias: bool = False
    person: Person | None = None
    forms: dict[Span, MentionForm] = field(default_factory=dict)

    def speaker(self) -> Speaker:
        """Return the speaker as it leaves this stage."""
        mentions = tuple(Mention(span, self.forms[span]) for span in sorted(self.forms))
        return Speaker(self.name, self.type, self.first, self.description, mentions)


@dataclass(frozen=True, slots=True)
class Facts:
    """What an article says of people, whoever speaks: names, descriptions, introductions."""

    reading: Reading
    names: dict[int, Name]
    people: list[Person]
    person_at: dict[int, Person]
    descriptions: dict[int, list[Description]]
    introductions: list[Introduction]
    bodies: dict[str, list[int]]
    full_names: dict[str, str]
    abbreviations: dict[str, str]
    short_names: frozenset[str]
    surnames: frozenset[str]


def observe(reading: Reading) -> Facts:
    """Return what the article says of people."""
    found = find_names(reading)
    names = {i: n for n in found for i in range(n.first, n.last)}
    people, person_at = find_people(reading, found)
    descriptions = {
        id(p): [d for name in p.names for d in describe(reading, names, name)] for p in people
    }
    for person in people:
        _gender_by_role(person, descriptions[id(person)])
    return Facts(
        reading,
        names,
        people,
        person_at,
        descriptions,
        _of_nobody_named(introductions(reading, names), descriptions),
        _bodies(reading),
        _full_names(reading),
        {short: _named(reading, body) for short, body in abbreviations(reading).items()},
        frozenset(short_bodies(reading)),
        frozenset(name.parts[-1] for name in found if len(name.parts) > 1),
    )


def _of_nobody_named(
    found: list[Introduction], descriptions: dict[int, list[Description]]
) -> list[Introduction]:
    """Return the introductions that do not describe somebody named: "Ann Lee, an inspector"."""
    of_named = {i for ds in descriptions.values() for d in ds for i in range(d.first, d.last)}
    return [introduction for introduction in found if introduction.head not in of_named]


def _gender_by_role(person: Person, descriptions: list[Description]) -> None:
    """Note the gender that "his sister" or "the spokeswoman" tells."""
    told = {table("roles").get(role, "-") for d in descriptions for role in d.roles} - {"-"}
    if not person.gender and len(told) == 1:
        person.genders.update(told)


def _bodies(reading: Reading) -> dict[str, list[int]]:
    """Return where nouns for bodies follow a name: "Biden administration", "Lee’s campaign"."""
    found: dict[str, list[int]] = defaultdict(list)
    for word in reading.words[1:]:
        before = reading.words[word.index - 1]
        before = reading.words[before.index - 1] if before.possessive else before
        named = before.capital and before.sentence == word.sentence
        if named and word.low in words("bodies") and before.low not in SMALL:
            found[word.low].append(word.index)
    return found


def _named(reading: Reading, body: Entity) -> str:
    return bare(" ".join(reading.span(body.first, body.last).of(reading.text).split()))


def _full_names(reading: Reading) -> dict[str, str]:
    """Return the names of bodies of more than one word, and the fullest of those alike, by key."""
    found: dict[str, str] = {}
    for entity in reading.entities:
        name = bare(reading.span(entity.first, entity.last).of(reading.text))
        if " " not in name or " and " in name or "’" in name or "'" in name:
            continue
        alike = aliases().get(name.lower())
        if alike is not None:
            found[f"body {alike}"] = max(name, found.get(f"body {alike}", ""), key=len)
        if entity.type == "ORG" and entity.last - entity.first > 1:
            found.setdefault(f"body {name.lower()}", name)
    return found


class Scene:
    """The facts of an article, and who has spoken in it so far."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.reading = facts.reading
        self.names = facts.names
        self.figures: dict[str, Figure] = {}
        self.spoken: list[tuple[int, int, Figure]] = []
        self.caught_up = 0
        self.recalled: list[tuple[int, int]] = []  # a word, and the head of whom it recalls
        self.pronouns: dict[int, Counter[str]] = defaultdict(Counter)
        self._by_noun: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._by_sentence: dict[int, list[tuple[int, Figure]]] = defaultdict(list)
        self._sharing: dict[str, list[str]] = defaultdict(list)
        for key in facts.full_names:
            self._share(key)
        for name in {id(n): n for n in facts.names.values()}.values():
            if name.first in facts.person_at:
                sentence = self.reading.words[name.first].sentence
                figure = self.figure_of(facts.person_at[name.first])
                self._by_sentence[sentence].append((name.first, figure))

    def bodies_called(self, noun: str, before: int) -> Iterator[int]:
        """Yield where the noun follows a name, "the Biden administration", nearest first."""
        places = self.facts.bodies.get(noun, [])
        yield from reversed(places[: bisect_left(places, before)])

    def figure_of(self, person: Person) -> Figure:
        """Return the figure of a named person."""
        key = f"person {id(person)}"
        if key not in self.figures:
            self.figures[key] = self._named(person)
        return self.figures[key]

    def _named(self, person: Person) -> Figure:
        reading = self.reading
        forms: dict[Span, MentionForm] = {}
        longest = len(person.fullest.parts)
        for name in person.names:
            full = len(name.parts) == longest and longest > 1
            forms[reading.span(name.first, name.last)] = "name" if full else "short name"
        if longest == 1:
            forms = dict.fromkeys(forms, "name")
        descriptions = self.facts.descriptions[id(person)]
        return Figure(
            person.full,
            "named_person",
            min(forms),
            words=frozenset(w for d in descriptions for w in d.words),
            description=best_span(reading, descriptions),
            gender=person.gender,
            person=person,
            forms=forms,
        )

    def keep(self, key: str, index: int, figure: Figure) -> Figure:
        """Return the figure known by the key, or make this one known."""
        if key not in self.figures:
            self.figures[key] = figure
            if key.startswith("body "):
                self._share(key)
        kept = self.figures[key]
        insort(self._by_noun[figure.noun], (index, key))
        return kept

    def _share(self, key: str) -> None:
        parts = key.split()[1:]
        for part in {parts[0], parts[-1]}:
            self._sharing[part].append(key)

    def longer_key(self, key: str, *, definite: bool) -> str:
        """Return the key of the body that a short name stands for: "the Times", "Pew"."""
        short = key.removeprefix("body ")
        if short in words("bodies"):
            return key
        for part in (short.split()[0], short.split()[-1]):
            for other in self._sharing.get(part, ()):
                name = other.removeprefix("body ")
                heard = other in self.figures
                if name.endswith(f" {short}") and (heard or definite):
                    return other
                tail = name.removeprefix(short).split()
                known = heard or short in self.facts.short_names
                known = known or bool(words("company_tails").issuperset(tail))
                if known and name.startswith(f"{short} "):
                    return other
        return key

    def places_of_noun(self, noun: str) -> Iterator[tuple[int, Figure]]:
        """Yield where figures are called by the noun, and which, in the order of the text."""
        for index, key in self._by_noun[noun]:
            yield index, self.figures[key]

    def last_with_noun(self, noun: str, before: int) -> Iterator[Figure]:
        """Yield the figures called by the noun, the nearest before a word first."""
        for index, key in reversed(self._by_noun[noun]):
            if index < before:
                yield self.figures[key]

    def hear(self, index: int, figure: Figure) -> None:
        """Note that the source at a word is the figure's."""
        insort(self.spoken, (index, len(self.spoken), figure))
        self.see(index, figure)

    def last_spoken(self, before: int) -> tuple[int, Figure] | None:
        """Return the last source before a word, where it stands and whose it is."""
        found = ((at, figure) for at, _, figure in reversed(self.spoken) if at < before)
        return next(found, None)

    def spoken_at(self, index: int) -> Figure | None:
        """Return whose source has a word for its head."""
        return next((figure for at, _, figure in self.spoken if at == index), None)

    def see(self, index: int, figure: Figure) -> None:
        """Note that a word means the figure."""
        self._by_sentence[self.reading.words[index].sentence].append((index, figure))

    def seen_in(self, sentence: int) -> list[tuple[int, Figure]]:
        """Return who is named, or speaks, in a sentence, and at which word."""
        return self._by_sentence.get(sentence, [])


def learn_genders(scene: Scene) -> bool:
    """Add what "he" and "she" told of people of unknown gender; tell whether it matters."""
    learnt = False
    for person in scene.facts.people:
        told = scene.pronouns[id(person)]
        (gender, count), *others = [*told.most_common(2), ("", 0)][:2]
        if not person.gender and count > 2 * sum(n for _, n in others if n) and count > 1:
            person.genders[gender] += 1
            learnt = learnt or any(n for _, n in others)
    return learnt


def bare(text: str) -> str:
    """Return a text in one line, without its article."""
    return ARTICLE.sub("", " ".join(text.split()))
