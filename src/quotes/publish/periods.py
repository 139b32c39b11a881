"""Months and years as the queries name them: 2024-03 and 2024."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PERIOD = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2]))?$")
MOST = 400  # periods: a typo of a date is no reason to draw a thousand years


def filled(rows: Sequence[Mapping[str, Any]], empty: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows in order, with an empty one for each period that has none."""
    known = {str(row["period"]): dict(row) for row in rows if PERIOD.match(str(row["period"]))}
    ordered = sorted(known)
    if not ordered or len({len(period) for period in ordered}) > 1:
        return [known[period] for period in ordered]
    between = list(_between(ordered[0], ordered[-1]))
    names = between if len(between) <= MOST else ordered
    return [known.get(name) or {**empty, "period": name} for name in names]


def _between(first: str, last: str) -> Iterator[str]:
    """Yield the periods from first to last."""
    year, month = int(first[:4]), int(first[5:] or 0)
    name = first
    while name <= last:
        yield name
        if month:
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004
            name = f"{year}-{month:02}"
        else:
            year += 1
            name = str(year)


def name_of(period: str) -> str:
    """Return a period as a reader writes it: Mar 2024, 2024."""
    found = PERIOD.match(str(period))
    if not found or not found[2]:
        return str(period)
    return f"{date(int(found[1]), int(found[2]), 1):%b} {found[1]}"
