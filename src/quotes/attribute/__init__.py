"""Make attributions: which content belongs to which cue, and which source."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from quotes.attribute.beside import each_its_own, quotation_before
from quotes.attribute.dateline import past_dateline
from quotes.attribute.kinds import kind_of, naming
from quotes.attribute.labelled import labelled
from quotes.attribute.near import Near, together
from quotes.attribute.plain import nested, with_plain
from quotes.attribute.signed import signed
from quotes.attribute.turns import take_up
from quotes.find.confidence import UNCALIBRATED, Calibration
from quotes.find.cues import cue_class, reports
from quotes.find.snap import EMPTY, MARKS, join, mention, snap, trim
from quotes.types import Attribution, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotes.find.decode import Found
    from quotes.find.marks import Quotation

TORN = 2  # words of a piece that may be torn off the source after it
REPORTING = 0.1  # how much surer a cue is that is known to report
FAINT = {"direct": 0.3, "indirect": 0.35}  # confidence below which less is right than it costs
RELATIVE = re.compile(r"(?<!\bof)(?:,|\b)\s+(?:who|which)$")  # "Lee, who", torn off its clause
AUXILIARY = re.compile(
    r"(?:\s(?:can|could|did|had|has|have|may|might|must|should|will|would)(?: not)?)+$"
)
DAYS = re.compile(  # that say nothing: "Sunday's rain"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|July|(?:Octo|Septem|Novem"
    r"|Decem)ber)"
)
DOUBLE = frozenset('“”„«»"')
LEAD = re.compile(rf"\s?[,:]\s?[{re.escape(MARKS)}]{{1,2}}")


def attribute(
    text: str,
    quotations: Sequence[Quotation],
    found: Sequence[Found],
    skip: Sequence[Span] = (),
    calibrate: Calibration = UNCALIBRATED,
) -> list[Attribution]:
    """Return the attributions of a text, sorted by place.

    Contents are fitted to the quotation marks, turns behind labels and signed quotations
    added, conflicts settled for the surer one, quotations without a cue of their own given
    to the turn that they go on with; what is left in marks is a scare quote, or a statement
    without source.
    Claims without marks that are hardly likely are dropped; whole quotations of which
    that is true are scare quotes.
    ``skip`` are the stretches that yield nothing (title, boilerplate);
    ``calibrate`` makes shares of right ones of the network's confidence.
    """
    body = [q for q in quotations if not any(q.outer.overlaps(s) for s in skip)]
    near = Near(body)
    claims = [
        claim
        for f in found
        if not any(s.overlaps(f.cue) for s in skip)
        if (claim := _claim(text, _outside(f, skip), near))
    ]
    claims = each_its_own(text, claims, near)
    plain = [*labelled(text, skip), *signed(text, body)]
    claims = _settle(text, with_plain(text, claims, plain, near))
    claims = [together(text, claim, near) for claim in claims]
    claims = take_up(text, body, claims)
    within = _Within(claims)
    finished = [_finish(text, claim, near, within) for claim in claims]
    finished = [replace(a, confidence=calibrate(a)) for a in finished]
    clear = [kept for a in finished if (kept := _if_likely(text, a))]
    return sorted(clear, key=lambda a: (a.content, a.cue))


def _if_likely(text: str, claim: Attribution) -> Attribution | None:
    """Return the claim where it is likely enough, a scare quote for a quotation that is not.

    A statement in marks without a cue stays what it is: that nobody is known to have
    said it is no claim. What a verb of saying leads into is likely enough.
    """
    faint = claim.cue and claim.confidence < FAINT.get(claim.kind, 0.0)
    if not faint or (claim.kind == "direct" and _led_into(text, claim)):
        return claim
    if claim.kind != "direct":
        return None
    return replace(claim, kind="scare", cue=(), source=(), cue_class="other")


def _led_into(text: str, claim: Attribution) -> bool:
    """Tell whether a verb of saying stands right before the marks: she asked, “Really?”."""
    gap = text[claim.cue[-1].end : claim.content[0].start]
    return claim.cue_class == "speech" and bool(LEAD.fullmatch(gap))


def _claim(text: str, found: Found, near: Near) -> Attribution | None:
    """Return what was found as an attribution that fits the marks."""
    content = snap(text, found.content, [found.cue], near(found.content))
    cue = mention(text, found.cue) or found.cue
    cue, source = _nearest(text, _narrated(found, near), cue)
    source = tuple(past_dateline(text, span) for span in source)
    holes = (cue, *source, *near.unsure(text, found.content))
    content = tuple(t for piece in content for t in _without(text, piece, holes))
    content = tuple(p for p in content if len(content) == 1 or not _torn(text, p, source))
    content = tuple(past_dateline(text, _block(text, p, cue)) for p in content)
    claim = Attribution(content, (cue,), source, confidence=found.probability)
    if not content or " ".join(p.of(text) for p in content).lower() in EMPTY:
        own = quotation_before(text, claim, near)
        return replace(claim, content=(own,)) if own else None
    return claim


def _outside(found: Found, skip: Sequence[Span]) -> Found:
    """Return what was found without the pieces in the stretches that yield nothing."""
    source, content = (
        tuple(p for p in pieces if not any(s.overlaps(p) for s in skip))
        for pieces in (found.source, found.content)
    )
    return (
        found
        if len(content) == len(found.content)
        else replace(found, source=source, content=content)
    )


def _block(text: str, piece: Span, cue: Span) -> Span:
    """Return the whole paragraph that a piece begins after "She wrote:", if it has no marks."""
    start = text.rfind("\n", 0, piece.start) + 1
    led = cue.end <= start and text[:start].rstrip().endswith(":")
    if not led or text[start : piece.start].strip():
        return piece
    end = text.find("\n", piece.end)
    whole = text[piece.start : end if end >= 0 else len(text)].rstrip()
    return piece if set(whole) & DOUBLE else Span(piece.start, piece.start + len(whole))


def _narrated(found: Found, near: Near) -> list[Span]:
    """Return the sources that do not stand in the words of somebody whom the cue is outside of."""
    quotations = [q for q in near(found.source) if q.closed and not q.outer.holds(found.cue)]
    return [s for s in found.source if not any(q.inner.holds(s) for q in quotations)]


def _nearest(text: str, pieces: Sequence[Span], cue: Span) -> tuple[Span, tuple[Span, ...]]:
    """Return the cue and the source nearest to it, made whole where only punctuation parts it.

    An auxiliary that was found with the source goes with the cue: "he will" "say".
    """
    spans = join(text, pieces, [cue])
    if not spans:
        return cue, ()
    near = min(spans, key=lambda s: max(s.start - cue.end, cue.start - s.end))
    torn = AUXILIARY.search(near.of(text)) if text[near.end : cue.start] == " " else None
    if torn:
        cue = Span(near.start + torn.start() + 1, cue.end)
        near = Span(near.start, near.start + torn.start())
    relative = RELATIVE.search(near.of(text))
    tidy = mention(text, Span(near.start, near.start + relative.start()) if relative else near)
    return cue, (tidy,) if tidy and not DAYS.fullmatch(tidy.of(text)) else ()


def _torn(text: str, piece: Span, source: Sequence[Span]) -> bool:
    """Tell whether a piece is a word or two torn off the source: "A defiant" Mr. Ray."""
    words = len(piece.of(text).split())
    return words <= TORN and any(text[piece.end : s.start] == " " for s in source)


def _without(text: str, piece: Span, holes: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of a piece of content outside the cue and the source."""
    start = piece.start
    for hole in sorted(h for h in holes if h.overlaps(piece)):
        if hole.start > start and (left := trim(text, Span(start, hole.start), MARKS)):
            yield left
        start = max(start, hole.end)
    if start < piece.end:
        rest = piece if start == piece.start else trim(text, Span(start, piece.end), MARKS)
        if rest:
            yield rest


def _settle(text: str, claims: list[Attribution]) -> list[Attribution]:
    """Return the claims so that contents overlap only where one claim lies within the other."""
    owners = array("i", [-1]) * len(text)
    kept: list[Attribution] = []
    for claim in sorted(claims, key=lambda c: -_standing(text, c)):
        rivals = {o for piece in claim.content for o in set(owners[piece.start : piece.end])} - {-1}
        lost = [p for r in rivals if not nested(claim, kept[r]) for p in kept[r].content]
        content = tuple(left for p in claim.content for left in _without(text, p, lost))
        intact = any(p in claim.content and " " in p.of(text) for p in content)
        if not intact and sum(map(len, content)) * 2 < sum(map(len, claim.content)):
            continue
        kept.append(replace(claim, content=content))
        for piece in content:
            owners[piece.start : piece.end] = array("i", [len(kept) - 1]) * len(piece)
    return kept


def _standing(text: str, claim: Attribution) -> float:
    """Return how much counts for a claim beside others of the same content."""
    says = claim.cue and reports(claim.cue[0].of(text))
    return claim.confidence + (REPORTING if says else 0.0)


class _Within:
    """Looks up the claims whose cue stands in a stretch."""

    def __init__(self, claims: Sequence[Attribution]) -> None:
        self.claims = sorted((c for c in claims if c.cue), key=lambda c: c.cue[0])
        self.starts = [c.cue[0].start for c in self.claims]

    def __call__(self, claim: Attribution) -> list[Attribution]:
        """Return the claims that are reported within the content of a claim."""
        return [
            other
            for piece in claim.content
            for other in self.claims[
                bisect_left(self.starts, piece.start) : bisect_left(self.starts, piece.end)
            ]
            if other is not claim
        ]


def _finish(text: str, claim: Attribution, near: Near, within: _Within) -> Attribution:
    """Return the claim with its kind and the class of its cue.

    Words in marks are speech whatever the cue, unless they are all somebody
    else's within the content.
    """
    if claim.kind == "scare":
        return claim
    quotations = near(claim.content)
    kind = kind_of(text, claim, quotations)
    named = cue_class(claim.cue[0].of(text)) if claim.cue else claim.cue_class
    if kind == "direct" and naming(text, claim, named):
        return replace(claim, kind="scare", cue=(), cue_class="other")
    if kind in ("direct", "mixed") and named in ("thought", "other"):
        inner = [piece for other in within(claim) for piece in other.content]
        theirs = all(any(p.overlaps(q.inner) for p in inner) for q in quotations)
        named = named if theirs else "speech"
    return replace(claim, kind=kind, cue_class=named)
