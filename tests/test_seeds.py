"""The seed articles against their gold: the whole way with the bundled models."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from quotes.evaluate.speakers import judge
from quotes.export.jsonl import to_json
from quotes.extract import Extractor
from quotes.find.marks import pair_marks
from quotes.read import read_all
from quotes.types import Article

SEEDS = Path(__file__).parents[1] / "seeds"
GOLD = Path(__file__).parent / "gold" / "seeds.jsonl"
SPOKEN = ("direct", "mixed")


@pytest.fixture(scope="module")
def extracted():
    found = list(Extractor().extract(a for a in read_all([SEEDS]) if isinstance(a, Article)))
    assert len(found) == 5
    return found


@pytest.fixture(scope="module")
def judged(extracted):
    gold = {line["id"]: line for line in map(json.loads, GOLD.read_text("utf-8").splitlines())}
    verdicts = []
    for article, quotes in extracted:
        made = to_json(article, quotes)["quotes"]
        verdicts += judge(article.source_text, gold[article.id]["quotes"], made)
    return verdicts


MARKS = {"000": 18, "001": 16, "002": 22, "003": 10, "004": 8}


@pytest.mark.models
def test_every_pair_of_marks_is_accounted_for(extracted) -> None:
    for article, quotes in extracted:
        pairs = pair_marks(article.text)
        assert len(pairs) == MARKS[article.id[:3]]
        spans = [span for quote in quotes for span in quote.content]
        for pair in pairs:
            held = any(s.holds(pair.inner) for s in spans)
            assert held or not pair.closed, pair.inner.of(article.text)


@pytest.mark.models
def test_no_content_begins_or_ends_amid_a_quotation_that_it_holds(extracted) -> None:
    for article, quotes in extracted:
        pairs = [pair for pair in pair_marks(article.text) if pair.closed and not pair.depth]
        for quote in quotes:
            holes = (*quote.cue, *quote.source)
            for pair in pairs:
                if any(pair.outer.overlaps(hole) for hole in holes):
                    continue  # a report within speech, or a source in scare quotes
                for span in quote.content:
                    apart = not span.overlaps(pair.inner)
                    assert apart or span.holds(pair.inner), span.of(article.text)


@pytest.mark.models
def test_nothing_comes_from_boilerplate(extracted) -> None:
    for article, quotes in extracted:
        for section in article.sections:
            assert not any(s.overlaps(section.span) for q in quotes for s in q.content)


@pytest.mark.models
def test_speakers_of_direct_and_mixed_quotes(judged) -> None:
    spoken = [j for j in judged if j[0]["kind"] in SPOKEN]
    right = [j for j in spoken if j[2] == "right"]
    wrong_names = [(g["speaker"], p["speaker"]) for g, p, v in spoken if v == "wrong name"]
    assert len(spoken) >= 46
    assert len(spoken) - len(right) <= 2, [
        (v, g["speaker"], p and p["speaker"]) for g, p, v in spoken if v != "right"
    ]
    assert wrong_names == []


@pytest.mark.models
def test_every_quote_is_verbatim(extracted) -> None:
    for article, quotes in extracted:
        original = SEEDS.joinpath(article.id).read_bytes().decode("utf-8")
        assert article.source_text == original
        for quote in quotes:
            for span in quote.content:
                assert _letters(article.to_original(span).of(original)) == _letters(
                    span.of(article.text)
                )


def _letters(text: str) -> str:
    """Return letters and digits: what entities and spaces do not touch."""
    return "".join(re.findall(r"[^\W_]", re.sub(r"& ?[a-z]+ ?;", "", text)))
