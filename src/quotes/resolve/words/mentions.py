"""Read a source: the noun phrase, pronoun or name that it is, and who is joined to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.resolve.words.name_words import Name, is_common, is_title
from quotes.resolve.words.named import after_roles, named_after, one_named
from quotes.resolve.words.named_bodies import body_after, self_named
from quotes.resolve.words.phrases import (
    DETERMINERS,
    NEW,
    POSSESSORS,
    Source,
    noun_phrase,
    pronoun,
    wordlike,
)
from quotes.resolve.words.polls import named_poll
from quotes.resolve.words.quantities import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotes.resolve.words.reading import Reading, Word
    from quotes.types import Span


PAIR = 2  # a participle and a comma
AND = frozenset(("and", "or", "nor", "&"))
WHEN = frozenset(("today", "yesterday", "tonight", "now", "then", "recently", "earlier", "later"))
NOUN_PHRASE = frozenset(("NOUN", "PROPN", "ADJ", "DET", "NUM", "X"))


def read_source(reading: Reading, names: Mapping[int, Name], span: Span) -> Source | None:
    """Return the source in a span, None where it holds no word that could speak."""
    return read_words(reading, names, _trimmed(reading, names, reading.within(span)))


def read_words(reading: Reading, names: Mapping[int, Name], indices: range) -> Source | None:
    """Return the source that the words make."""
    if not indices:
        return None
    word = reading.words[indices.start]
    named = one_named(reading, names, indices)
    if named is not None:
        return named
    kind = pronoun(word)
    core = (
        counted(reading, names, indices)
        or named_poll(reading, indices)
        or noun_phrase(reading, names, indices)
    )
    after = reading.words[indices.start + 1] if len(indices) > 1 else None
    clause = kind in ("any", "one") and after is not None and after.tag == "VERB"
    alone = (
        core is None
        or (core.head == indices.start and not (kind == "one" and _in_share(reading, indices)))
        or (kind == "any" and core.form == "other")
        or clause  # "somebody claiming to be Ann Lee"
    )
    relative = kind == "rel" and not (len(indices) > 1 and word.tag == "DET")  # "that person"
    if kind and (len(indices) == 1 or relative or alone):
        rest = range(word.index + 1, indices.stop)
        return Source("pronoun", word.index, word.index + 1, word.index, word.low, rest=rest)
    if core is None:
        return None
    return (
        after_roles(reading, names, indices, core)
        or _in_apposition(reading, names, core)
        or _with_others(reading, names, core)
    )


def _in_share(reading: Reading, indices: range) -> bool:
    """Tell whether "one" is a share: "one in three"."""
    return len(indices) > PAIR and reading.words[indices.start + 1].low == "in"


def _in_apposition(reading: Reading, names: Mapping[int, Name], core: Source) -> Source | None:
    """Return the person or body whose name follows the description."""
    opposite = core.noun == "number" and "opposite" in core.modifiers
    speaks = opposite or core.form in ("person", "other", "body", "group")
    if not speaks or core.plural:
        return None
    core = replace(core, form="person") if opposite else core
    if core.form == "group":
        one = core.noun == "group" and core.determiner not in NEW
        body = body_after(reading, names, replace(core, determiner="the")) if one else None
        return body or self_named(reading, core)
    named = named_after(reading, names, core)
    both = _with_others(reading, names, named) if named is not None else None
    return (
        (both if both is not None and both.form == "several" else named)
        or body_after(reading, names, core)
        or self_named(reading, core)
    )


def _trimmed(reading: Reading, names: Mapping[int, Name], indices: range) -> range:
    """Drop marks and times at the edges; add the name to a title, or "the" to a noun."""
    first, last = indices.start, indices.stop
    while first < last - 1 and _leads_in(reading.words[first]):
        first += 1
    if last - first > PAIR and first + PAIR in names and reading.words[first + 1].text == ",":
        first += PAIR if reading.words[first].low.endswith("ing") else 0  # "Prosecuting, Ann Lee"
    if first < last and _lacks_article(reading, first):
        first -= 1
    while first < last and not wordlike(reading.words[last - 1]):
        last -= 1
    while first < last - 1 and reading.words[last - 1].text in WHEN:  # not "USA TODAY"
        last -= 1
    while first < last < len(reading.words) and is_title(reading.words[last - 1].text):
        after = reading.words[last]
        if not after.capital or is_common(after) or not reading.same_line(last - 1, last):
            break
        last += 1
    return range(first, last)


def _lacks_article(reading: Reading, index: int) -> bool:
    """Tell whether the article before a noun was left out."""
    before = reading.words[index - 1].low if index else ""
    return reading.words[index].tag in ("NOUN", "ADJ") and before in ("the", "a", "an")


def _leads_in(word: Word) -> bool:
    """Tell whether a mark, an adverb or the preposition of a cue stands before the source."""
    adverb = word.low in ("even", "especially", "including", "particularly")
    into = word.tag == "ADP" and word.low in ("by", "from", "to", "for")
    return adverb or into or not wordlike(word)


def _with_others(reading: Reading, names: Mapping[int, Name], core: Source) -> Source:
    """Return the source, or several where others are joined to it by "and"."""
    members, rest = [core], _past_brackets(reading, core.rest)
    while rest and reading.words[rest.start].low in (*AND, ",", "as"):
        joined = reading.words[rest.start].low in AND
        start = rest.start + 1
        if start < rest.stop and reading.words[start].low in AND:
            joined, start = True, start + 1
        if start < rest.stop and pronoun(reading.words[start]) == "rel":
            break  # "Ann Lee, who advised Bo Hill"
        if start < rest.stop and not joined and reading.words[start].tag == "ADP":
            break  # "Ann Lee, from Port Hill"
        other = _others(reading, range(start, rest.stop))
        if other is None and start < rest.stop:
            other = noun_phrase(reading, names, range(start, rest.stop))
        if other is None or not _can_join(reading, core, other, joined=joined):
            break
        members.append(other)
        rest = _past_brackets(reading, other.rest)
    last = members[-1].last
    joining = any(reading.words[i].low in AND for i in range(core.first, last))
    if not joining and not rest and core.form == members[-1].form == "name":
        return members[-1]  # "… Cruz, Blackwell said": the one next to the cue
    if len(members) == 1 or not joining:
        return core
    return Source(
        "several", core.first, last, core.head, core.noun, core.determiner,
        plural=True, members=tuple(members), rest=rest,
    )  # fmt: skip


def _others(reading: Reading, indices: range) -> Source | None:
    """Return the "others" who join somebody."""
    if not indices or reading.words[indices.start].low != "others":
        return None
    first, after = indices.start, range(indices.start + 1, indices.stop)
    return Source("group", first, first + 1, first, "other", plural=True, rest=after)


def _past_brackets(reading: Reading, rest: range) -> range:
    """Return the words after what stands in brackets: "Ann Lee (D-Ohio) and"."""
    if not rest or reading.words[rest.start].text != "(":
        return rest
    end = next((i for i in rest if reading.words[i].text == ")"), rest.stop)
    return range(end + 1, rest.stop)


def _can_join(reading: Reading, core: Source, other: Source, *, joined: bool) -> bool:
    """Tell whether two noun phrases side by side are two speakers."""
    speaks = ("name", "person", "group", "body")
    if other.form not in speaks or core.form not in speaks:
        return False
    if reading.words[other.first].low in ("a", "an") and core.form == "name":
        return False
    listed = core.form == other.form == "group" and any(
        reading.words[i].low in ("and", "or") for i in other.rest
    )
    return joined or listed or other.form == "name"


def phrase_start(reading: Reading, head: int) -> int:
    """Return where the noun phrase that ends in a word begins."""
    words = reading.words
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
    return first - 1 if first and words[first].text == "-" else first  # "working-class voters"
