"""Tell to which organization somebody is said to belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.data import table, words
from quotes.resolve.described.calling import AREAS, PREPOSITIONS, RELATIVES, joined
from quotes.resolve.described.description import ENDS
from quotes.resolve.words.alike import countries, demonyms, parties
from quotes.resolve.words.nouns import singular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quotes.resolve.described.calling import Calling
    from quotes.resolve.words.name_words import Name
    from quotes.resolve.words.reading import Reading, Word

LINKS = frozenset(("at", "for", "from", "of", "with", "in"))  # before whom somebody is of
WORDS = 3  # of the longest name of a well known body
NEAR = 5  # words after a preposition in which a body must be named
WORKING = frozenset(("based", "employed", "serving", "working"))
MINISTERS = frozenset(("minister", "secretary"))
TOWNS = frozenset(("borough", "city", "county", "town", "village"))
PLACES = words("provinces")
GOING_ON = frozenset(("of", "on", "for", "and", "&"))  # in a body's name
KINDS = frozenset(("center", "centre", "bureau", "endowment", "bank", "school", "trust"))


class Employers:
    """Reads, in the words of an article, of which organization somebody is."""

    def __init__(self, reading: Reading, names: Mapping[int, Name]) -> None:
        self._reading = reading
        self._words = reading.words
        self._names = names

    def organization(self, call: Calling) -> range | None:
        """Return the body that is named before or after a role."""
        noun = singular(self._words[call.head])
        if noun in words("outsiders"):
            return None
        before = next(self._bodies(call.start, call.first), None)
        if before is not None:
            return before
        at = frozenset(("at",))
        if noun in words("independents"):
            return self.linked(call.last, call.stop, at)
        found = self.linked(call.last, call.stop)
        if found is None or (noun in MINISTERS and not self._names_kind(self._last(found))):
            return None  # "minister of Tourism and Culture"
        if self._words[found.start - 1].low != "for":
            return found
        where = self._at_after(found.stop, call.stop)  # "director for Data at the Kent Institute"
        return where if where and not self._names_kind(self._last(found)) else found

    def _last(self, body: range) -> str:
        return self._words[body.stop - 1].low

    def _at_after(self, index: int, stop: int) -> range | None:
        """Return the body of "at the Kent Institute" right at a word."""
        return self.linked(index, min(stop, index + NEAR), frozenset(("at",)))

    def around(self, name: Name) -> range | None:
        """Return the body that a name is owned by or said to be from.

        "Kent Institute's Ann Lee", "Ann Lee, from the Kent Institute".
        """
        before, after = name.begin - 1, self._words[name.last : name.last + 2]
        if before > 0 and self._words[before].possessive:
            entity = self._reading.entity_at.get(before - 1)
            body = self._entity(entity.first, before) if entity is not None else None
            return body if body is not None and body.stop == before else None
        if [w.low for w in after] == [",", "from"]:
            stop = self._reading.sentences[after[0].sentence].stop
            return self.linked(name.last + 1, min(stop, name.last + 1 + NEAR + NEAR))
        return None

    def linked(self, first: int, stop: int, links: frozenset[str] = LINKS) -> range | None:
        """Return the first body that a preposition joins to what stands before."""
        for index in range(first, stop):
            word = self._words[index]
            if word.low in RELATIVES or word.text in ENDS or word.low == "to":
                return None
            if word.tag == "VERB" and word.low not in WORKING:
                return None
            if word.low in links:
                found = self._led(index + 1, min(stop, index + 1 + NEAR), stop)
                if found is not None:
                    return found
        return None

    def led(self, first: int, stop: int) -> range | None:
        """Return the body that somebody leads, named right after the verb."""
        return self._led(first, min(stop, first + NEAR), stop)

    def _led(self, first: int, near: int, stop: int) -> range | None:
        for index in range(first, near):
            word = self._words[index]
            body = self._body_at(index, stop)
            if body is not None:
                return body
            if word.low in PREPOSITIONS or word.low in RELATIVES or word.text in ENDS:
                return None
            made = word.low.endswith(("ed", "ing"))  # "the ruling Landward Party"
            if word.tag in ("AUX", "CCONJ") or (word.tag == "VERB" and not made):
                return None
        return None

    def _bodies(self, first: int, stop: int) -> Iterator[range]:
        for index in range(first, stop):
            body = self._body_at(index, stop)
            if body is not None:
                yield body

    def _body_at(self, index: int, stop: int) -> range | None:
        """Return the words of the named body that begins with a word."""
        word = self._words[index]
        leads = word.low in words("determiners") or word.tag in ("DET", "PRON")
        if not word.capital or leads or self._inside(index):
            return None
        found = (self._entity(index, stop), self._seat(index, stop), self._run(index, stop))
        longest = max((body for body in found if body is not None), key=len, default=None)
        return self._whole(longest, stop) if longest is not None else None

    def _whole(self, body: range, stop: int) -> range:
        """Return a body's name without a part of the body, and with what it is a body for."""
        for index in range(body.start + 1, body.stop):
            owner = self._reading.span(body.start, index).of(self._reading.text)
            if self._words[index].possessive and self._is_body(self._words[index - 1].low):
                return range(body.start, index)  # "the Senate Committee’s … panel"
            if self._words[index].possessive and (owner in countries() or owner in PLACES):
                return (
                    self._whole(range(index + 1, body.stop), stop)
                    if index + 1 < body.stop
                    else body
                )
        last = body.stop
        while last > body.start and self._words[last - 1].low in GOING_ON:
            last -= 1
        while last == body.stop < stop and self._is_tail(self._words[last]):
            body = range(body.start, last + 1)
            last += 1
        named = self._words[last - 1].capital and self._names_kind(self._words[last - 1].low)
        end, links = last, GOING_ON if named else ("&",)
        while end + 1 < stop and self._words[end].low in links:
            if end == body.stop and self._words[end].low == "and":
                break
            end += 2 if self._words[end + 1].low == "the" else 1
            if not self._may_go_on(end, stop):
                break
            while end < stop and self._may_go_on(end, stop):
                end += 1
            last = end
        return range(body.start, last)

    @staticmethod
    def _is_tail(word: Word) -> bool:
        return word.capital and word.low in words("company_tails")

    def _may_go_on(self, index: int, stop: int) -> bool:
        """Tell whether a word may be part of a name such as "Council on Foreign Relations"."""
        return index < stop and self._words[index].capital and index not in self._names

    def _names_kind(self, noun: str) -> bool:
        return self._is_body(noun) or noun in KINDS

    def _inside(self, index: int) -> bool:
        """Tell whether a name, of somebody or of a body, goes on at a word."""
        name, entity = self._names.get(index), self._reading.entity_at.get(index)
        hyphened = joined(self._reading, index) and (entity is None or entity.type != "ORG")
        within = entity is not None and entity.type == "ORG" and entity.first < index
        article = entity is not None and self._words[entity.first].low in ("the", "a", "an")
        return bool(
            hyphened
            or (name is not None and name.first < index)
            or (within and not (article and entity is not None and entity.first + 1 == index))
        )

    def _entity(self, index: int, stop: int) -> range | None:
        """Return the words of a body's name as the parser has found it."""
        entity = self._reading.entity_at.get(index)
        if entity is None or entity.type != "ORG" or entity.last > stop:
            return None
        if joined(self._reading, entity.last - 1) and entity.last - 1 != index:
            return None  # "a Marrow Bay-based firm"
        first = index + 1 if self._words[index].low == "the" else index
        last = entity.last
        while last > first and self._words[last - 1].possessive:
            last -= 1
        if last < stop and self._joins(last):
            last += 1
        text = self._reading.span(first, last).of(self._reading.text) if last > first else ""
        place = not text or any(text in known for known in (demonyms(), countries(), PLACES))
        place = place or all(_tells_no_body(w) for w in self._words[first:last])
        place = place or (last > first and self._words[last - 1].low in TOWNS)
        common = last - first == 1 and (self._only_begins(first, last) or self._is_cut(first))
        return None if place or common or self._is_person(first, last) else range(first, last)

    def _is_cut(self, index: int) -> bool:
        """Tell whether a lone word is but the end of a name: "Center", "-Packard"."""
        if not index:
            return False
        before = self._words[index - 1]
        begins = index - 1 == self._reading.sentences[before.sentence].start
        apart = index - 1 in self._reading.entity_at or index - 1 in self._names
        known = apart or before.text in demonyms() or before.low in table("roles")
        kind = self._names_kind(self._words[index].low) and not apart
        lone = before.capital and (kind or not (begins or known))
        return lone or self._reading.text[self._words[index].start - 1] in "-‑"

    def _is_person(self, first: int, last: int) -> bool:
        name = self._names.get(first)
        return name is not None and name.last >= last

    def _seat(self, index: int, stop: int) -> range | None:
        """Return the words of a body that is known by its name alone: "White House"."""
        for last in range(min(stop, index + WORDS), index, -1):
            if self._reading.span(index, last).of(self._reading.text) in words("seats"):
                return range(index, last)
        return None

    def _run(self, index: int, stop: int) -> range | None:
        """Return the capitalised words that a noun for a body ends: "Biden administration"."""
        last = index
        while last < stop and self._words[last].capital and not self._words[last].possessive:
            last += 1
            if last > index + 1 and self._words[last - 1].low in words("bodies"):
                if last < stop and self._words[last].capital and self._joins(last):
                    continue
                break
        named = self._words[last - 1]
        if last - index > 1 and self._names_kind(named.low):
            return range(index, last)
        if last - index == 1 and self._begins_kind(index, stop):
            return range(index, last)
        if last < stop and self._joins(last) and not self._only_begins(index, last):
            return range(index, last + 1)
        return None

    def _begins_kind(self, index: int, stop: int) -> bool:
        """Tell whether a name begins with its kind: "University of Kent"."""
        link, *after = [*self._words[index + 1 : min(stop, index + 4)], self._words[index]]
        if link.low not in GOING_ON - {"and", "&"}:
            return False
        named = after[1] if after[0].low == "the" and len(after) > 1 else after[0]
        return named.index > index and named.capital and self._names_kind(self._words[index].low)

    def _joins(self, index: int) -> bool:
        """Tell whether a noun for a body follows a name: "administration"."""
        word = self._words[index]
        return self._is_body(word.low) and not joined(self._reading, index)

    @staticmethod
    def _is_body(noun: str) -> bool:
        return noun in words("bodies") and noun not in words("not_employers")

    def _only_begins(self, index: int, last: int) -> bool:
        """Tell whether a lone word is capitalised as the first of a sentence: "School board"."""
        word = self._words[index]
        begins = index == self._reading.sentences[word.sentence].start
        entity = self._reading.entity_at.get(index)
        noun = self._is_body(word.low) and entity is not None and entity.last == last
        known = index in self._names or (entity is not None and not noun)
        return begins and last - index == 1 and not known and word.text not in demonyms()


def _tells_no_body(word: Word) -> bool:
    """Tell whether a word is a place or a party's adjective: "the Independent Vermont senator"."""
    party = word.low == "independent" or (word.low in parties() and not word.text.isupper())
    return party or word.text in PLACES or word.text in AREAS
