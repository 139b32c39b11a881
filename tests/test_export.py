"""Export: JSON lines and CSV."""

from __future__ import annotations

import html
import json
import re

import pytest

from making import TEXT, article, escaped, quote, span, talks
from quotes.export.csv import export_csv
from quotes.export.jsonl import export_jsonl, to_json
from quotes.store import open_database, start_run, store
from quotes.types import Segment, Span

QUOTE_KEYS = [
    "id",
    "kind",
    "content",
    "cue",
    "source",
    "cue_class",
    "speaker",
    "speaker_type",
    "description",
    "relayed_by",
    "addressee",
    "anonymity_reason",
    "confidence",
]


@pytest.fixture
def db(tmp_path):
    database = open_database(tmp_path / "quotes.db")
    run = start_run(database, "1", {})
    for found, quotes in (talks(), escaped()):
        store(database, found, quotes, run)
    yield database
    database.close()


def words(line, spans):
    return [line["text"][start:end] for start, end in spans]


def test_the_shape_is_the_contract():
    line = to_json(*talks())
    assert list(line) == ["id", "text", "quotes"]
    assert all(list(found) == QUOTE_KEYS for found in line["quotes"])
    assert (line["id"], line["text"]) == ("talks.txt", TEXT)
    first, second, scare = line["quotes"]
    assert words(line, first["content"]) == ["We tried,", "We shall try again."]
    assert words(line, first["cue"]) == ["said"]
    assert words(line, first["source"]) == ["Ada Stone, the mayor of Millbrook"]
    assert first | {"id": "", "content": [], "cue": [], "source": []} == {
        "id": "",
        "kind": "direct",
        "content": [],
        "cue": [],
        "source": [],
        "cue_class": "speech",
        "speaker": "Ada Stone",
        "speaker_type": "named_person",
        "description": "the mayor of Millbrook",
        "relayed_by": None,
        "addressee": None,
        "anonymity_reason": None,
        "confidence": 0.93,
    }
    assert second["anonymity_reason"] == "not authorized to speak"
    assert words(line, second["content"]) == ["The council 🏛 would meet on Friday"]
    assert (scare["kind"], scare["speaker"], scare["speaker_type"]) == ("scare", None, "unknown")
    assert (scare["cue"], scare["source"]) == ([], [])


def test_a_database_gives_what_was_stored(db):
    lines = list(export_jsonl(db))
    assert lines == [to_json(*escaped()), to_json(*talks())]
    assert json.loads(json.dumps(lines)) == lines


def test_offsets_are_those_of_the_file():
    line = to_json(*escaped())
    assert line["text"] == "& ldquo ; We tried ,& rdquo ; said Ada Stone."
    (found,) = line["quotes"]
    assert words(line, found["content"]) == ["We tried ,"]
    assert words(line, found["source"]) == ["Ada Stone"]


def entities():
    """Return an article whose every other character is an entity of another length."""
    text = original = ""
    segments = []
    for readable, raw in [
        ("“", "&ldquo;"),
        ("a", "a"),
        ("&", "&amp;"),
        ("b", "b"),
        ("…", "& #8230 ;"),
    ]:
        segments.append(
            Segment(
                Span(len(text), len(text) + len(readable)),
                Span(len(original), len(original) + len(raw)),
            )
        )
        text, original = text + readable, original + raw
    return article("e.txt", text, original=original, segments=tuple(segments))


def test_no_span_holds_half_an_entity():
    it = entities()
    for start in range(len(it.text)):
        for end in range(start + 1, len(it.text) + 1):
            line = to_json(it, [quote(it, it.text[start:end])])
            (held,) = words(line, line["quotes"][0]["content"])
            whole = re.sub(r"& ?(#?\w+) ?;", r"&\1;", held)
            assert html.unescape(whole) == it.text[start:end]


def test_csv_has_a_row_a_quote(db):
    head, *rows = export_csv(db)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["content"] for row in found] == [
        "We tried,",
        "We tried, […] We shall try again.",
        "The council 🏛 would meet on Friday",
        "grand bargain",
    ]
    assert found[1]["speaker"] == "Ada Stone"
    assert (found[1]["title"], found[1]["article_id"]) == ("Budget talks fail", "talks.txt")
    place = span(TEXT, "grand bargain")
    assert (found[3]["start"], found[3]["end"]) == (place.start, place.end)
    assert found[3]["speaker"] is None
