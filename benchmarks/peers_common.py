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
    """Return quotes with the parts that share their cue, or without a cue their source, as one.

    So gold has it: “A,” she said. “B.” is one quote in two pieces.
    """
    whole: dict[str, Quote] = {}
    of_source: dict[str, str] = {}
    ordered = sorted(quotes, key=lambda quote: not quote["cue"])
    for number, quote in enumerate(ordered):
        source = str(quote["source"] or [[-1, number]])
        key = str(quote["cue"]) if quote["cue"] else of_source.get(source, source)
        of_source.setdefault(source, key)
        known = whole.setdefault(key, {**quote, "content": []})
        known["content"] = sorted([*known["content"], *quote["content"]])
    return list(whole.values())


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that hold words, and where they begin."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, line
        start += len(line)
