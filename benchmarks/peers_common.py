"""What the peers' adapters share: articles in, predictions out, parts of a quotation joined.

Runs in the peers' own environment: the standard library and nothing of ours.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Quote = dict[str, list[list[int]]]


def answer(find: Callable[[str], Iterable[Quote]]) -> None:
    """Print what is found in the articles of the file that the command line names."""
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        for line in lines:
            article: dict[str, Any] = json.loads(line)
            found = joined(find(article["text"]))
            quotes = sorted(found, key=lambda quote: quote["content"])
            print(json.dumps({"id": article["id"], "text": article["text"], "quotes": quotes}))


def joined(quotes: Iterable[Quote]) -> list[Quote]:
    """Return quotes with the parts that share their cue, or else their source, as one.

    So gold has it: “A,” she said. “B.” is one quote in two pieces.
    """
    whole: dict[str, Quote] = {}
    for number, quote in enumerate(quotes):
        shared = quote["cue"] or quote["source"] or [[-1, number]]
        known = whole.setdefault(str(shared), {**quote, "content": []})
        known["content"] = sorted([*known["content"], *quote["content"]])
    return list(whole.values())


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that hold words, and where they begin."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, line
        start += len(line)
