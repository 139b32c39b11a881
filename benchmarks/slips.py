"""Put right the attributions of a corpus whose source and cue were annotated as each other.

    python benchmarks/slips.py polnear-train.jsonl.gz polnear-dev.jsonl.gz OUT.jsonl

A source that begins with a word which is a cue in the first file far more often than a source
("said"), beside a cue that begins with a capital, a pronoun or an article ("Lee"), changes
places with it. Prints how many did, of each kind.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.data import table
from quotes.evaluate.files import read_articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    Json = dict[str, Any]

OFTEN = 20  # times that a cue stands in the corpus, and times as often as it is a source
BEGINS = frozenset(("a", "an", "the"))


def words_of(article: Json, quote: Json, part: str) -> list[str]:
    """Return the words of a quote's source or cue."""
    return " ".join(article["text"][a:b] for a, b in quote.get(part) or []).split()


def cues_of(articles: Iterable[Json]) -> frozenset[str]:
    """Return the words that alone are cues, and hardly ever sources."""
    counts: dict[str, Counter[str]] = {"cue": Counter(), "source": Counter()}
    for article in articles:
        for quote in article["quotes"]:
            for part, count in counts.items():
                count[" ".join(words_of(article, quote, part)).lower()] += 1
    cues, sources = counts["cue"], counts["source"]
    return frozenset(c for c, n in cues.items() if n >= OFTEN and n > OFTEN * sources[c] and c)


def swapped(source: list[str], cue: list[str], cues: frozenset[str]) -> bool:
    """Tell whether what is called the source is a cue, and the other way round."""
    if not source or not cue or cue[0].lower() in cues or source[0].lower() not in cues:
        return False
    return cue[0][0].isupper() or cue[0].lower() in BEGINS or cue[0].lower() in table("pronouns")


def main() -> None:
    """Read the arguments and write the corpus anew."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("train", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    cues = cues_of(read_articles(args.train).values())
    kinds: Counter[str] = Counter()
    with args.out.open("w", encoding="utf-8") as out:
        for article in read_articles(args.gold).values():
            for quote in article["quotes"]:
                source, cue = (words_of(article, quote, part) for part in ("source", "cue"))
                if swapped(source, cue, cues):
                    kinds[quote["kind"]] += 1
                    quote["source"], quote["cue"] = quote["cue"], quote["source"]
            out.write(json.dumps(article) + "\n")
    print(", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())) or "none")


if __name__ == "__main__":
    main()
