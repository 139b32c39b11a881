"""Read the name that stands behind what describes somebody: "the envoy, Ann Lee"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.resolve.words.name_words import Name, is_title
from quotes.resolve.words.named_bodies import CALLS
from quotes.resolve.words.nouns import sounds_human
from quotes.resolve.words.parts import DASHES
from quotes.resolve.words.phrases import POSSESSORS, Source, pronoun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotes.resolve.words.reading import Reading, Word

PAIR = 2  # words of "one of"
OFFICIAL = frozenset(
    ("agency", "authority", "board", "bureau", "commission", "council", "department", "ministry")
) | {"office"}
OFFICERS = frozenset(("admiral", "brigadier", "captain", "colonel", "general", "major", "marshal"))
IN_OFFICE = frozenset(("NOUN", "PROPN", "ADJ", "DET", "CCONJ", "ADP"))


def one_named(reading: Reading, names: Mapping[int, Name], indices: range) -> Source | None:
    """Return the name in "one of the guards, Eli Katz" and "another, Ada Poe"."""
    low = [reading.words[i].low for i in indices[:PAIR]]
    apart = low in (["one", "of"], ["another", ","], ["one", ","])
    for index in indices if apart else ():
        name = names.get(index + 1)
        begins = name is not None and index + 1 in (name.begin, name.first) and not name.owns
        if name is not None and begins and reading.words[index].text == ",":
            return _of_name(reading, name, index + 1, indices.stop)
    return None


def after_roles(
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
    office = len(before) > 1 and before[-2].low in OFFICIAL  # "Steel and Coal Office chief Ann Lee"
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
    before = reading.words[max(0, word.index - 1)]
    if word.low == "and":
        return _is_role(before) or before.tag == "ADJ"  # "Christian and corporate speaker"
    hyphened = before.text == "-" and before.end == word.start  # "a gender-based crime expert"
    kin = word.tag in ("NOUN", "PROPN", "ADJ", "DET") and (word.capital or not word.plural)
    leads = kin or hyphened or word.possessive or word.text in ("-", "/")
    return leads or _is_role(word) or pronoun(word) in POSSESSORS


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
    titled = is_title(office.text) or (office.capital and office.low in table("roles"))
    if link != "of" and not (link == "for" and titled and not core.determiner):
        return None
    for index in range(rest.start + 1, rest.stop):
        name = names.get(index)
        if name is not None:
            before = words_[index - 1]
            officer = before.low in OFFICERS and index - 1 > rest.start + 1  # "of Police General"
            role = before.low in table("roles") and not officer
            fits = before.tag in ("NOUN", "PROPN") and not role
            after = words_[name.last] if name.last < rest.stop else None
            last = after is None or after.tag not in ("NOUN", "PROPN")  # not "of the Lee hospital"
            fits = fits and last and name.first == index and not name.owns
            return _of_name(reading, name, core.first, rest.stop) if fits else None
        listed = words_[index].text == "," and words_[index - 1].capital
        if not listed and words_[index].tag not in IN_OFFICE:
            return None
    return None


def _of_name(reading: Reading, name: Name, first: int, stop: int) -> Source:
    head = reading.words[name.last - 1]
    rest = range(name.last, stop)
    return Source("name", first, name.last, head.index, head.low, name=name, rest=rest)
