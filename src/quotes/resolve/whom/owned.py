"""Find the body that somebody's own noun means: "her campaign" for the Clinton campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.resolve.newcomers import new_figure
from quotes.resolve.words.mentions import read_words

if TYPE_CHECKING:
    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.words.phrases import Source


def owned_body(scene: Scene, source: Source, owner: Figure) -> Figure | None:
    """Return the body that the text calls by the owner's name and the noun, if it does."""
    if source.modifiers or owner.person is None:
        return None
    names = {part.lower() for part in owner.person.full.split()[-1:]}
    for index in scene.facts.bodies.get(source.noun, ()):
        first = index - (2 if scene.reading.words[index - 1].possessive else 1)
        name = scene.names.get(first)
        if scene.reading.words[first].low not in names:
            continue
        if name is not None and scene.facts.person_at.get(first) is not owner.person:
            continue
        body = read_words(
            scene.reading, scene.names, range(name.first if name else first, index + 1)
        )
        if body is not None and body.form == "body":
            return new_figure(scene, body)
    return None
