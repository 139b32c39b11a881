"""Gold quotes that say why another reader may decide otherwise: nobody is measured by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.evaluate.score import pair, scored
from quotes.evaluate.words import Words

if TYPE_CHECKING:
    from typing import Any

    Json = dict[str, Any]


def settled(text: str, gold: list[Json], predicted: list[Json]) -> tuple[list[Json], list[Json]]:
    """Return both sides less the doubtful gold quotes and the predictions that are like them.

    A prediction that is also like a gold quote beyond doubt stays.
    """
    if not any(quote.get("doubtful") for quote in gold):
        return gold, predicted
    words = Words(text)
    golds, preds = scored(words, gold), scored(words, predicted)
    firm = [s for quote, s in golds if not quote.get("doubtful")]
    used = {p for _, p in pair(firm, [s for _, s in preds])}
    left = [row for number, row in enumerate(preds) if number not in used]
    unsure = [s for quote, s in golds if quote.get("doubtful")]
    out = {id(left[p][0]) for _, p in pair(unsure, [s for _, s in left])}
    return (
        [quote for quote in gold if not quote.get("doubtful")],
        [quote for quote in predicted if id(quote) not in out],
    )
