"""Read a noun phrase: its head, what kind of speaker that names, and the words that go with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from quotes.data import table, words
from quotes.resolve.reading import BODY_TYPES, Entity, Reading, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quotes.resolve.names import Name

Form = Literal[
    "name", "pronoun", "person", "group", "body", "document", "utterance", "several", "other"
]
NEW = frozenset(("a", "an", "one", "another", "some", "no", "any", "every", "each"))
DETERMINERS = words("determiners")
STOPS = frozenset(("ADP", "SCONJ", "AUX", "PRON", "INTJ", "SYM"))
MARKS = frozenset(("“", "”", '"', "''", "``", "‘"))
POSSESSORS = frozenset(("3m", "3f", "3p", "3n", "1", "1p"))
PLURAL_BODIES = frozenset(("times", "news", "states", "nations", "airlines", "motors"))
HUMAN_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "eer", "ant", "crat", "ee", "mate")
HUMAN_LEAST = 6  # letters of a noun whose ending may tell a person


@dataclass(frozen=True, slots=True)
class Source:
    """A source as read: the words ``first`` to ``last`` are its clean core.

    ``head`` is the number of the head word; ``noun`` that word, singular, in
    lower case; ``modifiers`` the other telling words; ``owner`` the words of a
    possessor; ``name`` the name that is meant, where there is one; ``described`` what
    stands before the name of a body, "the company".
    """

    form: Form
    first: int
    last: int
    head: int
    noun: str
    determiner: str = ""
    modifiers: frozenset[str] = frozenset()
    owner: range = range(0)
    plural: bool = False
    name: Name | None = None
    members: tuple[Source, ...] = ()
    rest: range = field(default=range(0))
    described: range = range(0)

    @property
    def definite(self) -> bool:
        """Tell whether the source refers back: "the aide", "his lawyer"."""
        return self.determiner in ("the", "this", "that", "these", "those") or (
            not self.determiner and bool(self.owner)
        )


def pronoun(word: Word) -> str:
    """Return the kind of a pronoun, nothing for other words, "US" among them."""
    return "" if word.text == "US" else table("pronouns").get(word.low, "")


def wordlike(word: Word) -> bool:
    """Tell whether the word is more than a mark."""
    return any(c.isalnum() for c in word.text) or word.possessive


def noun_phrase(reading: Reading, names: Mapping[int, Name], indices: range) -> Source | None:
    """Return the noun phrase that the words begin with."""
    begin = next((i for i in indices if reading.words[i].tag != "ADP"), indices.stop)
    owner, head, index = range(0), -1, begin
    while index < indices.stop:
        word = reading.words[index]
        name = names.get(index)
        if name is not None:
            head = min(name.last, indices.stop) - 1
            index = head + 1
        elif word.possessive and head >= 0:
            if index + 1 >= indices.stop:
                break
            owner, head, index = range(begin, index), -1, index + 1
        elif _ends_core(reading, word, head, indices):
            break
        else:
            head, index = _next_head(reading, word, head, indices.stop)
    if head < 0:
        return None
    return _described(reading, names, range(begin, index), owner, head, indices.stop)


def _next_head(reading: Reading, word: Word, head: int, stop: int) -> tuple[int, int]:
    """Return the head so far and the next word to read: past a body's name as a whole."""
    entity = reading.entity_at.get(word.index)
    whole = entity is not None and entity.first == word.index and entity.type in BODY_TYPES
    if entity is not None and whole and entity.last <= stop:
        return _last_noun(reading, entity.first, entity.last), entity.last
    inside = _before_hyphen(reading, word) and word.index + 1 < stop
    if not inside and (_noun(word) or (word.tag in ("NUM", "ADJ", "X", "") and head < 0)):
        head = word.index
    return head, word.index + 1


def _noun(word: Word) -> bool:
    return word.tag in ("NOUN", "PROPN") or (word.tag == "ADJ" and word.low in table("roles"))


def _last_noun(reading: Reading, first: int, last: int) -> int:
    """Return the last word of a name that is not a possessive ending or a bracket."""
    for index in range(last - 1, first, -1):
        if reading.words[index].text[:1].isalnum() and not reading.words[index].possessive:
            return index
    return first


def _ends_core(reading: Reading, word: Word, head: int, indices: range) -> bool:
    """Tell whether the noun phrase ends before the word."""
    if (word.text in ("-", "/", "‑") and _glued(reading, word)) or _after_hyphen(reading, word):
        return False
    if head < 0:
        return (
            word.text in (",", ";", ":", "(") or word.tag == "ADP"
        ) and word.index > indices.start
    after = reading.words[word.index + 1] if word.index + 1 < indices.stop else None
    if word.tag == "CCONJ" and reading.words[head].tag in ("ADJ", "NUM", "VERB"):
        return False
    if word.text in MARKS or (word.low in ("in", "of", "out") and reading.words[head].tag == "NUM"):
        return False
    if word.tag == "VERB" and word.low.endswith("ed") and after and after.low in table("roles"):
        return False
    before_noun = after is not None and after.tag in ("NOUN", "PROPN", "ADJ") and word.tag == "ADJ"
    return (
        word.tag in STOPS
        or (not wordlike(word))
        or word.tag in ("VERB", "ADV", "CCONJ", "DET")
        or (word.tag == "ADJ" and not (before_noun or _noun(word) or _before_hyphen(reading, word)))
    )


def _after_hyphen(reading: Reading, word: Word) -> bool:
    """Tell whether the word is the second half of "conservative-leaning"."""
    return (
        word.start > 1
        and reading.text[word.start - 1] in "-‑"
        and reading.text[word.start - 2].isalnum()
    )


def _before_hyphen(reading: Reading, word: Word) -> bool:
    """Tell whether the word is the first half of "conservative-leaning"."""
    follows = reading.text[word.end : word.end + 2]
    return follows[:1] in ("-", "‑") and follows[1:].isalnum()


def _glued(reading: Reading, word: Word) -> bool:
    around = reading.text[max(0, word.start - 1) : word.end + 1]
    return not any(c.isspace() for c in around)


def _described(  # noqa: PLR0917 - the parts that were read
    reading: Reading,
    names: Mapping[int, Name],
    core: range,
    owner: range,
    head: int,
    stop: int,
) -> Source:
    """Return the source with its form, determiner and modifiers."""
    word, name = reading.words[head], names.get(head)
    noun = singular(word)
    first = core.start
    low = reading.words[first].low
    determiner = low if low in DETERMINERS and first != head else ""
    if pronoun(reading.words[first]) in POSSESSORS and first != head and not owner:
        owner = range(first, first + 1)
    inner = (reading.words[i] for i in range(max(first, owner.stop), head))
    modifiers = frozenset(w.low for w in inner if _tells(w))
    plural = is_plural(word, noun)
    tail = [i for i in range(head + 1, core.stop) if reading.words[i].text[:1].isalnum()]
    form: Form = "name" if name else _form(reading, word, noun, plural=plural)
    if form == "body" and (len(word.text) == 1 or (tail and not name and tail[-1] != head)):
        form = "other"
    return Source(
        form,
        first,
        max(head + 1, core.stop) if name is None else name.last,
        head,
        noun,
        determiner,
        modifiers,
        owner,
        plural and name is None,
        name,
        rest=range(core.stop, stop),
    )


def _tells(word: Word) -> bool:
    return (
        word.text[:1].isalnum() and word.low not in DETERMINERS and word.tag not in ("ADV", "PUNCT")
    )


def is_plural(word: Word, noun: str) -> bool:
    """Tell whether the word is a noun in the plural."""
    if word.tag in ("NOUN", "PROPN"):
        return word.plural or (noun != word.low and word.tag == "NOUN")
    return noun != word.low


@cache
def _listed() -> frozenset[str]:
    lists = (words("bodies"), words("documents"), words("utterances"), words("groups"))
    return frozenset(table("roles")).union(*lists)


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
    return low[:-1] if word.plural and low.endswith("s") and not low.endswith("ss") else low


def _form(  # noqa: PLR0911 - a table of kinds, the surest first
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
    if word.low in words("groups") or noun in words("groups"):
        return "group"
    if noun in words("utterances"):
        return "utterance"
    if proper and entity is not None and (not word.plural or entity.type == "ORG"):
        return "body"
    if noun in words("bodies"):
        return "group" if plural and noun != word.low else "body"
    if noun in words("documents"):
        return "document"
    if proper:
        return "group" if word.plural or word.low.endswith("ans") else "body"
    if word.tag == "NOUN" and _sounds_human(noun):
        return "group" if plural else "person"
    return "other"


def _sounds_human(noun: str) -> bool:
    """Tell whether a noun that is in no list ends like one for a person."""
    ends = len(noun) >= HUMAN_LEAST and noun.endswith(HUMAN_ENDINGS)
    return ends and noun not in words("not_people")


def _names_body(word: Word, noun: str, entity: Entity | None) -> bool:
    """Tell whether a role is the last word of a body's name: "Business Insider"."""
    if entity is None or entity.type != "ORG" or noun in words("offices"):
        return False
    return entity.first < word.index == entity.last - 1


def telling(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that tell one from another, in lower case and one spelling."""
    alike = {"us": "u.s.", "american": "u.s.", "u.s": "u.s.", "america": "u.s.", "uk": "u.k."}
    low = (text.lower() for text in texts)
    return frozenset(alike.get(t, t) for t in low if t not in DETERMINERS and t[:1].isalnum())
