"""Closing marks: a quotation at the end of a content, shown with the mark that closes it.

A content ends before the mark that closes it (“a pipe dream), and so it is stored. Where it is
shown as a quote, the marks that the article has right after it follow, if it holds those that
they close.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from quotes.publish.ours import Row, select

if TYPE_CHECKING:
    from collections.abc import Sequence

CUT = " … "  # at the end of a snippet: the article goes on with other words
OPENS = {"”": "“", "’": "‘", "»": "«", '"': '"', "'": "'", "''": "''"}
MARK = re.compile(r"''|[”’»\"']")
APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
OPENING = re.compile(r"[“‘«\"']|``")
CLOSES = re.compile(r"[\w.,;:!?…%)\]]$")  # what stands before a straight mark that closes
AFTER = """
    select quotes.id, substr(articles.text, quotes."end" + 1, 8) as after
    from json_each(:ids) as wanted cross join quotes on quotes.id = wanted.value
      join articles on articles.id = quotes.article_id
"""


async def closed(
    datasette: Any, database: str, rows: Sequence[Row], words: str = "content", key: str = "id"
) -> list[Row]:
    """Return rows of quotes, their words with the marks that close them; ``key`` is the quote."""
    ids = [
        row[key]
        for row in rows
        if OPENING.search(row[words]) and any(_is_open(row[words], mark) for mark in OPENS)
    ]
    if not ids:
        return list(rows)
    found = await select(datasette, database, AFTER, ids=json.dumps(ids))
    after = {row["id"]: row["after"] for row in found}
    return [row | {words: row[words] + marks(row[words], after.get(row[key], ""))} for row in rows]


def marks(words: str, after: str) -> str:
    """Return the marks right after some words that close what was opened in them."""
    found = ""
    mark = MARK.match(after)
    while mark and _is_open(words + found, mark[0]):
        found += mark[0]
        mark = MARK.match(after, mark.end())
    return found


def _is_open(words: str, mark: str) -> bool:
    """Tell whether a quotation that this mark closes is open at the end of some words."""
    if words.endswith(CUT):
        return False
    plain = APOSTROPHE.sub("", words).replace("``", "''")
    before, opening, within = plain.rpartition(OPENS[mark])
    if opening == mark:
        return CLOSES.search(before) is None
    return bool(opening) and mark not in within
