"""Lead each source to its speaker, in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quotes.resolve.figures import Figure, MentionForm, Scene
from quotes.resolve.newcomers import new_figure
from quotes.resolve.unnamed import full_end
from quotes.resolve.whom.by_description import by_description, known_by_description
from quotes.resolve.whom.catching_up import catch_up
from quotes.resolve.whom.families import by_family
from quotes.resolve.whom.interviews import in_interview, is_label
from quotes.resolve.whom.it_and_they import meant_by_it, meant_by_they
from quotes.resolve.whom.labels import by_label
from quotes.resolve.whom.owned import owned_before, owned_body
from quotes.resolve.whom.pronouns import Setting, antecedent
from quotes.resolve.whom.relatives import before_relative
from quotes.resolve.whom.salient import salient_person
from quotes.resolve.words.mentions import read_source, read_words
from quotes.resolve.words.phrases import NEW, Source, pronoun

if TYPE_CHECKING:
    from quotes.types import Span, SpeakerType


TWO = 2
PAIRS = frozenset(("pair", "duo", "two", "both"))


@dataclass(frozen=True, slots=True)
class Finding:
    """Whom a source means, and how it says so."""

    figure: Figure
    form: MentionForm


def speaker_of(scene: Scene, span: Span, setting: Setting) -> Figure | None:
    """Return whom the source in the span means, and note it for what follows."""
    if is_label(scene, setting.index):
        return in_interview(scene, setting.index)
    labelled = by_label(scene, span)
    if labelled is not None:
        labelled.forms.setdefault(span, "name")
        scene.hear(setting.index, labelled)
        return labelled
    source = read_source(scene.reading, scene.names, span)
    if source is None:
        return None
    catch_up(scene, setting)
    finding = None if _is_where(scene, source) else find(scene, source, setting)
    if finding is None:
        return None
    place = source.name.first if source.name else source.head
    finding.figure.forms.setdefault(_mention_span(scene, source), finding.form)
    if setting.reported(place) and not setting.quoted(place):
        scene.see(place, finding.figure)
    else:
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
    family = by_family(scene, source) if source.form in ("body", "group", "other") else None
    several = Finding(family, "name") if family is not None else _pair(scene, source, setting)
    if several is not None:
        return several
    if source.form in ("utterance", "body"):
        owned = _of_owner(scene, source, setting)
        if owned is not None or (source.form == "utterance" and source.owner):
            return owned
    if source.form == "other" and setting.speaks and _are_some(scene, source):
        source = replace(source, form="group")
    if source.form == "other" and not _is_somebody(scene, source):
        return None
    figure = known_by_description(scene, source)
    if figure is None and source.form == "person":
        figure = salient_person(scene, source, setting)
    figure = figure or new_figure(scene, source)
    return Finding(figure, "name" if figure.type == "organization" else "description")


def _is_where(scene: Scene, source: Source) -> bool:
    """Tell whether a source is a place where something is reported: "from Port Lee"."""
    before = scene.reading.words[source.first - 1].low if source.first else ""
    entity = scene.reading.entity_at.get(source.head)
    return before in ("from", "in") and entity is not None and entity.type in ("LOC", "GPE")


def _pair(scene: Scene, source: Source, setting: Setting) -> Finding | None:
    """Return the two named people whom "the pair", "the two" or "both men" means."""
    low = {source.noun, source.determiner, *source.modifiers}
    if source.form != "group" or source.owner or source.rest or not low & PAIRS:
        return None
    meant = meant_by_they(scene, source.first, setting)
    if not isinstance(meant, Source) or meant.form != "several":
        return None
    two = len(meant.members) == TWO
    named = all(member.form == "name" for member in meant.members)
    return _going_back(scene, meant, setting) if two and named else None


def _is_somebody(scene: Scene, source: Source) -> bool:
    """Tell whether a noun of no known kind still names one who speaks: "a deckhand"."""
    word = scene.reading.words[source.head]
    return word.tag == "NOUN" and source.determiner in NEW and not source.plural


def _are_some(scene: Scene, source: Source) -> bool:
    """Tell whether a noun of no known kind names many who speak: "the party's hawks say"."""
    return scene.reading.words[source.head].tag == "NOUN" and source.plural


def _of_owner(scene: Scene, source: Source, setting: Setting) -> Finding | None:
    """Return who or what a noun means by its owner, named before if not here."""
    if source.owner or _after_of(scene, source):
        return _owned(scene, source, setting)
    before = owned_before(scene, source) if source.form == "body" else None
    return find(scene, before, replace(setting, index=before.first)) if before else None


def _after_of(scene: Scene, source: Source) -> range:
    """Return the name of which a body is said to be: "the campaign of Ann Lee"."""
    of, words = source.rest.start, scene.reading.words
    name = scene.names.get(of + 1) if source.rest and words[of].low == "of" else None
    return range(name.first, name.last) if name is not None and source.form == "body" else range(0)


def _owned(scene: Scene, source: Source, setting: Setting) -> Finding | None:
    """Return who is quoted in "her words", or the body that is somebody's: "her campaign"."""
    owner = read_words(scene.reading, scene.names, source.owner or _after_of(scene, source))
    found = find(scene, owner, setting) if owner else None
    if source.form == "body":
        if found is None:
            return None
        body = owned_body(scene, source, found.figure)
        return Finding(body or new_figure(scene, source, owner=found.figure), "description")
    if found is None and scene.reading.words[source.owner.start].low == "its":
        return Finding(by_description(scene, source), "description")
    return found


def _by_pronoun(scene: Scene, source: Source, setting: Setting) -> Finding | None:
    kind = pronoun(scene.reading.words[source.head])
    figure: Figure | None = None
    if kind in ("3m", "3f"):
        figure = antecedent(scene, setting, kind[1])
        if figure is not None and figure.person is not None:
            scene.pronouns[id(figure.person)][kind[1]] += 1
    elif kind == "1":
        figure = setting.quoted_by
        figure = figure or _writer(scene, source.head, setting)
    elif kind == "3p":
        return _going_back(scene, meant_by_they(scene, source.head, setting), setting)
    elif kind == "3n":
        return _going_back(scene, meant_by_it(scene, source.head, setting), setting)
    elif kind == "rel":
        return _going_back(scene, before_relative(scene, source.head), setting)
    elif kind in ("any", "one"):
        pair = meant_by_they(scene, source.head, setting) if source.noun == "both" else None
        if isinstance(pair, Source) and pair.form == "several" and not source.rest:
            return _going_back(scene, pair, setting)
        return Finding(_indefinite(scene, source, kind), "description")
    return Finding(figure, "pronoun") if figure else None


def _going_back(scene: Scene, meant: Figure | Source | None, setting: Setting) -> Finding | None:
    """Return whom the words mean to which a pronoun goes back."""
    if meant is None or isinstance(meant, Figure):
        return Finding(meant, "pronoun") if meant else None
    spoke = scene.spoken_at(meant.head)
    if spoke is not None:
        return Finding(spoke, "pronoun")
    if meant.form in ("document", "utterance"):
        return Finding(by_description(scene, meant, whole=False), "pronoun")
    return find(scene, meant, setting)


def _writer(scene: Scene, index: int, setting: Setting) -> Figure | None:
    """Return who writes the article, as "I" says outside of anybody's words."""
    if setting.quoted(index) or setting.reported(index):
        return None
    span = scene.reading.span(index, index + 1)
    return scene.keep("writer", index, Figure("I", "anonymous_person", span, noun="i"))


def _indefinite(scene: Scene, source: Source, kind: str) -> Figure:
    """Return "some" or "one": nobody known."""
    span = scene.reading.span(source.first, full_end(scene.reading, source))
    type_: SpeakerType = "group" if kind == "any" else "anonymous_person"
    name = span.of(scene.reading.text)
    name = name[0].lower() + name[1:]
    figure = Figure(name, type_, span, noun=source.noun, alias=True)
    return scene.keep(f"{kind} {source.head}", source.head, figure)
