"""Who speaks in one article and who that is in the collection: ``appearances`` and ``speakers``.

Every speaker of an article is a row of ``appearances``. What decides who it is in the
collection is its ``bucket`` (see ``quotes.collection.same``), empty for a speaker of the
article alone. ``settle`` brings the speakers of some buckets up to date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quotes.collection.same import SHARED, bucket, decided, plain, same
from quotes.store.profiles import Appearing, like, moved
from quotes.store.write import insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

    from quotes.types import Article, Speaker

Row = dict[str, Any]

ALL = -1  # SQLite's limit that is none
FIELDS = ("title", "organization", "country", "role", "seniority", "number")
BEST = """
select description from appearances where speaker_id = ?1 and description is not null
group by description order by count(*) desc, length(description) desc, description limit 1
"""
DESCRIBE = "update speakers set description = ?2 where id = ?1 and description is not ?2"
IDENTIFY = "update speakers set identifier = ?2 where id = ?1 and identifier is not ?2"
UP_TO = """
select count(*) from (
  select 1 from appearances where speaker_id = ? and description = ? limit ?)
"""


def add_appearances(db: Database, article: Article, ids: Mapping[Speaker, str]) -> set[str]:
    """Add the speakers of an article, those like others in their place, and return their buckets.

    The others are at first the article's own; ``settle`` leads them to those of the collection.
    """
    rows = [_row(article, speaker, key) for speaker, key in ids.items()]
    for row in rows:
        _decide(db, row)
        row["speaker_id"] = like(db, row) or row["id"]
        if row["speaker_id"] == row["id"]:
            _add_speaker(db, row["id"], row["called"], row["type"])
    insert(db, "appearances", rows)
    for row in rows:
        _describe_with(db, row["speaker_id"], row["description"])
    return {row["bucket"] for row in rows if row["bucket"]}


def speakers_of(db: Database, article_id: str) -> dict[str, str]:
    """Return who the speakers of an article are in the collection."""
    sql = "select id, speaker_id from appearances where article_id = ?"
    return dict(db.execute(sql, [article_id]).fetchall())


def _row(article: Article, speaker: Speaker, key: str) -> Row:
    words = speaker.description.of(article.text) if speaker.description else None
    return {
        "id": key,
        "article_id": article.id,
        "speaker_id": key,
        "name": speaker.name,
        "type": speaker.type,
        "description": words,
        **{field: getattr(speaker, field) for field in FIELDS},
    }


def _decide(db: Database, row: Row) -> None:
    """Set what the speaker of a row is called in the collection, and the bucket."""
    shared = row["type"] in SHARED
    found = follow(db, row["name"], row["article_id"], everywhere=shared)
    row["called"], row["bucket"] = row["name"], bucket(row["name"], row["type"])
    if found is None and shared and _is_named(db, row["name"]):
        row["bucket"] = row["bucket"] or decided(row["name"])
    elif found is not None:
        row["called"] = found.speaker
        own = None if found.kind == "split" else bucket(found.speaker, found.type or _own(row))
        row["bucket"] = own or decided(found.speaker)


def _own(row: Row) -> str:
    return row["type"] if row["type"] in SHARED else "named_person"


def _is_named(db: Database, name: str) -> bool:
    """Tell whether a person said of others that they are this one."""
    sql = "select 1 from decisions where into_key = ? and article_id is null limit 1"
    return db.execute(sql, [plain(name)]).fetchone() is not None


@dataclass(frozen=True, slots=True)
class Decision:
    """Whom a name means: the speaker, of which type where that is known."""

    id: int
    kind: str
    speaker: str
    type: str | None


def follow(db: Database, name: str, article_id: str | None, *, everywhere: bool) -> Decision | None:
    """Return what the decisions on a name lead to: A is B, and B is C.

    Those on the article come first, then commands, then the file of aliases; the latest
    counts. ``everywhere`` says that those on all articles hold for it. Where they go round
    in a circle the latest command has the last word.
    """
    path: list[Decision] = []
    seen = {plain(name): 0}
    while True:
        found = _next(db, name, article_id, everywhere=everywhere or bool(path))
        if found is None:
            return path[-1] if path else None
        path.append(found)
        name = found.speaker
        if plain(name) in seen:
            circle = path[seen[plain(name)] :]
            return max(circle, key=lambda d: (d.kind != "alias", d.id))
        seen[plain(name)] = len(path)


def _next(db: Database, name: str, article_id: str | None, *, everywhere: bool) -> Decision | None:
    """Return the decision on a name itself."""
    row = db.execute(
        "select id, kind, speaker, into_type from decisions where key = ?1 and into_key != key"
        " and (article_id = ?2 or (article_id is null and ?3))"
        " order by article_id is not null desc, kind = 'alias', id desc limit 1",
        [plain(name), article_id, everywhere],
    ).fetchone()
    return Decision(*row) if row else None


def decide_anew(db: Database, keys: Iterable[str]) -> None:
    """Apply the decisions to all appearances whose name, in plain letters, is one of the keys."""
    wanted = _leading_to(db, set(keys))
    touched: set[str] = set()
    left: set[str] = set()
    for row in _called(db, wanted):
        before = row["bucket"]
        _decide(db, row)
        values = {"called": row["called"], "bucket": row["bucket"]}
        db.table("appearances").update(row["id"], values)
        touched |= {b for b in (before, row["bucket"]) if b}
        if not row["bucket"]:
            left.add(row["speaker_id"])
            _add_speaker(db, row["id"], row["called"], row["type"])
            _move(db, row["article_id"], row["id"], row["id"])
            _describe(db, row["id"])
    settle(db, touched)
    drop_unused(db, left)


def _called(db: Database, keys: set[str]) -> list[Row]:
    """Return the appearances of whom the names, in plain letters, are among the keys."""
    rows = db.execute("select id, name, called from appearances").fetchall()
    ids = [key for key, *names in rows if any(plain(name) in keys for name in names)]
    return [db.table("appearances").get(key) for key in ids]


def _leading_to(db: Database, keys: set[str]) -> set[str]:
    """Return the keys with all names that decisions lead to them."""
    rows = db.execute("select distinct key, into_key from decisions").fetchall()
    size = 0
    while len(keys) > size:
        size = len(keys)
        keys = keys | {key for key, into in rows if into in keys}
    return keys


def settle(db: Database, buckets: Iterable[str]) -> None:
    """Bring the speakers of these buckets up to date, whoever came first."""
    left: set[str] = set()
    for shared in sorted(set(buckets)):
        ids = same(Appearing(db, shared), shared)
        for key in dict.fromkeys(ids.values()):
            profiles = [p for p, k in ids.items() if k == key]
            _add_speaker(
                db, key, _fullest(p.name for p in profiles), _type(p.type for p in profiles)
            )
            _identify(db, key, {p.name for p in profiles})
        changed = set()
        for profile, key in ids.items():
            for article_id, own, former in moved(db, shared, profile, key):
                _move(db, article_id, own, key)
                left.add(former)
                changed.add(key)
        for key in sorted(changed):
            _describe(db, key)
    drop_unused(db, left)


def drop_unused(db: Database, keys: Iterable[str]) -> None:
    """Drop the speakers who appear nowhere any more; describe the others anew."""
    for key in sorted(set(keys)):
        if db.execute("select 1 from appearances where speaker_id = ? limit 1", [key]).fetchone():
            _describe(db, key)
        else:
            db.execute("delete from speakers where id = ?", [key])


def _describe(db: Database, key: str) -> None:
    """Describe a speaker as most articles do, in the fuller words where as many do."""
    found = db.execute(BEST, [key]).fetchone()
    db.execute(DESCRIBE, [key, found[0] if found else None])


def _describe_with(db: Database, key: str, words: str | None) -> None:
    """Describe a speaker by words that one more article has, if they are now the best.

    It counts no further than it must: somebody may appear in very many articles.
    """
    (best,) = db.execute("select description from speakers where id = ?", [key]).fetchone()
    if words is None or words == best:
        return
    if best is not None:
        times = _up_to(db, key, words, ALL)
        others = _up_to(db, key, best, times + 1)
        if (-times, -len(words), words) > (-others, -len(best), best):
            return
    db.execute(DESCRIBE, [key, words])


def _up_to(db: Database, key: str, words: str, most: int) -> int:
    """Return in how many articles words describe a speaker, counting no further than ``most``."""
    return int(db.execute(UP_TO, [key, words, most]).fetchone()[0])


def _move(db: Database, article_id: str, own: str, key: str) -> None:
    """Make the speaker of an article one of the collection, in all tables."""
    db.execute("update appearances set speaker_id = ? where id = ?", [key, own])
    for table in ("quotes", "names"):
        db.execute(
            f"update or replace {table} set speaker_id = ?"
            " where article_id = ? and appearance_id = ?",
            [key, article_id, own],
        )


def _add_speaker(db: Database, key: str, name: str, type_: str) -> None:
    db.execute(
        "insert into speakers (id, name, type) values (?, ?, ?)"
        " on conflict (id) do update set name = excluded.name, type = excluded.type"
        " where name != excluded.name or type != excluded.type",
        [key, name, type_],
    )


def _identify(db: Database, key: str, names: Iterable[str]) -> None:
    """Set the identifier that the latest decision about one of the names gives, if one does."""
    keys = sorted(set(map(plain, names)))
    places = ", ".join("?" for _ in keys)
    found = db.execute(
        f"select identifier from decisions where into_key in ({places})"
        " and identifier is not null order by kind = 'alias', id desc limit 1",
        keys,
    ).fetchone()
    db.execute(IDENTIFY, [key, found[0] if found else None])


def _type(types: Iterable[str]) -> str:
    """Return the type of a speaker who has some types in the articles."""
    return min(types, key=lambda t: (t not in SHARED, t))


def _fullest(names: Iterable[str]) -> str:
    """Return the name of most words, and of most letters among those."""
    return min(names, key=lambda n: (-len(n.split()), -len(n), n))
