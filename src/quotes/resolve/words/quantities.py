"""Read a group whose number stands first: "more than 500 clerks", "a number of delegates"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.data import words
from quotes.resolve.words.phrases import Source, noun_phrase, pronoun, wordlike

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotes.resolve.words.name_words import Name
    from quotes.resolve.words.nouns import Form
    from quotes.resolve.words.reading import Reading

LEAD = 6  # words before "of" at most
SECOND = 2  # the number after "one in"


def counted(reading: Reading, names: Mapping[int, Name], indices: range) -> Source | None:
    """Return the group that a number or a noun of quantity begins."""
    return (
        _by_noun(reading, names, indices)
        or _by_number(reading, names, indices)
        or _without_noun(reading, indices)
        or _inexact(reading, names, indices)
    )


def _without_noun(reading: Reading, indices: range) -> Source | None:
    """Return the group that no noun names: "the two", "all three", "nearly everyone", "62%"."""
    *leads, last = [reading.words[i] for i in indices]
    after = reading.words[indices.stop] if indices.stop < len(reading.words) else None
    share = last.tag == "NUM" and after is not None and after.text == "%"
    counts = bool(leads) and (last.tag == "NUM" or pronoun(last) == "any")
    counts = counts or (last.text == "%" and bool(leads) and leads.pop().tag == "NUM")
    inexact = all(w.low in words("amounts") or w.low in words("determiners") for w in leads)
    if not (inexact and (share or counts)):
        return None
    stop = indices.stop + (1 if share else 0)
    return Source("group", indices.start, stop, last.index, last.low, plural=True)


def _inexact(reading: Reading, names: Mapping[int, Name], indices: range) -> Source | None:
    """Return the group of "more than a dozen women" or "less than a third"."""
    begin = next((i for i in indices if reading.words[i].low not in words("amounts")), -1)
    if begin <= indices.start:
        return None
    core = noun_phrase(reading, names, range(begin, indices.stop))
    if core is not None and core.noun in words("quantities"):
        core = replace(core, form="group", plural=True)
    return replace(core, first=indices.start) if core is not None and core.plural else None


def _by_number(reading: Reading, names: Mapping[int, Name], indices: range) -> Source | None:
    """Return the group whose number stands first: "more than 500 clerks", "three in ten"."""
    low = [reading.words[i].low for i in indices]
    number = next((n for n, i in enumerate(indices) if reading.words[i].tag == "NUM"), -1)
    number = 0 if low[:2] == ["one", "in"] and number == SECOND else number  # "one in three"
    if number < 0 or not all(word in words("amounts") for word in low[:number]):
        return None
    first, begin = indices.start, indices.start + number
    among = number + (2 if low[number + 1 : number + 2] == ["out"] else 1)
    if low[among : among + 1] in (["in"], ["of"]) and among + 1 < len(low):
        if (
            low[among] == "of"
            and low[number] != "one"
            and reading.words[first + among + 1].tag != "NUM"
        ):
            return _of(reading, names, indices, first + among)
        if len(low) == among + 2:
            return Source("group", first, indices.stop, begin, low[number], plural=True)
        begin = first + among + 1 if reading.words[first + among + 1].tag == "NUM" else begin
    if low[number + 1 : number + 3] == ["%", "of"]:
        return _of(reading, names, range(first, indices.stop), begin + 2)
    core = noun_phrase(reading, names, range(begin, indices.stop)) if begin > first else None
    return None if core is None else replace(core, first=first)


def _by_noun(reading: Reading, names: Mapping[int, Name], indices: range) -> Source | None:
    """Return the group that "a number of" begins, or the documents of "an average of polls"."""
    for index in indices[:LEAD]:
        word = reading.words[index]
        if word.low == "of":
            counts = index > indices.start and _counts(reading, index - 1, indices.start)
            return _of(reading, names, indices, index) if counts else None
        mark = word.text != "-" and not wordlike(word)
        verb = word.tag in ("VERB", "AUX", "ADP") and word.low not in words("amounts")
        ends = verb or (word.tag == "PRON" and word.low != "none")
        if mark or ends:
            return None
    return None


def _counts(reading: Reading, index: int, first: int) -> bool:
    """Tell whether a word before "of" counts: "a number of", "nearly all of"."""
    word = reading.words[index]
    return word.low in words("quantities") or (index > first and pronoun(word) == "any")


def _of(reading: Reading, names: Mapping[int, Name], indices: range, of: int) -> Source | None:
    """Return what the words after "of" name, with those before it."""
    core = noun_phrase(reading, names, range(of + 1, indices.stop))
    if core is None or core.form == "pronoun" or not core.plural:
        return None
    form: Form = core.form if core.form in ("document", "utterance") else "group"
    return Source(
        form, indices.start, core.last, core.head, core.noun, plural=True, rest=core.rest,
        modifiers=core.modifiers,
    )  # fmt: skip
