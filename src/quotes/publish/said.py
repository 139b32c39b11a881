"""What counts as said: the rule of this package; the views of the database have the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

CLASSES = ("speech", "writing")
NOT_WRONG = "quotes.verdict is not 'wrong'"
CONDITION = f"quotes.kind != 'scare' and quotes.cue_class in {CLASSES} and {NOT_WRONG}"


def is_said(row: Mapping[str, Any]) -> bool:
    """Tell whether somebody said or wrote this."""
    return row["kind"] != "scare" and row["cue_class"] in CLASSES and not is_wrong(row)


def is_aside(row: Mapping[str, Any]) -> bool:
    """Tell whether a quote is a thought or the like, shown only on demand."""
    return row["kind"] != "scare" and row["cue_class"] not in CLASSES and not is_wrong(row)


def is_wrong(row: Mapping[str, Any]) -> bool:
    """Tell whether a person called this wrong."""
    return bool(row["verdict"] == "wrong")
