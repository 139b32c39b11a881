"""Publish: the Datasette plugin that shows a database of quotes to readers.

The entry point loads in every Datasette of the environment: each hook asks
first whether the database is ours.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha1
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

import datasette as _datasette

from quotes.publish.bodies import checked
from quotes.publish.cells import render
from quotes.publish.compare import compare_page
from quotes.publish.errors import error_page
from quotes.publish.home import collections
from quotes.publish.judging import mode_for, review_url
from quotes.publish.metadata import metadata_for
from quotes.publish.ours import is_ours, may_see
from quotes.publish.reader import read
from quotes.publish.reviewroutes import ROUTES
from quotes.publish.rowpages import row_page
from quotes.publish.searching import search_page
from quotes.publish.sourcing import chart_file, sourcing_page
from quotes.publish.stock import Mended
from quotes.review.mode import ACTION, is_allowed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    Hook = TypeVar("Hook", bound=Callable[..., Any])

__all__ = ["metadata_for"]

hookimpl: Callable[[Hook], Hook] = _datasette.hookimpl  # typed here: Datasette is not
READER = r"/(?P<database>[^/]+)/-/read/(?P<article>[^/]+)$"
SOURCING = r"/(?P<database>[^/]+)/-/sourcing$"
COMPARE = r"/(?P<database>[^/]+)/-/compare$"
SEARCH = r"/(?P<database>[^/]+)/-/search$"
CHART = r"/(?P<database>[^/]+)/-/sourcing/(?P<chart>[^/]+)[.]svg$"

STYLES = ("stock.css", "quotes.css", "charts.css", "review.css")
LINKED = {
    "articles": "Articles",
    "said": "Quotes and claims",
    "most_quoted": "Most quoted",
    "unnamed": "Unnamed sources",
}
MENU = {"-/search": "Search"} | LINKED | {"-/sourcing": "Sourcing", "-/compare": "Compare"}
ALL = ("index", "error")  # the views that belong to no database


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Add the reader, the pages over all articles and those of a review, closed without one."""
    return [
        (READER, read),
        (SOURCING, sourcing_page),
        (CHART, chart_file),
        (COMPARE, compare_page),
        (SEARCH, search_page),
        *ROUTES,
    ]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Answer what is no form in UTF-8, before Datasette fails on it."""
    return lambda app: checked(datasette, app)


@hookimpl
def handle_exception(
    datasette: Any, request: Any, exception: Exception
) -> Callable[[], Awaitable[Any]]:
    """Show what is not there as a page with the ways on, where something of ours is shown."""

    async def answer() -> Any:
        if await _is_shown(datasette, "error", None):
            return await error_page(datasette, request, exception)
        return None

    return answer


@hookimpl
def permission_allowed(datasette: Any, actor: dict[str, Any] | None, action: str) -> bool | None:
    """Let whoever opened the link of `quotes serve --review` review, and nobody without it."""
    return is_allowed(datasette, actor) if action == ACTION else None


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Give the stock pages a language and a way past their head."""
    env.add_extension(Mended)


@hookimpl
def render_cell(
    row: Any, column: str, table: str | None, database: str, datasette: Any
) -> Awaitable[Any] | None:
    """Link cells of our tables to the reader."""
    return render(datasette, database, table, column, row)


@hookimpl
def extra_template_vars(
    view_name: str, database: str | None, table: str | None, request: Any, datasette: Any
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Give the pages what they show of ours."""

    async def variables() -> dict[str, Any]:
        found: dict[str, Any] = {"quotes_shown": await _is_shown(datasette, view_name, database)}
        if view_name == "index":
            found["quotes_collections"] = await collections(datasette, request)
        if view_name == "database" and database and found["quotes_shown"]:
            found["quotes_ways"] = await _ways(datasette, request, [database])
        if view_name == "row" and database and table:
            found["quotes_row"] = await row_page(datasette, request, database, table)
        return found

    return variables


@hookimpl
def extra_css_urls(
    view_name: str, database: str | None, datasette: Any
) -> Callable[[], Awaitable[list[str]]]:
    """Load our style where something of ours is shown."""

    async def urls() -> list[str]:
        if await _is_shown(datasette, view_name, database):
            return [_static(datasette, name) for name in STYLES]
        return []

    return urls


@hookimpl
def menu_links(datasette: Any, request: Any) -> Callable[[], Awaitable[list[dict[str, str]]]]:
    """Lead from every page to what was said and who is quoted."""

    async def links() -> list[dict[str, str]]:
        if request is None:
            return []
        found = await _ways(datasette, request, list(datasette.databases))
        if await mode_for(datasette, request):
            found.insert(0, {"href": review_url(datasette), "label": "Review"})
        return found

    return links


async def _ways(datasette: Any, request: Any, databases: Iterable[str]) -> list[dict[str, str]]:
    """Return the links into those databases that are ours and may be seen."""
    ours = [
        name
        for name in databases
        if await is_ours(datasette, name) and await may_see(datasette, request, name, LINKED)
    ]
    return [_link(datasette, name, to, len(ours) > 1) for name in ours for to in MENU]


async def _is_shown(datasette: Any, view_name: str, database: str | None) -> bool:
    """Tell whether a page shows something of ours."""
    names = [database] if database else []
    if view_name in ALL:
        names = list(datasette.databases)
    for name in names:
        if await is_ours(datasette, name):
            return True
    return False


def _link(datasette: Any, database: str, to: str, named: bool) -> dict[str, str]:
    """Return one of the menu's links into a database of ours."""
    label = f"{MENU[to]} ({database})" if named else MENU[to]
    return {"href": f"{datasette.urls.database(database)}/{to}", "label": label}


def _static(datasette: Any, name: str) -> str:
    """Return where a style sheet lies, new whenever it changes."""
    url: str = datasette.urls.static_plugins("quotes", name) + f"?{_version(name)}"
    return url  # still of the type that knows its prefix


@cache
def _version(name: str) -> str:
    """Return a few digits that stand for a file's content."""
    content = files("quotes.publish").joinpath("static", name).read_bytes()
    return sha1(content, usedforsecurity=False).hexdigest()[:8]
