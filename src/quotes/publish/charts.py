"""Charts from rows: SVG that stands in a page or by itself, read by eye, keyboard and ear.

Places across are per cent, so a chart fits any width and its letters keep their size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from quotes.publish.periods import name_of
from quotes.publish.wording import percent, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Row = Mapping[str, Any]
    Note = Callable[[Row], str]

SVG = "http://www.w3.org/2000/svg"
WIDTH = 760  # pixels of a chart by itself
EDGE = 24
HEADING = 52
LINE = 18
BAR = 13
STEP = 40
LEGEND_COLUMNS = 3
PLOT = 190
STRIP = 34
LEFT = 9.0  # per cent, for the scale
WIDEST = 15.0  # so that the name of a month fits below a column on a narrow screen
TICKS = 6
LAST = 88.0  # a name that stood in the middle of a column beyond would leave the chart
LABEL = 30  # letters
# What no XML may hold, whatever an article holds.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

TEXT = Markup('<text class="{}" x="{}%" y="{}"{}>{}</text>')
RECT = Markup('<rect class="{}" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}"{}>{}</rect>')
RULE = Markup('<line class="c-rule" x1="{}%" x2="100%" y1="{}" y2="{}"></line>')
END = Markup(' text-anchor="end"')
MIDDLE = Markup(' text-anchor="middle"')
HATCHES = {
    "c-unnamed": "M-1 1 1 -1M0 6 6 0M5 7 7 5",
    "c-group": "M0 3H6",
    "c-mixed": "M-1 5 1 7M0 0 6 6M5 -1 7 1",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts of a bar: the column that counts it, its name, its look in charts.css."""

    column: str
    name: str
    look: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a chart is called: in links and ids, in its title, and in words for who cannot see."""

    name: str
    title: str
    words: str


def across(
    head: Head,
    rows: Sequence[Row],
    label: str,
    parts: Sequence[Part],
    note: Note,
    *,
    shares: bool = True,
) -> Markup:
    """Draw a bar for each row: the shares of its parts or, without shares, their numbers."""
    totals = [_total(row, parts) for row in rows]
    most = max(totals, default=0)
    top = _legend_height(parts) if len(parts) > 1 else 0
    body = [_legend(head, parts)] if top else []
    for number, (row, total) in enumerate(zip(rows, totals, strict=True)):
        y = top + number * STEP
        body.append(TEXT.format("c-label", 0, y + 12, "", shorten(str(row[label]), LABEL)))
        body.append(TEXT.format("c-note", 100, y + 12, END, note(row)))
        at = 0.0
        for part in parts:
            width = 100 * (row[part.column] or 0) / ((total if shares else most) or 1)
            hint = _hint(row, label, part, total) if top else f"{row[label]}: {note(row)}"
            body.append(_bar(head, part, (at, y + LINE, width, BAR), hint))
            at += width
    return _svg(head, top + len(rows) * STEP, body, parts)


def along(head: Head, rows: Sequence[Row], parts: Sequence[Part]) -> Markup:
    """Draw a column for each period: the shares of its parts, and below how many they are of."""
    top = _legend_height(parts)
    body = [_legend(head, parts)]
    for share in (1.0, 0.5, 0.0):
        y = top + 10 + PLOT * (1 - share)
        body += [RULE.format(LEFT, y, y)]
        body += [TEXT.format("c-note", LEFT - 1, y + 4, END, f"{share:.0%}")]
    for row, (x, width) in zip(rows, _columns(len(rows)), strict=True):
        total = _total(row, parts)
        heights = [PLOT * (row[part.column] or 0) / (total or 1) for part in parts]
        for part, height, end in zip(parts, heights, accumulate(heights), strict=True):
            place = (x, top + 10 + PLOT - end, width, height)
            body.append(_bar(head, part, place, _hint(row, "period", part, total)))
    y = top + PLOT + 22
    body += [_strip(head, rows, y), _axis(rows, y + STRIP + 16)]
    return _svg(head, y + STRIP + 24, body, parts)


def counts(head: Head, rows: Sequence[Row]) -> Markup:
    """Draw how many there are in each period."""
    return _svg(head, STRIP + 28, [_strip(head, rows, 4), _axis(rows, STRIP + 20)], ())


def alone(svg: Markup, title: str, style: str) -> str:
    """Return a chart as a file of its own: with its title, on white."""
    chart = str(svg).replace('width="100%"', f'x="{EDGE}" y="{HEADING}" width="{WIDTH}"', 1)
    height = int(chart.split(' height="', 1)[1].split('"', 1)[0]) + HEADING + EDGE
    opening = f'<svg xmlns="{SVG}" width="{WIDTH + 2 * EDGE}" height="{height}">'
    paper = '<rect width="100%" height="100%" fill="#fff"></rect>'
    words = Markup('<text class="c-title" x="{}" y="{}">{}</text>').format(
        EDGE, HEADING - 18, title
    )
    heading = FORBIDDEN.sub("", f'<g class="q-chart">{words}</g>')
    return f"{opening}<style>{style}</style>{paper}{heading}{chart}</svg>\n"


def _svg(head: Head, height: float, body: Iterable[Markup], parts: Sequence[Part]) -> Markup:
    """Return the whole of a chart."""
    hatches = Markup("").join(
        Markup(
            '<pattern id="{}-{}" width="6" height="6" patternUnits="userSpaceOnUse">'
            '<path class="c-hatch" d="{}"></path></pattern>'
        ).format(head.name, part.look, HATCHES[part.look])
        for part in parts
        if part.look in HATCHES
    )
    html = Markup(
        '<svg class="q-chart" xmlns="{svg}" role="img" width="100%"'
        ' height="{height:.0f}" aria-labelledby="{name}-title {name}-words">'
        '<title id="{name}-title">{title}</title><desc id="{name}-words">{words}</desc>'
        "<defs>{hatches}</defs>{body}</svg>"
    ).format(
        svg=SVG,
        height=height,
        name=head.name,
        title=head.title,
        words=head.words,
        hatches=hatches,
        body=Markup("").join(body),
    )
    return Markup(FORBIDDEN.sub("", html))  # noqa: S704  escaped above


def _bar(head: Head, part: Part, place: tuple[float, float, float, float], hint: str) -> Markup:
    """Return one part of a bar, hatched where its look is."""
    if place[2] <= 0 or place[3] <= 0:
        return Markup("")
    title = Markup("<title>{}</title>").format(hint) if hint else Markup("")
    bar = RECT.format(part.look, *place, "", title)
    if part.look not in HATCHES:
        return bar
    fill = Markup(' fill="url(#{}-{})"').format(head.name, part.look)
    return bar + RECT.format("c-over", *place, fill, title)


def _hint(row: Row, label: str, part: Part, total: float) -> str:
    """Return in words what a part of a bar is."""
    number = row[part.column] or 0
    share = f" ({percent(number / total)})" if total else ""
    return f"{row[label]}: {part.name}, {number:,} of {total:,}{share}"


def _total(row: Row, parts: Iterable[Part]) -> float:
    """Return what all parts of a bar are together."""
    return sum(row[part.column] or 0 for part in parts)


def _legend_height(parts: Sequence[Part]) -> int:
    """Return how high the names of the parts stand."""
    return LINE * -(-len(parts) // LEGEND_COLUMNS) + 10


def _legend(head: Head, parts: Sequence[Part]) -> Markup:
    """Return the names of the parts with their looks, in the order of the bar."""
    body = []
    for number, part in enumerate(parts):
        x = round(100 / LEGEND_COLUMNS * (number % LEGEND_COLUMNS), 2)
        y = LINE * (number // LEGEND_COLUMNS)
        swatch = Markup('<svg x="{}%" y="{}" width="14" height="12">{}</svg>')
        body.append(swatch.format(x, y, _bar(head, part, (0, 0, 100, 12), "")))
        body.append(TEXT.format("c-key", x, y + 10, Markup(' dx="19"'), part.name))
    return Markup("").join(body)


def _columns(number: int) -> Iterable[tuple[float, float]]:
    """Yield from where and how wide each of the columns is."""
    step = min((100 - LEFT) / max(number, 1), WIDEST)
    return [(LEFT + step * place, step * 0.86) for place in range(number)]


def _strip(head: Head, rows: Sequence[Row], y: float) -> Markup:
    """Return how many quotes each period has, as low columns on a line."""
    most = max((row["quotes"] or 0 for row in rows), default=0)
    part = Part("quotes", "quotes", "c-count")
    body = [TEXT.format("c-note", LEFT - 1, y + 10, END, f"{most:,}")]
    body += [
        TEXT.format("c-note", LEFT - 1, y + STRIP + 3, END, 0),
        RULE.format(LEFT, y + STRIP, y + STRIP),
    ]
    for row, (x, width) in zip(rows, _columns(len(rows)), strict=True):
        height = STRIP * (row["quotes"] or 0) / (most or 1)
        hint = f"{row['period']}: {row['quotes'] or 0:,} quotes and claims"
        body.append(_bar(head, part, (x, y + STRIP - height, width, height), hint))
    return Markup("").join(body)


def _axis(rows: Sequence[Row], y: float) -> Markup:
    """Return the names of the periods, as many as fit."""
    every = -(-len(rows) // TICKS)
    places = list(zip(rows, _columns(len(rows)), strict=True))[:: every or 1]
    last = len(places) - 1
    return Markup("").join(
        TEXT.format(
            "c-note", round(x + width / 2, 2), y, _anchor(n, last, x), name_of(row["period"])
        )
        for n, (row, (x, width)) in enumerate(places)
    )


def _anchor(number: int, last: int, x: float) -> Markup:
    """Return how a name stands to its column, so that the last stays within the chart."""
    is_at_end = number == last and x > LAST
    return END if is_at_end else MIDDLE


def words_of(parts: Sequence[Part], rows: Sequence[Row]) -> str:
    """Return in words what the parts are of all rows together."""
    sums = {part.name: _total_of(rows, part.column) for part in parts}
    total = sum(sums.values())
    if not total:
        return "Nothing to count."
    shares = ", ".join(f"{name} {percent(n / total)}" for name, n in sums.items() if n)
    return f"Of {total:,} quotes and claims: {shares}."


def _total_of(rows: Sequence[Row], column: str) -> int:
    """Return the sum of a column."""
    return sum(row[column] or 0 for row in rows)
