import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from datasette.app import Datasette

import published
from quotes import store
from quotes.cli import cli
from quotes.publish import metadata_for
from quotes.review.judge import finish, judge
from quotes.review.mode import review_path
from quotes.site.folder import LIST, SiteError, write_folder
from reviewed import both, id_of

READER = "/quotes/-/read/council~2Etxt"
PAGES = [
    "/",
    "/quotes",
    "/quotes/said",
    "/quotes/articles/council~2Etxt",
    "/quotes/said_by?speaker=stone",
    "/quotes/-/search?q=bridge",
    "/quotes/-/sourcing",
    "/quotes/-/compare",
    READER,
]
SHOUTED = "No comment,"
# As on a host that has Datasette and nothing of ours: the folder alone shows the pages.
ALONE = """
import asyncio, sys
from pathlib import Path
folder = Path(sys.argv[1])
sys._called_from_test = True  # Datasette then loads no plugins but those of the folder
sys.path.insert(0, str(folder / "plugins" / "pages"))

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("sqlite_utils", "nameparser", "stanza", "torch", "numpy"):
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Missing())
from datasette.app import Datasette

async def visit():
    site = Datasette(config_dir=folder)
    for url in sys.argv[2:]:
        response = await site.client.get(url)
        assert response.status_code == 200, (url, response.text)
        print(response.text)

asyncio.run(visit())
import quotes
assert Path(quotes.__file__).is_relative_to(folder), quotes.__file__
"""


@pytest.fixture
def path(tmp_path):
    return published.build(tmp_path / "quotes.db")


@pytest.fixture
def site(tmp_path):
    return tmp_path / "site"


def publish(site, path, code=0):
    result = CliRunner().invoke(cli, ["publish", str(site), "-d", str(path)])
    assert result.exit_code == code, result.output
    return result.stderr


def everything(site):
    return {
        each.relative_to(site).as_posix(): each.read_bytes()
        for each in site.rglob("*")
        if each.is_file()
    }


# What is written


@pytest.fixture
def served(path, site):
    assert f"datasette {site}" in publish(site, path)
    return Datasette(config_dir=site)


async def test_plain_datasette_serves_the_folder_read_only(site, served):
    for url in PAGES:
        response = await served.client.get(url)
        assert response.status_code == 200, (url, response.text[-900:])
    assert "Ada Stone" in (await served.client.get(READER)).text
    database = served.get_database("quotes")
    assert not database.is_mutable
    assert database.hash == json.loads((site / "inspect-data.json").read_text())["quotes"]["hash"]
    with pytest.raises(AssertionError):  # Datasette has no connection that writes
        await database.execute_write("delete from quotes")
    for url in ("/-/review", "/-/review/quote/x"):
        form = {"verdict": "wrong"}
        assert (await served.client.post(url, data=form)).status_code == 403
    assert served.setting("sql_time_limit_ms") == 5_000


def test_the_pages_need_nothing_but_datasette(path, site):
    publish(site, path)
    urls = [*PAGES, "/-/static-plugins/quotes/quotes.css"]
    command = [sys.executable, "-c", ALONE, str(site), *urls]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=site)
    assert done.returncode == 0, done.stderr
    assert "Ada Stone" in done.stdout


def test_the_database_is_one_file_without_a_journal(path, site):
    with closing(store.open_database(path)):  # as a run that goes on
        publish(site, path)
    assert [each.name for each in site.iterdir() if "quotes.db" in each.name] == ["quotes.db"]
    assert (site / "quotes.db").read_bytes()[18:20] == b"\1\1"  # neither read nor written by WAL
    with closing(sqlite3.connect(f"file:{site}/quotes.db?immutable=1", uri=True)) as db:
        assert db.execute("select count(*) from quotes").fetchone() == (13,)
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert db.execute("select count(*) from not_verbatim").fetchone() == (0,)


def test_folders_of_the_machine_are_not_published(path, site):
    change = "update articles set path = '/home/zelda/news/' || id where id != 'council.txt'"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(change)
        db.execute("update articles set path = 'in/council.txt' where id = 'council.txt'")
        db.execute("update problems set path = '/home/zelda/broken.txt'")
    publish(site, path)
    assert not [name for name, said in everything(site).items() if b"zelda" in said]
    with closing(sqlite3.connect(site / "quotes.db")) as db:
        paths = {row[0] for row in db.execute("select path from articles")}
        assert db.execute("select path from problems").fetchone() == ("broken.txt",)
    assert "in/council.txt" in paths
    assert all(each.startswith("news/") for each in paths - {"in/council.txt"})


def test_verdicts_are_in_force_but_not_published(path, site):
    with both(path) as (db, review):
        judge(db, review, id_of(db, SHOUTED), "wrong", "Zelda Quill", note="a dog barked")
        finish(db, review, 'odd/<i>"1"&2 ü.txt', "Zelda Quill")
    publish(site, path)
    assert not [name for name in everything(site) if "review.db" in name]
    assert not [name for name, said in everything(site).items() if b"Zelda" in said]
    assert b"a dog barked" not in (site / "quotes.db").read_bytes()
    with closing(sqlite3.connect(site / "quotes.db")) as db:
        rows = dict(db.execute("select verdict, count(*) from quotes group by 1").fetchall())
        assert rows == {None: 9, "wrong": 1, "right": 3}
        assert db.execute("select count(*) from overruled").fetchone() == (0,)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("select count(*) from overruled").fetchone() == (4,)


def test_verdicts_that_were_copied_beside_the_database_are_applied(path, site, tmp_path):
    (tmp_path / "other").mkdir()
    other = published.build(tmp_path / "other" / "quotes.db")
    with both(other) as (db, review):
        judge(db, review, id_of(db, SHOUTED), "wrong", "Ada")
    review_path(other).rename(review_path(path))
    publish(site, path)
    with closing(sqlite3.connect(site / "quotes.db")) as db:
        assert db.execute("select count(*) from quotes where verdict = 'wrong'").fetchone() == (1,)


def test_verdicts_of_a_deleted_review_are_not_published(path, site):
    with both(path) as (db, review):
        judge(db, review, id_of(db, SHOUTED), "wrong", "Ada")
    review_path(path).unlink()
    assert "1 verdict no longer in force" in publish(site, path)
    with closing(sqlite3.connect(site / "quotes.db")) as db:
        assert db.execute("select count(verdict) from quotes").fetchone() == (0,)


def test_one_metadata_serves_both_versions_of_datasette(tmp_path, site):
    path = published.build(tmp_path / "the news: 2024.db")
    publish(site, path)
    metadata = yaml.safe_load((site / "metadata.yml").read_text())
    assert metadata == metadata_for(path)
    config = yaml.safe_load((site / "datasette.yaml").read_text())
    assert config.pop("settings") == json.loads((site / "settings.json").read_text())
    assert config == metadata


def test_the_same_database_gives_the_same_files(path, site, tmp_path):
    publish(site, path)
    publish(tmp_path / "another", path)
    assert everything(site) == everything(tmp_path / "another")


# Where it is written


def test_a_folder_of_something_else_is_not_overwritten(path, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "novel.txt").write_text("Chapter one")
    said = publish(tmp_path / "mine", path, 1)
    assert "did not write it; name another folder" in said
    assert "is a file" in publish(path, path, 1)
    assert "there is no folder" in publish(tmp_path / "a" / "b", path, 1)
    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["novel.txt"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mine", "quotes.db"]


def test_an_empty_folder_is_filled(path, site):
    site.mkdir()
    publish(site, path)
    assert (site / "quotes.db").exists()


def test_a_published_folder_is_replaced_and_what_others_put_into_it_stays(path, site, tmp_path):
    publish(site, path)
    others = (".git/HEAD", "static/logo.svg", "plugins/own.py", "plugins/pages/more/x.txt")
    for name in others:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("mine")
    (site / "plugins" / "pages" / "quotes" / "__pycache__").mkdir()
    (site / "quotes.db-wal").touch()
    other = published.build(tmp_path / "news.db", published.quiet())
    publish(site, other)
    assert [(site / name).read_text() for name in others] == ["mine"] * 4
    names = {each.name for each in site.rglob("*")}
    assert "news.db" in names
    assert not names & {"quotes.db", "quotes.db-wal", "__pycache__"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["news.db", "quotes.db", "site"]
    publish(site, path)  # what is kept is still not ours


def test_what_somebody_changed_is_not_lost(path, site):
    publish(site, path)
    (site / "metadata.yml").write_text("title: Mine\n")
    before = everything(site)
    assert "metadata.yml: was changed since it was published" in publish(site, path, 1)
    assert everything(site) == before
    (site / "metadata.yml").unlink()
    publish(site, path)


def test_a_database_that_datasette_would_serve_as_well_is_refused(path, site):
    publish(site, path)
    (site / "quotes-review.db").touch()
    assert "quotes-review.db: was not published, but Datasette would serve it" in publish(
        site, path, 1
    )


def test_a_folder_that_cannot_be_filled_leaves_the_former_one(path, site, tmp_path):
    publish(site, path)
    before = everything(site)

    def fail(made):
        (made / "half.txt").write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_folder(site, fail)
    assert everything(site) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["quotes.db", "site"]


def test_the_folder_one_stands_in_is_not_taken_away(path, site, monkeypatch):
    publish(site, path)
    monkeypatch.chdir(site / "plugins")
    with pytest.raises(SiteError, match="you are in this folder"):
        write_folder(Path(".."), lambda _: None)


def test_a_garbled_list_is_not_taken_for_ours(path, site):
    for words in ("{", "3", "[1]", "{}", '["ab"]', '{"a": 1}', "[" * 100_000):
        site.mkdir(exist_ok=True)
        (site / LIST).write_text(words)
        assert "did not write it" in publish(site, path, 1)


def test_a_folder_in_the_place_of_the_list_is_not_taken_for_ours(path, site):
    (site / LIST).mkdir(parents=True)
    assert "did not write it" in publish(site, path, 1)


def test_what_others_put_where_we_write_now_is_not_lost(path, site, tmp_path):
    publish(site, path)
    before = everything(site) | {"new.txt": b"mine"}
    (site / "new.txt").write_text("mine")
    with pytest.raises(SiteError, match="is not ours, but we now write"):
        write_folder(site, lambda made: (made / "new.txt").touch())
    assert everything(site) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["quotes.db", "site"]


def test_a_folder_that_may_not_be_moved_leaves_nothing_beside_it(path, site, tmp_path, monkeypatch):
    publish(site, path)
    before = everything(site)

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refused)
    assert "cannot be written (Permission denied)" in publish(site, path, 1)
    assert everything(site) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["quotes.db", "site"]


def test_ctrl_c_does_not_part_the_new_folder_from_the_files_of_others(
    path, site, tmp_path, monkeypatch
):
    publish(site, path)
    (site / "own.txt").write_text("mine")

    def fill(made):
        (made / "new.txt").touch()

    def rename(here, there, move=Path.rename):
        signal.raise_signal(signal.SIGINT)
        return move(here, there)

    monkeypatch.setattr(Path, "rename", rename)
    former = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # whatever started the tests ignores
    try:
        with pytest.raises(KeyboardInterrupt):
            write_folder(site, fill)
    finally:
        signal.signal(signal.SIGINT, former)
    assert set(everything(site)) == {"new.txt", "own.txt", LIST}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["quotes.db", "site"]


def test_a_database_that_cannot_be_copied_is_named(path, site, monkeypatch):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("quotes.site.database.open_database", full)
    said = publish(site, path, 1)
    assert f"{site}: {path} cannot be copied there (database or disk is full)" in said
    assert not site.exists()


def test_a_link_to_the_folder_stays_one(path, site, tmp_path):
    publish(site, path)
    (tmp_path / "link").symlink_to(site)
    publish(tmp_path / "link", path)
    assert (tmp_path / "link").is_symlink()
