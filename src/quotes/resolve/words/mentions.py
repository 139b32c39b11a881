"""Read a source: the noun phrase, pronoun or name that it is, and who is joined to it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.resolve.words.name_words import Name, is_common, is_title
from quotes.resolve.words.named_bodies import CALLS, body_after, self_named
from quotes.resolve.words.nouns import sounds_human
from quotes.resolve.words.parts import DASHES
from quotes.resolve.words.phrases import (
    DETERMINERS,
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


PAIR = 2  # a participle and a comma; "one in"
AND = frozenset(("and", "or", "nor", "&"))
OFFICES = frozenset(
    ("agency", "authority", "board", "bureau", "commission", "council", "department", "ministry")
) | {"office"}
OFFICE = frozenset(("NOUN", "PROPN", "ADJ", "DET", "CCONJ", "ADP"))
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
    named = _one_named(reading, names, indices)
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
        _after_roles(reading, names, indices, core)
        or _in_apposition(reading, names, core)
        or _with_others(reading, names, core)
    )


def _in_share(reading: Reading, indices: range) -> bool:
    """Tell whether "one" is a share: "one in three"."""
    return len(indices) > PAIR and reading.words[indices.start + 1].low == "in"


def _one_named(reading: Reading, names: Mapping[int, Name], indices: range) -> Source | None:
    """Return the name in "one of the guards, Eli Katz" and "another, Ada Poe"."""
    low = [reading.words[i].low for i in indices[:PAIR]]
    apart = low in (["one", "of"], ["another", ","], ["one", ","])
    for index in indices if apart else ():
        name = names.get(index + 1)
        begins = name is not None and index + 1 in (name.begin, name.first) and not name.owns
        if name is not None and begins and reading.words[index].text == ",":
            return _of_name(reading, name, index + 1, indices.stop)
    return None


def _in_apposition(reading: Reading, names: Mapping[int, Name], core: Source) -> Source | None:
    """Return the person or body whose name follows the description."""
    opposite = core.noun == "number" and "opposite" in core.modifiers
    speaks = opposite or core.form in ("person", "other", "body", "group")
    if not speaks or core.plural:
        return None
    core = replace(core, form="person") if opposite else core
    if core.form == "group":
        return self_named(reading, core)
    named = named_after(reading, names, core)
    both = _with_others(reading, names, named) if named is not None else None
    return (
        (both if both is not None and both.form == "several" else named)
        or body_after(reading, names, core)
        or self_named(reading, core)
    )


def _after_roles(
    reading: Reading, names: Mapping[int, Name], indices: range, core: Source
) -> Source | None:
    """Return the name that nothing but roles stand before: "Her friend and editor Ann Lee"."""
    for index in indices:
        name = names.get(index)
        if name is not None and name.first == index and _ends_roles(reading, indices, core, name):
            return _of_name(reading, name, core.first, indices.stop)
    return None


def _ends_roles(reading: Reading, indices: range, core: Source, name: Name) -> bool:
    """Tell whether nothing but roles stand between the first of the words and a name."""
    if name.owns or name.modifies or core.name is name or name.first <= indices.start:
        return False
    after = reading.words[name.last] if name.last < indices.stop else None
    if after is not None and (after.capital or _is_role(after)):
        return False  # "Dallas Mavericks owner Mark Cuban"
    before = [reading.words[i] for i in range(core.first, name.first)]
    if not before or not _is_role(before[-1]):
        return False
    for word, following in pairwise(before):
        if word.low == "and" and (following.tag == "DET" or pronoun(following)):
            return False
    office = len(before) > 1 and before[-2].low in OFFICES  # "Steel and Coal Office chief Ann Lee"
    return all(_may_lead(reading, word) or (office and word.low == "and") for word in before)


def _is_role(word: Word) -> bool:
    human = word.tag == "NOUN" and not word.plural and sounds_human(word.low)
    return human or word.low in table("roles") or is_title(word.text)


def _may_lead(reading: Reading, word: Word) -> bool:
    """Tell whether a word may stand in the run of roles before a name.

    So may a body with its abbreviation: "Party of Hope (POH) legislator Ann Lee".
    """
    body = reading.entity_at.get(word.index)
    if (body is not None and body.type == "ORG") or word.text in ("(", ")"):
        return True
    if word.low == "and":
        before = reading.words[word.index - 1]
        return _is_role(before) or before.tag == "ADJ"  # "Christian and corporate speaker"
    kin = word.tag in ("NOUN", "PROPN", "ADJ", "DET") and (word.capital or not word.plural)
    leads = kin or word.possessive or word.text in ("-", "/")
    return leads or _is_role(word) or pronoun(word) in POSSESSORS


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


def named_after(reading: Reading, names: Mapping[int, Name], core: Source) -> Source | None:
    """Return the name that a description before it stands for: "the envoy, Ann Lee,"."""
    rest = core.rest
    titled = _after_office(reading, names, core)
    if titled is not None:
        return titled
    for index in rest:
        dash = reading.words[index].text in DASHES
        goes_by = reading.words[index].low == "as" and reading.words[index - 1].low == "name"
        called = names.get(index + 1) if goes_by or reading.words[index].low in CALLS else None
        if called is not None and called.first == index + 1:
            return _of_name(reading, called, index + 1, rest.stop)
        if reading.words[index].text != "," and not dash:
            continue
        begin = index + 1
        while begin < rest.stop and begin not in names and _leads(reading.words[begin]):
            begin += 1
        name = names.get(begin)
        if name is None or name.owns or name.first != begin:
            continue
        after = reading.words[name.last] if name.last < rest.stop else None
        role = _is_role(reading.words[name.first - 1])
        host = core.form == "other" and (dash or role or _alone(core, reading, name))
        if (core.form == "person" or host) and (
            after is None or after.text in (",", "(", *DASHES) or after.tag == "ADP"
        ):
            return _of_name(reading, name, begin, rest.stop)
    return None


def _alone(core: Source, reading: Reading, name: Name) -> bool:
    """Tell whether only a comma stands between a noun and a name: "the deckhand, Ann Lee"."""
    noun = reading.words[core.head]
    plain = noun.tag == "NOUN" and not noun.capital and bool(core.determiner or core.owner)
    return plain and name.begin == core.last + 1


def _leads(word: Word) -> bool:
    """Tell whether a word may stand between the comma and the name: "radio host Ann Lee"."""
    noun = word.tag in ("NOUN", "PROPN", "ADJ", "DET") and not word.plural
    return noun or is_title(word.text) or (word.tag == "VERB" and word.low.endswith("ed"))


def _after_office(reading: Reading, names: Mapping[int, Name], core: Source) -> Source | None:
    """Return the name after an office: "Secretary of State Antony Blinken"."""
    rest, words_ = core.rest, reading.words
    office = words_[core.head]
    link = words_[rest.start].low if rest else ""
    if link != "of" and not (link == "for" and is_title(office.text) and not core.determiner):
        return None
    for index in range(rest.start + 1, rest.stop):
        name = names.get(index)
        if name is not None:
            before = words_[index - 1]
            fits = before.tag in ("NOUN", "PROPN") and before.low not in table("roles")
            fits = fits and name.first == index and not name.owns
            return _of_name(reading, name, core.first, rest.stop) if fits else None
        listed = words_[index].text == "," and words_[index - 1].capital
        if not listed and words_[index].tag not in OFFICE:
            return None
    return None


def _of_name(reading: Reading, name: Name, first: int, stop: int) -> Source:
    head = reading.words[name.last - 1]
    rest = range(name.last, stop)
    return Source("name", first, name.last, head.index, head.low, name=name, rest=rest)


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
