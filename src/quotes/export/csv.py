"""CSV: one quote a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

QUERY = """
select quotes.id, quotes.kind, quotes.cue_class, quotes.content, speakers.name as speaker,
  speakers.type as speaker_type, quotes.description, appearances.title as speaker_title,
  appearances.role, appearances.seniority, appearances.organization, appearances.country,
  appearances.number, speakers.identifier, quotes.source, quotes.cue,
  quotes.relayed_by, quotes.addressee, quotes.said_when, quotes.said_where, quotes.stance,
  quotes.negated, quotes.hedged, quotes.verbatim, quotes.anonymity_reason, quotes.confidence,
  quotes.verdict, quotes.words, articles.id as article_id, articles.title, articles.publisher,
  articles.published, articles.url, articles.path, quotes.start, quotes."end"
from quotes join articles on articles.id = quotes.article_id
  left join speakers on speakers.id = quotes.speaker_id
  left join appearances on appearances.id = quotes.appearance_id
where quotes.confidence >= ? and quotes.verdict is not 'wrong'
order by articles.id, quotes.start, quotes."end", quotes.id
"""


def export_csv(db: Database, least: float = 0.0) -> Iterator[tuple[object, ...]]:
    """Yield the names of the columns, then a row a quote; offsets are those of the text.

    Quotes of less confidence than ``least`` are left out.
    """
    cursor = db.execute(QUERY, [least])
    yield tuple(column[0] for column in cursor.description)
    yield from cursor
