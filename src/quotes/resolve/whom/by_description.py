"""Find whom a description means: somebody met before, or somebody new."""

from __future__ import annotations

from bisect import bisect_left, insort
from itertools import takewhile
from typing import TYPE_CHECKING

from quotes.resolve.described.description import before_noun
from quotes.resolve.newcomers import new_figure
from quotes.resolve.whom.apart import named_apart, named_below, named_soon
from quotes.resolve.whom.bodies import called_so, known_by_noun
from quotes.resolve.whom.pronouns import last_speaker, told_after, told_gender
from quotes.resolve.words.alike import demonyms, ranks
from quotes.resolve.words.mentions import read_words
from quotes.resolve.words.phrases import Source, pronoun, telling

if TYPE_CHECKING:
    from quotes.resolve.described.description import Description
    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.unnamed import Introduction

GOVERNMENTS = frozenset(("administration", "presidency"))
LOCAL = frozenset(("mayor", "gov.", "governor"))  # they have administrations, too
REACH_UNNAMED = 60  # introductions looked back at
LIKE_WORD, SAME_WORD = 2, 3  # by which a description fits a role
HELD = frozenset(("ADJ", "DET", "NOUN", "PROPN"))  # words of what an office is of
SURE = 3  # how many times as often somebody must be named to be the one meant


def by_description(scene: Scene, source: Source, *, whole: bool = True) -> Figure:
    """Return the figure that a description means, a new one where it means nobody known.

    ``whole`` tells that the source ends where its words do, not with the sentence.
    """
    return known_by_description(scene, source) or new_figure(scene, source, whole=whole)


def known_by_description(scene: Scene, source: Source) -> Figure | None:
    """Return the figure met before, or named further on, that a description means."""
    if source.form == "person":
        known = _known_person(scene, source) if source.definite else None
        return (
            known
            or named_apart(scene, source)
            or named_below(scene, source)
            or named_soon(scene, source)
        )
    if source.form in ("group", "body", "document") and source.definite:
        return known_by_noun(scene, source)
    if source.form == "utterance" and source.definite:
        return called_so(scene, source, source.head)  # "the statement" after "a joint statement"
    return None


def _known_person(scene: Scene, source: Source) -> Figure | None:
    """Return the person that "the aide" or "the president" refers back to."""
    unnamed = _unnamed_before(scene, source)
    named, fit = _named_with_role(scene, source)
    if unnamed is None:
        return named
    nearer = named is not None and _last_place(named, source.head) > unnamed.first
    speaker = last_speaker(scene, source.first)
    spoke = speaker is not None and speaker.person is None and speaker.noun == source.noun
    alike = fit < SAME_WORD and spoke  # "the official" is no minister then
    return named if nearer and not alike else _introduce(scene, unnamed, source.head)


def _introduce(scene: Scene, introduction: Introduction, index: int) -> Figure:
    """Return the unnamed person whom a word recalls."""
    insort(scene.recalled, (index, introduction.head))
    reading = scene.reading
    stop = reading.sentences[reading.words[introduction.head].sentence].stop
    source = read_words(reading, scene.names, range(introduction.first, introduction.last))
    whole = read_words(reading, scene.names, range(introduction.first, stop))
    if whole is not None and whole.head == introduction.head and whole.form == "person":
        source = whole
    if source is None:
        raise AssertionError(introduction)
    return new_figure(scene, source, whole=False)


def _unnamed_before(scene: Scene, source: Source) -> Introduction | None:
    """Return the nearest unnamed person introduced by a noun that the source may repeat."""
    if source.owner:
        return None
    known = scene.facts.introductions
    at = bisect_left(known, source.head, key=lambda i: i.head)
    near = known[max(0, at - REACH_UNNAMED) : at]
    fitting = [i for i in near if i.head != source.head and _repeats(source, i)]
    low = {scene.reading.words[i].low for i in range(source.first, source.head)}
    if "first" in low:
        fitting = [i for i in fitting if not i.ordinal] or fitting
    elif "other" in low and len(fitting) > 1:
        fitting.remove(max(fitting, key=lambda i: _recalled(scene, i, source.head)))
    return max(fitting, key=lambda i: _recalled(scene, i, source.head), default=None)


def _repeats(source: Source, introduction: Introduction) -> bool:
    """Tell whether a description may repeat an introduction, word for word or by a like noun."""
    wanted = telling(source.modifiers) - {"first", "same"}
    like = ranks().get(introduction.noun, frozenset()) & {source.noun}
    mutual = introduction.noun in ranks().get(source.noun, frozenset()) | {source.noun}
    same = introduction.noun == source.noun or (not wanted and like and mutual)
    return bool(same) and wanted <= introduction.words


def _recalled(scene: Scene, introduction: Introduction, before: int) -> int:
    """Return the last word before another that means somebody introduced."""
    places = (at for at, head in scene.recalled if head == introduction.head and at < before)
    return max(places, default=introduction.head)


def _named_with_role(scene: Scene, source: Source) -> tuple[Figure | None, int]:
    """Return the named person whose title or description a source repeats, and how well.

    None if several may be meant.
    """
    reading = scene.reading
    before = before_noun(reading, source.head)
    nouns = {f"{before} {source.noun}"} if before in ("prime", "vice") else {source.noun}
    wanted = telling(source.modifiers) - {"former", "prime", "vice"}
    owner = telling(
        reading.words[i].low
        for i in source.owner
        if reading.words[i].capital and not pronoun(reading.words[i])
    )
    former = "former" in source.modifiers
    of = held_office(scene, source)
    found: list[tuple[int, Figure]] = []
    told = told_after(scene, source)
    for person in scene.facts.people:
        fit = max(
            (
                _fit(d, nouns, wanted | owner, former=former, bare=not (wanted or owner))
                for d in scene.facts.descriptions[id(person)]
                if not ("of" in d.words and held_elsewhere(of, d.words))
            ),
            default=0,
        )
        if fit and person.names[0].first < source.head:
            figure = scene.figure_of(person)
            if not told or told_gender(scene, figure) in ("", told):
                found.append((fit, figure))
    governing = _governing(scene, source) if source.noun == "president" and not wanted else []
    if not found:
        return (governing[0] if len(governing) == 1 else None), SAME_WORD
    highest = max(fit for fit, _ in found)
    best = [f for fit, f in found if fit == highest]
    if len(best) > 1:
        best = [f for f in best if f in governing] or best
    return _clearest(scene, best, source.head), highest


def held_office(scene: Scene, source: Source) -> frozenset[str]:
    """Return the names that the office described is of: "omani" and "navy"."""
    words = scene.reading.words
    if not source.rest or words[source.rest.start].low != "of":
        return frozenset()
    held = takewhile(lambda i: words[i].tag in HELD or words[i].low == "of", source.rest)
    return telling(words[i].low for i in held if words[i].capital)


def held_elsewhere(held: frozenset[str], said: frozenset[str]) -> bool:
    """Tell whether an office is of another body or country than is said of somebody."""
    one, other = ({demonyms().get(w.capitalize()) for w in ws} - {None} for ws in (held, said))
    return bool(held) and (held.isdisjoint(said) or (bool(one and other) and one != other))


def _governing(scene: Scene, source: Source) -> list[Figure]:
    """Return whose administration the text speaks of, who so is president if nothing else."""
    words = scene.reading.words
    return [
        scene.figure_of(person)
        for person in scene.facts.people
        if not person.titles & LOCAL
        and person.names[0].first < source.head
        and any(n.modifies and words[n.last].low in GOVERNMENTS for n in person.names)
    ]


def _fit(
    description: Description, nouns: set[str], wanted: frozenset[str], *, former: bool, bare: bool
) -> int:
    """Return how well a description fits: 0 not at all, LIKE_WORD or SAME_WORD."""
    roles = description.roles
    if "president" in nouns and "vice president" in roles:
        return 0
    if "minister" in nouns and "prime minister" in roles:
        return 0
    like = any(nouns & ranks().get(role, frozenset()) for role in roles)
    if not (nouns & roles or like):
        return 0
    if any(not _tells(description, w) for w in wanted if w not in ("own", "new", "embattled")):
        return 0
    if former != description.former and (former or bare):
        return 0
    return SAME_WORD if nouns & roles else LIKE_WORD


def _tells(description: Description, word: str) -> bool:
    """Tell whether a description holds a word, or the country of an adjective: "Ukrainian"."""
    country = demonyms().get(word.capitalize(), "").lower().split()
    return word in description.words or (bool(country) and description.words.issuperset(country))


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
