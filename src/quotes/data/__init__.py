"""Word lists: plain text, one entry a line, ``#`` begins a comment."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def words(name: str, language: str = "en") -> frozenset[str]:
    """Return the entries of a list."""
    return frozenset(_lines(name, language))


@cache
def table(name: str, language: str = "en") -> dict[str, str]:
    """Return the entries of a list of two columns: what stands before the last word, and that."""
    rows = (line.rsplit(maxsplit=1) for line in _lines(name, language))
    return {row[0].strip(): row[-1] for row in rows}


def _lines(name: str, language: str) -> list[str]:
    text = files("quotes.data").joinpath(language, f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]
