"""Read articles: files, folders, JSON lines, saved web pages and standard input.

The id of a file's article is the file's name. Where another file has that name,
read before or stored before, as many parent folders precede it as tell them
apart: ``b/x.txt``. The id of an article in JSON lines is its own, or the file's
name and the line's number. What comes through a pipe is named by a digest of its
bytes, so that the next pipe does not take its place.
"""

from __future__ import annotations

import gzip
import os
import re
import sys
import zlib
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.read import jsonl, text
from quotes.read.decode import LONGEST, UnreadableError
from quotes.read.names import STDIN, Names, of_stdin
from quotes.read.text import article_of_text
from quotes.read.walk import ASKED_FOR, FORMATS, KNOWN, files, suffix_of
from quotes.types import Article, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["article_of_text", "read", "read_all"]

HTML_START = re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE)


def read(path: str | Path) -> Iterator[Article | Problem]:
    """Yield the articles of a file, a folder or ``-``, and the problems among them."""
    return read_all([path])


def read_all(
    paths: Iterable[str | Path], stored: Mapping[str, str] | None = None
) -> Iterator[Article | Problem]:
    """Yield the articles of several paths, each file once, and the problems among them.

    ``stored`` gives, by their ids, the paths of articles that were read before:
    a file that is among them keeps its id, and no other file gets it.
    """
    names = Names(stored or {})
    done: set[str] = set()
    for path in map(str, paths):
        for file in files(path) if path != STDIN else [path]:
            if isinstance(file, Problem):
                yield file
            elif (place := os.path.realpath(file)) not in done:
                done.add(place)
                yield from _read(file, names)


def _read(path: str, names: Names) -> Iterator[Article | Problem]:
    """Yield the articles of a file; whatever is wrong with it is a problem."""
    try:
        yield from _stdin(names) if path == STDIN else _file(path, names)
    except UnreadableError as problem:
        yield Problem(path, str(problem))
    except FileNotFoundError:
        yield Problem(path, "no such file or folder; check the spelling")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield Problem(path, f"a broken archive ({error}); pack it again")
    except OSError as error:
        reason = error.strerror or error
        yield Problem(path, f"not readable ({reason}); check the name and the permissions")
    except RecursionError:
        yield Problem(path, "its elements are nested too deeply; save the article's words as .txt")


def _file(path: str, names: Names) -> Iterator[Article | Problem]:
    """Yield the articles of a file, read as its suffix says."""
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - Path's may raise
        raise UnreadableError("not a regular file; pipe it in: `quotes extract -`")
    suffix = suffix_of(path)
    form = FORMATS.get(suffix) or ASKED_FOR.get(suffix)
    if form is None and os.path.isfile(path):  # noqa: PTH113 - Path.is_file may raise
        raise UnreadableError(f"quotes reads {KNOWN}, not {suffix}; save it as one of them")
    name = names.of_file(path)
    with gzip.open(path) if suffix.endswith(".gz") else Path(path).open("rb") as stream:
        if form == "jsonl":
            names.take(name, path)
            yield from jsonl.articles(jsonl.lines(stream), name, path, names)
            return
        data = stream.read(LONGEST + 1)
    article = _article(data, name, path, is_html=form == "html")
    names.take(name, path)
    yield article


def _stdin(names: Names) -> Iterator[Article | Problem]:
    """Read JSON lines, a web page or a text, as the first line shows."""
    if sys.stdin is None:
        raise UnreadableError("standard input is closed; pipe the article in, or name its file")
    lines = jsonl.lines(sys.stdin.buffer)
    head = []
    for line in lines:
        head.append(line)
        if line.strip():
            break
    if head and jsonl.is_record(head[-1]):
        yield from jsonl.articles(chain(head, lines), None, STDIN, names)
        return
    data = b"".join(chain(head, lines))
    yield _article(data, of_stdin(data), STDIN, is_html=HTML_START.match(data) is not None)


def _article(data: bytes, name: str, path: str, *, is_html: bool) -> Article:
    """Return the article of a page or a text."""
    if is_html:
        from quotes.read import html  # noqa: PLC0415 - its parser is slow to import

        return html.article_of_bytes(data, name, path)
    return text.article_of_bytes(data, name, path)
