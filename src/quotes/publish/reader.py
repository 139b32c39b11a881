"""The article reader: an article with its quotes marked, speaker by speaker."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datasette import Forbidden, NotFound, Response
from datasette.utils import tilde_decode, tilde_encode

from quotes.publish import wording
from quotes.publish.ours import SHOWN, fetch, is_ours, may_see, row_url
from quotes.publish.typeset import Mark, Shown, Stretch, blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HUES = 12
LINES = 5
ASIDE = frozenset({"thought", "other"})
ROLES = frozenset({"content", "cue", "source"})
PATIENCE = 20_000  # milliseconds: a book with ten thousand quotes is still an article
QUOTES = """
    select quotes.id, quotes.kind, quotes.cue_class, quotes.confidence, quotes.words,
      quotes.description, quotes.start, quotes.speaker_id, speakers.name as speaker,
      speakers.type as speaker_type
    from quotes left join speakers on speakers.id = quotes.speaker_id
    where quotes.article_id = :article order by quotes.start, quotes."end" desc
"""
SPANS = """
    select spans.quote_id, spans.role, spans.start, spans."end"
    from spans join quotes on quotes.id = spans.quote_id
    where quotes.article_id = :article order by spans.start, spans."end" desc
"""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as listed in the margin of an article."""

    number: str
    look: str
    name: str
    type: str
    description: str | None
    quotes: int
    words: int
    share: float
    url: str | None
    first: str | None


async def read(datasette: Any, request: Any) -> Response:
    """Answer with the reader's page of an article."""
    try:
        database = datasette.get_database(route=tilde_decode(request.url_vars["database"])).name
    except KeyError as error:
        raise NotFound("There is no such database") from error
    if not await is_ours(datasette, database):
        raise NotFound("There are no articles in this database")
    article = await _article(datasette, request, database)
    if not await may_see(datasette, request, database, SHOWN):
        raise Forbidden("You may not see the quotes of this database")
    rows = await _select(datasette, database, QUOTES, article["id"])
    spans = await _select(datasette, database, SPANS, article["id"])
    page = _page(datasette, database, article, rows, spans)
    html = await datasette.render_template("quotes_read.html", page, request, view_name="read")
    return Response.html(html)


async def _article(datasette: Any, request: Any, database: str) -> Row:
    """Return the article's row, if there is one that this visitor may see."""
    key = tilde_encode(tilde_decode(request.url_vars["article"]))
    url = datasette.urls.row(database, "articles", key, format="json")
    found = await fetch(datasette, request, url + "?_shape=objects")
    row: Row = found["rows"][0]
    return row


async def _select(datasette: Any, database: str, sql: str, article: str) -> list[Row]:
    """Return the rows of a query about an article."""
    db = datasette.get_database(database)
    found = await db.execute(sql, {"article": article}, custom_time_limit=PATIENCE)
    return [dict(row) for row in found.rows]


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
        "day": wording.day(article["published"]),
        "link": article["url"] if wording.is_web(article["url"]) else None,
        "host": wording.host(article["url"]) if wording.is_web(article["url"]) else None,
        "blocks": body,
        "voices": list(voices.values()),
        "kinds": kinds,
        "said": sum(is_said(row) for row in rows),
        "unsure": sum(is_unsure(row) for row in rows),
        "wording": wording,
        "rows_url": f"{table}?article_id={tilde_encode(article['id'])}",
        "row_url": row_url(datasette, database, "articles", article["id"]),
        "metadata": datasette.metadata() if hasattr(datasette, "metadata") else {},
    }


def voices_of(rows: Sequence[Row], url: Any) -> dict[str | None, Voice]:
    """Return the speakers in the order in which they come, numbered."""
    told: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        if is_said(row):
            told[row["speaker_id"]].append(row)
    for row in rows:
        if row["kind"] != "scare":
            told.setdefault(row["speaker_id"], [])
    unknown = {None: told.pop(None)} if None in told else {}
    total = sum(row["words"] or 0 for group in [*told.values(), *unknown.values()] for row in group)
    names = {row["speaker_id"]: row for row in rows}
    voices: dict[str | None, Voice] = {
        key: _voice(number, names[key], group, total, url(key))
        for number, (key, group) in enumerate(told.items(), 1)
    }
    for group in unknown.values():
        voices[None] = _voice(0, names[None], group, total, None)
    return voices


def _voice(number: int, row: Row, told: Sequence[Row], total: int, url: str | None) -> Voice:
    """Return one entry of the margin; without a number for those not known."""
    words = sum(each["words"] or 0 for each in told)
    return Voice(
        number=str(number) if number else "–",
        look=f"h{(number - 1) % HUES} u{(number - 1) % LINES}" if number else "h-none u0",
        name=row["speaker"] or "Not known who",
        type=row["speaker_type"] or "unknown",
        description=next((each["description"] for each in told if each["description"]), None),
        quotes=len(told),
        words=words,
        share=words / total if total else 0.0,
        url=url,
        first=told[0]["id"] if told else None,
    )


def show(row: Row, voices: Mapping[str | None, Voice], datasette: Any, database: str) -> Shown:
    """Return a quote as it is shown in the text."""
    scare = row["kind"] == "scare"
    voice = None if scare else voices[row["speaker_id"]]
    look = [f"k-{row['kind']}", voice.look if voice else "h-none"]
    look += ["aside"] if is_aside(row) else []
    look += ["unsure"] if is_unsure(row) else []
    who = voice.name if voice else "words in quotation marks"
    hint = wording.KINDS[row["kind"]] if scare else f"{who}, {wording.KINDS[row['kind']]}"
    if row["confidence"] is not None and not scare:
        sure = wording.certainty(row["confidence"])
        hint += f", {wording.percent(row['confidence'])} {sure}"
    label = "" if voice is None else voice.number + ("?" if is_unsure(row) else "")
    url = row_url(datasette, database, "quotes", row["id"])
    return Shown(row["id"], label or "*", " ".join(look), who, hint, url)


def marks_of(shown: Mapping[str, Shown], spans: Iterable[Row]) -> list[Mark]:
    """Return the stretches to mark, each quote's first piece known as such."""
    marks, begun = [], set()
    for span in spans:
        quote = shown.get(span["quote_id"])
        if quote and span["role"] in ROLES and span["start"] < span["end"]:
            first = span["role"] == "content" and quote.id not in begun
            marks.append(Mark(span["start"], span["end"], span["role"], quote, first))
            begun |= {quote.id} if first else set()
    return marks


def sections_of(article: Row) -> list[Stretch]:
    """Return the parts of an article that are not its body."""
    found = json.loads(article["sections"] or "[]")
    return [Stretch(start, end, role) for start, end, role in found]


def is_aside(row: Row) -> bool:
    """Tell whether a quote is a thought or the like, shown only on demand."""
    return row["kind"] != "scare" and row["cue_class"] in ASIDE


def is_said(row: Row) -> bool:
    """Tell whether somebody said or wrote this."""
    return row["kind"] != "scare" and not is_aside(row)


def is_unsure(row: Row) -> bool:
    """Tell whether a quote should be looked at before it is used."""
    return row["confidence"] is not None and row["confidence"] < wording.UNSURE


def _plain(words: str) -> str:
    """Return words so that a headline is known again."""
    return " ".join(str(words).split()).casefold()
