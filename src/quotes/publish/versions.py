"""What Datasette 0.65 and 1.0 ask for in different words: permissions, and the canned queries."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quotes.publish.ours import Row

MOST = 100  # queries of a database


async def is_visible(datasette: Any, actor: Any, action: str, database: str, name: str) -> bool:
    """Tell whether somebody may do this with a table or a query, and see its database."""
    if hasattr(datasette, "permission_allowed"):
        asked = [(action, (database, name)), ("view-database", database), "view-instance"]
        visible, _ = await datasette.check_visibility(actor, permissions=asked)
        return bool(visible)
    kinds = import_module("datasette.resources")
    kind = kinds.QueryResource if action == "view-query" else kinds.TableResource
    needed = {
        "view-instance": None,
        "view-database": kinds.DatabaseResource(database),
        action: kind(database, name),
    }
    for each, resource in needed.items():
        if not await datasette.allowed(action=each, resource=resource, actor=actor):
            return False
    return True


async def queries_of(datasette: Any, database: str, actor: Any) -> dict[str, Row]:
    """Return the canned queries of a database by their names."""
    if hasattr(datasette, "get_canned_queries"):
        return dict(await datasette.get_canned_queries(database, actor))
    found = await datasette.list_queries(database, actor=actor, limit=MOST)
    return {
        each.name: {"name": each.name, "title": each.title, "sql": each.sql}
        for each in found.queries
    }
