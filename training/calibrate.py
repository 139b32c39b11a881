"""Fit the confidence of the packed tagger to how often it is right.

    python training/calibrate.py GOLD.jsonl.gz FOLDER [--hold-out 21]

Of the articles sorted by id every N-th, which the training left out, is read by
the tagger in FOLDER, and its attributions are compared with gold: the lines
(``quotes.find.confidence``) go into FOLDER/network.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from examples import Json, read_articles, split
from quotes.attribute import attribute
from quotes.encode.reader import Reader
from quotes.evaluate.score import pair, scored, source_correct
from quotes.evaluate.words import Words
from quotes.find.confidence import log_odds
from quotes.find.marks import pair_marks
from quotes.find.tagger import Tagger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotes.types import Attribution

KINDS = ("direct", "mixed", "indirect")
PRIOR = 1.0  # attributions for which it counts that the line stays as it starts
ROUNDS = 60


def judged(tagger: Tagger, articles: Sequence[Json]) -> Iterator[tuple[Attribution, bool]]:
    """Yield every attribution in the articles, as the network sees it, and whether it is right."""
    for article, found in zip(articles, tagger.find([a["text"] for a in articles]), strict=True):
        text = article["text"]
        made = [a for a in attribute(text, pair_marks(text), found) if a.kind != "scare"]
        words = Words(text)
        gold = [s for _, s in scored(words, article["quotes"])]
        predicted = scored(words, [_quote(a, n) for n, a in enumerate(made)])
        sides = [s for _, s in predicted]
        right = {p for g, p in pair(gold, sides) if source_correct(gold[g], sides[p])}
        for place, (quote, _) in enumerate(predicted):
            yield made[quote["number"]], place in right


def _quote(attribution: Attribution, number: int) -> Json:
    """Return an attribution as ``quotes.evaluate`` reads it."""
    roles = {"content": attribution.content, "cue": attribution.cue, "source": attribution.source}
    spans = {role: [[s.start, s.end] for s in held] for role, held in roles.items()}
    return {**spans, "number": number}


def fit(rows: Sequence[tuple[Attribution, bool]]) -> tuple[float, float, float]:
    """Return slope, offset and what is added without a source: logistic regression."""
    inputs = torch.tensor(
        [[log_odds(a.confidence), 1.0, float(not a.source)] for a, _ in rows], dtype=torch.double
    )
    right = torch.tensor([float(r) for _, r in rows], dtype=torch.double)
    start = torch.tensor([1.0, 0.0, 0.0], dtype=torch.double)
    line = start.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([line], max_iter=ROUNDS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ line, right)
        value = value + PRIOR * (line - start).square().sum() / len(rows)
        value.backward()
        return value

    optimizer.step(loss)
    slope, offset, unsourced = (round(float(v), 4) for v in line.detach())
    return slope, offset, unsourced


def main() -> None:
    """Read the arguments and fit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hold-out", type=int, default=21)
    args = parser.parse_args()
    _, held = split(read_articles(args.gold), args.hold_out)
    rows = list(judged(Tagger(Reader(args.folder)), held))
    path = args.folder / "network.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    about["calibration"] = {
        kind: fit([row for row in rows if row[0].kind == kind]) for kind in KINDS
    }
    path.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    for kind, line in about["calibration"].items():
        print(kind, *line, sum(row[0].kind == kind for row in rows), "attributions")


if __name__ == "__main__":
    main()
