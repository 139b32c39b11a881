"""Measure who is meant: the resolver against ``speakers.jsonl``, beside a simple baseline.

    python benchmarks/speakers.py polnear-train.jsonl.gz [--gold speakers_unread.jsonl] [--errors N]

The sources are PolNeAR's own, so this is the resolver alone. The baseline takes
the nearest compatible name before the source, in the fullest form of the same
last word: for a pronoun or a description the nearest person, for "it" the nearest
body; a name stands for its fullest form, groups for themselves.
How the file came about: docs/annotation.md.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from quotes.parse.annotator import Annotator
from quotes.parse.tokens import Tokenizer
from quotes.read import article_of_text
from quotes.resolve import resolve
from quotes.resolve.words.reading import Reading
from quotes.types import Attribution, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quotes.types import Speaker

    Json = dict[str, Any]
    Verdict = Literal["right", "wrong name", "wrong", "not known"]

GOLD = Path(__file__).with_name("speakers.jsonl")
FORMS = ("named", "short", "pronoun", "description", "group")
ARTICLES = frozenset(("a", "an", "the"))
WHO = frozenset(("he", "she", "him", "her", "his", "who", "i"))


def articles(corpus: Path, gold: Path) -> Iterator[tuple[str, Json]]:
    """Yield the text and the annotation of each article; a text that differs is an error."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    for row in rows:
        if row["second"]:
            continue
        text = texts.get(row["id"], "")
        if sha256(text.encode()).hexdigest() != row["text_sha256"]:
            raise SystemExit(f"{corpus}: {row['id']} is missing or has another text")
        yield text, row


def judge(text: str, name: str | None, spans: Sequence[Span], gold: Json | None) -> bool:
    """Tell whether a name, or the words at some spans, stand for a gold speaker."""
    if gold is None or name is None:
        return gold is None and name is None
    if gold["name"]:
        return plain(name) == plain(gold["name"])
    first = Span(*gold["words"])
    words, said = plain(first.of(text)), plain(name)
    within = f" {words} ".find(f" {said} ") >= 0 or f" {said} ".find(f" {words} ") >= 0
    return within or any(span.overlaps(first) for span in spans)


def plain(name: str) -> str:
    """Return a name to compare: lower case, without an article."""
    words = name.lower().split()
    return " ".join(words[1:] if words and words[0] in ARTICLES else words)


def verdict(text: str, speaker: Speaker | None, gold: Json | None) -> Verdict:
    """Return what to say of a resolved speaker."""
    spans = [speaker.first, *(m.span for m in speaker.mentions)] if speaker else []
    if judge(text, speaker.name if speaker else None, spans, gold):
        return "right"
    if speaker is None:
        return "not known"
    return "wrong name" if speaker.type == "named_person" else "wrong"


def nearest(document: Any, text: str, quote: Json) -> tuple[str, Span]:
    """Return the baseline's name for a source, and where it stands."""
    source = Span(*quote["source"][0])
    words = source.of(text)
    entities = [entity for sentence in document.sentences for entity in sentence.ents]
    before = [e for e in entities if e.end_char <= source.start]
    within = [e for e in entities if source.start <= e.start_char < source.end]
    people = [e for e in before if e.type == "PER"]
    pronoun = quote["form"] == "pronoun"
    if quote["form"] in ("short", "named") and within:
        return _fullest(entities, max(within, key=lambda e: len(e.text)))
    if pronoun and words.lower() in ("it", "its"):
        bodies = [e for e in before if e.type == "ORG"]
        return _fullest(entities, bodies[-1]) if bodies else (words, source)
    if people and (quote["form"] == "description" or (pronoun and words.lower() in WHO)):
        return _fullest(entities, people[-1])
    return words, source


def _fullest(entities: Sequence[Any], entity: Any) -> tuple[str, Span]:
    """Return the longest name in the article that ends in the same word, and where it stands."""
    last = entity.text.split()[-1]
    alike = [e for e in entities if e.type == entity.type and e.text.split()[-1] == last]
    longest = max(alike, key=lambda e: len(e.text))
    return longest.text, Span(longest.start_char, longest.end_char)


def main() -> None:
    """Read the arguments, resolve and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--gold", type=Path, default=GOLD, help="another file of that form")
    parser.add_argument("--errors", type=int, default=0, help="print so many errors")
    args = parser.parse_args()
    found = list(articles(args.corpus, args.gold))
    documents = Tokenizer().tokenize([text for text, _ in found])
    Annotator().annotate(documents)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    errors = []
    for (text, row), document in zip(found, documents, strict=True):
        given = [
            Attribution(
                *(tuple(Span(*s) for s in quote[role]) for role in ("content", "cue", "source"))
            )
            for quote in row["quotes"]
        ]
        speakers = resolve(article_of_text(text, row["id"]), Reading(document), given)
        for quote, speaker in zip(row["quotes"], speakers, strict=True):
            if quote.get("doubtful") or quote["form"] not in FORMS:
                continue
            gold = row["speakers"].get(quote["speaker"])
            said = verdict(text, speaker, gold)
            name, span = nearest(document, text, quote)
            for key in (quote["form"], "all"):
                counts[key][said] += 1
                counts[key]["baseline"] += judge(text, name, [span], gold)
            if said != "right":
                errors.append(_error(text, row["id"], quote, speaker, gold))
    print(_table(counts))
    print(*errors[: args.errors], sep="\n")


def _table(counts: dict[str, Counter[str]]) -> str:
    """Return the shares in percent by form of source."""
    head = ("sources", "right", "wrong name", "wrong", "not known", "baseline")
    lines = [" " * 12 + "".join(f"{name:>{max(8, len(name) + 2)}}" for name in head)]
    for form in (*FORMS, "all"):
        of = counts[form]
        total = sum(of[v] for v in ("right", "wrong name", "wrong", "not known"))
        shares = [
            100 * of[v] / total for v in ("right", "wrong name", "wrong", "not known", "baseline")
        ]
        right, name, wrong, unknown, base = shares
        lines.append(
            f"{form:12}{total:8}{right:8.1f}{name:12.1f}{wrong:8.1f}{unknown:11.1f}{base:10.1f}"
        )
    return "\n".join(lines)


def _error(text: str, name: str, quote: Json, speaker: Speaker | None, gold: Json | None) -> str:
    """Return an error in a line."""
    source = Span(*quote["source"][0])
    wanted = (gold["name"] or Span(*gold["words"]).of(text)) if gold else None
    got = f"{speaker.name} ({speaker.type})" if speaker else None
    around = text[max(0, source.start - 120) : source.end + 40].replace("\n", " ")
    return f"{quote['form']}: {source.of(text)!r} is {wanted!r}, not {got!r}; {name}: …{around}…"


if __name__ == "__main__":
    main()
