"""Who is the same across articles: by name, by decision, in any order."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial

import pytest
from click.testing import CliRunner

from making import article, quote, speaker
from quotes.cli import cli
from quotes.collection.same import Profile, bucket, plain, same
from quotes.collection.suggest import Known, suggest
from quotes.store import StoreError, close_database, open_database, remove, start_run, store
from quotes.store.decisions import load_aliases, merge, read_aliases, split, undo
from quotes.store.load import load_article


@pytest.fixture
def db(tmp_path):
    database = open_database(tmp_path / "quotes.db")
    yield database
    database.close()


def said(key: str, name: str, kind: str = "named_person", **known):
    """Return an article in which somebody said no."""
    it = article(key, f"{name} said no.")
    found = replace(speaker(it, name, kind), **known)
    return it, [quote(it, "no", source=name, cue="said", cue_class="speech", speaker=found)]


def put(db, *articles):
    run = start_run(db, "1", {})
    for found, quotes in articles:
        store(db, found, quotes, run)


def who(db):
    """Return for every article whom its quote is from, as the collection calls them."""
    rows = db.execute(
        "select article_id, speakers.name || ' ' || (select count(*) from appearances"
        " where appearances.speaker_id = speakers.id) from quotes"
        " join speakers on speakers.id = quotes.speaker_id order by 1"
    )
    return dict(rows.fetchall())


def state(db):
    """Return all that tells who is who."""
    tables = ("speakers", "appearances", "names")
    return [sorted(db.execute(f"select * from {t}").fetchall(), key=repr) for t in tables]


@pytest.mark.parametrize(
    ("name", "kind", "shared"),
    [
        ("Ada Stone", "named_person", True),
        ("Stone", "named_person", False),
        ("the White House", "organization", True),
        ("the company", "organization", False),
        ("The Report", "document", False),
        ("a city official", "anonymous_person", False),
        ("Ada Stone", "group", False),
    ],
)
def test_what_is_shared(name, kind, shared):
    assert (bucket(name, kind) is not None) is shared


def groups(*names):
    """Return the names as they are grouped."""
    counts = {Profile(name, "named_person"): 1 for name in names}
    ids = same(counts, bucket(names[0], "named_person"))
    held = {}
    for profile, key in ids.items():
        held.setdefault(key, set()).add(profile.name)
    return sorted(map(sorted, held.values()))


SAME = [
    (["Ada Stone", "ADA STONE", "Ada B. Stone"], [["ADA STONE", "Ada B. Stone", "Ada Stone"]]),
    (["Ada B. Stone", "Ada Beth Stone"], [["Ada B. Stone", "Ada Beth Stone"]]),
    (
        ["Karl B. Holm", "Karl C. D. Holm", "Karl Holm"],
        [["Karl B. Holm"], ["Karl C. D. Holm"], ["Karl Holm"]],
    ),
    (["Karl Holm Jr.", "Karl Holm Sr."], [["Karl Holm Jr."], ["Karl Holm Sr."]]),
    (["Lloyd J. Vance III", "Lloyd Vance"], [["Lloyd J. Vance III", "Lloyd Vance"]]),
]


@pytest.mark.parametrize(("names", "expected"), SAME)
def test_names_that_agree_are_one(names, expected):
    assert {bucket(n, "named_person") for n in names} == {bucket(names[0], "named_person")}
    assert groups(*names) == groups(*reversed(names)) == expected


def bearers(*described):
    counts = {Profile("Ada Stone", "named_person", *d[:2]): d[2] for d in described}
    ids = same(counts, "p|stone|ada")
    return [ids[p] for p in counts]


def test_country_and_role_keep_two_of_a_name_apart():
    rower, minister = ("Norway", "rower", 1), ("Kenya", "minister", 1)
    one, other, bare = bearers(rower, minister, (None, None, 4))
    assert len({one, other, bare}) == 3
    assert len(set(bearers(minister, ("Kenya", "senator", 1), ("Ghana", "senator", 1)))) == 1
    assert len(set(bearers(minister, ("Kenya", "lawyer", 3), (None, "rower", 1)))) == 1
    many, few, bare = bearers(("Kenya", "minister", 9), rower, (None, None, 4))
    assert many == bare != few


def test_a_full_name_is_one_speaker_and_a_surname_is_not(db):
    put(db, said("a", "Ada Stone"), said("b", "Ada Stone"), said("c", "Stone"), said("d", "Stone"))
    assert who(db) == {"a": "Ada Stone 2", "b": "Ada Stone 2", "c": "Stone 1", "d": "Stone 1"}


def test_the_order_of_articles_does_not_matter(tmp_path):
    articles = [
        said("a", "Karl Holm"),
        said("b", "Karl B. Holm"),
        said("c", "Karl C. Holm"),
        said("d", "Ada Stone", country="Kenya", role="minister"),
        said("e", "Ada Stone", country="Norway", role="rower"),
        said("f", "Ada Stone"),
        said("g", "Stone"),
        said("h", "Bibi Stone"),
        said("i", "an aide", "anonymous_person"),
        said("j", "the Millbrook Times", "organization"),
        said("k", "The Millbrook Times", "organization"),
    ]
    states = []
    for seed in range(4):
        db = open_database(tmp_path / f"{seed}.db")
        order = random.Random(seed).sample(articles, len(articles))
        put(db, *order[:6])
        aliases = tmp_path / "aliases.csv"
        aliases.write_text(
            "name,canonical name,identifier\nStone,Ada Stone,Q5\nBibi Stone,Ada Stone\n"
        )
        if seed % 2:
            load_aliases(db, read_aliases(aliases))
        put(db, *order[3:], said("z", "Karl D. Holm"))
        remove(db, "z")
        if not seed % 2:
            load_aliases(db, read_aliases(aliases))
        states.append(state(db))
        close_database(db)
    assert all(other == states[0] for other in states)
    assert len(states[0][0]) == 8


def test_a_merge_holds_for_articles_that_come_later(db):
    put(db, said("a", "Ada Stone"), said("b", "Stone"))
    assert merge(db, ["Stone"], "Ada Stone", article=None, identifier="Q5") == 2
    put(db, said("c", "Stone"), said("b", "Stone"))
    assert set(who(db).values()) == {"Ada Stone 3"}
    assert db.execute("select identifier from speakers").fetchall() == [("Q5",)]
    assert [load_article(db, key)[1][0].speaker.name for key in "ab"] == ["Ada Stone", "Stone"]


def test_a_merge_in_one_article_is_for_anybody(db):
    put(
        db,
        said("a", "Ada Stone"),
        said("b", "an aide", "anonymous_person"),
        said("c", "an aide", "anonymous_person"),
    )
    merge(db, ["an aide"], "Ada Stone", article="b", identifier=None)
    assert who(db) == {"a": "Ada Stone 2", "b": "Ada Stone 2", "c": "an aide 1"}
    with pytest.raises(StoreError, match="--article"):
        merge(db, ["an aide"], "Ada Stone", article=None, identifier=None)
    with pytest.raises(StoreError, match="nobody is called 'Karl'"):
        merge(db, ["Karl"], "Ada Stone", article=None, identifier=None)


def test_merges_lead_on(db):
    put(db, said("a", "Stone"), said("b", "Bibi"), said("c", "Ada Stone"))
    merge(db, ["Bibi"], "Stone", article=None, identifier=None)
    assert who(db) == {"a": "Stone 2", "b": "Stone 2", "c": "Ada Stone 1"}
    merge(db, ["Stone"], "Ada Stone", article=None, identifier=None)
    assert set(who(db).values()) == {"Ada Stone 3"}
    merge(db, ["Ada Stone"], "Bibi", article=None, identifier=None)
    assert len(set(who(db).values())) == 1


def test_the_order_of_decisions_does_not_matter_unless_they_clash(db):
    put(db, said("a", "Bibi"), said("b", "Ada Stone"), said("c", "Eve Holm"))
    pairs = [("Bibi", "Ada Stone"), ("Ada Stone", "Eve Holm")]
    for order in (pairs, pairs[::-1]):
        numbers = []
        for name, into in order:
            merge(db, [name], into, article=None, identifier="Q1" if name == "Bibi" else None)
            numbers.append(db.execute("select max(id) from decisions").fetchone()[0])
        assert set(who(db).values()) == {"Eve Holm 3"}
        for number in numbers:
            undo(db, number)
        assert set(who(db).values()) == {"Bibi 1", "Ada Stone 1", "Eve Holm 1"}


def test_numbers_of_decisions_do_not_come_back(db):
    put(db, said("a", "Bibi"), said("b", "Ada Stone"))
    merge(db, ["Bibi"], "Ada Stone", article=None, identifier=None)
    undo(db, 1)
    merge(db, ["Ada Stone"], "Bibi", article=None, identifier=None)
    assert db.execute("select id from decisions").fetchall() == [(2,)]


def test_an_identifier_outlives_a_merge(db):
    put(db, said("a", "Bibi"), said("b", "Ada Stone"))
    merge(db, [], "Ada Stone", article=None, identifier="Q5")
    merge(db, ["Bibi"], "Ada Stone", article=None, identifier=None)
    assert db.execute("select name, identifier from speakers").fetchall() == [("Ada Stone", "Q5")]


def test_a_command_breaks_a_circle_of_aliases(db, tmp_path):
    put(db, said("a", "Bibi"), said("b", "Ada Stone"))
    path = tmp_path / "aliases.csv"
    path.write_text("Bibi,Ada Stone\n")
    load_aliases(db, read_aliases(path))
    merge(db, ["Ada Stone"], "Bibi", article=None, identifier=None)
    assert set(who(db).values()) == {"Bibi 2"}
    path.write_text("Bibi,Ada Stone\nAda Stone,Bibi\n")
    with pytest.raises(StoreError, match="strike one"):
        load_aliases(db, read_aliases(path))


def test_decisions_follow_names_that_were_given(db):
    put(db, said("a", "Ada Stone"), said("b", "Bibi"), said("c", "Eve Holm"))
    split(db, "Ada Stone", ["a"], "Robin")
    merge(db, ["Robin"], "Eve Holm", article=None, identifier=None)
    assert who(db)["a"] == "Eve Holm 2"
    merge(db, ["Bibi"], "Ada Stone", article=None, identifier=None)
    split(db, "Ada Stone", ["b"], "Hunter")
    assert who(db)["b"] == "Hunter 1"


def test_a_merge_into_another_sort_is_one_speaker(db):
    put(db, said("a", "the White House", "organization"), said("b", "Ada Stone"))
    put(db, said("c", "an aide", "anonymous_person"))
    merge(db, ["an aide"], "the White House", article="c", identifier=None)
    remove(db, "a")
    put(db, said("c", "an aide", "anonymous_person"))
    put(db, said("a", "the White House", "organization"))
    assert who(db) == {"a": "the White House 2", "b": "Ada Stone 1", "c": "the White House 2"}
    merge(db, ["the White House"], "Ada Stone", article=None, identifier=None)
    assert set(who(db).values()) == {"Ada Stone 3"}


@pytest.mark.parametrize("name", ["", "  ", "a\x1b[31mb", "a\0b"])
def test_what_is_no_name_is_refused(db, name):
    put(db, said("a", "Ada Stone"))
    with pytest.raises(StoreError, match="no name"):
        merge(db, ["Ada Stone"], name, article=None, identifier=None)
    with pytest.raises(StoreError, match="no name"):
        split(db, "Ada Stone", ["a"], name)


def test_a_split_makes_nobody_else(db):
    put(db, said("a", "Ada Stone"), said("b", "Eve Holm"))
    with pytest.raises(StoreError, match="somebody already"):
        split(db, "Ada Stone", ["a"], "eve holm")
    with pytest.raises(StoreError, match="nobody is called"):
        merge(db, [], "Nobody", article=None, identifier="Q1")


def test_a_split_and_its_undoing(db):
    put(db, said("a", "Ada Stone"), said("b", "Ada Stone"), said("c", "Ada Stone"))
    assert split(db, "Ada Stone", ["b"], "Ada Stone (rower)") == 1
    put(db, said("b", "Ada Stone"))
    assert who(db) == {"a": "Ada Stone 2", "b": "Ada Stone (rower) 1", "c": "Ada Stone 2"}
    with pytest.raises(StoreError, match="--as"):
        split(db, "Ada Stone", ["a"], "ada stone")
    assert undo(db, 1) == ("Ada Stone", "Ada Stone (rower)")
    assert set(who(db).values()) == {"Ada Stone 3"}
    with pytest.raises(StoreError, match="no decision 1"):
        undo(db, 1)


def test_a_command_overrules_the_file(db, tmp_path):
    put(db, said("a", "Bibi Stone"), said("b", "Ada Stone"), said("c", "Eve Stone"))
    path = tmp_path / "aliases.csv"
    path.write_text("Bibi Stone,Ada Stone\n")
    rows = read_aliases(path)
    assert len(rows) == 1
    load_aliases(db, rows)
    assert who(db)["a"] == "Ada Stone 2"
    merge(db, ["Bibi Stone"], "Eve Stone", article=None, identifier=None)
    assert who(db)["a"] == "Eve Stone 2"
    path.write_text("")
    load_aliases(db, read_aliases(path))
    assert who(db)["a"] == "Eve Stone 2"


@pytest.mark.parametrize("content", [b"one\n", b"a,\n", b"a,b,c,d\n", b"\xff,b\n", b'"a\n'])
def test_a_bad_file_of_aliases_changes_nothing(db, tmp_path, content):
    put(db, said("a", "Ada Stone"))
    path = tmp_path / "aliases.csv"
    path.write_bytes(content)
    before = state(db)
    with pytest.raises(StoreError, match=r"aliases\.csv"):
        load_aliases(db, read_aliases(path))
    assert state(db) == before


def test_suggestions():
    known = [
        Known("1", "Joseph Stone", "named_person", 9),
        Known("2", "Joe Stone", "named_person", 2),
        Known("3", "Holm", "named_person", 1),
        Known("4", "Karl Holm", "named_person", 3),
        Known("5", "Benjamin Netanyahou", "named_person", 1),
        Known("6", "Benjamin Netanyahu", "named_person", 5),
        Known("7", "Qatar", "organization", 1),
        Known("8", "Qatar", "organization", 1),
        Known("9", "J. Stone", "named_person", 1),
        Known("10", "Eve Adams", "named_person", 1),
    ]
    found = [(s.name, s.speaker, s.why) for s in suggest(known)]
    assert found == [
        ("Joe Stone", "Joseph Stone", "a short first name"),
        ("J. Stone", "Joseph Stone", "an initial"),
        ("Benjamin Netanyahou", "Benjamin Netanyahu", "spelt almost alike"),
        ("Holm", "Karl Holm", "the only one of that surname"),
        ("J. Stone", "Joe Stone", "an initial"),
        ("Qatar", "Qatar", "one word, several articles"),
    ]


def test_plain_names():
    assert plain("The  Hague’s Court") == "hague's court"


def test_the_commands(tmp_path):
    path = tmp_path / "quotes.db"
    db = open_database(path)
    put(db, said("a", "Ada Stone"), said("b", "Stone"))
    close_database(db)

    def run(*words):
        done = CliRunner().invoke(cli, ["speakers", *words, "-d", str(path)])
        return done.exit_code, done.stdout.splitlines(), done.stderr

    assert run("suggest", "--csv")[1][1] == "Stone,Ada Stone,the only one of that surname,1,1"
    assert run("merge", "Stone", "Ada Stone")[2] == "Ada Stone: in 2 articles\n"
    assert run("decisions", "--csv")[1][1].startswith("1,merge,Stone,Ada Stone,,,")
    assert run("--csv")[1][1].startswith("Ada Stone,named_person")
    assert run("undo", "1")[2] == "forgotten: Stone is Ada Stone\n"
    assert len(run("--csv")[1]) == 3
    assert run("merge", "Nobody", "Ada Stone")[0] == 1
    assert run("merge", "Ada Stone")[0] == 2
    assert (
        run("split", "Stone", "--article", "b", "--as", "Eve Stone")[2]
        == "Eve Stone: in 1 article\n"
    )


def described(key, words):
    """Return an article in which somebody whom it describes said no."""
    it = article(key, f"Ada Stone, {words}, said no.")
    found = speaker(it, "Ada Stone", description=words)
    return it, [quote(it, "no", source="Ada Stone", cue="said", cue_class="speech", speaker=found)]


def test_the_description_of_most_articles_is_the_collections(db):
    tried = ["a rower", "the mayor", "the rower", "the mayor", "the rower", "the mayor"]
    seen = []
    for number, words in enumerate(tried):
        put(db, described(f"{number}.txt", words))
        seen.append(*(d for (d,) in db.execute("select description from speakers")))
    assert seen == ["a rower", "the mayor", "the mayor", "the mayor", "the mayor", "the mayor"]
    remove(db, "1.txt")
    remove(db, "3.txt")
    assert db.execute("select description from speakers").fetchone() == ("the rower",)


def steps(db, *articles):
    """Return how many steps SQLite takes to store the cheapest of some articles."""
    taken = []
    for told in articles:
        taken.append(0)
        db.conn.set_progress_handler(partial(_count, taken), 1)
        put(db, told)
    db.conn.set_progress_handler(None, 0)
    return min(taken)  # others pay for the index of words, now and then


def _count(taken):
    taken[-1] += 1


def test_another_article_costs_no_more_however_many_quote_the_speaker(db):
    told = [said(f"{n}.txt", "Ada Stone", role=("mayor", "rower")[n % 2]) for n in range(300)]
    put(db, *told[:10])
    few = steps(db, *told[10:20])
    put(db, *told[20:-10])
    assert steps(db, *told[-10:]) < 1.3 * few


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Ada Millbrook", "Ada Milbrook", True),
        ("Adda Millbrook", "Ada Millbrook", True),
        ("Bartholomew Millbrook", "Bartolomew Milbrook", True),
        ("Bartholomew Millbrook", "Bartholomew Mylbrook", True),
        ("Ada McMillbrook", "Ada Mc Millbrook", True),
        ("Ada Millbrook", "Ida Millbrook", False),
        ("Ada Millbrook", "Ada Milbrok", False),
    ],
)
def test_a_letter_or_two_may_be_a_misspelling(one, other, alike):
    known = [Known("1", one, "named_person", 1), Known("2", other, "named_person", 9)]
    found = [(s.name, s.speaker) for s in suggest(known) if s.why == "spelt almost alike"]
    assert found == ([(one, other)] if alike else [])
