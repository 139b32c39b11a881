"""Find the person whose name comes apart from the role: "The coroner … Ann Lee, the coroner"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.resolve.described.description import APPOSITION
from quotes.resolve.words.alike import ranks
from quotes.resolve.words.phrases import POSSESSORS, Source, pronoun, telling

if TYPE_CHECKING:
    from quotes.resolve.described.description import Description
    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.names.people import Person

PASSING = frozenset(("outgoing", "incoming", "former", "top", "ex", "new", "late"))
SOON = 6  # sentences within which a name follows
SHORT = 6  # words of a description that only repeats an earlier one


def named_apart(scene: Scene, source: Source) -> Figure | None:
    """Return the person who is named only later, by a description that repeats the source."""
    people = [
        person
        for person in scene.facts.people
        if person.names[0].first > source.head
        and any(_repeats(scene, source, d) for d in scene.facts.descriptions[id(person)])
    ]
    if len(people) != 1 or _another_between(scene, source, people[0]):
        return None
    figure = scene.figure_of(people[0])
    own = scene.reading.span(source.first, source.last)
    before = figure.description.of(scene.reading.text).split() if figure.description else []
    if source.definite and len(_own(scene, source)) > len(telling(w.lower() for w in before)):
        figure.description = own
    return figure


def named_soon(scene: Scene, source: Source) -> Figure | None:
    """Return whom the next sentences name as somebody's: "his doctor … Dr. Ann Lee"."""
    if not source.owner or source.rest:
        return None
    words = scene.reading.words
    found = [
        person
        for person in scene.facts.people
        if _is_called(scene, person, source.noun)
        and words[person.names[0].first].sentence - words[source.head].sentence <= SOON
    ]
    if len(found) != 1 or found[0].names[0].first < source.head:
        return None
    return None if _another_between(scene, source, found[0]) else scene.figure_of(found[0])


def _is_called(scene: Scene, person: Person, noun: str) -> bool:
    """Tell whether a title or description calls somebody by the noun or one like it."""
    titled = any(noun in ranks().get(title, ()) for title in person.titles)
    return titled or any(_called(d, noun) for d in scene.facts.descriptions[id(person)])


def named_below(scene: Scene, source: Source) -> Figure | None:
    """Return the person whom a headline describes and the text below names."""
    if source.determiner or source.owner or scene.reading.words[source.head].sentence > 0:
        return None
    wanted = telling(source.modifiers) - PASSING
    found = [
        person
        for person in scene.facts.people
        if person.names[0].first > source.head
        and any(
            wanted <= d.words and _called(d, source.noun)
            for d in scene.facts.descriptions[id(person)]
        )
    ]
    return scene.figure_of(found[0]) if wanted and len(found) == 1 else None


def _called(description: Description, noun: str) -> bool:
    """Tell whether a description calls somebody by the noun or one like it."""
    return noun in description.roles or any(
        noun in ranks().get(role, ()) for role in description.roles
    )


def _own(scene: Scene, source: Source) -> frozenset[str]:
    return telling(scene.reading.words[i].low for i in range(source.first, source.last))


def _repeats(scene: Scene, source: Source, description: Description) -> bool:
    """Tell whether a description after the source says no more than it."""
    if description.weight != APPOSITION or description.first <= source.head:
        return False
    if source.noun not in description.roles or description.last - description.first > SHORT:
        return False
    lead = scene.reading.words[description.first]
    begins = lead.low == "the" or (source.definite and pronoun(lead) in POSSESSORS)
    return begins and description.words <= _own(scene, source)


def _another_between(scene: Scene, source: Source, person: Person) -> bool:
    """Tell whether somebody else is introduced by the noun before the name."""
    return any(
        source.head < other.head < person.names[0].first and other.noun == source.noun
        for other in scene.facts.introductions
    )
