"""Find the body, document or group that "it" or "they" means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.data import words as word_list
from quotes.resolve.unnamed import INTRODUCES
from quotes.resolve.whom.bodies import last_of
from quotes.resolve.whom.pronouns import goes_on, is_subject
from quotes.resolve.words.mentions import phrase_start, read_words
from quotes.resolve.words.nouns import is_plural, singular
from quotes.resolve.words.phrases import pronoun

if TYPE_CHECKING:
    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.whom.pronouns import Setting
    from quotes.resolve.words.phrases import Source

PEOPLE = ("name", "person", "group", "several")
REACH = 3  # sentences in which a noun is sought
SUBJECT, FAR, WRITTEN, EMBEDDED = 2.0, -1.5, -0.5, -0.5


def meant_by_they(scene: Scene, index: int, setting: Setting) -> Figure | Source | None:
    """Return the group or documents that "they" means: a plural subject, or who spoke last."""
    words = scene.reading.words
    sentence = words[index].sentence
    first = scene.reading.sentences[max(0, sentence - REACH + 1)].start
    best: tuple[float, int] | None = None
    for other in range(index - 1, first - 1, -1):
        word = words[other]
        if setting.quoted(other) != setting.quoted(index):
            continue
        people = _is_people(scene, other) or _joins_names(scene, other)
        if not people and not _is_written(scene, other):
            continue
        score = SUBJECT if is_subject(word) else 0.0
        embedded = setting.reported(other) and not setting.reported(index)
        score += EMBEDDED if embedded else 0.0  # "the crew say that rivals left. They also say"
        score += FAR * (sentence - word.sentence) + (0.0 if people else WRITTEN)
        if best is None or score > best[0]:
            best = (score, other)
    if best is None or best[0] < 0:
        last = scene.last_spoken(index)
        here = last is not None and words[last[0]].sentence == sentence
        body = here or goes_on(words, index)  # "they added"
        return last_of(scene, index, ("group", "organization") if body else ("group",))
    return _plural(scene, best[1])


def _plural(scene: Scene, index: int) -> Source | None:
    """Return the group that the noun phrase at a word names."""
    name = scene.names.get(index)
    stop = scene.reading.sentences[scene.reading.words[index].sentence].stop
    phrase = range(phrase_start(scene.reading, index), index + 1)
    source = read_words(
        scene.reading, scene.names, phrase if name is None else range(name.begin, stop)
    )
    plural = source is not None and (source.form in ("group", "several") or source.plural)
    return replace(source, rest=range(source.last, source.last)) if source and plural else None


def _joins_names(scene: Scene, index: int) -> bool:
    """Tell whether the subject is a name that another is joined to: "Ann Lee and Bo Dahl"."""
    name = scene.names.get(index)
    words = scene.reading.words
    if name is None or name.owns or name.last >= len(words) or words[name.last].low != "and":
        return False
    return is_subject(words[index]) and any(
        i in scene.names for i in range(name.last + 1, min(name.last + 4, len(words)))
    )


def _is_people(scene: Scene, index: int) -> bool:
    """Tell whether the word means people in the plural."""
    word = scene.reading.words[index]
    noun = singular(word)
    if word.tag not in ("NOUN", "PROPN") or not is_plural(word, noun):
        return False
    return (
        noun in table("roles")
        or word.low in word_list("groups")
        or (word.tag == "PROPN" and index not in scene.names)
    )


def _is_written(scene: Scene, index: int) -> bool:
    """Tell whether the word means several documents, as the subject."""
    word = scene.reading.words[index]
    written = singular(word) in word_list("documents") and is_plural(word, singular(word))
    return word.tag == "NOUN" and written and is_subject(word)


def meant_by_it(scene: Scene, index: int, setting: Setting) -> Figure | Source | None:
    """Return the body or document that "it" means: what is read, or the subject before it."""
    written = _written_before(scene, index)
    if written is not None:
        return written
    words = scene.reading.words
    sentence = words[index].sentence
    for number in range(sentence, max(-1, sentence - 2), -1):
        span = scene.reading.sentences[number]
        for other in range(span.start, min(span.stop, index)):
            reported = setting.reported(other) and not setting.reported(index)
            if not is_subject(words[other]) or pronoun(words[other]):
                continue
            if reported or setting.quoted(other):
                continue
            first = phrase_start(scene.reading, other)
            last = _with_apposition(scene, other)
            source = read_words(scene.reading, scene.names, range(first, last))
            spoke = _body_that_spoke(scene, number, index)
            if spoke is not None and source is not None and source.definite:
                return spoke
            if source is not None and source.form in PEOPLE:
                continue
            if source is None or source.form not in ("body", "document"):
                return None
            return source
    return last_of(scene, index, ("organization", "document"))


def _with_apposition(scene: Scene, index: int) -> int:
    """Return where a noun ends: with its name, or the body's name that a comma parts from it."""
    own = scene.reading.entity_at.get(index)
    if own is not None and own.last > index + 1 and index not in scene.names:
        return own.last
    entity = scene.reading.entity_at.get(index + 2)
    apart = entity is not None and scene.reading.words[index + 1].text == ","
    return entity.last if entity is not None and apart else index + 1


def _body_that_spoke(scene: Scene, sentence: int, before: int) -> Figure | None:
    """Return the body that speaks in a sentence: "The company …, Acme Lines, said"."""
    for place, _, figure in reversed(scene.spoken):
        if place < before and scene.reading.words[place].sentence == sentence:
            return figure if figure.type == "organization" else None
    return None


def _written_before(scene: Scene, index: int) -> Source | None:
    """Return what "it" means in "it read": the last document brought in or spoken of."""
    words = scene.reading.words
    if index + 1 >= len(words) or words[index + 1].low not in ("read", "reads"):
        return None
    first = scene.reading.sentences[max(0, words[index].sentence - REACH + 1)].start
    for other in range(index - 1, first - 1, -1):
        noun = singular(words[other])
        if words[other].tag != "NOUN" or not (
            noun in word_list("documents") or noun in word_list("utterances")
        ):
            continue
        stop = scene.reading.sentences[words[other].sentence].stop
        phrase = range(phrase_start(scene.reading, other), stop)
        source = read_words(scene.reading, scene.names, phrase)
        brought_in = source is not None and source.determiner in INTRODUCES
        if source is not None and source.head == other and (brought_in or is_subject(words[other])):
            return source
    return None
