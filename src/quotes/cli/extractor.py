"""The extractor that commands work with, and the progress over what it yields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from quotes.cli.catalogue import ModelsError
from quotes.extract import Extractor

if TYPE_CHECKING:
    from collections.abc import Iterator


def make_extractor(models: str, least: float = 0.0) -> Extractor:
    """Return what finds quotes with these models, of at least this confidence."""
    try:
        return Extractor(models, min_confidence=least)
    except (OSError, LookupError, ValueError) as error:
        words = f"the {models} models cannot be used ({error!r}); `quotes models` lists them"
        raise ModelsError(words) from error


def watched(lines: Iterator[Any], *, silent: bool = False, total: int | None = None) -> Any:
    """Return the same with progress, on a terminal."""
    return tqdm(lines, total=total, unit=" articles", disable=True if silent else None)
