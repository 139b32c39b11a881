"""The form by which a quote is fixed or added: what it shows, and what somebody typed into it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from quotes.collection.same import plain
from quotes.review.judge import CUE_CLASSES, KINDS, TYPES, Reading
from quotes.review.words import ROLES, find_words, nearest
from quotes.store.rows import BETWEEN_PIECES
from quotes.types import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Row = dict[str, Any]

WORD = re.compile(r"\S+")
NUMBERS = re.compile(r"#\s*(\d+)(?:\s*[-–—]\s*#?(\d+))?")
DIGITS = 9  # of a number of a word; no article has so many
BETWEEN = re.compile(r"\[(?:…|\.\.\.)\]")
LEADING = re.compile(r"^[“”\"‘’'«(\[]+")
TRAILING = re.compile(r"(?:[”\"’'»)\]]+[.,;:!?]*|[.,;:]+)$")
ENCLOSED = re.compile(r"^[“\"‘'](.*)[”\"’']$", re.DOTALL)
NUMBERED = Markup('<span class="q-word"><sup>{}</sup>{}</span>')
TOLD = Markup('<mark class="q-word"><sup>{}</sup>{}</mark>')
LABELS = {
    "content": "What is said",
    "cue": "Words that report it",
    "source": "Words for who said it",
}


class FormError(Exception):
    """What is wrong with a form, in one line with the way out."""


def fields_of(text: str, reading: Reading) -> dict[str, str]:
    """Return what the form holds for a quote."""
    spans = {role: getattr(reading, role) for role in ROLES}
    words = {role: BETWEEN_PIECES.join(s.of(text) for s in spans[role]) for role in ROLES}
    known = {"kind": reading.kind, "cue_class": reading.cue_class}
    return words | known | {"speaker": reading.speaker or "", "speaker_type": "", "note": ""}


def numbered(text: str, within: Span, content: Sequence[Span] = ()) -> Markup:
    """Return a passage with the number of each word before it, those of the content marked."""
    words = enumerate(WORD.finditer(text), 1)
    shown = [(n, w) for n, w in words if within.start <= w.start() < within.end]
    lines: list[Markup] = []
    for number, (index, word) in enumerate(shown):
        gap = text[shown[number - 1][1].end() : word.start()] if number else ""
        lines.append(Markup("<br>") if "\n" in gap else Markup(" "))
        is_told = any(word.start() < span.end and span.start < word.end() for span in content)
        lines.append((TOLD if is_told else NUMBERED).format(index, escape(word.group())))
    return Markup("").join(lines)


def reading_of(
    text: str, form: Mapping[str, str], stored: Reading | None, speakers: Sequence[Row]
) -> Reading:
    """Return the quote that somebody typed; ``stored`` is how it is read so far.

    Raises FormError.
    """
    kind, cue_class = form.get("kind", ""), form.get("cue_class", "")
    if kind not in KINDS or cue_class not in CUE_CLASSES:
        raise FormError("Choose a kind, and whether it was said, written or neither.")
    content = _spans(text, form, "content", stored.content if stored else ())
    if not content:
        raise FormError("Say what is said: its exact words, or the numbers of its words.")
    near = content[0].start
    cue = _spans(text, form, "cue", stored.cue if stored else (), near)
    source = _spans(text, form, "source", stored.source if stored else (), near)
    if kind == "scare":  # nobody is quoted as saying these words
        return Reading(content, (), (), kind, "other", None, "unknown")
    speaker, type_ = _speaker(form, speakers)
    return Reading(content, cue, source, kind, cue_class, speaker, type_)


def _speaker(form: Mapping[str, str], speakers: Sequence[Row]) -> tuple[str | None, str]:
    """Return name and type of the speaker whom somebody typed."""
    name = " ".join(form.get("speaker", "").split())
    if not name:
        return None, "unknown"
    type_ = form.get("speaker_type", "")
    known = [s for s in speakers if plain(name) in (plain(s["name"]), plain(s["called"]))]
    if type_ in TYPES:
        same = [s for s in known if s["type"] == type_]
        return (same[0]["name"] if same else name), type_
    if not known:
        words = f"The article has no speaker {name!r} yet: choose below what they are."
        raise FormError(words)
    return known[0]["name"], known[0]["type"]


def _spans(
    text: str,
    form: Mapping[str, str],
    role: str,
    former: Sequence[Span],
    near: int | None = None,
) -> tuple[Span, ...]:
    """Return where the words of a field stand, nearest to where they stood."""
    typed = form.get(role, "")
    kept = BETWEEN_PIECES.join(span.of(text) for span in former)
    if former and " ".join(typed.split()) == " ".join(kept.split()):
        return tuple(former)
    place = former[0].start if former else near
    found: list[Span] = []
    for part in filter(None, map(str.strip, BETWEEN.split(typed))):
        span = _span(text, part, role, place or 0, found[-1].end if found else 0)
        place = span.end
        found.append(span)
    return tuple(found)


def _span(text: str, part: str, role: str, place: int, after: int) -> Span:
    """Return where one piece stands, given as words or as the numbers of words."""
    numbers = NUMBERS.fullmatch(part)
    if numbers:
        return _by_number(text, numbers, LABELS[role], after)
    for words in (part, ENCLOSED.sub(r"\1", part)):
        stands = find_words(text, words)
        places = [span for span in stands if span.start >= after]
        enclosed = words is part and ENCLOSED.match(part) and role == "content"
        if places and not enclosed:
            return nearest(places, place) or places[0]
        if stands and not places:
            raise _out_of_order(LABELS[role], part)
    shown = _shown(part)
    raise FormError(
        f"{LABELS[role]}: “{shown}” does not stand in the article. Copy the exact words."
    )


def _shown(part: str) -> str:
    """Return what somebody typed, cut for a message."""
    return part if len(part) <= 60 else part[:60].rstrip() + " …"  # noqa: PLR2004


def _out_of_order(label: str, part: str) -> FormError:
    words = "does not stand after the piece before it. Give the pieces in the article's order."
    return FormError(f"{label}: “{_shown(part)}” {words}")


def _number(digits: str) -> int:
    """Return a number, cut where it is larger than any text is long."""
    return int(digits.lstrip("0")[:DIGITS] or "0")


def _by_number(text: str, numbers: re.Match[str], label: str, after: int) -> Span:
    """Return the stretch from one word to another, less the marks around it."""
    words = list(WORD.finditer(text))
    first, last = _number(numbers[1]), _number(numbers[2] or numbers[1])
    if not 1 <= first <= last <= len(words):
        raise FormError(
            f"{label}: there are no words {first} to {last}; the article has {len(words)}."
        )
    start, end = words[first - 1].start(), words[last - 1].end()
    stretch = text[start:end]
    lead, trail = LEADING.search(stretch), TRAILING.search(stretch)
    start += lead.end() if lead else 0
    end -= len(trail.group()) if trail else 0
    if start >= end:
        raise FormError(f"{label}: word {first} is nothing but marks.")
    if start < after:
        raise _out_of_order(label, numbers.group())
    return Span(start, end)
