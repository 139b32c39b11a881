"""Articles and quotes in Parquet: columns and their types are those of the dataclasses."""

from __future__ import annotations

import os
from dataclasses import asdict, is_dataclass
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from quotes.scale import ScaleError
from quotes.store import name_of, writable
from quotes.types import Article, Problem, Quote

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError as error:
    raise ScaleError("Parquet needs an extra: pip install 'quotes[parquet]'") from error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    Row = dict[str, Any]

ROWS = 200  # read together


def row_of(article: Article, outcome: list[Quote] | str, made_by: Row) -> Row:
    """Return the row of an article with its quotes, or with what went wrong with it."""
    if isinstance(outcome, str):
        return {"id": article.id, "path": article.path, "problem": outcome} | made_by
    return asdict(article) | {"quotes": [asdict(quote) for quote in outcome]} | made_by


def problem_row(problem: Problem, made_by: Row) -> Row:
    """Return the row of a file that could not be read."""
    return {"path": writable(problem.path), "problem": writable(problem.problem)} | made_by


def problem_of(row: Row) -> Problem:
    """Return what went wrong with an article or a file, under a name that tells which."""
    if row.get("id") is None:
        return Problem(row["path"], row["problem"])
    return Problem(name_of(Article(row["id"], "", path=row["path"])), row["problem"])


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write a file, whole or not at all. Raises ScaleError where it cannot be written."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        parquet.write_table(pa.Table.from_pylist(list(rows), _schema()), part)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        words = "is there space, have you the right? The same command goes on from there"
        raise ScaleError(f"{path}: cannot be written ({one_line(error)}): {words}") from error


def read(path: str | Path, columns: list[str] | None = None) -> Iterator[Row]:
    """Yield the rows of a file that `write` wrote. Raises ScaleError."""
    try:
        with parquet.ParquetFile(path) as file:
            if not _is_ours(file.schema_arrow):
                words = "holds no quotes; `quotes extract PATH -o FOLDER` writes files that do"
                raise ScaleError(f"{path}: {words}")
            for batch in file.iter_batches(ROWS, columns=columns):
                yield from batch.to_pylist()
    except (OSError, pa.ArrowException, UnicodeError) as error:
        raise ScaleError(f"{path}: cannot be read ({one_line(error)}); check it") from error


def one_line(error: Exception) -> str:
    """Return what Arrow says, which may be several lines, in one."""
    return " ".join(str(error).split())


def article_of(row: Row) -> Article:
    """Return the article of a row. Raises ScaleError where it holds none."""
    if row["id"] is None or row["text"] is None:
        raise ScaleError("holds an article without id or text; extract it anew")
    return cast("Article", _made(Article, row))


def quotes_of(row: Row) -> list[Quote]:
    """Return the quotes of a row."""
    return [cast("Quote", _made(Quote, quote)) for quote in row["quotes"] or ()]


@cache
def _schema() -> pa.Schema:
    """Return the columns: an article's, its quotes, or a problem; and what made them."""
    columns = [(name, _arrow(kind)) for name, kind in _hints(Article).items()]
    more = ("problem", "version", "models")
    return pa.schema(
        [*columns, ("quotes", pa.list_(_arrow(Quote))), *((name, pa.string()) for name in more)]
    )


def _is_ours(found: pa.Schema) -> bool:
    """Tell whether a file has our columns, of our types; a later version may have more."""
    ours = _schema()
    names = ("id", "text", "path", "problem", "version", "models", "quotes")
    return all(
        name in found.names and _has(found.field(name).type, ours.field(name).type)
        for name in names
    )


def _has(found: pa.DataType, ours: pa.DataType) -> bool:
    """Tell whether a type is ours, or one with more or fewer fields than ours."""
    if pa.types.is_list(ours):
        return pa.types.is_list(found) and _has(found.value_type, ours.value_type)
    if pa.types.is_struct(ours):
        return pa.types.is_struct(found) and {"id", "kind", "content"} <= {f.name for f in found}
    return bool(found == ours)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Return the fields of a dataclass with their types."""
    return get_type_hints(kind)


@cache
def _arrow(kind: Any) -> pa.DataType:
    """Return Arrow's type for one of ours."""
    if is_dataclass(kind):
        return pa.struct([(name, _arrow(of)) for name, of in _hints(cast("Any", kind)).items()])
    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple:
        return pa.list_(_arrow(args[0]))
    if origin in {Union, UnionType}:  # X or None
        return _arrow(args[0])
    if origin is Literal:
        return pa.string()
    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[kind]


def _made(kind: Any, value: Any) -> Any:
    """Return what `asdict` and Arrow made a plain value of; fields unknown then have defaults."""
    if value is None:
        return None
    if is_dataclass(kind):
        make = cast("Any", kind)
        fields = _hints(make).items()
        return make(**{name: _made(of, value[name]) for name, of in fields if name in value})
    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple:
        return tuple(_made(args[0], item) for item in value)
    if origin in {Union, UnionType}:
        return _made(args[0], value)
    return value
