"""Read how a cue puts what is said: its stance, negated, hedged, verbatim or not."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from quotes.data import words
from quotes.find.cues import listed, words_of
from quotes.types import Manner

if TYPE_CHECKING:
    from quotes.types import Attribution, Stance

STANCES: tuple[Stance, ...] = ("claiming", "denying", "promising", "asking")
QUOTED = ("direct", "mixed")
LONGEST = 2  # words of a phrase that tells the stance
BEFORE = 40  # characters before a cue that may undo or hedge it,
NEAR = 3  # of which so many words
LED = 3  # words after it that may be the verb: "to rule out"
AFTER = 24  # characters after it
LEADING = 48  # characters before quoted words that may call them typical
BREAK = re.compile(r"[.;:!?\n“”\"]|, (?:and|but|who|which|while|though|although|as) ")
MARK = re.compile(r"[“\"‘]|''|``")
ENDED = re.compile(r"[.;!?\n“”\"]")
CLOSED = re.compile(r"[.;:!?\n“”\",]")


def manner(text: str, attribution: Attribution) -> Manner:
    """Return how the cue of an attribution puts its content."""
    quoted = attribution.kind in QUOTED
    if not attribution.cue:
        return Manner(verbatim=not _typical(text, attribution, "") if quoted else None)
    last = max(attribution.cue)
    plain = " ".join(span.of(text) for span in attribution.cue)
    following = text[last.end : last.end + AFTER]
    led = _leads(plain, following)
    cue = f"{plain} to" if led else plain
    before = _before(text, attribution)
    after = CLOSED.split(text[last.end : _until(last.end, attribution)])[0]
    negated = _says("negations", f"{before} {cue}")
    return Manner(
        stance=stance_of(plain + following, len(words_of(plain)) + (LED if led else 0)),
        negated=negated,
        hedged=_says("hedges", f"{before} {cue}{after}".rstrip()) and not negated,
        verbatim=not _typical(text, attribution, f"{before} {cue}") if quoted else None,
    )


def stance_of(cue: str, length: int | None = None) -> Stance:
    """Return the stance of a cue: that of its first word or phrase that tells one.

    Only the first ``length`` words are the cue; those after it may help ("questioned | whether").
    """
    said = words_of(cue)
    for start in range(len(said) if length is None else min(length, len(said))):
        for size in range(LONGEST, 0, -1):
            found = _forms().get(" ".join(said[start : start + size]))
            if found:
                return found
        if said[start] in listed("plain"):
            break
    return "plain"


def _leads(cue: str, following: str) -> bool:
    """Tell whether the word that tells the stance comes after a cue: "refused | to rule out"."""
    if not following.startswith(" to "):
        return False
    return _says("negations", f"{cue} to") or _says("hedges", f"{cue} to")


def _before(text: str, attribution: Attribution) -> str:
    """Return the words before a cue in its clause, the first of a source among them."""
    first = min(attribution.cue)
    start = max(0, first.start - BEFORE)
    clause = BREAK.split(_without(text, start, first.start, attribution))[-1]
    near = " ".join(clause.split()[-NEAR:])
    source = min(attribution.source) if attribution.source else None
    if source is None or source.end > first.start:
        return near
    return " ".join((*source.of(text).split()[:2], near)).strip()


def _until(end: int, attribution: Attribution) -> int:
    """Return how far the words after a cue reach: to content or source at the latest."""
    spans = (*attribution.content, *attribution.source)
    return min([end + AFTER, *(span.start for span in spans if span.start >= end)])


def _without(text: str, start: int, end: int, attribution: Attribution) -> str:
    """Return a stretch of the text, with a break where content or source stands."""
    for span in (*attribution.content, *attribution.source):
        if start < span.end <= end:
            start = span.end
    return text[start:end]


def _typical(text: str, attribution: Attribution, cue: str) -> bool:
    """Tell whether quoted words are given as typical or made up."""
    leading = _leading(text, attribution)
    return _says("habits", cue) or _says("likenesses", cue) or _says("likenesses", leading)


def _leading(text: str, attribution: Attribution) -> str:
    """Return what stands right before quoted words, if the cue does not come after them."""
    start, end = attribution.content[0].start, attribution.content[-1].end
    mark = MARK.search(text, start, end) if attribution.kind == "mixed" else None
    if mark is not None:
        start = mark.start()
    if attribution.cue and min(attribution.cue).start > start:
        return ""
    return ENDED.split(text[max(0, start - LEADING) : start].rstrip("“”\"'‘’` "))[-1]


def _says(name: str, words: str) -> bool:
    return _pattern(name).search(words.replace("’", "'")) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return a list of regular expressions as one, each of whole words."""
    parts = "|".join(f"(?:{p.replace('’', chr(39))})" for p in sorted(words(name)))
    return re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.IGNORECASE)


@cache
def _forms() -> dict[str, Stance]:
    """Return the stance of every form of the cues in the lists; the first list wins."""
    forms: dict[str, Stance] = {}
    for stance in STANCES:
        for form in listed(stance):
            forms.setdefault(form, stance)
    return forms
