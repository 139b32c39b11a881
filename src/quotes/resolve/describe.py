"""Find how an article describes somebody: in an apposition, a title, a clause, a party tag."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.data import words as word_list
from quotes.resolve.names import Name, is_title
from quotes.resolve.phrases import POSSESSORS, pronoun, singular, telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quotes.resolve.reading import Reading, Word
    from quotes.types import Span

LONGEST = 45  # words of a description
LOOK_BACK = 14  # words before a name in which its description may begin
PARTY = re.compile(r"(?:[DRIL]|Dem\.|Rep\.|Democrat|Republican)\b[-–—,. ]{0,2}.{0,20}$")
BEGINNINGS = frozenset(("the", "a", "an", "former", "one"))
NO_BEGINNING = frozenset(("ADV", "ADP", "SCONJ", "CCONJ", "VERB", "AUX", "PRON"))
ENDS = frozenset(
    (",", ";", ":", "—", "–", "--", "(", ")", ".", "?", "!", "“", "”", '"', "''", "``")
)
COMMON_TITLES = frozenset(("mr.", "mr", "mrs.", "mrs", "ms.", "ms", "miss", "dr.", "dr", "sir"))
# How much a description tells, by where it stands.
APPOSITION, ROLE, CLAUSE, TITLE, TAG, ABBREVIATION, DEED = 6, 5, 4, 3, 2, 1, 0
REPORTS = frozenset(
    ("said", "told", "did", "does", "spoke", "wrote", "could", "would", "declined", "died")
)


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of somebody: words ``first`` to ``last``, and the nouns that it calls them."""

    first: int
    last: int
    weight: int
    roles: frozenset[str]
    words: frozenset[str]
    former: bool = False


def describe(reading: Reading, names: Mapping[int, Name], name: Name) -> list[Description]:
    """Return the descriptions that stand around a name; without tags only its title."""
    if not reading.words[name.first].tag:
        title = _before(reading, names, name)
        return [title] if title is not None else []
    found = [_before(reading, names, name), _in_front(reading, names, name)]
    full = len(name.parts) > 1
    after = describe_after(reading, names, name.last, introduces=full)
    return [d for d in (*found, *after, _of_body(reading, name)) if d is not None]


def _of_body(reading: Reading, name: Name) -> Description | None:
    """Return the body that somebody is said to be of: "Ann Lee of the Harbor Coalition"."""
    index = name.last
    if len(name.parts) == 1 or index + 1 >= len(reading.words) or reading.words[index].low != "of":
        return None
    index += 2 if reading.words[index + 1].low == "the" else 1
    entity = reading.entity_at.get(index)
    if entity is None or entity.type != "ORG" or entity.first != index:
        return None
    return _described(reading, name.last, entity.last, TAG, -1)


def best_span(reading: Reading, descriptions: list[Description]) -> Span | None:
    """Return the fullest description."""
    if not descriptions:
        return None
    best = max(descriptions, key=lambda d: (d.weight, d.last - d.first, -d.first))
    return reading.span(best.first, best.last)


def _described(reading: Reading, first: int, last: int, weight: int, head: int) -> Description:
    texts = [reading.words[i].low for i in range(first, last)]
    return Description(
        first,
        last,
        weight,
        _roles(reading, first, last, head),
        telling(texts),
        "former" in texts or texts[0].startswith("ex-"),
    )


def _roles(reading: Reading, first: int, last: int, head: int) -> frozenset[str]:
    """Return the nouns by which somebody is called, and those after "and"."""
    found = set()
    for index in range(first, last):
        word = reading.words[index]
        noun = singular(word)
        if noun not in table("roles") and not (is_title(word.text) and word.capital):
            continue
        if index == head or _is_head(reading, index, last):
            found.add(noun)
            if index > first:
                found.add(f"{reading.words[index - 1].low} {noun}")
    return frozenset(found)


def _is_head(reading: Reading, index: int, last: int) -> bool:
    """Tell whether no noun follows that the word would stand before."""
    nxt = reading.words[index + 1] if index + 1 < last else None
    if nxt is None or is_title(nxt.text):
        return True
    return nxt.tag not in ("NOUN", "PROPN") and not nxt.possessive


def _before(reading: Reading, names: Mapping[int, Name], name: Name) -> Description | None:
    """Return the title or the role right before a name."""
    begin = name.first
    sentence = reading.words[name.first].sentence
    if begin and reading.words[begin - 1].low in COMMON_TITLES:
        return None
    while begin and reading.words[begin - 1].sentence == sentence:
        if not _goes_before(reading, names, reading.words[begin - 1], name.first - begin):
            break
        begin -= 1
    while begin < name.first and not _may_begin(reading.words[begin]):
        begin += 1
    if begin == name.first:
        return None
    texts = [reading.words[i].text for i in range(begin, name.first)]
    roles = [t for t in texts if t.lower() in table("roles") or is_title(t)]
    last = texts[-1].lower()
    if not roles or (last not in table("roles") and not is_title(texts[-1]) and "of" not in texts):
        return None
    bare = all(t.endswith(".") for t in texts)
    weight = ABBREVIATION if bare else ROLE if len(texts) > 1 else TITLE
    return _described(reading, begin, name.first, weight, name.first - 1)


def _goes_before(reading: Reading, names: Mapping[int, Name], word: Word, so_far: int) -> bool:
    """Tell whether a word can be part of a title or role, reading leftwards."""
    if word.tag in ("VERB", "AUX"):  # officials suspect Ann Lee
        return False
    if word.low in table("roles") or (is_title(word.text) and word.capital):
        return True
    if so_far == 0 and not (word.capital and word.tag == "PROPN"):
        return False
    if word.index in names:
        return names[word.index].modifies or names[word.index].owns
    if word.low == "of" and so_far:
        before = reading.words[word.index - 1] if word.index else None
        return before is not None and before.capital and is_title(before.text)
    after_hyphen = so_far > 0 and reading.text[max(0, word.start - 1)] == "-"
    spaced = reading.text[max(0, word.start - 1)].isspace()
    glued = word.possessive or after_hyphen or (word.text in ("-", "/") and not spaced)
    return glued or word.tag in ("PROPN", "NOUN", "ADJ") or (word.capital and not word.tag)


def _may_begin(word: Word) -> bool:
    return word.text[:1].isalnum() and word.low != "of" and not word.possessive


def _in_front(reading: Reading, names: Mapping[int, Name], name: Name) -> Description | None:
    """Return the description that a comma parts from the name after it."""
    comma = name.begin - 1
    if comma < 1 or reading.words[comma].text != ",":
        return None
    sentence = reading.words[comma].sentence
    begin = comma
    for index in range(comma - 1, max(-1, comma - LOOK_BACK), -1):
        word = reading.words[index]
        if word.sentence != sentence or word.text in ENDS or word.tag in ("VERB", "AUX"):
            break
        if index in names and not names[index].owns:
            return None
        if word.low in ("and", "or", "that", "than"):
            break
        if word.low in BEGINNINGS or pronoun(word) in POSSESSORS or _owner(reading, names, word):
            begin = index
    head = _head_noun(reading, begin, comma)
    before = reading.words[begin - 1] if begin else None
    if begin == comma or head < 0:
        return None
    after = reading.words[name.last] if name.last < len(reading.words) else None
    if after is not None and after.sentence == sentence and not _closes(after):
        return None
    if (
        before
        and before.tag == "ADP"
        and before.sentence == sentence
        and after
        and after.text != ","
    ):
        return None
    return _described(reading, begin, comma, APPOSITION, head)


def _owner(reading: Reading, names: Mapping[int, Name], word: Word) -> bool:
    """Tell whether a possessor begins with the word: "China’s president"."""
    name = names.get(word.index)
    if name is not None:
        return name.owns and name.begin == word.index
    after = reading.words[word.index + 1] if word.index + 1 < len(reading.words) else None
    return word.capital and after is not None and after.possessive


def _closes(word: Word) -> bool:
    return word.text in ENDS


def _head_noun(reading: Reading, first: int, last: int) -> int:
    """Return the role that heads the words, -1 where they name no single person."""
    for index in range(first, last):
        word = reading.words[index]
        if index > first and (word.tag in ("ADP", "SCONJ", "PRON", "VERB") or word.text in ENDS):
            break
        if singular(word) in table("roles") and _is_head(reading, index, last):
            plural = word.low != singular(word)
            return -1 if plural else index
    return -1


def describe_after(
    reading: Reading,
    names: Mapping[int, Name],
    start: int,
    *,
    anybody: bool = True,
    introduces: bool = False,
) -> Iterator[Description]:
    """Yield the party tag, apposition and clause that follow a name.

    ``anybody`` is False for a body: then an apposition need not call it by a role.
    ``introduces`` tells that the name is in full, and a clause may say who that is.
    """
    words = reading.words
    index = start
    sentence = words[start - 1].sentence
    stop = reading.sentences[sentence].stop
    if index < stop and words[index].text == "(":
        close = next((i for i in range(index, min(stop, index + 12)) if words[i].text == ")"), -1)
        if close < 0:
            return
        if close > index + 2 and PARTY.match(reading.span(index + 1, close).of(reading.text)):
            yield _described(reading, index + 1, close, TAG, -1)
        index = close + 1
    if index + 1 >= stop or words[index].text not in (",", "—", "–"):
        return
    index = _after_age(reading, index + 1, stop)
    if index >= stop:
        return
    if words[index].low in ("who", "whose") and index + 1 < stop:
        yield from _clause(reading, index, stop, introduces=introduces)
    elif anybody:
        yield from _apposition(reading, names, index, stop)
    elif words[index].low in ("a", "an", "the"):
        yield _described(reading, index, _end(reading, index, stop), APPOSITION, -1)


def _clause(reading: Reading, index: int, stop: int, *, introduces: bool) -> Iterator[Description]:
    """Yield the clause after a name that says who somebody is, or by what they are known."""
    last = _end(reading, index, stop)
    if last - index <= 1:
        return
    clause = _described(reading, index, last, CLAUSE, -1)
    word = reading.words[index + 1]
    if word.low in word_list("office_verbs") or _tells_role(reading, clause):
        yield clause
    elif introduces and (reading.words[index].low == "whose" or _tells_deed(word)):
        yield replace(clause, weight=DEED)


def _tells_role(reading: Reading, clause: Description) -> bool:
    """Tell whether a clause says what somebody is, or has been doing: "who is a nurse"."""
    verb = reading.words[clause.first + 1].low
    if verb in ("is", "was"):
        return _head_noun(reading, clause.first + 2, clause.last) >= 0
    return verb in ("has", "had") and bool(clause.words & {"for", "since"})


def _tells_deed(verb: Word) -> bool:
    """Tell whether a clause may say who somebody is by what they do: "who plays the maids"."""
    reports = verb.low.removesuffix("ed").removesuffix("s")
    cue = {verb.low, reports, f"{reports}e"} & (word_list("cues_speech") | REPORTS)
    return verb.tag in ("VERB", "AUX") and not cue


def _after_age(reading: Reading, index: int, stop: int) -> int:
    """Skip an age: "Ann Lee, 45, a teacher"."""
    if (
        index + 1 < stop
        and reading.words[index].text.isdigit()
        and reading.words[index + 1].text == ","
    ):
        return index + 2
    return index


def _apposition(
    reading: Reading, names: Mapping[int, Name], index: int, stop: int
) -> Iterator[Description]:
    name = names.get(index)
    if name is not None and not name.owns and not name.modifies:
        return
    start = reading.words[index]
    if start.low in ("no", "any") or (
        start.tag in NO_BEGINNING and pronoun(start) not in POSSESSORS
    ):
        return
    last = _end(reading, index, stop)
    head = (
        _head_noun(reading, index, last) if name is None else _head_noun(reading, name.last, last)
    )
    if head < 0 and name is None:
        owner = next(
            (i for i in range(index, min(last, index + 5)) if reading.words[i].possessive), -1
        )
        head = _head_noun(reading, owner + 1, last) if owner > 0 else -1
    if head >= 0 and last > index:
        yield _described(reading, index, last, APPOSITION, head)


def _end(reading: Reading, first: int, stop: int) -> int:
    """Return where a description ends: at a mark, or where the sentence's verb comes."""
    last = _first_stop(reading, first, min(stop, first + LONGEST))
    while last > first + 1 and reading.words[last - 1].tag in ("ADP", "CCONJ", "DET", "PART"):
        last -= 1
    return last


def _first_stop(reading: Reading, first: int, stop: int) -> int:
    clause, depth = False, 0
    for index in range(first, stop):
        word = reading.words[index]
        clause = clause or word.low in ("who", "which", "that", "whose", "where")
        if word.text in ("(", ")"):
            depth += 1 if word.text == "(" else -1
            if depth < 0:
                return index
        elif depth == 0:
            verb = not clause and (_finite(word) or _reports(reading, index, first))
            if verb or (word.text in ENDS and not _inside_number(reading, index)):
                return index
    return stop


def _inside_number(reading: Reading, index: int) -> bool:
    """Tell whether a mark stands within a number or name and is no end."""
    return reading.words[index].end < len(reading.text) and (
        reading.text[reading.words[index].end].isalnum()
        and reading.words[index].text in (",", ".", ":")
    )


def _finite(word: Word) -> bool:
    return word.tag == "AUX" or (
        word.tag == "VERB" and not word.low.endswith(("ing", "ed", "en", "wn"))
    )


def _reports(reading: Reading, index: int, first: int) -> bool:
    """Tell whether what follows is a report: "a teacher said"."""
    word = reading.words[index]
    return (
        index > first
        and word.tag == "VERB"
        and word.low in ("said", "added", "told", "warned", "noted")
    )
