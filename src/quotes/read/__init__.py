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
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.read import jsonl, parquet, text
from quotes.read.decode import LONGEST, UnreadableError
from quotes.read.names import STDIN, Names, of_stdin
from quotes.read.text import article_of_text
from quotes.read.walk import ASKED_FOR, FORMATS, KNOWN, files, suffix_of
from quotes.types import Article, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Part = tuple[int, int, int]  # from, to, and the number of the first line
    Passes = Callable[[str, str, str], bool]  # id, path and digest of the bytes of an article

__all__ = ["article_of_text", "read", "read_all", "read_part"]

HTML_START = re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE)


def read(path: str | Path) -> Iterator[Article | Problem]:
    """Yield the articles of a file, a folder or ``-``, and the problems among them."""
    return read_all([path])


def read_all(
    paths: Iterable[str | Path],
    stored: Mapping[str, str] | None = None,
    passes: Passes | None = None,
) -> Iterator[Article | Problem]:
    """Yield the articles of several paths, each file once, and the problems among them.

    ``stored`` gives, by their ids, the paths of articles that were read before:
    a file that is among them keeps its id, and no other file gets it. An article
    that ``passes`` says is known is left out, its bytes hardly looked at.
    """
    passes = passes or _none_passes
    names = Names(stored or {})
    done: set[str] = set()
    for path in map(str, paths):
        for file in files(path) if path != STDIN else [path]:
            if isinstance(file, Problem):
                yield file
            elif (place := os.path.realpath(file)) not in done:
                done.add(place)
                yield from _read(file, names, passes)


def read_part(path: str, name: str, part: Part) -> Iterator[Article | Problem]:
    """Yield the articles of a part of a file of JSON lines, or of a row group of Parquet."""
    names = Names({name: path})
    start, stop, first = part
    try:
        if FORMATS.get(suffix_of(path)) == "parquet":
            lines = parquet.lines(path, [start])
            yield from jsonl.articles(lines, name, path, names, _none_passes, first=first)
            return
        with Path(path).open("rb") as stream:
            stream.seek(start)
            lines = jsonl.lines(BytesIO(stream.read(stop - start)))
        yield from jsonl.articles(lines, name, path, names, _none_passes, first=first)
    except (UnreadableError, OSError) as problem:
        yield Problem(path, str(problem))


def _none_passes(_key: str, _path: str, _raw: str) -> bool:
    return False


def _read(path: str, names: Names, passes: Passes) -> Iterator[Article | Problem]:
    """Yield the articles of a file; whatever is wrong with it is a problem."""
    try:
        yield from _stdin(names) if path == STDIN else _file(path, names, passes)
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


def _file(path: str, names: Names, passes: Passes) -> Iterator[Article | Problem]:
    """Yield the articles of a file, read as its suffix says."""
    if not _is_unicode(path):
        raise UnreadableError("its name is not in UTF-8; rename the file, or its folder")
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - Path's may raise
        raise UnreadableError("not a regular file; pipe it in: `quotes extract -`")
    suffix = suffix_of(path)
    form = FORMATS.get(suffix) or ASKED_FOR.get(suffix)
    if form is None and os.path.isfile(path):  # noqa: PTH113 - Path.is_file may raise
        raise UnreadableError(f"quotes reads {KNOWN}, not {suffix}; save it as one of them")
    name = names.of_file(path)
    if form == "parquet":
        names.take(name, path)
        yield from jsonl.articles(parquet.lines(path), name, path, names, passes)
        return
    with gzip.open(path) if suffix.endswith(".gz") else Path(path).open("rb") as stream:
        if form == "jsonl":
            names.take(name, path)
            yield from jsonl.articles(jsonl.lines(stream), name, path, names, passes)
            return
        data = stream.read(LONGEST + 1)
    raw = sha256(data).hexdigest()
    if passes(name, path, raw):
        names.take(name, path)
        return
    article = _article(data, name, path, is_html=form == "html")
    names.take(name, path)
    yield replace(article, raw=raw)


def _is_unicode(path: str) -> bool:
    """Tell whether a file's name can be kept: on disk it is bytes, and any will do."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


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
        yield from jsonl.articles(chain(head, lines), None, STDIN, names, _none_passes)
        return
    data = b"".join(chain(head, lines))
    yield _article(data, of_stdin(data), STDIN, is_html=HTML_START.match(data) is not None)


def _article(data: bytes, name: str, path: str, *, is_html: bool) -> Article:
    """Return the article of a page or a text."""
    if is_html:
        from quotes.read import html  # noqa: PLC0415 - its parser is slow to import

        return html.article_of_bytes(data, name, path)
    return text.article_of_bytes(data, name, path)
