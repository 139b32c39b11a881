"""Match: which quotes of an article the verdicts are about, after it was extracted again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotes.ids import quote_id
from quotes.review.order import shifts
from quotes.review.words import locate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from quotes.review.verdicts import Verdict
    from quotes.review.words import Piece, Spans
    from quotes.types import Span

ALIKE = 0.5  # of the characters of two contents that they must share to be one
THE_SAME = 0.9  # from here on two contents are one, whatever their cues


@dataclass(frozen=True, slots=True)
class Match:
    """A verdict with its quote, None where the program does not find it any more.

    ``id`` is what that quote is called, found or not; ``spans`` are those of the quote as
    the person has it, where they stand now: None where their words are gone.
    """

    verdict: Verdict
    quote: str | None
    id: str
    spans: Spans | None


def match(verdicts: Iterable[Verdict], quotes: Mapping[str, Spans], text: str) -> list[Match]:
    """Match verdicts, the latest first, with the quotes of their article by id.

    A verdict holds for the quote at the same place, or where the same words stand now; else
    for one of much the same content that no other verdict is about. Of two for one quote
    the later holds; the other has no place any more, unless both are about the same words.
    """
    verdicts = list(verdicts)
    moved = shifts(text, {_first(verdict): _order(verdict) for verdict in reversed(verdicts)})
    found: list[Match] = []
    left: list[tuple[Verdict, str, Spans, Spans]] = []
    ids: dict[str, Verdict] = {}
    for verdict in verdicts:
        about, spans = _places(verdict, text, moved[_first(verdict)])
        if about is None or spans is None:
            found.append(Match(verdict, None, verdict.quote_id, None))
            continue
        key = quote_id(verdict.article_id, *(about[role] for role in ("content", "cue", "source")))
        if key in ids:
            if ids[key].about != verdict.about:
                found.append(Match(verdict, None, verdict.quote_id, None))
            continue
        ids[key] = verdict
        if key in quotes:
            found.append(Match(verdict, key, key, spans))
        else:
            left.append((verdict, key, about, spans))
    free = {key: spans for key, spans in quotes.items() if key not in ids}
    for verdict, key, about, spans in left:
        like = most_alike(about, free, strict=verdict.verdict in ("wrong", "added"))
        if like:
            del free[like]
        found.append(Match(verdict, like, like or key, spans))
    return found


def _first(verdict: Verdict) -> Piece:
    """Return the first words that a verdict is about."""
    return verdict.about["content"][0]


def _order(verdict: Verdict) -> tuple[int, int] | None:
    """Return which of how many stretches of the same words these were."""
    return (verdict.nth, verdict.among) if verdict.nth and verdict.among else None


def _places(verdict: Verdict, text: str, shift: int | None) -> tuple[Spans | None, Spans | None]:
    """Return where what a verdict is about and what it makes of it stand now."""
    if shift is None:
        return None, None
    about = locate(text, verdict.about, shift)
    if verdict.verdict == "wrong":  # there is nothing else to put in its place
        about = about or locate(text, {"content": verdict.about["content"]}, shift)
        return (None, None) if about is None else (_full(about), _full(about))
    spans = locate(text, verdict.pieces, shift)
    return (about or spans), spans


def _full(spans: Spans) -> Spans:
    return {"cue": (), "source": (), **spans}


def most_alike(about: Spans, quotes: Mapping[str, Spans], *, strict: bool) -> str | None:
    """Return the quote whose content is most like another's, if one is like enough.

    Strictly, cue and source must be the same too: what was wrong is not what it was
    corrected to since, and what was added stands beside what was found.
    """
    best = max(_likenesses(about, quotes, strict=strict), default=None)
    return best[1] if best else None


def _likenesses(
    about: Spans, quotes: Mapping[str, Spans], *, strict: bool
) -> Iterator[tuple[float, str]]:
    for key, spans in quotes.items():
        share = _shared(about["content"], spans["content"])
        same_cue, same_source = (
            _overlap(about[role], spans[role]) or not (about[role] and spans[role])
            for role in ("cue", "source")
        )
        is_same = share >= THE_SAME and (not strict or (same_cue and same_source))
        if is_same or (share >= ALIKE and same_cue and not strict):
            yield share + same_cue + same_source, key


def _shared(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Return which part of the characters of two contents both have."""
    a, b = _characters(one), _characters(other)
    return len(a & b) / len(a | b) if a and b else 0.0


def _characters(spans: Iterable[Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end)}


def _overlap(one: Collection[Span], other: Collection[Span]) -> bool:
    return any(a.overlaps(b) for a in one for b in other)
