"""The words of an article with what the parser knows of them, by offset and by number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from quotes.data import table, words
from quotes.resolve.words.alike import countries, demonyms
from quotes.resolve.words.entities import (
    PERSON_TYPES,
    country_from,
    is_short_name,
    mended,
    put,
)
from quotes.resolve.words.parts import parts_of_sentence
from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

INITIAL = re.compile(r"[A-Z]\.")
BODIES = ("US", "WHO")  # that are spelled like pronouns
PAIR = 2  # a first name and a surname
CUT = 5  # words of a sentence that may be half of one
JOINING = frozenset(("of", "for", "on"))
MINISTRIES = frozenset(("department", "ministry"))
PLACING = ("in", "at")  # nobody stands right behind these
NAME_PARTS = frozenset(("flat", "flat:name"))
CENTERS = frozenset(("center", "centre"))  # bodies in a name only
AFTER_OWNER = ("ADJ", "NOUN", "NUM", "PROPN")
BODY_TYPES = frozenset(("ORG", "LOC", "GPE", "NORP", "FAC", "MISC"))


@dataclass(slots=True, eq=False)  # frozen ones take more than twice as long to make
class Word:
    """A word with its tag, its head and its place; ``head`` is -1 where there is no tree.

    ``low`` is the text in lower case.
    """

    index: int
    text: str
    low: str
    start: int
    end: int
    sentence: int
    tag: str = ""
    plural: bool = False
    head: int = -1
    relation: str = ""

    @property
    def capital(self) -> bool:
        """Tell whether the word begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def possessive(self) -> bool:
        """Tell whether this is the ending of a possessive."""
        return self.low in ("'s", "’s", "'", "’") and self.tag in ("PART", "")


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity: words ``first`` to ``last``, the latter exclusive."""

    first: int
    last: int
    type: str


class Reading:
    """The words, sentences and entities of one article."""

    def __init__(self, document: Any) -> None:
        self.text: str = document.text or ""
        self.words: list[Word] = []
        self.sentences: list[range] = []
        self._joints: set[int] = set()  # the last words of sentences that go on
        self.pieces: list[int] = []  # the number here of each sentence of the document
        for sentence in document.sentences:
            self._add(sentence)
        self._starts = [word.start for word in self.words]
        found = [e for s in document.sentences for e in self._entities(s)]
        people = {self.words[e.last - 1].low for e in found if e.last - e.first > 1}
        found = mended(self, self._paired(found))
        short = {self.words[e.first].low for e in found if is_short_name(e)}
        self.entities = [self._named(self._placed(e, people), short) for e in found]

    def _add(self, sentence: Any) -> None:
        """Add a sentence's words; those of one cut within a name go on with the one before."""
        first = len(self.words)
        joined = self._goes_on(sentence)
        number = len(self.sentences) - (1 if joined else 0)
        self.pieces.append(number)
        parts = list(parts_of_sentence(self.text, sentence))
        places = [index for index, part in enumerate(parts, first) for _ in part.words]
        for index, part in enumerate(parts, first):
            head, relation = -1, "case"
            for word in part.words:
                hangs = places[word.head - 1] if word.head else -1
                if hangs != index:
                    head, relation = hangs, word.deprel or ""
                    break
            plural = bool(part.words) and "Number=Plur" in (part.words[-1].feats or "")
            text, place = self.text[part.start : part.end], (part.start, part.end, number)
            tag = "PROPN" if text in BODIES and part.tag == "PRON" else part.tag
            self.words.append(Word(index, text, text.lower(), *place, tag, plural, head, relation))
        if joined:
            self._joints.add(first - 1)
            self.sentences[-1] = range(self.sentences[-1].start, len(self.words))
        else:
            self.sentences.append(range(first, len(self.words)))

    def _goes_on(self, sentence: Any) -> bool:
        """Tell whether the sentence before was cut within a name: "Keeper Ann" | "Lee said"."""
        if not self.sentences:
            return False
        token, before = sentence.tokens[0], [self.words[i] for i in self.sentences[-1]]
        gap = self.text[before[-1].end : token.start_char]
        cut = len(before) <= CUT and all(w.text.isalpha() for w in before) and before[-1].capital
        cut = cut or self._ends_in_initial(before, sentence)
        return cut and "\n" not in gap and token.text.isalpha() and token.text[0].isupper()

    @staticmethod
    def _ends_in_initial(before: list[Word], sentence: Any) -> bool:
        """Tell whether a sentence ends after a first name and an initial: "said Ann C." | "Lee"."""
        if len(before) == 1 or not INITIAL.fullmatch(before[-1].text):
            return False
        named = any(
            e.start_char == sentence.tokens[0].start_char and e.type in PERSON_TYPES
            for e in sentence.ents[:1]
        )
        return named and before[-2].capital and before[-2].tag in ("PROPN", "")

    def _entities(self, sentence: Any) -> list[Entity]:
        found: list[Entity] = []
        for entity in sentence.ents:
            first = self.at(entity.start_char)
            if found and first < found[-1].last:  # part of a name that was widened
                continue
            last = self._whole(self.after(entity.end_char), entity.type)
            last -= self._owns(first, last)
            begin = self._body_before(first, entity.type)
            type_ = "ORG" if begin < first else entity.type
            if begin < first:
                last = self._to_its_end(last)
            if type_ in PERSON_TYPES:
                begin, last = self._flat(begin, last)
                begin = self._first_name(found, begin)
            else:
                last = self._what_of(last)
            put(found, Entity(begin, last, type_))
        return found

    def _paired(self, found: list[Entity]) -> list[Entity]:
        """Return the entities, two of a person side by side as one: "Luay" | "Sami".

        Where the first stands for somebody elsewhere they are two.
        """
        seen = Counter(self.words[e.first].low for e in found if is_short_name(e))
        made: list[Entity] = []
        for entity in found:
            before = made[-1] if made and made[-1].last == entity.first else None
            pair = before is not None and is_short_name(before) and is_short_name(entity)
            if pair and before is not None and self._may_pair(before.first, seen):
                made[-1] = replace(entity, first=before.first)
            else:
                made.append(entity)
        return made

    def _may_pair(self, index: int, seen: Mapping[str, int]) -> bool:
        """Tell whether a word and the next may be first and last name."""
        one, two = self.words[index : index + 2]
        gap = self.text[one.end : two.start] == " " and one.sentence == two.sentence
        return gap and one.tag == two.tag == "PROPN" and seen[one.low] == 1 and one.text.isalpha()

    def _placed(self, entity: Entity, names: Collection[str]) -> Entity:
        """Return the entity, a place or a people that was taken for a person as what it is.

        ``names`` are the last words of longer names, with which it may be somebody's.
        """
        word = self.words[entity.first]
        if not is_short_name(entity) or word.low in names:
            return entity
        after = self.words[entity.last] if entity.last < len(self.words) else None
        beside = after is not None and after.tag in ("NOUN", "ADJ") and not after.capital
        if word.text in demonyms() and beside:
            return replace(entity, type="MISC")  # "the Iranian foreign minister"
        place = word.low in words("capitals") or _is_place(word.text, after.text if after else "")
        return replace(entity, type="LOC") if place else entity

    def _named(self, entity: Entity, short: Collection[str]) -> Entity:
        """Return the entity, somebody's full name that was taken for a body as a person.

        ``short`` are the names by which people are called elsewhere.
        """
        if entity.type in PERSON_TYPES or entity.last - entity.first != PAIR:
            return entity
        first, last = self.words[entity.first], self.words[entity.last - 1]
        person = first.text in table("first_names") and last.low in short
        return replace(entity, type="PER") if person else entity

    def _owns(self, first: int, last: int) -> bool:
        """Tell whether a name ends in a possessive that is no part of it: "Turkey’s" refusal."""
        ends = last - first > 1 and self.words[last - 1].possessive
        after = self.words[last].tag if last < len(self.words) else ""
        return ends and (self.words[last - 2].relation == "nmod:poss" or after in AFTER_OWNER)

    def _first_name(self, found: list[Entity], begin: int) -> int:
        """Widen a person's name to the first name that was taken for somebody else's."""
        before = found[-1] if found and found[-1].last == begin else None
        if before is None or before.type not in PERSON_TYPES or before.last - before.first > 1:
            return begin
        word, after = self.words[before.first], self.words[begin]
        first = word.text in table("first_names") and after.text not in table("first_names")
        joined = word.head == begin and self.same_line(begin - 1, begin)
        return before.first if first and joined else begin

    def _flat(self, first: int, last: int) -> tuple[int, int]:
        """Widen a person's name to the words that the tree joins to it: "Ann | Lee"."""
        own = self.words
        if country_from(self, first) > first:  # "Sierra | Leone"
            return first, last
        while first and own[first].relation in NAME_PARTS and own[first].head == first - 1:
            place = first > 1 and own[first - 2].low in PLACING  # "in Port | Ann Lee"
            if place or not own[first - 1].capital or own[first - 1].tag != "PROPN":
                break
            first -= 1
        while last < len(own) and own[last].relation in NAME_PARTS and own[last].capital:
            if not first <= own[last].head < last or own[last].tag != "PROPN":
                break
            last += 1
        return first, last

    def _body_before(self, first: int, type_: str) -> int:
        """Widen a name to the left by the body that it is part of: "Center for | Blue Skies"."""
        at = first - 2 if first > 1 and self.words[first - 1].low == "the" else first - 1
        if type_ in PERSON_TYPES or at < 1 or self.words[at].low not in JOINING:
            return first
        noun = self.words[at - 1]
        named = noun.capital and not noun.text.isupper()
        body = named and (noun.low in words("bodies") or noun.low in CENTERS)
        return at - 1 if body and noun.sentence == self.words[first].sentence else first

    def _goes_on_in(self, last: int) -> bool:
        """Tell whether a body's name goes on: "Council on Foreign | Relations"."""
        after = self.words[last] if last < len(self.words) else None
        same = after is not None and after.sentence == self.words[last - 1].sentence
        return bool(same and after and after.capital and after.tag in ("NOUN", "PROPN"))

    def _what_of(self, last: int) -> int:
        """Widen a ministry's name to the right by what it is for: "Ministry | of Public Health"."""
        cut = self.words[last - 1].low in MINISTRIES and self._low(last) == "of"
        return self._to_its_end(last + 1) if cut and self._goes_on_in(last + 1) else last

    def _to_its_end(self, last: int) -> int:
        """Return where a body's name ends: "Council on Foreign | Relations"."""
        while self._goes_on_in(last):
            last += 1
        return last

    def _low(self, index: int) -> str:
        """Return a word in lower case, "" beyond the last."""
        return self.words[index].low if index < len(self.words) else ""

    def _whole(self, last: int, type_: str) -> int:
        """Widen a person's name that a sentence's end cut in two."""
        return last + 1 if last - 1 in self._joints and type_ in PERSON_TYPES else last

    def at(self, offset: int) -> int:
        """Return the number of the word at the offset or of the first after it."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and self.words[index].end > offset:
            return index
        return index + 1

    def after(self, offset: int) -> int:
        """Return the number of the first word that starts at the offset or later."""
        return bisect_left(self._starts, offset)

    def within(self, span: Span) -> range:
        """Return the numbers of the words that share a character with the span."""
        return range(self.at(span.start), self.after(span.end))

    def span(self, first: int, last: int) -> Span:
        """Return the stretch from word ``first`` to the one before ``last``."""
        return Span(self.words[first].start, self.words[last - 1].end)

    def same_line(self, first: int, second: int) -> bool:
        """Tell whether no line break lies between two words."""
        return "\n" not in self.text[self.words[first].end : self.words[second].start]

    @cached_property
    def entity_at(self) -> dict[int, Entity]:
        """Return the entity that each word belongs to."""
        return {i: entity for entity in self.entities for i in range(entity.first, entity.last)}

    @cached_property
    def paragraphs(self) -> list[int]:
        """Return the number of each sentence's paragraph."""
        numbers, number = [], 0
        for index, sentence in enumerate(self.sentences):
            if index and sentence and not self.same_line(sentence[0] - 1, sentence[0]):
                number += 1
            numbers.append(number)
        return numbers


def _is_place(text: str, after: str) -> bool:
    """Tell whether a word names a country or state, and nobody: not "Israel" or "Virginia".

    Before a title it does: "Virginia Gov. Ann Lee".
    """
    place = text in countries() or text in words("provinces")
    return place and (text not in table("first_names") or after in table("titles"))
