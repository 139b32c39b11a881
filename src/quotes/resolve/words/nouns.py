"""Tell what a noun is: singular or plural, and what kind of speaker it names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from quotes.data import table, words
from quotes.resolve.words.alike import countries, demonyms

if TYPE_CHECKING:
    from quotes.resolve.words.reading import Entity, Reading, Word

Form = Literal[
    "name", "pronoun", "person", "group", "body", "document", "utterance", "several", "other"
]
PLURAL_BODIES = frozenset(("times", "news", "states", "nations", "airlines", "motors"))
PAPERS = frozenset(("bulletin", "dispatch", "journal", "post", "record", "register"))  # by name
HUMAN_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "eer", "ant", "crat", "ee", "mate")
HUMAN_LEAST = 6  # letters of a noun whose ending may tell a person


def is_plural(word: Word, noun: str) -> bool:
    """Tell whether the word is a noun in the plural."""
    if word.tag in ("NOUN", "PROPN"):
        listed = word.tag == "NOUN" or noun in table("roles")
        return word.plural or (noun != word.low and listed)
    return noun != word.low


def singular(word: Word) -> str:
    """Return the word in lower case, a plural without its ending."""
    low = word.low
    known = _listed()
    if low in known or not (word.plural or not word.tag or low.endswith(("s", "men"))):
        return low
    for ending, instead in (
        ("women", "woman"),
        ("men", "man"),
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
    ):
        if low.endswith(ending) and low[: -len(ending)] + instead in known:
            return low[: -len(ending)] + instead
    if word.plural and low.endswith("ies"):
        return low[:-3] + "y"
    plural = word.plural or (word.tag == "NOUN" and sounds_human(low[:-1]))
    return low[:-1] if plural and low.endswith("s") and not low.endswith("ss") else low


@cache
def _listed() -> frozenset[str]:
    lists = (words("bodies"), words("documents"), words("utterances"), words("groups"))
    return frozenset(table("roles")).union(*lists)


def form_of(  # noqa: PLR0911 - a table of kinds, the surest first
    reading: Reading, word: Word, noun: str, *, plural: bool
) -> Form:
    """Return what kind of speaker a head noun names."""
    entity = reading.entity_at.get(word.index)
    inside = word.index > reading.sentences[word.sentence].start
    proper = word.tag == "PROPN" or (word.capital and (entity is not None or inside))
    if proper and (word.low in PLURAL_BODIES or (not plural and _names_body(word, noun, entity))):
        return "body"
    if noun in table("roles"):
        return "group" if plural else "person"
    if word.low in words("groups") or noun in words("groups") or _is_people(word):
        return "group"
    if noun in words("utterances"):
        return "utterance"
    if proper and entity is not None and (not word.plural or entity.type == "ORG"):
        return "body"
    if noun in words("bodies"):
        return "group" if plural and noun != word.low else "body"
    paper = proper and (noun in PAPERS or _ends_a_name(reading, word))
    if noun in words("documents") and not paper:
        return "document"
    if proper:
        return "group" if word.plural or word.low.endswith("ans") else "body"
    aged = noun == "old" and reading.text[word.start - 1] == "-"
    if (word.tag == "NOUN" or aged) and sounds_human(noun):
        return "group" if plural else "person"
    return "other"


def _ends_a_name(reading: Reading, word: Word) -> bool:
    """Tell whether the name of a body ends in the word: "the Post" for a Washington Post."""
    names = (e for e in reading.entities if e.type == "ORG" and e.last - e.first > 1)
    return any(reading.words[e.last - 1].low == word.low for e in names)


def _is_people(word: Word) -> bool:
    """Tell whether the word is a people: "Cuban Americans", not "the Philippines"."""
    plural = word.low.endswith("s") and word.text[:-1] in demonyms()
    return plural and word.text not in countries()


def sounds_human(noun: str) -> bool:
    """Tell whether a noun that is in no list ends like one for a person."""
    if noun == "old" or noun.endswith("-year-old"):  # "the 42-year-old"
        return True
    ends = len(noun) >= HUMAN_LEAST and noun.endswith(HUMAN_ENDINGS)
    return ends and noun not in words("not_people")


def _names_body(word: Word, noun: str, entity: Entity | None) -> bool:
    """Tell whether a role is the last word of a body's name: "Business Insider"."""
    if entity is None or entity.type != "ORG" or noun in words("offices"):
        return False
    return entity.first < word.index == entity.last - 1
