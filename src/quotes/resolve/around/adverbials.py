"""Read the phrases next to a cue: "to reporters", "in an interview with X", "on Wednesday"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from quotes.data import table, words
from quotes.resolve.words.chunks import LATER, Chunks
from quotes.resolve.words.entities import PERSON_TYPES
from quotes.resolve.words.phrases import pronoun

if TYPE_CHECKING:
    from quotes.resolve.words.reading import Reading

Role = Literal["when", "where", "addressee"]

AFTER = frozenset(("after", "before", "since", "until", "following"))
CLAUSES = frozenset(("when", "after", "before", "until"))
AT_OCCASIONS = frozenset(("in", "at", "on", "during", "via", "from", "through", "over"))
AT_PLACES = frozenset(("in", "at", "on", "from", "outside", "inside", "near", "aboard"))
BY_MEANS = frozenset(("by", "over", "via"))
MEANS = frozenset(("telephone", "phone", "email", "e-mail", "mail", "text", "letter", "video"))
ON_WITH = frozenset(("of", "in", "at", "with", "to", "by", "from", "for", "on", "before"))
SPEAKING = frozenset(("speaking", "writing", "appearing", "testifying", "talking"))
PRONOUNS = frozenset(("3m", "3f", "3p", "1", "1p", "2"))
ING = "ing"  # a participle of whoever speaks, not of the letter
JUST = frozenset(("shortly", "just", "soon", "immediately", "right", "long"))
ASKED = frozenset(("asked", "being", "pressed", "questioned", "contacted", "reached"))
HUMANS = ("er", "or", "ist", "ian", "crat", "man", "woman")
HUMAN = 6  # letters of a noun whose ending may tell a person
LONGEST = 18  # words of a phrase


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words ``first`` to ``last`` (exclusive) that say when, where or to whom."""

    role: Role
    first: int
    last: int


class Phrases:
    """Reads the phrases of a stretch of words one after the other."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._words = reading.words
        self._chunks = Chunks(reading)

    def read(self, start: int, stop: int) -> tuple[list[Phrase], int]:
        """Return the phrases with which a stretch begins, and where they end."""
        found: list[Phrase] = []
        index = start
        while index < stop:
            after, phrases = self._next(index, stop)
            if after == index:
                break
            for phrase in phrases:
                last = found[-1] if found else None
                if last and last.role == phrase.role == "when" and last.last == phrase.first:
                    found[-1] = Phrase("when", last.first, phrase.last)
                else:
                    found.append(phrase)
            index = after
        return found, index

    def hearer(self, start: int, stop: int, *, sure: bool) -> Phrase | None:
        """Return the noun phrase at the start if it can be whom the words are addressed to.

        ``sure`` where the verb takes nobody else for an object, or what is said follows.
        """
        end = self._chunks.noun_phrase(start, stop)
        if end == start or self._chunks.is_time(start, end):
            return None
        head = self._chunks.head(start, end)
        said = words("utterances") | words("tellings")
        noun = self._chunks.noun(head)
        told = noun in said or noun.removesuffix("s") in said
        fits = self.is_person(head) or (sure and not told)
        return Phrase("addressee", start, end) if fits else None

    def object(self, start: int, stop: int) -> list[Phrase]:
        """Return the occasion that is the object of a verb: "an essay in the Journal"."""
        end = self._chunks.noun_phrase(start, stop)
        if end == start:
            return []
        head = self._chunks.head(start, end)
        if self._chunks.noun(head) not in table("occasions"):
            return []
        end, hearers = self._widened(start, head, end, stop)
        return [Phrase("where", start, end), *hearers]

    def is_person(self, index: int) -> bool:
        """Tell whether a noun names somebody who can be spoken to."""
        word = self._words[index]
        if word.tag == "PRON":
            return pronoun(word) in PRONOUNS
        if index in self._reading.entity_at or word.tag == "PROPN" or word.text.isupper():
            return True
        noun = self._chunks.noun(index)
        lists = (table("roles"), words("groups"), words("bodies"), words("hearers"))
        if any(noun in known or word.low in known for known in lists):
            return True
        return len(noun) >= HUMAN and noun.endswith(HUMANS) and noun not in words("not_people")

    def _next(self, index: int, stop: int) -> tuple[int, list[Phrase]]:
        """Return where the phrase at a word ends, and what it says; the same word for no phrase."""
        word = self._words[index]
        end = self._clause(index, stop)
        if end > index:
            return end, [Phrase("when", index, end)]
        if word.text == "," or word.low in SPEAKING or self._passes(index):
            return index + 1, []
        end = self._chunks.time(index, stop)
        if end > index:
            cut = end < stop and self._words[end].low in CLAUSES  # "the day | after it rained"
            if cut and self._next(end, stop)[0] == end:
                return index, []
            return end, [Phrase("when", index, end)]
        if word.tag in ("ADP", "SCONJ") and not self._chunks.is_set(index, stop):
            return self._prepositional(index, stop)
        return index, []

    def _passes(self, index: int) -> bool:
        """Tell whether the word is an adverb that says neither when nor where."""
        word = self._words[index]
        if word.low in words("times") or word.low in CLAUSES:
            return False
        return word.tag == "CCONJ" or (word.tag == "ADV" and word.low not in LATER)

    def _clause(self, index: int, stop: int) -> int:
        """Return where a clause of time ends: "when he visited on Oct. 13"."""
        first = index + 1 if self._words[index].low in JUST else index
        if first >= stop or self._words[first].low not in CLAUSES:
            return index
        end = next((i for i in range(first, stop) if self._words[i].tag == "PUNCT"), stop)
        if self._words[end - 1].tag == "SCONJ":
            end -= 1
        inside = range(first + 1, end)
        verbs = [i for i in inside if self._words[i].tag in ("VERB", "AUX")]
        subject = any(self._words[i].relation.startswith("nsubj") for i in inside)
        asked = first + 1 < stop and self._words[first + 1].low in ASKED
        cut = self._words[end - 1].tag in ("ADP", "DET", "AUX", "ADJ", "CCONJ")
        fits = verbs and subject and not asked and not cut and end - index <= LONGEST
        return end if fits else index

    def _prepositional(self, index: int, stop: int) -> tuple[int, list[Phrase]]:
        """Return where a phrase of place, occasion or person ends, and what it says."""
        low = self._words[index].low
        end = self._chunks.noun_phrase(index + 1, stop)
        if end == index + 1:
            return index, []
        head = self._chunks.head(index + 1, end)
        if low == "to":
            found = [Phrase("addressee", index + 1, end)] if self.is_person(head) else []
            return (end, found) if found else (index, [])
        if low in AFTER:
            goes_on = end < stop and self._words[end].tag in ("VERB", "AUX")
            return (index, []) if goes_on else (end, [Phrase("when", index, end)])
        if not self._is_where(low, head):
            return index, []
        end, hearers = self._widened(index, head, end, stop)
        return end, [Phrase("where", index, end), *hearers]

    def _is_where(self, low: str, head: int) -> bool:
        """Tell whether a preposition and a noun say where: a place, an occasion, a medium."""
        noun, word = self._chunks.noun(head), self._words[head]
        if low in BY_MEANS and noun in MEANS:
            return True
        if low in AT_OCCASIONS and noun in table("occasions"):
            return True
        if low not in AT_PLACES:
            return False
        entity = self._reading.entity_at.get(head)
        if entity is not None and entity.type in PERSON_TYPES:
            return False
        named = entity is not None or word.tag == "PROPN"
        return named or noun in words("places") or low == "at"

    def _widened(self, first: int, head: int, end: int, stop: int) -> tuple[int, list[Phrase]]:
        """Return where a place or occasion ends with what belongs to it, and to whom it speaks."""
        to = table("occasions").get(self._chunks.noun(head), "-")
        hearers: list[Phrase] = []
        while end < min(stop, first + LONGEST):
            word = self._words[end]
            told = word.relation.startswith("acl") and word.head < end
            if word.tag == "VERB" and told and not word.low.endswith(ING):
                end = self._participle(end, stop)
                continue
            if word.tag != "ADP" or word.low not in ON_WITH or self._chunks.time(end, stop) > end:
                break
            after = self._chunks.noun_phrase(end + 1, stop)
            if after == end + 1:
                break
            if word.low == to and self.is_person(self._chunks.head(end + 1, after)):
                hearers.append(Phrase("addressee", end + 1, after))
            end = after
        return end, hearers

    def _participle(self, index: int, stop: int) -> int:
        """Return where "released Tuesday" or "published by Haaretz" ends."""
        end = index + 1
        while end < stop:
            after = self._chunks.time(end, stop)
            if after == end and self._words[end].tag == "ADP":
                after = self._chunks.noun_phrase(end + 1, stop)
                after = end if after == end + 1 else after
            if after == end:
                return end
            end = after
        return end
