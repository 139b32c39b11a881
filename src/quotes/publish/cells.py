"""How the cells of our tables are shown: as ways into the reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from quotes.publish import wording
from quotes.publish.closing import closed
from quotes.publish.ours import is_ours, reader_url, row_url

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Show = Callable[["Cell"], Markup | None]

LONG = 600
SHORT = 140
MARKED = re.compile("[«»]")  # around the words that were searched for
LINK = Markup('<a class="q-cell" href="{}">{}</a>')


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, the row it stands in, and the words that stock Datasette would show."""

    datasette: Any
    database: str
    table: str | None
    column: str
    row: dict[str, Any]
    label: str

    @property
    def article(self) -> str | None:
        """Return the id of the row's article."""
        return self.row.get("id" if self.table == "articles" else "article_id")

    @property
    def quote(self) -> str | None:
        """Return the id of the row's quote."""
        return self.row.get("id" if self.table in ("quotes", "said") else "quote_id")

    @property
    def speaker(self) -> str | None:
        """Return the id of the row's speaker."""
        return self.row.get("id" if self.table == "most_quoted" else "speaker_id")

    def read(self, quote: str | None = None) -> str | None:
        """Return where the row's article is read."""
        if not self.article:
            return None
        return reader_url(self.datasette, self.database, self.article, quote)

    def page(self, table: str, key: str) -> str:
        """Return the page of a row."""
        return row_url(self.datasette, self.database, table, key)


def render(
    datasette: Any, database: str, table: str | None, column: str, row: Any
) -> Awaitable[Markup | None] | None:
    """Return a cell of ours, None at once where column and row say that it is not."""
    show = _show(table, column, row[column])
    if show is None:
        return None
    values = {name: _key(row[name]) for name in row.keys()}  # noqa: SIM118  # a sqlite3.Row
    if table is None and not values.keys() & {"article_id", "speaker_id", "quote_id"}:
        return None
    cell = Cell(datasette, database, table, column, values, _label(row[column]))
    return _render(cell, show)


async def _render(cell: Cell, show: Show) -> Markup | None:
    """Return the cell if the database is ours after all."""
    if not await is_ours(cell.datasette, cell.database):
        return None
    if show in (words, found) and cell.table != "quotes" and cell.quote:
        cell = replace(cell, label=await _closed(cell))
    return show(cell)


async def _closed(cell: Cell) -> str:
    """Return the words of a cell with the marks that close them, as the table `quotes` has not."""
    plain = MARKED.sub("", cell.label) if cell.column == "found" else cell.label
    rows = [{"id": cell.quote, "content": plain}]
    shown: str = (await closed(cell.datasette, cell.database, rows))[0]["content"]
    return cell.label + shown[len(plain) :]


def words(cell: Cell) -> Markup | None:
    """Show what is said as the way to where it is said."""
    url = cell.read(cell.quote)
    text = wording.shorten(cell.label, SHORT if cell.column == "quote" else LONG)
    return LINK.format(url, text) if url else None


def found(cell: Cell) -> Markup | None:
    """Show what was found, the words that were searched for marked."""
    url = cell.read(cell.quote)
    opened, closed = Markup("<mark>"), Markup("</mark>")
    text = escape(cell.label)
    for sign, tag in zip("«»", (opened, closed), strict=True):
        text = text.replace(sign, tag)
    if text.count(opened) != text.count(closed):
        text = escape(cell.label)
    return LINK.format(url, text) if url else None


def article(cell: Cell) -> Markup | None:
    """Show an article as the way to its reader."""
    url = cell.read()
    return LINK.format(url, cell.label) if url else None


def speaker(cell: Cell) -> Markup | None:
    """Show a speaker as the way to all they said."""
    key = cell.speaker
    return LINK.format(cell.page("speakers", key), cell.label) if key else None


def quote(cell: Cell) -> Markup | None:
    """Show a quote's id as the way to its row, and on that row to its place in the article."""
    key = str(cell.row[cell.column])
    url = cell.read(key) if cell.table == "quotes" else cell.page("quotes", key)
    return LINK.format(url, wording.shorten(cell.label, SHORT)) if url else None


def confidence(cell: Cell) -> Markup | None:
    """Show how sure the tool is in per cent."""
    sure = cell.row[cell.column]
    if not isinstance(sure, int | float):
        return None
    look = "q-sure" if sure >= wording.UNSURE else "q-sure unsure"
    html = Markup('<span class="{}" title="{}">{}</span>')
    return html.format(look, wording.certainty(sure), wording.percent(sure))


def bulk(cell: Cell) -> Markup | None:
    """Show the beginning of a long text."""
    if len(cell.label) <= SHORT:
        return None
    html = Markup('{} <span class="q-size">{:,} characters</span>')
    return html.format(wording.shorten(cell.label, SHORT), len(cell.label))


def sentence(cell: Cell) -> Markup:
    """Show a sentence, cut where it is endless."""
    return escape(wording.shorten(cell.label, LONG))


def nothing(_: Cell) -> Markup:
    """Show a query's cell without a value as empty, so that narrow screens can leave it out."""
    return Markup("")


LISTED: dict[str, Show] = {
    **dict.fromkeys(("content", "quote"), words),
    **dict.fromkeys(("article", "article_id"), article),
    "speaker": speaker,
    "quote_id": quote,
    "confidence": confidence,
}
SHOWS: dict[str | None, dict[str, Show]] = {
    None: LISTED | {"found": found},
    "said": LISTED | {"id": quote, "sentence": sentence},
    "unnamed": LISTED,
    "not_verbatim": {"quote_id": quote},
    "most_quoted": {"name": speaker},
    "quotes": LISTED | {"id": quote},
    "articles": {"title": article, "text": bulk, "original": bulk, "segments": bulk},
    "names": {"article_id": article},
    "spans": {"quote_id": quote},
}


def _show(table: str | None, column: str, value: Any) -> Show | None:
    """Return what shows this cell, None where the stock cell does."""
    if value is None:
        return nothing if table is None else None
    return SHOWS.get(table, {}).get(column)


def _key(value: Any) -> Any:
    """Return the key that a labelled foreign key stands for."""
    return value["value"] if isinstance(value, dict) else value


def _label(value: Any) -> str:
    """Return the words for a value."""
    return str((value["label"] or value["value"]) if isinstance(value, dict) else value)
