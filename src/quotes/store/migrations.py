"""The schema of the database, one function a change."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from quotes.collection.same import bucket
from quotes.ids import digest
from quotes.store.collection import settle
from quotes.store.profiles import PROFILE

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


@migrations()
def m005_appearances(db: Database) -> None:
    """Add the speakers of each article beside those of the collection, and decisions on them."""
    appearance = {
        **dict.fromkeys(("id", "article_id", "speaker_id", "name", "type", "description"), str),
        **dict.fromkeys(("title", "organization", "country", "role", "seniority"), str),
        "number": int,
        "called": str,
        "bucket": str,
    }
    table = db.table("appearances").create(
        appearance,
        pk="id",
        not_null={"article_id", "speaker_id", "name", "type", "called"},
        foreign_keys=[("article_id", "articles", "id"), ("speaker_id", "speakers", "id")],
    )
    for columns in (
        ["article_id"],
        ["bucket", "called", "type", "country", "role"],
        ["speaker_id", "description"],
        ["role"],
        ["organization"],
        ["country"],
    ):
        table.create_index(columns)
    db.execute(  # autoincrement, or a number that somebody noted would come to mean another
        "create table decisions (id integer primary key autoincrement, kind text, name text,"
        " key text, article_id text, speaker text, into_key text, into_type text,"
        " identifier text, decided text)"
    )
    for column in ("key", "into_key"):
        db.table("decisions").create_index([column])
    db.table("speakers").add_column("identifier", str)
    for name in ("quotes", "names"):
        db.table(name).add_column("appearance_id", str)
    _fill_appearances(db)
    db.create_view(
        "said",
        """
        select quotes.id, speakers.name as speaker, speakers.type as speaker_type,
          quotes.kind, quotes.content, quotes.cue, quotes.source, quotes.description,
          appearances.role, appearances.organization, appearances.country,
          quotes.addressee, quotes.said_when, quotes.said_where, quotes.stance,
          quotes.negated, quotes.hedged, quotes.verbatim,
          articles.title as article, articles.publisher, articles.published,
          quotes.confidence, quotes.article_id, quotes.speaker_id,
          quotes.rowid as quote_rowid,
          substr(articles.text, quotes.sentence_start + 1,
            quotes.sentence_end - quotes.sentence_start) as sentence
        from quotes join articles on articles.id = quotes.article_id
          left join speakers on speakers.id = quotes.speaker_id
          left join appearances on appearances.id = quotes.appearance_id
        where quotes.kind != 'scare' and quotes.cue_class in ('speech', 'writing')
        """,
        replace=True,
    )


def _fill_appearances(db: Database) -> None:
    """Make the speakers of stored articles appear in them, and join them anew."""
    rows = db.execute(
        "select article_id, speaker_id, name, type, max(quotes.description) from quotes"
        " join speakers on speakers.id = speaker_id group by article_id, speaker_id"
    ).fetchall()
    buckets = set()
    for article_id, speaker_id, name, type_, description in rows:
        key = digest([article_id, speaker_id])
        shared = bucket(name, type_)
        db.table("appearances").insert(
            {
                "id": key,
                "article_id": article_id,
                "speaker_id": speaker_id,
                "name": name,
                "type": type_,
                "description": description,
                "called": name,
                "bucket": shared,
            }
        )
        for table in ("quotes", "names"):
            db.execute(
                f"update {table} set appearance_id = ? where article_id = ? and speaker_id = ?",
                [key, article_id, speaker_id],
            )
        buckets |= {shared} if shared else set()
    settle(db, buckets)


@migrations()
def m006_verdicts(db: Database) -> None:
    """Add what a person said of quotes, and what the program had said of them."""
    db.table("quotes").add_column("verdict", str)
    db.table("quotes").create_index(["verdict"])
    db.table("appearances").add_column("reviewed", int)
    overruled = {"quote_id": str, "article_id": str, "verdict_id": int, "said": str, "spans": str}
    db.table("overruled").create(
        overruled,
        pk="quote_id",
        not_null={"article_id", "verdict_id"},
        foreign_keys=[("quote_id", "quotes", "id"), ("article_id", "articles", "id")],
    )
    db.table("overruled").create_index(["article_id"])
    for name in ("said", "most_quoted", "unnamed"):
        _leave_out_wrong(db, name)


@migrations()
def m007_raw_digest(db: Database) -> None:
    """Add a digest of the bytes of an article, by which it is known without being read."""
    db.table("articles").add_column("raw_digest", str)


def _leave_out_wrong(db: Database, name: str) -> None:
    """Make a view of quotes leave out those that a person called wrong."""
    query = db.view(name).schema.split(maxsplit=4)[4]  # behind: create view NAME as
    said = "quotes.cue_class in ('speech', 'writing')"
    query = query.replace(said, f"{said} and quotes.verdict is not 'wrong'")
    if name == "said":
        query = query.replace("quotes.confidence,", "quotes.confidence, quotes.verdict,")
    db.create_view(name, query, replace=True)


@migrations()
def m008_profiles(db: Database) -> None:
    """Index who may be the same by all that is looked at, so that it need not be counted."""
    db.execute("drop index if exists idx_appearances_bucket_called_type_country_role")
    columns = f"bucket, {PROFILE}, speaker_id"
    db.execute(f"create index idx_appearances_bucket_profile on appearances ({columns})")


@migrations()
def m009_counting(db: Database) -> None:
    """Index what is counted, article by article and speaker by speaker, beside what it hangs on."""
    for name in ("article_id", "speaker_id", "cue_class"):
        db.execute(f"drop index if exists idx_quotes_{name}")
    said = ["cue_class", "kind", "verdict"]
    quotes = db.table("quotes")
    quotes.create_index(
        ["article_id", *said, "speaker_id", "words", "anonymity_reason"], "idx_quotes_by_article"
    )
    quotes.create_index(["speaker_id", *said, "article_id", "words"], "idx_quotes_by_speaker")
    db.table("articles").create_index(["id", "publisher", "published"], "idx_articles_outlet")
