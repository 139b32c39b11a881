"""JSON lines: one article a line, ``{"id": ..., "text": ...}`` and what is known of it."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from hashlib import sha256
from typing import TYPE_CHECKING, Any, BinaryIO

from quotes.read import sections
from quotes.read.decode import BINARY, LONGEST, UnreadableError, decode, is_binary
from quotes.read.names import of_stdin
from quotes.read.restore import restore
from quotes.types import Article, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from gzip import GzipFile

    from quotes.read import Passes
    from quotes.read.names import Names

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
MOST_PROBLEMS = 20


def lines(stream: BinaryIO | GzipFile) -> Iterator[bytes]:
    """Yield the lines of a file in UTF-8 or UTF-16, those too long to be articles cut off."""
    first = stream.readline(LONGEST + 1)
    if first[:2] in {BOM_UTF16_LE, BOM_UTF16_BE}:
        text = (first + stream.read()).decode("utf-16", errors="replace")
        yield from (line.encode() for line in text.split("\n"))
        return
    line = first
    while line:
        yield line
        while len(line) > LONGEST and not line.endswith(b"\n"):
            line = stream.readline(LONGEST + 1)
        line = stream.readline(LONGEST + 1)


def articles(
    lines: Iterable[bytes],
    name: str | None,
    path: str,
    names: Names,
    passes: Passes,
    *,
    first: int = 1,
) -> Iterator[Article | Problem]:
    """Yield the articles of the lines, and a problem for each line without one.

    An article without an id gets the file's name and the line's number; where
    there is no name, one made of the line. ``first`` is the first line's number.
    Those that pass are left out.
    """
    problems = count = 0
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        count += 1
        if count == 1 and is_binary(line):
            raise UnreadableError(BINARY)
        try:
            key = of_stdin(line) if name is None else f"{name}:{number}"
            record = record_of_line(line)
            key = _id(record.get("id")) or key
            names.claim(key, f"line {number} of {path}")
            raw = sha256(line.strip()).hexdigest()
            article = None if passes(key, path, raw) else article_of_record(record, key, path, raw)
        except UnreadableError as problem:
            problems += 1
            if problems <= MOST_PROBLEMS:
                yield Problem(path, f"line {number}: {problem}")
        else:
            if article is not None:
                yield article
    if problems > MOST_PROBLEMS:
        yield Problem(path, f"{problems - MOST_PROBLEMS} more lines like these could not be read")
    if not count:
        yield Problem(path, "the file is empty; put one article a line into it")


def article_of_line(line: bytes, name: str, path: str | None = None) -> Article:
    """Return the article of one line."""
    record = record_of_line(line)
    return article_of_record(record, _id(record.get("id")) or name, path)


def record_of_line(line: bytes) -> dict[str, Any]:
    """Return the object on a line of bytes, sure to have a text."""
    if len(line) > LONGEST:
        raise UnreadableError("longer than 10 MB, which is no article; split it")
    return parse(decode(line))


def article_of_record(
    record: Mapping[str, Any], key: str, path: str | None = None, raw: str | None = None
) -> Article:
    """Return the article of an object; its text is all body, but for its title repeated in it."""
    readable = restore(_clean(record["text"]))
    title = _words(record.get("title"))
    repeated = sections.repeated_title(readable.text, title) if title else []
    found = sections.sections(readable.text, repeated)
    return Article(
        key,
        readable.text,
        title=title or sections.label(readable.text, found),
        byline=_words(record.get("byline")),
        publisher=_words(record.get("publisher")),
        published=_words(record.get("published")),
        url=_words(record.get("url")),
        path=path,
        original=readable.original,
        segments=readable.segments,
        sections=found,
        raw=raw,
    )


def parse(line: str) -> dict[str, Any]:
    """Return the object on a line, sure to have a text."""
    try:
        record = json.loads(line)
    except RecursionError:
        raise UnreadableError("not an article: nested too deeply; remove the line") from None
    except ValueError as error:
        reason = str(error).partition(": line 1")[0]
        raise UnreadableError(f"not JSON ({reason}); correct or remove the line") from None
    if not isinstance(record, dict):
        raise UnreadableError('not an object; write {"id": ..., "text": ...}')
    if not isinstance(record.get("text"), str) or not record["text"].strip():
        raise UnreadableError('no text; write the article\'s words into "text"')
    return record


def is_record(line: bytes) -> bool:
    """Tell whether the first line of a stream shows that JSON lines follow."""
    return re.match(rb'(?:\xef\xbb\xbf)?\s*\{\s*"', line) is not None


def _id(value: Any) -> str:
    """Return the id that a record gives, "" where it gives none."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise UnreadableError('its id is neither words nor a whole number; write {"id": "..."}')
    return _clean(str(value))


def _words(value: Any) -> str | None:
    """Return a field as text: names in a list are joined, what is not text is left out."""
    if isinstance(value, list):
        value = ", ".join(name for name in value if isinstance(name, str))
    return _clean(value).strip() or None if isinstance(value, str) else None


def _clean(text: str) -> str:
    """Replace, one for one, what no database and no UTF-8 file can hold."""
    return UNSTORABLE.sub("\ufffd", text)
