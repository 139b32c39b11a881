"""Which files a path stands for, and how each is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from quotes.types import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

Format = Literal["text", "html", "jsonl", "parquet"]
FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson.gz": "jsonl",
    ".parquet": "parquet",
}
ASKED_FOR: dict[str, Format] = {".md": "text", ".text": "text", "": "text"}
KNOWN = ", ".join(FORMATS)


def suffix_of(path: str) -> str:
    """Return the suffix that tells the format, in lower case."""
    suffixes = Path(path.lower()).suffixes
    return "".join(suffixes[-2:] if suffixes[-1:] == [".gz"] else suffixes[-1:])


def files(path: str) -> Iterator[str | Problem]:
    """Yield a file as it is, and the articles' files of a folder, sorted, hidden ones left out."""
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where a folder is closed
        yield path
        return
    found = False
    for outcome in _walk(path):
        found = True
        yield outcome
    if not found:
        yield Problem(path, f"no articles in this folder; quotes reads {KNOWN}")


def holds_several(path: str) -> bool:
    """Tell whether a file holds articles in lines or rows, each with an id of its own."""
    return FORMATS.get(suffix_of(path)) in {"jsonl", "parquet"}


def _walk(folder: str) -> Iterator[str | Problem]:
    """Yield the files below a folder, and the folders that may not be entered."""
    errors: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (str(Path(place, name)) for name in sorted(names) if _is_article(place, name))
    for error in errors:
        yield Problem(
            str(error.filename), f"not readable ({error.strerror}); check its permissions"
        )


def _is_article(place: str, name: str) -> bool:
    """Tell whether to read a name in a folder; at a pipe or device reading would wait."""
    path = os.path.join(place, name)  # noqa: PTH118 - Path.exists raises in a closed folder
    is_device = os.path.exists(path) and not os.path.isfile(path)  # noqa: PTH110, PTH113
    return suffix_of(name) in FORMATS and not name.startswith(".") and not is_device
