"""Find the document that "the poll" or "the law" refers back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.resolve.newcomers import new_figure
from quotes.resolve.unnamed import INTRODUCES
from quotes.resolve.whom.document_names import document_name
from quotes.resolve.words.alike import synonyms
from quotes.resolve.words.mentions import phrase_start, read_words
from quotes.resolve.words.nouns import is_plural, singular
from quotes.resolve.words.phrases import DETERMINERS, telling

if TYPE_CHECKING:
    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.words.phrases import Source

SAME = frozenset(("same", "new", "latest", "recent", "landmark", "rare", "previous", "earlier"))


def document_before(scene: Scene, source: Source) -> Figure | None:
    """Return the document that the source refers back to: the last one of such a noun."""
    reading, nouns = scene.reading, synonyms(source.noun)
    counted = any(c.isdigit() for word in source.modifiers for c in word)  # "the 88-page report"
    wanted = frozenset() if counted else telling(source.modifiers) - SAME
    spoken = {i: f for noun in nouns for i, f in scene.places_of_noun(noun) if i < source.first}
    for index in range(source.first - 1, -1, -1):
        word = reading.words[index]
        if index in spoken and spoken[index].type == "document":
            if wanted <= spoken[index].words and source.plural == word.plural:
                return spoken[index]
        elif word.low in nouns and not source.plural and not is_plural(word, singular(word)):
            found = _brought_in(scene, index)
            if found is not None and (wanted <= found.modifiers or word.capital):
                return new_figure(scene, found, whole=False)
    named = source.plural or document_name(reading, source)
    return None if named else _only_named(scene, nouns)


def _brought_in(scene: Scene, index: int) -> Source | None:
    """Return the document that a noun brings into the text: by "a", or with a name."""
    reading = scene.reading
    first = phrase_start(reading, index)
    stop = reading.sentences[reading.words[index].sentence].stop
    found = read_words(reading, scene.names, range(first, stop))
    if found is None or found.head != index or found.form not in ("document", "body"):
        return None
    new = reading.words[first].low in INTRODUCES
    if reading.words[index].capital and reading.words[index - 1].capital:  # "the Clean Lakes Act"
        return found
    return found if new or document_name(reading, found) else None


def _only_named(scene: Scene, nouns: frozenset[str]) -> Figure | None:
    """Return the one document of such a noun that the text names anywhere by a place or body."""
    reading = scene.reading
    found: dict[str, Source] = {}
    for word in reading.words[1:]:
        before = reading.words[word.index - 1]
        if word.low not in nouns or not before.capital or before.tag != "PROPN":
            continue
        first = phrase_start(reading, word.index)
        first += reading.words[first].low in DETERMINERS
        source = read_words(reading, scene.names, range(first, word.index + 1))
        if source is not None and source.form == "document":
            found.setdefault(before.low, source)
    return new_figure(scene, next(iter(found.values()))) if len(found) == 1 else None
