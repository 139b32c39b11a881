"""Speakers as a person names them: one whom the article has already, or a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotes.collection.same import plain
from quotes.ids import digest
from quotes.store.collection import add_appearances, drop_unused, settle
from quotes.types import Speaker

if TYPE_CHECKING:
    from sqlite_utils import Database

    from quotes.types import Article, Span

NAMED = "select id, name, called, type from appearances where article_id = ? order by reviewed, id"
FORMS = """
select distinct appearances.id, names.name from names
join appearances on appearances.id = appearance_id
where names.article_id = ? and form in ('name', 'short name') and type = ?
"""
DESCRIPTION = """
select spans.start, spans."end", spans.text from spans join quotes on quotes.id = quote_id
where appearance_id = ? and role = 'description' order by spans.start limit 1
"""


def speaker_for(
    db: Database,
    article: Article,
    name: str | None,
    type_: str,
    *,
    first: Span,
    usual: str | None,
) -> str | None:
    """Return the id of the speaker of an article who goes by a name, added where nobody does.

    ``usual`` is taken among several of one name; ``first`` is where a new one is spoken of.
    """
    if not name:
        return None
    wanted = plain(name)
    found = [
        key
        for key, *names, kind in db.execute(NAMED, [article.id]).fetchall()
        if wanted in map(plain, names) and kind == type_
    ]
    if not found:  # a later run may know a fuller name, of which this is a form
        forms = db.execute(FORMS, [article.id, type_]).fetchall()
        found = sorted({key for key, form in forms if plain(form) == wanted})
        found = found if len(found) == 1 else []
    if found:
        return usual if usual in found else found[0]
    key = digest([article.id, "review", wanted, type_])
    speaker = Speaker(name, type_, first)  # type: ignore[arg-type]  # checked when it was taken
    buckets = add_appearances(db, article, {speaker: key})
    db.table("appearances").update(key, {"reviewed": 1})
    settle(db, buckets)
    return key


def describe(db: Database, text: str, quote: str, speaker: str | None) -> None:
    """Give a quote the words by which another quote describes its new speaker, if one does."""
    db.execute("delete from spans where quote_id = ? and role = 'description'", [quote])
    found = db.execute(DESCRIPTION, [speaker]).fetchone() if speaker else None
    db.table("quotes").update(quote, {"description": found[2] if found else None})
    if found:
        place = {"start": found[0], "end": found[1], "text": text[found[0] : found[1]]}
        row = {"quote_id": quote, "role": "description"} | place
        db.table("spans").insert(row, ignore=True)


def drop_named(db: Database, article_id: str) -> None:
    """Drop the speakers of an article whom only a person named."""
    which = "article_id = ? and reviewed"
    rows = list(db.table("appearances").rows_where(which, [article_id]))
    db.execute(f"delete from appearances where {which}", [article_id])
    settle(db, {row["bucket"] for row in rows if row["bucket"]})
    drop_unused(db, {row["speaker_id"] for row in rows})
