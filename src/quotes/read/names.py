"""The ids of articles: made from their files' names, and the same from run to run."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.read.decode import UnreadableError
from quotes.read.walk import holds_several

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STDIN = "-"
LINE_NUMBER = re.compile(r":\d+$")


class Names:
    """The ids that are taken: those of the articles stored before, and of those read so far.

    ``stored`` gives the paths of the articles stored before by their ids. What
    comes from the same place again, links followed, keeps its name.
    """

    def __init__(self, stored: Mapping[str, str]) -> None:
        self._stored = stored
        self._read: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        places = {path: os.path.realpath(path) for path in set(stored.values()) - {STDIN}}
        for key, path in stored.items():
            name = made_from(key, path)
            if name is not None and path in places:
                self._kept.setdefault(places[path], name)
        self._taken = set(self._kept.values()).union(stored)

    def of_file(self, path: str) -> str:
        """Return a file's name: the one it had, else with as many folders as make it new."""
        kept = self._kept.get(os.path.realpath(path))
        if kept is not None and kept not in self._read:
            return kept
        names = chain(_names(path), (f"{path} ({number})" for number in count(2)))
        return next(name for name in names if name not in self._taken and name not in self._read)

    def take(self, name: str, place: str) -> None:
        """Note where the article or the file of a name was read."""
        self._read[name] = place

    def claim(self, key: str, place: str) -> None:
        """Take the id of an article in JSON lines, which no other article may have."""
        other = self._read.get(key) or self._file_of(key)
        if other:
            raise UnreadableError(f"its id {key} is that of {other}; give each article its own")
        self._read[key] = place

    def _file_of(self, key: str) -> str | None:
        """Return the text or page of which the article of this id was made, if it still exists."""
        path = self._stored.get(key, STDIN)
        is_file = path != STDIN and not holds_several(path) and not is_gone(path)
        return path if is_file else None


def of_stdin(data: bytes) -> str:
    """Return the name of what came through a pipe: the same words have the same."""
    return f"stdin-{sha256(data.strip()).hexdigest()[:12]}"


def made_from(key: str, path: str) -> str | None:
    """Return the file's name from which an id was made, None for an id of an article's own."""
    name = LINE_NUMBER.sub("", key) if holds_several(path) else key
    return name if name.rpartition("/")[2] == Path(path).name else None


def is_gone(path: str) -> bool:
    """Tell whether there is no file any more at a path."""
    return path != STDIN and not os.path.isfile(path)  # noqa: PTH113 - Path.is_file may raise


def _names(path: str) -> Iterator[str]:
    """Yield a file's name with ever more of its folders."""
    parts = Path(path).absolute().parts
    for number in range(1, len(parts) + 1):
        yield "/".join(parts[-number:])
