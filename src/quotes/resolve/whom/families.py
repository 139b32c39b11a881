"""Find the couple or family that "the Lees" means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.resolve.figures import Figure, Scene, bare

if TYPE_CHECKING:
    from quotes.resolve.words.phrases import Source
    from quotes.types import Span


def by_family(scene: Scene, source: Source) -> Figure | None:
    """Return the family whose surname stands in the plural, None where nobody bears it."""
    word = scene.reading.words[source.head]
    surname = word.text.removesuffix("s")
    if not word.capital or surname == word.text or word.text in scene.facts.surnames:
        return None
    if surname not in scene.facts.surnames or source.modifiers:
        return None
    together = _together(scene, surname)
    first = together or scene.reading.span(source.first, source.last)
    name = bare(first.of(scene.reading.text)) if together else f"the {word.text}"
    figure = Figure(name, "group", first, noun=source.noun)
    return scene.keep(f"family {surname.lower()}", source.head, figure)


def _together(scene: Scene, surname: str) -> Span | None:
    """Return where two of the family are named as one: "Ada and Ben Lee"."""
    words = scene.reading.words
    for person in scene.facts.people:
        for name in person.names:
            before = name.first - 2
            joined = before >= 0 and words[before + 1].low == "and"
            if name.parts[-1] != surname or len(name.parts) == 1 or not joined:
                continue
            other = scene.names.get(before)
            if words[before].capital and (other is None or len(other.parts) == 1):
                return scene.reading.span(before, name.last)
    return None
