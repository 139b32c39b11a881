"""Merge: the verdicts of somebody else's review, taken into ours with their names and times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.store.database import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

    Row = dict[str, Any]

NOT_SAID = {"id", "replaces", "nth", "among"}  # numbers of a database; the rest is the verdict


def merge(review: Database, other: Database) -> tuple[int, int]:
    """Take in verdicts, and return how many are new and how many were here before.

    They hold as if all had been given here: the later one on a quote overrules the earlier.
    """
    numbers: dict[int | None, int | None] = {None: None}
    new = 0
    with transaction(review):
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
