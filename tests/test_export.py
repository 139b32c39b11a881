"""Export: JSON lines, CSV, brat and Web Annotation."""

from __future__ import annotations

import html
import json
import re

import pytest

from making import TEXT, article, escaped, quote, span, talks
from quotes.evaluate import read_articles
from quotes.export.brat import export_brat, file_names, standoff
from quotes.export.csv import export_csv
from quotes.export.jsonl import export_jsonl, to_json
from quotes.export.webannotation import export_webannotation, to_annotation
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
    "when",
    "where",
    "stance",
    "negated",
    "hedged",
    "verbatim",
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
        "when": None,
        "where": None,
        "stance": "plain",
        "negated": False,
        "hedged": False,
        "verbatim": True,
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


# brat


def stored(tmp_path, *articles):
    database = open_database(tmp_path / "more.db")
    run = start_run(database, "1", {})
    for found, quotes in articles:
        store(database, found, quotes, run)
    return database


def exported(db, folder):
    export_brat(db, folder)
    return read_articles(folder)


def test_brat_is_read_back_as_it_was(db, tmp_path):
    lines = list(export_jsonl(db))
    assert list(exported(db, tmp_path / "out").values()) == lines


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("He said:\r\n“We\r\ntried,\r\n\r\nand failed.”\r\n", ["We\r\ntried,\r\n\r\nand failed."]),
        ("He said:\n\nWe tried,\n\nand failed.\n", ["We tried,", "and failed."]),
        ("He said: We tried,\u2028and failed\ttoo.", ["We tried,\u2028and failed\ttoo"]),
        ("He said: We tried,\n", ["We tried,\n"]),
    ],
    ids=["broken lines", "pieces", "other breaks", "a break at the end"],
)
def test_brat_spans_are_cut_at_line_breaks_and_read_back_whole(tmp_path, text, pieces):
    it = article("lines.txt", text)
    found = quote(it, *pieces, source="He", cue="said")
    db = stored(tmp_path, (it, [found]))
    assert list(exported(db, tmp_path / "out").values()) == list(export_jsonl(db))
    assert (tmp_path / "out" / "lines.txt").read_bytes().decode() == text
    for line in (tmp_path / "out" / "lines.ann").read_text().splitlines():
        assert re.match(r"[TEA#]\d+\t\S", line)


def test_brat_a_span_that_was_changed_is_read_as_changed(tmp_path):
    it = article("lines.txt", "He said: We\ntried hard.")
    db = stored(tmp_path, (it, [quote(it, "We\ntried hard", source="He", cue="said")]))
    export_brat(db, tmp_path / "out")
    file = tmp_path / "out" / "lines.ann"
    file.write_text(file.read_text().replace("12 22\tWe tried hard", "12 17\tWe tried"))
    (found,) = read_articles(file)["lines.txt"]["quotes"]
    assert found["content"] == [[9, 11], [12, 17]]


def test_brat_lines_are_as_in_polnear():
    it = article("a.txt", "“No,” said Bo Reed.")
    found = quote(it, "No,", source="Bo Reed", cue="said", kind="direct", cue_class="speech")
    lines = standoff(to_json(it, [found]), "a").splitlines()
    assert lines[:-1] == [
        "T1\tSource 11 18\tBo Reed",
        "T2\tCue 6 10\tsaid",
        "T3\tContent 1 4\tNo,",
        "T4\tAttribution 6 10\tsaid",
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
        "A1\tKind E1 direct",
        "A2\tCueClass E1 speech",
        "A3\tSpeakerType E1 unknown",
        "A4\tStance E1 plain",
    ]
    assert lines[-1].startswith('#1\tAnnotatorNotes E1\t{"id": ')


def test_brat_names_of_files_are_safe_and_different():
    ids = ["a.txt", "a", "A.txt", "../b c/ü.txt", ".", "con.txt", "x" * 300, "x" * 301]
    names = file_names(ids)
    assert list(names) == ids
    assert [names[key] for key in ids[:6]] == ["a", "a-2", "A-3", "_b_c_", "_", "_con"]
    assert len({name.lower() for name in names.values()}) == len(ids)
    assert all(re.fullmatch(r"[\w-][\w.-]{0,105}", name, re.ASCII) for name in names.values())


def test_brat_ids_that_are_no_names_of_files_are_kept(tmp_path):
    db = stored(tmp_path, *(talks(key) for key in ("a", "a.txt", "../b c/ü.txt")))
    assert set(exported(db, tmp_path / "out")) == {"a", "a.txt", "../b c/ü.txt"}
    assert {path.parent for path in tmp_path.rglob("*.ann")} == {tmp_path / "out"}


def test_brat_no_file_is_overwritten(db, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "talks.ann").write_text("mine")
    with pytest.raises(FileExistsError) as caught:
        export_brat(db, folder)
    assert caught.value.filename == str(folder / "talks.ann")
    assert [path.read_text() for path in folder.iterdir()] == ["mine"]


def test_brat_what_fails_leaves_no_half_folder(db, tmp_path, monkeypatch):
    def fail(article, _name):
        if article["id"] == "talks.txt":
            raise OSError("no space")
        return ""

    monkeypatch.setattr("quotes.export.brat.standoff", fail)
    with pytest.raises(OSError, match="no space"):
        export_brat(db, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_brat_the_configuration_knows_every_type(db, tmp_path):
    export_brat(db, tmp_path / "out")
    conf = (tmp_path / "out" / "annotation.conf").read_text()
    for part in ("[entities]\nSource\nCue\nContent\n", "\nAttribution\t", "direct|mixed|"):
        assert part in conf


# Web Annotation


def test_web_annotation_is_the_shape_of_the_model(db):
    found = list(export_webannotation(db))
    assert len(found) == 4
    assert all(line["@context"][0] == "http://www.w3.org/ns/anno.jsonld" for line in found)
    assert all(line["type"] == "Annotation" for line in found)
    assert len({line["id"] for line in found}) == 4


def test_web_annotation_selectors_find_the_words():
    it, quotes = talks()
    first = to_annotation(it, quotes[0])
    shown = []
    for target in first["target"]:
        place, words = target["selector"]
        assert (place["type"], words["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        assert it.text[place["start"] : place["end"]] == words["exact"]
        assert words["prefix"] + words["exact"] + words["suffix"] in it.text
        shown.append((target["role"], words["exact"]))
    assert shown == [
        ("content", "We tried,"),
        ("content", "We shall try again."),
        ("cue", "said"),
        ("source", "Ada Stone, the mayor of Millbrook"),
    ]
    bodies = {body["role"]: (body["purpose"], body["value"]) for body in first["body"]}
    assert bodies["speaker"] == ("identifying", "Ada Stone")
    assert bodies["kind"] == ("classifying", "direct")
    assert bodies["description"] == ("describing", "the mayor of Millbrook")
    assert "addressee" not in bodies


def test_web_annotation_names_the_page_where_it_has_an_address():
    plain, there = article("a b.txt", "No."), article("a", "No.", url="https://example.org/no")
    sources = [to_annotation(it, quote(it, "No."))["target"][0]["source"] for it in (plain, there)]
    assert sources == ["urn:quotes:article:a%20b.txt", "https://example.org/no"]
