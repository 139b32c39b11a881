"""Read a poll by those who made it: "a new Acme News/Tribune poll released Monday"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.data import words
from quotes.resolve.words.phrases import DETERMINERS, Source

if TYPE_CHECKING:
    from quotes.resolve.words.reading import Reading, Word

POLLS = frozenset(("poll", "study", "survey"))
GLUE = frozenset(("of", "for", "and", "&", "-", "/", "–", "‑", "’s", "'s"))
INSIDE = ("NOUN", "PROPN", "ADJ", "NUM", "X", "")


def named_poll(reading: Reading, indices: range) -> Source | None:
    """Return the poll whose pollsters stand before the noun, None where the words are no such."""
    head = next((i for i in indices if reading.words[i].low in POLLS), -1)
    core = [reading.words[i] for i in range(indices.start, head)]
    makers = [word for word in core[1:] if word.capital]
    if not makers or core[0].low not in DETERMINERS or _goes_on(reading, head + 1):
        return None
    if not all(word.tag in INSIDE or word.low in GLUE for word in core[1:]):
        return None
    told = frozenset(w.low for w in core[1:] if w.text[:1].isalnum() and w.low not in GLUE)
    return Source(
        "document", indices.start, head + 1, head, reading.words[head].low, core[0].low,
        told, rest=range(head + 1, indices.stop),
    )  # fmt: skip


def _goes_on(reading: Reading, index: int) -> bool:
    """Tell whether the noun phrase goes on after the poll: "CNN poll numbers"."""
    word: Word | None = reading.words[index] if index < len(reading.words) else None
    if word is None or word.tag not in ("NOUN", "PROPN") or word.low.endswith("ed"):
        return False
    return word.low not in words("times")
