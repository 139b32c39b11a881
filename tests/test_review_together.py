"""Several people's verdicts, withdrawn ones, lost ones, and those on one of several same quotes."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime

import pytest
from click.testing import CliRunner

import published
from quotes import store
from quotes.cli import cli, server
from quotes.cli.review import start_review
from quotes.cli.run import Run
from quotes.ids import quote_id
from quotes.review import verdicts
from quotes.review.apply import apply_verdicts
from quotes.review.judge import Reading, add, finish, judge
from quotes.review.mode import Mode, review_path
from quotes.review.verdicts import history, in_effect, open_review, whole_articles
from quotes.types import Article, Quote, Span
from reviewed import again, both, dump, fix, id_of, row_of

COUNCIL = "council.txt"
SHOUTED = "No comment,"
UNION = "the union was consulted twice"


@pytest.fixture
def path(tmp_path):
    return published.build(tmp_path / "quotes.db")


@pytest.fixture
def theirs(tmp_path):
    (tmp_path / "ben").mkdir()
    return published.build(tmp_path / "ben" / "quotes.db")


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        hour = 8

        def now(self, zone):
            return datetime(2024, 5, 1, self.hour, tzinfo=zone)

    clock = Clock()
    monkeypatch.setattr(verdicts, "datetime", clock)
    return lambda hour: setattr(clock, "hour", hour)


def call(*arguments, code=0):
    result = CliRunner().invoke(cli, ["review", *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result


def give(path, words, said, who):
    with both(path) as (db, review):
        judge(db, review, id_of(db, words), said, who)


def said_of(path, words):
    with both(path) as (db, _):
        return row_of(db, id_of(db, words))["verdict"]


# Merged


@pytest.mark.parametrize(("hour", "expected"), [(8, "wrong"), (10, "right")])
def test_of_two_peoples_verdicts_the_later_holds(path, theirs, clock, hour, expected):
    clock(9)
    give(theirs, SHOUTED, "wrong", "Ben")
    clock(hour)
    give(path, SHOUTED, "right", "Ada")
    result = call("merge", review_path(theirs), "-d", path)
    assert "1 verdict merged, 0 known before" in result.stderr
    assert said_of(path, SHOUTED) == expected
    with both(path) as (db, review):
        (held,) = in_effect(review)
        assert held.verdict == expected
        listed = [(row["who"], row["verdict"]) for row in history(review, held.id)]
        assert sorted(listed) == [("Ada", "right"), ("Ben", "wrong")]
        assert listed[0][1] == expected
        before = dump(db)
        apply_verdicts(db, review)
        assert dump(db) == before


def test_merging_again_brings_nothing_new(path, theirs):
    give(theirs, SHOUTED, "wrong", "Ben")
    call("merge", review_path(theirs), "-d", path)
    give(theirs, SHOUTED, "right", "Ben")
    result = call("merge", review_path(theirs), "-d", path)
    assert "1 verdict merged, 1 known before" in result.stderr
    assert "0 verdicts merged, 2 known" in call("merge", review_path(theirs), "-d", path).stderr
    assert said_of(path, SHOUTED) == "right"
    listed = json.loads(call("list", "-d", path).stdout)
    assert [(row["verdict"], row["who"]) for row in listed] == [("right", "Ben"), ("wrong", "Ben")]


def test_whose_place_a_verdict_took_is_kept(path, theirs, clock):
    clock(8)
    give(path, UNION, "right", "Ada")
    clock(9)
    with both(theirs) as (db, review):
        fix(db, review, id_of(db, SHOUTED), who="Ben", kind="mixed")
        clock(10)
        judge(db, review, id_of(db, SHOUTED), "withdrawn", "Ben")
    call("merge", review_path(theirs), "-d", path)
    with both(path) as (_, review):
        rows = [(row["id"], row["replaces"]) for row in review.table("verdicts").rows]
        assert rows == [(1, None), (2, None), (3, 2)]
    assert said_of(path, SHOUTED) is None


def test_articles_reviewed_whole_are_merged(path, theirs):
    with both(theirs) as (db, review):
        finish(db, review, COUNCIL, "Ben")
    call("merge", review_path(theirs), "-d", path)
    call("merge", review_path(theirs), "-d", path)
    with both(path) as (_, review):
        assert whole_articles(review)[COUNCIL]["who"] == "Ben"
        assert review.table("whole").count == 1


def test_an_older_word_on_the_whole_does_not_hold(path, theirs, clock):
    clock(9)
    with both(theirs) as (db, review):
        finish(db, review, COUNCIL, "Ben")
    clock(10)
    call("done", COUNCIL, "--undo", "-d", path)
    call("merge", review_path(theirs), "-d", path)
    with both(path) as (_, review):
        assert whole_articles(review) == {}


def test_what_is_no_review_is_not_merged(path, theirs, tmp_path):
    (tmp_path / "text.db").write_text("No database, but words enough to look at: " * 20)
    assert "is not a database of verdicts" in call("merge", theirs, "-d", path, code=1).stderr
    assert "no verdicts can be read" in call("merge", "nowhere.db", "-d", path, code=1).stderr
    text = call("merge", tmp_path / "text.db", "-d", path, code=1).stderr
    assert "no verdicts can be read" in text
    assert not review_path(path).exists()
    give(path, SHOUTED, "right", "Ada")
    assert "your own" in call("merge", review_path(path), "-d", path, code=2).stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("update verdicts set content = '[[1'", "row 1 of its table verdicts is damaged"),
        ("update verdicts set new_cue = '[3]'", "row 1 of its table verdicts is damaged"),
        ("update verdicts set kind = 'odd'", "row 1 of its table verdicts is damaged"),
        ("update verdicts set verdict = 'odd'", "row 1 of its table verdicts is damaged"),
        ("update verdicts set who = x'ff'", "row 1 of its table verdicts is damaged"),
        ("update whole set decided = x'ff'", "row 1 of its table whole is damaged"),
        ("alter table verdicts add column more text", "its table verdicts is not as quotes"),
        ("drop table whole", "its table whole is not as quotes writes it"),
    ],
)
def test_a_damaged_review_is_not_merged(path, theirs, change, words):
    with both(theirs) as (db, review):
        finish(db, review, COUNCIL, "Ben")
    with closing(sqlite3.connect(review_path(theirs))) as db:
        db.execute(change)
        db.commit()
    (line,) = call("merge", review_path(theirs), "-d", path, code=1).stderr.splitlines()
    assert words in line
    assert call("list", "-d", path).stdout == "[]\n"


def test_a_review_on_a_full_disk_is_named(path, monkeypatch):
    def full(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("quotes.review.judge.mark_whole", full)
    (line,) = call("done", COUNCIL, "-d", path, code=1).stderr.splitlines()
    assert f"{review_path(path)}: no verdict can be kept there" in line
    assert call("list", "-d", path).stdout == "[]\n"


@pytest.mark.parametrize("command", ["stale", "apply", "export"])
def test_a_damaged_verdict_is_one_line(path, command):
    with both(path) as (db, review):
        finish(db, review, COUNCIL, "Ada")
        review.execute("update verdicts set new_content = '[[1' where id = 2")
        review.conn.commit()
    (line,) = call(command, "-d", path, code=1).stderr.splitlines()
    assert "verdict 2 on council.txt is damaged" in line
    assert "[[1" in call("list", "-d", path).stdout


def test_a_review_of_an_older_version_is_merged_and_left_as_it_is(path, theirs):
    give(theirs, SHOUTED, "wrong", "Ben")
    with closing(sqlite3.connect(review_path(theirs))) as db:
        for column in ("nth", "among"):
            db.execute(f"alter table verdicts drop column {column}")
        db.execute("delete from _sqlite_migrations where name = 'm002_order'")
        db.commit()
    before = review_path(theirs).read_bytes()
    call("merge", review_path(theirs), "-d", path)
    assert said_of(path, SHOUTED) == "wrong"
    assert review_path(theirs).read_bytes() == before


def test_what_took_the_place_of_a_verdict_holds_though_the_clock_went_back(path, clock):
    clock(10)
    give(path, SHOUTED, "wrong", "Ada")
    clock(9)
    give(path, SHOUTED, "right", "Ada")
    assert said_of(path, SHOUTED) == "right"


# Withdrawn


def test_a_verdict_is_withdrawn_by_its_number(path):
    with both(path) as (db, _):
        before = dump(db)
    give(path, SHOUTED, "wrong", "Ada")
    (row,) = json.loads(call("list", "-d", path).stdout)
    result = call("withdraw", row["id"], "--as", "Ben", "--note", "I heard it", "-d", path)
    assert result.stderr == "withdrawn: wrong, by Ada\n"
    with both(path) as (db, review):
        assert dump(db) == before
        assert list(in_effect(review)) == []
    latest = json.loads(call("list", "-d", path).stdout)[0]
    assert (latest["verdict"], latest["who"], latest["note"]) == ("withdrawn", "Ben", "I heard it")


def test_what_holds_no_more_is_not_withdrawn(path):
    give(path, SHOUTED, "wrong", "Ada")
    give(path, SHOUTED, "right", "Ada")
    assert "verdict 1 holds no more" in call("withdraw", 1, "-d", path, code=1).stderr
    call("withdraw", 2, "-d", path)
    assert "verdict 2 holds no more" in call("withdraw", 2, "-d", path, code=1).stderr
    assert "verdict 3 holds no more" in call("withdraw", 3, "-d", path, code=1).stderr
    assert "there is no verdict 9" in call("withdraw", 9, "-d", path, code=1).stderr


def test_a_verdict_whose_text_is_gone_is_withdrawn(path):
    give(path, SHOUTED, "right", "Ada")
    article, _ = published.council()
    with both(path) as (db, review):
        assert again(db, review, replace(article, text="Nothing.", sections=()), [])
    assert len(json.loads(call("stale", "-d", path).stdout)) == 1
    call("withdraw", 1, "-d", path)
    assert json.loads(call("stale", "-d", path).stdout) == []


# Lost


class Finder:
    """Finds in an article what is made up of it."""

    def __init__(self):
        self.models = {"tagger": "another"}

    def extract(self, articles):
        for article in articles:
            yield article, []


def test_verdicts_of_a_deleted_review_are_taken_back(path):
    with both(path) as (db, _):
        before = dump(db)
    give(path, SHOUTED, "wrong", "Ada")
    give(path, UNION, "right", "Ada")
    review_path(path).unlink()
    said = call("apply", "-d", path).stderr
    assert said == f"2 verdicts no longer in force: gone from {review_path(path)}\n"
    with closing(store.open_database(path)) as db:
        assert dump(db) == before
    assert "nobody has reviewed" in call("apply", "-d", path, code=1).stderr


def test_a_run_takes_back_what_is_not_kept_any_more(path, tmp_path, monkeypatch):
    monkeypatch.setattr("quotes.cli.extract.make_extractor", lambda *_: Finder())
    monkeypatch.setattr(Run, "summary", lambda _: "")
    give(path, SHOUTED, "wrong", "Ada")
    review_path(path).unlink()
    (tmp_path / "other.txt").write_text("Nothing.")
    command = ["extract", str(tmp_path / "other.txt"), "-d", str(path)]
    result = CliRunner().invoke(cli, command)
    assert "1 verdict no longer in force" in result.stderr
    assert said_of(path, SHOUTED) is None
    assert "no longer" not in CliRunner().invoke(cli, command).stderr


def test_verdicts_of_a_review_that_was_replaced_are_taken_back(path):
    give(path, SHOUTED, "wrong", "Ada")
    give(path, "<b>5", "right", "Ada")  # of another article, with a number of its own
    review_path(path).unlink()
    open_review(review_path(path)).close()
    assert "2 verdicts no longer in force" in call("apply", "-d", path).stderr
    assert said_of(path, SHOUTED) is None


def test_a_review_that_begins_anew_says_what_is_lost(path, capsys):
    give(path, SHOUTED, "wrong", "Ada")
    review_path(path).unlink()
    start_review(path, "Ada")
    assert "1 verdict no longer in force" in capsys.readouterr().err
    assert said_of(path, SHOUTED) is None


# One of several same quotes

TWICE = "“Never,” said Ada Poe.\n\nThe hall was quiet.\n\n“Never,” said Ben Hall."


def never(text):
    """Return an article in which the same is said several times, and its quotes."""
    article = Article(id="twice.txt", text=text)
    starts = [at + 1 for at in range(len(text)) if text.startswith("“Never", at)]
    quotes = []
    for start in starts:
        content, cue = (Span(start, start + 6),), (Span(start + 8, start + 12),)
        key = quote_id(article.id, content, cue, ())
        quotes.append(Quote(key, "direct", content, cue=cue, confidence=0.9))
    return article, quotes


MOVES = [
    # As many as before: the second is the second, wherever it stands now.
    ("“Never,” said Ada Poe.\n\n“Never,” said Ben Hall.", [None, "wrong"]),
    ("A long line before all of it, as long as it takes." + "\n\n" + TWICE, [None, "wrong"]),
    (" " * TWICE.rindex("“") + TWICE, [None, "wrong"]),
    ("x" * (TWICE.rindex("“") - 2) + "\n\n" + TWICE, [None, "wrong"]),
    # One is left: it is taken for the one that was judged.
    ("The hall was quiet.\n\n“Never,” said Ben Hall.", ["wrong"]),
]


@pytest.mark.parametrize(("text", "expected"), MOVES)
def test_the_second_of_two_same_quotes_stays_the_second(tmp_path, text, expected):
    path = published.build(tmp_path / "quotes.db", never(TWICE))
    with both(path) as (db, review):
        (_, second) = (key for (key,) in db.execute("select id from quotes order by start"))
        judge(db, review, second, "wrong", "Ada")
        assert again(db, review, *never(text)) == []
        rows = db.execute("select verdict from quotes order by start").fetchall()
        assert [verdict for (verdict,) in rows] == expected


def test_added_quotes_know_their_order_too(tmp_path):
    path = published.build(tmp_path / "quotes.db", (never(TWICE)[0], []))
    with both(path) as (db, review):
        second = never(TWICE)[1][1]
        known = ("direct", "speech", None, "unknown")
        add(db, review, "twice.txt", Reading(second.content, second.cue, (), *known), "Ada")
        again(db, review, never("“Never,” said Ada Poe.\n\n“Never,” said Ben Hall.")[0], [])
        ((start,),) = db.execute("select start from quotes").fetchall()
        assert start == 25


async def test_the_page_of_a_quote_tells_what_all_have_said(path, theirs, clock):
    clock(9)
    give(theirs, SHOUTED, "right", "Ben")
    clock(10)
    give(path, SHOUTED, "wrong", "Ada")
    call("merge", review_path(theirs), "-d", path)
    site = server.site(path, Mode(path, "Ada"))
    with both(path) as (db, _):
        key = id_of(db, SHOUTED)
    cookies = {"ds_actor": site.sign({"a": {"id": "Ada"}}, "actor")}
    page = (await site.client.get(f"/-/review/quote/{key}", cookies=cookies)).text
    assert "Ada" in page
    assert "Ben" in page
