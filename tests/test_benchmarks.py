"""The benchmarks: what they measure with is as they say."""

from __future__ import annotations

import growth
import large
import peers_baseline
import peers_common
import slips
from articles import made
from quotes.store import open_database

QUOTED = "“We waited far too long,” said Ada Stone. “Now we build it.”"


def test_made_up_articles_are_the_same_every_time_wherever_one_begins():
    first = list(made(6))
    assert list(made(6)) == first
    assert list(made(6, first=4)) == first[4:]


def test_the_quotes_of_made_up_articles_stand_in_them():
    marks = set()
    for article, quotes in made(40):
        for quote in quotes:
            told = article.text[quote.sentence.start : quote.sentence.end]
            assert all(s.of(article.text) in told for s in (*quote.content, *quote.cue))
            names = [m.span.of(article.text).lower() for m in quote.speaker.mentions]
            assert quote.speaker.name.lower() == names[0]
            assert any(name in quote.source[0].of(article.text).lower() for name in names)
            if quote.kind == "direct":
                marks |= {article.text[quote.content[0].start - 1]}
    assert marks == {"“"}


def test_parts_of_one_cue_are_one_quote():
    parts = list(peers_baseline.find(QUOTED))
    assert [QUOTED[a:b] for part in parts for a, b in part["content"]] == [
        "We waited far too long,",
        "Now we build it.",
    ]
    (whole,) = peers_common.joined(parts)
    assert len(whole["content"]) == 2
    assert [QUOTED[a:b] for a, b in whole["source"]] == ["Ada Stone"]


def test_sources_and_cues_annotated_as_each_other_change_places():
    text = "said Ada Stone"
    right = {"cue": [[0, 4]], "source": [[5, 14]], "content": [[0, 1]], "kind": "direct"}
    cues = slips.cues_of([{"text": text, "quotes": [right] * slips.OFTEN}])
    assert cues == {"said"}
    for source, cue, expected in (
        (["said"], ["Ada", "Stone"], True),
        (["said", "again"], ["she"], True),
        (["Ada"], ["said"], False),
        (["said"], ["was", "known"], False),
        ([], ["Ada"], False),
    ):
        assert slips.swapped(source, cue, cues) == expected


def test_growth_shows_every_mark_and_passes_over_what_is_stored(tmp_path):
    growth.write(12, tmp_path / "articles")
    seen = []
    place = (tmp_path / "articles", tmp_path / "growth.db")
    growth.measure(*place, growth.Known(12), (5, 12), seen.append)
    assert [mark.articles for mark in seen] == [5, 12]
    assert seen[1].quotes == sum(len(quotes) for _, quotes in made(12))
    assert growth.again(*place, growth.Known(12))[0] == 12


def test_a_large_database_is_written_up_to_the_size_wanted(tmp_path):
    db = open_database(tmp_path / "large.db")
    run = large.start_run(db, "0", large.MODELS)
    sizes = [costs["quotes"] for costs, _ in large.grow(db, run, 60)]
    assert len(sizes) == 1
    assert sizes[0] == db.table("quotes").count >= 60
    db.close()


def test_large_says_how_much_each_cost_has_grown():
    shown = large.table([{"quotes": 10.0, "page, ms": 4.0}, {"quotes": 100.0, "page, ms": 6.0}])
    assert shown.splitlines()[-1] == "| page, ms | 4.00 | 6.00 | 1.5 |"
