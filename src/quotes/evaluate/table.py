"""The table of the measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = (
    f"{'gold':>6}{'pred':>6}"
    f"{'exact P':>9}{'R':>6}{'F':>6}{'soft P':>9}{'R':>6}{'F':>6}"
    f"{'match P':>9}{'R':>6}{'F':>6}{'src':>7}{'src=':>6}{'joint P':>9}{'R':>6}{'F':>6}"
)
NARROWEST = 9  # characters of the rows' names


def table(result: Mapping[str, Any]) -> str:
    """Return the result of a comparison as a table."""
    width = max(NARROWEST, *(len(name) + 1 for name in result["rows"]))
    rows = [f"{name:{width}}{_numbers(row)}" for name, row in result["rows"].items()]
    foot = (
        f"{result['articles']} articles, {result['articles_without_predictions']} of them"
        f" not in the predictions; {result['articles_left_out']} predicted ones left out"
    )
    return "\n".join([" " * width + HEAD, *rows, foot])


def _numbers(row: Mapping[str, Any]) -> str:
    """Return the numbers of a row."""
    measures = "".join(_prf(row[measure]) for measure in ("exact", "soft", "match"))
    source = f"{100 * row['source_accuracy']:>7.1f}{100 * row['source_exact']:>6.1f}"
    return f"{row['gold']:>6}{row['pred']:>6}{measures}{source}{_prf(row['joint'])}"


def _prf(numbers: Mapping[str, float]) -> str:
    """Return precision, recall and F1 in percent."""
    return "{:>9.1f}{:>6.1f}{:>6.1f}".format(*(100 * numbers[key] for key in ("p", "r", "f1")))
