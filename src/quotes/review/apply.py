"""Apply: write verdicts through into the database of quotes, so that all that reads it has them.

Before anything is changed the article's quotes are as the program had them: what it said
of a quote that a person judged is kept in ``overruled``. So applying twice is applying once.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from quotes.review.match import match
from quotes.review.place import sentences_around
from quotes.review.speaker import describe, drop_named, speaker_for
from quotes.review.verdicts import articles_with_verdicts, in_effect
from quotes.review.words import ROLES
from quotes.store.database import transaction
from quotes.store.load import article_of
from quotes.store.rows import quote_row, span_rows
from quotes.types import Quote, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from quotes.review.match import Match
    from quotes.review.verdicts import Verdict
    from quotes.review.words import Spans
    from quotes.types import Article

Row = dict[str, Any]

CHANGED = ("kind", "cue_class", "quote", "content", "source", "cue", "confidence", "words")
PLACES = ("start", "end", "sentence_start", "sentence_end", "verbatim")
SAVED = (*CHANGED, *PLACES, "description", "appearance_id")
REPLACED = (*ROLES, "description")  # roles whose spans a verdict may change
KEPT = "select id, article_id from verdicts"
SPEAKER = """
update quotes set appearance_id = :key,
  speaker_id = (select speaker_id from appearances where id = :key) where id = :quote
"""


def apply_verdicts(
    db: Database, review: Database | None, articles: Iterable[str] | None = None
) -> list[Verdict]:
    """Apply the verdicts on some articles, or on all, and return those whose text is gone.

    Without a database of verdicts there are none: what was applied is taken back.
    """
    stale = []
    keys = _all_articles(db, review) if articles is None else articles
    for key in keys:
        with transaction(db):
            stale += _apply(db, key, list(in_effect(review, key)) if review else [])
    return stale


def _all_articles(db: Database, review: Database | None) -> list[str]:
    """Return the articles that have verdicts, and those that had some."""
    had = db.execute("select distinct article_id from overruled").fetchall()
    have = articles_with_verdicts(review) if review else []
    return sorted({*have, *(key for (key,) in had)})


def drop_lost(db: Database, review: Database | None) -> int:
    """Take back the verdicts that were applied but are not kept any more; return how many."""
    kept = set(review.execute(KEPT).fetchall()) if review else set()
    applied = db.execute("select verdict_id, article_id from overruled").fetchall()
    lost = [verdict for verdict in applied if verdict not in kept]
    apply_verdicts(db, review, sorted({article for _, article in lost}))
    return len(lost)


def stale_verdicts(db: Database, review: Database) -> list[Verdict]:
    """Return the verdicts in effect whose text is gone, the latest first."""
    verdicts: dict[str, list[Verdict]] = {}
    for verdict in in_effect(review):
        verdicts.setdefault(verdict.article_id, []).append(verdict)
    gone = []
    for key, about in verdicts.items():
        found = db.execute("select text from articles where id = ?", [key]).fetchone()
        gone += [m.verdict for m in match(about, {}, found[0] if found else "") if not m.spans]
    return sorted(gone, key=lambda verdict: -(verdict.id or 0))


def _apply(db: Database, article_id: str, verdicts: list[Verdict]) -> list[Verdict]:
    """Apply the verdicts on one article; return those whose text is gone."""
    row = next(db.table("articles").rows_where("id = ?", [article_id]), None)
    if row is None:
        return verdicts
    _restore(db, article_id)
    article = article_of(row)
    quotes = spans_of(db, article_id)
    stale = []
    for found in match(verdicts, quotes, article.text):
        if found.spans is None:
            stale.append(found.verdict)
        elif found.quote is not None:
            _overrule(db, article, found, found.spans)
        elif found.verdict.verdict != "wrong":
            _add(db, article, found, found.spans, row["run_id"])
    return stale


def spans_of(db: Database, article_id: str) -> dict[str, Spans]:
    """Return content, cue and source of the quotes of an article."""
    found: dict[str, dict[str, tuple[Span, ...]]] = {}
    rows = db.execute(
        'select quotes.id, role, spans.start, spans."end" from quotes'
        " left join spans on quote_id = quotes.id"
        " where article_id = ? order by quotes.start, quotes.id, spans.start",
        [article_id],
    )
    for key, role, start, end in rows:
        spans = found.setdefault(key, dict.fromkeys(ROLES, ()))
        if role in ROLES:
            spans[role] += (Span(start, end),)
    return dict(found)


def _overrule(db: Database, article: Article, found: Match, spans: Spans) -> None:
    """Change a quote to what a person has, and keep what the program said."""
    key, verdict = found.id, found.verdict
    before = db.table("quotes").get(key)
    _keep_said(db, article.id, key, verdict, {name: before[name] for name in SAVED})
    if verdict.verdict == "wrong":
        db.table("quotes").update(key, {"verdict": "wrong"})
        return
    sentence = Span(before["sentence_start"] or 0, before["sentence_end"] or 0)
    quote = _quote(article, key, verdict, spans, sentence)
    changed = quote_row(article, quote, {}, 0)
    if before["verbatim"] is not None and changed["verbatim"] is not None:
        changed["verbatim"] = before["verbatim"]
    values = {name: changed[name] for name in (*CHANGED, *PLACES)}
    db.table("quotes").update(key, values | {"verdict": verdict.verdict})
    _replace_spans(db, article, quote)
    _attribute(db, article, key, verdict, spans)


def _add(db: Database, article: Article, found: Match, spans: Spans, run: int) -> None:
    """Add a quote that the program does not find."""
    quote = _quote(article, found.id, found.verdict, spans, Span(0, 0))
    row = quote_row(article, quote, {}, run) | {"verdict": found.verdict.verdict}
    db.table("quotes").insert(row)
    db.table("spans").insert_all(span_rows(article, quote), ignore=True)
    _keep_said(db, article.id, found.id, found.verdict, None)
    _attribute(db, article, found.id, found.verdict, spans)


def _quote(article: Article, key: str, verdict: Verdict, spans: Spans, sentence: Span) -> Quote:
    """Return the quote as a person has it, its speaker left for later."""
    stretch = Span(spans["content"][0].start, spans["content"][-1].end)
    return Quote(
        id=key,
        kind=verdict.kind,  # type: ignore[arg-type]  # checked when the verdict was taken
        cue_class=verdict.cue_class,  # type: ignore[arg-type]
        content=tuple(spans["content"]),
        cue=tuple(spans["cue"]),
        source=tuple(spans["source"]),
        sentence=sentence if sentence.holds(stretch) else sentences_around(article.text, stretch),
        verbatim=None if verdict.kind == "indirect" else True,
        confidence=1.0,
    )


def _replace_spans(db: Database, article: Article, quote: Quote) -> None:
    """Put content, cue and source in the place of those stored."""
    db.execute(
        f"delete from spans where quote_id = ? and role in ({', '.join('?' * len(ROLES))})",
        [quote.id, *ROLES],
    )
    db.table("spans").insert_all(span_rows(article, quote), ignore=True)


def _attribute(db: Database, article: Article, key: str, verdict: Verdict, spans: Spans) -> None:
    """Attribute a quote to the speaker that a person names, or to nobody."""
    before = db.table("quotes").get(key)["appearance_id"]
    first = (spans["source"] or spans["content"])[0]
    speaker = speaker_for(
        db, article, verdict.speaker, verdict.speaker_type, first=first, usual=before
    )
    if speaker == before:
        return
    db.execute(SPEAKER, {"key": speaker, "quote": key})
    describe(db, article.text, key, speaker)


def _keep_said(db: Database, article_id: str, key: str, verdict: Verdict, said: Row | None) -> None:
    """Keep what the program said of a quote, nothing for one that it does not find."""
    spans = db.execute(
        'select role, start, "end", text from spans where quote_id = ?', [key]
    ).fetchall()
    kept = [span for span in spans if span[0] in REPLACED] if said else None
    row = {
        "quote_id": key,
        "article_id": article_id,
        "verdict_id": verdict.id,
        "said": json.dumps(said, ensure_ascii=False) if said else None,
        "spans": json.dumps(kept, ensure_ascii=False) if kept is not None else None,
    }
    db.table("overruled").insert(row)


def _restore(db: Database, article_id: str) -> None:
    """Bring the quotes of an article back to what the program said."""
    rows = list(db.table("overruled").rows_where("article_id = ?", [article_id]))
    for row in rows:
        key = row["quote_id"]
        db.table("overruled").delete(key)
        roles = REPLACED if row["said"] else None
        marks = f" and role in ({', '.join('?' * len(roles))})" if roles else ""
        db.execute(f"delete from spans where quote_id = ?{marks}", [key, *(roles or ())])
        if row["said"] is None:
            db.table("quotes").delete(key)
            continue
        said = json.loads(row["said"])
        db.table("quotes").update(key, said | {"verdict": None})
        db.execute(SPEAKER, {"key": said["appearance_id"], "quote": key})
        names = ("quote_id", "role", "start", "end", "text")
        spans = (dict(zip(names, (key, *span), strict=True)) for span in json.loads(row["spans"]))
        db.table("spans").insert_all(spans, ignore=True)
    drop_named(db, article_id)
