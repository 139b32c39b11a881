"""Find the body that somebody's own noun means: "her campaign" for the Lee campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.resolve.newcomers import new_figure
from quotes.resolve.whom.bodies import called_so
from quotes.resolve.words.mentions import read_words
from quotes.resolve.words.phrases import pronoun

if TYPE_CHECKING:
    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.words.phrases import Source

ONES = ("3m", "3f")  # the possessor is one person
NEAR = 2  # sentences before in which "her campaign" makes "the campaign" hers


def owned_body(scene: Scene, source: Source, owner: Figure) -> Figure | None:
    """Return the body that the text calls by the owner's name and the noun, if it does."""
    if source.modifiers or owner.person is None:
        return None
    names = {part.lower() for part in owner.person.full.split()[-1:]}
    words = scene.reading.words
    called = scene.facts.bodies.get(source.noun, ())
    for index in sorted(called, key=lambda i: words[i - 1].possessive):  # "the Lee campaign" first
        first = index - (2 if words[index - 1].possessive else 1)
        name = scene.names.get(first)
        if words[first].low not in names:
            continue
        if name is not None and scene.facts.person_at.get(first) is not owner.person:
            continue
        body = read_words(
            scene.reading, scene.names, range(name.first if name else first, index + 1)
        )
        if body is not None and body.form == "body":
            again = None if body.owner else called_so(scene, body, source.head)
            return again or new_figure(scene, body)
    return None


def owned_before(scene: Scene, source: Source) -> Source | None:
    """Return the "her campaign" that "the campaign" repeats, if near and no other was named."""
    words = scene.reading.words
    if source.determiner != "the" or source.modifiers or words[source.head].capital:
        return None
    begin = scene.reading.sentences[max(0, words[source.head].sentence - NEAR)].start
    named = next(scene.bodies_called(source.noun, source.head), begin)
    for index in range(source.first - 1, max(begin, named), -1):
        if words[index].low == source.noun and pronoun(words[index - 1]) in ONES:
            return read_words(scene.reading, scene.names, range(index - 1, index + 1))
    return None
