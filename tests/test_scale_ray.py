"""Many machines: a cluster of two nodes on this one, of which one is killed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import standin
from quotes.cli.run import reason
from quotes.scale.files import Extraction, Folder
from quotes.scale.pieces import pieces
from test_scale_files import lines, rows

ray = pytest.importorskip("ray", reason="make test-ray installs Ray, which is large")
extract = pytest.importorskip("quotes.scale.ray").extract
Cluster = pytest.importorskip("ray.cluster_utils").Cluster
HERE = str(Path(__file__).parent)


@pytest.fixture
def nodes(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([HERE, os.environ.get("PYTHONPATH", "")]))
    cluster = Cluster()
    found = [cluster.add_node(num_cpus=2, object_store_memory=10**8) for _ in range(2)]
    ray.init(cluster.address, log_to_driver=False, logging_level="ERROR")
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield cluster, found
    ray.shutdown()
    cluster.shutdown()


def test_the_loss_of_a_machine_costs_no_article_and_doubles_none(nodes, tmp_path):
    cluster, (_, other) = nodes
    made = list(pieces([str(lines(tmp_path / "s.jsonl", range(600)))], 20_000))
    assert len(made) > 30
    one = Folder(tmp_path / "one", "1", standin.Slow.models)
    alone = list(map(Extraction(standin.Slow(), one, one.keys, reason), made))
    many = Folder(tmp_path / "many", "1", standin.Slow.models)
    found = []
    for done in extract(made, standin.Slow, many, reason, jobs=3):
        if not found:
            assert len(rows(many.path)) < 600
            cluster.remove_node(other, allow_graceful=False)
        found.append(done)
    assert sorted(done.articles for done in found) == sorted(done.articles for done in alone)
    assert rows(many.path) == rows(one.path)
    assert len(list(many.path.iterdir())) == len(made)  # and nothing beside


@pytest.mark.usefixtures("nodes")
def test_a_second_run_does_what_is_left(tmp_path):
    path = lines(tmp_path / "s.jsonl", range(20))
    folder = Folder(tmp_path / "out", "1", standin.Finder.models)
    list(extract(list(pieces([str(path)])), standin.Finder, folder, reason))
    lines(path, range(30))
    again = Folder(tmp_path / "out", "1", standin.Finder.models)
    (done,) = extract(list(pieces([str(path)])), standin.Finder, again, reason)
    assert (done.articles, done.unchanged) == (10, 20)
    assert sorted(row["id"] for row in rows(folder.path)) == sorted(f"a{n}" for n in range(30))


@pytest.mark.usefixtures("nodes")
def test_an_article_that_kills_its_process_is_a_problem(tmp_path):
    path = lines(tmp_path / "s.jsonl", range(5))
    path.write_text(path.read_text() + '{"id": "bad", "text": "DIE"}\n')
    folder = Folder(tmp_path / "out", "1", standin.Mortal.models)
    (done,) = extract(list(pieces([str(path)])), standin.Mortal, folder, reason)
    assert done.articles == 5
    assert "ended 2 worker processes" in done.problems[0].problem
