"""The extractor that commands work with, and the progress over what it yields."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from quotes.extract import Extractor, ModelsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotes.scale import Finder


def make_extractor(models: str, least: float = 0.0) -> Extractor:
    """Return what finds quotes with these models, of at least this confidence."""
    try:
        return Extractor(models, min_confidence=least)
    except (OSError, LookupError, ValueError) as error:
        words = f"the {models} models cannot be used ({error!r}); `quotes models` lists them"
        raise ModelsError(words) from error


@contextmanager
def working(extractor: Extractor, jobs: int | None) -> Iterator[Finder]:
    """Yield what extracts with so many processes, 0 for one a core, without a number one."""
    if jobs in {None, 1}:
        yield extractor
        return
    from quotes.scale.pool import Pool, cores  # noqa: PLC0415  most runs need none

    with Pool(extractor, jobs or cores()) as pool:
        yield pool


def watched(lines: Iterator[Any], *, silent: bool = False, total: int | None = None) -> Any:
    """Return the same with progress, on a terminal."""
    return tqdm(lines, total=total, unit=" articles", disable=True if silent else None)
