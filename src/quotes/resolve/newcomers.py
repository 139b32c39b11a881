"""Make the figure of somebody unnamed, of a body or a document, with the words it goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.data import table
from quotes.data import words as word_list
from quotes.find.snap import with_closing_mark
from quotes.resolve.described.after_name import describe_after
from quotes.resolve.described.description import best_span
from quotes.resolve.figures import Figure, Scene, bare
from quotes.resolve.unnamed import CLAUSES, extended, full_end
from quotes.resolve.whom.document_names import document_name, fuller_document
from quotes.resolve.words.alike import aliases, demonyms, parties
from quotes.resolve.words.nouns import singular
from quotes.resolve.words.phrases import DETERMINERS, NEW, Source, pronoun, telling

if TYPE_CHECKING:
    from quotes.types import Span, SpeakerType

WRITTEN = frozenset(
    ("accord", "act", "agreement", "amendment", "bill", "constitution", "law", "pact", "poll")
) | {"report", "survey", "treaty"}
NAMED_BODIES = frozenset(("ORG", "LOC", "GPE"))
TYPES: dict[str, SpeakerType] = {
    "person": "anonymous_person",
    "group": "group",
    "several": "group",
    "body": "organization",
    "document": "document",
    "utterance": "document",
}


def new_figure(
    scene: Scene, source: Source, *, whole: bool = True, owner: Figure | None = None
) -> Figure:
    """Return a new figure, or the one that goes by the same words.

    ``whole`` tells that the source ends where its words do, not with the sentence;
    ``owner`` is whose body it is, so that two "his campaign" stay two.
    """
    reading = scene.reading
    last = source.last
    if source.form in ("person", "group", "document", "several"):
        last = full_end(reading, source) if whole else extended(reading, source)
    elif whole and _limited(scene, source):
        last = full_end(reading, source)
    span = with_closing_mark(reading.text, reading.span(source.first, last))
    name = _name(scene, source, span)
    if source.form == "body":
        name = scene.facts.abbreviations.get(name, name)  # "RTA"
    figure = Figure(
        name,
        _type(source),
        span,
        noun=source.noun,
        words=telling(w.low for w in reading.words[source.first : source.last]),
        description=_description(scene, source, last),
        alias=source.form == "person" and source.definite,
        gender=table("roles").get(source.noun, "-").strip("-") if source.form == "person" else "",
    )
    new = source.form == "person" and not source.definite
    key = f"{source.form} {source.head}" if new else f"{source.form} {key_of(name)}"
    if source.form == "body" and key not in scene.figures:
        key = scene.longer_key(key, definite=source.determiner == "the")
        figure.name = scene.facts.full_names.get(key, name)
    if source.form == "document" and source.determiner not in NEW:
        key = fuller_document(key, scene.figures)
    if owner is not None and pronoun(reading.words[source.first]):
        key = f"{key} of {owner.name}"
    kept = scene.keep(key, source.head, figure)
    kept.description = kept.description or figure.description
    if source.form == "body" and len(_spelled(name)) > len(_spelled(kept.name)):
        kept.name = name
    return kept


def _type(source: Source) -> SpeakerType:
    """Return the type of the speaker, a document for "the Clean Lakes Act"."""
    if _known_to_all(source):
        return "unknown"
    written = source.form == "body" and source.noun in WRITTEN
    return "document" if written else TYPES.get(source.form, "unknown")


def _limited(scene: Scene, source: Source) -> bool:
    """Tell whether a clause says which body is meant: "the network that employs both"."""
    words = scene.reading.words
    clause = source.rest and words[source.rest.start].low in CLAUSES
    return bool(clause) and source.form == "body" and not words[source.head].capital


def _known_to_all(source: Source) -> bool:
    """Tell whether "the president" speaks of somebody whom the text need not name."""
    defined = source.determiner == "the" and source.form == "person"
    return defined and source.noun in word_list("offices")


def _spelled(name: str) -> str:
    """Return the name without dots, so that a word beats its abbreviation."""
    return name.replace(".", "")


def key_of(name: str) -> str:
    """Return the name by which a figure is kept: bare, in lower case, and of one spelling."""
    low = bare(name).lower()
    return aliases().get(low, low)


def _name(scene: Scene, source: Source, span: Span) -> str:
    """Return the words by which an unnamed speaker goes."""
    proper_name = _entity_name(scene, source) or document_name(scene.reading, source)
    if proper_name is not None:
        return proper_name
    text = " ".join(span.of(scene.reading.text).split())
    head = scene.reading.words[source.head]
    inner = scene.reading.words[source.first : source.last]
    proper = any(w.capital for w in inner if w.index != source.first)
    named = source.form == "body" and source.determiner not in NEW
    owned = any(scene.reading.words[i].capital for i in source.owner)
    if named and (head.capital or proper or owned):
        return bare(text)
    return text[0].lower() + text[1:] if _only_begins(scene, source.first) else text


def _entity_name(scene: Scene, source: Source) -> str | None:
    """Return a body's own name, without what the text puts before it: "the powerful Acme Corp."."""
    entity = scene.reading.entity_at.get(source.head)
    if source.form != "body" or source.determiner in NEW:
        return None
    if entity is None or entity.type not in NAMED_BODIES:
        return None
    if not any(w.capital for w in scene.reading.words[entity.first : entity.last]):
        return None  # "the electoral commission" is no name
    named = entity.first < source.head
    pac = named and scene.reading.words[entity.first].text == "PAC"  # "super PAC Acme Action"
    begin = entity.first if pac else source.first
    before = scene.reading.words[begin : max(source.first, entity.first)]
    if entity.last < source.last or any(w.capital and w.index != source.first for w in before):
        return None
    if any(w.capital and not _only_begins(scene, w.index) for w in before):
        return None
    first = max(source.first, entity.first)
    first += 1 if pac else 0
    return bare(scene.reading.span(first, source.last).of(scene.reading.text))


def _only_begins(scene: Scene, index: int) -> bool:
    """Tell whether a word is capitalised only because a sentence begins with it."""
    word = scene.reading.words[index]
    if not word.capital or (word.text.isupper() and len(word.text) > 1):
        return False
    if word.low in DETERMINERS or pronoun(word):
        return True
    if index in scene.reading.entity_at or index in scene.names:
        return False
    if singular(word) in parties() or {word.text, word.text[:-1]} & demonyms().keys():
        return False  # "Republicans", "Cubans"
    return word.low in word_list("openers") or word.tag == "NOUN"


def _description(scene: Scene, source: Source, last: int) -> Span | None:
    """Return the descriptive words of somebody unnamed, or what is said of a body."""
    reading = scene.reading
    if source.form == "person":
        first = source.first
        while first < source.head and reading.words[first].low in DETERMINERS:
            first += 1
        return reading.span(first, last)
    if source.described:
        return reading.span(source.described.start, source.described.stop)
    if source.form == "body":
        after = describe_after(reading, scene.names, source.last, anybody=False)
        return best_span(reading, [d for d in after if d.last <= source.rest.stop])
    return None
