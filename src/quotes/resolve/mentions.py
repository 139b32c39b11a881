"""Read a source: the noun phrase, pronoun or name that it is, and who is joined to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.data import table
from quotes.resolve.names import Name, is_title
from quotes.resolve.phrases import Source, noun_phrase, pronoun, wordlike

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotes.resolve.reading import Reading, Word
    from quotes.types import Span


def read_source(reading: Reading, names: Mapping[int, Name], span: Span) -> Source | None:
    """Return the source in a span, None where it holds no word that could speak."""
    return read_words(reading, names, _trimmed(reading, reading.within(span)))


def read_words(reading: Reading, names: Mapping[int, Name], indices: range) -> Source | None:
    """Return the source that the words make."""
    if not indices:
        return None
    word = reading.words[indices.start]
    kind = pronoun(word)
    core = noun_phrase(reading, names, indices)
    if kind and (len(indices) == 1 or kind == "rel" or core is None or core.head == indices.start):
        return Source("pronoun", word.index, word.index + 1, word.index, word.low)
    if core is None:
        return None
    if core.form in ("person", "other", "body") and not core.plural:
        named = _named_after(reading, names, core)
        if named is not None:
            return named
    return _with_others(reading, names, core)


def _trimmed(reading: Reading, indices: range) -> range:
    """Drop marks at the edges, and add the name to a title that lost it."""
    first, last = indices.start, indices.stop
    while first < last - 1 and _leads_in(reading.words[first]):
        first += 1
    while first < last and not wordlike(reading.words[last - 1]):
        last -= 1
    while first < last < len(reading.words) and is_title(reading.words[last - 1].text):
        if not reading.words[last].capital or not reading.same_line(last - 1, last):
            break
        last += 1
    return range(first, last)


def _leads_in(word: Word) -> bool:
    """Tell whether a mark, or the preposition of a cue, stands before the source."""
    return not wordlike(word) or (word.tag == "ADP" and word.low in ("by", "from", "to", "for"))


def _named_after(reading: Reading, names: Mapping[int, Name], core: Source) -> Source | None:
    """Return the name that a description before it stands for: "the envoy, Ann Lee,"."""
    rest = core.rest
    titled = _after_office(reading, names, core)
    if titled is not None:
        return titled
    for index in rest:
        if reading.words[index].text != ",":
            continue
        begin = index + 1
        while begin < rest.stop and is_title(reading.words[begin].text):
            begin += 1
        name = names.get(begin)
        if name is None or name.owns or name.first != begin:
            continue
        after = reading.words[name.last] if name.last < rest.stop else None
        if core.form == "person" and (
            after is None or after.text in (",", "(") or after.tag == "ADP"
        ):
            return _of_name(reading, name, begin, rest.stop)
    return None


def _after_office(reading: Reading, names: Mapping[int, Name], core: Source) -> Source | None:
    """Return the name after an office: "Secretary of State Antony Blinken"."""
    rest, words_ = core.rest, reading.words
    if not rest or words_[rest.start].low != "of":
        return None
    for index in range(rest.start + 1, rest.stop):
        name = names.get(index)
        if name is not None:
            before = words_[index - 1]
            fits = before.tag in ("NOUN", "PROPN") and before.low not in table("roles")
            fits = fits and name.first == index and not name.owns
            return _of_name(reading, name, core.first, rest.stop) if fits else None
        if words_[index].tag not in ("NOUN", "PROPN", "ADJ", "DET", "CCONJ", "ADP"):
            return None
    return None


def _of_name(reading: Reading, name: Name, first: int, stop: int) -> Source:
    head = reading.words[name.last - 1]
    rest = range(name.last, stop)
    return Source("name", first, name.last, head.index, head.low, name=name, rest=rest)


def _with_others(reading: Reading, names: Mapping[int, Name], core: Source) -> Source:
    """Return the source, or several where others are joined to it by "and"."""
    members, rest = [core], core.rest
    while rest and reading.words[rest.start].low in ("and", "or", ",", "&", "as"):
        joined = reading.words[rest.start].low in ("and", "&", "or")
        start = rest.start + 1
        if start < rest.stop and reading.words[start].low in ("and", "or"):
            joined, start = True, start + 1
        other = noun_phrase(reading, names, range(start, rest.stop)) if start < rest.stop else None
        if other is None or not _can_join(reading, core, other, joined=joined):
            break
        members.append(other)
        rest = other.rest
    last = members[-1].last
    joining = any(reading.words[i].low in ("and", "or", "&") for i in range(core.first, last))
    if not joining and not rest and core.form == members[-1].form == "name":
        return members[-1]  # "… Cruz, Blackwell said": the one next to the cue
    if len(members) == 1 or not joining:
        return core
    return Source(
        "several", core.first, last, core.head, core.noun, core.determiner,
        plural=True, members=tuple(members), rest=rest,
    )  # fmt: skip


def _can_join(reading: Reading, core: Source, other: Source, *, joined: bool) -> bool:
    """Tell whether two noun phrases side by side are two speakers."""
    speaks = ("name", "person", "group", "body")
    if other.form not in speaks or core.form not in speaks:
        return False
    if reading.words[other.first].low in ("a", "an") and core.form == "name":
        return False
    return joined or other.form == "name"
