"""Cut the words of a parsed sentence as the rules need them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from quotes.data import table

if TYPE_CHECKING:
    from collections.abc import Iterator

HYPHENED = re.compile(r"[-‑–—][^\W\d]")  # the hyphen of "U.S.-Israel" goes with neither
HYPHENS = ("-", "‑")
DASHES = ("—", "–", "--")
POSSESSIVE = 2  # letters of ’s
NOUNS = ("", "NOUN", "PROPN")


class Part(NamedTuple):
    """A word of the rules, and those of the parser that it stands for."""

    start: int
    end: int
    words: tuple[Any, ...]
    tag: str


def parts_of_sentence(text: str, sentence: Any) -> Iterator[Part]:
    """Yield a sentence's words, a possessive ending apart and "front-runner" as one."""
    parts = [part for token in sentence.tokens for part in _of_token(text, token)]
    index = 0
    while index < len(parts):
        last = _end_of_role(text, parts, index)
        if last == index:
            yield parts[index]
        else:
            words = tuple(w for part in parts[index : last + 1] for w in reversed(part.words))
            tag = parts[last].tag if parts[last].tag in NOUNS else "NOUN"
            yield Part(parts[index].start, parts[last].end, words, tag)
        index = last + 1


def _of_token(text: str, token: Any) -> Iterator[Part]:
    for word in token.words:
        start = token.start_char if word.start_char is None else word.start_char
        end = token.end_char if word.end_char is None else word.end_char
        if HYPHENED.match(text[start:end]):
            start += 1
        cut = _possessive_at(text[start:end], word.upos)
        yield Part(start, end - cut, (word,), word.upos or "")
        if cut:
            yield Part(end - cut, end, (), "PART")


def _possessive_at(text: str, tag: str | None) -> int:
    """Return how many letters of a name are a possessive ending that was not split off."""
    fits = len(text) > POSSESSIVE + 1 and text[0].isupper() and text.endswith(("’s", "'s"))
    return POSSESSIVE if fits and tag in (None, "NOUN", "PROPN", "X", "ADJ") else 0


def _end_of_role(text: str, parts: list[Part], index: int) -> int:
    """Return the last part of a role with a hyphen that begins with a part, or that part."""
    first = parts[index]
    if text[first.end : first.end + 1] not in HYPHENS:
        return index
    for last in (index + 2, index + 1):
        if last < len(parts):
            role = text[first.start : parts[last].end].lower().replace("‑", "-")
            if "-" in role and role.removesuffix("s") in table("roles"):
                return last
    return index
