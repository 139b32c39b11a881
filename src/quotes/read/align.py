"""Lead the words taken from a web page back to their places in it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from quotes.read.rewrite import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
OPENING = re.compile(r"<(?:(?P<comment>!--)|(?P<name>[a-z]+)|[/!?])")
SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "title", "head"})
WORDS = re.compile(rf"(?P<entity>&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);?)|[^&\s{UNSEEN}]+|&")
TO_LOWER = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
FAR = 200_000
LONG = 20


class Visible(NamedTuple):
    """The characters of a page that are seen, without spaces, and where each stands."""

    text: str
    starts: list[int]
    ends: list[int]


def visible(page: str) -> Visible:
    """Return the page without tags, scripts and spaces, its entities decoded."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for begin, stop in _between_tags(page):
        for match in WORDS.finditer(page, begin, stop):
            start, end = match.span()
            decoded = html.unescape(match.group()) if match.lastgroup else match.group()
            if decoded == match.group():
                starts.extend(range(start, end))
                ends.extend(range(start + 1, end + 1))
            else:
                decoded = _key("".join(decoded.split()))
                starts.extend([start, *[end] * (len(decoded) - 1)] if decoded else [])
                ends.extend([end] * len(decoded))
            words.append(decoded)
    return Visible("".join(words), starts, ends)


def _between_tags(page: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between tags, scripts and comments."""
    lowered = page.translate(TO_LOWER)
    missing: set[str] = set()
    done = 0
    at = lowered.find("<")
    while at >= 0:
        end = _end_of_tag(lowered, at, missing)
        if end > at:
            yield done, at
            done = end
        at = lowered.find("<", max(end, at + 1))
    yield done, len(page)


def _end_of_tag(page: str, at: int, missing: set[str]) -> int:
    """Return where a tag ends, with its contents if they are unseen; ``at`` if it is none.

    An end that is missing from the rest of the page is looked for only once.
    """
    opening = OPENING.match(page, at)
    if opening is None:
        return at
    name = opening["name"] or ""
    ends = ["-->"] if opening["comment"] else [f"</{name}"] if name in SKIPPED else []
    for end in [*ends, ">"]:
        found = -1 if end in missing else page.find(end, at)
        if found < 0:
            missing.add(end)
        elif end.startswith("</"):
            close = page.find(">", found)
            return close + 1 if close >= 0 else len(page)
        else:
            return found + len(end)
    return at


def align(text: str, page: str) -> Iterator[Piece]:
    """Yield the text as pieces of the page, in order.

    Words that cannot be found get an empty place, where the words before them end.
    """
    seen = visible(page)
    words = list(re.finditer(r"\S+", text))
    places = _places(text, words, seen.text)
    done = cursor = 0
    for word, place in zip(words, places, strict=True):
        start = cursor if place is None else seen.starts[place]
        yield Piece(text[done : word.start()], cursor, start)
        if place is None:
            yield Piece(word.group(), cursor, cursor)
        else:
            yield from _word(word.group(), place, seen)
            cursor = seen.ends[place + len(_key(word.group())) - 1]
        done = word.end()
    yield Piece(text[done:], cursor, cursor)


def _word(word: str, place: int, seen: Visible) -> Iterator[Piece]:
    """Yield a word as one piece, or letter by letter where tags or entities are in it."""
    last = place + len(word) - 1
    if len(_key(word)) == len(word) and seen.ends[last] - seen.starts[place] == len(word):
        yield Piece(word, seen.starts[place], seen.ends[last])
        return
    done = seen.starts[place]
    for letter in word:
        if letter in UNSEEN:
            yield Piece(letter, done, done)
            continue
        yield Piece(letter, seen.starts[place], seen.ends[place])
        done = seen.ends[place]
        place += 1


def _key(words: str) -> str:
    """Return what is compared: no unseen characters."""
    return words if words.isascii() else words.translate(dict.fromkeys(map(ord, UNSEEN)))


def _places(text: str, words: list[re.Match[str]], seen: str) -> list[int | None]:
    """Return the place of every word, paragraph by paragraph."""
    places: list[int | None] = []
    paragraph: list[str] = []
    cursor = 0
    for index, word in enumerate(words):
        paragraph.append(_key(word.group()))
        following = words[index + 1].start() if index + 1 < len(words) else len(text)
        if "\n\n" in text[word.end() : following] or index + 1 == len(words):
            found, cursor = _find(paragraph, seen, cursor, reach=FAR)
            places += found
            paragraph = []
    return places


def _find(words: list[str], seen: str, cursor: int, reach: int) -> tuple[list[int | None], int]:
    """Find words that follow each other, else each half of them; return where to go on.

    The shorter the words, the less far they are looked for, lest they be found
    in another sentence.
    """
    key = "".join(words)
    far = reach if len(key) >= LONG else 10 * LONG
    at = seen.find(key, cursor, cursor + len(key) + far) if key else -1
    if at >= 0:
        places: list[int | None] = []
        for word in words:
            places.append(at if word else None)
            at += len(word)
        return places, at
    if len(words) == 1:
        return [None], cursor
    middle = len(words) // 2
    left, cursor = _find(words[:middle], seen, cursor, reach)
    right, cursor = _find(words[middle:], seen, cursor, reach)
    return left + right, cursor
