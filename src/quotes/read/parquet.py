"""Parquet: one article a row, with the columns ``id``, ``text`` and those of JSON lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from quotes.read.decode import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS = ("id", "text", "title", "byline", "publisher", "published", "url")
ROWS = 100  # read together


def row_groups(path: str) -> list[int]:
    """Return how many rows each group of a file has. Raises UnreadableError."""
    with _opened(path) as file:
        groups = range(file.metadata.num_row_groups)
        return [file.metadata.row_group(group).num_rows for group in groups]


def lines(path: str, groups: Iterable[int] | None = None) -> Iterator[bytes]:
    """Yield the rows of a file, or of some of its row groups, as lines of JSON.

    Raises UnreadableError.
    """
    with _opened(path) as file:
        names = file.schema_arrow.names
        if "text" not in names:
            raise UnreadableError('no column "text"; name the column of the articles\' words so')
        wanted = [name for name in COLUMNS if name in names]
        try:
            for batch in file.iter_batches(ROWS, row_groups=groups, columns=wanted):
                for row in batch.to_pylist():
                    yield json.dumps(row, default=_plain).encode()
        except (OSError, ArithmeticError, ValueError, RuntimeError) as error:  # Arrow's among them
            words = " ".join(str(error).split())
            raise UnreadableError(
                f"damaged, or a value out of range ({words}); check it"
            ) from error


def _plain(value: Any) -> str:
    """Return a date as words. Raises UnreadableError for bytes, whose encoding is not known."""
    if isinstance(value, bytes):
        raise UnreadableError("a column holds bytes, not text; write it as strings in UTF-8")
    return str(value)


def _opened(path: str) -> Any:
    """Open a file. Raises UnreadableError where it is not Parquet."""
    try:
        from pyarrow import ArrowInvalid  # noqa: PLC0415  an extra
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError("to read Parquet: pip install 'quotes[parquet]'") from error
    try:
        return ParquetFile(path)
    except ArrowInvalid as error:
        raise UnreadableError(f"not Parquet ({' '.join(str(error).split())}); check it") from error
