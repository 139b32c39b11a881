"""What the home page shows of each database of ours."""

from __future__ import annotations

from typing import Any

from datasette.database import QueryInterrupted

from quotes.publish import wording
from quotes.publish.memory import counted
from quotes.publish.ours import (
    SHOWN,
    Row,
    is_ours,
    may,
    may_see,
    page_url,
    reader_url,
    row_url,
)
from quotes.publish.said import CONDITION
from quotes.publish.versions import queries_of

NEEDED = ("articles", "most_quoted", "unnamed", *SHOWN)
PATIENCE = 2_000  # milliseconds: rather a home page without numbers than a slow one
NUMBERS = f"""
    select (select count(*) from articles) as articles, count(*) as quotes,
      count(distinct speaker_id) as speakers, sum(quotes.kind = 'direct') as direct,
      (select count(*) from unnamed) as unnamed,
      (select min(published) from articles where published glob '[12][0-9][0-9][0-9]*') as first,
      (select max(published) from articles where published glob '[12][0-9][0-9][0-9]*') as last
    from quotes where {CONDITION}
"""
VOICES = "select id, name, type, quotes, articles from most_quoted limit 8"
ARTICLES = f"""
    select id, coalesce(title, path, id) as title, publisher, published,
      (select count(*) from quotes where article_id = articles.id and {CONDITION}) as quotes
    from articles order by published desc, title limit 12
"""


async def collections(datasette: Any, request: Any) -> list[Row]:
    """Return what to show of each database of ours that this visitor may see."""
    return [
        await _collection(datasette, request, name)
        for name in list(datasette.databases)
        if await is_ours(datasette, name) and await may_see(datasette, request, name, NEEDED)
    ]


async def _collection(datasette: Any, request: Any, database: str) -> Row:
    """Return the numbers, the questions and the latest articles of a database."""
    queries = await _queries(datasette, request, database)
    voices = await _rows(datasette, database, VOICES)
    for row in voices:
        row["url"] = row_url(datasette, database, "speakers", row["id"])
    articles = await _rows(datasette, database, ARTICLES)
    for row in articles:
        row["url"] = reader_url(datasette, database, row["id"])
        row["day"] = wording.day(row["published"])
    numbers = next(iter(await _rows(datasette, database, NUMBERS)), {})
    for end in ("first", "last"):
        numbers[end] = wording.day(numbers.get(end))
    return {
        "name": database,
        "numbers": numbers,
        "voices": voices,
        "articles": articles,
        "queries": queries,
        "search": page_url(datasette, database, "search"),
        "sourcing": page_url(datasette, database, "sourcing"),
        "compare": page_url(datasette, database, "compare"),
        "said": datasette.urls.table(database, "said"),
        "all_articles": datasette.urls.table(database, "articles"),
        "all_voices": datasette.urls.table(database, "most_quoted"),
    }


async def _queries(datasette: Any, request: Any, database: str) -> list[Row]:
    """Return the canned queries that have a title: the questions people ask."""
    found = await queries_of(datasette, database, request.actor)
    return [
        query | {"url": datasette.urls.query(database, name)}
        for name, query in found.items()
        if query.get("title") and await may(datasette, request, "view-query", database, name)
    ]


async def _rows(datasette: Any, database: str, sql: str) -> list[Row]:
    """Return the rows of a query, none where the database is too large to count in time."""
    try:
        return await counted(datasette, database, sql, PATIENCE)
    except QueryInterrupted:
        return []
