"""The schema of the database, one function a change."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("quotes")


@migrations()
def m001_tables(db: Database) -> None:
    """Create runs, articles, speakers, names, quotes, spans and problems."""
    db.table("runs").create(
        {
            "id": int,
            "started": str,
            "finished": str,
            "version": str,
            "models": str,
            "articles": int,
            "unchanged": int,
            "quotes": int,
            "problems": int,
        },
        pk="id",
    )
    db.table("articles").create(
        {
            "id": str,
            "title": str,
            "publisher": str,
            "published": str,
            "byline": str,
            "url": str,
            "path": str,
            "words": int,
            "text": str,
            "original": str,
            "segments": str,
            "sections": str,
            "digest": str,
            "run_id": int,
        },
        pk="id",
        not_null={"text", "digest"},
        foreign_keys=[("run_id", "runs", "id")],
    )
    db.table("speakers").create(
        {"id": str, "name": str, "type": str, "description": str},
        pk="id",
        not_null={"name", "type"},
    )
    db.table("names").create(
        {
            "speaker_id": str,
            "article_id": str,
            "name": str,
            "form": str,
            "start": int,
            "end": int,
        },
        pk=("speaker_id", "article_id", "start", "end"),
        foreign_keys=[("speaker_id", "speakers", "id"), ("article_id", "articles", "id")],
    )
    db.table("quotes").create(
        {
            "id": str,
            "article_id": str,
            "speaker_id": str,
            "kind": str,
            "quote": str,
            "content": str,
            "source": str,
            "cue": str,
            "cue_class": str,
            "description": str,
            "relayed_by": str,
            "addressee": str,
            "anonymity_reason": str,
            "confidence": float,
            "words": int,
            "start": int,
            "end": int,
            "sentence_start": int,
            "sentence_end": int,
            "run_id": int,
        },
        pk="id",
        not_null={"article_id", "kind", "quote", "content", "start", "end"},
        foreign_keys=[
            ("article_id", "articles", "id"),
            ("speaker_id", "speakers", "id"),
            ("run_id", "runs", "id"),
        ],
    )
    db.table("spans").create(
        {"quote_id": str, "role": str, "start": int, "end": int, "text": str},
        pk=("quote_id", "role", "start", "end"),
        foreign_keys=[("quote_id", "quotes", "id")],
    )
    db.table("problems").create(
        {"id": int, "run_id": int, "path": str, "problem": str, "seen": str},
        pk="id",
        foreign_keys=[("run_id", "runs", "id")],
    )


@migrations()
def m002_search_and_indexes(db: Database) -> None:
    """Search over quotes and articles, indexes for facets and joins."""
    db.table("quotes").enable_fts(
        ["content", "source"], tokenize="porter unicode61", create_triggers=True
    )
    db.table("articles").enable_fts(
        ["title", "text"], tokenize="porter unicode61", create_triggers=True
    )
    indexed = {
        "quotes": ("kind", "cue_class", "confidence", "article_id", "speaker_id", "run_id"),
        "articles": ("published", "path", "run_id"),
        "speakers": ("type",),
        "names": ("article_id",),
        "problems": ("path", "run_id"),
    }
    for table, columns in indexed.items():
        for column in columns:
            db.table(table).create_index([column])


@migrations()
def m003_views(db: Database) -> None:
    """Create the views for what people ask; they show speech and writing."""
    db.create_view(
        "said",
        """
        select quotes.id, speakers.name as speaker, speakers.type as speaker_type,
          quotes.kind, quotes.content, quotes.cue, quotes.source, quotes.description,
          articles.title as article, articles.publisher, articles.published,
          quotes.confidence, quotes.article_id, quotes.speaker_id,
          quotes.rowid as quote_rowid,
          substr(articles.text, quotes.sentence_start + 1,
            quotes.sentence_end - quotes.sentence_start) as sentence
        from quotes join articles on articles.id = quotes.article_id
          left join speakers on speakers.id = quotes.speaker_id
        where quotes.kind != 'scare' and quotes.cue_class in ('speech', 'writing')
        """,
    )
    db.create_view(
        "most_quoted",
        """
        select speakers.id, speakers.name, speakers.type, speakers.description,
          count(*) as quotes, sum(quotes.kind = 'direct') as direct,
          count(distinct quotes.article_id) as articles, sum(quotes.words) as words
        from speakers join quotes on quotes.speaker_id = speakers.id
        where quotes.kind != 'scare' and quotes.cue_class in ('speech', 'writing')
        group by speakers.id order by quotes desc, words desc, name, speakers.id
        """,
    )
    db.create_view(
        "unnamed",
        """
        select articles.title as article, articles.publisher, speakers.name as speaker,
          speakers.type, quotes.anonymity_reason, quotes.content, quotes.kind,
          quotes.confidence, quotes.article_id, quotes.speaker_id, quotes.id as quote_id
        from quotes join speakers on speakers.id = quotes.speaker_id
          join articles on articles.id = quotes.article_id
        where speakers.type in ('anonymous_person', 'group') and quotes.kind != 'scare'
          and quotes.cue_class in ('speech', 'writing')
        """,
    )
    db.create_view(
        "not_verbatim",
        """
        select spans.quote_id, spans.role, spans.start, spans."end", spans.text
        from spans join quotes on quotes.id = spans.quote_id
          join articles on articles.id = quotes.article_id
        where substr(articles.text, spans.start + 1, spans."end" - spans.start) != spans.text
        union all
        select quotes.id, 'quote', quotes.start, quotes."end", quotes.quote
        from quotes join articles on articles.id = quotes.article_id
        where substr(articles.text, quotes.start + 1, quotes."end" - quotes.start) != quotes.quote
        """,
    )


@migrations()
def m004_circumstances(db: Database) -> None:
    """Add when, where and how something was said; empty for what was extracted before."""
    quotes = db.table("quotes")
    quotes.add_column("said_when", str)
    quotes.add_column("said_where", str)
    quotes.add_column("stance", str)
    for flag in ("negated", "hedged", "verbatim"):
        quotes.add_column(flag, int)
    quotes.create_index(["stance"])
    db.create_view(
        "said",
        """
        select quotes.id, speakers.name as speaker, speakers.type as speaker_type,
          quotes.kind, quotes.content, quotes.cue, quotes.source, quotes.description,
          quotes.addressee, quotes.said_when, quotes.said_where, quotes.stance,
          quotes.negated, quotes.hedged, quotes.verbatim,
          articles.title as article, articles.publisher, articles.published,
          quotes.confidence, quotes.article_id, quotes.speaker_id,
          quotes.rowid as quote_rowid,
          substr(articles.text, quotes.sentence_start + 1,
            quotes.sentence_end - quotes.sentence_start) as sentence
        from quotes join articles on articles.id = quotes.article_id
          left join speakers on speakers.id = quotes.speaker_id
        where quotes.kind != 'scare' and quotes.cue_class in ('speech', 'writing')
        """,
        replace=True,
    )
