"""Find what "who" or "which" goes back to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.data import words as word_list
from quotes.resolve.described.description import APPOSITION
from quotes.resolve.whom.pronouns import is_subject
from quotes.resolve.words.mentions import phrase_start, read_words
from quotes.resolve.words.phrases import pronoun

if TYPE_CHECKING:
    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.words.nouns import Form
    from quotes.resolve.words.phrases import Source

EXAMPLES = frozenset(("as", "like", "including", "especially", "particularly"))
MARKS_BETWEEN = 3  # words back in which the one before "who" stands
HUMAN = ("name", "person", "group", "several", "pronoun")


def before_relative(scene: Scene, index: int) -> Figure | Source | None:
    """Return whom or what a relative pronoun goes back to: the noun before it."""
    words = scene.reading.words
    nearest = _word_before(scene, index)
    verb = words[index].head
    head = words[verb].head if verb >= 0 and words[verb].relation.startswith("acl") else -1
    example = words[index - 1].text == "," and _is_example(scene, head, nearest)
    beside = example or _is_part(scene, head, nearest, index)
    if not 0 <= head < index or beside or _leads_to_name(scene, head, nearest):
        head = nearest
    if head < 0 or words[head].sentence != words[index].sentence:
        return None
    dated = words[head].low in word_list("times") or words[head].text.isdigit()
    if dated and words[index].low == "who":  # "met Ann Lee on April 30, who"
        return _name_before(scene, head) if head == nearest else None
    named = _named_between(scene, head, index)
    if named is not None:
        return named
    source = _phrase(scene, head)
    if source is not None and words[index].low == "who" and source.form not in HUMAN:
        source = _name_with_apposition(scene, index) or _as_people(source)
    if source is None or (source.form == "pronoun" and pronoun(words[source.head]) != "any"):
        return None
    described = _described_by(scene, head) if source.form == "person" else None
    return described or _said_to_be(scene, source) or source


def _is_example(scene: Scene, head: int, nearest: int) -> bool:
    """Tell whether the nearest word is an example of a noun: "firms such as Acme, which"."""
    entity = scene.reading.entity_at.get(nearest)
    first = entity.first if entity is not None else nearest
    return head < first - 1 and scene.reading.words[first - 1].low in EXAMPLES


def _is_part(scene: Scene, head: int, nearest: int, index: int) -> bool:
    """Tell whether the verb is that of the one nearest: "members of the bank, which lends"."""
    words = scene.reading.words
    verb = words[index].head
    if not 0 <= verb < len(words) or words[index].low != "which" or head >= nearest:
        return False
    third = words[verb].low.endswith("s") and not words[verb].low.endswith("ss")
    of = any(words[i].low == "of" for i in range(head, nearest))
    return of and third and words[head].plural and not words[nearest].plural


def _as_people(source: Source) -> Source | None:
    """Return a noun that is in no list as the person or people that "who" says it is."""
    form: Form = "group" if source.plural else "person"
    return replace(source, form=form) if source.form == "other" else None


def _phrase(scene: Scene, head: int) -> Source | None:
    """Return the noun phrase that ends in a word, a body's name as a whole."""
    whole = scene.names.get(head) or scene.reading.entity_at.get(head)
    first = phrase_start(scene.reading, whole.first if whole else head)
    return read_words(scene.reading, scene.names, range(first, whole.last if whole else head + 1))


def _named_between(scene: Scene, head: int, index: int) -> Source | None:
    """Return the name that stands between a role and "who": "her mate, Gov. Ann Lee, who"."""
    if head in scene.names:
        return None
    first = phrase_start(scene.reading, head)
    source = read_words(scene.reading, scene.names, range(first, index))
    return source if source is not None and source.form == "name" else None


def _said_to_be(scene: Scene, source: Source) -> Source | None:
    """Return the subject that is said to be the noun: "Ann Lee is a nurse who thinks"."""
    words = scene.reading.words
    if source.form != "person":
        return None
    beside = [words[i] for i in scene.reading.sentences[words[source.head].sentence]]
    copula = any(w.head == source.head and w.relation == "cop" for w in beside)
    subject = next((w for w in beside if w.head == source.head and is_subject(w)), None)
    if not copula or subject is None or subject.index > source.head:
        return None
    return _phrase(scene, subject.index)


def _described_by(scene: Scene, head: int) -> Figure | None:
    """Return the named person whose apposition holds the noun: "Ann Lee, an analyst who …"."""
    sentence = scene.reading.words[head].sentence
    for person in dict.fromkeys(
        scene.facts.person_at[i]
        for i in scene.reading.sentences[sentence]
        if i in scene.facts.person_at
    ):
        for description in scene.facts.descriptions[id(person)]:
            if description.first <= head < description.last and description.weight == APPOSITION:
                return scene.figure_of(person)
    return None


def _word_before(scene: Scene, index: int) -> int:
    """Return the last word before, past a comma or a bracket; -1 where there is none near."""
    for before in range(index - 1, max(-1, index - 1 - MARKS_BETWEEN), -1):
        if scene.reading.words[before].text[:1].isalnum():
            return before
    return -1


def _name_with_apposition(scene: Scene, index: int) -> Source | None:
    """Return the name that a comma follows: "Ann Lee, head of the bank, who …"."""
    reading = scene.reading
    begin = reading.sentences[reading.words[index].sentence].start
    for before in range(index - 1, begin, -1):
        name = scene.names.get(before)
        if name is not None and reading.words[name.last].text == ",":
            return read_words(reading, scene.names, range(name.first, name.last))
    return None


def _name_before(scene: Scene, index: int) -> Source | None:
    """Return the nearest name before a word in its sentence."""
    reading = scene.reading
    begin = reading.sentences[reading.words[index].sentence].start
    name = next((scene.names[i] for i in range(index - 1, begin - 1, -1) if i in scene.names), None)
    return read_words(reading, scene.names, range(name.first, name.last)) if name else None


def _leads_to_name(scene: Scene, head: int, nearest: int) -> bool:
    """Tell whether the noun is the title of the name that stands nearest."""
    name = scene.names.get(nearest)
    if name is None or head >= name.first:
        return False
    return all(w.capital or w.tag == "NOUN" for w in scene.reading.words[head : name.first])
