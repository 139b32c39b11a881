"""Compare: the same quote in several articles, and how its wording differs."""

from __future__ import annotations

import asyncio
import json
from itertools import chain
from sqlite3 import OperationalError
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted

from quotes.publish import wording
from quotes.publish.alike import FEWEST, RUN, WORD, given, groups, marked, wordings
from quotes.publish.closing import closed
from quotes.publish.memory import remembered
from quotes.publish.ours import Row, may_see, page_url, reader_url, row_url, select
from quotes.publish.pages import NEEDED as SHOWN
from quotes.publish.pages import answered, opened
from quotes.publish.said import CONDITION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from datasette import Response

    from quotes.publish.alike import Given

    Groups = tuple[list[list[Given]], bool]

NEEDED = (*SHOWN, "appearances")
READ = 10_000  # quotes that are held against each other at once
MATCHES = 300  # quotes that one is held against
PHRASES = 10
PATIENCE = 400  # milliseconds to look for other articles beside a page that stands without
PAGE = 10
WORDINGS = 12
ARTICLES = 8
KEPT = 4  # searches whose groups are remembered; they are large
QUOTED = f"{CONDITION} and quotes.kind in ('direct', 'mixed') and quotes.words >= {FEWEST}"
COLUMNS = """
    select quotes.id, quotes.article_id, quotes.content, quotes.speaker_id,
      (select published from articles where articles.id = quotes.article_id) as published
    from"""
LATEST = f"{COLUMNS} quotes where {QUOTED} order by quotes.rowid desc limit {READ + 1}"
FOUND = f"""
    {COLUMNS} quotes_fts cross join quotes on quotes.rowid = quotes_fts.rowid
    where quotes_fts match :match and {QUOTED} limit :most
"""
SEARCHED = FOUND.replace(":match", "'content : (' || escape_fts(:match) || ')'")
ONE = f"{COLUMNS} quotes where quotes.id = :key and {QUOTED}"
DETAILS = """
    select quotes.id, quotes.kind, quotes.content, quotes.confidence, quotes.article_id,
      quotes.speaker_id, coalesce(articles.title, articles.path, articles.id) as article,
      articles.publisher, articles.published,
      coalesce(appearances.name, speakers.name) as speaker
    from json_each(:ids) as wanted cross join quotes on quotes.id = wanted.value
      join articles on articles.id = quotes.article_id
      left join speakers on speakers.id = quotes.speaker_id
      left join appearances on appearances.id = quotes.appearance_id
"""


async def compare_page(datasette: Any, request: Any) -> Response:
    """Answer with the quotes that several articles give, wording by wording."""
    database = await opened(datasette, request, NEEDED)
    asked = {name: (request.args.get(name) or "").strip() for name in ("q", "quote")}
    here = page_url(datasette, database, "compare")
    page = {"database": database, "asked": asked, "here": here, "slow": False}
    page |= {"read": READ, "fewest": FEWEST}
    try:
        page |= await _compared(datasette, request, database, asked)
    except QueryInterrupted:
        page |= {"groups": [], "slow": True}
    return await answered(datasette, request, "compare", page)


async def _compared(datasette: Any, request: Any, database: str, asked: dict[str, str]) -> Row:
    """Return one page of the groups."""
    if asked["quote"]:
        found, is_cut = await group_of(datasette, database, asked["quote"]), False
    else:
        found, is_cut = await _all(datasette, database, asked["q"])
    number = request.args.get("page") or ""
    page = max(1, int(number[:6])) if number.isdecimal() else 1
    at = PAGE * (page - 1)
    shown = list(map(_told, found[at : at + PAGE]))
    rows = await _details(datasette, database, shown)
    groups = [_group(told, rows) for told in shown]
    _link(datasette, database, groups)

    def way(to: int) -> str:
        return urlencode({"page": str(to)} | {key: value for key, value in asked.items() if value})

    return {
        "groups": groups,
        "number": len(found),
        "is_cut": is_cut,
        "first": at + 1,
        "before": way(min(page - 1, -(-len(found) // PAGE))) if at and found else None,
        "after": way(page + 1) if len(found) > at + PAGE else None,
    }


async def _all(datasette: Any, database: str, words: str) -> Groups:
    """Return the groups of a search or of all quotes, and whether there were more to read."""

    async def find() -> Groups:
        rows = await _rows(datasette, database, words)
        return await asyncio.to_thread(_grouped, rows[:READ]), len(rows) > READ

    key = (words.casefold(), READ)
    return await remembered(datasette, database, "groups", key, find, most=KEPT)


async def _rows(datasette: Any, database: str, words: str) -> list[Row]:
    """Return the quotes that hold the words, or those stored last; one more than are read."""
    if not words:
        return await select(datasette, database, LATEST)
    try:
        return await select(datasette, database, SEARCHED, match=words, most=str(READ + 1))
    except OperationalError:  # no words, nothing but signs
        return []


async def group_of(
    datasette: Any, database: str, key: str, patience: int | None = None
) -> list[list[Given]]:
    """Return the group in which a quote is, or nothing."""
    rows = await select(datasette, database, ONE, patience, key=key)
    match = _match(rows[0]["content"]) if rows else ""
    if not match:
        return []
    most = str(MATCHES)
    rows += await select(datasette, database, FOUND, patience, match=match, most=most)
    unique = {row["id"]: row for row in rows}
    found = await asyncio.to_thread(_grouped, list(unique.values()))
    return [group for group in found if any(quote.id == key for quote in group)]


async def other_articles(datasette: Any, request: Any, database: str, page: Row) -> Row:
    """Return how many other articles give the quote of a page, and where they are compared."""
    quote = page["quote"]
    if not await may_see(datasette, request, database, NEEDED):
        return {}
    try:
        found = await group_of(datasette, database, quote["id"], PATIENCE)
    except QueryInterrupted:
        return {}
    articles = {each.article for group in found for each in group} - {quote["article_id"]}
    if not articles:
        return {}
    url = f"{page_url(datasette, database, 'compare')}?{urlencode({'quote': quote['id']})}"
    return {"others": {"number": len(articles), "url": url}}


def _match(content: str) -> str:
    """Return what to search for: the runs of words that are likely to be rare."""
    words = [found[0] for found in WORD.finditer(content)]
    runs = [" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]
    phrases = sorted(dict.fromkeys(runs), key=len, reverse=True)[:PHRASES]
    return " OR ".join(f'"{phrase}"' for phrase in phrases)


def _grouped(rows: Iterable[Row]) -> list[list[Given]]:
    """Return the groups, those whose wording differs first, then by number of articles."""
    return sorted(groups(given(*row.values()) for row in rows), key=_order)


def _order(group: Sequence[Given]) -> tuple[bool, int, str]:
    """Return where a group comes in the list."""
    is_same = len({quote.words for quote in group}) == 1
    return is_same, -len({quote.article for quote in group}), group[0].id


def _told(group: Iterable[Given]) -> list[list[Given]]:
    """Return the wordings, the longest and then the most frequent first; of each, the oldest."""
    base, *others = (sorted(same, key=_age) for same in wordings(group))
    return [base, *sorted(others, key=len, reverse=True)]


def _age(quote: Given) -> str:
    """Return when a quote was published, what is not known last."""
    return quote.published or "~"


async def _details(
    datasette: Any, database: str, shown: Iterable[Sequence[Sequence[Given]]]
) -> dict[str, Row]:
    """Return what the page shows beside the words of each quote that it shows."""
    ids = [quote.id for told in shown for same in told[:WORDINGS] for quote in same[:ARTICLES]]
    rows = await select(datasette, database, DETAILS, ids=json.dumps(ids))
    return {row["id"]: row for row in await closed(datasette, database, rows)}


def _link(datasette: Any, database: str, groups: Iterable[Row]) -> None:
    """Give the quotes that are shown the ways to their place and their speaker."""
    for group in groups:
        for row in (row for same in (group["base"], *group["others"]) for row in same["rows"]):
            row["url"] = reader_url(datasette, database, row["article_id"], row["id"])
            row["day"] = wording.day(row["published"])
            if row["speaker_id"]:
                row["who"] = row_url(datasette, database, "speakers", row["speaker_id"])


def _group(told: Sequence[Sequence[Given]], rows: dict[str, Row]) -> Row:
    """Return a group as it is shown: its longest wording, and the others marked against it."""
    quotes = list(chain.from_iterable(told))
    base, *others = (rows[same[0].id]["content"] for same in told[:WORDINGS])
    shown = [base, *(marked(base, other) for other in others)]
    first, *rest = (_wording(*each, rows) for each in zip(shown, told, strict=False))
    return {
        "articles": len({quote.article for quote in quotes}),
        "wordings": len(told),
        "speakers": len({quote.speaker for quote in quotes} - {None}),
        "base": first,
        "others": rest,
        "more": len(told) - len(shown),
    }


def _wording(html: Any, same: Sequence[Given], rows: dict[str, Row]) -> Row:
    """Return one wording with the articles that give it, the oldest first."""
    return {
        "html": html,
        "is_direct": rows[same[0].id]["kind"] == "direct",
        "rows": [rows[quote.id] for quote in same[:ARTICLES]],
        "more": len(same) - ARTICLES,
    }
