"""Quotes that share their words: which are one quote in several articles, and how they differ."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

WORD = re.compile(r"\w+(?:[’'‘]\w+)*")
FEWEST = 6  # words: shorter ones are often alike by chance
RUN = 3  # words in a row that two quotes must share
SHARE = 0.6  # of the words of the shorter one
TRIED = 4  # groups that a quote is held against
COMMON = 60  # groups that share a run of words: such a run tells nothing
LONGEST = 1_000  # words: what differs in more is not read
FAR = 4  # words left out at an end are shown, more of them are a gap
GAP = Markup('<span class="q-gap" title="{} words left out">[…]</span>')

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A quote as one article gives it."""

    id: str
    article: str
    words: Tokens
    speaker: str | None = None
    published: str | None = None


def given(id: str, article: str, content: str, *more: str | None) -> Given:  # noqa: A002
    """Return a quote with its words; more are its speaker and when it was published."""
    return Given(id, article, tuple(WORD.findall(_plain(content))), *more)


def groups(quotes: Iterable[Given]) -> list[list[Given]]:
    """Return the quotes that several articles give, each group led by its longest wording."""
    same: dict[Tokens, list[Given]] = defaultdict(list)
    for quote in quotes:
        if len(quote.words) >= FEWEST:
            same[quote.words].append(quote)
    runs = {words: _runs(words) for words in same}
    times = Counter(chain.from_iterable(runs.values()))
    found: list[list[Given]] = []
    known: list[set[int]] = []
    index: dict[int, list[int]] = defaultdict(list)
    for words in sorted(same, key=len, reverse=True):
        shared = [run for run in runs[words] if times[run] > 1]
        place = _place(words, runs[words], shared, index, known)
        if place is None:
            for run in set(shared):
                index[run].append(len(found))
            found.append([])
            known.append(set(shared))
        found[len(found) - 1 if place is None else place].extend(same[words])
    return [group for group in found if len({quote.article for quote in group}) > 1]


def _runs(words: Tokens) -> list[int]:
    """Return every run of words, as a number that stands for it."""
    return list(map(hash, zip(*(words[start:] for start in range(RUN)), strict=False)))


def _place(
    words: Tokens,
    theirs: Sequence[int],
    shared: Sequence[int],
    index: Mapping[int, list[int]],
    known: Sequence[set[int]],
) -> int | None:
    """Return the group whose longest wording shares enough words, None without one."""
    if RUN * len(shared) < SHARE * len(words):
        return None
    times: Counter[int] = Counter()
    for run in shared:
        places = index.get(run, ())
        if len(places) <= COMMON:
            times.update(places)
    for place, _ in times.most_common(TRIED):
        if _covered(theirs, known[place]) >= SHARE * len(words):
            return place
    return None


def _covered(theirs: Sequence[int], known: set[int]) -> int:
    """Return how many words stand in runs that are known."""
    total = end = 0
    for start, run in enumerate(theirs):
        if run in known:
            total += start + RUN - max(start, end)
            end = start + RUN
    return total


def marked(base: str, other: str) -> Markup:
    """Return a wording with what it adds to the base and what it leaves out."""
    old, new = list(WORD.finditer(base)), list(WORD.finditer(other))
    if max(len(old), len(new)) > LONGEST:
        return escape(other)
    before, after = ([_plain(found[0]) for found in each] for each in (old, new))
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    html, at = Markup(""), 0
    for number, (what, first, last, start, end) in enumerate(opcodes):
        if what in ("delete", "replace"):
            is_end = what == "delete" and number in (0, len(opcodes) - 1)
            left = _left_out(base, old[first:last], is_end=is_end)
            html = html + " " + left if html else left + " "
        if start < end:
            words = other[new[start].start() : new[end - 1].end()]
            html += escape(other[at : new[start].start()])
            html += escape(words) if what == "equal" else Markup("<ins>{}</ins>").format(words)
            at = new[end - 1].end()
    return html + escape(other[at:])


def _left_out(base: str, words: Sequence[re.Match[str]], *, is_end: bool) -> Markup:
    """Return what a wording leaves out; much at an end is a gap."""
    if is_end and len(words) > FAR:
        return GAP.format(len(words))
    return Markup("<del>{}</del>").format(base[words[0].start() : words[-1].end()])


def _plain(words: str) -> str:
    """Return words as they are compared."""
    return words.casefold().replace("’", "'")


def wordings(group: Iterable[Given]) -> Iterator[list[Given]]:
    """Yield the quotes of each wording, the longest wording first."""
    same: dict[Tokens, list[Given]] = defaultdict(list)
    for quote in group:
        same[quote.words].append(quote)
    yield from same.values()
