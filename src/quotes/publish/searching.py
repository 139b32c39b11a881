"""Search: words among quotes, articles and speakers at once."""

from __future__ import annotations

import asyncio
import re
from sqlite3 import OperationalError
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted
from markupsafe import Markup, escape

from quotes.publish import wording
from quotes.publish.closing import closed
from quotes.publish.ours import Row, page_url, reader_url, row_url, select
from quotes.publish.pages import NEEDED as SHOWN
from quotes.publish.pages import answered, opened
from quotes.publish.said import CONDITION

if TYPE_CHECKING:
    from datasette import Response

NEEDED = (*SHOWN, "names", "said")
PATIENCE = 1_500  # milliseconds to find the best; then any will do
MOST = 12
BEST = "order by rank"
FOUND = re.compile("[\x02\x03]")  # around the words that were searched for
QUOTES = f"""
    select quotes.id, quotes.kind, quotes.article_id, quotes.speaker_id, found.snippet,
      speakers.name as speaker, coalesce(articles.title, articles.path, articles.id) as title,
      articles.publisher, articles.published
    from (
      select quotes_fts.rowid as place, rank as best,
        snippet(quotes_fts, 0, '\x02', '\x03', ' … ', 40) as snippet
      from quotes_fts where quotes_fts match 'content : (' || escape_fts(:words) || ')'
      {BEST} limit 60
    ) as found
      cross join quotes on quotes.rowid = found.place
      join articles on articles.id = quotes.article_id
      left join speakers on speakers.id = quotes.speaker_id
    where {CONDITION} order by best limit {MOST}
"""
ARTICLES = f"""
    select articles.id, coalesce(articles.title, articles.path, articles.id) as title,
      articles.publisher, articles.published, found.snippet
    from (
      select articles_fts.rowid as place, rank as best,
        snippet(articles_fts, 1, '\x02', '\x03', ' … ', 24) as snippet
      from articles_fts where articles_fts match escape_fts(:words) {BEST} limit {MOST}
    ) as found
      cross join articles on articles.rowid = found.place
    order by best
"""
SPEAKERS = f"""
    select speakers.id, speakers.name, speakers.type, speakers.description,
      (select count(*) from quotes where quotes.speaker_id = speakers.id and {CONDITION}) as quotes
    from speakers where speakers.name like :like escape '!'
    order by speakers.type != 'named_person', quotes desc limit {MOST}
"""


CALLED = f"""
    select speakers.id, speakers.name, speakers.type, speakers.description, called.name as called,
      (select count(*) from quotes where quotes.speaker_id = speakers.id and {CONDITION}) as quotes
    from (
      select speaker_id, min(name) as name from names
      where name like :like escape '!' and form != 'pronoun' group by speaker_id limit 60
    ) as called
      cross join speakers on speakers.id = called.speaker_id
    order by speakers.type != 'named_person', quotes desc limit {MOST}
"""


async def search_page(datasette: Any, request: Any) -> Response:
    """Answer with the quotes, articles and speakers that fit some words."""
    database = await opened(datasette, request, NEEDED)
    words = (request.args.get("q") or "").strip()
    here = page_url(datasette, database, "search")
    page: Row = {"database": database, "words": words, "here": here}
    if words:
        like = "%" + words.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
        quotes, articles, speakers = await asyncio.gather(
            _best(datasette, database, QUOTES, words=words),
            _best(datasette, database, ARTICLES, words=words),
            _people(datasette, database, like),
        )
        query = urlencode({"_search": words})
        page |= {
            "quotes": await _linked(datasette, database, quotes),
            "articles": _read(datasette, database, articles),
            "speakers": _speakers(datasette, database, speakers),
            "all_quotes": f"{datasette.urls.table(database, 'said')}?{query}",
            "all_articles": f"{datasette.urls.table(database, 'articles')}?{query}",
            "all_speakers": f"{datasette.urls.table(database, 'speakers')}?"
            + urlencode({"name__contains": words}),
            "most": MOST,
        }
    return await answered(datasette, request, "search", page)


async def _best(datasette: Any, database: str, sql: str, **values: str) -> list[Row] | None:
    """Return the best rows or, where ranking them takes too long, any; None if that does too."""
    for wanted in (sql, sql.replace(BEST, "").replace("order by best", "")):
        try:
            return await select(datasette, database, wanted, PATIENCE, **values)
        except QueryInterrupted:
            continue
        except OperationalError:  # no words, nothing but signs
            return []
    return None


async def _people(datasette: Any, database: str, like: str) -> list[Row] | None:
    """Return the speakers with such a name or, without any, those whom an article calls so."""
    found = await _best(datasette, database, SPEAKERS, like=like)
    return await _best(datasette, database, CALLED, like=like) if found == [] else found


async def _linked(datasette: Any, database: str, rows: list[Row] | None) -> list[Row] | None:
    """Return quotes with the ways to their place and their speaker."""
    if not rows:
        return rows
    for row in rows:
        row["content"] = FOUND.sub("", row["snippet"])
    ends = await closed(datasette, database, rows)
    for row, end in zip(rows, ends, strict=True):
        row["html"] = _marked(row["snippet"] + end["content"][len(row["content"]) :])
        row["url"] = reader_url(datasette, database, row["article_id"], row["id"])
        row["day"] = wording.day(row["published"])
        if row["speaker_id"]:
            row["who"] = row_url(datasette, database, "speakers", row["speaker_id"])
    return rows


def _read(datasette: Any, database: str, rows: list[Row] | None) -> list[Row] | None:
    """Return articles with the way to their reader."""
    for row in rows or []:
        row["html"] = _marked(row["snippet"])
        row["url"] = reader_url(datasette, database, row["id"])
        row["day"] = wording.day(row["published"])
    return rows


def _speakers(datasette: Any, database: str, rows: list[Row] | None) -> list[Row] | None:
    """Return speakers with the way to all they said."""
    for row in rows or []:
        row["url"] = row_url(datasette, database, "speakers", row["id"])
    return rows


def _marked(snippet: str) -> Markup:
    """Return words with those that were searched for marked, each mark closed."""
    html = Markup("")
    for number, piece in enumerate(snippet.split("\x02")):
        words, _, rest = piece.partition("\x03") if number else ("", "", piece)
        html += Markup("<mark>{}</mark>").format(words) if words else Markup("")
        html += escape(rest.replace("\x03", ""))
    return html
