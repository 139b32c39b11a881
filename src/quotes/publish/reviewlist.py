"""The list of what there is to review: least sure first, by kind, speaker and article."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from quotes.publish import wording
from quotes.publish.judging import buttons, review_url
from quotes.publish.kept import in_thread
from quotes.publish.ours import Row, reader_url, row_url, select
from quotes.publish.rowpages import around
from quotes.publish.typeset import typeset
from quotes.publish.voices import marks_of, show, voices_of
from quotes.review.apply import stale_verdicts
from quotes.review.gold import no_longer_whole
from quotes.review.judge import KINDS

if TYPE_CHECKING:
    from markupsafe import Markup
    from sqlite_utils import Database

    from quotes.review.mode import Mode

STATES = ("open", "right", "wrong", "fixed", "added", "stale")
SHOWN = 40  # quotes on a page
FILTERS = ("state", "kind", "speaker", "article", "all", "page")
COUNTS = """
select coalesce(verdict, 'open') as state, count(*) as quotes from quotes
where (:all = '1' or verdict is not null
  or (kind != 'scare' and cue_class in ('speech', 'writing')))
group by 1
"""
LISTED = f"""
with listed as (select quotes.id from quotes join articles on articles.id = quotes.article_id
  left join speakers on speakers.id = quotes.speaker_id
where coalesce(quotes.verdict, 'open') = :state
  and (:all = '1' or quotes.verdict is not null or (quotes.kind != 'scare'
    and quotes.cue_class in ('speech', 'writing')))
  and (:kind = '' or quotes.kind = :kind)
  and (:speaker = '' or instr(lower(speakers.name), lower(:speaker)))
  and (:article = '' or articles.id = :article or instr(lower(articles.title), lower(:article)))
order by quotes.confidence, quotes.article_id, quotes.start limit {SHOWN + 1} offset :offset)
select quotes.*, articles.text, coalesce(articles.title, articles.path, articles.id) as title,
  speakers.name as speaker, speakers.type as speaker_type
from listed join quotes on quotes.id = listed.id join articles on articles.id = quotes.article_id
  left join speakers on speakers.id = quotes.speaker_id
order by quotes.confidence, quotes.article_id, quotes.start
"""
SPANS = """
select quote_id, role, start, "end" from spans
where quote_id in (select value from json_each(:keys)) order by start
"""


async def list_page(datasette: Any, request: Any, mode: Mode) -> Row:
    """Return what the list shows for the filters that are asked for."""
    asked = {name: (request.args.get(name) or "").strip() for name in FILTERS}
    asked["state"] = asked["state"] if asked["state"] in STATES else "open"
    number = int(asked["page"]) if asked["page"].isdecimal() and len(asked["page"]) < 7 else 1  # noqa: PLR2004
    counts = await select(datasette, mode.database, COUNTS, all=asked["all"])
    stale, changed = await in_thread(_gone, mode)
    quotes = [] if asked["state"] == "stale" else await _quotes(datasette, mode, asked, number)
    return {
        "database": mode.database,
        "who": (request.actor or {}).get("id"),
        "asked": {name: value for name, value in asked.items() if value and name != "page"},
        "number": number,
        "counts": {row["state"]: row["quotes"] for row in counts} | {"stale": len(stale)},
        "states": [_state(datasette, asked, state) for state in STATES],
        "kinds": KINDS,
        "quotes": quotes[:SHOWN],
        "before": _page_url(datasette, asked, number - 1) if number > 1 else None,
        "after": _page_url(datasette, asked, number + 1) if len(quotes) > SHOWN else None,
        "stale": stale if asked["state"] == "stale" else [],
        "changed": changed,
        "list_url": review_url(datasette),
        "wording": wording,
    }


def _state(datasette: Any, asked: Row, state: str) -> Row:
    """Return the way to the quotes of another state."""
    values = {name: value for name, value in asked.items() if value and name != "page"}
    url = f"{review_url(datasette)}?{urlencode(values | {'state': state})}"
    return {"name": state, "url": url, "is_here": state == asked["state"]}


def _page_url(datasette: Any, asked: Row, number: int) -> str:
    values = {name: value for name, value in asked.items() if value} | {"page": number}
    return f"{review_url(datasette)}?{urlencode(values)}"


def _gone(db: Database, review: Database) -> tuple[list[Row], list[str]]:
    """Return the verdicts whose text is gone, and the articles no longer reviewed whole."""
    stale = [
        {
            "article_id": verdict.article_id,
            "verdict": verdict.verdict,
            "words": " […] ".join(piece.words for piece in verdict.about["content"]),
            "speaker": verdict.speaker,
            "who": verdict.who,
            "day": wording.day(verdict.decided),
        }
        for verdict in stale_verdicts(db, review)
    ]
    return stale, no_longer_whole(db, review)


async def _quotes(datasette: Any, mode: Mode, asked: Row, number: int) -> list[Row]:
    """Return the quotes of a page, each in its sentence with its buttons."""
    values: Row = {name: asked[name] for name in ("state", "kind", "speaker", "article", "all")}
    offset = (number - 1) * SHOWN
    rows = await select(datasette, mode.database, LISTED, **values, offset=offset)
    keys = json.dumps([row["id"] for row in rows])
    spans: dict[str, list[Row]] = {}
    for span in await select(datasette, mode.database, SPANS, keys=keys):
        spans.setdefault(span["quote_id"], []).append(span)
    for row in rows:
        row["sentence"] = _sentence(datasette, mode, row, spans.get(row["id"], []))
        row["buttons"] = buttons(datasette, row)
        row["url"] = reader_url(datasette, mode.database, row["article_id"], row["id"])
        row["row_url"] = row_url(datasette, mode.database, "quotes", row["id"])
    return rows


def _sentence(datasette: Any, mode: Mode, row: Row, spans: list[Row]) -> Markup:
    """Return a quote in its sentence, marked."""
    voices = voices_of([row], lambda _: "")
    shown = {row["id"]: show(row, voices, datasette, mode.database)}
    return next(typeset(row["text"], marks_of(shown, spans), [around(row)]))
