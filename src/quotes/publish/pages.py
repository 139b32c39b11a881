"""What our own pages share: whose database it is, who may read it, how it is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import Forbidden, NotFound, Response
from datasette.utils import tilde_decode

from quotes.publish import wording
from quotes.publish.ours import SHOWN, Row, is_ours, may_see

if TYPE_CHECKING:
    from collections.abc import Iterable

NEEDED = ("articles", *SHOWN)


async def opened(datasette: Any, request: Any, needed: Iterable[str] = NEEDED) -> str:
    """Return the database that a request names, if it is ours and this visitor may see it."""
    try:
        database = datasette.get_database(route=tilde_decode(request.url_vars["database"])).name
    except KeyError as error:
        raise NotFound("There is no such database") from error
    if not await is_ours(datasette, database):
        raise NotFound("There are no quotes in this database")
    if not await may_see(datasette, request, database, needed):
        raise Forbidden("You may not see the articles and quotes of this database")
    return str(database)


async def answered(datasette: Any, request: Any, name: str, page: Row) -> Response:
    """Answer with one of our templates."""
    metadata = datasette.metadata() if hasattr(datasette, "metadata") else {}
    page = page | {"wording": wording, "metadata": metadata}
    html = await datasette.render_template(f"quotes_{name}.html", page, request, view_name=name)
    return Response.html(html)
