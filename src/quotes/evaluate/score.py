"""The measures: exact, soft, match, source and joint, by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quotes.evaluate.heads import heads
from quotes.evaluate.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from quotes.evaluate.words import ScoredKind

    Json = dict[str, Any]
    Tallies = dict[str, "Tally"]
    Labelled = tuple[str, "Scored"]
    Labels = Callable[["Words", Json, "Scored"], str]

KINDS = ("direct", "indirect", "mixed", "all")
MATCH_IOU = 0.5


@dataclass(frozen=True, slots=True)
class Scored:
    """A quote as sets of words."""

    words: frozenset[int]
    kind: ScoredKind
    source: frozenset[int]
    heads: frozenset[int]


@dataclass(slots=True)
class Side:
    """Sums over the quotes of one side, gold or predicted."""

    quotes: int = 0
    exact: int = 0
    soft: float = 0.0
    match: int = 0
    joint: int = 0


class Tally:
    """Sums for one row of the table."""

    def __init__(self) -> None:
        self.gold, self.pred = Side(), Side()
        self.source_exact = 0

    def row(self) -> Json:
        """Return the numbers of the row."""
        pairs = self.gold.match
        return {
            "gold": self.gold.quotes,
            "pred": self.pred.quotes,
            "exact": self._prf(self.gold.exact, self.pred.exact),
            "soft": self._prf(self.gold.soft, self.pred.soft),
            "match": self._prf(self.gold.match, self.pred.match),
            "pairs": pairs,
            "source_accuracy": round(_share(self.gold.joint, pairs), 4),
            "source_exact": round(_share(self.source_exact, pairs), 4),
            "joint": self._prf(self.gold.joint, self.pred.joint),
        }

    def _prf(self, gold_hits: float, pred_hits: float) -> dict[str, float]:
        """Return precision, recall and F1."""
        recall = _share(gold_hits, self.gold.quotes)
        precision = _share(pred_hits, self.pred.quotes)
        f1 = _share(2 * precision * recall, precision + recall)
        return {"p": round(precision, 4), "r": round(recall, 4), "f1": round(f1, 4)}


def by_kind(_words: Words, _quote: Json, as_words: Scored) -> str:
    """Return the row of a quote by its kind."""
    return as_words.kind


def score(
    articles: Iterable[tuple[str, Sequence[Json], Sequence[Json]]],
    rows: Sequence[str] = KINDS,
    label: Labels = by_kind,
) -> dict[str, Json]:
    """Score (text, gold quotes, predicted quotes), and return the numbers of each row.

    ``label`` tells the row of a quote, beside that of all.
    """
    tallies = {name: Tally() for name in rows}
    for text, gold, predicted in articles:
        words = Words(text)
        golds, preds = (
            [(label(words, quote, held), held) for quote, held in scored(words, side)]
            for side in (gold, predicted)
        )
        _score_article(tallies, golds, preds)
    return {name: tally.row() for name, tally in tallies.items()}


def scored(words: Words, quotes: Iterable[Json]) -> list[tuple[Json, Scored]]:
    """Return the quotes whose content holds a word, each with its words."""
    found = []
    for quote in quotes:
        content = words.content(quote.get("content"))
        if content:
            kind = words.kind(content, quote.get("cue"))
            source = quote.get("source")
            held = frozenset(words.held_by(source))
            as_words = Scored(frozenset(content), kind, held, frozenset(heads(words, source)))
            found.append((quote, as_words))
    return found


def _score_article(tallies: Tallies, golds: list[Labelled], preds: list[Labelled]) -> None:
    """Add an article's numbers."""
    for label, hit, covered in _coverage(golds, preds):
        for tally in (tallies[label], tallies["all"]):
            _count(tally.gold, hit, covered)
    for label, hit, covered in _coverage(preds, golds):
        for tally in (tallies[label], tallies["all"]):
            _count(tally.pred, hit, covered)
    for g, p in pair([held for _, held in golds], [held for _, held in preds]):
        _count_pair(tallies, golds[g], preds[p])


def _coverage(side: list[Labelled], other: list[Labelled]) -> list[tuple[str, bool, float]]:
    """Return for each quote whether the other side has the same, and the share it covers."""
    covered = frozenset().union(*(held.words for _, held in other))
    left = Counter(held.words for _, held in other)
    found = []
    for label, held in side:
        hit = left[held.words] > 0
        left[held.words] -= hit
        found.append((label, hit, len(held.words & covered) / len(held.words)))
    return found


def _count(side: Side, hit: bool, covered: float) -> None:
    """Add a quote to its side."""
    side.quotes += 1
    side.exact += hit
    side.soft += covered


def _count_pair(tallies: Tallies, one: Labelled, other: Labelled) -> None:
    """Add a pair: its gold quote to one row, its predicted one to that or another."""
    (gold_label, gold), (pred_label, pred) = one, other
    right = source_correct(gold, pred)
    for tally in (tallies[gold_label], tallies["all"]):
        tally.gold.match += 1
        tally.gold.joint += right
        tally.source_exact += gold.source == pred.source
    for tally in (tallies[pred_label], tallies["all"]):
        tally.pred.match += 1
        tally.pred.joint += right


def source_correct(gold: Scored, pred: Scored) -> bool:
    """Tell whether both sources share a head word, or both are missing."""
    if not gold.source or not pred.source:
        return not gold.source and not pred.source
    return bool(gold.heads & pred.heads)


def pair(golds: list[Scored], preds: list[Scored]) -> list[tuple[int, int]]:
    """Return one-to-one pairs of gold and predicted quotes, the best overlaps first."""
    candidates = []
    for g, gold in enumerate(golds):
        for p, pred in enumerate(preds):
            iou = len(gold.words & pred.words) / len(gold.words | pred.words)
            if iou >= MATCH_IOU:
                # Of equal overlaps, the one with the right source first.
                candidates.append((-iou, not source_correct(gold, pred), g, p))
    pairs, used_g, used_p = [], set(), set()
    for _, _, g, p in sorted(candidates):
        if g not in used_g and p not in used_p:
            used_g.add(g)
            used_p.add(p)
            pairs.append((g, p))
    return sorted(pairs)


def _share(part: float, whole: float) -> float:
    """Return part of whole, 0 of nothing."""
    return part / whole if whole else 0.0
