"""Where the pages of a review lie; the first visit to one loads them, if there is a review."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from datasette import Forbidden

from quotes.review.mode import PATH, mode_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from datasette import Response

    View = Callable[[Any, Any], Awaitable[Response]]

OFF = (
    "Reviewing is off. Start the server with `quotes serve --review`, and open the link it prints."
)


def _page(name: str) -> View:
    """Return a view of ``quotes.publish.reviewing``, closed where nobody may review."""

    async def view(datasette: Any, request: Any) -> Response:
        if mode_of(datasette) is None:
            raise Forbidden(OFF)
        page: View = getattr(import_module("quotes.publish.reviewing"), name)
        return await page(datasette, request)

    return view


ROUTES = [
    (rf"{PATH}$", _page("review_list")),
    (rf"{PATH}/enter$", _page("enter")),
    (rf"{PATH}/quote/(?P<quote>[^/]+)$", _page("review_quote")),
    (rf"{PATH}/add/(?P<article>[^/]+)$", _page("add_quote")),
    (rf"{PATH}/whole/(?P<article>[^/]+)$", _page("whole")),
]
