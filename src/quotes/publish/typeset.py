"""Set a text with its quotes marked: cut at every boundary, escaped, wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from quotes.publish.paragraphs import paragraphs, readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quotes.publish.paragraphs import Stretch

NONE = Markup("")
HELD = 500  # characters: a longer quote may be broken as the text may
# A reference stands behind the closing mark and the full stop, never within a word.
TAIL = re.compile(r"[”’\"'»]*[.,;:!?]?[”’\"'»]*(?!\w)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote as the reader shows it: its look, its speaker's number, its row."""

    id: str
    label: str
    look: str
    who: str
    hint: str
    url: str
    buttons: Markup = NONE  # to judge it, behind its last piece


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text that plays a role in a quote."""

    start: int
    end: int
    role: str
    quote: Shown
    first: bool = False

    @property
    def is_content(self) -> bool:
        """Tell whether this is what is said."""
        return self.role == "content"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, set; its role is that of its section, empty for the body."""

    html: Markup
    role: str = ""
    runs_on: bool = False


def blocks(text: str, marks: Sequence[Mark], sections: Sequence[Stretch] = ()) -> Iterator[Block]:
    """Yield the paragraphs of an article."""
    stretches = list(readable(text, paragraphs(text, sections), list(_held(marks))))
    for stretch, html in zip(stretches, typeset(text, marks, stretches), strict=True):
        yield Block(html, stretch.role, stretch.runs_on)


def _held(marks: Iterable[Mark]) -> Iterator[tuple[int, int]]:
    """Yield from where to where each quote reaches, all its pieces together."""
    reach: dict[str, tuple[int, int]] = {}
    for mark in marks:
        if mark.is_content:
            start, end = reach.get(mark.quote.id, (mark.start, mark.end))
            reach[mark.quote.id] = min(start, mark.start), max(end, mark.end)
    yield from ((start, end) for start, end in reach.values() if end - start < HELD)


def typeset(text: str, marks: Sequence[Mark], stretches: Sequence[Stretch]) -> Iterator[Markup]:
    """Yield each stretch (they are in order) as HTML."""
    references = _references(text, marks)
    starting = sorted(marks, key=lambda m: (m.start, -m.end), reverse=True)
    active: list[Mark] = []
    pending = sorted(references, reverse=True)
    cuts = sorted({at for m in marks for at in (m.start, m.end)} | set(references), reverse=True)
    for stretch in stretches:
        html = []
        for start, end in pairwise(_cuts_within(stretch, cuts)):
            fresh = []
            while starting and starting[-1].start <= start:
                fresh.append(starting.pop())
            active = [mark for mark in active + fresh if mark.end > start]
            resumed = active if start == stretch.start else fresh
            html.append(_segment(text[start:end], active, fresh, resumed))
            while pending and pending[-1] <= end:
                html.extend(_reference(quote) for quote in references[pending.pop()])
        yield Markup("").join(html)


def _cuts_within(stretch: Stretch, cuts: list[int]) -> list[int]:
    """Take the cuts up to the end of a stretch off the list and return its segments' ends."""
    within = [stretch.start]
    while cuts and cuts[-1] < stretch.end:
        cut = cuts.pop()
        if cut > stretch.start:
            within.append(cut)
    return [*within, stretch.end]


def _references(text: str, marks: Iterable[Mark]) -> dict[int, list[Shown]]:
    """Return which quotes are referred to where: behind each of their pieces."""
    found: dict[int, list[Shown]] = {}
    pieces = sorted((m for m in marks if m.is_content), key=lambda m: (m.end, -m.start))
    last = {mark.quote.id: mark for mark in pieces}
    for mark in pieces:
        tail = TAIL.match(text, mark.end)
        quote = mark.quote if mark is last[mark.quote.id] else replace(mark.quote, buttons=NONE)
        found.setdefault(tail.end() if tail else mark.end, []).append(quote)
    return found


def _segment(
    words: str, covering: Iterable[Mark], fresh: Sequence[Mark], resumed: Sequence[Mark]
) -> Markup:
    """Return words wrapped by all that cover them, the longest outermost."""
    html = escape(words)
    for mark in sorted(covering, key=lambda m: (m.end - m.start, m.is_content)):
        html = _wrapped(html, mark, begins=mark in resumed, anchor=mark.first and mark in fresh)
    return html


def _wrapped(html: Markup, mark: Mark, *, begins: bool, anchor: bool) -> Markup:
    """Return HTML within the element of one mark."""
    quote = mark.quote
    if not mark.is_content:
        return Markup('<span class="q-{} {}">{}</span>').format(mark.role, quote.look, html)
    anchored = Markup(' id="q-{}"').format(quote.id) if anchor else Markup("")
    spoken = Markup('<span class="q-vh">{}: </span>').format(quote.who) if begins else Markup("")
    return Markup('<mark{} class="q {}" title="{}">{}{}</mark>').format(
        anchored, quote.look, quote.hint, spoken, html
    )


def _reference(quote: Shown) -> Markup:
    """Return the small number behind a quote, which leads to its row."""
    return Markup(
        '<a class="q-ref {}" href="{}" title="{}"><span class="q-vh">(end of quote: {}) </span>'
        '<span aria-hidden="true">{}</span></a>{}'
    ).format(quote.look, quote.url, quote.hint, quote.hint, quote.label, quote.buttons)
