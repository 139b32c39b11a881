"""Which charts the sourcing page has: the query, the columns and the drawing of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quotes.publish.charts import Head, Part, across, along, words_of
from quotes.publish.periods import filled
from quotes.publish.wording import TYPES, many, percent

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

    from quotes.publish.ours import Row

MOST = 15  # speakers
SOURCES = (
    Part("named", "named person", "c-named"),
    Part("organizations", "organization", "c-organization"),
    Part("documents", "document", "c-document"),
    Part("unnamed_groups", "unnamed group", "c-group"),
    Part("unnamed_people", "unnamed person", "c-unnamed"),
    Part("not_known", "not known", "c-unknown"),
)
KINDS = (
    Part("direct", "direct", "c-direct"),
    Part("mixed", "partly quoted", "c-mixed"),
    Part("indirect", "indirect", "c-indirect"),
)
SPOKEN = (KINDS[0], Part("other", "partly quoted or indirect", "c-indirect"))
COUNT = {"quotes": 0} | {part.column: 0 for part in (*SOURCES, *KINDS)}


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart of the sourcing page: its name, its canned query, what it shows, and how."""

    name: str
    query: str
    title: str
    note: str
    columns: dict[str, str]
    draw: Callable[[Plot, list[Row]], Markup]
    rows: Callable[[list[Row]], list[Row]] = list

    def head(self, words: str) -> Head:
        """Return what the chart is called."""
        return Head(self.name, self.title, f"{words} {self.note}")


def _periods(rows: list[Row]) -> list[Row]:
    """Return the rows with those between them that have no quotes."""
    return filled(rows, COUNT)


def _outlets(rows: list[Row]) -> list[Row]:
    """Return the outlets, saying how many the others are."""
    return [
        {**row, "publisher": f"{row['outlets']} others"} if row["outlets"] > 1 else row
        for row in rows
    ]


def _speakers(rows: list[Row]) -> list[Row]:
    """Return the most quoted, with what of theirs is not direct."""
    return [{**row, "other": row["quotes"] - (row["direct"] or 0)} for row in _types(rows[:MOST])]


def _types(rows: list[Row]) -> list[Row]:
    """Return the kinds of sources by the names that readers know."""
    return [{**row, "type": TYPES.get(row["type"], row["type"])} for row in rows]


def _unnamed(row: Row) -> str:
    """Return which share comes from people and groups without a name."""
    share = (row["unnamed_people"] + row["unnamed_groups"]) / (row["quotes"] or 1)
    return f"{percent(share)} unnamed of {row['quotes']:,}"


def _direct(row: Row) -> str:
    """Return which share is direct."""
    return f"{percent(row['direct'] / (row['quotes'] or 1))} direct of {row['quotes']:,}"


def _room(row: Row) -> str:
    """Return how many words a speaker has, and how many a quote of theirs."""
    words = row["words"] or 0
    return f"{row['quotes']:,} × {words / (row['quotes'] or 1):.0f} words"


def _length(row: Row) -> str:
    """Return the words of a quote and the share of all words."""
    return f"{row['words_each'] or 0:g} words, {row['percent_of_words'] or 0:g}% of all"


def _number(row: Row) -> str:
    """Return how many quotes rest on a reason."""
    return many(row["quotes"], "quote")


def _shares(label: str, parts: tuple[Part, ...], note: Any) -> Callable[[Plot, list[Row]], Markup]:
    """Return how shares of a whole are drawn, line by line."""
    return lambda plot, rows: across(plot.head(words_of(parts, rows)), rows, label, parts, note)


def _numbers(label: str, parts: tuple[Part, ...], note: Any) -> Callable[[Plot, list[Row]], Markup]:
    """Return how numbers are drawn, line by line, with the longest of them in words."""

    def draw(plot: Plot, rows: list[Row]) -> Markup:
        words = "; ".join(f"{row[label]}: {note(row)}" for row in rows[:3])
        head = plot.head(f"First: {words}.")
        return across(head, rows, label, parts, note, shares=False)

    return draw


def _course(parts: tuple[Part, ...]) -> Callable[[Plot, list[Row]], Markup]:
    """Return how shares are drawn over time."""
    return lambda plot, rows: along(plot.head(words_of(parts, rows)), rows, parts)


def _named(label: str, name: str, parts: tuple[Part, ...]) -> dict[str, str]:
    """Return the columns of a table beside a chart of parts."""
    return {label: name, "quotes": "Quotes"} | {part.column: part.name for part in parts}


PLOTS = (
    Plot(
        "sources-by-outlet",
        "sourcing_by_publisher",
        "Who the sources are, by outlet",
        "Share of the quotes and claims of each outlet.",
        _named("publisher", "Outlet", SOURCES),
        _shares("publisher", SOURCES, _unnamed),
        _outlets,
    ),
    Plot(
        "sources-over-time",
        "sourcing_over_time",
        "Who the sources are, over time",
        "Share of the quotes and claims of each month or year; below, how many there are.",
        _named("period", "Time", SOURCES),
        _course(SOURCES),
        _periods,
    ),
    Plot(
        "anonymity-reasons",
        "anonymity_reasons",
        "Why sources are not named",
        "Quotes and claims of unnamed people and groups, by the reason that the article gives.",
        {
            "reason": "Reason",
            "quotes": "Quotes",
            "articles": "Articles",
            "example": "In the words of one",
        },
        _numbers("reason", (Part("quotes", "quotes", "c-unnamed"),), _number),
    ),
    Plot(
        "most-quoted",
        "who_is_quoted_most",
        "Who is quoted most, and at what length",
        f"Quotes and claims of the {MOST} who have most, and the words of each on average.",
        {
            "speaker": "Speaker",
            "type": "Type",
            "quotes": "Quotes",
            "direct": "direct",
            "words": "Words",
        },
        _numbers("speaker", SPOKEN, _room),
        _speakers,
    ),
    Plot(
        "kinds-by-outlet",
        "sourcing_by_publisher",
        "Direct and indirect, by outlet",
        "Share of the quotes and claims of each outlet.",
        _named("publisher", "Outlet", KINDS),
        _shares("publisher", KINDS, _direct),
        _outlets,
    ),
    Plot(
        "kinds-over-time",
        "sourcing_over_time",
        "Direct and indirect, over time",
        "Share of the quotes and claims of each month or year; below, how many there are.",
        _named("period", "Time", KINDS),
        _course(KINDS),
        _periods,
    ),
    Plot(
        "length-of-quotes",
        "length_of_quotes",
        "How long a quote is, by kind of source",
        "Words of a quote or claim on average, and the share of all words.",
        {
            "type": "Source",
            "quotes": "Quotes",
            "words": "Words",
            "percent_of_words": "% of all words",
            "words_each": "Words of each",
            "words_each_direct": "of each direct quote",
            "longest": "Longest",
        },
        _numbers("type", (Part("words_each", "words", "c-count"),), _length),
        _types,
    ),
)
