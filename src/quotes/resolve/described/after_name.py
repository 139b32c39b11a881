"""Read what follows a name and says who that is: a party tag, an apposition, a clause."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.data import words as word_list
from quotes.resolve.described.description import (
    APPOSITION,
    CLAUSE,
    DEED,
    ENDS,
    TAG,
    Description,
    described,
    head_noun,
)
from quotes.resolve.words.phrases import POSSESSORS, pronoun

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quotes.resolve.words.name_words import Name
    from quotes.resolve.words.reading import Reading, Word

LONGEST = 45  # words of a description
PARTY = re.compile(r"(?:[DRIL]|Dem\.|Rep\.|Democrat|Republican)\b[-–—,. ]{0,2}.{0,20}$")
NO_BEGINNING = frozenset(("ADV", "ADP", "SCONJ", "CCONJ", "VERB", "AUX", "PRON"))
REPORTS = frozenset(
    ("said", "told", "did", "does", "spoke", "wrote", "could", "would", "declined", "died")
)


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
            yield described(reading, index + 1, close, TAG, -1)
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
        yield described(reading, index, _end(reading, index, stop), APPOSITION, -1)


def _clause(reading: Reading, index: int, stop: int, *, introduces: bool) -> Iterator[Description]:
    """Yield the clause after a name that says who somebody is, or by what they are known."""
    last = _end(reading, index, stop)
    if last - index <= 1:
        return
    clause = described(reading, index, last, CLAUSE, -1)
    word = reading.words[index + 1]
    if word.low in word_list("office_verbs") or _tells_role(reading, clause):
        yield clause
    elif introduces and (reading.words[index].low == "whose" or _tells_deed(word)):
        yield replace(clause, weight=DEED)


def _tells_role(reading: Reading, clause: Description) -> bool:
    """Tell whether a clause says what somebody is, or has been doing: "who is a nurse"."""
    verb = reading.words[clause.first + 1].low
    if verb in ("is", "was"):
        return head_noun(reading, clause.first + 2, clause.last) >= 0
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
    head = head_noun(reading, index, last) if name is None else head_noun(reading, name.last, last)
    if head < 0 and name is None:
        owner = next(
            (i for i in range(index, min(last, index + 5)) if reading.words[i].possessive), -1
        )
        head = head_noun(reading, owner + 1, last) if owner > 0 else -1
    if head >= 0 and last > index and not _says(reading, head, last, stop):
        yield described(reading, index, last, APPOSITION, head)


def _says(reading: Reading, head: int, last: int, stop: int) -> bool:
    """Tell whether a noun is the subject of a verb right after: "… of the Lee, its owner said"."""
    word = reading.words[head]
    follows = last < stop and reading.words[last].tag in ("AUX", "VERB")
    return follows and word.relation.startswith("nsubj") and last <= word.head <= last + 1


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
            ends = word.text in ENDS and not _inside_number(reading, index)
            if verb or (ends and not _in_list(reading, first, index)):
                return index
    return stop


def _in_list(reading: Reading, first: int, comma: int) -> bool:
    """Tell whether a comma stands in a list of what somebody is: "a dancer, singer and host"."""
    after = reading.words[comma + 1] if comma + 1 < len(reading.words) else None
    if after is None or reading.words[comma].text != "," or after.tag not in ("NOUN", "ADJ"):
        return False
    joined = after.relation == "conj" and first <= after.head < comma
    return joined and any(w.low == "and" for w in reading.words[comma + 2 : comma + 5])


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
    """Tell whether what follows is the sentence's verb: "a teacher said"."""
    word = reading.words[index]
    verb = word.relation == "root" or word.low in ("said", "added", "told", "warned", "noted")
    return index > first and word.tag == "VERB" and verb
