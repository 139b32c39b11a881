"""The questions of metadata.yml as our pages ask them: the same SQL, and the way to its rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from sqlite3 import OperationalError
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted

from quotes.publish.memory import counted
from quotes.publish.metadata import NAME, metadata_for
from quotes.publish.ours import Row, may
from quotes.publish.versions import queries_of

if TYPE_CHECKING:
    from collections.abc import Mapping

PARAMETER = re.compile(r":([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a question, or why there are none, and where all of it is found."""

    rows: list[Row]
    problem: str
    sql: str
    csv: str
    json: str


async def answer(
    datasette: Any,
    request: Any,
    database: str,
    name: str,
    patience: int | None = None,
    **values: str,
) -> Answer | None:
    """Ask one of the canned queries; None where this visitor may not."""
    queries = await queries_of(datasette, database, request.actor)
    if name in queries:
        if not await may(datasette, request, "view-query", database, name):
            return None
        sql, urls = queries[name]["sql"], _urls(datasette, database, name, values)
    else:
        sql = _ours()[name]["sql"]
        urls = _urls(datasette, database, None, {"sql": sql} | values)
    rows, problem = await _rows(datasette, database, sql, patience, values)
    return Answer(rows, problem, *urls)


async def _rows(
    datasette: Any, database: str, sql: str, patience: int | None, values: Mapping[str, str]
) -> tuple[list[Row], str]:
    """Return the rows, or in one word why there are none: slow, or missing columns."""
    bound = {**dict.fromkeys(PARAMETER.findall(sql), ""), **values}
    try:
        return await counted(datasette, database, sql, patience, **bound), ""
    except QueryInterrupted:
        return [], "slow"
    except OperationalError:
        return [], "missing"


def _urls(
    datasette: Any, database: str, name: str | None, values: Mapping[str, str]
) -> tuple[str, str, str]:
    """Return where the query, its rows as CSV and its rows as JSON are."""

    def url(form: str | None, **more: str) -> str:
        if name:
            path = datasette.urls.query(database, name, format=form)
        else:
            path = datasette.urls.database(database, format=form)
        return f"{path}?{urlencode({**values, **more})}"

    return url(None, _show_sql="1"), url("csv", _size="max"), url("json", _shape="array")


@cache
def _ours() -> dict[str, Any]:
    """Return the queries that the package carries, for a site without our metadata."""
    queries: dict[str, Any] = metadata_for()["databases"][NAME]["queries"]
    return queries
