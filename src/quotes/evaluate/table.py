"""The table of the measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = (
    f"{'':9}{'gold':>6}{'pred':>6}"
    f"{'exact P':>9}{'R':>6}{'F':>6}{'soft P':>9}{'R':>6}{'F':>6}"
    f"{'match P':>9}{'R':>6}{'F':>6}{'src':>7}{'src=':>6}{'joint P':>9}{'R':>6}{'F':>6}"
)


def table(result: Mapping[str, Any]) -> str:
    """Return the result of a comparison as a table."""
    rows = [_line(name, row) for name, row in result["rows"].items()]
    foot = (
        f"{result['articles']} articles, {result['articles_without_predictions']} of them"
        f" not in the predictions; {result['articles_left_out']} predicted ones left out"
    )
    return "\n".join([HEAD, *rows, foot])


def _line(name: str, row: Mapping[str, Any]) -> str:
    """Return the line of a kind."""
    measures = "".join(_prf(row[measure]) for measure in ("exact", "soft", "match"))
    source = f"{100 * row['source_accuracy']:>7.1f}{100 * row['source_exact']:>6.1f}"
    return f"{name:9}{row['gold']:>6}{row['pred']:>6}{measures}{source}{_prf(row['joint'])}"


def _prf(numbers: Mapping[str, float]) -> str:
    """Return precision, recall and F1 in percent."""
    return "{:>9.1f}{:>6.1f}{:>6.1f}".format(*(100 * numbers[key] for key in ("p", "r", "f1")))
