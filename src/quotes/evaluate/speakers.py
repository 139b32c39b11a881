"""Speakers found against gold ones, where the gold says who is meant.

Quotes are paired as for the other measures, one to one by content, those of
speech and writing among themselves. Names are
compared without case and a leading article. A gold quote may list other keys
under ``speaker_alternatives``, and say under ``doubtful`` why it should not
count.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from quotes.evaluate.score import pair, scored
from quotes.evaluate.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Json = dict[str, Any]

Verdict = Literal["right", "wrong name", "wrong", "not known", "not found"]
VERDICTS: tuple[Verdict, ...] = ("right", "wrong name", "wrong", "not known", "not found")
ARTICLES = frozenset(("a", "an", "the"))


def judge(
    text: str, gold: Sequence[Json], predicted: Sequence[Json]
) -> Iterator[tuple[Json, Json | None, Verdict]]:
    """Yield each gold quote that counts, its prediction and whether the speaker is right.

    "wrong name" is a named person in the place of somebody else.
    """
    words = Words(text)
    names = {quote.get("speaker_key"): quote.get("speaker") for quote in gold}
    for spoken in (True, False):
        golds = [(q, s) for q, s in scored(words, gold) if _spoken(q) == spoken]
        preds = [(q, s) for q, s in scored(words, predicted) if _spoken(q) == spoken]
        partners = dict(pair([s for _, s in golds], [s for _, s in preds]))
        for number, (quote, _) in enumerate(golds):
            if quote["kind"] == "scare" or quote.get("doubtful"):
                continue
            if number not in partners:
                yield quote, None, "not found"
                continue
            best = preds[partners[number]][0]
            keys = [quote.get("speaker_key"), *(quote.get("speaker_alternatives") or ())]
            wanted = {_plain(quote.get("speaker"))} | {_plain(names.get(k)) for k in keys if k}
            yield quote, best, _verdict(best, wanted)


def _spoken(quote: Json) -> bool:
    """Tell whether a quote was said or written, not thought: what views and search show."""
    return quote.get("cue_class", "speech") in ("speech", "writing")


def tally(judged: Iterable[tuple[Json, Json | None, Verdict]]) -> dict[str, Counter[Verdict]]:
    """Return how often each verdict fell, by the kind of the gold quote."""
    counts: dict[str, Counter[Verdict]] = {}
    for quote, _, verdict in judged:
        counts.setdefault(quote["kind"], Counter())[verdict] += 1
    return counts


def _verdict(predicted: Json, wanted: set[str]) -> Verdict:
    """Return what to say of a predicted speaker."""
    if not predicted.get("speaker"):
        return "right" if "" in wanted else "not known"
    if _plain(predicted["speaker"]) in wanted:
        return "right"
    return "wrong name" if predicted.get("speaker_type") == "named_person" else "wrong"


def _plain(name: str | None) -> str:
    """Return a name to compare: lower case, without article."""
    words = (name or "").lower().split()
    return " ".join(words[1:] if words and words[0] in ARTICLES else words)
