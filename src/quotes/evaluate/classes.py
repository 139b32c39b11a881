"""Classes to break the measures down by: that of the cue, and the form of the source.

Both are worked out from the text for gold and predictions alike, never read
from a file.  Cues: as ``quotes.find.cues`` has them; "none" is a quote without
cue.  Sources, by their head words: "pronoun", all of them pronouns; "name", one
of them a name; "description", anything else ("officials", "a Trump aide", "some");
"none", no source.  A capitalised word is a name, unless it only ever stands where
a sentence begins.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quotes.data import table
from quotes.find.cues import cue_class

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotes.evaluate.score import Scored
    from quotes.evaluate.words import Words

    Json = dict[str, Any]

CUES = ("speech", "writing", "thought", "other", "none", "all")
SOURCES = ("name", "description", "pronoun", "none", "all")
# Among the pronouns, words for people who are not said: "some", "many", "critics".
INDEFINITE = "any"
SENTENCE_END = re.compile(r"(?:^|\n|([^\W\d_]*)[.!?…:][”’\"')\]]*\s)\s*[“‘\"'(\[]*$")
ABBREVIATED = 3  # letters: a point after "Mr", "Sen" or "J" ends no sentence
BEFORE = 40


def by_cue(words: Words, quote: Json, _: Scored) -> str:
    """Return the class of a quote's cue."""
    cue = " ".join(words.text[start:end] for start, end in quote.get("cue") or ())
    return cue_class(cue) if cue.strip() else "none"


def by_source(words: Words, _: Json, held: Scored) -> str:
    """Return the form of a quote's source."""
    if not held.source:
        return "none"
    pronouns = {word for word, kind in table("pronouns").items() if kind != INDEFINITE}
    heads = held.heads or held.source
    if all(words[index].lower() in pronouns for index in heads):
        return "pronoun"
    return "name" if any(_is_name(words, index) for index in heads) else "description"


def _is_name(words: Words, index: int) -> bool:
    """Tell whether a word is capitalised, here or elsewhere, other than as the first of many."""
    word = words[index]
    if not word[0].isupper():
        return False
    same = (i for i in range(len(words.places)) if words[i] == word)
    return any(not _begins_sentence(words, i) for i in (index, *same))


def _begins_sentence(words: Words, index: int) -> bool:
    """Tell whether a sentence, a line or a quotation begins with a word."""
    start = words.places[index][0]
    before = words.text[max(0, start - BEFORE) : start]
    end = SENTENCE_END.search(before)
    if end is None:
        return before[-1:] in ("“", "‘", '"')
    last = end[1] or ""
    return not (last[:1].isupper() and len(last) <= ABBREVIATED)


BREAKDOWNS: dict[str, tuple[tuple[str, ...], Callable[[Words, Json, Scored], str]]] = {
    "cue": (CUES, by_cue),
    "source": (SOURCES, by_source),
}
