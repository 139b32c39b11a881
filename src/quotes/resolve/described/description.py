"""What an article says of somebody: a stretch of words, how much it tells, and the roles in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotes.data import table
from quotes.resolve.words.alike import aliases
from quotes.resolve.words.name_words import is_title
from quotes.resolve.words.nouns import singular
from quotes.resolve.words.parts import HYPHENS
from quotes.resolve.words.phrases import telling

if TYPE_CHECKING:
    from quotes.resolve.words.reading import Reading
    from quotes.types import Span

ENDS = frozenset(
    (",", ";", ":", "—", "–", "--", "(", ")", ".", "?", "!", "“", "”", '"', "''", "``")
)
# How much a description tells, by where it stands.
APPOSITION, ROLE, CLAUSE, TITLE, TAG, ABBREVIATION, DEED = 6, 5, 4, 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of somebody: words ``first`` to ``last``, and the nouns that it calls them."""

    first: int
    last: int
    weight: int
    roles: frozenset[str]
    words: frozenset[str]
    former: bool = False


def described(reading: Reading, first: int, last: int, weight: int, head: int) -> Description:
    """Return the description that the words make; ``head`` is the noun that it is about, or -1."""
    texts = [reading.words[i].low for i in range(first, last)]
    return Description(
        first,
        last,
        weight,
        _roles(reading, first, last, head),
        _with_aliases(telling(texts)),
        "former" in texts or texts[0].startswith("ex-"),
    )


def _with_aliases(told: frozenset[str]) -> frozenset[str]:
    """Return the words with the short forms of bodies in them: "U.N." for the United Nations."""
    return told | {short for name, short in aliases().items() if told.issuperset(name.split())}


def _roles(reading: Reading, first: int, last: int, head: int) -> frozenset[str]:
    """Return the nouns by which somebody is called, and those after "and"."""
    found = set()
    for index in range(first, last):
        word = reading.words[index]
        noun = singular(word)
        if noun not in table("roles") and not (is_title(word.text) and word.capital):
            continue
        if index == head or is_head(reading, index, last):
            found.add(noun)
            if index > first:
                found.add(f"{before_noun(reading, index)} {noun}")
    return frozenset(found)


def before_noun(reading: Reading, index: int) -> str:
    """Return the word before a noun in lower case, past a hyphen: "vice" of "vice-president"."""
    hyphen = index > 1 and reading.words[index - 1].text in HYPHENS
    return reading.words[index - 1 - hyphen].low if index else ""


def is_head(reading: Reading, index: int, last: int) -> bool:
    """Tell whether no noun follows that the word would stand before."""
    nxt = reading.words[index + 1] if index + 1 < last else None
    if nxt is None or is_title(nxt.text):
        return True
    return nxt.tag not in ("NOUN", "PROPN") and not nxt.possessive


def head_noun(reading: Reading, first: int, last: int) -> int:
    """Return the role that heads the words, -1 where they name no single person."""
    for index in range(first, last):
        word = reading.words[index]
        verb = word.tag == "VERB" and word.relation != "amod"  # not "an affected trader"
        if index > first and (verb or word.tag in ("ADP", "SCONJ", "PRON") or word.text in ENDS):
            break
        if singular(word) in table("roles") and is_head(reading, index, last):
            plural = word.low != singular(word)
            return -1 if plural else index
    return -1


def best_span(reading: Reading, descriptions: list[Description]) -> Span | None:
    """Return the fullest description."""
    if not descriptions:
        return None
    best = max(descriptions, key=lambda d: (d.weight, d.last - d.first, -d.first))
    return reading.span(best.first, best.last)
