"""Several processes: the same database as from one, whatever is killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from multiprocessing import active_children
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlite_utils
from click.testing import CliRunner

import standin
from making import article
from quotes.cli import VERSION, cli
from quotes.extract import Extractor, model_names
from quotes.read import read_all
from quotes.scale import ScaleError
from quotes.scale.pool import LARGEST, Pool, cores
from quotes.store import close_database, open_database, start_run, store

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("Ada Stone", "Bo Reed", "Cy Marsh", "Di Holt")
TABLES = [
    "articles",
    "appearances",
    "decisions",
    "names",
    "overruled",
    "problems",
    "quotes",
    "spans",
    "speakers",
]


@pytest.fixture
def at(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def text(number: int) -> str:
    """Return an article in which two people speak; many of them share speakers."""
    name, other = NAMES[number % 4], NAMES[number % 3]
    return f"“We tried {number},” said {name}. It rained.\n\n“No,” said {other}." + " Rain." * 200


def write(folder: Path, number: int) -> Path:
    folder.mkdir()
    for n in range(number):
        (folder / f"{n}.txt").write_text(text(n))
    return folder


def quotes(*args, code=0):
    result = CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="quotes")
    assert result.exit_code == code, result.output
    return result


def contents(path: Path) -> dict[str, list[str]]:
    """Return all that a database holds but the numbers of runs and rows."""
    with closing(sqlite_utils.Database(path)) as db:
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert db.execute("pragma foreign_key_check").fetchall() == []
        return {name: sorted(_rows(db, name)) for name in TABLES}


def _rows(db, name):
    left_out = {"run_id", "seen"} | ({"id"} if name == "problems" else set())
    for row in db.table(name).rows:
        yield json.dumps({key: row[key] for key in sorted(row.keys() - left_out)})


def extracted(finder, articles, jobs=2):
    """Return what a pool finds by the articles' ids, each of which it must yield once."""
    with Pool(finder, jobs) as pool:
        outcomes = [(it.id, outcome) for it, outcome in pool.extract(articles)]
    found = dict(outcomes)
    assert len(found) == len(outcomes)
    return found


def test_a_pool_finds_what_one_process_finds():
    articles = [article(str(n), text(n)) for n in range(50)]
    alone = {it.id: outcome for it, outcome in standin.Finder().extract(articles)}
    assert extracted(standin.Finder(), articles, 3) == alone


def test_what_goes_wrong_with_an_article_comes_with_it():
    found = extracted(standin.Finder(), [article("a", text(1)), article("b", "BOOM")])
    assert len(found["a"]) == 2
    assert repr(found["b"]) == repr(ValueError("two\nlines"))


def test_an_error_that_no_pipe_can_carry_is_told_all_the_same():
    assert "no way" in repr(extracted(Awkward(), [article("a")])["a"])


class Awkward(standin.Finder):
    def extract(self, articles):
        for it in articles:
            yield it, AwkwardError("no", "way")


class AwkwardError(Exception):
    def __init__(self, first, second):
        super().__init__(f"{first} {second}")


def test_an_extractor_that_does_not_load_ends_the_run():
    with pytest.raises(ScaleError, match="no models here"):
        extracted(Unloadable(), [article("a")])


class Unloadable(standin.Finder):
    def extract(self, articles):  # noqa: ARG002
        raise FileNotFoundError("no models here")


def test_no_articles_start_no_process():
    with Pool(standin.Finder(), 2) as pool:
        assert list(pool.extract([])) == []
        assert not active_children()


def test_a_pool_leaves_no_process_behind():
    with Pool(standin.Finder(), 2) as pool:
        next(pool.extract(article(str(n), text(n)) for n in range(50)))
        assert active_children()
    assert not active_children()


def test_a_killed_worker_costs_no_article(at):
    articles = [article(str(n), text(n)) for n in range(30)]
    articles[7] = article("7", f"DIE ONCE {at / 'died'} " + text(7))
    found = extracted(standin.Mortal(), articles)
    assert (at / "died").exists()
    assert {key: len(outcome) for key, outcome in found.items()} == {str(n): 2 for n in range(30)}


def test_an_article_that_kills_twice_is_a_problem_and_the_others_are_not():
    articles = [article(str(n), text(n)) for n in range(30)]
    articles[7] = article("7", "DIE " + text(7))
    found = extracted(standin.Mortal(), articles)
    assert "ended 2 worker processes" in str(found.pop("7"))
    assert {len(outcome) for outcome in found.values()} == {2}


def test_workers_that_die_whatever_they_are_given_end_the_run():
    articles = [article(str(n), "DIE") for n in range(30)]
    with pytest.raises(ScaleError, match="keep being killed"):
        extracted(standin.Mortal(), articles, 1)


def test_a_long_article_goes_alone():
    pool = Pool(standin.Finder(), 2)
    sizes = [100, 100, 10 * LARGEST, 100]
    pool._read(iter([article(str(n), "x" * size) for n, size in enumerate(sizes)]))
    assert [[it.id for it in pool._shard()] for _ in range(2)] == [["0", "1"], ["2"]]


def test_shards_are_smaller_towards_the_end():
    pool = Pool(standin.Finder(), 2)
    pool._read(iter([article(str(n), "x" * 1999) for n in range(40)]))
    sizes = []
    while shard := pool._shard():
        sizes.append(len(shard))
    assert sizes[0] == 10
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) == 40


def test_an_extractor_is_sent_without_its_models():
    extractor = Extractor()
    extractor._loaded = (1, 2, 3)
    assert extractor.__getstate__()["_loaded"] is None
    assert extractor.__getstate__()["models"] == extractor.models


# the command


def test_extract_with_several_processes(at, monkeypatch):
    monkeypatch.setattr("quotes.cli.extractor.Extractor", standin.Mortal)
    write(at / "news", 40)
    (at / "news" / "bad.txt").write_text("BOOM")
    quotes("extract", "news", "-d", "one.db", code=1)
    quotes("extract", "news", "-d", "two.db", "-j", "2", code=1)
    quotes("extract", "news", "-d", "all.db", "-j", "0", code=1)
    assert contents(at / "one.db") == contents(at / "two.db") == contents(at / "all.db")
    again = quotes("extract", "news", "-d", "two.db", "-j", "2", code=1)
    assert "(0 articles new, 40 unchanged, 1 problem)" in again.stderr


def test_a_deadly_article_is_a_problem_row(at, monkeypatch):
    monkeypatch.setattr("quotes.cli.extractor.Extractor", standin.Mortal)
    write(at / "news", 5)
    (at / "news" / "bad.txt").write_text("DIE")
    result = quotes("extract", "news", "-j", "2", code=1)
    assert "5 articles new" in result.stderr
    assert "news/bad.txt: its quotes could not be extracted (WorkerKilled" in result.stderr
    assert len(contents(at / "quotes.db")["problems"]) == 1


def test_json_lines_from_several_processes(at, monkeypatch):
    monkeypatch.setattr("quotes.cli.extractor.Extractor", standin.Finder)
    write(at / "news", 10)
    one, two = (quotes("extract", "news", "--json-lines", "-j", n).stdout for n in (1, 2))
    assert sorted(one.splitlines()) == sorted(two.splitlines())


UNCHANGED = """
import sys
from quotes.cli import cli
try:
    cli(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
assert not {"torch", "stanza"} & set(sys.modules)
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_unchanged_loads_no_models(at, jobs):
    write(at / "news", 3)
    db = open_database("quotes.db")
    run = start_run(db, VERSION, model_names())
    for found in read_all(["news"]):
        store(db, found, [], run)
    close_database(db)
    command = [sys.executable, "-c", UNCHANGED, "extract", "news", "-j", jobs]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "(0 articles new, 3 unchanged)" in done.stderr
    assert done.returncode == 0


def test_there_is_a_core():
    assert cores() >= 1


DRIVER = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever started the tests ignores
sys.path.insert(0, sys.argv[1])
import quotes.cli.extractor, standin
quotes.cli.extractor.Extractor = standin.Slow
import quotes.cli.extract as command
read_all = command.read_all
command.read_all = lambda *args: print("reading", flush=True) or read_all(*args)
quotes.cli.cli(sys.argv[2:])
"""


def start(*args) -> subprocess.Popen[str]:
    """Start a run in a session of its own, its processes marked in their environment."""
    command = [sys.executable, "-c", DRIVER, str(Path(__file__).parent), "extract", *args]
    more = {"start_new_session": True, "env": os.environ | {"RUN_OF": str(Path.cwd())}}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_says_one_line_and_is_completed_by_another(at, number):
    write(at / "news", 100)
    with start("news", "-j", "2", "-d", "stopped.db") as run:
        wait_for_articles(at / "stopped.db")
        if number == signal.SIGINT:
            os.killpg(run.pid, number)  # as ctrl-C does
        else:
            run.send_signal(number)
        said = run.stderr.read()
    assert len(said.splitlines()) == 1, said
    line = said
    assert "stopped; what was done is kept" in line
    assert run.returncode == 1
    assert_nobody_is_left()
    with start("news", "-j", "2", "-d", "stopped.db") as run:
        assert "100 articles, 200 quotes" in run.stderr.read()


def test_runs_killed_at_random_moments_lose_and_double_nothing(at):
    write(at / "news", 60)
    with start("news", "-d", "whole.db") as run:
        run.wait()
    whole = contents(at / "whole.db")
    moments = random.Random(6)
    for jobs in ("1", "2"):
        name = f"killed{jobs}.db"
        for _ in range(4):
            with start("news", "-j", jobs, "-d", name) as run:
                wait_for_run(run)
                time.sleep(moments.random() / 2)
                run.kill()
            assert_nobody_is_left()
        with start("news", "-j", jobs, "-d", name) as run:
            run.wait()
        assert run.returncode == 0
        assert contents(at / name) == whole


def wait_for_run(run: subprocess.Popen[str]) -> None:
    """Wait until a run reads its articles; what comes before are imports."""
    assert run.stdout.readline() == "reading\n"


def wait_for_articles(path: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        time.sleep(0.05)
        if path.exists():
            with closing(sqlite_utils.Database(path)) as db:
                if "articles" in db.table_names() and db.table("articles").count:
                    return
    raise TimeoutError(path)


def assert_nobody_is_left() -> None:
    """Workers end with their parent; it takes them a moment."""
    mark = f"RUN_OF={Path.cwd()}".encode()
    deadline = time.monotonic() + 10
    while any(mark in environment for environment in _environments()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _environments() -> Iterator[bytes]:
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            yield path.read_bytes()
