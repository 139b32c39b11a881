"""Read the words that say what somebody is: a role, with what stands before and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotes.data import table, words
from quotes.resolve.described.description import ENDS
from quotes.resolve.words.alike import demonyms
from quotes.resolve.words.name_words import is_title
from quotes.resolve.words.nouns import form_of, is_plural, singular

if TYPE_CHECKING:
    from quotes.resolve.words.name_words import Name
    from quotes.resolve.words.reading import Reading, Word

PEOPLE = frozenset(("people", "persons", "individuals"))
PREPOSITIONS = frozenset(
    ("about", "against", "as", "at", "by", "during", "for", "from", "in", "near", "of", "on")
) | {"over", "than", "to", "under", "with", "within"}
RELATIVES = frozenset(("who", "whom", "whose", "which", "that", "where", "when"))
JOINING = frozenset(("and", "or", "&"))
COUNTED = frozenset(("one", "some", "many", "most", "several", "few", "all", "percent", "%"))
GATHERED = frozenset(("group", "panel", "team", "bunch"))  # a group of 17 is 17
UNDER = frozenset(("deputy", "vice", "assistant", "associate", "chief", "head"))
AREAS = frozenset(("African", "Arab", "Asian", "Central", "Latin", "Native", "North", "South"))
HYPHEN = re.compile(r"\s*[-‑]\s*")
COURTESY = frozenset(("Mr.", "Mr", "Mister", "Mrs.", "Mrs", "Ms.", "Ms", "Miss", "Mme."))
SMALL = frozenset(("of", "the", "and", "in", "for"))  # within a title
IS = frozenset(("is", "was"))
AS = frozenset(("serves", "served", "works", "worked"))
APPOSITION = 20  # words of one that no tags tell
INTRODUCING = frozenset(("a", "an", "the", "former"))
LONGEST = 6  # words of a post
QUANTITY = 6  # words in which "of" may end what counts people


@dataclass(frozen=True, slots=True)
class Calling:
    """Words ``start`` to ``stop`` that say what somebody is, by a role ``first`` to ``last``.

    ``head`` is the role's noun. ``counted`` is where the words begin that tell how
    many, before ``start`` in "two of the aides".
    """

    counted: int
    start: int
    first: int
    head: int
    last: int
    stop: int


def calling(reading: Reading, first: int, stop: int, noun: str = "") -> Calling | None:
    """Return what the words call somebody, None where they do so by no role.

    ``noun`` is one by which somebody unnamed is known to be called, singular.
    """
    start = _past_quantity(reading, first, stop)
    head = _head(reading, start, stop, noun)
    if head < 0:
        return None
    begin, last = _post(reading, start, head, stop)
    while begin > start and reading.words[begin - 1].low in UNDER:
        begin -= 1
    return Calling(first, start, begin, head, last, stop)


def spelled(reading: Reading, first: int, last: int) -> str:
    """Return words in one line, hyphens without the spaces that a text may put around them."""
    text = reading.span(first, last).of(reading.text)
    return HYPHEN.sub("-", " ".join(text.split()))


def joined(reading: Reading, index: int) -> str:
    """Return the hyphens that stand right before and after a word."""
    word, text = reading.words[index], reading.text
    before = text[max(0, word.start - 2) : word.start].strip()[-1:]
    after = text[word.end : word.end + 2].strip()[:1]
    return "".join(c for c in (before, after) if c in "-‑")


def is_post(reading: Reading, first: int, last: int) -> bool:
    """Tell whether the words are those of a post: "secretary of state"."""
    text = spelled(reading, first, last).lower()
    return text in words("posts") or ("-" in text and text in table("roles"))


def title_words(reading: Reading, name: Name) -> range | None:
    """Return the title right before a name, without Mr. and the like."""
    sentence = reading.sentences[reading.words[name.first].sentence]
    for first in range(max(sentence.start, name.first - LONGEST), name.first):
        part = reading.words[first : name.first]
        if not reading.same_line(first, name.first) or not part[0].capital:
            continue
        titled = all(is_title(w.text) and w.text not in COURTESY for w in part)
        styled = all(w.capital or w.low in SMALL or not w.text.isalnum() for w in part)
        if titled or (styled and is_post(reading, first, name.first)):
            under = first > sentence.start and reading.words[first - 1]
            deputy = under and under.capital and under.low in UNDER  # to the Prime Minister
            return range(first - 1 if deputy else first, name.first)
    return None


def apposition(reading: Reading, name: Name) -> list[tuple[int, int]]:
    """Return the apposition after a name where no tags tell: "Ann Lee, 45, a teacher,"."""
    stop = reading.sentences[reading.words[name.first].sentence].stop
    begin = name.last + 1
    if begin < stop - 1 and reading.words[begin].text.isdigit():
        begin += 2
    if begin >= stop or reading.words[begin - 1].text != ",":
        return []
    if reading.words[begin].low not in INTRODUCING:
        return []
    for index in range(begin, min(stop, begin + APPOSITION)):
        if reading.words[index].text in ENDS:
            return [(begin, index)] if index > begin else []
    return []


def clause_start(reading: Reading, first: int, last: int) -> int:
    """Return where a clause says what somebody is: "who is | a nurse"; its start for others."""
    low = [w.low for w in reading.words[first:last]]
    if low[0] != "who":
        return first
    if low[1:2] and low[1] in IS:
        return first + 2
    if low[1:3] in (["has", "been"], ["had", "been"]):
        return first + 3
    return first + 3 if low[1:2] and low[1] in AS and low[2:3] == ["as"] else first


def _past_quantity(reading: Reading, first: int, stop: int) -> int:
    """Return where the words begin that are counted: "one of | the diplomats"."""
    while first < stop - 1 and reading.words[first].low in words("amounts"):
        first += 1  # "more than | 500 clerks"
    for index in range(first + 1, min(stop - 1, first + QUANTITY)):
        if reading.words[index].tag in ("VERB", "AUX"):
            break
        if reading.words[index].low in PREPOSITIONS:
            before = reading.words[index - 1]
            counts = before.low in words("quantities") | COUNTED | GATHERED
            counts = counts or before.low in table("numbers")
            return index + 1 if counts and reading.words[index].low == "of" else first
    return first


def _head(reading: Reading, start: int, stop: int, noun: str) -> int:
    """Return the last role before the words that go with it, -1 for none."""
    head = -1
    for index in range(start, stop):
        word = reading.words[index]
        if word.possessive:
            head = -1
        elif index > start and _ends(word, reading.words[index - 1], found=head >= 0):
            break
        elif _is_role(reading, word, noun) and not _before_noun(reading, index, stop):
            short = head >= 0 and word.text.endswith(".")  # "Pentagon spokesman Navy Capt."
            head = head if short else index
    return head


def _ends(word: Word, before: Word, *, found: bool) -> bool:
    """Tell whether the words up to a role are over; ``found`` tells that there was one."""
    if word.low in PREPOSITIONS or word.low in RELATIVES or word.tag in ("ADP", "SCONJ", "AUX"):
        return True
    if word.text in ENDS:
        return found or word.text != ","
    made = word.tag == "VERB" and word.low.endswith(("ed", "ing"))
    made = made and before.tag != "NOUN"
    return (word.tag == "VERB" and (found or not made)) or (found and word.low in JOINING)


def _is_role(reading: Reading, word: Word, noun: str) -> bool:
    if singular(word) in table("roles") or word.low in PEOPLE:
        return True
    if word.capital and (is_title(word.text) or word.low in words("posts")):
        return True
    if not noun or noun != singular(word) or is_people(word):
        return False
    if noun in words("groups") or noun in words("bodies"):
        return False
    return form_of(reading, word, noun, plural=is_plural(word, noun)) in ("person", "group")


def is_people(word: Word) -> bool:
    """Tell whether a word names those of a country: "Israelis"."""
    return word.text in demonyms() or word.text.removesuffix("s") in demonyms()


def _before_noun(reading: Reading, index: int, stop: int) -> bool:
    """Tell whether a noun that is no role follows, or a hyphen: a "player union"."""
    if index + 1 >= stop:
        return False
    if reading.text[reading.words[index].end] in "-‑":
        return True
    word = reading.words[index + 1]
    if word.capital and not reading.words[index].capital:
        return False  # "spokesman Navy Capt."
    return word.tag in ("NOUN", "PROPN") and word.text not in ENDS


def _post(reading: Reading, start: int, head: int, stop: int) -> tuple[int, int]:
    """Return the longest post around a role, the role alone for none."""
    for size in range(LONGEST, 1, -1):
        for first in range(max(start, head - size + 1), head + 1):
            last = first + size
            if head < last <= stop and is_post(reading, first, last):
                return first, last
    return head, head + 1
