"""Judge: take in what a person says of a quote or of a whole article, and apply it at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from quotes.ids import quote_id
from quotes.review.apply import apply_verdicts, spans_of
from quotes.review.match import most_alike
from quotes.review.order import order_of
from quotes.review.verdicts import Verdict, in_effect, keep, mark_whole, now, verdict_of, writing
from quotes.review.words import ROLES, pieces_of
from quotes.store.database import StoreError
from quotes.types import CueClass, Kind, Span, SpeakerType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlite_utils import Database

    from quotes.review.words import Pieces

KINDS: tuple[str, ...] = get_args(Kind)
CUE_CLASSES: tuple[str, ...] = get_args(CueClass)
TYPES: tuple[str, ...] = get_args(SpeakerType)
QUOTE = """
select quotes.id, quotes.article_id, quotes.kind, quotes.cue_class, quotes.verdict,
  articles.text, appearances.name as speaker, appearances.type as speaker_type,
  overruled.verdict_id, overruled.said, overruled.spans
from quotes join articles on articles.id = quotes.article_id
  left join appearances on appearances.id = quotes.appearance_id
  left join overruled on overruled.quote_id = quotes.id
where quotes.id = ?
"""
OPEN = "select id from quotes where article_id = ? and verdict is null order by start, id"
NOT_WRONG = "select id from quotes where article_id = ? and verdict is not 'wrong'"
WITH_THE_WHOLE = "with the whole article"


@dataclass(frozen=True, slots=True)
class Reading:
    """A quote as a person reads it; without a speaker nobody knows who said it."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    kind: str
    cue_class: str
    speaker: str | None
    speaker_type: str

    def pieces(self, text: str) -> dict[str, Pieces]:
        """Return content, cue and source with their words."""
        return {role: pieces_of(text, getattr(self, role)) for role in ROLES}


def judge(
    db: Database,
    review: Database,
    quote: str,
    verdict: str,
    who: str,
    *,
    note: str | None = None,
    reading: Reading | None = None,
) -> None:
    """Keep and apply what somebody says of a quote; ``reading`` is what they make of it.

    Raises StoreError where there is no such quote, or nothing to withdraw.
    """
    row, stored = stored_reading(db, quote)
    if verdict == "withdrawn" and row["verdict_id"] is None:
        raise StoreError("nobody has reviewed this quote: there is nothing to withdraw")
    keep(review, _verdict(row, stored, reading or stored, verdict, who, note))
    apply_verdicts(db, review, [row["article_id"]])


def withdraw(
    db: Database, review: Database, number: int, who: str, *, note: str | None = None
) -> Verdict:
    """Withdraw the verdict of a number, also one whose text is gone, and return it.

    Raises StoreError where there is none, or another has taken its place.
    """
    verdict = verdict_of(review, number)
    if verdict is None:
        raise StoreError(f"there is no verdict {number}; `quotes review list` numbers them")
    held = {each.id for each in in_effect(review, verdict.article_id)}
    if number not in held:
        words = "a later one took its place, or it was withdrawn; `quotes review list` tells"
        raise StoreError(f"verdict {number} holds no more: {words}")
    again = replace(verdict, verdict="withdrawn", replaces=number, decided=now(), id=None)
    keep(review, replace(again, who=who, note=note))
    apply_verdicts(db, review, [verdict.article_id])
    return verdict


def _verdict(
    row: Mapping[str, Any], stored: Reading, reading: Reading, said: str, *by: str | None
) -> Verdict:
    """Return what somebody says of the quote of a row."""
    if row["verdict_id"] and row["said"] is None and said in ("right", "fixed"):
        said = "added"  # what the program did not find stays added, whoever corrects it later
    who, note = by
    about = _found(row, stored)
    nth, among = order_of(row["text"], about["content"][0]) or (None, None)
    return Verdict(
        article_id=row["article_id"],
        quote_id=row["id"],
        verdict=said,
        about=about,
        pieces=reading.pieces(row["text"]),
        kind=reading.kind,
        cue_class=reading.cue_class,
        speaker=reading.speaker,
        speaker_type=reading.speaker_type,
        who=who or "",
        note=note,
        replaces=row["verdict_id"],
        nth=nth,
        among=among,
    )


def add(
    db: Database,
    review: Database,
    article_id: str,
    reading: Reading,
    who: str,
    *,
    note: str | None = None,
) -> str:
    """Keep and apply a quote that the program missed, and return its id."""
    text = _text(db, article_id)
    key = quote_id(article_id, reading.content, reading.cue, reading.source)
    if db.table("quotes").count_where("id = ?", [key]) or _known(db, article_id, reading):
        raise StoreError("this very quote is there already: find it in the article and fix it")
    pieces = reading.pieces(text)
    known = (reading.kind, reading.cue_class, reading.speaker, reading.speaker_type)
    nth, among = order_of(text, pieces["content"][0]) or (None, None)
    verdict = Verdict(article_id, key, "added", pieces, pieces, *known, who, note)
    keep(review, replace(verdict, nth=nth, among=among))
    apply_verdicts(db, review, [article_id])
    return key


def _known(db: Database, article_id: str, reading: Reading) -> bool:
    """Tell whether an article has a quote that a later run would take for the one read."""
    rows = db.execute(NOT_WRONG, [article_id]).fetchall()
    right = {key for (key,) in rows}
    quotes = {key: spans for key, spans in spans_of(db, article_id).items() if key in right}
    about = {role: getattr(reading, role) for role in ROLES}
    return most_alike(about, quotes, strict=True) is not None


def finish(db: Database, review: Database, article_id: str, who: str) -> int:
    """Keep that an article was reviewed whole; return how many quotes are right thereby.

    Those that nobody judged count as right, and are kept as such.
    """
    text = _text(db, article_id)
    left = [key for (key,) in db.execute(OPEN, [article_id]).fetchall()]
    with writing(review):
        for row, stored in [stored_reading(db, key) for key in left]:
            keep(review, _verdict(row, stored, stored, "right", who, WITH_THE_WHOLE))
        mark_whole(review, article_id, text, who, whole=True)
    apply_verdicts(db, review, [article_id])
    return len(left)


def reopen(db: Database, review: Database, article_id: str, who: str) -> None:
    """Keep that an article was not reviewed whole after all; its verdicts stay."""
    mark_whole(review, article_id, _text(db, article_id), who, whole=False)


def stored_reading(db: Database, quote: str) -> tuple[dict[str, Any], Reading]:
    """Return the row of a quote with the text of its article, and how it is read now.

    Raises StoreError where there is no such quote.
    """
    row = next(db.query(QUOTE, [quote]), None)
    if row is None:
        raise StoreError("there is no such quote; it may have gone with another run")
    spans = spans_of(db, row["article_id"])[quote]
    known = (row["kind"], row["cue_class"], row["speaker"], row["speaker_type"] or "unknown")
    return dict(row), Reading(spans["content"], spans["cue"], spans["source"], *known)


def _found(row: Mapping[str, Any], stored: Reading) -> dict[str, Pieces]:
    """Return content, cue and source as the program found them, or an adding person did."""
    if row["spans"] is None:
        return stored.pieces(row["text"])
    found: dict[str, tuple[Span, ...]] = dict.fromkeys(ROLES, ())
    for role, start, end, _ in sorted(json.loads(row["spans"]), key=lambda span: span[1]):
        if role in found:
            found[role] += (Span(start, end),)
    return {role: pieces_of(row["text"], spans) for role, spans in found.items()}


def _text(db: Database, article_id: str) -> str:
    found = db.execute("select text from articles where id = ?", [article_id]).fetchone()
    if found is None:
        raise StoreError(
            f"no article {article_id!r}; `quotes query 'select id from articles'` lists"
        )
    return str(found[0])
