"""Join a name that a nickname in quotation marks parts: "Ann “Red” Lee"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.resolve.words.name_words import Name, is_first_name, name_of_run

if TYPE_CHECKING:
    from quotes.resolve.words.reading import Reading

MARKS = {"“": "”", '"': '"', "‘": "’", "``": "''", "''": "''"}
LONGEST = 2  # words of a nickname


def join_nicknamed(reading: Reading, taken: dict[int, Name]) -> None:
    """Put one name in the place of those before and after a nickname in marks."""
    for mark in reading.words[1:]:
        end = _end(reading, mark.index) if mark.text in MARKS else 0
        first, last = mark.index - 1, end + 1
        if not end or not _part_of_name(reading, first) or not _part_of_name(reading, last):
            continue
        before, after = taken.get(first), taken.get(last)
        if not (is_first_name(reading.words[first].text) or (before and after)):
            continue
        begin, stop = before.first if before else first, after.last if after else last + 1
        for index in range(begin, stop):
            taken.pop(index, None)
        for name in name_of_run(reading, [*range(begin, stop)]):
            taken.update(dict.fromkeys(range(name.first, name.last), name))


def _end(reading: Reading, mark: int) -> int:
    """Return where the nickname's closing mark stands, 0 where no nickname is in the marks."""
    inside = reading.words[mark + 1 : mark + 2 + LONGEST]
    for word in inside[1:]:
        if word.text == MARKS[reading.words[mark].text]:
            return word.index if word.index + 1 < len(reading.words) else 0
        if not word.capital:
            break
    return 0


def _part_of_name(reading: Reading, index: int) -> bool:
    word = reading.words[index]
    return word.capital and word.tag in ("PROPN", "")
