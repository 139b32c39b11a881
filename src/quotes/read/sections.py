"""What is not the article's body: headlines, and what a web page puts around an article."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from quotes.data import words
from quotes.types import Section, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
BULLET = re.compile(r"^[\s•·▪●*–—|>\ufeff-]*")
SENTENCE_START = re.compile(r"(?<=[.!?…”\"’)])\s+(?=\S)")
STOP = re.compile(r"[.!?…][\"”’')\]]*$")
SENTENCE_END = re.compile(r"[.!?…,;:—–-][\"”’')\]]*$")
ABBREVIATION_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
LONGEST_HEADLINE = 160
LONGEST_BOILERPLATE = 500
LONGEST_LABEL = 72
LAST_LINES = 5
REPORTED = re.compile(r",[”’\"]? [^,]{2,60} (?:said|says|say|added|wrote|told [^,.]{2,40})\.$")
NAME = (
    r"(?:[A-Z][\w.’'-]*|al|bin|da|de|der|van|von"
    r"|(?:correspondent|editor|journalist|producer|reporter|researcher|writer)s?|news|staff)"
)
NAMES = rf"[A-Z][\w.’'-]*(?:(?: | & |/|; |,? and |,? in |,? from |, )(?:[Tt]he )?{NAME})*"


def sections(text: str, titles: Iterable[Span] = ()) -> tuple[Section, ...]:
    """Return the title lines and the boilerplate, in the order of the text."""
    lines = paragraphs(text)
    titles = sorted(titles)
    rest = [line for line in lines if line not in titles]
    found = [Section(span, "title") for span in titles]
    found += [Section(span, "boilerplate") for span in _merged(text, _boilerplate(text, rest))]
    return tuple(sorted(found, key=lambda section: section.span))


def headline(text: str) -> list[Span]:
    """Return the line that is the text's headline, twice where it is printed twice.

    A headline is the first line, short, without the end of a sentence, set off
    from longer text; or a first line that is repeated word for word.
    """
    lines = [line for line in paragraphs(text)[:12] if not _is_boilerplate(line.of(text))]
    if len(lines) < 2:  # noqa: PLR2004 - a headline and a body
        return []
    first, second = lines[0], lines[1]
    if len(first) > LONGEST_HEADLINE:
        return []
    if first.of(text) == second.of(text):
        return [first, second]
    is_set_off = not _has_blank_lines(text) or _has_blank_lines(text[first.end : second.start])
    ends = SENTENCE_END.search(first.of(text)) and not ABBREVIATION_END.search(first.of(text))
    return [] if ends or not is_set_off or not _has_body(text, lines[1:7]) else [first]


def repeated_title(text: str, title: str) -> list[Span]:
    """Return the first lines where they only repeat a title known from elsewhere."""
    found = []
    for line in paragraphs(text)[:3]:
        if _letters(line.of(text)) != _letters(title):
            break
        found.append(line)
    return found


def label(text: str, skip: Iterable[Section] = ()) -> str:
    """Return the first words of the body, to name an article that has no title."""
    start = 0
    for section in skip:
        if text[start : section.span.start].strip():
            break
        start = section.span.end
    words = " ".join(text[start : start + 4 * LONGEST_LABEL].split())
    if len(words) <= LONGEST_LABEL:
        return words
    cut = words[: LONGEST_LABEL + 1].rpartition(" ")[0] or words[:LONGEST_LABEL]
    return cut.rstrip(" ,;:–—-") + "…"


def paragraphs(text: str) -> list[Span]:
    """Return the lines that hold words, without the space around them."""
    found = []
    offset = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = offset + len(line) - len(line.lstrip())
            found.append(Span(start, start + len(words)))
        offset += len(line) + 1
    return found


def _boilerplate(text: str, lines: list[Span]) -> list[Span]:
    """Return the lines that are boilerplate, and the credits that end the last other line."""
    found = [line for line in lines if _is_boilerplate(line.of(text))]
    known = set(found)
    rest = [line for line in lines if line not in known]
    found += [line for line in rest[-LAST_LINES:] if _is_boilerplate(line.of(text), credit=True)]
    body = set(rest).difference(found)
    return sorted(found + (_credits(text, max(body)) if body else []))


def _credits(text: str, line: Span) -> list[Span]:
    """Return the last sentences of a line that ends in credits."""
    for match in SENTENCE_START.finditer(
        text, max(line.start, line.end - LONGEST_BOILERPLATE), line.end
    ):
        words = text[match.end() : line.end]
        if _is_boilerplate(words) or _is_boilerplate(words, credit=True):
            return [Span(match.end(), line.end)]
    return []


def _is_boilerplate(line: str, *, credit: bool = False) -> bool:
    """Tell whether a line is none of the article, or a credit, whatever bullet is before it."""
    if len(line) > LONGEST_BOILERPLATE or REPORTED.search(line):
        return False
    pattern = _pattern("credits" if credit else "boilerplate")
    return pattern.fullmatch(BULLET.sub("", line, count=1)) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Compile the patterns of a list into one."""
    patterns = (line.replace("{names}", NAMES) for line in sorted(words(name)))
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _merged(text: str, spans: list[Span]) -> list[Span]:
    """Join spans that have nothing but space between them."""
    merged: list[Span] = []
    for span in spans:
        if merged and not text[merged[-1].end : span.start].strip():
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def _has_body(text: str, lines: list[Span]) -> bool:
    """Tell whether one of the next lines ends as a sentence does."""
    return any(STOP.search(line.of(text)) for line in lines)


def _has_blank_lines(text: str) -> bool:
    """Tell whether blank lines part the paragraphs of a text."""
    return BLANK_LINE.search(text) is not None


def _letters(line: str) -> str:
    """Return what two printings of a title have in common."""
    return "".join(c for c in line.casefold() if c.isalnum())
