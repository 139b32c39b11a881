"""Store: articles and quotes in SQLite."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from making import TEXT, article, escaped, quote, span, speaker, talks
from quotes.ids import appearance_id, quote_id
from quotes.store import (
    Counts,
    StoreError,
    close_database,
    finish_run,
    forget_problems,
    is_stored,
    name_of,
    open_database,
    open_readonly,
    record_problem,
    remove,
    start_run,
    store,
    transaction,
)
from quotes.store.load import load_article
from quotes.store.migrations import migrations
from quotes.types import Section, Span

MODELS = {"tagger": "bundled"}


@pytest.fixture
def db(tmp_path):
    database = open_database(tmp_path / "quotes.db")
    yield database
    database.close()


def put(db, *articles):
    run = start_run(db, "1", MODELS)
    for found, quotes in articles:
        store(db, found, quotes, run)
    return run


def dump(db):
    tables = ("articles", "quotes", "spans", "speakers", "names", "problems")
    tables += ("quotes_fts_data", "articles_fts_data")
    return {name: db.execute(f"select * from {name}").fetchall() for name in tables}


def column(db, sql):
    return [row[0] for row in db.execute(sql)]


def test_rows(db):
    put(db, talks())
    rows = list(db.query("select * from quotes order by start"))
    assert [row["quote"] for row in rows] == [
        "We tried,” said Ada Stone, the mayor of Millbrook. “We shall try again.",
        "The council 🏛 would meet on Friday",
        "grand bargain",
    ]
    first, second, scare = rows
    assert first["content"] == "We tried, […] We shall try again."
    assert (first["words"], first["cue"], first["source"]) == (
        6,
        "said",
        "Ada Stone, the mayor of Millbrook",
    )
    assert first["description"] == "the mayor of Millbrook"
    assert second["content"] == second["quote"]
    assert second["anonymity_reason"] == "not authorized to speak"
    assert (scare["speaker_id"], scare["cue"], scare["source"]) == (None, None, None)
    assert column(db, "select name || ': ' || form from names order by start") == [
        "Ada Stone: name",
        "a city official: name",
    ]
    assert column(db, "select sentence from said")[0].startswith("“We tried,” said")


def test_every_row_is_verbatim(db):
    put(db, talks(), escaped())
    assert list(db.query("select * from not_verbatim")) == []
    assert db.table("spans").count == 13
    db.table("quotes").update(column(db, "select id from quotes")[0], {"quote": "changed"})
    assert len(list(db.query("select * from not_verbatim"))) == 1


def test_spans_have_roles(db):
    put(db, talks())
    assert column(db, "select role || ' ' || text from spans order by role, start") == [
        "anonymity_reason not authorized to speak",
        "content We tried,",
        "content We shall try again.",
        "content The council 🏛 would meet on Friday",
        "content grand bargain",
        "cue said",
        "cue according to",
        "description the mayor of Millbrook",
        "source Ada Stone, the mayor of Millbrook",
        "source a city official",
    ]


def test_again_changes_nothing(db):
    put(db, talks(), escaped())
    before = dump(db)
    assert is_stored(db, talks()[0], "1", MODELS)
    put(db)
    assert dump(db) == before
    assert db.table("runs").count == 2


def test_storing_again_gives_the_same_ids(db):
    put(db, talks())
    before = column(db, "select id from quotes order by id")
    put(db, talks())
    assert column(db, "select id from quotes order by id") == before
    assert db.table("speakers").count == 2


@pytest.mark.parametrize(
    ("changed", "version", "models", "stored"),
    [
        ({}, "1", MODELS, True),
        ({"path": "elsewhere/talks.txt"}, "1", MODELS, True),
        ({"id": "other.txt"}, "1", MODELS, False),
        ({"text": TEXT + "."}, "1", MODELS, False),
        ({"title": "New"}, "1", MODELS, False),
        ({"published": "2026-01-03"}, "1", MODELS, False),
        ({"original": TEXT + " "}, "1", MODELS, False),
        ({"sections": (Section(Span(0, 17), "title"),)}, "1", MODELS, False),
        ({}, "2", MODELS, False),
        ({}, "1", {"tagger": "stanford"}, False),
    ],
)
def test_is_stored(db, changed, version, models, stored):
    put(db, talks())
    assert is_stored(db, replace(talks()[0], **changed), version, models) is stored


def test_a_changed_article_replaces_only_its_own_rows(db):
    put(db, talks("one.txt"), talks("two.txt"))
    kept = "select * from quotes where article_id = 'two.txt'"
    before = db.execute(kept).fetchall()
    it = article("one.txt", "“No,” said Bo Reed.")
    put(db, (it, [quote(it, "No,", source="Bo Reed", speaker=speaker(it, "Bo Reed"))]))
    assert db.execute(kept).fetchall() == before
    assert column(db, "select content from quotes where article_id = 'one.txt'") == ["No,"]
    assert column(db, "select name from speakers order by name") == [
        "Ada Stone",
        "Bo Reed",
        "a city official",
    ]
    orphans = "select count(*) from spans where quote_id not in (select id from quotes)"
    assert column(db, orphans) == [0]


def test_a_speaker_whom_nobody_quotes_any_more_goes(db):
    put(db, talks())
    put(db, (talks()[0], []))
    assert [db.table(name).count for name in ("speakers", "names", "quotes", "spans")] == [0] * 4


def test_search_follows_a_replacement(db):
    put(db, talks())
    found = "select count(*) from quotes_fts where quotes_fts match 'bargain'"
    assert column(db, found) == [1]
    put(db, (talks()[0], []))
    assert column(db, found) == [0]
    assert column(db, "select count(*) from articles_fts where articles_fts match 'council'") == [1]


def test_a_full_name_is_one_speaker_in_all_articles(db):
    put(db, talks("one.txt"), talks("two.txt"))
    rows = "select name || ' ' || count(*) from said join speakers on speakers.id = speaker_id group by speaker_id order by 1"
    assert column(db, rows) == ["Ada Stone 2", "a city official 1", "a city official 1"]


def test_two_unnamed_officials_stay_two():
    it = article("one.txt", "An official said no. An official said yes.")
    first = speaker(it, "An official", "anonymous_person")
    second = replace(first, first=Span(21, 32))
    assert appearance_id(it.id, first) != appearance_id(it.id, second)


def test_quote_ids_tell_quotes_apart():
    one = (Span(0, 5),)
    ids = {
        quote_id(*parts)
        for parts in (
            ("a", one, (), ()),
            ("b", one, (), ()),
            ("a", (Span(0, 6),), (), ()),
            ("a", one, one, ()),
            ("a", one, (), one),
        )
    }
    assert len(ids) == 5
    assert all(len(key) == 16 for key in ids)


def test_the_usual_description_is_the_speakers(db):
    described = "select description from speakers where name = 'Ada Stone'"
    later = [article(f"later {n}.txt", "Ada Stone, a former mayor, said no.") for n in (1, 2)]
    put(db, talks())
    assert column(db, described) == ["the mayor of Millbrook"]
    for it in later:
        found = speaker(it, "Ada Stone", description="a former mayor")
        put(db, (it, [quote(it, "no", speaker=found)]))
    assert column(db, described) == ["a former mayor"]
    put(db, *((it, []) for it in later))
    assert column(db, described) == ["the mayor of Millbrook"]


def test_what_is_stored_comes_back(db):
    put(db, talks(), escaped())
    for it, quotes in (talks(), escaped()):
        assert load_article(db, it.id) == (it, quotes)
    assert load_article(db, "none") is None


def test_equal_quotes_are_one(db):
    it, quotes = talks()
    put(db, (it, [*quotes, quotes[0]]))
    assert db.table("quotes").count == 3


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_a_text_that_sqlite_cannot_keep_is_refused_whole(db, text):
    put(db, talks())
    before = dump(db)
    with pytest.raises(StoreError, match=r"NUL|surrogate"):
        put(db, (article(text=text), []))
    assert dump(db) == before


def test_an_error_leaves_the_article_as_it_was(db):
    put(db, talks())
    before = dump(db)
    it, quotes = talks()
    with pytest.raises(sqlite3.IntegrityError):
        put(db, (it, [replace(quotes[0], kind=None)]))
    assert dump(db) == before


def test_runs(db):
    run = put(db, talks())
    finish_run(db, run, Counts(articles=1, unchanged=2, quotes=3, problems=4))
    (row,) = db.table("runs").rows
    assert row["started"] <= row["finished"]
    assert row["models"] == '{"tagger": "bundled"}'
    assert [row[name] for name in ("articles", "unchanged", "quotes", "problems")] == [1, 2, 3, 4]
    stopped = put(db)
    finish_run(db, stopped, Counts(), complete=False)
    assert db.table("runs").get(stopped)["finished"] is None


def test_problems(db):
    run = put(db)
    record_problem(db, run, "bad.bin", "not a text")
    before = dump(db)
    record_problem(db, put(db), "bad.bin", "not a text")
    assert dump(db) == before
    record_problem(db, run, "worse\udcff.bin", "not a text")
    forget_problems(db, ["bad.bin"], {("bad.bin", "not a text")})
    assert db.table("problems").count == 2
    forget_problems(db, ["bad.bin", "never\udcff.seen"])
    assert column(db, "select path from problems") == ["worse\\udcff.bin"]


@pytest.mark.parametrize(
    ("id", "path", "name"),
    [
        ("a.txt", "news/a.txt", "news/a.txt"),
        ("a.txt", "a.txt", "a.txt"),
        ("7", "news.jsonl", "news.jsonl: 7"),
        ("7", None, "7"),
    ],
)
def test_name_of(id, path, name):  # noqa: A002
    assert name_of(article(id, path=path)) == name


def test_closing_leaves_one_file(tmp_path):
    db = open_database(tmp_path / "quotes.db")
    put(db, talks())
    close_database(db)
    assert [path.name for path in tmp_path.iterdir()] == ["quotes.db"]
    immutable = sqlite3.connect(f"file:{tmp_path}/quotes.db?immutable=1", uri=True)
    assert immutable.execute("select count(*) from quotes").fetchone() == (3,)
    immutable.close()


def test_closing_beside_a_reader_is_no_error(tmp_path):
    db = open_database(tmp_path / "quotes.db")
    put(db, talks())
    reader = open_readonly(tmp_path / "quotes.db")
    rows = reader.execute("select * from quotes")
    rows.fetchone()
    close_database(db)
    reader.close()


KILLED = """
import os, sys
sys.path.insert(0, sys.argv[2])
from making import talks
from quotes.store import open_database, start_run, store
import quotes.store
db = open_database(sys.argv[1])
run = start_run(db, "1", {})
store(db, *talks("whole.txt"), run)
quotes.store.drop_unused = lambda *_: os._exit(9)
store(db, *talks("absent.txt"), run)
"""


def test_a_kill_leaves_an_article_whole_or_absent(tmp_path):
    path = tmp_path / "quotes.db"
    place = str(Path(__file__).parent)
    done = subprocess.run([sys.executable, "-c", KILLED, path, place], check=False)
    assert done.returncode == 9
    db = open_database(path)
    assert column(db, "select id from articles") == ["whole.txt"]
    assert db.table("quotes").count == 3
    db.close()


def test_what_a_kill_left_can_be_read(tmp_path):
    path = tmp_path / "quotes.db"
    place = str(Path(__file__).parent)
    subprocess.run([sys.executable, "-c", KILLED, path, place], check=False)
    assert (tmp_path / "quotes.db-wal").exists()
    db = open_readonly(path)
    assert column(db, "select id from articles") == ["whole.txt"]
    db.close()


def test_an_article_waits_for_another_run_to_end_its_own(tmp_path):
    path = tmp_path / "quotes.db"
    db, other = open_database(path), open_database(path)
    run = put(db, talks())

    def storing():
        mine = open_database(path)
        store(mine, *talks("mine.txt"), run)
        remove(mine, "talks.txt")
        mine.close()

    other.execute("begin immediate")
    other.execute("update articles set title = 'x'")
    thread = threading.Thread(target=storing)
    thread.start()
    thread.join(0.3)
    assert thread.is_alive()
    other.commit()
    thread.join()
    assert column(db, "select id from articles") == ["mine.txt"]
    other.close()
    db.close()


AT_ONCE = """
import sys
sys.path.insert(0, sys.argv[2])
from making import talks
from quotes.store import close_database, open_database, record_problem, start_run, store
made = [talks(f"{sys.argv[3]} {number}.txt") for number in range(20)]
sys.stdin.read()
db = open_database(sys.argv[1])
run = start_run(db, "1", {})
for article, quotes in made:
    store(db, article, quotes, run)
    record_problem(db, run, article.id, "none")
close_database(db)
"""


def test_runs_at_once_all_end_well(tmp_path):
    path = tmp_path / "quotes.db"
    command = [sys.executable, "-c", AT_ONCE, path, str(Path(__file__).parent)]
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    runs = [subprocess.Popen([*command, name], **pipes) for name in "abcd"]
    for run in runs:
        run.stdin.close()
    assert [(run.wait(), run.stderr.read()) for run in runs] == [(0, "")] * 4
    for run in runs:
        run.stderr.close()
    db = open_readonly(path)
    assert (db.table("articles").count, db.table("quotes").count) == (80, 240)
    assert (db.table("problems").count, db.table("runs").count) == (80, 4)
    db.close()
    assert [found.name for found in tmp_path.iterdir()] == ["quotes.db"]


def test_an_inner_transaction_is_undone_alone(db):
    it, quotes = talks()
    with transaction(db):
        run = start_run(db, "1", {})
        with pytest.raises(sqlite3.IntegrityError):
            store(db, it, [replace(quotes[0], kind=None)], run)
    assert (db.table("runs").count, db.table("articles").count) == (1, 0)


def other_database(path):
    other = sqlite3.connect(path)
    other.execute("create table articles (headline text)")
    other.execute("insert into articles values ('Rain')")
    other.commit()
    other.close()


def newer_database(path):
    db = open_database(path)
    db.table("_sqlite_migrations").insert(
        {"migration_set": "quotes", "name": "m999", "applied_at": ""}
    )
    close_database(db)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_text("no database at all"), "not a SQLite database"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + b"x" * 2000), "damaged"),
        (other_database, r"something else \(it has the tables articles\)"),
        (newer_database, "newer version"),
        (os.mkfifo, "no regular file"),
        (Path.mkdir, "is a folder"),
    ],
)
def test_what_is_not_ours_is_refused_and_left_alone(tmp_path, make, words):
    path = tmp_path / "some.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    for opener in (open_database, open_readonly):
        with pytest.raises(StoreError, match=words) as caught:
            opener(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [found.name for found in tmp_path.iterdir()] == ["some.db"]


def test_reading_needs_a_database_and_makes_none(tmp_path):
    with pytest.raises(StoreError, match="no such database"):
        open_readonly(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_reading_does_not_write(tmp_path):
    path = tmp_path / "quotes.db"
    close_database(open_database(path))
    db = open_readonly(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("delete from quotes")
    db.close()


def test_what_is_left_half_done_is_taken_back(tmp_path):
    path = tmp_path / "quotes.db"
    db = open_database(path)
    db.table("notes").insert({"note": "whole"})
    db.execute("begin")
    db.execute("insert into notes values ('half')")
    close_database(db)
    again = open_database(path)
    assert [row["note"] for row in again.table("notes").rows] == ["whole"]
    close_database(again)


def test_our_database_with_tables_of_the_user_is_ours(tmp_path):
    path = tmp_path / "quotes.db"
    db = open_database(path)
    db.table("notes").insert({"note": "mine"})
    close_database(db)
    again = open_database(path)
    assert again.table("notes").count == 1
    close_database(again)


def older_database(path):
    """Make a database as the version before the circumstances did, with an article and a quote."""
    db = Database(path)
    migrations.apply(db, stop_before="m004_circumstances")
    db.table("runs").insert({"id": 1, "version": "0", "models": "{}"})
    db.table("articles").insert({"id": "a", "text": "No, he said.", "digest": "d", "run_id": 1})
    row = {"id": "q", "article_id": "a", "kind": "indirect", "quote": "No", "content": "No"}
    row |= {"cue_class": "speech", "confidence": 1.0, "start": 0, "end": 2, "run_id": 1}
    db.table("quotes").insert(row | {"sentence_start": 0, "sentence_end": 12})
    span = {"quote_id": "q", "role": "content", "start": 0, "end": 2, "text": "No"}
    db.table("spans").insert(span)
    db.close()


@pytest.mark.parametrize("opener", [open_database, open_readonly])
def test_an_older_database_is_upgraded_and_keeps_its_rows(tmp_path, opener):
    path = tmp_path / "quotes.db"
    older_database(path)
    db = opener(path)
    (row,) = db.query("select * from quotes")
    assert (row["content"], row["said_when"], row["stance"]) == ("No", None, None)
    assert column(db, "select content from said where stance is null") == ["No"]
    _, (found,) = load_article(db, "a")
    assert (found.stance, found.negated, found.verbatim) == ("plain", False, None)
    db.close()


def test_an_older_database_that_may_not_be_written_is_one_line(tmp_path, monkeypatch):
    path = tmp_path / "quotes.db"
    older_database(path)

    def failing(_):
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("quotes.store.database.migrations.apply", failing)
    with pytest.raises(StoreError, match="older version") as caught:
        open_readonly(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_circumstances_come_back_as_they_were_stored(db):
    it = article("a.txt", "On Friday she would not say “never” to the clerk at the inn.")
    found = replace(
        quote(it, "never", source="she", cue="would not say", kind="direct"),
        addressee=span(it.text, "the clerk"),
        when=span(it.text, "On Friday"),
        where=span(it.text, "at the inn"),
        stance="denying",
        negated=True,
        hedged=True,
        verbatim=False,
    )
    put(db, (it, [found]))
    assert load_article(db, "a.txt")[1] == [found]
    (row,) = db.query("select * from quotes")
    assert (row["addressee"], row["said_when"], row["said_where"]) == (
        "the clerk",
        "On Friday",
        "at the inn",
    )
    assert (row["stance"], row["negated"], row["hedged"], row["verbatim"]) == ("denying", 1, 1, 0)
    roles = column(db, "select role from spans order by role")
    assert roles == ["addressee", "content", "cue", "source", "when", "where"]
    assert column(db, "select count(*) from not_verbatim") == [0]


def test_a_database_that_cannot_be_migrated_is_closed(tmp_path, monkeypatch):
    tried = []

    def failing(db):
        tried.append(db)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("quotes.store.database.migrations.apply", failing)
    with pytest.raises(StoreError, match="cannot be written"):
        open_database(tmp_path / "quotes.db")
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        tried[0].execute("select 1")


@pytest.mark.parametrize("opener", [open_database, open_readonly])
def test_a_database_in_a_closed_folder_is_one_line(tmp_path, monkeypatch, opener):
    (tmp_path / "closed").mkdir()
    stat = os.stat

    def refusing(path, *args, **more):
        if str(path).endswith(("closed/quotes.db", "closed/quotes.db/none.db")):
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, *args, **more)

    monkeypatch.setattr(os, "stat", refusing)
    monkeypatch.setattr(Path, "open", refusing)
    monkeypatch.setattr("quotes.store.database._connect", unopened)
    for name in ("quotes.db", "quotes.db/none.db"):
        with pytest.raises(StoreError, match=r"cannot be (read|written)|no folder"):
            opener(tmp_path / "closed" / name)


def unopened(_):
    raise sqlite3.OperationalError("unable to open database file")


def test_no_index_repeats_the_beginning_of_another(db):
    sql = "select tbl_name, name from sqlite_master where type = 'index'"
    columns = {
        name: (table, tuple(row[2] for row in db.execute(f"pragma index_info('{name}')")))
        for table, name in db.execute(sql)
    }
    ours = {name: found for name, found in columns.items() if not name.startswith("sqlite_")}
    for name, (table, own) in ours.items():  # the key's own index cannot be left out
        for other, (its_table, longer) in columns.items():
            assert name == other or its_table != table or longer[: len(own)] != own, name


def test_unnamed_speaks_of_speakers(db):
    put(db, talks())
    assert column(db, "select speaker from unnamed") == ["a city official"]
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        db.execute("select source from unnamed")


def test_the_most_quoted_come_in_one_order(db):
    for name in ("b.txt", "c.txt", "a.txt"):
        put(db, talks(name))
    rows = [tuple(row) for row in db.execute("select quotes, words, name, id from most_quoted")]
    assert len(rows) == 4
    assert rows == sorted(rows, key=lambda row: (-row[0], -row[1], row[2], row[3]))


def test_an_empty_file_becomes_a_database(tmp_path):
    path = tmp_path / "quotes.db"
    path.touch()
    close_database(open_database(path))
    close_database(open_readonly(path))


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match="no folder"):
        open_database(tmp_path / "none" / "quotes.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match=r"quotes\.db: cannot be written .* write to"):
        open_database(tmp_path / "quotes.db")


def test_a_place_that_takes_no_files_is_named():
    with pytest.raises(StoreError, match=r"cannot be written .* write to"):
        open_database("/proc/quotes.db")
