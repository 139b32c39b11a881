"""The article reader: an article with its quotes marked, speaker by speaker."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import NotFound, Response
from datasette.database import QueryInterrupted
from datasette.utils import tilde_decode, tilde_encode
from datasette.views.base import DatasetteError

from quotes.publish import wording
from quotes.publish.judging import buttons, mode_for, review_url
from quotes.publish.ours import Row, row_url, select
from quotes.publish.pages import opened
from quotes.publish.paragraphs import Stretch
from quotes.publish.said import is_aside, is_said, is_wrong
from quotes.publish.typeset import blocks
from quotes.publish.voices import is_unsure, marks_of, show, voices_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from quotes.review.mode import Mode

SLOW = (
    "Reading this article took longer than this server allows. "
    "Try again later, or serve the database with a longer sql_time_limit_ms."
)
ARTICLE = "select * from articles where id = :article"
QUOTES = """
    select quotes.*, speakers.name as speaker, speakers.type as speaker_type
    from quotes left join speakers on speakers.id = quotes.speaker_id
    where quotes.article_id = :article and (:wrong = '1' or quotes.verdict is not 'wrong')
    order by quotes.start, quotes."end" desc
"""
SPANS = """
    select spans.quote_id, spans.role, spans.start, spans."end"
    from spans join quotes on quotes.id = spans.quote_id
    where quotes.article_id = :article order by spans.start, spans."end" desc
"""


async def read(datasette: Any, request: Any) -> Response:
    """Answer with the reader's page of an article."""
    database = await opened(datasette, request)
    try:
        mode = await mode_for(datasette, request, database)
        page = await _read(datasette, database, tilde_decode(request.url_vars["article"]), mode)
    except QueryInterrupted as error:
        raise DatasetteError(SLOW, title="This takes too long", status=503) from error
    html = await datasette.render_template("quotes_read.html", page, request, view_name="read")
    return Response.html(html)


async def _read(datasette: Any, database: str, key: str, mode: Mode | None) -> Row:
    """Return what the reader shows of an article."""
    found = await select(datasette, database, ARTICLE, article=key)
    if not found:
        raise NotFound("There is no such article")
    rows = await select(datasette, database, QUOTES, article=key, wrong="1" if mode else "")
    spans = await select(datasette, database, SPANS, article=key)
    review = await _review(datasette, mode, key, rows) if mode else None
    beside = review["buttons"] if review else {}
    page = _page(datasette, database, found[0], rows, spans, beside=beside)
    return page | {"review": review}


async def _review(datasette: Any, mode: Mode, key: str, rows: Sequence[Row]) -> Row:
    """Return what the reader shows to whoever reviews."""
    from quotes.publish.kept import whole_mark  # noqa: PLC0415  only a review needs it

    return {
        "buttons": {row["id"]: buttons(datasette, row, small=True) for row in rows},
        "done": sum(row["verdict"] is not None for row in rows),
        "all": len(rows),
        "whole": await whole_mark(mode, key),
        "whole_url": review_url(datasette, "whole", tilde_encode(key)),
        "add_url": review_url(datasette, "add", tilde_encode(key)),
        "list_url": review_url(datasette),
    }


def _page(
    datasette: Any,
    database: str,
    article: Row,
    rows: Sequence[Row],
    spans: Iterable[Row],
    *,
    beside: Mapping[str, Markup],
) -> Row:
    """Return all that the template of the reader needs."""
    voices = voices_of(rows, lambda key: row_url(datasette, database, "speakers", key))
    shown = {row["id"]: show(row, voices, datasette, database) for row in rows}
    shown |= {key: replace(shown[key], buttons=html) for key, html in beside.items()}
    title = article["title"] or article["path"] or article["id"]
    link = article["url"] if wording.is_web(article["url"]) else None
    body = [
        block
        for block in blocks(article["text"], marks_of(shown, spans), sections_of(article))
        if block.role != "title" or _plain(block.html) != _plain(title)
    ]
    rows = [row for row in rows if not is_wrong(row)]
    kinds = Counter("aside" if is_aside(row) else row["kind"] for row in rows)
    table = datasette.urls.table(database, "quotes")
    return {
        "database": database,
        "article": article,
        "title": title,
        "is_cut": wording.is_cut(title, article["text"]),
        "day": wording.day(article["published"]),
        "link": link,
        "host": wording.host(link) if link else None,
        "blocks": body,
        "is_broken": any(block.runs_on for block in body),
        "voices": list(voices.values()),
        "kinds": kinds,
        "said": sum(is_said(row) for row in rows),
        "speakers": sum(voice.quotes > 0 and voice.url is not None for voice in voices.values()),
        "unsure": sum(map(is_unsure, rows)),
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
