"""Sourcing: who the sources are, outlet by outlet and over time, in charts with their SQL."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import NotFound, Response
from datasette.database import QueryInterrupted

from quotes.publish import plots
from quotes.publish.canned import answer
from quotes.publish.charts import alone
from quotes.publish.ours import Row, page_url, select
from quotes.publish.pages import answered, opened

if TYPE_CHECKING:
    from markupsafe import Markup

    from quotes.publish.canned import Answer
    from quotes.publish.plots import Plot

FILTERS = {"publisher": "publisher", "from": "since", "to": "until"}  # of the page, of the queries
PATIENCE = 12  # seconds for all charts; one is bounded by the server's own limit
LEAST = 100  # milliseconds
PUBLISHERS = """
    select publisher from articles where publisher is not null
    group by publisher order by count(*) desc limit 200
"""
DARK = "@media"  # from here on charts.css is for screens; a file is for paper


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its rows, as the page shows it."""

    plot: Plot
    answer: Answer
    rows: list[Row]
    svg: Markup | None
    download: str


async def sourcing_page(datasette: Any, request: Any) -> Response:
    """Answer with the page of all charts."""
    database = await opened(datasette, request)
    asked = _asked(request)
    names = dict.fromkeys(plot.query for plot in plots.PLOTS)
    answers: dict[str, Answer | None] = {}
    until = monotonic() + PATIENCE
    for name in names:  # one by one: what was counted is remembered, so a second visit goes on
        left = int(1000 * (until - monotonic()))
        answers[name] = await _answer(
            datasette, request, database, name, asked, patience=max(left, LEAST)
        )
    drawn = [_drawn(datasette, database, plot, answers[plot.query], asked) for plot in plots.PLOTS]
    page = {
        "database": database,
        "asked": asked,
        "drawn": [each for each in drawn if each],
        "publishers": await _publishers(datasette, database),
        "here": page_url(datasette, database, "sourcing"),
    }
    return await answered(datasette, request, "sourcing", page)


async def chart_file(datasette: Any, request: Any) -> Response:
    """Answer with one chart as a file."""
    database = await opened(datasette, request)
    asked = _asked(request)
    plot = next((each for each in plots.PLOTS if each.name == request.url_vars["chart"]), None)
    if plot is None:
        raise NotFound("There is no such chart")
    found = await _answer(datasette, request, database, plot.query, asked)
    drawn = _drawn(datasette, database, plot, found, asked)
    if drawn is None or drawn.svg is None:
        raise NotFound("There is nothing to draw")
    title = ": ".join(filter(None, [plot.title, " – ".join(filter(None, asked.values()))]))
    headers = {"content-disposition": f'attachment; filename="{plot.name}.svg"'}
    return Response(
        alone(drawn.svg, title, _style()), headers=headers, content_type="image/svg+xml"
    )


def _asked(request: Any) -> dict[str, str]:
    """Return what the visitor wants to see, of the filters that the page has."""
    return {name: (request.args.get(name) or "").strip() for name in FILTERS}


async def _answer(
    datasette: Any,
    request: Any,
    database: str,
    name: str,
    asked: dict[str, str],
    *,
    patience: int | None = None,
) -> Answer | None:
    """Ask the query of a chart with the page's filters."""
    values = {FILTERS[key]: value for key, value in asked.items()}
    return await answer(datasette, request, database, name, patience, **values)


def _drawn(
    datasette: Any, database: str, plot: Plot, found: Answer | None, asked: dict[str, str]
) -> Drawn | None:
    """Return a chart drawn, without a picture where there is nothing to draw."""
    if found is None:
        return None
    path = page_url(datasette, database, f"sourcing/{plot.name}.svg")
    kept = urlencode({key: value for key, value in asked.items() if value})
    download = f"{path}?{kept}" if kept else path
    try:
        rows = plot.rows(found.rows)
        svg = plot.draw(plot, rows) if rows else None
    except KeyError:  # a query that the site has changed
        rows, svg = [], None
    return Drawn(plot, found, rows, svg, download)


async def _publishers(datasette: Any, database: str) -> list[str]:
    """Return the outlets to choose from, none where they take too long to list."""
    try:
        found = await select(datasette, database, PUBLISHERS, 1_000)
    except QueryInterrupted:
        return []
    return [row["publisher"] for row in found]


@cache
def _style() -> str:
    """Return the style of the charts, as for paper."""
    css = files("quotes.publish").joinpath("static", "charts.css").read_text(encoding="utf-8")
    return css.split(DARK)[0]
