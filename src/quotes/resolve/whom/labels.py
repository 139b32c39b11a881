"""Find whom a label in capitals names: "MR. TULLY:" of a transcript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotes.data import table, words
from quotes.find.cues import may_say
from quotes.resolve.figures import Figure
from quotes.resolve.newcomers import key_of
from quotes.resolve.words.name_words import is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.resolve.figures import Scene
    from quotes.resolve.names.people import Person
    from quotes.types import Span

COLON = re.compile(r"[^\n:]{0,80}:")  # a party and a role may stand before it
WORD = re.compile(r"[^\W\d_][\w’'-]*\.?")
NOBODY = frozenset(("unidentified", "unknown", "unnamed"))
LISTS = ("bodies", "documents", "groups", "utterances")


def by_label(scene: Scene, span: Span) -> Figure | None:
    """Return the person whom a label in capitals names, None where it names no person."""
    text = scene.reading.text
    label = span.of(text)
    begins = not text[text.rfind("\n", 0, span.start) + 1 : span.start].strip('“"*_ ')
    if not (label.isupper() and begins and _leads_to_colon(text, span.end)):
        return None
    parts = [part for part in WORD.findall(label) if not _is_title(part)]
    low = [part.lower() for part in parts]
    if low and low[0] in NOBODY:
        key = f"label {span.start}"  # one unidentified man is not another
        return scene.keep(key, 0, Figure(label.lower(), "anonymous_person", span))
    if not parts or "the" in low or any(_is_kind(word) for word in low):
        return None
    alike = _alike(scene, label, low)
    return scene.figure_of(alike[0]) if len(alike) == 1 else _new(scene, span, parts)


def _leads_to_colon(text: str, end: int) -> bool:
    """Tell whether a colon follows, and no verb of saying before it: "CNN said on Monday:"."""
    between = COLON.match(text, end)
    return between is not None and not may_say(" ".join(filter(str.islower, between[0].split())))


def _alike(scene: Scene, label: str, low: list[str]) -> list[Person]:
    """Return the people whom a label may name, by their surname or their initials."""
    alike = [p for p in scene.facts.people if _may_be(p, low)]
    if any(len(person.fullest.parts) > 1 for person in alike):
        return alike
    return [p for p in scene.facts.people if _initials(p.fullest.parts) == label] or alike


def _new(scene: Scene, span: Span, parts: list[str]) -> Figure:
    """Return the figure of a label that names nobody in the text, or a body by its initials."""
    low = [part.lower() for part in parts]
    body = scene.facts.abbreviations.get(span.of(scene.reading.text))
    if body is not None:
        return scene.keep(f"body {key_of(body)}", 0, Figure(body, "organization", span))
    key = f"label {' '.join(low)}"
    name = " ".join(part if "." in part else part.capitalize() for part in parts)
    full = [k for k in scene.figures if k.startswith("label ") and k.endswith(f" {low[-1]}")]
    if len(low) == 1 and len(full) == 1:
        return scene.figures[full[0]]
    return scene.keep(key, 0, Figure(name, "named_person", span))


def _initials(parts: Sequence[str]) -> str:
    """Return the initials of a name: the "JN" by which an interview goes on calling somebody."""
    return "".join(part[0] for part in parts)


def _may_be(person: Person, low: list[str]) -> bool:
    """Tell whether a label, in lower case, may name the person."""
    first, last = person.fullest.parts[0].lower(), person.fullest.parts[-1].lower()
    return last == low[-1] and (len(low) == 1 or first in (low[0], last))


def _is_title(part: str) -> bool:
    return is_title(part) or is_title(f"{part}.")


def _is_kind(word: str) -> bool:
    """Tell whether a word says what somebody is, and not who."""
    return word in table("roles") or any(word in words(name) for name in LISTS)
