"""Who speaks in one article and who that is in the collection: ``appearances`` and ``speakers``.

Every speaker of an article is a row of ``appearances``. What decides who it is in the
collection is its ``bucket`` (see ``quotes.collection.same``), empty for a speaker of the
article alone. ``settle`` brings the speakers of some buckets up to date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quotes.collection.same import SHARED, Profile, bucket, decided, plain, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlite_utils import Database

    from quotes.types import Article, Speaker

Row = dict[str, Any]

FIELDS = ("title", "organization", "country", "role", "seniority", "number")
PROFILES = """
select called, type, country, lower(role), count(*) from appearances where bucket = ?
group by called, type, country, lower(role)
"""
MOVED = """
select article_id, id, speaker_id from appearances where bucket = ? and called = ? and type = ?
and country is ? and lower(role) is ? and speaker_id != ?
"""
BEST_DESCRIPTION = """
update speakers set description = (
  select description from appearances where speaker_id = speakers.id and description is not null
  group by description order by count(*) desc, length(description) desc, description limit 1)
where id = ?
"""


def add_appearances(db: Database, article: Article, ids: Mapping[Speaker, str]) -> set[str]:
    """Add the speakers of an article, each at first its own, and return their buckets."""
    rows = [_row(article, speaker, key) for speaker, key in ids.items()]
    for row in rows:
        _decide(db, row)
        _add_speaker(db, row["id"], row["called"], row["type"])
    db.table("appearances").insert_all(rows, pk="id")
    for row in rows:
        db.execute(BEST_DESCRIPTION, [row["id"]])
    return {row["bucket"] for row in rows if row["bucket"]}


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
    for row in list(db.query("select * from appearances")):
        if plain(row["name"]) not in wanted and plain(row["called"]) not in wanted:
            continue
        before = row["bucket"]
        _decide(db, row)
        values = {"called": row["called"], "bucket": row["bucket"]}
        db.table("appearances").update(row["id"], values)
        touched |= {b for b in (before, row["bucket"]) if b}
        if not row["bucket"]:
            left.add(row["speaker_id"])
            _add_speaker(db, row["id"], row["called"], row["type"])
            _move(db, row["article_id"], row["id"], row["id"])
            db.execute(BEST_DESCRIPTION, [row["id"]])
    settle(db, touched)
    drop_unused(db, left)


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
        counts = {Profile(*row[:4]): row[4] for row in db.execute(PROFILES, [shared]).fetchall()}
        ids = same(counts, shared)
        for key in dict.fromkeys(ids.values()):
            profiles = [p for p, k in ids.items() if k == key]
            _add_speaker(
                db, key, _fullest(p.name for p in profiles), _type(p.type for p in profiles)
            )
        for profile, key in ids.items():
            of = [shared, profile.name, profile.type, profile.country, profile.role, key]
            for article_id, own, former in db.execute(MOVED, of).fetchall():
                _move(db, article_id, own, key)
                left.add(former)
        for key in sorted(set(ids.values())):
            db.execute(BEST_DESCRIPTION, [key])
            _identify(db, key)
    drop_unused(db, left)


def drop_unused(db: Database, keys: Iterable[str]) -> None:
    """Drop the speakers who appear nowhere any more; describe the others anew."""
    for key in sorted(set(keys)):
        db.execute(
            "delete from speakers where id = ?1"
            " and not exists (select 1 from appearances where speaker_id = ?1)",
            [key],
        )
        db.execute(BEST_DESCRIPTION, [key])


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
        " on conflict (id) do update set name = excluded.name, type = excluded.type",
        [key, name, type_],
    )


def _identify(db: Database, key: str) -> None:
    """Set the identifier that the latest decision about a speaker gives, if one does."""
    names = db.execute("select distinct called from appearances where speaker_id = ?", [key])
    keys = sorted({plain(name) for (name,) in names.fetchall()})
    places = ", ".join("?" for _ in keys)
    db.execute(
        "update speakers set identifier = (select identifier from decisions"
        f" where into_key in ({places}) and identifier is not null"
        " order by kind = 'alias', id desc limit 1) where id = ?",
        [*keys, key],
    )


def _type(types: Iterable[str]) -> str:
    """Return the type of a speaker who has some types in the articles."""
    return min(types, key=lambda t: (t not in SHARED, t))


def _fullest(names: Iterable[str]) -> str:
    """Return the name of most words, and of most letters among those."""
    return min(names, key=lambda n: (-len(n.split()), -len(n), n))
