"""Find whom a description means: somebody met before, or somebody new."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.data import words as word_list
from quotes.resolve.describe import Description, best_span, describe_after
from quotes.resolve.figures import Figure, Scene, aliases, bare, ranks
from quotes.resolve.mentions import read_words
from quotes.resolve.phrases import DETERMINERS, NEW, POSSESSORS, Source, pronoun, telling
from quotes.resolve.unnamed import Introduction, extended, full_end

if TYPE_CHECKING:
    from quotes.types import Span, SpeakerType

REACH_UNNAMED = 60  # introductions looked back at
SURE = 3  # how many times as often somebody must be named to be the one meant
NOUN_PHRASE = frozenset(("NOUN", "PROPN", "ADJ", "DET", "NUM", "X"))
NAMED_BODIES = frozenset(("ORG", "LOC", "GPE"))
GENERIC = frozenset(
    ("group", "organization", "company", "firm", "agency", "outlet", "newspaper", "paper")
)
TYPES: dict[str, SpeakerType] = {
    "person": "anonymous_person",
    "group": "group",
    "several": "group",
    "body": "organization",
    "document": "document",
    "utterance": "document",
}


def by_description(scene: Scene, source: Source) -> Figure:
    """Return the figure that a description means, a new one where it means nobody known."""
    known: Figure | None = None
    if source.form == "person" and source.definite:
        known = _known_person(scene, source)
    elif source.form in ("group", "body", "document") and source.definite:
        known = _known_by_noun(scene, source)
    return known or _new(scene, source)


def _new(scene: Scene, source: Source, *, whole: bool = True) -> Figure:
    """Return a new figure, or the one that goes by the same words.

    ``whole`` tells that the source ends where its words do, not with the sentence.
    """
    reading = scene.reading
    last = source.last
    if source.form in ("person", "group", "document", "several"):
        last = full_end(reading, source) if whole else extended(reading, source)
    span = reading.span(source.first, last)
    name = _name(scene, source, span)
    figure = Figure(
        name,
        "unknown" if _known_to_all(source) else TYPES[source.form],
        span,
        noun=source.noun,
        words=telling(w.low for w in reading.words[source.first : source.last]),
        description=_description(scene, source, last),
        alias=source.form == "person" and source.definite,
        gender=table("roles").get(source.noun, "-").strip("-") if source.form == "person" else "",
    )
    new = source.form == "person" and not source.definite
    key = f"{source.form} {source.head}" if new else f"{source.form} {_key(name)}"
    if source.form == "body" and key not in scene.figures:
        key = scene.longer_key(key, definite=source.determiner == "the")
        figure.name = scene.facts.full_names.get(key, name)
    kept = scene.keep(key, source.head, figure)
    if source.form == "body" and len(_spelled(name)) > len(_spelled(kept.name)):
        kept.name = name
    return kept


def _known_to_all(source: Source) -> bool:
    """Tell whether "the president" speaks of somebody whom the text need not name."""
    defined = source.determiner == "the" and source.form == "person"
    return defined and source.noun in word_list("offices")


def _spelled(name: str) -> str:
    """Return the name without dots, so that a word beats its abbreviation."""
    return name.replace(".", "")


def _key(name: str) -> str:
    low = bare(name).lower()
    return aliases().get(low, low)


def _name(scene: Scene, source: Source, span: Span) -> str:
    """Return the words by which an unnamed speaker goes."""
    entity = _entity_name(scene, source)
    if entity is not None:
        return entity
    text = " ".join(span.of(scene.reading.text).split())
    head = scene.reading.words[source.head]
    inner = scene.reading.words[source.first : source.last]
    proper = any(w.capital for w in inner if w.index != source.first)
    named = source.form == "body" and source.determiner not in NEW
    if named and (head.capital or proper or source.owner):
        return bare(text)
    return text[0].lower() + text[1:] if _only_begins(scene, source.first) else text


def _entity_name(scene: Scene, source: Source) -> str | None:
    """Return a body's own name, without what the text puts before it: "the powerful Acme Corp."."""
    entity = scene.reading.entity_at.get(source.head)
    if source.form != "body" or source.determiner in NEW:
        return None
    if entity is None or entity.type not in NAMED_BODIES:
        return None
    before = scene.reading.words[source.first : max(source.first, entity.first)]
    if entity.last < source.last or any(w.capital and w.index != source.first for w in before):
        return None
    if any(w.capital and not _only_begins(scene, w.index) for w in before):
        return None
    first = max(source.first, entity.first)
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
    return word.low in word_list("openers") or word.tag == "NOUN"


def _description(scene: Scene, source: Source, last: int) -> Span | None:
    """Return the descriptive words of somebody unnamed, or what is said of a body."""
    reading = scene.reading
    if source.form == "person":
        first = source.first
        while first < source.head and reading.words[first].low in DETERMINERS:
            first += 1
        return reading.span(first, last)
    if source.form == "body":
        after = describe_after(reading, scene.names, source.last, anybody=False)
        return best_span(reading, [d for d in after if d.last <= source.rest.stop])
    return None


def _known_by_noun(scene: Scene, source: Source) -> Figure | None:
    """Return the group, body or document that "the group" refers back to."""
    wanted = telling(source.modifiers)
    if source.owner or scene.reading.words[source.head].capital:
        return None
    if source.form == "body" and not wanted:
        named = _body_before(scene, source)
        if named is not None:
            return named
    if source.noun in GENERIC and not wanted:
        last = last_of(scene, source.head, ("organization",))
        if last is not None:
            return last
    for figure in scene.last_with_noun(source.noun, source.head):
        if figure.type == TYPES[source.form] and wanted <= figure.words:
            return figure
    return None


def _body_before(scene: Scene, source: Source) -> Figure | None:
    """Return the body named with the noun before: "the Biden administration"."""
    reading = scene.reading
    for index in scene.bodies_called(source.noun, source.head):
        first = phrase_start(scene, index)
        while first < index and reading.words[first].low in DETERMINERS:
            first += 1
        body = read_words(reading, scene.names, range(first, index + 1))
        if body is not None and body.form == "body" and (body.modifiers or body.owner):
            return _new(scene, body)
    return None


def phrase_start(scene: Scene, head: int) -> int:
    """Return where the noun phrase that ends in a word begins."""
    words = scene.reading.words
    first = head
    while first and words[first - 1].sentence == words[head].sentence:
        before = words[first - 1]
        if pronoun(before) in POSSESSORS:
            return first - 1
        inside = before.tag in NOUN_PHRASE or before.text == "-" or before.possessive
        if not (inside or (not before.tag and (before.capital or before.low in DETERMINERS))):
            break
        first -= 1
        if before.tag == "DET" or before.low in ("the", "a", "an"):
            break
    return first


def _known_person(scene: Scene, source: Source) -> Figure | None:
    """Return the person that "the aide" or "the president" refers back to."""
    unnamed = _unnamed_before(scene, source)
    named = _named_with_role(scene, source)
    if unnamed is None or (named is not None and _last_place(named, source.head) > unnamed.first):
        return named or (_introduce(scene, unnamed) if unnamed else None)
    return _introduce(scene, unnamed)


def _introduce(scene: Scene, introduction: Introduction) -> Figure:
    reading = scene.reading
    stop = reading.sentences[reading.words[introduction.head].sentence].stop
    source = read_words(reading, scene.names, range(introduction.first, introduction.last))
    whole = read_words(reading, scene.names, range(introduction.first, stop))
    if whole is not None and whole.head == introduction.head and whole.form == "person":
        source = whole
    if source is None:
        raise AssertionError(introduction)
    return _new(scene, source, whole=False)


def _unnamed_before(scene: Scene, source: Source) -> Introduction | None:
    """Return the nearest unnamed person introduced by a noun that the source may repeat."""
    wanted = telling(source.modifiers)
    at = bisect_left(scene.facts.introductions, source.head, key=lambda i: i.head)
    fitting = ranks().get(source.noun, frozenset()) | {source.noun}
    if source.owner:
        return None
    for introduction in reversed(scene.facts.introductions[max(0, at - REACH_UNNAMED) : at]):
        if introduction.head == source.head:
            continue
        same = introduction.noun == source.noun or (
            not wanted
            and source.noun in ranks().get(introduction.noun, ())
            and introduction.noun in fitting
        )
        if same and wanted <= introduction.words:
            return introduction
    return None


def _named_with_role(scene: Scene, source: Source) -> Figure | None:
    """Return the named person whose title or description a source repeats, if only one may be."""
    reading = scene.reading
    before = reading.words[source.head - 1].low if source.head else ""
    nouns = {f"{before} {source.noun}"} if before in ("prime", "vice") else {source.noun}
    wanted = telling(source.modifiers) - {"former", "prime", "vice"}
    owner = telling(reading.words[i].low for i in source.owner if reading.words[i].capital)
    former = "former" in source.modifiers
    found: list[tuple[int, Figure]] = []
    for person in scene.facts.people:
        fit = max(
            (
                _fit(d, nouns, wanted | owner, former=former, bare=not (wanted or owner))
                for d in scene.facts.descriptions[id(person)]
            ),
            default=0,
        )
        if fit and person.names[0].first < source.head:
            found.append((fit, scene.figure_of(person)))
    if not found:
        return None
    best = max(fit for fit, _ in found)
    return _clearest(scene, [f for fit, f in found if fit == best], source.head)


def _fit(
    description: Description, nouns: set[str], wanted: frozenset[str], *, former: bool, bare: bool
) -> int:
    """Return how well a description fits: 0 not at all, 1 by a like word, up to 3."""
    roles = description.roles
    if "president" in nouns and "vice president" in roles:
        return 0
    if "minister" in nouns and "prime minister" in roles:
        return 0
    like = any(nouns & ranks().get(role, frozenset()) for role in roles)
    if not (nouns & roles or like):
        return 0
    if any(w not in description.words for w in wanted if w not in ("own", "new", "embattled")):
        return 0
    if former != description.former and (former or bare):
        return 0
    return 3 if nouns & roles else 2


def _clearest(scene: Scene, figures: list[Figure], index: int) -> Figure | None:
    """Return the one of several that the text has just spoken of, or speaks of most."""
    if len(figures) == 1:
        return figures[0]
    counts = sorted(figures, key=lambda f: -len(f.forms))
    if len(counts[0].forms) >= SURE * len(counts[1].forms):
        return counts[0]
    sentence = scene.reading.words[index].sentence
    near = [f for f in figures if any(f is g for _, g in scene.seen_in(sentence - 1))]
    return near[0] if len(near) == 1 else None


def _last_place(figure: Figure, before: int) -> int:
    places = [n.first for n in figure.person.names if n.first < before] if figure.person else []
    return max(places, default=-1)


def last_of(scene: Scene, index: int, types: tuple[str, ...]) -> Figure | None:
    """Return who spoke last, in the sentences before, if of one of the types."""
    sentence = scene.reading.words[index].sentence
    for place, _, figure in reversed(scene.spoken):
        if place < index:
            near = sentence - scene.reading.words[place].sentence <= 1
            return figure if near and figure.type in types else None
    return None
