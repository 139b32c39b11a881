"""Who the speakers of the seeds and of the made-up articles are, field by field."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from quotes.read import read_all
from quotes.resolve import resolve
from quotes.resolve.words.reading import Reading
from quotes.types import Article, Attribution, Span

TESTS = Path(__file__).parent
GOLD = TESTS / "gold"
FIELDS = ("title", "organization", "country", "role", "seniority", "number")
# On the gold's own contents and sources, for each half: right of found, right of wanted. The gold
# was read from the articles before any tool was; a list gives values that are equally right, None
# among them for one that may be left out. Relations count as roles ("wife"), named bodies alone as
# organizations, former ones too; a title counts as a role where it is a noun written out. The rules
# were written with an eye on the half "develop" alone.
FLOORS = {
    "title": (0.95, 0.85, 0.95, 0.9),
    "organization": (0.8, 0.7, 0.7, 0.6),
    "country": (0.95, 0.75, 0.95, 0.75),
    "role": (0.95, 0.85, 0.95, 0.9),
}
HALVES = ("develop", "held")


def measured():
    """Return, by half of the gold and field, how often it is wanted, found and right."""
    from quotes.parse.annotator import Annotator  # noqa: PLC0415  brings the models
    from quotes.parse.tokens import Tokenizer  # noqa: PLC0415

    notes = {article["id"]: article for article in _lines("particulars")}
    gold = {a["id"]: a["quotes"] for name in ("made", "seeds") for a in _lines(name)}
    paths = [GOLD / "made.jsonl", TESTS.parent / "seeds"]
    articles = [a for a in read_all(paths) if isinstance(a, Article) and a.id in notes]
    documents = Tokenizer().tokenize([article.text for article in articles])
    Annotator().annotate(documents)
    counts = {half: {name: Counter() for name in FIELDS} for half in HALVES}
    for article, document in zip(articles, documents, strict=True):
        rows, quotes = notes[article.id], gold[article.id]
        found = resolve(article, Reading(document), [_attribution(article, q) for q in quotes])
        for row in rows["speakers"]:
            own = [s for q, s in zip(quotes, found, strict=True) if q["speaker"] == row["speaker"]]
            _count(counts[rows["half"]], row, _likeliest(own, row["speaker"]))
    return counts


def _attribution(article, quote):
    content, source = (
        tuple(_readable(article, Span(*s)) for s in quote[part]) for part in ("content", "source")
    )
    return Attribution(content, source=source)


def _readable(article, span):
    """Return where a stretch of the file stands in the readable text."""
    if article.original is None:
        return span
    return Span(_place(article, span.start), _place(article, span.end - 1) + 1)


def _place(article, offset):
    held = next(s for s in article.segments if s.original.start <= offset < s.original.end)
    return min(held.text.start + offset - held.original.start, held.text.end - 1)


def _likeliest(speakers, name):
    """Return the speaker of the name, or else whom most sources of it lead to."""
    known = [speaker for speaker in speakers if speaker is not None]
    same = [speaker for speaker in known if speaker.name.lower() == name.lower()]
    most = Counter(known).most_common(1)
    return same[0] if same else most[0][0] if most else None


def _count(counts, row, speaker):
    for field in FIELDS:
        wanted = row.get(field)
        choices = wanted if isinstance(wanted, list) else [wanted]
        found = getattr(speaker, field) if speaker is not None else None
        right = found is not None and str(found).lower() in {str(c).lower() for c in choices}
        asked = None not in choices or right
        counts[field].update(wanted=asked, found=found is not None, right=right)


def _lines(name):
    return map(json.loads, (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())


@pytest.mark.models
def test_particulars_of_the_gold_do_not_get_worse():
    counts = measured()
    shares = {
        field: tuple(
            counts[half][field]["right"] / max(1, counts[half][field][of])
            for half in HALVES
            for of in ("found", "wanted")
        )
        for field in FIELDS
    }
    fallen = {
        field: shares[field]
        for field, floors in FLOORS.items()
        if any(share < floor for share, floor in zip(shares[field], floors, strict=True))
    }
    assert not fallen, fallen


def test_every_row_of_the_gold_is_of_a_speaker_of_its_article():
    gold = {a["id"]: a["quotes"] for name in ("made", "seeds") for a in _lines(name)}
    for article in _lines("particulars"):
        names = {quote["speaker"] for quote in gold[article["id"]]}
        assert names.issuperset(row["speaker"] for row in article["speakers"])
        assert article["half"] in HALVES
        assert all(set(row) <= {"speaker", *FIELDS} for row in article["speakers"])
