"""Order: which of the places where the same words stand now is that of which verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.review.words import find_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quotes.review.words import Piece

    Cost = tuple[int, int, int]
    Order = tuple[int, int]

MANY = 600  # pairs of starts and places from which on weighing them would take too long


def order_of(text: str, piece: Piece) -> Order | None:
    """Return which of the stretches of the same words a piece is, and of how many."""
    places = [span.start for span in find_words(text, piece.words)]
    return (places.index(piece.start) + 1, len(places)) if piece.start in places else None


def shifts(text: str, pieces: Mapping[Piece, Order | None]) -> dict[Piece, int | None]:
    """Return by how much each piece has moved, None where others have taken all its places.

    Each may come with its order among the same words when it was judged. Where there are as
    many as then it is the same one of them, else they keep their order. Those whose words
    are gone count as unmoved.
    """
    same: dict[str, dict[Piece, Order | None]] = {}
    for piece, order in pieces.items():
        same.setdefault(" ".join(piece.words.split()), {})[piece] = order
    found: dict[Piece, int | None] = {}
    for words, several in same.items():
        places = _places(text, words, several)
        for piece in several:
            place = places.get(piece.start)
            gone = None if places else 0
            found[piece] = gone if place is None else place - piece.start
    return found


def _places(text: str, words: str, several: Mapping[Piece, Order | None]) -> Mapping[int, int]:
    """Return where the pieces of the same words stand now, by where they began."""
    found = [span.start for span in find_words(text, words)]
    orders = {piece: order for piece, order in several.items() if order and order[1] == len(found)}
    if len(orders) == len(several):
        return {piece.start: found[nth - 1] for piece, (nth, _) in orders.items()}
    starts = sorted(piece.start for piece in several)
    if all(piece.span.of(text) == piece.words for piece in several):
        return {start: start for start in starts}
    return _in_order(starts, found)


def _in_order(starts: Sequence[int], places: Sequence[int]) -> dict[int, int]:
    """Return which place each start has now, as many as can be, in their order."""
    if len(starts) == len(places) or len(starts) * len(places) > MANY:
        return dict(zip(starts, places, strict=False))
    return dict(_best_chain(starts, places))


def _best_chain(starts: Sequence[int], places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the longest chain of starts with places that moves most alike, then least."""
    chains: list[tuple[Cost, list[tuple[int, int]]]] = [((0, 0, 0), [])]
    for start in starts:
        longer = [
            _longer(cost, chain, start, place)
            for cost, chain in chains
            for place in places
            if not chain or place > chain[-1][1]
        ]
        best: dict[tuple[int, int], tuple[Cost, list[tuple[int, int]]]] = {}
        for cost, chain in sorted(longer):
            best.setdefault(chain[-1], (cost, chain))
        chains += best.values()
    return min(chains)[1]


def _longer(
    cost: Cost, chain: list[tuple[int, int]], start: int, place: int
) -> tuple[Cost, list[tuple[int, int]]]:
    """Return a chain with one more link, and what it costs."""
    shift = place - start
    before = chain[-1][1] - chain[-1][0] if chain else shift
    length, changes, moved = cost
    return (length - 1, changes + abs(shift - before), moved + abs(shift)), [*chain, (start, place)]
