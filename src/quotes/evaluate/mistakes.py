"""Mistakes: what was missed, found wrongly or cut otherwise, next to its text."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from quotes.evaluate.score import pair, scored, source_correct
from quotes.evaluate.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from quotes.evaluate.score import Scored
    from quotes.evaluate.words import Offsets

    Json = dict[str, Any]
    Both = tuple[Json, Scored]

Mistake = Literal["missed", "spurious", "wrong source", "wrong span", "wrong source and span"]
MISTAKES: tuple[Mistake, ...] = (
    "missed",
    "spurious",
    "wrong source",
    "wrong span",
    "wrong source and span",
)
MARKS = {"source": ("[source: ", "]"), "cue": ("{cue: ", "}"), "content": ("<content: ", ">")}
SENTENCE = re.compile(r"[.!?][”’\"')\]]*\s+|\s*\n\s*")
CLOSERS = 4  # characters: a full stop and the marks after it
AROUND = 200  # characters shown before and after the spans
GAP = 240  # a longer stretch between two spans is shortened to its ends
WIDTH = 96


def mistakes(articles: Iterable[tuple[str, str, Sequence[Json], Sequence[Json]]]) -> list[Json]:
    """Return what is wrong with (id, text, gold quotes, predicted quotes), in the text's order."""
    return [
        found
        for name, text, gold, predicted in articles
        for found in sorted(
            _in_article(name, Words(text), gold, predicted),
            key=lambda m: (m["start"], MISTAKES.index(m["error"]), m["end"]),
        )
    ]


def _in_article(
    name: str, words: Words, gold: Sequence[Json], predicted: Sequence[Json]
) -> Iterator[Json]:
    """Yield the mistakes of an article: of pairs, then of quotes left without one."""
    golds, preds = scored(words, gold), scored(words, predicted)
    pairs = pair([held for _, held in golds], [held for _, held in preds])
    for g, p in pairs:
        error = _between(golds[g][1], preds[p][1])
        if error:
            yield _mistake(name, words, error, golds[g], preds[p])
    partners = dict(pairs)
    for g, one in enumerate(golds):
        if g not in partners:
            yield _mistake(name, words, "missed", one, None)
    for p, one in enumerate(preds):
        if p not in partners.values():
            yield _mistake(name, words, "spurious", None, one)


def _between(gold: Scored, pred: Scored) -> Mistake | None:
    """Return what is wrong with a pair."""
    same, right = gold.words == pred.words, source_correct(gold, pred)
    if same:
        return None if right else "wrong source"
    return "wrong span" if right else "wrong source and span"


def _mistake(name: str, words: Words, error: Mistake, gold: Both | None, pred: Both | None) -> Json:
    """Return a mistake with the spans of both sides, and each marked in the text around."""
    sides = {"gold": gold, "pred": pred}
    quotes = [side[0] for side in sides.values() if side]
    spans = sorted(span for quote in quotes for role in MARKS for span in quote.get(role) or ())
    start, end = _context(words.text, spans[0][0], max(last for _, last in spans))
    found: Json = {
        "article": name,
        "error": error,
        "kind": next(side[1].kind for side in (gold, pred) if side),
        "start": start,
        "end": end,
    }
    if pred and "confidence" in pred[0]:
        found["confidence"] = pred[0]["confidence"]
    for key, side in sides.items():
        if side:
            found[key] = {role: side[0].get(role) or [] for role in MARKS}
            found[f"{key}_text"] = marked(words.text, side[0], start, end)
    return found


def _context(text: str, first: int, last: int) -> tuple[int, int]:
    """Return the sentences that hold a stretch, or what is near where they are long."""
    start, end = max(0, first - AROUND), min(len(text), last + AROUND)
    begins = [match.end() for match in SENTENCE.finditer(text, start, first)]
    # The last span may hold the full stop, with what closes after it.
    ends = [match.end() for match in SENTENCE.finditer(text, max(0, last - CLOSERS), end)]
    ends = [place for place in ends if place >= last]
    if begins or start:
        start = begins[-1] if begins else text.find(" ", start, first) + 1 or first
    if ends or end < len(text):
        end = ends[0] if ends else max(last, text.rfind(" ", last, end))
    return start, end


def marked(text: str, quote: Mapping[str, Any], start: int, end: int) -> str:
    """Return a stretch of text on one line, with the spans of a quote marked by their roles."""
    places: list[tuple[int, int, int, str]] = []
    for order, (role, (opening, closing)) in enumerate(MARKS.items()):
        for first, last in _inside(quote.get(role), start, end):
            # At one place what ends comes first, and what holds more opens first.
            places += [(first, 1, order - last * len(MARKS), opening), (last, 0, -first, closing)]
    parts: list[str] = []
    depth, at = 0, start
    for place, opens, _, mark in sorted(places):
        parts += [_shortened(text[at:place], outside=depth == 0), mark]
        depth += 1 if opens else -1
        at = place
    parts.append(text[at:end])
    before = "" if _is_edge(text, start) else "… "
    after = "" if _is_edge(text, end) else " …"
    return " ".join(f"{before}{''.join(parts)}{after}".split())


def _is_edge(text: str, place: int) -> bool:
    """Tell whether a sentence or the text begins or ends at a place."""
    edges = (
        0,
        len(text),
        *(match.end() for match in SENTENCE.finditer(text, max(0, place - AROUND), place + 1)),
    )
    return place in edges


def _inside(spans: Offsets | None, start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in spans or ():
        if start <= first < last <= end:
            yield first, last


def _shortened(words: str, *, outside: bool) -> str:
    """Return words between the spans, a long stretch without its middle."""
    if not outside or len(words) <= GAP:
        return words
    return f"{words[: GAP // 2]} […] {words[-GAP // 2 :]}"


def listing(found: Sequence[Json], limit: int | None = None) -> str:
    """Return mistakes as text to read, no more of them than the limit."""
    counts = Counter(mistake["error"] for mistake in found)
    told = ", ".join(f"{counts[error]} {error}" for error in MISTAKES if counts[error])
    lines = [f"Errors: {told or 'none'}"]
    article = None
    for mistake in found[:limit]:
        if mistake["article"] != article:
            article = mistake["article"]
            lines += ["", f"== {article}"]
        sure = f", confidence {mistake['confidence']}" if "confidence" in mistake else ""
        lines += ["", f"{mistake['error']}, {mistake['kind']}, at {mistake['start']}{sure}"]
        for side in ("gold", "pred"):
            if side in mistake:
                lines.append(_wrapped(f"{side}  {mistake[f'{side}_text']}"))
    left = len(found) - len(found[:limit])
    return "\n".join([*lines, *(["", f"and {left} more"] if left else [])])


def _wrapped(words: str) -> str:
    """Return words in lines that fit a terminal."""
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent="  ",
        subsequent_indent=" " * 8,
        break_long_words=False,
        break_on_hyphens=False,
    )
