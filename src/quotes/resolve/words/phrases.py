"""Read a noun phrase: its head, what kind of speaker that names, and the words that go with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quotes.data import table, words
from quotes.resolve.words.alike import demonyms
from quotes.resolve.words.nouns import Form, form_of, is_plural, singular
from quotes.resolve.words.reading import BODIES, BODY_TYPES, Reading, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from quotes.resolve.words.name_words import Name

NEW = frozenset(("a", "an", "one", "another", "some", "no", "any", "every", "each"))
DETERMINERS = words("determiners")
STOPS = frozenset(("ADP", "SCONJ", "AUX", "PRON", "INTJ", "SYM"))
MARKS = frozenset(("“", "”", '"', "''", "``", "‘"))
AFTER_NOUN = frozenset((("close", "to"), ("familiar", "with"), ("loyal", "to")))
ISSUED = ("issued", "published", "released")
OF_YEAR = ("ADP", "NUM")  # "the Voter Act of 1965"
ONE = NEW | {"the", "this", "that"}
PEOPLE = ("ch", "ese", "iss", "sh")  # how adjectives end that stand for a people
SECTIONS = frozenset(("amendment", "article", "chapter", "clause", "paragraph", "section"))
POSSESSORS = frozenset(("3m", "3f", "3p", "3n", "1", "1p"))


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
    """Return the kind of a pronoun, nothing for other words, "US" and "WHO" among them."""
    return "" if word.text in BODIES else table("pronouns").get(word.low, "")


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
        elif _begins_clause(word, head) or _ends_core(reading, word, head, indices):
            break
        else:
            head, index = _next_head(reading, names, word, head, indices.stop)
    if head < 0:
        return None
    return _described(reading, names, range(begin, index), owner, head, indices.stop)


def _next_head(
    reading: Reading, names: Mapping[int, Name], word: Word, head: int, stop: int
) -> tuple[int, int]:
    """Return the head so far and the next word to read: past a body's name as a whole."""
    entity = reading.entity_at.get(word.index)
    whole = entity is not None and entity.first == word.index and entity.type in BODY_TYPES
    if entity is not None and whole and entity.last <= stop and entity.last - 1 not in names:
        return _last_noun(reading, entity.first, entity.last), entity.last
    inside = _before_hyphen(reading, word) and word.index + 1 < stop
    if not inside and (_noun(word) or (word.tag in ("NUM", "ADJ", "X", "") and head < 0)):
        head = word.index
    return head, word.index + 1


def _noun(word: Word) -> bool:
    return word.tag in ("NOUN", "PROPN") or (word.tag == "ADJ" and word.low in table("roles"))


def _last_noun(reading: Reading, first: int, last: int) -> int:
    """Return the last word of a name that is no possessive ending, bracket or year."""
    year = last - first > len(OF_YEAR) and reading.words[last - 1].tag == OF_YEAR[1]
    last -= len(OF_YEAR) if year and reading.words[last - 2].tag == OF_YEAR[0] else 0
    for index in range(last - 1, first, -1):
        if reading.words[index].text[:1].isalnum() and not reading.words[index].possessive:
            return index
    return first


def _ends_core(reading: Reading, word: Word, head: int, indices: range) -> bool:
    """Tell whether the noun phrase ends before the word."""
    if (word.text in ("-", "/", "‑") and _glued(reading, word)) or _after_hyphen(reading, word):
        return False
    after = reading.words[word.index + 1] if word.index + 1 < indices.stop else None
    if (after is not None and _joins(reading, word, after, head)) or _begins_body(word, after):
        return False
    if head < 0:
        return (
            word.text in (",", ";", ":", "(") or word.tag == "ADP"
        ) and word.index > indices.start
    if word.text in MARKS or (word.low in ("in", "of", "out") and reading.words[head].tag == "NUM"):
        return False
    if word.tag == "VERB" and after is not None and _stands_before(word, after):
        return False
    before_noun = after is not None and after.tag in ("NOUN", "PROPN", "ADJ") and word.tag == "ADJ"
    return (
        _follows(reading, word, head)
        or word.tag in STOPS
        or (not wordlike(word))
        or word.tag in ("VERB", "ADV", "CCONJ", "DET")
        or (word.tag == "ADJ" and not (before_noun or _noun(word) or _before_hyphen(reading, word)))
    )


def _stands_before(word: Word, noun: Word) -> bool:
    """Tell whether a participle stands before its noun: "a newly released email"."""
    ends = word.low.endswith("ed") and noun.low in table("roles")
    return ends or (word.relation == "amod" and noun.tag in ("NOUN", "PROPN", "ADJ"))


def _begins_clause(word: Word, head: int) -> bool:
    """Tell whether a participle after the noun goes on, whatever its tag: "a study published"."""
    participle = word.relation.startswith("acl") and word.low.endswith("ed")
    issued = word.low in ISSUED and word.relation != "amod"  # not "a newly released email"
    return head >= 0 and (participle or issued)


def _follows(reading: Reading, word: Word, head: int) -> bool:
    """Tell whether an adjective comes after its noun, whatever its tag: "officials familiar"."""
    nxt = reading.words[word.index + 1].low if word.index + 1 < len(reading.words) else ""
    if (word.low, nxt) in AFTER_NOUN:
        return True
    return word.relation == "amod" and word.head == head and reading.words[head].tag == "NOUN"


def _joins(reading: Reading, word: Word, after: Word, head: int) -> bool:
    """Tell whether a comma or "and" joins two words before the noun: "tired, 71-year-old"."""
    before = reading.words[word.index - 1] if word.index else None
    if word.tag == "CCONJ" and head >= 0:
        return reading.words[head].tag in ("ADJ", "NUM", "VERB")
    kinds = ("ADJ", "NUM")
    joined = before is not None and before.tag in (*kinds, "VERB") and after.tag in kinds
    return word.text == "," and joined and not (head >= 0 and _noun(reading.words[head]))


def _begins_body(word: Word, after: Word | None) -> bool:
    """Tell whether an adverb belongs to a kind of body: "a super PAC"."""
    body = after is not None and after.capital and after.low in words("bodies")
    return body and word.tag == "ADV"


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
    form: Form = "name" if name else form_of(reading, word, noun, plural=plural)
    if form == "other" and determiner == "the" and _means_people(word):
        form, plural = "group", True
    people = word.text in demonyms() and not word.text.isupper()  # "US" is among them
    if form == "body" and determiner in ONE and not plural and people:
        plural = determiner == "the" and word.low.endswith(PEOPLE)  # "the British"
        form = "group" if plural else "person"  # "another Israeli", "the Italian"
    if form in ("body", "other") and noun in SECTIONS and _numbered(reading, head):
        form = "document"  # "Article 33"
    if form == "other" and word.low == "news" and any(w.capital for w in reading.words[first:head]):
        form = "body"  # "Channel 13 news"
    entity = reading.entity_at.get(head)
    inside = entity is not None and tail and tail[-1] < entity.last  # "… Act of 1965"
    if form == "body" and (len(word.text) == 1 or (tail and not name and not inside)):
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


def _numbered(reading: Reading, index: int) -> bool:
    """Tell whether a number follows a word."""
    return index + 1 < len(reading.words) and reading.words[index + 1].text[0].isdigit()


def _means_people(word: Word) -> bool:
    """Tell whether an adjective stands for people: "the rich"."""
    return word.tag == "ADJ" and word.low not in ("former", "latter", "same", "only", "other")


def _tells(word: Word) -> bool:
    return (
        word.text[:1].isalnum() and word.low not in DETERMINERS and word.tag not in ("ADV", "PUNCT")
    )


def telling(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that tell one from another, in lower case and one spelling."""
    alike = {"us": "u.s.", "american": "u.s.", "u.s": "u.s.", "america": "u.s.", "uk": "u.k."}
    low = (text.lower() for text in texts)
    return frozenset(alike.get(t, t) for t in low if t not in DETERMINERS and t[:1].isalnum())
