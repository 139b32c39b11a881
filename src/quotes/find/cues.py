"""Class the cues: speech, writing, thought or other."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from quotes.data import words

if TYPE_CHECKING:
    from quotes.types import CueClass


CLASSES: tuple[CueClass, ...] = ("other", "speech", "writing", "thought")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
VOWELS = frozenset("aeiou")
MODALS = frozenset(("to", "would", "will", "could", "can", "may", "might", "should", "must"))
STATES = frozenset(("state", "states"))
REPORTS: frozenset[CueClass] = frozenset(("speech", "writing"))
MARKS_OF_SPEECH = frozenset(':-—–"“”…')  # transcripts: "WALLACE: …", "… — Ada Poe"


def cue_class(cue: str) -> CueClass:
    """Return the class of a cue: that of its first word or phrase that a list knows."""
    said = words_of(cue)
    if not said:
        return "speech" if MARKS_OF_SPEECH & set(cue) else "other"
    forms = _forms()
    for start in range(len(said)):
        for length in (4, 3, 2, 1):
            found = forms.get(" ".join(said[start : start + length]))
            if found:
                return found
    return "other"


def reports(cue: str) -> bool:
    """Tell whether a cue is one of saying or writing."""
    return cue_class(cue) in REPORTS


def is_plain(cue: str) -> bool:
    """Tell whether a cue plainly reports words: "said", "had told", but not "would say"."""
    said = set(words_of(cue))
    return not MODALS & said and bool(listed("plain") & said)


def names_report(cue: str) -> bool:
    """Tell whether a cue is a noun of saying: the "claim" of "her claim that …"."""
    return bool(listed("nouns") & set(words_of(cue)))


def may_report(text: str) -> bool:
    """Tell whether a stretch may hold a plain cue, or a noun of saying before its "that"."""
    own = words_of(text)
    plain, nouns = _saying(), listed("nouns")
    if any(word in plain and before not in MODALS for before, word in pairwise(["", *own])):
        return True
    named = next((place for place, word in enumerate(own) if word in nouns), len(own))
    states = (word in STATES and after == "that" for word, after in pairwise(own))
    return "that" in own[named:] or any(states)


def may_say(stretch: str) -> bool:
    """Tell whether a stretch holds a word of saying or writing."""
    forms = _forms()
    return any(forms.get(word) in REPORTS for word in words_of(stretch))


@cache
def _saying() -> frozenset[str]:
    """Return all forms of plain verbs, but those that are mostly nouns."""
    return listed("plain") - STATES


def words_of(cue: str) -> list[str]:
    """Return the words of a cue in lower case."""
    return [word.lower().replace("’", "'") for word in WORD.findall(cue)]


@cache
def _forms() -> dict[str, CueClass]:
    """Return the class of every form of the cues in the lists; the first list wins."""
    forms: dict[str, CueClass] = {}
    for kind in CLASSES:
        for form in listed(kind):
            forms.setdefault(form, kind)
    return forms


@cache
def listed(name: str) -> frozenset[str]:
    """Return all forms of the cues in a list: "plain" for ``cues_plain.txt``."""
    return frozenset(form for entry in words(f"cues_{name}") for form in _inflect(entry))


def _inflect(entry: str) -> list[str]:
    """Return the forms of an entry: a phrase as it is, a verb with its regular and given ones."""
    words = entry.split()
    if _is_phrase(entry):
        return [entry]
    base, given = words[0], words[1:]
    stem = base.removesuffix("e")
    plural = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        plural = base[:-1] + "ies"
    return [base, plural, stem + "ed", stem + "ing", *given]


def _is_phrase(entry: str) -> bool:
    """Tell a phrase from a verb with its irregular forms: those begin with the same letters."""
    words = entry.split()
    return len(words) > 1 and not all(w[:1] == words[0][:1] for w in words[1:])
