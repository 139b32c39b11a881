"""Voices: the speakers of an article as numbered, coloured and marked in its text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quotes.publish import wording
from quotes.publish.ours import Row, row_url
from quotes.publish.said import is_aside, is_said, is_wrong
from quotes.publish.typeset import Mark, Shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HUES = 12
LINES = 5
ROLES = frozenset({"content", "cue", "source"})


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as listed in the margin of an article."""

    number: str
    look: str
    name: str
    type: str
    description: str | None
    quotes: int
    words: int
    share: float
    url: str | None
    first: str | None


def voices_of(rows: Sequence[Row], url: Any) -> dict[str | None, Voice]:
    """Return the speakers in the order in which they come, numbered."""
    told: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        if is_said(row):
            told[row["speaker_id"]].append(row)
    for row in rows:
        if row["kind"] != "scare" and not is_wrong(row):
            told.setdefault(row["speaker_id"], [])
    unknown = {None: told.pop(None)} if None in told else {}
    total = sum(row["words"] or 0 for group in [*told.values(), *unknown.values()] for row in group)
    names = {row["speaker_id"]: row for row in rows}
    voices: dict[str | None, Voice] = {
        key: _voice(number, names[key], group, total, url(key))
        for number, (key, group) in enumerate(told.items(), 1)
    }
    for group in unknown.values():
        voices[None] = _voice(0, names[None], group, total, None)
    return voices


def _voice(number: int, row: Row, told: Sequence[Row], total: int, url: str | None) -> Voice:
    """Return one entry of the margin; without a number for those not known."""
    words = sum(each["words"] or 0 for each in told)
    return Voice(
        number=str(number) if number else "–",
        look=f"h{(number - 1) % HUES} u{(number - 1) % LINES}" if number else "h-none u0",
        name=row["speaker"] or "Not known who",
        type=row["speaker_type"] or "unknown",
        description=next((each["description"] for each in told if each["description"]), None),
        quotes=len(told),
        words=words,
        share=words / total if total else 0.0,
        url=url,
        first=told[0]["id"] if told else None,
    )


def show(row: Row, voices: Mapping[str | None, Voice], datasette: Any, database: str) -> Shown:
    """Return a quote as it is shown in the text."""
    scare = row["kind"] == "scare"
    voice = None if scare or is_wrong(row) else voices[row["speaker_id"]]
    look = [f"k-{row['kind']}", voice.look if voice else "h-none"]
    look += ["wrong"] if is_wrong(row) else []
    look += ["aside"] if is_aside(row) else []
    look += ["unsure"] if is_unsure(row) else []
    who = voice.name if voice else _nobody(row)
    hint = wording.KINDS[row["kind"]] if scare else f"{who}, {wording.KINDS[row['kind']]}"
    around = "" if scare else wording.circumstances(row)
    hint += f", {around}" if around else ""
    if row["confidence"] is not None and not scare:
        sure = wording.certainty(row["confidence"])
        hint += f", {wording.percent(row['confidence'])} {sure}"
    label = "" if voice is None else voice.number + ("?" if is_unsure(row) else "")
    url = row_url(datasette, database, "quotes", row["id"])
    return Shown(row["id"], label or "*", " ".join(look), who, hint, url)


def _nobody(row: Row) -> str:
    """Return what to call words that are not shown as said by anybody."""
    return "called wrong in review" if is_wrong(row) else "words in quotation marks"


def marks_of(shown: Mapping[str, Shown], spans: Iterable[Row]) -> list[Mark]:
    """Return the stretches to mark, each quote's first piece known as such."""
    marks, begun = [], set()
    for span in spans:
        quote = shown.get(span["quote_id"])
        if quote and span["role"] in ROLES and span["start"] < span["end"]:
            first = span["role"] == "content" and quote.id not in begun
            marks.append(Mark(span["start"], span["end"], span["role"], quote, first))
            begun |= {quote.id} if first else set()
    return marks


def is_unsure(row: Row) -> bool:
    """Tell whether a quote should be looked at before it is used."""
    return row["confidence"] is not None and row["confidence"] < wording.UNSURE
