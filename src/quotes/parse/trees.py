"""The best tree of a sentence from the scores of its arcs (Chu and Liu 1965; Edmonds 1967)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]
    Heads = NDArray[np.intp]


def best_tree(scores: NDArray[np.floating]) -> Heads:
    """Return the head of each word in the best tree with one root; words count from 1.

    ``scores`` [n + 1, n + 1] are those of each word, in rows, to each head; row and
    column 0 are the root's. Mostly the best tree of all has one root. Where it has
    more, the arcs from the root are made so costly that no tree takes two of them
    (Stanojević and Cohen 2021).
    """
    own = np.array(scores, dtype=np.float64)
    reach = own.max(initial=0.0) - own.min(initial=0.0) + 1
    np.fill_diagonal(own, -np.inf)
    own[0] = -np.inf
    heads = _arborescence(own)
    if np.count_nonzero(heads[1:] == 0) > 1:
        own[:, 0] -= reach * len(own)
        heads = _arborescence(own)
    return heads


def _arborescence(scores: Scores) -> Heads:
    """Return the best heads without a cycle: cycles are drawn together until there is none."""
    heads: Heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    held = scores[cycle, heads[cycle]]
    apart = np.ones(len(heads), bool)
    apart[cycle] = False
    outside = np.flatnonzero(apart)
    rows = scores[outside]
    from_cycle = rows[:, cycle]
    to_cycle = scores[cycle][:, outside] - held[:, None]
    smaller = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    smaller[:-1, :-1] = rows[:, outside]
    smaller[:-1, -1] = from_cycle.max(1)
    smaller[-1, :-1] = to_cycle.max(0)
    found = _arborescence(smaller)
    entry = found[-1]  # the word outside that the cycle hangs on
    broken = to_cycle[:, entry].argmax()
    heads[cycle[broken]] = outside[entry]
    inside = found[:-1] == len(outside)
    heads[outside] = np.append(outside, 0)[found[:-1]]
    heads[outside[inside]] = cycle[from_cycle[inside].argmax(1)]
    heads[0] = 0
    return heads


def _cycle(heads: Heads) -> Heads | None:
    """Return the words of a cycle, None where all lead to the root."""
    reached = heads
    for _ in range(len(heads).bit_length()):
        reached = reached[reached]
    if not reached.any():
        return None
    start = reached[reached.argmax()]  # after so many steps it is on a cycle
    members = [start]
    while heads[members[-1]] != start:
        members.append(heads[members[-1]])
    return np.array(members)
