"""What could not be shown: a page like the others, with the ways on, where Datasette's is bare."""

from __future__ import annotations

from typing import Any

from datasette import Response
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

TITLES = {404: "Not found", 405: "Not allowed", 400: "Not understood"}
DATA = (".json", ".csv", ".svg")


async def error_page(datasette: Any, request: Any, exception: Exception) -> Response | None:
    """Answer a reader who asked for what is not there; None for data and for failures of ours."""
    if request.path.endswith(DATA) or "json" in request.headers.get("accept", ""):
        return None
    if isinstance(exception, DatasetteError):
        status, title, error = exception.status, exception.title, exception.message
        error = Markup(error) if exception.message_is_html else error  # noqa: S704  Datasette's own
    elif isinstance(exception, Base400):
        status, title, error = exception.status, None, str(exception.args[0])
    else:
        return None
    title = title or TITLES.get(status, f"Error {status}")
    error = f"There is no page at {request.path}" if error == str(status) else error
    page = {"status": status, "title": title, "error": error}
    html = await datasette.render_template("quotes_error.html", page, request, view_name="error")
    return Response.html(html, status=status)
