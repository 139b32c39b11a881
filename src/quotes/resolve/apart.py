"""Find the person whose name comes apart from the role: "The coroner … Ann Lee, the coroner"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.resolve.describe import APPOSITION
from quotes.resolve.phrases import POSSESSORS, Source, pronoun, telling

if TYPE_CHECKING:
    from quotes.resolve.describe import Description
    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.people import Person

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
