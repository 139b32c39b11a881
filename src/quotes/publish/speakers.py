"""What a speaker's page tells beyond what they said: when, with whom, as what, named by whom."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from quotes.publish import wording
from quotes.publish.canned import answer
from quotes.publish.charts import Head, counts
from quotes.publish.closing import closed
from quotes.publish.ours import Row, may_see, reader_url, row_url, select
from quotes.publish.periods import filled, name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

TOGETHER = 8
ABOUT = 6
PATIENCE = 1_000  # milliseconds: the page stands without these
PARTS = ("role", "organization", "country")
ROLES = """
    select role, organization, country, count(distinct article_id) as articles from appearances
    where speaker_id = :key and coalesce(role, organization, country) is not null
    group by role, organization, country order by articles desc, role limit 6
"""


async def beyond(datasette: Any, request: Any, database: str, page: Row) -> Row:
    """Return what the collection knows of a page's speaker, each part with the way to all of it."""
    key = page["speaker"]["id"]
    names = ("said_over_time", "quoted_together", "said_about")
    over_time, together, about = await asyncio.gather(
        *(answer(datasette, request, database, name, PATIENCE, speaker=key) for name in names)
    )
    found: Row = {}
    if await may_see(datasette, request, database, ["appearances"]):
        told = " ".join(
            [page["speaker"]["name"], *(r["description"] for r in page["descriptions"])]
        )
        found["roles"] = _roles(await select(datasette, database, ROLES, key=key), told.casefold())
    if over_time and over_time.rows:
        found["course"] = _course(over_time.rows)
        found["course_url"] = over_time.sql
    if together:
        found["together"] = together.rows[:TOGETHER]
        found["together_url"] = together.sql if len(together.rows) > TOGETHER else None
        for row in found["together"]:
            row["url"] = row_url(datasette, database, "speakers", row["speaker_id"])
    if about:
        shown = about.rows[:ABOUT]
        found["about"] = await closed(datasette, database, shown, key="quote_id")
        found["about_url"] = about.sql if len(about.rows) > ABOUT else None
        for row in found["about"]:
            row["url"] = reader_url(datasette, database, row["article_id"], row["quote_id"])
            row["day"] = wording.day(row["published"])
            if row["speaker_id"]:
                row["who"] = row_url(datasette, database, "speakers", row["speaker_id"])
    return found


def _roles(rows: Sequence[Row], told: str) -> list[Row]:
    """Return what articles say a speaker is, with the number of articles, unless it is told."""
    known = [([row[p] for p in PARTS if row[p]], row["articles"]) for row in rows]
    return [
        {"words": ", ".join(words), "articles": articles}
        for words, articles in known
        if not all(word.casefold() in told for word in words)
    ]


def _course(rows: Sequence[Row]) -> Markup | None:
    """Return how often a speaker is quoted over time, where there is more than one time."""
    periods = filled(rows, {"quotes": 0, "articles": 0})
    if len(periods) < 2:  # noqa: PLR2004  one column is no course
        return None
    most = max(periods, key=lambda row: row["quotes"])
    words = f"From {name_of(periods[0]['period'])} to {name_of(periods[-1]['period'])}; "
    words += f"most, {most['quotes']}, in {name_of(most['period'])}."
    return counts(Head("said-over-time", "Quotes and claims over time", words), periods)
