"""What brat's standoff format asks of spans and values, for writing and for reading it.

The format is described at https://brat.nlplab.org/standoff.html. One annotation
takes one line and repeats its words, so brat cuts a span where its text breaks
the line; the pieces stand for the whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from quotes.types import CueClass, Kind, SpeakerType, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable

Offsets = list[list[int]]

ROLES = ("source", "cue", "content")
ATTRIBUTION = "Attribution"
NOTE = "AnnotatorNotes"  # the type of the notes that brat's own window edits
ARTICLE_NOTE = "Article"  # the article's id, where the file's name does not tell it
WHOLE = "whole"  # in a note: the spans that were cut at line breaks
# The values with a closed list are attributes of the event, the others stand in its note.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "cue_class": get_args(CueClass),
    "speaker_type": get_args(SpeakerType),
    "stance": get_args(Stance),
}
NOTED: tuple[str, ...] = (
    "id",
    "speaker",
    "description",
    "relayed_by",
    "addressee",
    "when",
    "where",
)
NOTED += ("anonymity_reason",)
FLAGS = {"negated": False, "hedged": False, "verbatim": None}  # in the note where they are not so
CONFIDENCE = "confidence"

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def in_lines(text: str, spans: Iterable[Iterable[int]]) -> Offsets:
    """Return the spans cut where the text breaks the line, the breaks left out."""
    return [
        [match.start(), match.end()]
        for start, end in spans
        for match in LINE.finditer(text, start, end)
    ]
