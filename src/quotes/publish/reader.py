"""The article reader: an article with its quotes marked, speaker by speaker."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import Forbidden, NotFound, Response
from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode
from datasette.views.base import DatasetteError

from quotes.publish import wording
from quotes.publish.ours import SHOWN, Row, is_ours, may_see, row_url, select
from quotes.publish.paragraphs import Stretch
from quotes.publish.said import is_aside, is_said
from quotes.publish.typeset import blocks
from quotes.publish.voices import is_unsure, marks_of, show, voices_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NEEDED = ("articles", *SHOWN)
SLOW = (
    "Reading this article took longer than this server allows. "
    "Try again later, or serve the database with a longer sql_time_limit_ms."
)
ARTICLE = "select * from articles where id = :article"
QUOTES = """
    select quotes.*, speakers.name as speaker, speakers.type as speaker_type
    from quotes left join speakers on speakers.id = quotes.speaker_id
    where quotes.article_id = :article order by quotes.start, quotes."end" desc
"""
SPANS = """
    select spans.quote_id, spans.role, spans.start, spans."end"
    from spans join quotes on quotes.id = spans.quote_id
    where quotes.article_id = :article order by spans.start, spans."end" desc
"""


async def read(datasette: Any, request: Any) -> Response:
    """Answer with the reader's page of an article."""
    try:
        database = datasette.get_database(route=tilde_decode(request.url_vars["database"])).name
    except KeyError as error:
        raise NotFound("There is no such database") from error
    if not await is_ours(datasette, database):
        raise NotFound("There are no articles in this database")
    if not await may_see(datasette, request, database, NEEDED):
        raise Forbidden("You may not see the articles and quotes of this database")
    try:
        page = await _read(datasette, database, tilde_decode(request.url_vars["article"]))
    except QueryInterrupted as error:
        raise DatasetteError(SLOW, title="This takes too long", status=503) from error
    html = await datasette.render_template("quotes_read.html", page, request, view_name="read")
    return Response.html(html)


async def _read(datasette: Any, database: str, key: str) -> Row:
    """Return what the reader shows of an article."""
    found = await select(datasette, database, ARTICLE, article=key)
    if not found:
        raise NotFound("There is no such article")
    rows = await select(datasette, database, QUOTES, article=key)
    spans = await select(datasette, database, SPANS, article=key)
    return _page(datasette, database, found[0], rows, spans)


def _page(
    datasette: Any, database: str, article: Row, rows: Sequence[Row], spans: Iterable[Row]
) -> Row:
    """Return all that the template of the reader needs."""
    voices = voices_of(rows, lambda key: row_url(datasette, database, "speakers", key))
    shown = {row["id"]: show(row, voices, datasette, database) for row in rows}
    title = article["title"] or article["path"] or article["id"]
    body = [
        block
        for block in blocks(article["text"], marks_of(shown, spans), sections_of(article))
        if block.role != "title" or _plain(block.html) != _plain(title)
    ]
    kinds = Counter("aside" if is_aside(row) else row["kind"] for row in rows)
    table = datasette.urls.table(database, "quotes")
    return {
        "database": database,
        "article": article,
        "title": title,
        "is_cut": wording.is_cut(title, article["text"]),
        "day": wording.day(article["published"]),
        "link": article["url"] if wording.is_web(article["url"]) else None,
        "host": wording.host(article["url"]) if wording.is_web(article["url"]) else None,
        "blocks": body,
        "is_broken": any(block.runs_on for block in body),
        "voices": list(voices.values()),
        "kinds": kinds,
        "said": sum(is_said(row) for row in rows),
        "unsure": sum(is_unsure(row) for row in rows),
        "wording": wording,
        "rows_url": f"{table}?{urlencode({'article_id': article['id']})}",
        "row_url": row_url(datasette, database, "articles", article["id"]),
        "metadata": datasette.metadata() if hasattr(datasette, "metadata") else {},
    }


def sections_of(article: Row) -> list[Stretch]:
    """Return the parts of an article that are not its body."""
    found = json.loads(article["sections"] or "[]")
    return [Stretch(start, end, role) for start, end, role in found]


def _plain(words: str) -> str:
    """Return words so that a headline is known again."""
    return " ".join(str(words).split()).casefold()
