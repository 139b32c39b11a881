"""Read what stands before a name and says who that is: a title, a role, an apposition."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.resolve.described.description import (
    ABBREVIATION,
    APPOSITION,
    ENDS,
    ROLE,
    TITLE,
    Description,
    described,
    head_noun,
)
from quotes.resolve.words.name_words import Name, is_title
from quotes.resolve.words.phrases import POSSESSORS, pronoun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotes.resolve.words.reading import Reading, Word

LOOK_BACK = 14  # words before a name in which its description may begin
BEGINNINGS = frozenset(("the", "a", "an", "former", "one"))
COMMON_TITLES = frozenset(("mr.", "mr", "mrs.", "mrs", "ms.", "ms", "miss", "dr.", "dr", "sir"))


def title_before(reading: Reading, names: Mapping[int, Name], name: Name) -> Description | None:
    """Return the title or the role right before a name."""
    last = name.first
    while last and reading.words[last - 1].low in COMMON_TITLES:
        last -= 1  # "Harbour Trust chairman | Dr Ann Lee"
    begin, sentence = last, reading.words[name.first].sentence
    while begin and reading.words[begin - 1].sentence == sentence:
        if not _goes_before(reading, names, reading.words[begin - 1], last - begin):
            break
        begin -= 1
    while begin < last and not _may_begin(reading.words[begin]):
        begin += 1
    if begin == last:
        return None
    texts = [reading.words[i].text for i in range(begin, last)]
    roles = [t for t in texts if t.lower() in table("roles") or is_title(t)]
    office = texts[-1].lower() in table("roles") or is_title(texts[-1]) or "of" in texts
    if not roles or not office:
        return None
    bare = all(t.endswith(".") for t in texts)
    weight = ABBREVIATION if bare else ROLE if len(texts) > 1 else TITLE
    return described(reading, begin, last, weight, last - 1)


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
    if word.low in ("of", "and") and so_far and word.index:
        return _goes_over(word.low, reading.words[word.index - 1], reading.words[word.index + 1])
    after_hyphen = so_far > 0 and reading.text[max(0, word.start - 1)] == "-"
    spaced = reading.text[max(0, word.start - 1)].isspace()
    glued = word.possessive or after_hyphen or (word.text in ("-", "/") and not spaced)
    return glued or word.tag in ("PROPN", "NOUN", "ADJ") or (word.capital and not word.tag)


def _goes_over(link: str, before: Word, after: Word) -> bool:
    """Tell whether a title or role goes on over a small word: "singer and | actor"."""
    if link == "and":
        return before.low in table("roles") and after.low in table("roles")
    return before.capital and is_title(before.text)


def _may_begin(word: Word) -> bool:
    return word.text[:1].isalnum() and word.low != "of" and not word.possessive


def in_front(
    reading: Reading, names: Mapping[int, Name], name: Name, start: int
) -> Description | None:
    """Return the description that a comma parts from the name, or its title, after it."""
    comma = start - 1
    if comma < 1 or reading.words[comma].text != ",":
        return None
    sentence = reading.words[comma].sentence
    begin = comma
    for index in range(_before_brackets(reading, comma) - 1, max(-1, comma - LOOK_BACK), -1):
        word = reading.words[index]
        verb = word.tag in ("VERB", "AUX") and word.relation != "amod"  # "an affected trader"
        if word.sentence != sentence or word.text in ENDS or verb:
            break
        if index in names and not names[index].owns:
            return None
        if word.low in ("or", "that", "than") or (
            word.low == "and" and not _joins_alike(reading, index)
        ):
            break
        if word.low in BEGINNINGS or pronoun(word) in POSSESSORS or _owner(reading, names, word):
            begin = index
    begin = _bare_office(reading, names, comma) if begin == comma else begin
    place = reading.entity_at.get(begin) if begin < comma else None
    begin = place.first if place is not None else begin  # "South | Africa's minister"
    head = head_noun(reading, begin, comma)
    before = reading.words[begin - 1] if begin else None
    if begin == comma or head < 0:
        return None
    after = reading.words[name.last] if name.last < len(reading.words) else None
    if after is not None and after.sentence == sentence and after.text not in ENDS:
        return None
    if (
        before
        and before.tag == "ADP"
        and before.sentence == sentence
        and after
        and after.text != ","
    ):
        return None
    last = name.first if name.begin - start > 0 else comma  # "her husband, former President"
    return replace(described(reading, begin, comma, APPOSITION, head), last=last)


def _bare_office(reading: Reading, names: Mapping[int, Name], comma: int) -> int:
    """Return where an office begins that has no article: "ASUU President, | Emmanuel Osodeke"."""
    begin = comma
    while begin and reading.words[begin - 1].capital and begin - 1 not in names:
        if reading.words[begin - 1].sentence != reading.words[comma].sentence:
            break
        begin -= 1
    last = reading.words[comma - 1]
    office = last.low in table("roles") or is_title(last.text)
    return begin if comma - begin > 1 and office else comma


def _before_brackets(reading: Reading, index: int) -> int:
    """Return where the abbreviation in brackets begins that stands before a word, or that word."""
    texts = [w.text for w in reading.words[max(0, index - 3) : index]]
    short = len(texts) == len("(X)") and texts[0] == "(" and texts[-1] == ")"
    return index - len(texts) if short else index


def _joins_alike(reading: Reading, index: int) -> bool:
    """Tell whether an "and" joins two roles, or what an office is for: "of Mining and Energy"."""
    before, after = reading.words[index - 1], reading.words[index + 1]
    if _goes_over("and", before, after):
        return True
    at = index - 1
    while at > 0 and reading.words[at].capital:
        at -= 1
    office = reading.words[at - 1] if at else None
    held = reading.words[at].low in ("of", "for") and office is not None and after.capital
    return bool(held and office and (office.low in table("roles") or is_title(office.text)))


def _owner(reading: Reading, names: Mapping[int, Name], word: Word) -> bool:
    """Tell whether a possessor begins with the word: "China’s president"."""
    name = names.get(word.index)
    if name is not None:
        return name.owns and name.begin == word.index
    after = reading.words[word.index + 1] if word.index + 1 < len(reading.words) else None
    return word.capital and after is not None and after.possessive
