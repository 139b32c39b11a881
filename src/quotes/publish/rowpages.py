"""What the row pages of our tables show above the stock row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette.database import QueryInterrupted
from datasette.utils import urlsafe_components

from quotes.publish import wording
from quotes.publish.closing import closed
from quotes.publish.compare import other_articles
from quotes.publish.judging import buttons, mode_for
from quotes.publish.ours import SHOWN, Row, is_ours, may_see, reader_url, row_url, select
from quotes.publish.paragraphs import Stretch
from quotes.publish.said import CONDITION, NOT_WRONG
from quotes.publish.speakers import beyond
from quotes.publish.typeset import TAIL, typeset
from quotes.publish.voices import marks_of, show, voices_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from quotes.review.mode import Mode

MOST = 60  # quotes on a speaker's page; the rest is one link away
NEEDED = ("articles", "names", *SHOWN)
QUOTE = """
    select quotes.*, articles.text, articles.title, articles.publisher, articles.published,
      speakers.name as speaker, speakers.type as speaker_type
    from quotes join articles on articles.id = quotes.article_id
      left join speakers on speakers.id = quotes.speaker_id
    where quotes.id = :key
"""
SPANS = """select quote_id, role, start, "end" from spans where quote_id = :key order by start"""
SPEAKER = f"""
    select speakers.*, count(quotes.id) as quotes, count(distinct quotes.article_id) as articles
    from speakers left join quotes on quotes.speaker_id = speakers.id
      and {CONDITION}
    where speakers.id = :key group by speakers.id
"""
SAID = f"""
    select quotes.id, quotes.kind, quotes.cue, quotes.content, quotes.confidence,
      quotes.article_id,
      coalesce(articles.title, articles.path, articles.id) as title,
      articles.publisher, articles.published
    from quotes join articles on articles.id = quotes.article_id
    where quotes.speaker_id = :key and {CONDITION}
    order by articles.published desc, articles.id, quotes.start limit {MOST}
"""
NAMES = """
    select name, count(*) as times, count(distinct article_id) as articles from names
    where speaker_id = :key and form != 'pronoun' group by name order by times desc, name limit 24
"""
DESCRIPTIONS = f"""
    select description, min(article_id) as article_id, min(id) as id from quotes
    where speaker_id = :key and description is not null and {NOT_WRONG}
    group by description order by count(*) desc limit 12
"""

TITLE = "select coalesce(title, path, id) as title from articles where id = :key"


async def row_page(datasette: Any, request: Any, database: str, table: str) -> Row | None:
    """Return what to show above a row of ours that this visitor may see."""
    key = await _key(datasette, request, database, table)
    if key is None or not await may_see(datasette, request, database, NEEDED):
        return None
    try:
        page = await PAGES[table](datasette, database, key)
        if page and table in BEYOND:
            page |= await BEYOND[table](datasette, request, database, page)
    except QueryInterrupted:
        return {"page": "slow"}
    mode = await mode_for(datasette, request, database)
    if mode and page and table == "quotes":
        page["buttons"] = buttons(datasette, page["quote"])
        page["history"] = await _said_of(mode, key)
    return page


async def _said_of(mode: Mode, quote: str) -> list[Row]:
    """Return what was said of a quote so far."""
    from quotes.publish.kept import said_of  # noqa: PLC0415  only a review needs it

    return await said_of(mode, quote)


async def _key(datasette: Any, request: Any, database: str, table: str) -> str | None:
    """Return the row's key, None where the row is not ours to show."""
    if table not in PAGES or not await is_ours(datasette, database):
        return None
    keys: list[str] = urlsafe_components(request.url_vars.get("pks", ""))
    return keys[0] if len(keys) == 1 else None


async def quote_page(datasette: Any, database: str, key: str) -> Row | None:
    """Return a quote in its sentence."""
    rows = await select(datasette, database, QUOTE, key=key)
    if not rows:
        return None
    quote = rows[0]
    voices = voices_of(rows, lambda speaker: row_url(datasette, database, "speakers", speaker))
    shown = {key: show(quote, voices, datasette, database)}
    spans = await select(datasette, database, SPANS, key=key)
    sentence = next(typeset(quote["text"], marks_of(shown, spans), [around(quote)]))
    return {
        "page": "quote",
        "quote": quote,
        "sentence": sentence,
        "voice": voices.get(quote["speaker_id"]),
        "title": quote["title"] or quote["article_id"],
        "day": wording.day(quote["published"]),
        "manner": wording.manner(quote),
        "url": reader_url(datasette, database, quote["article_id"], key),
        "wording": wording,
    }


def around(quote: Row) -> Stretch:
    """Return the sentences of a quote, with the marks that close it."""
    tail = TAIL.match(quote["text"], quote["end"])
    end = max(quote["sentence_end"] or 0, tail.end() if tail else quote["end"])
    start = quote["start"]
    if quote["sentence_end"]:
        start = min(quote["sentence_start"], start)
    return Stretch(start, end)


async def speaker_page(datasette: Any, database: str, key: str) -> Row | None:
    """Return who a speaker is and what they said, newest first."""
    speakers = await select(datasette, database, SPEAKER, key=key)
    if not speakers:
        return None
    said = await closed(datasette, database, await select(datasette, database, SAID, key=key))
    for row in said:
        row["url"] = reader_url(datasette, database, row["article_id"], row["id"])
        row["read"] = reader_url(datasette, database, row["article_id"])
        row["row"] = row_url(datasette, database, "quotes", row["id"])
        row["day"] = wording.day(row["published"])
    descriptions = await select(datasette, database, DESCRIPTIONS, key=key)
    for row in descriptions:
        row["url"] = reader_url(datasette, database, row["article_id"], row["id"])
    return {
        "page": "speaker",
        "speaker": speakers[0],
        "said": said,
        "names": await select(datasette, database, NAMES, key=key),
        "descriptions": descriptions,
        "more": f"{datasette.urls.table(database, 'said')}?speaker_id={key}",
        "wording": wording,
    }


async def article_page(datasette: Any, database: str, key: str) -> Row | None:
    """Return the way from an article's row to its reader."""
    rows = await select(datasette, database, TITLE, key=key)
    url = reader_url(datasette, database, key)
    return {"page": "article", "title": rows[0]["title"], "url": url} if rows else None


# What the rest of the collection has to do with the row.
BEYOND: dict[str, Callable[[Any, Any, str, Row], Awaitable[Row]]] = {
    "quotes": other_articles,
    "speakers": beyond,
}
PAGES: dict[str, Callable[[Any, str, str], Awaitable[Row | None]]] = {
    "quotes": quote_page,
    "speakers": speaker_page,
    "articles": article_page,
}
