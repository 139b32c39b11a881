"""Read the chunks of a text by its tags: noun phrases and expressions of time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotes.data import words
from quotes.resolve.words.nouns import singular
from quotes.resolve.words.phrases import pronoun

if TYPE_CHECKING:
    from quotes.resolve.words.reading import Reading, Word

YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:s|['’]s)?$")
NOUNS = frozenset(("NOUN", "PROPN", "NUM", "SYM", "X"))
NOMINAL = NOUNS | {"ADJ", "DET"}
LEADING = frozenset(("DET", "ADJ", "NUM", "ADV"))  # before a word of time: "the same day"
GLUE = frozenset(("-", "‑", "/", "&"))
PREPOSITIONS = frozenset(
    ("after", "around", "at", "before", "by", "during", "following", "for", "from", "in", "on")
) | {"over", "since", "throughout", "until", "within"}
EARLY = frozenset(("late", "early", "earlier", "later"))
LATER = frozenset(("ago", "later", "earlier"))
AROUND = frozenset(("before", "after"))  # "the day after"
LONGEST = 18  # words of an expression of time
AHEAD = 6  # words after "and" in which its noun must come
SET = 4  # words of the longest set phrase


def is_mark(word: Word) -> bool:
    """Tell whether a word is a quotation mark."""
    return not word.possessive and not word.text.strip("“”\"'‘’`«»")


class Chunks:
    """Tells where the chunk at a word ends; ``stop`` is where it must."""

    def __init__(self, reading: Reading) -> None:
        self._words = reading.words

    def noun_phrase(self, start: int, stop: int) -> int:
        """Return where the noun phrase at a word ends, the same word for none."""
        index = end = start
        if start < stop and self._words[start].tag == "PRON" and pronoun(self._words[start]):
            if not _is_owner(self._words[start]):
                return start + 1
            index += 1
        while index < stop and not self._ends(index, start, end):
            word = self._words[index]
            named = word.tag == "ADJ" and word.capital and index + 1 == stop  # "told POLITICO | …"
            if word.tag in NOUNS or word.possessive or named:
                end = index + 1
            index += 1
        titled = index < len(self._words) and is_mark(self._words[index])  # "on ABC's “News”"
        cut = titled and end == index > start and self._words[end - 1].possessive
        return end - 1 if cut else end

    def head(self, start: int, end: int) -> int:
        """Return the head of a noun phrase: its last noun before "of"."""
        head = start
        for index in range(start, end):
            word = self._words[index]
            if word.low == "of" and head > start:
                break
            if word.tag in NOUNS or word.tag == "PRON" or word.capital:
                head = index
        return head

    def noun(self, index: int) -> str:
        """Return a noun in lower case, a plural without its ending."""
        return singular(self._words[index])

    def time(self, index: int, stop: int) -> int:
        """Return where an expression of time ends, with its preposition: "late on Monday"."""
        first, timely = index, self._words[index].low in EARLY
        if timely and first + 1 < stop and self._words[first + 1].tag in ("ADP", "SCONJ"):
            first += 1
        if self._words[first].tag in ("ADP", "SCONJ"):
            if self._words[first].low not in PREPOSITIONS or self.is_set(first, stop):
                return index
            end = self._time_phrase(first + 1, stop)
            return end if end > first + 1 else index
        end = self._time_phrase(index, stop)
        bare = YEAR.match(self._words[index].text) or self._words[end - 1].low == "time"
        return index if bare else end  # "between 2002 and | 2010", "a long time"

    def is_time(self, start: int, end: int) -> bool:
        """Tell whether a noun phrase is one of time."""
        return self._time_phrase(start, end) == end

    def is_set(self, index: int, stop: int) -> bool:
        """Tell whether a set phrase begins at a word: "in fact"."""
        said = " ".join(word.low for word in self._words[index : min(stop, index + SET)]) + " "
        return any(said.startswith(phrase + " ") for phrase in words("set_phrases"))

    def _time_phrase(self, start: int, stop: int) -> int:
        """Return where a noun phrase or adverb of time ends: "Saturday, Dec. 23", "a week ago"."""
        index = end = start
        while index < min(stop, start + LONGEST):
            word = self._words[index]
            later = end > start and (word.low in LATER or self._around(index, end, stop))
            if self._times(index) or later:
                end = index + 1
            elif not (word.text == "," and end == index > start) and not (
                word.tag in LEADING and (word.tag != "DET" or end == start)
            ):
                break
            index += 1
        if start < end < stop:
            after = self._words[end]
            named = after.tag in ("NOUN", "PROPN") and self._words[end - 1].head == end
            if named or after.possessive:  # "the Monday hearing", "Monday's hearing"
                return start
        return end

    def _around(self, index: int, end: int, stop: int) -> bool:
        """Tell whether "after" ends an expression of time, as in "the day after"."""
        closed = index + 1 == stop or self._words[index + 1].tag == "PUNCT"
        return index == end and closed and self._words[index].low in AROUND

    def _times(self, index: int) -> bool:
        """Tell whether a word is one of time."""
        word = self._words[index]
        if YEAR.match(word.text):
            return True
        if word.tag == "NUM":
            before = self._words[index - 1].low if index else ""
            return before.rstrip(".") in words("times") and before[:1].isalpha()
        return word.tag in ("NOUN", "PROPN", "ADV", "ADJ") and word.low in words("times")

    def _ends(self, index: int, start: int, end: int) -> bool:
        """Tell whether a noun phrase that reaches to ``end`` so far is over before a word."""
        word = self._words[index]
        if word.text in GLUE or word.possessive:
            return index == start
        if end == index > start:
            return self._ends_after_noun(index, start)
        if word.tag in ("VERB", "ADV"):
            return word.relation not in ("amod", "advmod") or word.head <= index
        return not (word.tag in NOMINAL or _is_owner(word))

    def _ends_after_noun(self, index: int, start: int) -> bool:
        """Tell whether a noun phrase is over before a word that follows one of its nouns."""
        word, before = self._words[index], self._words[index - 1]
        if word.tag == "DET" or (self._times(index) and self._apart(index)):
            return not before.possessive and word.tag != "NUM"
        if word.tag == "ADJ":
            return not (word.capital or before.possessive or before.text == "-")
        if word.tag == "CCONJ":
            return not self._joins(index, start)
        return word.low != "of" and word.tag not in NOMINAL and not _is_owner(word)

    def _apart(self, index: int) -> bool:
        """Tell whether a word of time is not part of a name or of the next noun."""
        word = self._words[index]
        if word.head != index + 1 or self._times(index + 1):
            return True
        return self._words[index + 1].tag not in ("NOUN", "PROPN")

    def _joins(self, index: int, start: int) -> bool:
        """Tell whether "and" joins two nouns of the phrase."""
        for word in self._words[index + 1 : index + AHEAD]:
            if word.relation == "conj":
                return start <= word.head < index and word.tag in NOUNS
            if word.tag not in NOMINAL:
                return False
        return False


def _is_owner(word: Word) -> bool:
    return word.tag == "PRON" and word.relation == "nmod:poss"
