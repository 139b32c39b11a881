"""Find the named person whom "the Republican nominee" calls again: the most salient one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.data import words as word_list
from quotes.resolve.described.description import before_noun
from quotes.resolve.unnamed import CLAUSES, full_end
from quotes.resolve.whom.by_description import held_elsewhere, held_office
from quotes.resolve.whom.pronouns import (
    MARGIN,
    SUBJECT,
    candidates,
    goes_on,
    last_speaker,
    overtaken,
    standing,
    told_after,
    told_gender,
)
from quotes.resolve.words.alike import demonyms, parties, ranks
from quotes.resolve.words.phrases import pronoun, telling

if TYPE_CHECKING:
    from quotes.resolve.figures import Figure, Scene
    from quotes.resolve.names.people import Person
    from quotes.resolve.whom.pronouns import Setting
    from quotes.resolve.words.phrases import Source

LEAST = -2.5  # score of somebody who is salient enough
OFTEN, SURE = 3, 3  # times that somebody must be named, and how many times as often as others
FITS = 1.5  # for somebody of whom the text has said so
TITLED = frozenset(
    ("president", "king", "queen", "pope", "prince", "princess", "chancellor", "premier")
) | {"minister"}  # nobody holds these whom the text does not call so
RUNNING = frozenset(
    ("nominee", "candidate", "contender", "hopeful", "front-runner", "frontrunner", "incumbent")
)
SEATED = frozenset(
    ("senator", "governor", "congressman", "congresswoman", "representative", "lawmaker")
) | {"republican", "democrat", "independent"}
MAY_RUN = (
    SEATED
    | frozenset(
        ("businessman", "mogul", "tycoon", "billionaire", "developer", "secretary", "mayor", "star")
    )
    | {"gov.", "sen.", "rep."}
)
BESIDE_ANY = frozenset(  # may be said of somebody of any role
    ("native", "novice", "newcomer", "upstart", "outsider", "insurgent", "populist", "politician")
) | {"octogenarian", "septuagenarian", "veteran", "celebrity"}
ANYBODY = frozenset(("man", "woman", "person", "teenager", "boy", "girl"))
BUSINESSES = frozenset(
    ("broadcaster", "builder", "contractor", "developer", "employer", "insurer", "landlord")
) | {"lender", "maker", "manufacturer", "operator", "owner", "publisher", "retailer", "supplier"}
CLOSING = frozenset(("”", '"', "''", "’", "'", "»"))
SEAT = re.compile(r"\s?[,(]\s?(?:R|D|I|Rep|Dem)\.?[-–]\s?(\w+)")  # "(R-Fla.)" after a name
NOT_YET = frozenset(("next", "future", "new", "eventual", "potential", "likely", "other"))


def salient_person(scene: Scene, source: Source, setting: Setting) -> Figure | None:
    """Return the person just named whom the description fits, None where several may be meant."""
    if (speaker := _going_on(scene, source, setting)) is not None:
        return speaker
    again = _calls_again(scene, source)
    if (speaker := _beside_own_words(scene, source, setting, again=again)) is not None:
        return speaker
    if not again:
        return None
    scores: dict[int, float] = {}
    figures: dict[int, Figure] = {}
    others = _others_here(scene, source)
    for figure, score, index in candidates(scene, setting):
        fit = _fits(scene, figure, source)
        if figure is setting.quoted_by or id(figure) in others or fit is None or _only_owns(figure):
            continue
        if not fit and not _close(scene, index, source):
            continue
        figures[id(figure)] = figure
        scores[id(figure)] = max(score + (FITS if fit else 0.0), scores.get(id(figure), LEAST - 1))
    ranked = [key for key in sorted(scores, key=lambda key: -scores[key]) if scores[key] >= LEAST]
    if not ranked:
        return _protagonist(scene, source, others)
    if len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < MARGIN:
        return None
    best = figures[ranked[0]]
    return best if len(figures) == 1 or _fits(scene, best, source) else None


def _only_owns(figure: Figure) -> bool:
    """Tell whether a name only stands before the body that is meant: "Kent University"."""
    return figure.person is not None and all(name.modifies for name in figure.person.names)


def _going_on(scene: Scene, source: Source, setting: Setting) -> Figure | None:
    """Return whoever spoke last, where the description says more: "the former envoy added"."""
    if source.determiner != "the" or setting.quoted(source.head):
        return None
    words = scene.reading.words
    ends = full_end(scene.reading, source) - 1 if source.rest else source.head
    if not (goes_on(words, ends) or goes_on(words, source.first)):
        return None
    figure = last_speaker(scene, source.first)
    if figure is None or figure.person is None or _of_other_gender(scene, figure, source):
        return None
    return None if _in_other_office(scene, figure.person, source) else figure


def _in_other_office(scene: Scene, person: Person, source: Source) -> bool:
    """Tell whether somebody holds an office like the one described, but elsewhere or above it.

    A commander of one navy is not the commander of another, a president no vice president.
    """
    roles, said = _told_of(scene, person)
    if before_noun(scene.reading, source.head) == "vice":
        return bool(roles) and f"vice {source.noun}" not in roles
    return (
        source.noun in roles and "of" in said and held_elsewhere(held_office(scene, source), said)
    )


def _beside_own_words(
    scene: Scene, source: Source, setting: Setting, *, again: bool
) -> Figure | None:
    """Return whoever spoke last in the paragraph: Lee smiled. “Yes,” the former mayor said.

    ``again`` tells that the description is one that calls somebody named again.
    """
    reading = scene.reading
    last = scene.last_spoken(source.first)
    ends = reading.words[source.first - 1].text in CLOSING
    if last is None or source.determiner != "the" or not ends:
        return None
    place, figure = last
    here, there = (reading.paragraphs[reading.words[i].sentence] for i in (source.first, place))
    other = figure is setting.quoted_by or _of_other_gender(scene, figure, source)
    if here != there or other or overtaken(scene, setting):
        return None
    if figure.person is None:
        nouns = {"anonymous_person": ANYBODY, "organization": BUSINESSES}.get(figure.type, ())
        return figure if source.noun in nouns else None
    roles, said = _told_of(scene, figure.person)
    wrong = _another_party(source, said) or (source.noun in TITLED and source.noun not in roles)
    wrong = wrong or _in_other_office(scene, figure.person, source)
    titled = source.noun in {title.rstrip(".") for title in figure.person.titles}
    return figure if (again or titled) and not wrong else None


def _close(scene: Scene, index: int, source: Source) -> bool:
    """Tell whether somebody of whom nothing is said was named close enough to be called again."""
    here, there = (scene.reading.words[i].sentence for i in (source.head, index))
    paragraphs = scene.reading.paragraphs
    near = source.noun in word_list("offices") or paragraphs[here] == paragraphs[there]
    subject = standing(scene, index) == SUBJECT and not _introduces(scene, source)
    return here - there <= 1 and (near or subject)


def _introduces(scene: Scene, source: Source) -> bool:
    """Tell whether a clause after a comma says who that is: "The comedian, who …"."""
    after = [w.low for w in scene.reading.words[source.last : source.last + 2]]
    return len(after) > 1 and after[0] == "," and after[1] in CLAUSES


def _protagonist(scene: Scene, source: Source, others: set[int]) -> Figure | None:
    """Return the person whom the text has named far more than anybody else that fits."""
    if source.noun not in RUNNING or not source.modifiers & parties().keys():
        return None
    named: list[tuple[int, Figure]] = []
    for person in scene.facts.people:
        figure = scene.figure_of(person)
        times = sum(name.first < source.head for name in person.names)
        if times and id(figure) not in others and _fits(scene, figure, source) is not None:
            named.append((times, figure))
    named.sort(key=lambda n: -n[0])
    if not named:
        return None
    times, figure = named[0]
    other = named[1][0] if len(named) > 1 else 0
    return figure if times >= max(OFTEN, SURE * other) else None


def _calls_again(scene: Scene, source: Source) -> bool:
    """Tell whether a description is one by which news calls again whom they have named."""
    reading = scene.reading
    if source.determiner not in ("the", "that") or source.owner or NOT_YET & source.modifiers:
        return False
    after = reading.words[source.rest.start].low if source.rest else ""
    if after == "of" or after in CLAUSES:
        return False
    kin = table("roles").get(source.noun) != "-" and source.noun in word_list("offices")
    again = source.noun in word_list("offices") or source.noun in word_list("recalling")
    again = again or reading.words[source.head].text in demonyms()
    return _is_aged(source) or (again and not (kin and not source.modifiers))


def _is_aged(source: Source) -> bool:
    """Tell whether a description tells an age: "the 68-year-old Oregon native"."""
    return any("old" in word.split("-") for word in (source.noun, *source.modifiers))


def _others_here(scene: Scene, source: Source) -> set[int]:
    """Return who cannot be meant: a subject of the sentence, or named in the same clause."""
    words = scene.reading.words
    others: set[int] = set()
    for index, figure in scene.seen_in(words[source.head].sentence):
        name = scene.names.get(index)
        if name is not None and name.owns:
            continue
        between = range(min(index, source.head), max(index, source.head))
        clause = not any(words[i].tag in ("VERB", "AUX") for i in between)
        if clause or standing(scene, index) == SUBJECT:
            others.add(id(figure))
    return others


def _told_of(scene: Scene, person: Person) -> tuple[frozenset[str], frozenset[str]]:
    """Return the roles and the words of all that the text says a person is."""
    told = scene.facts.descriptions[id(person)]
    roles = frozenset(role for description in told for role in description.roles)
    return roles, frozenset(word for description in told for word in description.words)


def _fits(scene: Scene, figure: Figure, source: Source) -> bool | None:
    """Return True where the text calls the person so, False where it may be, None where not."""
    if figure.person is None:
        return None
    if _of_other_gender(scene, figure, source) or _in_other_office(scene, figure.person, source):
        return None
    roles, said = _told_of(scene, figure.person)
    vice = source.noun == "president" and "vice president" in roles
    called = source.noun in roles or any(source.noun in ranks().get(r, ()) for r in roles)
    if _another_party(source, said) or _elsewhere(scene, figure, source, said, called=called):
        return None
    if called:
        return None if vice else True
    any_role = source.noun in BESIDE_ANY or _is_aged(source)
    beside = any_role or (source.noun in RUNNING and roles & MAY_RUN)
    return None if source.noun in TITLED or (roles and not beside) else False


def _of_other_gender(scene: Scene, figure: Figure, source: Source) -> bool:
    """Tell whether the description, or the sentence after it, tells another gender."""
    gender = table("roles").get(source.noun, "-").strip("-") or told_after(scene, source)
    return bool(gender) and told_gender(scene, figure) not in ("", gender)


def _elsewhere(
    scene: Scene, figure: Figure, source: Source, said: frozenset[str], *, called: bool
) -> bool:
    """Tell whether the description names a place or body that the text has not put with them."""
    if _is_aged(source):
        return False
    words = scene.reading.words
    named = telling(
        words[i].low
        for i in range(source.first, source.head)
        if words[i].capital and not pronoun(words[i]) and words[i].low not in parties()
    )
    people = {word for word in named if word.capitalize() in demonyms()}
    told = any(word.capitalize() in demonyms() for word in said)
    if not told and source.noun not in word_list("offices"):
        named -= people  # "the Australian legend", but no minister of another country
    if not named - said:
        return False
    return not (called and source.noun in SEATED) or _of_other_state(scene, figure, named)


def _of_other_state(scene: Scene, figure: Figure, named: frozenset[str]) -> bool:
    """Tell whether the text says of which state a member is, and it is none named: "R-Iowa"."""
    names = figure.person.names if figure.person else ()
    ends = [scene.reading.words[n.last - 1].end for n in names]
    told = [m[1].lower() for end in ends if (m := SEAT.match(scene.reading.text, end))]
    fits = any(_short_for(short, name) for short in told for name in named)
    return bool(told) and not fits


def _short_for(short: str, name: str) -> bool:
    """Tell whether a name has the letters of its abbreviation in order: "fla" for "florida"."""
    letters = iter(name)
    return all(letter in letters for letter in short)


def _another_party(source: Source, said: frozenset[str]) -> bool:
    """Tell whether the description tells another party than the text tells of the person."""
    own = {parties()[w] for w in {*source.modifiers, source.noun} if w in parties()}
    theirs = {parties()[w] for w in said if w in parties()}
    return bool(own and theirs) and not own & theirs
