"""Take up the quotations that no cue claims: they go on with a turn, or nobody said them."""

from __future__ import annotations

import re
from array import array
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from quotes.attribute.introduced import introduced
from quotes.attribute.kinds import WORD
from quotes.find.cues import is_plain, reports
from quotes.find.marks import SENTENCE_END
from quotes.find.snap import MARKS, join
from quotes.types import Attribution, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from quotes.find.marks import Quotation

STATEMENT = 4  # words from which a quotation may be a statement
BETWEEN = 14  # words of narration that may stand between two pieces of one turn
PRONOUNS = frozenset(("He", "She", "They", "It", "His", "Her", "Their", "Then"))
REACH = 80  # characters between a content and the rest of its sentence in marks
UNCLAIMED = 0.3  # confidence in a statement without cue and source
CONTINUED = 0.6  # confidence in a piece that goes on without a cue of its own
CLOSING = {"“": "”", '"': '"', "‘": "’", "'": "'"}
FOR_A_TOPIC = re.compile(r"\s(?:about|at|for|in|of|on|to|with)\b")
TOPIC = re.compile(r"(?:\w+ )?(?:of|about|in (?:reference|response|reply) to)\b")  # after "said"


def take_up(
    text: str, quotations: Sequence[Quotation], claims: Sequence[Attribution]
) -> list[Attribution]:
    """Return the claims with the quotations that none of them holds: added, or on their own.

    A quotation left open goes with the one that takes it up. Others go on with the turn
    before where they reopen it, fill the next paragraph or begin a sentence of the same
    one; they belong to the content before where they end the same sentence, and to whom
    the paragraph before names where that leads into it, or whose words that ends on.
    """
    taken = list(claims)
    owners = _owners(text, taken)
    _lead_up(text, quotations, owners, taken)
    starts = {min(s.start for s in (*c.cue, *c.source)): n for n, c in enumerate(taken)}
    turn: tuple[Quotation, int] | None = None
    open_ = False  # whether the last claim is a statement of nobody known, and goes on
    going_on = {one for one, two in pairwise(q for q in quotations if not q.depth) if two.reopens}
    for quotation in quotations:
        inner = quotation.inner
        if quotation.depth or not inner:
            continue
        held = set(owners[inner.start : inner.end]) - {-1}
        if held:
            spoken = [n for n in held if any(quotation.outer.holds(p) for p in taken[n].content)]
            turn = (quotation, spoken[0]) if spoken else turn
            continue
        said = _said_of(text, quotation, taken, starts)
        if said is not None:
            taken[said] = _with_words(text, taken[said], inner)
            turn = (quotation, said)
            continue
        number, piece = _claimant(text, quotation, turn, owners, taken)
        alone = number is None and _alone(text, quotation)
        led = introduced(text, quotation) if alone else None
        if alone and not led:
            number = _reported_before(text, quotation, quotations, owners, taken)
        if number is None:
            if open_ and quotation.reopens and not led:
                taken[-1] = replace(taken[-1], content=(*taken[-1].content, inner))
            else:
                taken.append(led or _unclaimed(text, quotation, goes_on=quotation in going_on))
            open_ = quotation in going_on and taken[-1].kind != "scare" and not led
            turn = (quotation, len(taken) - 1) if led else turn
            continue
        claim = taken[number]
        pieces = tuple(join(text, [*claim.content, piece], claim.cue))
        sure = min(claim.confidence, CONTINUED)
        taken[number] = replace(claim, content=pieces, confidence=sure)
        turn = (quotation, number)
    return taken


def _lead_up(
    text: str, quotations: Sequence[Quotation], owners: array[int], taken: list[Attribution]
) -> None:
    """Give the paragraphs left open to the claim of the quotation that takes them up.

    “We lost. ¶ “We will be back,” said Ada Poe.
    """
    outer = [q for q in quotations if not q.depth and q.inner]
    for one, two in reversed(list(pairwise(outer))):
        number, former = owners[two.inner.start], owners[one.inner.start]
        begins = not text[text.rfind("\n", 0, one.outer.start) + 1 : one.outer.start].strip()
        if not (two.reopens and begins) or one.closed or number in (-1, former):
            continue
        left = [p for p in taken[former].content if not one.outer.holds(p)] if former >= 0 else []
        claim = taken[number]
        parted = left and _words(text, taken[former].source) != _words(text, claim.source)
        spoken = any(two.outer.holds(piece) for piece in claim.content)
        spoken = spoken and not any(q.outer.overlaps(c) for q in (one, two) for c in claim.cue)
        if spoken and (former < 0 or parted):
            content = tuple(sorted((one.inner, *claim.content)))
            taken[number] = replace(claim, content=content)
            if left:
                taken[former] = replace(taken[former], content=tuple(left))
            owners[one.inner.start : one.inner.end] = array("i", [number]) * len(one.inner)


def _words(text: str, spans: Sequence[Span]) -> list[str]:
    return [span.of(text) for span in spans]


def _owners(text: str, claims: Sequence[Attribution]) -> array[int]:
    """Return for every character the claim whose content it is, the outermost of several, or -1."""
    owners = array("i", [-1]) * len(text)
    pieces = [(len(piece), piece, n) for n, claim in enumerate(claims) for piece in claim.content]
    for length, piece, number in sorted(pieces):
        owners[piece.start : piece.end] = array("i", [number]) * length
    return owners


def _said_of(
    text: str, quotation: Quotation, claims: Sequence[Attribution], starts: Mapping[int, int]
) -> int | None:
    """Return the claim right after a quotation that took its topic for its content.

    “Not at all,” she said of the plan; “It is over,” she wrote in asking for help.
    ``starts`` are the claims by where source or cue begins.
    """
    place = quotation.outer.end + 1
    number = starts.get(place) if text[place - 1 : place] == " " else None
    if number is None or not quotation.closed or quotation.inner.of(text)[-1:] not in ",!?…":
        return None
    cue, topic = claims[number].cue[0], claims[number].content[0]
    is_topic = topic.start > cue.start and text[topic.start - 1] not in MARKS
    says = reports(cue.of(text))
    title = _capitalised(WORD.findall(quotation.inner.of(text)))
    spoken = _begins(text, quotation) or TOPIC.match(text, cue.start)
    return number if is_topic and says and spoken and not title else None


def _with_words(text: str, claim: Attribution, words: Span) -> Attribution:
    """Return a claim with the words in the marks before it, in place of a mere topic."""
    cue = claim.cue[0]
    topic = TOPIC.match(text, cue.start) or FOR_A_TOPIC.search(cue.of(text))
    return replace(claim, content=(words,) if topic else (words, *claim.content))


def _claimant(
    text: str,
    quotation: Quotation,
    turn: tuple[Quotation, int] | None,
    owners: array[int],
    claims: Sequence[Attribution],
) -> tuple[int | None, Span]:
    """Return the claim that a quotation belongs to, if there is one, and what it adds to it."""
    words = len(WORD.findall(quotation.inner.of(text)))
    named = turn and any(s.overlaps(quotation.outer) for s in claims[turn[1]].source)
    if words < STATEMENT or named:
        return None, quotation.inner
    if turn and _goes_on(text, turn[0], claims[turn[1]], quotation):
        return turn[1], quotation.inner
    start = max(0, quotation.outer.start - REACH)
    near = next((i for i in range(quotation.outer.start - 1, start, -1) if owners[i] >= 0), None)
    if near is None:
        return None, quotation.inner
    gap = Span(near + 1, quotation.outer.start)
    if "\n" in gap.of(text) or SENTENCE_END.search(text, near, quotation.outer.start + 1):
        return None, quotation.inner
    claim = claims[owners[near]]
    parted = any(gap.overlaps(s) for s in (*claim.cue, *claim.source))
    if parted and _is_title(text, quotation):
        return None, quotation.inner
    return owners[near], quotation.inner if parted else Span(gap.start, quotation.inner.end)


def _reported_before(
    text: str,
    quotation: Quotation,
    quotations: Sequence[Quotation],
    owners: array[int],
    claims: Sequence[Attribution],
) -> int | None:
    """Return the claim that the paragraph before ends on, of a quotation that fills the next one.

    Lee said the plan had failed. ¶ “We tried all we could.”
    """
    said = quotation.inner.of(text)
    if not quotation.closed or said[-1:] not in ".!?…" or len(WORD.findall(said)) < STATEMENT:
        return None
    end = len(text[: quotation.outer.start].rstrip())
    start = text.rfind("\n", 0, end) + 1
    start = max([start, *(m.end() for m in SENTENCE_END.finditer(text, start, end))])
    ending = [
        number
        for number, claim in enumerate(claims)
        if any(start <= cue.start < end and owners[cue.start] < 0 for cue in claim.cue)
        and claim.source
        and is_plain(claim.cue[0].of(text))
    ]
    if len(ending) != 1:
        return None
    content = claims[ending[0]].content
    for other in (q for q in quotations if start < q.outer.end <= end):
        if not any(p.start < other.outer.start and other.inner.end <= p.end for p in content):
            return None
    return ending[0]


def _goes_on(text: str, before: Quotation, claim: Attribution, quotation: Quotation) -> bool:
    """Tell whether a quotation goes on with the turn of the one before.

    It does not where words of its own lead into it or follow it: that is a cue
    which nobody found, and somebody else may be speaking.
    """
    gap = Span(before.outer.end, quotation.outer.start).of(text)
    if "\n" in gap:
        adjacent = not gap.partition("\n")[2].strip()
        if quotation.reopens and not before.closed:
            return adjacent
        goes_on = adjacent and _alone(text, quotation) and not _narrated(text, before, claim)
        return goes_on and not (before.closed and _answered(text, quotation, claim))
    starts = quotation.inner.of(text)[:1]
    near = len(WORD.findall(gap)) <= BETWEEN and (starts.isupper() or starts == "[")
    others = _led_into(text, quotation, claim) or _followed(text, quotation)
    return near and not others and not _somebody_else(gap) and not _is_title(text, quotation)


def _answered(text: str, quotation: Quotation, claim: Attribution) -> bool:
    """Tell whether the turn's speaker is named anew with the next quotation: question, answer."""
    after = text[quotation.outer.end :].lstrip().partition("\n")[0]
    name = WORD.findall(claim.source[-1].of(text)) if claim.source else []
    behind = after[1:].partition(CLOSING.get(after[:1], "\n"))[2]
    return bool(name) and name[-1][:1].isupper() and name[-1] in WORD.findall(behind)


def _somebody_else(gap: str) -> bool:
    """Tell whether a sentence between two quotations is about somebody new."""
    sentences = SENTENCE_END.split(gap)[1:]
    return any(words and words[0] not in PRONOUNS for words in map(WORD.findall, sentences))


def _is_title(text: str, quotation: Quotation) -> bool:
    """Tell whether a quotation that ends no sentence has the capitals of a title."""
    said = quotation.inner.of(text)
    return said[-1:] not in ".!?,…" and _capitalised(WORD.findall(said))


def _capitalised(words: Sequence[str]) -> bool:
    """Tell whether most of the words begin with a capital letter."""
    return 2 * sum(word[:1].isupper() for word in words) > len(words)


def _led_into(text: str, quotation: Quotation, claim: Attribution) -> bool:
    """Tell whether a colon or comma, not after the turn's own cue, leads into a quotation."""
    start = max(0, quotation.outer.start - REACH)
    before = text[start : quotation.outer.start].rstrip()
    place = start + len(before)
    own = any(0 <= place - span.end <= 1 for span in (*claim.cue, *claim.source))
    return before[-1:] in (":", ",") and not own


def _followed(text: str, quotation: Quotation) -> bool:
    """Tell whether the sentence goes on after a quotation: “No!” cried his sister."""
    after = text[quotation.outer.end : quotation.outer.end + REACH].lstrip(" ")
    return quotation.inner.of(text)[-1:] in ",!?…" and after[:1].islower()


def _narrated(text: str, before: Quotation, claim: Attribution) -> bool:
    """Tell whether the rest of the paragraph holds more than the cue and the source of the turn."""
    stop = text.find("\n", before.outer.end)
    rest = Span(before.outer.end, len(text) if stop < 0 else stop)
    words = len(WORD.findall(rest.of(text)))
    return words > (BETWEEN if any(rest.overlaps(c) for c in claim.cue) else 0)


def _alone(text: str, quotation: Quotation) -> bool:
    """Tell whether the paragraph of a quotation holds nothing else."""
    start = text.rfind("\n", 0, quotation.outer.start) + 1
    stop = text.find("\n", quotation.outer.end)
    rest = text[quotation.outer.end : len(text) if stop < 0 else stop]
    return not text[start : quotation.outer.start].strip() and not WORD.search(rest)


def _unclaimed(text: str, quotation: Quotation, *, goes_on: bool) -> Attribution:
    """Return a quotation that nobody is quoted as saying.

    It is a statement whose speaker is not known where it fills a paragraph, or
    opens a sentence that goes on as after speech; a title, a slogan or words held
    at arm's length otherwise. ``goes_on`` tells that the next takes it up.
    """
    words = WORD.findall(quotation.inner.of(text))
    alone = (quotation.closed or goes_on) and len(words) > STATEMENT and _alone(text, quotation)
    if alone or (len(words) >= STATEMENT and _opens(text, quotation, words)):
        return Attribution((quotation.inner,), cue_class="speech", confidence=UNCLAIMED)
    return Attribution((quotation.inner,), kind="scare", confidence=UNCLAIMED)


def _opens(text: str, quotation: Quotation, words: Sequence[str]) -> bool:
    """Tell whether a quotation opens a sentence as speech does: “No way!” was the verdict."""
    opens = _begins(text, quotation) and _followed(text, quotation)
    return opens and not _capitalised(words)


def _begins(text: str, quotation: Quotation) -> bool:
    """Tell whether a quotation begins a sentence or a paragraph."""
    before = text[max(0, quotation.outer.start - REACH) : quotation.outer.start].rstrip(" ")
    return not before or before.endswith("\n") or bool(SENTENCE_END.search(before[-2:] + " "))
