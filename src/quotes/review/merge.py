"""Merge: the verdicts of somebody else's review, taken into ours with their names and times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.review.judge import CUE_CLASSES, KINDS, TYPES
from quotes.review.verdicts import VERDICTS, verdict_of_row, writing
from quotes.store.database import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

    Row = dict[str, Any]

NOT_SAID = {"id", "replaces", "nth", "among"}  # numbers of a database; the rest is the verdict


TABLES = ("verdicts", "whole")
WORDS = {"verdict": VERDICTS, "kind": KINDS, "cue_class": CUE_CLASSES, "speaker_type": TYPES}


def check(review: Database, other: Database, path: Path) -> None:
    """Refuse verdicts of which one cannot be read: ours would keep it for good.

    Raises StoreError.
    """
    for table in TABLES:
        if set(other.table(table).columns_dict) != set(review.table(table).columns_dict):
            words = f"its table {table} is not as quotes writes it; name another file"
            raise StoreError(f"{path}: {words}")
        for row in other.table(table).rows:
            if not (_is_verdict(row) if table == "verdicts" else _is_plain(row)):
                words = f"row {row['id']} of its table {table} is damaged; correct or delete it"
                raise StoreError(f"{path}: {words}")


def _is_verdict(row: Row) -> bool:
    """Tell whether a row is a verdict that somebody may have given."""
    try:
        verdict_of_row(row)
    except StoreError:
        return False
    return _is_plain(row) and all(row[name] in words for name, words in WORDS.items())


def _is_plain(row: Row) -> bool:
    """Tell whether it holds words and numbers only, among them who said it of what, and when."""
    needed = (row["article_id"], row["who"], row["decided"])
    is_plain = all(value is None or isinstance(value, (str, int)) for value in row.values())
    return is_plain and all(isinstance(value, str) for value in needed)


def merge(review: Database, other: Database) -> tuple[int, int]:
    """Take in verdicts, and return how many are new and how many were here before.

    They hold as if all had been given here: the later one on a quote overrules the earlier.
    """
    numbers: dict[int | None, int | None] = {None: None}
    new = 0
    with writing(review):
        for row in other.query("select * from verdicts order by id"):
            known = _known(review, "verdicts", row, ("article_id", "quote_id", "decided"))
            if known is None:
                new += 1
                mine = row | {"id": None, "replaces": numbers.get(row["replaces"])}
                known = review.table("verdicts").insert(mine).last_pk
            numbers[row["id"]] = known
        for row in other.query("select * from whole order by id"):
            if _known(review, "whole", row, ("article_id", "decided")) is None:
                review.table("whole").insert(row | {"id": None})
    return new, len(numbers) - 1 - new


def _known(review: Database, table: str, row: Row, by: tuple[str, ...]) -> int | None:
    """Return the number of the very same row, None where there is none."""
    which = " and ".join(f"{name} = ?" for name in by)
    found: Iterator[Row] = review.table(table).rows_where(which, [row[name] for name in by])
    return next((each["id"] for each in found if _said(each) == _said(row)), None)


def _said(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in NOT_SAID}
