"""Lead each source to its speaker, in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.data import words as word_list
from quotes.resolve.bodies import last_of
from quotes.resolve.describe import APPOSITION
from quotes.resolve.descriptions import by_description
from quotes.resolve.figures import Figure, MentionForm, Scene
from quotes.resolve.mentions import phrase_start, read_source, read_words
from quotes.resolve.phrases import Source, is_plural, pronoun, singular
from quotes.resolve.pronouns import Setting, antecedent, catch_up, is_subject
from quotes.resolve.unnamed import INTRODUCES, full_end

if TYPE_CHECKING:
    from quotes.types import Span, SpeakerType

REACH_THEY = 3  # sentences in which a plural for "they" is sought
MARKS_BETWEEN = 3  # words back in which the one before "who" stands
HUMAN = ("name", "person", "group", "several")


@dataclass(frozen=True, slots=True)
class Finding:
    """Whom a source means, and how it says so."""

    figure: Figure
    form: MentionForm


def speaker_of(scene: Scene, span: Span, setting: Setting) -> Figure | None:
    """Return whom the source in the span means, and note it for what follows."""
    source = read_source(scene.reading, scene.names, span)
    if source is None:
        return None
    catch_up(scene, setting)
    finding = find(scene, source, setting)
    if finding is None:
        return None
    place = source.name.first if source.name else source.head
    finding.figure.forms.setdefault(_mention_span(scene, source), finding.form)
    scene.hear(place, finding.figure)
    return finding.figure


def _mention_span(scene: Scene, source: Source) -> Span:
    if source.name is not None:
        return scene.reading.span(source.name.first, source.name.last)
    return scene.reading.span(source.first, source.last)


def find(scene: Scene, source: Source, setting: Setting) -> Finding | None:
    """Return whom a source means."""
    if source.form == "name":
        person = scene.facts.person_at.get(source.head)
        return Finding(scene.figure_of(person), "name") if person else None
    if source.form == "pronoun":
        return _by_pronoun(scene, source, setting)
    if source.form == "utterance" and source.owner:
        owner = read_words(scene.reading, scene.names, source.owner)
        found = find(scene, owner, setting) if owner else None
        if found is None and scene.reading.words[source.owner.start].low == "its":
            return Finding(by_description(scene, source), "description")
        return found
    if source.form == "other":
        return None
    figure = by_description(scene, source)
    return Finding(figure, "name" if figure.type == "organization" else "description")


def _by_pronoun(scene: Scene, source: Source, setting: Setting) -> Finding | None:
    kind = pronoun(scene.reading.words[source.head])
    figure: Figure | None = None
    if kind in ("3m", "3f"):
        figure = antecedent(scene, setting, kind[1])
        if figure is not None and figure.person is not None:
            scene.pronouns[id(figure.person)][kind[1]] += 1
    elif kind == "1":
        figure = setting.quoted_by
    elif kind == "3p":
        figure = _plural_before(scene, source.head, setting)
    elif kind == "3n":
        figure = _written_before(scene, source.head) or _body_subject_before(
            scene, source.head, setting
        )
    elif kind == "rel":
        return _before_relative(scene, source.head, setting)
    elif kind in ("any", "one"):
        return Finding(_indefinite(scene, source, kind), "description")
    return Finding(figure, "pronoun") if figure else None


def _indefinite(scene: Scene, source: Source, kind: str) -> Figure:
    """Return "some" or "one": nobody known."""
    span = scene.reading.span(source.first, full_end(scene.reading, source))
    type_: SpeakerType = "group" if kind == "any" else "anonymous_person"
    name = span.of(scene.reading.text)
    name = name[0].lower() + name[1:]
    figure = Figure(name, type_, span, noun=source.noun, alias=True)
    return scene.keep(f"{kind} {source.head}", source.head, figure)


def _before_relative(scene: Scene, index: int, setting: Setting) -> Finding | None:
    """Return whom "who" or "which" goes back to: the noun before it."""
    words = scene.reading.words
    nearest = _word_before(scene, index)
    verb = words[index].head
    head = words[verb].head if verb >= 0 and words[verb].relation.startswith("acl") else -1
    if not 0 <= head < index or _leads_to_name(scene, head, nearest):
        head = nearest
    if head < 0 or words[head].sentence != words[index].sentence:
        return None
    name = scene.names.get(head)
    first = name.first if name else phrase_start(scene.reading, head)
    source = read_words(scene.reading, scene.names, range(first, (name.last if name else head + 1)))
    if source is not None and words[index].low == "who" and source.form not in HUMAN:
        source = _name_with_apposition(scene, index)
    described = _described_by(scene, head) if source and source.form == "person" else None
    if described is not None:
        return Finding(described, "pronoun")
    return None if source is None or source.form == "pronoun" else find(scene, source, setting)


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


def _leads_to_name(scene: Scene, head: int, nearest: int) -> bool:
    """Tell whether the noun is the title of the name that stands nearest."""
    name = scene.names.get(nearest)
    if name is None or head >= name.first:
        return False
    return all(w.capital or w.tag == "NOUN" for w in scene.reading.words[head : name.first])


def _plural_before(scene: Scene, index: int, setting: Setting) -> Figure | None:
    """Return the group that "they" means: a plural subject, or who spoke last."""
    words = scene.reading.words
    sentence = words[index].sentence
    best: tuple[float, int] | None = None
    for other in range(
        index - 1, scene.reading.sentences[max(0, sentence - REACH_THEY + 1)].start - 1, -1
    ):
        word = words[other]
        if not _is_people(scene, other) or setting.quoted(other) != setting.quoted(index):
            continue
        score = (2.0 if is_subject(word) else 0.0) - 1.5 * (sentence - word.sentence)
        if best is None or score > best[0]:
            best = (score, other)
    if best is None or best[0] < 0:
        return last_of(scene, index, ("group",))
    source = read_words(
        scene.reading, scene.names, range(phrase_start(scene.reading, best[1]), best[1] + 1)
    )
    finding = (
        find(scene, source, setting) if source and source.form in ("group", "several") else None
    )
    return finding.figure if finding else None


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


def _with_apposition(scene: Scene, index: int) -> int:
    """Return where a noun ends, with the body's name that a comma parts from it."""
    entity = scene.reading.entity_at.get(index + 2)
    apart = entity is not None and scene.reading.words[index + 1].text == ","
    return entity.last if entity is not None and apart else index + 1


def _body_that_spoke(scene: Scene, sentence: int, before: int) -> Figure | None:
    """Return the body that speaks in a sentence: "The company …, Acme Lines, said"."""
    for place, _, figure in reversed(scene.spoken):
        if place < before and scene.reading.words[place].sentence == sentence:
            return figure if figure.type == "organization" else None
    return None


def _written_before(scene: Scene, index: int) -> Figure | None:
    """Return what "it" means in "it read": the last document that the text brought in."""
    words = scene.reading.words
    if index + 1 >= len(words) or words[index + 1].low not in ("read", "reads"):
        return None
    first = scene.reading.sentences[max(0, words[index].sentence - REACH_THEY + 1)].start
    for other in range(index - 1, first - 1, -1):
        noun = singular(words[other])
        if words[other].tag != "NOUN" or not (
            noun in word_list("documents") or noun in word_list("utterances")
        ):
            continue
        stop = scene.reading.sentences[words[other].sentence].stop
        phrase = range(phrase_start(scene.reading, other), stop)
        source = read_words(scene.reading, scene.names, phrase)
        if source is not None and source.head == other and source.determiner in INTRODUCES:
            return by_description(scene, source, whole=False)
    return None


def _body_subject_before(scene: Scene, index: int, setting: Setting) -> Figure | None:
    """Return the body or document that "it" means: the subject before it."""
    words = scene.reading.words
    sentence = words[index].sentence
    for number in (sentence, sentence - 1):
        if number < 0:
            break
        span = scene.reading.sentences[number]
        for other in range(span.start, min(span.stop, index)):
            if not is_subject(words[other]) or pronoun(words[other]) or setting.quoted(other):
                continue
            first = phrase_start(scene.reading, other)
            last = _with_apposition(scene, other)
            source = read_words(scene.reading, scene.names, range(first, last))
            spoke = _body_that_spoke(scene, number, index)
            if spoke is not None and source is not None and source.definite:
                return spoke
            if source is None or source.form not in ("body", "document"):
                return None
            finding = find(scene, source, setting)
            return finding.figure if finding else None
    return last_of(scene, index, ("organization", "document"))
