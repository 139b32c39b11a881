"""Find whom a label in capitals names: "MR. TULLY:" of a transcript."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotes.data import table, words
from quotes.resolve.figures import Figure
from quotes.resolve.words.name_words import is_title

if TYPE_CHECKING:
    from quotes.resolve.figures import Scene
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
    if not (label.isupper() and begins and COLON.match(text, span.end)):
        return None
    parts = [part for part in WORD.findall(label) if not _is_title(part)]
    low = [part.lower() for part in parts]
    if low and low[0] in NOBODY:
        key = f"label {span.start}"  # one unidentified man is not another
        return scene.keep(key, 0, Figure(label.lower(), "anonymous_person", span))
    if not parts or "the" in low or any(_is_kind(word) for word in low):
        return None
    alike = [p for p in scene.facts.people if p.fullest.parts[-1].lower() == low[-1]]
    if len(alike) == 1:
        return scene.figure_of(alike[0])
    name = " ".join(part if "." in part else part.capitalize() for part in parts)
    figure = scene.keep(f"label {low[-1]}", 0, Figure(name, "named_person", span))
    figure.name = max(figure.name, name, key=len)
    return figure


def _is_title(part: str) -> bool:
    return is_title(part) or is_title(f"{part}.")


def _is_kind(word: str) -> bool:
    """Tell whether a word says what somebody is, and not who."""
    return word in table("roles") or any(word in words(name) for name in LISTS)
