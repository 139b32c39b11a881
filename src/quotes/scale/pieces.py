"""Pieces: the input cut so that each piece can be read alone, anywhere, with the same ids."""

from __future__ import annotations

import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.read import read_all, read_part
from quotes.read.decode import UnreadableError
from quotes.read.names import STDIN, Names
from quotes.read.parquet import row_groups
from quotes.read.walk import FORMATS, files, suffix_of
from quotes.types import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quotes.read import Part
    from quotes.types import Article

SIZE = 1_000_000  # bytes: about a minute's work for one core
MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class Piece:
    """Some files with the names from which their articles get ids, or a part of one file."""

    files: tuple[tuple[str, str], ...]
    part: Part | None = None
    number: int = 0

    def articles(self) -> Iterator[Article | Problem]:
        """Yield the articles, with the ids that they have when all is read at once."""
        for path, name in self.files:
            if self.part:
                yield from read_part(path, name, self.part)
            else:
                yield from read_all([path], {name: path})


def pieces(paths: Iterable[str], size: int = SIZE) -> Iterator[Piece | Problem]:
    """Yield the pieces of files and folders, numbered, and what cannot be read."""
    numbers = count()
    for piece in _pieces(_named(paths), size):
        yield piece if isinstance(piece, Problem) else replace(piece, number=next(numbers))


def _named(paths: Iterable[str]) -> Iterator[tuple[str, str] | Problem]:
    """Yield every file once, with its name."""
    names = Names({})
    done: set[str] = set()
    for path in paths:
        if path == STDIN:
            yield Problem(path, "standard input cannot be read by many; name a file")
            continue
        for file in files(path):
            if isinstance(file, Problem):
                yield file
            elif (place := os.path.realpath(file)) not in done:
                done.add(place)
                name = names.of_file(file)
                names.take(name, file)
                yield file, name


def _pieces(named: Iterable[tuple[str, str] | Problem], size: int) -> Iterator[Piece | Problem]:
    """Yield small files together and large ones in parts."""
    together: list[tuple[str, str]] = []
    held = 0
    for item in named:
        if isinstance(item, Problem):
            yield item
            continue
        path, name = item
        try:
            parts = _parts(path, size)
            length = os.path.getsize(path)  # noqa: PTH202  Path's raises the same
        except (OSError, UnreadableError):
            parts, length = [], 0  # what is wrong with it is told where it is read
        for part in parts:
            yield Piece((item,), part)
        if not parts:
            together.append((path, name))
            held += length
        if held >= size or len(together) >= MOST_FILES:
            yield Piece(tuple(together))
            together, held = [], 0
    if together:
        yield Piece(tuple(together))


def _parts(path: str, size: int) -> list[Part]:
    """Return the parts of a file that may be read apart, none where it is read as a whole."""
    suffix = suffix_of(path)
    form = FORMATS.get(suffix)
    if form == "parquet":
        return _groups(row_groups(path))
    if form == "jsonl" and not suffix.endswith(".gz"):
        return list(_stretches(path, size))
    return []


def _groups(rows: list[int]) -> list[Part]:
    """Return a part for every row group."""
    return [(group, group + 1, 1 + sum(rows[:group])) for group in range(len(rows))]


def _stretches(path: str, size: int) -> Iterator[Part]:
    """Yield stretches of whole lines with the number of the first; none of UTF-16."""
    start, first = 0, 1
    with Path(path).open("rb") as stream:
        if stream.read(2) in {BOM_UTF16_LE, BOM_UTF16_BE}:
            return
        stream.seek(0)
        while data := stream.read(size):
            data += stream.readline()
            yield start, start + len(data), first
            start += len(data)
            first += data.count(b"\n")
