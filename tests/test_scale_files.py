"""Files to files: Parquet in and out, on this machine or on several, and into a database."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils
from click.testing import CliRunner

import standin
from making import escaped, talks
from quotes.cli import cli
from quotes.read import read_all
from quotes.scale import ScaleError, parquet
from quotes.scale.load import made_by
from quotes.scale.pieces import pieces
from test_scale import contents, text, write

pa = pytest.importorskip("pyarrow", reason="pip install 'quotes[parquet]'")
pq = pytest.importorskip("pyarrow.parquet")
INVALID = [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")]  # no UTF-8
MADE_BY = {"version": "1", "models": "{}"}


@pytest.fixture
def at(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("quotes.cli.extractor.Extractor", standin.Finder)
    return tmp_path


def quotes(*args, code=0):
    result = CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="quotes")
    assert result.exit_code == code, result.output
    return result


def lines(path: Path, numbers, **more) -> Path:
    records = [{"id": f"a{n}", "text": text(n), "publisher": "The Post"} | more for n in numbers]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def rows(folder: Path):
    return [row for file in sorted(folder.glob("*.parquet")) for row in parquet.read(file)]


@pytest.mark.parametrize("made", [talks, escaped])
def test_what_is_written_is_what_is_read(tmp_path, made):
    article, found = made()
    parquet.write(tmp_path / "x.parquet", [parquet.row_of(article, found, MADE_BY)])
    (row,) = parquet.read(tmp_path / "x.parquet")
    assert parquet.article_of(row) == article
    assert parquet.quotes_of(row) == found
    assert [path.name for path in tmp_path.iterdir()] == ["x.parquet"]


def test_a_column_of_a_later_version_does_no_harm(tmp_path):
    article, found = talks()
    row = parquet.row_of(article, found, MADE_BY)
    later = parquet._schema().append(pa.field("later", pa.string()))
    pq.write_table(pa.Table.from_pylist([row], later), tmp_path / "x.parquet")
    (row,) = parquet.read(tmp_path / "x.parquet")
    assert parquet.article_of(row) == article


# reading


def test_parquet_is_read_as_json_lines_are(at):
    lines(at / "a.jsonl", range(5), title="No Talks")
    records = [json.loads(line) for line in (at / "a.jsonl").read_text().splitlines()]
    pq.write_table(pa.Table.from_pylist(records), at / "a.parquet", row_group_size=2)
    one, other = list(read_all(["a.jsonl"])), list(read_all(["a.parquet"]))
    assert [(it.id, it.text, it.title, it.publisher) for it in one] == [
        (it.id, it.text, it.title, it.publisher) for it in other
    ]


def test_parquet_of_something_else_is_a_problem(at):
    pq.write_table(pa.table({"words": ["a"]}), at / "a.parquet")
    (at / "b.parquet").write_text("no")
    found = [item.problem for item in read_all(["."])]
    assert 'no column "text"' in found[0]
    assert "not Parquet" in found[1]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ({"text": [b"\x93No\x94"]}, "a column holds bytes, not text"),
        ({"published": pa.array([2**62], pa.timestamp("us"))}, "damaged, or a value"),
        ({"title": pa.Array.from_buffers(pa.string(), 1, INVALID)}, "damaged"),
    ],
)
def test_values_that_cannot_be_read_are_a_problem_of_their_file(at, column, words):
    pq.write_table(pa.table({"id": ["a"], "text": [text(1)]} | column), at / "a.parquet")
    lines(at / "b.jsonl", [2])
    result = quotes("extract", "a.parquet", "b.jsonl", code=1)
    assert f"a.parquet: {words}" in result.stderr
    assert "1 article new" in result.stderr


def test_pieces_hold_the_same_articles_with_the_same_ids(at):
    write(at / "news", 20)
    (at / "news" / "more").mkdir()
    (at / "news" / "more" / "1.txt").write_text(text(1))
    lines(at / "news" / "named.jsonl", range(20))
    nameless = [json.dumps({"text": text(n)}) + "\n" * (1 + n % 2) for n in range(20)]
    (at / "news" / "nameless.jsonl").write_text("".join(nameless))
    table = pa.table({"text": [text(n) for n in range(20)]})
    pq.write_table(table, at / "news" / "rows.parquet", row_group_size=6)
    whole = list(read_all(["news"]))
    cut = list(pieces(["news"], 3000))
    assert len(cut) > 20
    assert [piece.number for piece in cut] == list(range(len(cut)))
    found = [article for piece in cut for article in piece.articles()]
    assert sorted(found, key=lambda it: it.id) == sorted(whole, key=lambda it: it.id)


# the commands


def test_files_and_load_make_the_database_that_extract_makes(at):
    write(at / "news", 10)
    lines(at / "news" / "s.jsonl", range(10, 30))
    quotes("extract", "news", "-d", "one.db")
    result = quotes("extract", "news", "-o", "out")
    assert result.stderr.splitlines() == [
        "out: 60 quotes (30 articles new, 0 unchanged)",
        "Go on with: quotes load out",
    ]
    loaded = quotes("load", "out", "-d", "two.db")
    assert "30 articles, 60 quotes, 4 speakers (30 articles new, 0 unchanged)" in loaded.stderr
    assert contents(at / "one.db") == contents(at / "two.db")
    assert "(0 articles new, 30 unchanged)" in quotes("load", "out", "-d", "two.db").stderr
    assert "(0 articles new, 30 unchanged)" in quotes("extract", "news", "-d", "two.db").stderr
    with closing(sqlite_utils.Database("two.db")) as db:
        models = {row["models"] for row in db.table("runs").rows}
    assert models == {json.dumps(standin.Finder.models)}


def test_several_processes_write_the_same_rows(at):
    lines(at / "s.jsonl", range(30))
    quotes("extract", "s.jsonl", "-o", "one")
    quotes("extract", "s.jsonl", "-o", "two", "-j", "2")
    assert rows(at / "one") == rows(at / "two")


def test_a_second_run_adds_what_is_new(at):
    lines(at / "s.jsonl", range(5))
    quotes("extract", "s.jsonl", "-o", "out")
    lines(at / "s.jsonl", range(8))
    assert "(3 articles new, 5 unchanged)" in quotes("extract", "s.jsonl", "-o", "out").stderr
    assert sorted(row["id"] for row in rows(at / "out")) == [f"a{n}" for n in range(8)]
    assert "(0 articles new, 8 unchanged)" in quotes("extract", "s.jsonl", "-o", "out").stderr
    quotes("load", "out")
    (at / "out" / "part").mkdir()
    first = min((at / "out").glob("*.parquet"))
    assert "(0 articles new, 5 unchanged)" in quotes("load", first).stderr  # and none removed


def test_problems_are_rows_and_are_tried_again(at):
    write(at / "news", 2)
    (at / "news" / "bad.txt").write_text("BOOM")
    (at / "news" / "void.txt").touch()
    result = quotes("extract", "news", "gone.txt", "-o", "out", code=1)
    assert "news/bad.txt: its quotes could not be extracted" in result.stderr
    assert "news/void.txt" in result.stderr
    assert "gone.txt: no such file" in result.stderr
    loaded = quotes("load", "out", code=1)
    assert "2 articles, 4 quotes" in loaded.stderr
    assert "news/bad.txt: its quotes could not be extracted" in loaded.stderr
    (at / "news" / "bad.txt").write_text(text(1))
    (at / "news" / "void.txt").unlink()
    assert "(1 article new, 2 unchanged)" in quotes("extract", "news", "-o", "out").stderr
    assert "3 articles, 6 quotes" in quotes("load", "out", code=1).stderr


def test_other_models_need_another_folder(at, monkeypatch):
    lines(at / "s.jsonl", range(2))
    quotes("extract", "s.jsonl", "-o", "out")
    monkeypatch.setattr(standin.Finder, "models", {"tagger": "another"})
    (line,) = quotes("extract", "s.jsonl", "-o", "out", code=1).stderr.splitlines()
    assert "name another folder" in line
    quotes("extract", "s.jsonl", "-o", "other")
    with pytest.raises(ScaleError, match="2 versions or models"):
        made_by([*Path("out").iterdir(), *Path("other").iterdir()])


def test_what_cannot_be_loaded_is_one_line(at):
    (at / "a.parquet").write_text("no")
    pq.write_table(pa.table({"text": ["a"]}), at / "b.parquet")
    (at / "empty").mkdir()
    for name, words in [("a.parquet", "cannot be read"), ("b.parquet", "holds no quotes"),
                        ("empty", "no Parquet files"), ("c.parquet", "cannot be read")]:  # fmt: skip
        (line,) = quotes("load", name, code=1).stderr.splitlines()
        assert words in line
    assert not (at / "quotes.db").exists()


OURS = {"id": ["a"], "path": ["n"], "version": ["1"], "models": ["{}"]}
NO_PROBLEM = {"problem": pa.array([None], pa.string())}


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"id": ["a"], "quotes": ["x"], "models": ["{}"]}, "holds no quotes"),
        (OURS | NO_PROBLEM | {"text": ["x"], "quotes": [[{"id": "q"}]]}, "holds no quotes"),
        (OURS | NO_PROBLEM | {"text": [1], "quotes": pa.array([[]])}, "holds no quotes"),
    ],
)
def test_files_of_others_are_not_loaded(at, columns, words):
    pq.write_table(pa.table(columns), at / "x.parquet")
    (line,) = quotes("load", "x.parquet", code=1).stderr.splitlines()
    assert words in line


def test_an_article_without_a_text_is_not_loaded(at):
    row = parquet.row_of(talks()[0], [], MADE_BY) | {"text": None}
    parquet.write(at / "x.parquet", [row])
    assert "x.parquet: holds an article without id or text" in quotes("load", at, code=1).stderr


def test_files_that_do_not_say_what_made_them_are_not_loaded(at):
    parquet.write(at / "x.parquet", [parquet.row_of(*talks(), {"version": "1", "models": None})])
    assert "do not say which models" in quotes("load", at, code=1).stderr


def test_a_damaged_file_does_not_keep_the_others_from_being_loaded(at):
    write(at / "news", 3)
    quotes("extract", "news", "-o", "out")
    (at / "out" / "damaged.parquet").write_bytes(b"PAR1")
    result = quotes("load", "out", code=1)
    assert "3 articles new" in result.stderr
    assert "out/damaged.parquet: cannot be read" in result.stderr


def test_problems_that_a_later_run_solved_are_not_loaded(at):
    write(at / "news", 2)
    (at / "news" / "bad.txt").write_text("BOOM")
    (at / "news" / "s.jsonl").write_text("no\n")
    quotes("extract", "news", "-o", "out", code=1)
    (at / "news" / "bad.txt").write_text(text(3))
    lines(at / "news" / "s.jsonl", [4])
    quotes("extract", "news", "-o", "out")
    assert "4 articles, 8 quotes" in quotes("load", "out").stderr


def test_of_two_articles_of_one_id_the_second_is_a_problem(at):
    lines(at / "a.jsonl", [1], id="same")
    lines(at / "b.jsonl", [2], id="same")
    quotes("extract", "a.jsonl", "b.jsonl", "-d", "one.db", code=1)
    quotes("extract", "a.jsonl", "b.jsonl", "-o", "out", "-j", "2")
    for _ in range(2):
        said = quotes("load", "out", "-d", "two.db", code=1).stderr
        assert "b.jsonl: same: its id same is that of another article of a.jsonl" in said
        one, two = contents(at / "one.db"), contents(at / "two.db")
        assert one["quotes"] == two["quotes"]
        assert one["articles"] == two["articles"]


def test_the_newer_text_of_two_folders_holds(at):
    for folder, words in [("old", "“Old,” said Ada Stone."), ("new", "“New,” said Ada Stone.")]:
        (at / "a.txt").write_text(words)
        quotes("extract", "a.txt", "-o", folder)
    assert "1 article, 1 quote" in quotes("load", "old", "new").stderr
    assert "New" in contents(at / "quotes.db")["quotes"][0]


def test_a_full_disk_is_one_line_and_leaves_no_half_file(at, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    write(at / "news", 2)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        (line,) = quotes("extract", "news", "-o", "out", code=1).stderr.splitlines()
    assert "Error: out/" in line
    assert "No space left on device): is there space" in line
    assert not list(Path("out").iterdir())
    assert "2 articles new" in quotes("extract", "news", "-o", "out").stderr


def test_a_name_that_is_not_unicode_costs_no_other_file(at):
    write(at / "news", 2)
    Path(os.fsdecode(b"news/\xff.txt")).write_text(text(3))
    quotes("extract", "news", "-d", "one.db", code=1)
    said = quotes("extract", "news", "-o", "out", code=1).stderr
    assert "its name is not in UTF-8; rename" in said
    quotes("load", "out", "-d", "two.db", code=1)
    assert contents(at / "one.db")["articles"] == contents(at / "two.db")["articles"]
    assert len(contents(at / "two.db")["problems"]) == 1


def test_an_article_does_not_take_the_place_of_another_files(at):
    write(at / "one", 1)
    write(at / "two", 1)
    quotes("extract", "one")
    quotes("extract", "two", "-o", "out")
    assert "its id 0.txt is that of one/0.txt" in quotes("load", "out", code=1).stderr


def test_the_output_does_not_lie_among_the_input(at):
    write(at / "news", 1)
    (line,) = quotes("extract", "news", "-o", "news/out", code=1).stderr.splitlines()
    assert "news/out: lies in news, which is read" in line


@pytest.mark.parametrize(
    "args",
    [
        ("--engine", "ray"),
        ("-o", "out", "--json-lines"),
        ("-o", "out", "--prune"),
        ("-o", "out", "--again"),
    ],
)
def test_usage(args):
    quotes("extract", "news", *args, code=2)
