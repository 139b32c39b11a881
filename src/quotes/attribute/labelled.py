"""Turns of talk behind labels: "LEE: I did not." of a transcript, "Q:" and "A:" of an interview."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from quotes.find.marks import PARAGRAPH
from quotes.types import Attribution, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

LABELLED = 0.95  # confidence in a turn behind a label
FEWEST = 3  # paragraphs with a label, one label of them twice, that make a talk
WORD = r"(?:[A-Z][\w.’'-]*|of|the|de|van|von)"
BESIDE = r"(?: \([^()\n]{1,30}\))?"  # a party, or (voice-over)
LABEL = re.compile(
    rf"(?:\*\*|__|[“\"])?(?P<label>[A-Z][\w.’'-]*(?: {WORD}){{0,4}}){BESIDE}"
    rf"(?P<role>, [^:.\n]{{1,60}}?)?{BESIDE}\s?(?P<colon>:)(?:\*\*|__)?\s+(?=\S)"
)
LETTER = re.compile(r"(?P<label>[QA])(?:\.\s+|\t|[ \xa0]{2,})(?=[A-Z“\"'(])")
SENTENCE = re.compile(r"(?<!\S)[A-Z]?[a-z’']+\b.*[.?!…—–-][\])”’\"'*]*$")
LONGEST = 4  # paragraphs without a label between two that have one
ASIDE = re.compile(r"[\[(].*[\])]\W*|\W*")  # (LAUGHTER) or a line of points
FIRST_WORD = re.compile(r"\w+")
THIRD = frozenset(("he", "she", "they"))
TALK = re.compile(r"\b(?:I|me|my|we|us|our|you|your)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph, with its label and colon if it has one, and what is said in it."""

    said: Span
    label: Span | None = None
    colon: Span | None = None

    def name(self, text: str) -> str:
        """Return the last word of the label, "" for none: JAKE TAPPER is TAPPER later on."""
        return self.label.of(text).split()[-1].lower() if self.label else ""


def labelled(text: str, skip: Sequence[Span] = ()) -> list[Attribution]:
    """Return the turns of an article that is a transcript or an interview, else none.

    It is one where paragraphs begin with labels that come back and hold sentences.
    A turn goes on in the paragraphs without a label before the next one that has one.
    """
    paragraphs = [p for p in _paragraphs(text) if not any(p.said.overlaps(s) for s in skip)]
    turns: list[Attribution] = []
    for stretch in _talks(paragraphs):
        talk = stretch[_after_headlines(text, stretch) :]
        counts = Counter(p.name(text) for p in talk if p.label)
        if counts.total() >= FEWEST and max(counts.values()) > 1:
            turns += _turns(text, talk, goes_on="q" in counts or "a" not in counts)
    return turns


def _talks(paragraphs: Sequence[_Paragraph]) -> Iterator[list[_Paragraph]]:
    """Yield the stretches from label to label with no more than LONGEST paragraphs between."""
    talk: list[_Paragraph] = []
    between: list[_Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.label and talk and len(between) <= LONGEST:
            talk += [*between, paragraph]
        elif paragraph.label:
            yield talk
            talk = [paragraph]
        between = [] if paragraph.label else [*between, paragraph]
    yield talk


def _after_headlines(text: str, talk: Sequence[_Paragraph]) -> int:
    """Return the first paragraph that is no "Lee: No more taxes" before ones without a label."""
    counts = Counter(p.name(text) for p in talk if p.label)
    first = 0
    while (
        first + 1 < len(talk)
        and not talk[first + 1].label
        and (counts[talk[first].name(text)] == 1 or "\n" not in text[: talk[first].said.start])
    ):
        first = next(n for n in range(first + 1, len(talk)) if talk[n].label)
    return first


def _turns(text: str, talk: Sequence[_Paragraph], *, goes_on: bool) -> list[Attribution]:
    """Return the turns of a stretch that begins with a label."""
    told = THIRD | {p.name(text) for p in talk if p.label}
    turns: list[Attribution] = []
    for paragraph in talk:
        if paragraph.label:
            cue = (paragraph.colon,) if paragraph.colon else ()
            parts = (paragraph.said,), cue, (paragraph.label,)
            turns.append(Attribution(*parts, cue_class="speech", confidence=LABELLED))
        elif goes_on and not _narrates(paragraph.said.of(text), told):
            turns[-1] = replace(turns[-1], content=(*turns[-1].content, paragraph.said))
    return turns


def _narrates(said: str, told: Collection[str]) -> bool:
    """Tell whether a paragraph without a label is nobody's: (LAUGHTER), "She pours more tea.".

    ``told`` are the words that such a paragraph of the writer's own begins with.
    """
    first = FIRST_WORD.match(said)
    begins = first is not None and first.group().lower() in told
    return bool(ASIDE.fullmatch(said)) or (begins and not TALK.search(said))


def _paragraphs(text: str) -> list[_Paragraph]:
    """Return the paragraphs; Q and A with a point are labels where both are."""
    found = [
        _paragraph(text, m.start() + len(m.group()) - len(m.group().lstrip()), end)
        for m in PARAGRAPH.finditer(text)
        if (end := m.start() + len(m.group().rstrip())) > m.start()
    ]
    letters = {p.label.of(text) for p in found if p.label and not p.colon}
    pointed = {text[p.label.end] for p in found if p.label and not p.colon}
    if letters == {"A"} or (letters == {"Q"} and "." in pointed):
        found = [p if p.colon else _Paragraph(p.said) for p in found]
    return found


def _paragraph(text: str, start: int, end: int) -> _Paragraph:
    """Return a paragraph; a label counts before a sentence, not in a table or a list.

    A role may follow a name in capitals: "ANN LEE, RESIDENT: I lost the van."
    """
    label = LABEL.match(text, start, end) or LETTER.match(text, start, end)
    parts = label.groupdict() if label else {}
    roles = bool(parts.get("role")) and not parts["label"].isupper()
    if label is None or roles or not SENTENCE.search(text[label.end() : end]):
        return _Paragraph(Span(start, end))
    colon = Span(*label.span("colon")) if "colon" in parts else None
    return _Paragraph(Span(label.end(), end), Span(*label.span("label")), colon)
