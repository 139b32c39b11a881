"""Which files a path stands for, and how each is read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from quotes.types import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

Format = Literal["text", "html", "jsonl"]
FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonl.gz": "jsonl",
    ".ndjson.gz": "jsonl",
}
ASKED_FOR: dict[str, Format] = {".md": "text", ".text": "text", "": "text"}
KNOWN = ", ".join(FORMATS)


def suffix_of(path: str) -> str:
    """Return the suffix that tells the format, in lower case."""
    suffixes = Path(path.lower()).suffixes
    return "".join(suffixes[-2:] if suffixes[-1:] == [".gz"] else suffixes[-1:])


def files(path: str) -> Iterator[str | Problem]:
    """Yield a file as it is, and the articles' files of a folder, sorted, hidden ones left out."""
    try:
        is_folder = Path(path).is_dir()
    except OSError:
        is_folder = False
    if not is_folder:
        yield path
        return
    found = False
    for outcome in _walk(path):
        found = True
        yield outcome
    if not found:
        yield Problem(path, f"no articles in this folder; quotes reads {KNOWN}")


def name_of(path: str, taken: dict[str, str]) -> str:
    """Return a file's name, after as many of its folders as no other article's id has."""
    parts = Path(path).absolute().parts
    names = ["/".join(parts[-count:]) for count in range(1, len(parts) + 1)]
    return next((name for name in names if name not in taken), path)


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
    path = Path(place, name)
    is_device = path.exists() and not path.is_file()
    return suffix_of(name) in FORMATS and not name.startswith(".") and not is_device
