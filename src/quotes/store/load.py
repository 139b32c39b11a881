"""Load: stored articles and quotes back into the shapes that they came from."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

from quotes.store.collection import FIELDS
from quotes.types import Article, Mention, Quote, Section, Segment, Span, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    Row = dict[str, Any]
    Roles = dict[str, tuple[Span, ...]]


def load_articles(db: Database, least: float = 0.0) -> Iterator[tuple[Article, list[Quote]]]:
    """Yield the stored articles with their quotes, in the order of their ids.

    ``least`` is the confidence that a quote must have.
    """
    for (key,) in db.execute("select id from articles order by id").fetchall():
        found = load_article(db, key, least)
        if found:
            yield found


def load_article(
    db: Database, article_id: str, least: float = 0.0
) -> tuple[Article, list[Quote]] | None:
    """Return a stored article with its quotes of some confidence, in the order of the text."""
    row = next(db.table("articles").rows_where("id = ?", [article_id]), None)
    return (article_of(row), _quotes(db, article_id, least)) if row else None


def article_of(row: Row) -> Article:
    """Return the article of a row of ``articles``."""
    plain = ("id", "text", "title", "byline", "publisher", "published", "url", "path", "original")
    segments = (Segment(Span(a, b), Span(c, d)) for a, b, c, d in _list(row["segments"]))
    sections = (Section(Span(a, b), role) for a, b, role in _list(row["sections"]))
    return Article(
        **{name: row[name] for name in plain}, segments=tuple(segments), sections=tuple(sections)
    )


def _quotes(db: Database, article_id: str, least: float) -> list[Quote]:
    """Return the quotes of an article that are sure enough."""
    spans = _spans(db, article_id)
    mentions = _mentions(db, article_id)
    rows = db.query(
        "select quotes.*, appearances.name, appearances.type, title, organization, country, role,"
        " seniority, number from quotes"
        " left join appearances on appearances.id = appearance_id"
        " where quotes.article_id = ? and confidence >= ? and quotes.verdict is not 'wrong'"
        ' order by quotes.start, quotes."end", quotes.id',
        [article_id, least],
    )
    return [_quote(row, spans[row["id"]], mentions[row["appearance_id"]]) for row in rows]


def _quote(row: Row, roles: Roles, mentions: tuple[Mention, ...]) -> Quote:
    """Return the quote of a row of ``quotes``."""
    return Quote(
        id=row["id"],
        kind=row["kind"],
        content=roles.get("content", ()),
        cue=roles.get("cue", ()),
        source=roles.get("source", ()),
        cue_class=row["cue_class"],
        speaker=_speaker(row, roles, mentions),
        sentence=Span(row["sentence_start"], row["sentence_end"]),
        relayed_by=row["relayed_by"],
        addressee=_first(roles.get("addressee")),
        when=_first(roles.get("when")),
        where=_first(roles.get("where")),
        stance=row["stance"] or "plain",
        negated=bool(row["negated"]),
        hedged=bool(row["hedged"]),
        verbatim=None if row["verbatim"] is None else bool(row["verbatim"]),
        anonymity_reason=_first(roles.get("anonymity_reason")),
        confidence=row["confidence"],
    )


def _speaker(row: Row, roles: Roles, mentions: tuple[Mention, ...]) -> Speaker | None:
    """Return the speaker of a quote, None where the row names none."""
    if row["appearance_id"] is None:
        return None
    first = mentions[0].span if mentions else _first(roles.get("source")) or Span(0, 0)
    described = _first(roles.get("description"))
    known = {field: row[field] for field in FIELDS}
    return Speaker(row["name"], row["type"], first, described, mentions, **known)


def _spans(db: Database, article_id: str) -> defaultdict[str, Roles]:
    """Return the spans of an article's quotes by quote and role."""
    found: defaultdict[str, Roles] = defaultdict(dict)
    rows = db.execute(
        'select quote_id, role, spans.start, spans."end" from spans'
        " join quotes on quotes.id = quote_id"
        " where article_id = ? order by quote_id, role, spans.start",
        [article_id],
    )
    for key, role, start, end in rows:
        found[key][role] = (*found[key].get(role, ()), Span(start, end))
    return found


def _mentions(db: Database, article_id: str) -> defaultdict[str | None, tuple[Mention, ...]]:
    """Return the mentions of an article's speakers by speaker."""
    found: defaultdict[str | None, tuple[Mention, ...]] = defaultdict(tuple)
    rows = db.execute(
        'select appearance_id, start, "end", form from names where article_id = ? order by start',
        [article_id],
    )
    for key, start, end, form in rows:
        found[key] += (Mention(Span(start, end), form),)
    return found


def _first(spans: tuple[Span, ...] | None) -> Span | None:
    """Return the first of some spans, if there is one."""
    return spans[0] if spans else None


def _list(value: str | None) -> list[list[Any]]:
    """Return what a column keeps as JSON."""
    return cast("list[list[Any]]", json.loads(value)) if value else []
