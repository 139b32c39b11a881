"""Lead every source of an article to its speaker: whom the words mean."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from quotes.data import table
from quotes.find.marks import pair_marks
from quotes.resolve.described.particulars import with_particulars
from quotes.resolve.figures import Figure, Scene, learn_genders, observe
from quotes.resolve.names.names import find_names
from quotes.resolve.speakers import speaker_of
from quotes.resolve.whom.pronouns import Setting
from quotes.resolve.words.alike import ranks
from quotes.resolve.words.phrases import pronoun
from quotes.resolve.words.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quotes.types import Article, Attribution, Span, Speaker

NEAR = 20  # contents before a source that may hold it
EVIDENCE = ("according", "confirm", "indicate", "prove", "reveal", "show", "signal", "suggest")
BACK = 2  # sentences before a pronoun whose trees tell its subject


def resolve(
    article: Article, reading: Reading, attributions: Sequence[Attribution]
) -> list[Speaker | None]:
    """Return the speaker of each attribution, None where it is not known.

    ``reading`` is of the article's document, which needs entities, tags and trees.
    """
    if not reading.words:
        return [None] * len(attributions)
    facts = observe(reading)
    scene = Scene(facts)
    quoted = _inside([q.inner for q in pair_marks(article.text) if q.depth == 0 and not q.single])
    figures = _resolved(scene, quoted, attributions)
    if learn_genders(scene):
        figures = _resolved(Scene(facts), quoted, attributions)
    made = {id(f): with_particulars(facts, f, f.speaker()) for f in figures if f is not None}
    return [made[id(f)] if f is not None else None for f in figures]


def _resolved(
    scene: Scene, quoted: Callable[[int], bool], attributions: Sequence[Attribution]
) -> list[Figure | None]:
    """Return the figure of each attribution, those outside of quotation marks first.

    ``quoted`` tells whether an offset stands in marks.
    """
    reported = _inside([span for a in attributions for span in a.content])
    figures: list[Figure | None] = [None] * len(attributions)
    order = sorted(
        (n for n, a in enumerate(attributions) if a.source),
        key=lambda n: (quoted(attributions[n].source[0].start), attributions[n].source[0].start),
    )
    holders = _Holders(attributions)
    words = scene.reading.words
    known: dict[Span, Figure] = {}  # a source of several quotes is read once
    for number in order:
        span = attributions[number].source[0]
        figures[number] = known.get(span)
        if figures[number] is not None:
            continue
        holder = holders.of(span, number)
        setting = Setting(
            scene.reading.at(span.start),
            lambda index: quoted(words[index].start),
            lambda index: reported(words[index].start),
            figures[holder] if holder is not None else None,
            _speaks(attributions[number], scene.reading.text),
            [piece for piece in attributions[number].content if piece.start >= span.end],
        )
        if setting.index < len(words):
            figures[number] = found = speaker_of(scene, span, setting)
            known |= {span: found} if found is not None else {}
    return figures


def sentences_needed(document: Any, attributions: Sequence[Attribution]) -> set[int]:
    """Return the sentences whose tags and trees help.

    Those of sources, those before a pronoun, and those that give the full name
    of somebody a source may mean; entities must be there already.
    """
    reading = Reading(document)
    needed: set[int] = set()
    said: set[str] = set()
    for attribution in attributions:
        for span in attribution.source:
            indices = reading.within(span)
            if not indices:
                continue
            first = reading.words[indices.start].sentence
            last = reading.words[indices.stop - 1].sentence
            back = BACK if pronoun(reading.words[indices.start]) else 0
            needed.update(range(max(0, first - back), last + 1))
            said.update(reading.words[index].low for index in indices)
    roles = {role for role in (*table("roles"), *ranks()) if said & {role, *ranks().get(role, ())}}
    for name in find_names(reading):
        sentence = reading.words[name.first].sentence
        called = any(reading.words[i].low in roles for i in reading.sentences[sentence])
        if len(name.parts) > 1 and (called or name.parts[-1].lower() in said):
            needed.add(sentence)
    return {piece for piece, number in enumerate(reading.pieces) if number in needed}


def _inside(spans: Sequence[Span]) -> Callable[[int], bool]:
    """Return a test of whether an offset lies within one of the spans."""
    starts: list[int] = []
    ends: list[int] = []
    for span in sorted(spans):
        if ends and span.start <= ends[-1]:
            ends[-1] = max(ends[-1], span.end)
        else:
            starts.append(span.start)
            ends.append(span.end)

    def inside(offset: int) -> bool:
        place = bisect_right(starts, offset) - 1
        return place >= 0 and offset < ends[place]

    return inside


def _speaks(attribution: Attribution, text: str) -> bool:
    """Tell whether the cue is one of saying, and not said of evidence, too: "the numbers show"."""
    shows = any(cue.of(text).lower().startswith(EVIDENCE) for cue in attribution.cue)
    return attribution.cue_class == "speech" and not shows


class _Holders:
    """Which attribution's content holds a source: in “I told him,” she said, "I" is hers."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._contents = sorted(
            (span.start, span.end, number)
            for number, attribution in enumerate(attributions)
            for span in attribution.content
        )

    def of(self, span: Span, number: int) -> int | None:
        """Return the number of the attribution, None where the source is in no content."""
        place = bisect_right(self._contents, (span.start, span.end + 1, 0))
        for start, end, holder in reversed(self._contents[max(0, place - NEAR) : place]):
            if start <= span.start and span.end <= end and holder != number:
                return holder
        return None


__all__ = ["resolve", "sentences_needed"]
