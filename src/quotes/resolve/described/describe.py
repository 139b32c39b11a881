"""Find how an article describes somebody wherever it names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.resolve.described.after_name import describe_after
from quotes.resolve.described.before_name import in_front, title_before
from quotes.resolve.described.description import TAG, Description, described

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotes.resolve.words.name_words import Name
    from quotes.resolve.words.reading import Reading


def describe(reading: Reading, names: Mapping[int, Name], name: Name) -> list[Description]:
    """Return the descriptions that stand around a name; without tags only its title."""
    if not reading.words[name.first].tag:
        title = title_before(reading, names, name)
        return [title] if title is not None else []
    title = title_before(reading, names, name)
    begin = min(name.begin, title.first) if title is not None else name.begin
    found = [title, in_front(reading, names, name, begin)]
    full = len(name.parts) > 1
    after = describe_after(reading, names, name.last, introduces=full)
    return [d for d in (*found, *after, _of_body(reading, name)) if d is not None]


def _of_body(reading: Reading, name: Name) -> Description | None:
    """Return the body that somebody is said to be of: "Ann Lee of the Harbor Coalition"."""
    index = name.last
    if len(name.parts) == 1 or index + 1 >= len(reading.words) or reading.words[index].low != "of":
        return None
    index += 2 if reading.words[index + 1].low == "the" else 1
    entity = reading.entity_at.get(index)
    if entity is None or entity.type != "ORG" or entity.first != index:
        return None
    return described(reading, name.last, entity.last, TAG, -1)
