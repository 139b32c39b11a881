"""baseline, marks and the nearest “X said”: four words or more in double marks, in the line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peers_common import answer, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKED = re.compile(r"“([^”\n]+)”|\"([^\"\n]+)\"|''([^\n]+?)''")
VERB = r"(?:said|says|told|added|asked|wrote|tweeted|explained|noted|argued|insisted)"
PART = r"(?:(?:[A-Z]|Mrs?|Ms|Dr|Sen|Rep|Gov)\.|[A-Z][\w’'-]+)"
NAME = rf"(?:{PART}(?: {PART})*|[Hh]e|[Ss]he|[Tt]hey)"
SAID = re.compile(rf"(?P<a>{NAME}) (?P<v>{VERB})\b|\b(?P<w>{VERB}) (?P<b>{NAME})")
FEWEST = 4


def find(text: str) -> Iterator[dict[str, list[list[int]]]]:
    """Yield the quotations of a text."""
    for start, line in lines(text):
        marked = list(MARKED.finditer(line))
        outside = MARKED.sub(lambda found: " " * len(found[0]), line)
        said = list(SAID.finditer(outside))
        for found in marked:
            begin, end = found.span(found.lastindex or 0)
            if len(line[begin:end].split()) < FEWEST:
                continue
            nearest = min(said, key=lambda s: max(s.start() - end, begin - s.end()), default=None)
            verb, name = ("v", "a") if nearest and nearest["a"] else ("w", "b")
            yield {
                "content": [[start + begin, start + end]],
                "cue": _place(nearest, verb, start),
                "source": _place(nearest, name, start),
            }


def _place(found: re.Match[str] | None, group: str, start: int) -> list[list[int]]:
    if found is None:
        return []
    return [[start + found.start(group), start + found.end(group)]]


if __name__ == "__main__":
    answer(find)
