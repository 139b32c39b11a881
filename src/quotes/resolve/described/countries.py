"""Tell to which country somebody, or a body, is said to belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.data import words
from quotes.resolve.described.calling import AREAS, JOINING, joined
from quotes.resolve.words.alike import countries, demonyms
from quotes.resolve.words.nouns import singular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quotes.resolve.described.calling import Calling
    from quotes.resolve.words.name_words import Name
    from quotes.resolve.words.reading import Reading

WORDS = 3  # of the longest name of a country
HEADS = frozenset(
    ("ambassador", "chancellor", "citizen", "consul", "diplomat", "emperor", "envoy", "head")
) | {"king", "leader", "minister", "monarch", "native", "official", "pm", "premier", "president"}
HEADS |= frozenset(("prince", "queen", "ruler", "spokesman", "spokeswoman"))


class Countries:
    """Reads, in the words of an article, of which country somebody is."""

    def __init__(self, reading: Reading, names: Mapping[int, Name]) -> None:
        self._reading = reading
        self._words = reading.words
        self._names = names

    def of_role(self, call: Calling) -> str | None:
        """Return the country that is named before or after a role, None for none or several."""
        outside = singular(self._words[call.head]) in words("outsiders") | words("independents")
        found = set(self._adjectives(call.start, call.first, call.last))
        found |= set() if outside else self._owners(call.start, call.first)
        if not found and not outside:
            found = self._after(call)
        return found.pop() if len(found) == 1 else None

    def of_body(self, first: int, last: int) -> str | None:
        """Return the country of a body: "Israel’s war cabinet", "the French government"."""
        if first < last and self._words[first].low == "the":
            first += 1
        whole = self._named(first, last, countries())
        if whole is not None and whole[1] == last:
            return whole[0]
        if last - first == 1:
            return self.of_people(first, last)
        entity = self._reading.entity_at.get(first)
        named = entity is not None and entity.type == "ORG" and entity.last >= last
        found = set() if named else self._owners(first, last)
        adjective = self._named(first, last, demonyms())
        if adjective is not None and first < adjective[1] < last and self._public(first, last):
            found.add(adjective[0])
        return found.pop() if len(found) == 1 else None

    def of_people(self, first: int, last: int) -> str | None:
        """Return the country of a people: "the Israelis"."""
        for index in range(last - 1, first - 1, -1):
            word = self._words[index]
            if word.capital and not joined(self._reading, index):
                return demonyms().get(word.text) or demonyms().get(word.text.removesuffix("s"))
        return None

    def _public(self, first: int, last: int) -> bool:
        """Tell whether a body whose name begins with a country's adjective is that country's."""
        head = self._words[last - 1]
        entity = self._reading.entity_at.get(first)
        whole = entity is not None and entity.type == "ORG" and entity.last >= last
        return head.low in words("state_bodies") or not (head.capital or whole)

    def _adjectives(self, first: int, stop: int, last: int) -> Iterator[str]:
        """Yield the countries whose adjective stands before a role."""
        for index in range(first, last):
            found = self._named(index, max(stop, index + 1), demonyms())
            if found is None or self._compound(index, found[1]):
                continue
            if {self._words[i].low for i in (found[1], last - 1)} & words("subjects"):
                continue  # "a French history teacher"
            entity = self._reading.entity_at.get(index)
            within = entity is not None and entity.type == "ORG" and found[1] < entity.last <= stop
            if entity is None or not within or self._public(index, entity.last):
                yield found[0]

    def _compound(self, first: int, last: int) -> bool:
        """Tell whether a word means no country: "pro-American", "Latin American"."""
        before = self._words[first - 1].text if first else ""
        follows = last < len(self._words) and self._words[last].possessive
        part = joined(self._reading, first) or joined(self._reading, last - 1)
        return bool(part) or follows or before in AREAS

    def _owners(self, first: int, stop: int) -> set[str]:
        """Return the countries that own what is named: "Israel’s ambassador"."""
        found = (self._named(index, stop, countries()) for index in range(first, stop))
        ends = [f for f in found if f is not None and f[1] < stop]
        return {name for name, last in ends if self._words[last].possessive}

    def _after(self, call: Calling) -> set[str]:
        """Return the country that stands right after a role: "president of France"."""
        index = call.last
        if index + 1 >= call.stop or self._words[index].low not in ("of", "from"):
            return set()
        heads = singular(self._words[call.head]) in HEADS
        if self._words[index].low == "of" and not heads:
            return set()
        index += 2 if self._words[index + 1].low == "the" else 1
        found = self._named(index, call.stop, countries()) if index < call.stop else None
        if found is None or (found[1] < call.stop and self._words[found[1]].possessive):
            return set()
        nxt = self._words[found[1]] if found[1] < call.stop else None
        goes_on = nxt is not None and (nxt.capital or nxt.low in JOINING)
        others = any(w.low in JOINING for w in self._words[found[1] : call.stop])
        listed = nxt is not None and nxt.text == "," and others
        return set() if goes_on or listed else {found[0]}

    def _named(self, index: int, stop: int, known: Mapping[str, str]) -> tuple[str, int] | None:
        """Return the country that is known by the words at an index, and where these end."""
        if not self._words[index].capital or index in self._names:
            return None
        for last in range(min(stop, index + WORDS), index, -1):
            text = " ".join(self._reading.span(index, last).of(self._reading.text).split())
            if text in known:
                return known[text], last
        return None
