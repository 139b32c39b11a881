# ruff: noqa: ARG001  fixtures act by being there
"""The command line: output, exit codes, and what is said where."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click
import pytest
import sqlite_utils
import stanza
from click.testing import CliRunner

from making import span, talks
from quotes.cli import catalogue, cli
from quotes.cli.output import printable
from quotes.cli.run import Run
from quotes.extract import _batches
from quotes.read import read_all
from quotes.store import StoreError, close_database, open_database, start_run, store
from quotes.types import Problem
from standin import Finder, found


@pytest.fixture
def finder(monkeypatch):
    monkeypatch.setattr("quotes.cli.extractor.Extractor", Finder)
    monkeypatch.setattr(Finder, "asked", [])
    return Finder


@pytest.fixture
def at(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def two_articles(tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "quotes.db"
    db = open_database(path)
    run = start_run(db, "1", {})
    store(db, *talks(), run)
    store(db, *talks("talks two.txt"), run)
    close_database(db)
    return path


@pytest.fixture
def filled(at, two_articles):
    shutil.copy(two_articles, at)
    return at


def quotes(*args, code=0, **more):
    result = CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="quotes", **more)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def error(*args, **more):
    """Return the one line that a command fails with."""
    result = quotes(*args, code=1, **more)
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


def rows(*args, **more):
    return json.loads(quotes(*args, **more).stdout)


def write(folder, **texts):
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def commands(group=cli, *before):
    for name, command in group.commands.items():
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)


# extract


def test_extract(at, finder):
    write(at / "news", one="“We tried,” said Ada Stone.", two="“No,” said Bo Reed.")
    result = quotes("extract", "news")
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "quotes.db: 2 articles, 2 quotes, 2 speakers (2 articles new, 0 unchanged)",
        "Go on with: quotes serve quotes.db",
    ]
    assert [row["speaker"] for row in rows("query", "select speaker from said order by 1")] == [
        "Ada Stone",
        "Bo Reed",
    ]
    assert rows("query", "select * from not_verbatim") == []
    assert not list(at.glob("quotes.db-*"))


def snapshot():
    tables = ("articles", "quotes", "spans", "speakers", "names", "problems")
    return [rows("query", f"select * from {table}") for table in tables]


def test_a_second_run_changes_nothing_and_asks_no_model(at, finder):
    write(at / "news", one="“We tried,” said Ada Stone.", bad="BOOM")
    quotes("extract", "news", code=1)
    before = snapshot()
    finder.asked.clear()
    quotes("extract", "news", code=1)
    assert finder.asked == ["bad.txt"]
    assert snapshot() == before
    runs = rows("query", "select articles, unchanged, quotes, problems from runs")
    assert runs == [
        {"articles": 1, "unchanged": 0, "quotes": 1, "problems": 1},
        {"articles": 0, "unchanged": 1, "quotes": 0, "problems": 1},
    ]


def test_what_is_unchanged_is_known_by_its_bytes(at, finder, monkeypatch):
    write(at / "news", one="“We tried,” said Ada Stone.", two="“No,” said Bo Reed.")
    json_lines(at / "news" / "s.jsonl", "1", "2")
    quotes("extract", "news")
    before = snapshot()
    for name in ("text.article_of_text", "jsonl.article_of_record"):
        monkeypatch.setattr(f"quotes.read.{name}", lambda *_: pytest.fail("was read"))
    for place in ("news", at / "news"):
        assert "(0 articles new, 4 unchanged)" in quotes("extract", place).stderr
    assert snapshot() == before


def test_an_article_stored_before_its_bytes_were_is_known_from_then_on(at, finder):
    write(at / "news", one="“We tried,” said Ada Stone.")
    quotes("extract", "news")
    before = snapshot()
    with closing(sqlite_utils.Database("quotes.db")) as db, db.atomic():
        db.execute("update articles set raw_digest = null")
    assert "(0 articles new, 1 unchanged)" in quotes("extract", "news").stderr
    assert snapshot() == before


def test_a_changed_file_and_again(at, finder):
    write(at / "news", one="“We tried,” said Ada Stone.", two="“No,” said Bo Reed.")
    quotes("extract", "news")
    write(at / "news", two="“Yes,” said Bo Reed.")
    finder.asked.clear()
    quotes("extract", "news")
    assert finder.asked == ["two.txt"]
    assert [row["quote"] for row in rows("query", "select quote from quotes order by 1")] == [
        "We tried,",
        "Yes,",
    ]
    finder.asked.clear()
    quotes("extract", "news", "--again")
    assert finder.asked == ["one.txt", "two.txt"]


def test_new_models_extract_again(at, finder, monkeypatch):
    write(at / "news", one="“We tried,” said Ada Stone.")
    quotes("extract", "news")
    monkeypatch.setattr(finder, "models", {"tagger": "another"})
    quotes("extract", "news")
    assert finder.asked == ["one.txt", "one.txt"]


def test_one_bad_file_does_not_stop_the_run(at, finder):
    write(at / "news", a="BOOM", b="“We tried,” said Ada Stone.")
    (at / "news" / "c.txt").write_bytes(bytes(range(256)) * 20)
    (at / "news" / "d.txt").touch()
    result = quotes("extract", "news", "missing.txt", code=1)
    summary, _, *problems = result.stderr.splitlines()
    assert "1 article, 1 quote, 1 speaker (1 article new" in summary
    assert "4 problems" in summary
    assert "news/a.txt: its quotes could not be extracted (ValueError: two lines)" in problems
    assert sorted(line.split(":")[0] for line in problems) == [
        "missing.txt",
        "news/a.txt",
        "news/c.txt",
        "news/d.txt",
    ]
    kept = rows("query", "select path || ': ' || problem as line from problems")
    assert sorted(row["line"] for row in kept) == sorted(problems)


def test_a_problem_goes_when_the_file_is_mended(at, finder):
    write(at / "news", a="BOOM", b="BOOM")
    quotes("extract", "news", code=1)
    write(at / "news", a="“We tried,” said Ada Stone.")
    quotes("extract", "news/a.txt")
    assert rows("query", "select path from problems") == [{"path": "news/b.txt"}]


def places():
    return {row["id"]: row["path"] for row in rows("query", "select id, path from articles")}


def test_files_of_one_name_keep_their_ids_whatever_else_is_read(at, finder):
    write(at / "a", x="“We tried,” said Ada Stone.")
    write(at / "b", x="“No,” said Bo Reed.")
    stored = {"x.txt": "a/x.txt", "b/x.txt": "b/x.txt"}
    for args in (["a"], ["b"], ["b", "a"], ["a", "b"], ["b"], ["./b/../a", at / "b" / "x.txt"]):
        quotes("extract", *args)
        assert places() == stored if args != ["a"] else {"x.txt": "a/x.txt"}
    assert finder.asked == ["x.txt", "b/x.txt"]
    write(at / "b", x="“Yes,” said Bo Reed.")
    (at / "a" / "x.txt").unlink()
    quotes("extract", "b")
    assert places() == stored
    assert {row["quote"] for row in rows("query", "select quote from quotes")} == {
        "We tried,",
        "Yes,",
    }


def test_two_equal_files_are_two_articles_in_one_run_or_two(at, finder):
    write(at / "a", x="“No,” said Bo Reed.")
    write(at / "b", x="“No,” said Bo Reed.")
    for run in (["a", "b"], ["a"], ["b"]):
        quotes("extract", *run, "-d", "once.db")
    for run in (["a"], ["b"], ["b", "a"]):
        quotes("extract", *run)
    assert places() == {"x.txt": "a/x.txt", "b/x.txt": "b/x.txt"}
    once = rows("query", "select id, path from articles", "-d", "once.db")
    assert {row["id"]: row["path"] for row in once} == places()


def test_a_moved_folder_holds_the_same_articles(at, finder, monkeypatch):
    (at / "old").mkdir()
    write(at / "old" / "a", x="“We tried,” said Ada Stone.")
    write(at / "old" / "b", x="“We tried,” said Ada Stone.")
    lines = (
        json.dumps({"text": "“No,” said Bo Reed."}) + "\n" + json.dumps({"id": "7", "text": "x"})
    )
    (at / "old" / "s.jsonl").write_text(lines)
    quotes("extract", at / "old")
    before = places()
    assert set(before) == {"x.txt", "b/x.txt", "s.jsonl:1", "7"}
    (at / "old").rename(at / "new")
    monkeypatch.setattr(finder, "models", {"tagger": "another"})
    for _ in range(2):
        result = quotes("extract", at / "new")
        assert places() == {key: path.replace("/old/", "/new/") for key, path in before.items()}
    assert "0 articles new, 4 unchanged" in result.stderr
    write(at / "new" / "b", x="“Yes,” said Bo Reed.")
    quotes("extract", "new")
    assert set(places()) == set(before)


def test_a_collection_moved_beside_its_database_is_unchanged(at, finder, monkeypatch):
    (at / "old").mkdir()
    write(at / "old" / "news", a="“We tried,” said Ada Stone.")
    monkeypatch.chdir(at / "old")
    quotes("extract", "news")
    monkeypatch.chdir(at)
    (at / "old").rename(at / "new")
    monkeypatch.chdir(at / "new")
    assert "0 articles new, 1 unchanged" in quotes("extract", "news").stderr
    assert places() == {"a.txt": "news/a.txt"}


def json_lines(path, *ids, text="“No {},” said Bo Reed."):
    lines = [json.dumps({"id": key, "text": text.format(key)}) + "\n" for key in ids]
    path.write_text("".join(lines))


def test_what_a_file_of_json_lines_no_longer_holds_goes(at, finder):
    json_lines(at / "s.jsonl", "1", "2", "3")
    json_lines(at / "t.jsonl", "4")
    write(at / "news", a="“We tried,” said Ada Stone.", b="“Yes,” said Ada Stone.")
    quotes("extract", ".")
    json_lines(at / "s.jsonl", "1", "3")
    (at / "t.jsonl").unlink()
    (at / "news" / "b.txt").unlink()
    result = quotes("extract", at)
    assert (
        "5 articles, 5 quotes, 2 speakers (0 articles new, 3 unchanged, 1 removed)" in result.stderr
    )
    assert set(places()) == {"1", "3", "4", "a.txt", "b.txt"}
    for table in ("quotes", "names"):
        assert rows("query", f"select * from {table} where article_id = '2'") == []
    sql = "select * from spans where quote_id not in (select id from quotes)"
    assert rows("query", sql) == []
    assert rows("search", "no", "2") == []
    json_lines(at / "s.jsonl", "1")
    assert "1 removed" in quotes("extract", "s.jsonl").stderr
    assert "removed" not in quotes("extract", "s.jsonl").stderr


def test_a_speaker_of_a_removed_article_alone_goes_with_it(at, finder):
    json_lines(at / "s.jsonl", "1")
    with (at / "s.jsonl").open("a") as file:
        file.write(json.dumps({"id": "2", "text": "“We tried,” said Ada Stone."}))
    quotes("extract", "s.jsonl")
    json_lines(at / "s.jsonl", "1")
    quotes("extract", "s.jsonl")
    assert [row["name"] for row in rows("speakers")] == ["Bo Reed"]


def test_nothing_goes_where_a_file_was_not_read_to_its_end(at, finder):
    json_lines(at / "s.jsonl", "1", "2")
    quotes("extract", "s.jsonl")
    (at / "s.jsonl").write_text(json.dumps({"id": "1", "text": "x"}) + "\nbroken\n")
    quotes("extract", "s.jsonl", code=1)
    assert set(places()) == {"1", "2"}
    json_lines(at / "s.jsonl", "1", "STOP")
    quotes("extract", "s.jsonl", code=1)
    assert set(places()) == {"1", "2"}
    quotes("extract", "-", input=json.dumps({"id": "3", "text": "x"}))
    quotes("extract", "-", input=json.dumps({"id": "4", "text": "x"}))
    assert set(places()) == {"1", "2", "3", "4"}


def test_a_line_that_went_to_another_file_stays(at, finder):
    json_lines(at / "s.jsonl", "1", "2")
    quotes("extract", "s.jsonl")
    json_lines(at / "s.jsonl", "1")
    json_lines(at / "t.jsonl", "2")
    quotes("extract", "s.jsonl", "t.jsonl")
    assert places() == {"1": "s.jsonl", "2": "t.jsonl"}
    quotes("extract", "s.jsonl")
    assert places() == {"1": "s.jsonl", "2": "t.jsonl"}


def test_the_problem_of_a_deleted_line_goes(at, finder):
    json_lines(at / "s.jsonl", "1", "BOOM")
    quotes("extract", "s.jsonl", code=1)
    assert len(rows("query", "select * from problems")) == 1
    json_lines(at / "s.jsonl", "1")
    quotes("extract", "s.jsonl")
    assert rows("query", "select * from problems") == []


def test_a_line_does_not_take_the_id_of_a_file(at, finder):
    write(at / "news", x="“We tried,” said Ada Stone.")
    json_lines(at / "s.jsonl", "x.txt")
    quotes("extract", "news")
    result = quotes("extract", "s.jsonl", code=1)
    assert "line 1: its id x.txt is that of news/x.txt; give each article its own" in result.stderr
    (at / "news" / "x.txt").unlink()
    quotes("extract", "s.jsonl")
    assert places() == {"x.txt": "s.jsonl"}


def test_pipes_do_not_replace_each_other(at, finder):
    for words in ("“We tried,” said Ada Stone.", "“No,” said Bo Reed.", "“No,” said Bo Reed.\n"):
        quotes("extract", "-", input=words)
    assert sorted(row["name"] for row in rows("speakers")) == ["Ada Stone", "Bo Reed"]
    assert len(places()) == 2


def test_a_file_is_the_same_from_every_folder(at, finder, monkeypatch):
    write(at / "news", x="“We tried,” said Ada Stone.", bad="BOOM")
    quotes("extract", "news", code=1)
    monkeypatch.chdir(at / "news")
    result = quotes("extract", ".", "-d", "../quotes.db", code=1)
    assert "0 articles new, 1 unchanged" in result.stderr
    assert "\nbad.txt: its quotes" in result.stderr
    write(at / "news", x="“No,” said Bo Reed.", bad="“Yes,” said Bo Reed.")
    quotes("extract", "x.txt", "bad.txt", "-d", "../quotes.db")
    assert "No," in quotes("show", "x.txt", "-d", "../quotes.db").stdout
    monkeypatch.chdir(at)
    assert places() == {"x.txt": "news/x.txt", "bad.txt": "news/bad.txt"}
    assert rows("query", "select path from problems") == []


def test_a_file_of_the_same_path_elsewhere_is_another(at, finder, monkeypatch):
    for name, words in (("a", "“We tried,” said Ada Stone."), ("b", "“No,” said Bo Reed.")):
        (at / name).mkdir()
        write(at / name / "news", x=words)
    for name in ("a", "b", "a"):
        monkeypatch.chdir(at / name)
        quotes("extract", "news", "-d", at / "quotes.db")
    monkeypatch.chdir(at)
    assert places() == {"x.txt": "a/news/x.txt", "news/x.txt": "b/news/x.txt"}


def test_a_file_beside_the_databases_folder_keeps_its_whole_path(at, finder, monkeypatch):
    write(at / "news", x="“We tried,” said Ada Stone.")
    (at / "db").mkdir()
    quotes("extract", "news", "-d", "db/quotes.db")
    monkeypatch.chdir(at / "db")
    assert places() == {"x.txt": str(at / "news" / "x.txt")}
    assert "0 articles new, 1 unchanged" in quotes("extract", "../news").stderr


def test_an_article_that_another_run_stores_meanwhile_is_not_replaced(at, finder):
    write(at / "a", x="“We tried,” said Ada Stone.")
    write(at / "b", x="“No,” said Bo Reed.")
    db = open_database("quotes.db")
    run = Run(db, finder(), "1")
    quotes("extract", "a", "-s")
    run.over(read_all(["b"], run.places.paths), lambda: None)
    assert "its id x.txt is that of a/x.txt, that another run stored" in run.problems[0].problem
    close_database(db)
    quotes("extract", "b")
    assert places() == {"x.txt": "a/x.txt", "b/x.txt": "b/x.txt"}
    assert rows("query", "select * from problems") == []


GONE = "1 article whose file is gone: kept "


def test_the_article_of_a_deleted_file_stays_unless_pruned(at, finder):
    write(at / "news", a="“We tried,” said Ada Stone.", b="“No,” said Bo Reed.")
    write(at / "other", c="“Yes,” said Bo Reed.")
    assert "is gone" not in quotes("extract", "news", "other").stderr
    (at / "news" / "b.txt").unlink()
    (at / "other" / "c.txt").unlink()
    result = quotes("extract", "news")
    assert result.stderr.splitlines()[1] == GONE + "(--prune removes them)"
    assert quotes("extract", "news/a.txt", "-s").stderr == ""
    result = quotes("extract", "news", "--prune")
    assert "(0 articles new, 1 unchanged, 1 removed)" in result.stderr
    assert "is gone" not in result.stderr
    assert set(places()) == {"a.txt", "c.txt"}
    assert {row["article_id"] for row in rows("query", "select article_id from quotes")} == set(
        places()
    )


def test_what_was_moved_within_its_folder_is_not_gone(at, finder):
    write(at / "news", a="“We tried,” said Ada Stone.")
    quotes("extract", "news")
    (at / "news" / "old").mkdir()
    (at / "news" / "a.txt").rename(at / "news" / "old" / "a.txt")
    assert "is gone" not in quotes("extract", "news", "--prune").stderr
    assert places() == {"a.txt": "news/old/a.txt"}


def test_nothing_is_pruned_for_an_empty_folder(at, finder):
    write(at / "news", a="“We tried,” said Ada Stone.")
    quotes("extract", "news")
    (at / "news" / "a.txt").unlink()
    result = quotes("extract", "news", "--prune", code=1)
    assert GONE + "(their folder is empty or closed)" in result.stderr
    assert set(places()) == {"a.txt"}


def test_pruning_drops_what_a_deleted_file_of_json_lines_held(at, finder):
    write(at / "news", a="“We tried,” said Ada Stone.")
    json_lines(at / "news" / "s.jsonl", "1", "2")
    json_lines(at / "news" / "t.jsonl", "3")
    quotes("extract", "news")
    (at / "news" / "s.jsonl").rename(at / "news" / "u.jsonl")
    (at / "news" / "t.jsonl").unlink()
    quotes("extract", "news", "--prune")
    assert places() == {"a.txt": "news/a.txt", "1": "news/u.jsonl", "2": "news/u.jsonl"}


def test_a_stopped_run_prunes_nothing(at, finder):
    write(at / "news", a="“We tried,” said Ada Stone.")
    quotes("extract", "news")
    (at / "news" / "a.txt").unlink()
    write(at / "news", b="STOP")
    quotes("extract", "news", "--prune", code=1)
    assert set(places()) == {"a.txt"}


def test_pruning_needs_a_database(at, finder):
    write(at / "news", a="x")
    assert "--prune" in quotes("extract", "news", "--prune", "--json-lines", code=2).stderr


def test_a_run_that_stores_nothing_suggests_nothing(at, finder):
    result = quotes("extract", "none.txt", code=1)
    assert (
        "0 articles, 0 quotes, 0 speakers (0 articles new, 0 unchanged, 1 problem)" in result.stderr
    )
    assert "quotes serve" not in result.stderr


def test_all_problems_are_named_where_no_database_keeps_them(at, finder):
    names = [f"{number}.txt" for number in range(30)]
    kept = quotes("extract", *names, code=1)
    assert "and 10 more: see the table problems" in kept.stderr
    result = quotes("extract", *names, "--json-lines", code=1)
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == names
    (at / "gold.jsonl").write_text(
        "\n".join(json.dumps(GOLD | {"id": name, "text": "BOOM"}) for name in names)
    )
    result = quotes("evaluate", "gold.jsonl", code=1)
    assert result.stderr.count("ValueError") == 30
    assert "see the table" not in result.stderr


def test_extract_json_lines_needs_no_database(at, finder):
    lines = [{"id": str(n), "text": f"“No {n},” said Bo Reed."} for n in range(3)]
    lines[1]["text"] = "BOOM"
    text = "\n".join(map(json.dumps, lines))
    result = quotes("extract", "-", "--json-lines", code=1, input=text)
    out = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["id"] for line in out] == ["0", "2"]
    assert [line["quotes"][0]["speaker"] for line in out] == ["Bo Reed", "Bo Reed"]
    assert "ValueError" in result.stderr
    assert list(at.iterdir()) == []


def test_silent(at, finder):
    write(at / "news", a="“We tried,” said Ada Stone.")
    assert quotes("extract", "news", "-s").output == ""


def test_ctrl_c_keeps_what_was_done(at, finder):
    write(at / "news", a="“We tried,” said Ada Stone.", b="STOP", c="“No,” said Bo Reed.")
    assert error("extract", "news").startswith("Error: quotes.db: stopped")
    assert rows("query", "select id from articles") == [{"id": "a.txt"}]
    assert rows("query", "select articles, finished from runs") == [
        {"articles": 1, "finished": None}
    ]
    assert not list(at.glob("quotes.db-*"))


STOPPED = """
import sys, time
sys.path.insert(0, sys.argv[1])
import quotes.cli.extractor
import standin
from quotes.cli import cli
class Finder(standin.Finder):
    def extract(self, articles):
        for found in super().extract(articles):
            yield found
            print("stored", flush=True)
            time.sleep(30)
quotes.cli.extractor.Extractor = Finder
cli(["extract", "news"])
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_stops_as_ctrl_c_does(at, number):
    write(at / "news", a="“We tried,” said Ada Stone.", b="“No,” said Bo Reed.")
    command = [sys.executable, "-c", STOPPED, Path(__file__).parent]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as run:
        assert run.stdout.readline() == "stored\n"
        run.send_signal(number)
        (line,) = run.stderr.read().splitlines()
    assert line.startswith("Error: quotes.db: stopped")
    assert run.returncode == 1
    assert [found.name for found in at.glob("quotes.db*")] == ["quotes.db"]


def test_the_first_batches_are_small_so_that_an_early_end_loses_little():
    batches = list(_batches(talks(str(number))[0] for number in range(40)))
    assert [len(batch) for batch in batches] == [1, 2, 4, 8, 16, 9]
    assert [it.id for batch in batches for it in batch] == [str(n) for n in range(40)]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_text("not a database"), "is not a SQLite database"),
        (Path.mkdir, "is a folder"),
    ],
)
def test_extract_refuses_what_is_no_database_of_ours(at, finder, make, words):
    make(at / "x.db")
    write(at / "news", a="“We tried,” said Ada Stone.")
    assert words in error("extract", "news", "-d", "x.db")
    assert finder.asked == []


@pytest.mark.parametrize("more", [(), ("--json-lines",)])
def test_models_that_do_not_load_are_one_line(at, monkeypatch, more):
    def damaged(_):
        raise RuntimeError("size\nmismatch")

    monkeypatch.setattr(sys.modules["quotes.extract"], "_load", damaged)
    write(at / "news", a="“No,” said Ada Stone.")
    said = error("extract", "news", *more)
    assert "cannot be loaded (RuntimeError: size mismatch); install anew" in said


def test_a_full_disk_ends_the_run_in_one_line(at, finder):
    write(at / "news", a="“We tried,” said Ada Stone." + "x" * 100_000)
    quotes("extract", write(at / "none", b="“No,” said Bo Reed."))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("quotes.cli.filling.open_database", _small)
        words = "quotes.db: cannot be used (database or disk is full); free some space"
        assert words in error("extract", "news")
    assert rows("query", "select id from articles") == [{"id": "b.txt"}]


def _small(path):
    db = open_database(path)
    pages = db.execute("pragma page_count").fetchone()[0]
    db.execute(f"pragma max_page_count = {pages}")
    return db


def test_progress_counts_every_article(at, finder):
    db = open_database("quotes.db")
    store(db, *talks(), start_run(db, "1", finder.models))
    ticks = []
    other, _ = talks("other.txt")
    run = Run(db, finder(), "1")
    run.over([talks()[0], Problem("x", "bad"), other], lambda: ticks.append(1))
    assert (len(ticks), run.counts.unchanged, run.counts.articles) == (2, 1, 1)
    db.close()


# questions


def test_search(filled):
    (first, second) = rows("search", "tried", "again")
    assert first["speaker"] == "Ada Stone"
    assert first["quote"] == "We tried, […] We shall try again."
    assert first["article"] == "Budget talks fail"
    assert {first["article_id"], second["article_id"]} == {"talks.txt", "talks two.txt"}


def test_search_leaves_out_scare_quotes_unless_asked(filled):
    assert rows("search", "bargain") == []
    assert len(rows("search", "bargain", "--all")) == 2


def test_search_limit(filled):
    assert len(rows("search", "tried", "-n", 1)) == 1


def test_min_confidence_cuts(filled):
    db = sqlite_utils.Database("quotes.db")
    db.execute("update quotes set confidence = 0.4 where article_id = 'talks two.txt'")
    db.conn.commit()
    db.close()
    assert len(rows("search", "tried")) == 2
    assert [row["article_id"] for row in rows("search", "tried", "--min-confidence", 0.5)] == [
        "talks.txt"
    ]
    assert rows("show", "talks two.txt", "--json", "--min-confidence", 0.5) == []
    for form in ("jsonl", "webannotation"):
        everything = quotes("export", "--format", form).stdout
        sure = quotes("export", "--format", form, "--min-confidence", 0.5).stdout
        assert len(sure) < len(everything)
    table = quotes("export", "--format", "csv", "--min-confidence", 0.5).stdout
    assert "talks.txt" in table
    assert "talks two.txt" not in table
    assert "0<=x<=1" in quotes("export", "--min-confidence", 2, code=2).stderr


def test_extract_leaves_out_what_is_not_sure_enough(at, finder):
    write(at / "a", x="“We will” said Ada Poe.")
    assert '"quotes": [{' in quotes("extract", "a", "--json-lines", "--min-confidence", 0.9).stdout
    assert finder(min_confidence=0.9).least == 0.9


@pytest.mark.parametrize(
    "words",
    ["won't", "tried AND", "quote:tried", "a-b*", "(", "NEAR", "“tried”", "^x", "tried + x"],
)
def test_search_takes_words_as_they_are(filled, words):
    assert isinstance(rows("search", words), list)


def test_search_finds_a_phrase(filled):
    assert len(rows("search", '"we tried"')) == 2
    assert rows("search", '"again try"') == []


def test_search_for_nothing(filled):
    assert "no words" in error("search", " ")


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        (None, '[{"a": 1, "b": "x, “y”"},\n {"a": null, "b": "1e5"}]\n'),
        ("--json", '[{"a": 1, "b": "x, “y”"},\n {"a": null, "b": "1e5"}]\n'),
        ("--nl", '{"a": 1, "b": "x, “y”"}\n{"a": null, "b": "1e5"}\n'),
        ("--csv", 'a,b\n1,"x, “y”"\n,1e5\n'),
        ("--tsv", "a\tb\n1\tx, “y”\n\t1e5\n"),
        ("--table", "  a  b\n---  ------\n  1  x, “y”\n     1e5\n"),
        ("-t", "  a  b\n---  ------\n  1  x, “y”\n     1e5\n"),
    ],
)
def test_forms_of_output(filled, option, expected):
    sql = "select 1 as a, 'x, “y”' as b union all select null, '1e5'"
    assert quotes(*filter(None, ["query", sql, option])).stdout == expected


@pytest.mark.parametrize(
    ("option", "expected"),
    [("--json", "[]\n"), ("--nl", ""), ("--csv", "a\n"), ("--table", "a\n---\n")],
)
def test_forms_of_nothing(filled, option, expected):
    assert quotes("query", "select 1 as a where 0", option).stdout == expected


@pytest.mark.parametrize("args", [("--csv", "--table"), ("-t", "--json"), ("--nl", "--tsv")])
def test_one_form_of_output_at_a_time(filled, args):
    for command in (("query", "select 1"), ("speakers",), ("show", "talks.txt"), ("search", "we")):
        assert "Name one form" in quotes(*command, *args, code=2).stderr
    assert quotes("query", "select 1 as a", "--csv", "--csv").stdout == "a\n1\n"


def test_query(filled):
    sql = "select count(*) as n from quotes where kind = :kind"
    assert rows("query", sql, "quotes.db", "-p", "kind", "scare") == [{"n": 2}]
    assert rows("query", sql, "-d", "quotes.db", "-p", "kind", "scare") == [{"n": 2}]
    assert rows("query", "-", input="select 1 as id, 2 as id") == [{"id": 1, "id_2": 2}]
    assert rows("query", "select x'00ff' as b") == [{"b": {"$hex": "00ff"}}]


@pytest.mark.parametrize("command", [["query", "select 1"], ["export"], ["serve", "-p", "0"]])
def test_the_database_has_one_name(filled, monkeypatch, command):
    monkeypatch.setattr("quotes.cli.server.serve", lambda *_, **__: None)
    (filled / "quotes.db").rename(filled / "other.db")
    plain = quotes(*command, "other.db").output
    assert quotes(*command, "-d", "other.db").output == plain
    assert quotes(*command, "other.db", "--database", "other.db").output == plain
    assert "Name one database" in quotes(*command, "other.db", "-d", "more.db", code=2).stderr


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("select none_such from quotes", "no such column: none_such"),
        ("delete from quotes", "only reads"),
        ("select 1; select 2", "one statement"),
        ("select :x", "SQLite says"),
        ("", "no rows"),
        ("select abs(-9223372036854775808)", "integer overflow"),
    ],
)
def test_a_bad_query_is_one_line(filled, sql, words):
    assert words in error("query", sql)
    assert rows("query", "select count(*) as n from quotes") == [{"n": 6}]


def test_speakers(filled):
    assert [(row["name"], row["quotes"]) for row in rows("speakers")] == [
        ("Ada Stone", 2),
        ("a city official", 1),
        ("a city official", 1),
    ]
    assert len(rows("speakers", "--limit", 1)) == 1
    officials = [row["id"] for row in rows("speakers")][1:]
    assert officials == sorted(officials)


@pytest.mark.parametrize("name", ["talks.txt", "news/talks.txt", "talks."])
def test_show(filled, name):
    result = quotes("show", name)
    assert result.stdout.splitlines() == [
        "Budget talks fail",
        "2026-01-02 · news/talks.txt",
        "",
        "Ada Stone, the mayor of Millbrook  (direct, 93%)",
        "    “We tried, […] We shall try again.”",
        "",
        "a city official  (indirect, 100%)",
        "    The council 🏛 would meet on Friday",
    ]
    assert [row["kind"] for row in rows("show", name, "--all", "--json")] == [
        "direct",
        "indirect",
        "scare",
    ]
    assert "(nobody named)  (scare, 100%)" in quotes("show", name, "--all").stdout


def test_show_finds_a_path_however_it_is_written(filled, monkeypatch):
    assert "Budget talks fail" in quotes("show", "./news/talks.txt").stdout
    assert "Budget talks fail" in quotes("show", filled / "news" / "talks.txt").stdout
    (filled / "news").mkdir()
    monkeypatch.chdir("news")
    assert "Budget talks fail" in quotes("show", "../news/talks.txt", "-d", "../quotes.db").stdout


def test_show_says_nothing_twice(at):
    db = open_database("quotes.db")
    it, (first, second, _) = talks()
    described = replace(second.speaker, description=span(it.text, "city official"))
    store(db, it, [first, replace(second, speaker=described)], start_run(db, "1", {}))
    close_database(db)
    assert "\na city official  (indirect, 100%)\n" in quotes("show", "talks.txt").stdout


def test_show_needs_one_article(filled):
    assert "several articles begin with 'talks'" in error("show", "talks")
    assert "no article 'none'" in error("show", "none")
    assert "no article ''" in error("show", "")


def test_control_characters_do_not_reach_the_terminal(at):
    assert printable("a\x1b[2Jb\x9bc\u202ed\n\t“é”") == "a�[2Jb�c�d\n\t“é”"
    db = open_database("quotes.db")
    it, _ = talks()
    text = "“No\x1b[2J,” said Ada Stone."
    evil = type(it)("x.txt", text, title="T\x1b]0;x\x07")
    store(db, evil, found(evil), start_run(db, "1", {}))
    close_database(db)
    for args in (("show", "x.txt"), ("search", "no", "--table")):
        out = quotes(*args).stdout
        assert "Ada Stone" in out
        assert "\x1b" not in out


@pytest.mark.parametrize(
    "args",
    [
        ("search", "x"),
        ("query", "select 1"),
        ("show", "x"),
        ("speakers",),
        ("serve",),
        ("export",),
        ("query", "select 1", "none.db"),
        ("query", "select 1", "-d", "none.db"),
        ("export", "-d", "none.db"),
        ("search", "x", "-d", "none.db"),
    ],
)
def test_a_missing_database_is_one_line_and_made_by_nobody(at, args):
    assert "no such database; `quotes extract PATH -d" in error(*args)
    assert list(at.iterdir()) == []


# export, evaluate, models, serve


def test_export(filled):
    lines = [json.loads(line) for line in quotes("export", "quotes.db").stdout.splitlines()]
    assert [line["id"] for line in lines] == ["talks two.txt", "talks.txt"]
    assert [quote["kind"] for quote in lines[0]["quotes"]] == ["direct", "indirect", "scare"]
    quotes("export", "--format", "csv", "-o", "out.csv")
    table = list(csv.DictReader(io.StringIO((filled / "out.csv").read_text())))
    assert len(table) == 6
    assert table[0]["content"] == "We tried, […] We shall try again."


@pytest.mark.parametrize("place", [".", "/", ""])
@pytest.mark.parametrize("args", [("extract", "x.txt"), ("query", "select 1"), ("review", "apply"),
                                  ("speakers", "undo", "1"), ("publish", "site")])  # fmt: skip
def test_a_folder_is_no_database(at, place, args):
    write(at, **{"x.txt": "“No,” said Ada Stone."})
    assert "is a folder" in error(*args, "-d", place)


def test_an_empty_database_is_filled_not_read(at):
    write(at, **{"x.txt": "“No,” said Ada Stone."})
    Path("new.db").touch()
    assert "new.db: is an empty database; `quotes extract" in error("show", "x", "-d", "new.db")


def test_nan_is_no_confidence(filled):
    assert (
        "nan is not in the range" in quotes("show", "x", "--min-confidence", "nan", code=2).stderr
    )


def test_an_empty_path_is_refused(at):
    assert "a PATH is empty" in quotes("extract", "", code=2).stderr
    assert not Path("quotes.db").exists()


@pytest.mark.parametrize(
    ("where", "args"),
    [
        ("quotes.store.decisions.decide_anew", ("speakers", "merge", "Ada Stone", "A. Stone")),
        ("quotes.export.jsonl.load_articles", ("export",)),
    ],
)
def test_the_database_on_a_full_disk_is_named(filled, monkeypatch, where, args):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(where, full)
    words = "quotes.db: cannot be used (database or disk is full); free some space"
    assert words in error(*args)


@pytest.mark.parametrize("error", [KeyboardInterrupt, StoreError("gone")])
def test_an_export_that_is_stopped_leaves_the_former_file(filled, monkeypatch, error):
    def stopped(*_):
        yield {"id": "a"}
        raise error

    Path("out.jsonl").write_text("former")
    monkeypatch.setattr("quotes.cli.export_jsonl", stopped)
    quotes("export", "-o", "out.jsonl", code=1)
    quotes("export", "-o", "new.jsonl", code=1)
    assert Path("out.jsonl").read_text() == "former"
    assert not list(Path().glob("*new.jsonl*"))
    assert not list(Path().glob(".out.jsonl*"))


def test_an_export_onto_a_full_disk_is_one_line_and_leaves_the_former_file(filled, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    Path("out.jsonl").write_text("former")
    monkeypatch.setattr(Path, "replace", full)
    assert "out.jsonl: cannot be written (No space left" in error("export", "-o", "out.jsonl")
    assert [path.name for path in Path().glob("*out.jsonl*")] == ["out.jsonl"]


def test_an_exported_file_keeps_its_rights_and_its_link(filled):
    Path("real.csv").touch(mode=0o600)
    Path("out.csv").symlink_to("real.csv")
    quotes("export", "--format", "csv", "-o", "out.csv")
    assert Path("out.csv").is_symlink()
    assert Path("real.csv").stat().st_mode & 0o777 == 0o600


def test_an_export_of_nothing_is_an_empty_file(filled):
    (filled / "out.jsonl").write_text("of another day")
    with sqlite3.connect("quotes.db") as db:
        for table in ("spans", "quotes", "names", "appearances", "articles"):
            db.execute(f"delete from {table}")
    quotes("export", "--format", "jsonl", "-o", "out.jsonl")
    assert (filled / "out.jsonl").read_text() == ""


def test_export_brat(filled):
    quotes("export", "--format", "brat", "-o", "annotated")
    names = [f"talks{two}.{kind}" for two in ("", "_two") for kind in ("ann", "txt")]
    assert sorted(path.name for path in (filled / "annotated").iterdir()) == [
        "annotation.conf",
        *names,
    ]
    words = "annotated/talks_two.txt: is there already and is not overwritten"
    assert words in error("export", "--format", "brat", "-o", "annotated")
    assert "cannot be written" in error("export", "--format", "brat", "-o", "quotes.db/x")
    usage = quotes("export", "--format", "brat", code=2)
    assert "name one with -o" in usage.stderr
    assert "name one with -o" in quotes("export", "--format", "brat", "-o", "-", code=2).stderr


def test_export_web_annotation(filled):
    out = quotes("export", "--format", "webannotation").stdout.splitlines()
    assert [json.loads(line)["type"] for line in out] == ["Annotation"] * 6


GOLD = {
    "id": "a",
    "text": "“We tried,” said Ada Stone. “No,” said Bo Reed.",
    "quotes": [{"content": [[1, 10]], "cue": [[12, 16]], "source": [[17, 26]]}],
}


def test_evaluate(at, finder):
    (at / "gold.jsonl").write_text(json.dumps(GOLD))
    result = quotes("evaluate", "gold.jsonl", "-o", "found.jsonl")
    direct = result.stdout.splitlines()[1]
    assert direct.split()[:6] == ["direct", "1", "2", "50.0", "100.0", "66.7"]
    assert finder.asked == ["a"]
    again = quotes("evaluate", "gold.jsonl", "--predictions", "found.jsonl", "--json")
    assert json.loads(again.stdout)["rows"]["direct"]["joint"] == {"p": 0.5, "r": 1.0, "f1": 0.6667}
    assert finder.asked == ["a"]


def test_evaluate_names_what_could_not_be_read(at, finder):
    bad = GOLD | {"id": "b", "text": "BOOM"}
    (at / "gold.jsonl").write_text(json.dumps(GOLD) + "\n" + json.dumps(bad))
    result = quotes("evaluate", "gold.jsonl", code=1)
    assert "2 articles, 1 of them not in the predictions" in result.stdout
    assert "gold.jsonl: b" in result.stderr


def test_evaluate_a_bad_file_is_one_line(at, finder):
    assert "cannot be read" in error("evaluate", "none.jsonl")


ANN = "T1\tContent 1 10\tWe tried,\nT2\tCue 12 16\tsaid\nT3\tSource 17 26\tAda Stone\n"


@pytest.fixture
def pairs(at):
    (at / "gold").mkdir()
    (at / "gold" / "a.txt").write_text(GOLD["text"])
    (at / "gold" / "a.ann").write_text(ANN + "E1\tAttribution:T2 Source:T3 Content:T1\n")
    return at


@pytest.mark.parametrize("gold", ["gold", "gold/a.ann"])
def test_evaluate_brat(pairs, finder, gold):
    row = quotes("evaluate", gold).stdout.splitlines()[1]
    assert row.split()[:6] == ["direct", "1", "2", "50.0", "100.0", "66.7"]
    assert finder.asked == ["a.txt"]


def test_evaluate_brat_a_bad_line_is_one_line(pairs, finder):
    (pairs / "gold" / "a.ann").write_text("T1 Content 1 10 We tried,\n")
    assert error("evaluate", "gold").startswith("Error: gold/a.ann, line 1: ")
    (pairs / "gold" / "a.txt").write_text(" ")
    (pairs / "gold" / "a.ann").write_text("")
    assert "gold: a.txt: no text" in quotes("evaluate", "gold", code=1).stderr


def test_evaluate_by(pairs, finder):
    tables = quotes("evaluate", "gold", "--by", "cue", "--by", "source").stdout.split("\n\n")
    assert [[line.split()[0] for line in t.splitlines()[1:-1]] for t in tables] == [
        ["speech", "writing", "thought", "other", "none", "all"],
        ["name", "description", "pronoun", "none", "all"],
    ]
    result = rows("evaluate", "gold", "--json")
    assert list(result["by"]) == ["cue", "source"]
    assert result["by"]["source"]["name"] == result["rows"]["direct"]


def test_evaluate_errors(pairs, finder):
    out = quotes("evaluate", "gold", "--errors").stdout
    assert out.split("\n\n", 1)[1].splitlines() == [
        "Errors: 1 spurious",
        "",
        "== a.txt",
        "",
        "spurious, direct, at 28, confidence 1.0",
        "  pred  “<content: No,>” {cue: said} [source: Bo Reed].",
    ]
    assert "and 1 more" in quotes("evaluate", "gold", "--errors", "0").stdout
    (found,) = rows("evaluate", "gold", "--errors", "--json")["errors"]
    assert (found["article"], found["error"]) == ("a.txt", "spurious")
    assert found["pred"]["content"] == [[29, 32]]
    assert "name the gold before" in quotes("evaluate", "--errors", "gold", code=2).stderr


def test_evaluate_min_confidence(at, finder):
    first, second = (
        {"content": [[1, 10]], "source": [[17, 26]], "confidence": 0.9},
        {"content": [[29, 32]], "confidence": 0.3},
    )
    (at / "gold.jsonl").write_text(json.dumps(GOLD))
    (at / "found.jsonl").write_text(json.dumps(GOLD | {"quotes": [first, second]}))
    command = ("evaluate", "gold.jsonl", "--predictions", "found.jsonl", "--json")
    assert rows(*command)["rows"]["all"]["pred"] == 2
    assert rows(*command, "--min-confidence", "0.9")["rows"]["all"]["pred"] == 1
    quotes(*command, "--min-confidence", "2", code=2)


def test_models_that_are_missing_are_one_line(at, monkeypatch):
    def missing(models, **more):
        raise FileNotFoundError("tagger.json")

    monkeypatch.setattr("quotes.cli.extractor.Extractor", missing)
    assert "the bundled models cannot be used" in error("extract", "news")
    assert list(at.iterdir()) == []


def test_models(at, monkeypatch):
    (at / "en").mkdir()
    (at / "en" / "tagger.safetensors").write_bytes(b"x" * 2_500_000)
    (at / "README.md").write_text("# Models\n\nLicence: CC BY-SA 4.0\n")
    monkeypatch.setattr(catalogue, "FOLDER", at)
    assert quotes("models").stdout.splitlines() == [
        f"folder   {at}",
        "  2.5 MB  en/tagger",
        f"licence  CC BY-SA 4.0 ({at}/README.md)",
    ]


def test_models_are_bundled():
    out = quotes("models").stdout
    assert "encoder" in out
    assert "licence" in out


def test_models_install(monkeypatch):
    asked = []
    monkeypatch.setattr(stanza, "download", lambda *args, **_: asked.append(args))
    assert "--models stanford" in quotes("models", "install").stderr
    assert asked == [("en",)]


def test_models_install_without_network_is_one_line(monkeypatch):
    def download(*_, **__):
        raise ConnectionError("no\nroute to host")

    monkeypatch.setattr(stanza, "download", download)
    line = error("models", "install")
    assert "ConnectionError: no route to host" in line
    assert "use the bundled ones" in line


def test_serve_a_taken_port(filled):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"port {port} of 127.0.0.1 is taken" in error("serve", "-p", port)


def test_serve_refuses_another_database(at):
    (at / "quotes.db").write_text("not a database")
    assert "is not a SQLite database" in error("serve")


# all commands


@pytest.mark.parametrize("path", [path for path, _ in commands()], ids=" ".join)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_has_an_example_that_names_the_command(path, flag):
    out = quotes(*path, flag).stdout
    example = out.split("Example:\n")[1].splitlines()[0].strip()
    assert example.startswith("quotes " + " ".join(path))
    assert "Options:" in out


def test_the_commands_of_the_contract_are_there():
    names = "extract load search query speakers show serve publish review export evaluate models"
    assert sorted(cli.commands) == sorted(names.split())


@pytest.mark.parametrize(
    "args", [(), ("extract",), ("none",), ("search",), ("export", "--format", "pdf"), ("query",)]
)
def test_usage_errors_are_2(at, args):
    quotes(*args, code=2)


LIGHT = """
import sys
from quotes.cli import cli
try:
    cli(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
heavy = {"torch", "stanza", "transformers", "pandas", "nameparser", "trafilatura"}
heavy &= set(sys.modules)
assert not heavy, heavy
"""


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["extract", "--help"],
        ["search", "tried"],
        ["query", "select 1"],
        ["show", "talks.txt"],
        ["export"],
    ],
)
def test_what_needs_no_models_loads_no_torch(filled, args):
    subprocess.run([sys.executable, "-c", LIGHT, *args], check=True, capture_output=True)


SERVED = """
import uvicorn
uvicorn.run = lambda app, **options: print(callable(app))
"""


def test_serve_loads_no_torch(filled):
    command = [sys.executable, "-c", SERVED + LIGHT, "serve", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "True"


def test_python_m_quotes():
    done = subprocess.run(
        [sys.executable, "-m", "quotes", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("quotes, version ")


def test_serve_answers_and_stops(filled):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "quotes", "serve", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert f"http://127.0.0.1:{port}/" in server.stderr.readline()
            answer = _get(port)
        finally:
            server.send_signal(signal.SIGINT)
        assert "Traceback" not in server.stderr.read()
    assert answer.startswith(b"HTTP/1.1 200")


def _get(port):
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port)) as line:
                line.sendall(b"GET /quotes/said.json HTTP/1.0\r\n\r\n")
                return line.recv(1000)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def test_a_closed_pipe_is_no_error(filled):
    reader, writer = os.pipe()
    os.close(reader)
    sql = (
        "with recursive n(i) as (select 1 union all select i + 1 from n limit 9999) select i from n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "quotes", "query", sql],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


MANY = "with recursive n(i) as (select 1 union all select i + 1 from n limit 9999) select i from n"


def in_a_shell(command):
    """Return the exit code and what is written to both streams."""
    line = command.replace("quotes", f"{sys.executable} -m quotes", 1)
    run = subprocess.run(["sh", "-c", line, MANY], capture_output=True, text=True, check=False)
    return run.returncode, run.stdout, run.stderr


@pytest.mark.parametrize("form", ["--csv", "--nl", "--json", "--table"])
def test_a_full_disk_is_one_line(filled, form):
    words = "Error: the output cannot be written: No space left on device\n"
    assert in_a_shell(f'quotes query "$0" {form} > /dev/full') == (1, "", words)


@pytest.mark.parametrize("args", ["query 'select 1'", "speakers --csv", "show talks.txt", "export"])
def test_a_closed_stdout_is_one_line(filled, args):
    words = "Error: the output cannot be written: Bad file descriptor\n"
    assert in_a_shell(f"quotes {args} >&-") == (1, "", words)


def test_a_closed_stdout_is_no_matter_where_nothing_is_printed(filled):
    assert in_a_shell("quotes export -o out.jsonl >&-") == (0, "", "")
    assert len((filled / "out.jsonl").read_text().splitlines()) == 2


def test_a_closed_stdin_is_one_line(filled):
    code, out, line = in_a_shell("quotes query - <&-")
    assert (code, out) == (1, "")
    assert line.startswith("Error: standard input is closed")
    assert line.count("\n") == 1


@pytest.mark.parametrize("args", [("query", "select '\udcff'"), ("search", "\udcff")])
def test_words_of_no_encoding_are_one_line(filled, args):
    assert "use UTF-8" in error(*args)


def test_an_output_that_is_no_file_is_written_to_and_not_replaced(filled):
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    quotes("export", "-o", "pipe")
    assert len(os.read(reader, 100_000).splitlines()) == 2
    os.close(reader)
    assert (filled / "pipe").is_fifo()


def test_an_output_that_is_the_input_is_refused(tmp_path) -> None:
    database = tmp_path / "q.db"
    database.write_bytes(b"kept")
    done = CliRunner().invoke(cli, ["export", str(database), "-o", str(database)])
    assert done.exit_code == 2
    assert database.read_bytes() == b"kept"


def test_a_failing_export_leaves_the_output_file(tmp_path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text("kept")
    done = CliRunner().invoke(cli, ["export", str(tmp_path / "none.db"), "-o", str(kept)])
    assert done.exit_code == 1
    assert kept.read_text() == "kept"


def test_query_touches_no_other_file(filled) -> None:
    (database,) = filled.glob("*.db")
    for sql in ("vacuum into 'stolen.db'", "attach 'stolen.db' as other"):
        assert "authoriz" in error("query", sql, database)
    assert not (filled / "stolen.db").exists()


INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever started the tests ignores

class Stop:
    def find_spec(self, name, *_):
        if name == "quotes.cli":
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Stop())
from quotes.__main__ import run
run()
"""


def test_stopped_before_it_has_begun_it_ends_without_a_word():
    command = [sys.executable, "-c", INTERRUPTED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGINT
    assert done.stderr == ""


def test_it_runs_as_a_module():
    command = [sys.executable, "-m", "quotes", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("quotes, version")
