"""Find the short names of people named in full elsewhere that the parser missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.data import table
from quotes.resolve.words.name_words import Name, common, folded, name_of_run, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotes.resolve.words.reading import Reading, Word


def repeated(reading: Reading, taken: dict[int, Name], headlines: set[int]) -> Iterator[Name]:
    """Yield short names of people named elsewhere that were missed, also in capitals."""
    known = _surnames(taken)
    firsts = {(n.parts[0].lower(), n.parts[-1].lower()) for n in taken.values()}
    for word in reading.words:
        before = known.get(folded(word.text))
        if before is None or not word.capital or word.index in taken or word.index < len(before):
            continue
        first = word.index - len(before)
        with_first = first and (reading.words[first - 1].low, word.low) in firsts
        if word.low in common() and not with_first and not _used_as_name(reading, word):
            continue
        same = tuple(reading.words[i].low for i in range(first, word.index)) == before
        if same and (with_first or word.sentence in headlines):
            run = [*range(first - 1 if with_first else first, word.index + 1)]
            yield from name_of_run(reading, run)
        elif same and _alone(reading, word) and not _in_capitalised_run(reading, word):
            yield from name_of_run(reading, [*range(first, word.index + 1)], surname=True)


def _surnames(taken: dict[int, Name]) -> dict[str, tuple[str, ...]]:
    """Return the last word of each surname, with the small words before it: "le" of "Le Pen"."""
    known: dict[str, tuple[str, ...]] = {}
    for name in taken.values():
        if len(name.parts) > 1:
            *before, last = parts_of(" ".join(name.parts)).last.split(" ")
            known[last] = tuple(before)
        elif name.titles:
            known.setdefault(folded(name.parts[0]), ())
    for name in taken.values():
        if len(name.parts) > 1 and _family_name_first(name):
            known.setdefault(folded(name.parts[0]), ())
    return known


def _family_name_first(name: Name) -> bool:
    """Tell whether the surname may come first: "Ban Ki-moon", "Xi Jinping"."""
    first = name.parts[0]
    return first.isalpha() and len(first) > 1 and first not in table("first_names")


def _used_as_name(reading: Reading, word: Word) -> bool:
    """Tell whether a noun that is also a surname stands without an article, as a name does."""
    before = reading.words[word.index - 1] if word.index else None
    return word.tag in ("PROPN", "") and (
        before is None or before.tag not in ("DET", "ADJ", "PROPN")
    )


def _alone(reading: Reading, word: Word) -> bool:
    """Tell whether the word is no part of the name of a body or place."""
    entity = reading.entity_at.get(word.index)
    after = reading.words[word.index + 1] if word.index + 1 < len(reading.words) else None
    owns = after is not None and after.possessive
    return (
        entity is None or entity.last - entity.first == 1 or (owns and entity.first == word.index)
    )


def _in_capitalised_run(reading: Reading, word: Word) -> bool:
    """Tell whether a capitalised word follows: "Trump Tower", "Clinton Foundation"."""
    nxt = reading.words[word.index + 1] if word.index + 1 < len(reading.words) else None
    same = nxt is not None and nxt.sentence == word.sentence and not word.text.isupper()
    return bool(
        same and nxt and nxt.capital and not nxt.text.isupper() and nxt.tag in ("PROPN", "")
    )
