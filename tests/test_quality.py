"""The quality gate: scores on made-up articles must not fall below their floors.

``tests/gold/floors.json`` holds the floors with the digest of the gold they were
measured on. After a change for the better raise them:

    python tests/test_quality.py
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from quotes.evaluate import attributions, compare, read_articles
from quotes.evaluate.speakers import judge
from quotes.export.jsonl import to_json
from quotes.extract import Extractor
from quotes.read import read_all
from quotes.types import Article

FOLDER = Path(__file__).parent / "gold"
GOLD = FOLDER / "made.jsonl"
FLOORS = FOLDER / "floors.json"
MARGIN = 0.01  # another machine's arithmetic may turn a quote or two


def measured() -> dict[str, float]:
    """Return joint F1 and exact F1 by kind, and the shares of right and wrong speakers."""
    gold = read_articles(GOLD)
    articles = [a for a in read_all([GOLD]) if isinstance(a, Article)]
    found = attributions(to_json(a, q) for a, q in Extractor().extract(articles))
    rows = compare(attributions(gold.values()), found)["rows"]
    figures = {f"joint {kind}": row["joint"]["f1"] for kind, row in rows.items()}
    figures["exact all"] = rows["all"]["exact"]["f1"]
    verdicts = [
        verdict
        for name, article in gold.items()
        for _, _, verdict in judge(article["text"], article["quotes"], found[name]["quotes"])
    ]
    figures["speaker right"] = verdicts.count("right") / len(verdicts)
    figures["speaker not wrongly named"] = 1 - verdicts.count("wrong name") / len(verdicts)
    return {name: round(figure, 4) for name, figure in figures.items()}


@pytest.mark.models
def test_scores_do_not_fall() -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert floors["gold"] == sha256(GOLD.read_bytes()).hexdigest(), "measure anew: the gold changed"
    figures = measured()
    fallen = {n: (figures[n], floor) for n, floor in floors["floors"].items() if figures[n] < floor}
    assert not fallen, fallen


if __name__ == "__main__":
    figures = measured()
    floors = {name: round(figure - MARGIN, 4) for name, figure in figures.items()}
    record = {"gold": sha256(GOLD.read_bytes()).hexdigest(), "floors": floors}
    FLOORS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))  # noqa: T201  said to whoever raises the floors
