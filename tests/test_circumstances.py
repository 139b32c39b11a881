"""To whom, when and where something was said; parses are stored, so no model is loaded.

`python tests/make_parses.py` writes the parses anew.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from stanza.models.common.doc import Document
from stanza.utils.conll import CoNLL

from quotes.find.stance import manner
from quotes.read import read_all
from quotes.resolve.around.circumstances import circumstances, sentences_of_cues
from quotes.resolve.words.reading import Reading
from quotes.types import Article, Attribution, Span

TESTS = Path(__file__).parent
GOLD = TESTS / "gold"
ROLES = ("addressee", "when", "where")
FLAGS = {"stance": "plain", "negated": False, "hedged": False, "verbatim": True}
# On the gold's own contents, cues and sources: (right of found, right of wanted), spans that overlap.
FLOORS = {
    "addressee": (0.95, 0.93),
    "when": (0.95, 0.88),
    "where": (0.93, 0.9),
    "stance": (0.95, 0.95),
    "negated": (0.9, 0.9),
    "hedged": (0.9, 0.9),
    "verbatim": (0.9, 0.8),
}


@pytest.fixture(scope="module")
def document():
    found = CoNLL.conll2doc(str(TESTS / "parses" / "circumstances.conllu"))
    found.text = (TESTS / "parses" / "circumstances.txt").read_text(encoding="utf-8")
    found.build_ents()
    return found


def attribution(text, cue, content, source=""):
    """Return the attribution of a cue, found as the words with ``|`` before and after."""
    before, _, said = cue.rpartition("|")
    start = text.index(before + said) + len(before)

    def near(words):
        places = [i for i in range(len(text)) if text.startswith(words, i)]
        at = min(places, key=lambda place: abs(place - start))
        return Span(at, at + len(words))

    source = (near(source),) if source else ()
    return Attribution((near(content),), (Span(start, start + len(said)),), source)


@pytest.mark.parametrize(
    ("cue", "content", "source", "expected"),
    [
        ("told", "We shall rebuild the mill,", "Ida Brenner", ("reporters", "on Wednesday", None)),
        (
            "have been told",
            "that the road would stay closed",
            "",
            ("Villagers in Upper Marl", None, None),
        ),
        (
            "council |said",
            "the pump was safe",
            "the council",
            ("residents", "on Monday", "In a letter to residents"),
        ),
        (
            "” |said",
            "It leaks,",
            "the baker, Tom Aldous",
            (None, "last week", "on state radio"),
        ),
        (
            "miller |said",
            "that he had slept badly",
            "The miller",
            ("the Marl Echo", None, "in an interview with the Marl Echo"),
        ),
        (
            "warned",
            "that the dam might go",
            "the warden",
            (None, "When the river rose", None),
        ),
        (
            "promised",
            "that help would come",
            "the minister",
            (None, "On Friday", "in Dunvale"),
        ),
        (
            "dismissing",
            "the claim",
            "the bishop",
            (None, "Two days later", "an essay in The Marl Echo"),
        ),
        ("council |told", "that it would wait", "The council", ("two diplomats", None, None)),
        ("She |said", "that it was late", "She", (None, None, None)),
        ("he |said", "Not now,", "he", (None, None, None)),
        ("clerk |told", "that nobody wanted", "the clerk", (None, None, None)),
    ],
)
def test_what_stands_around_a_cue(document, cue, content, source, expected):
    text = document.text
    (found,) = circumstances(Reading(document), [attribution(text, cue, content, source)])
    spans = (found.addressee, found.when, found.where)
    assert tuple(span.of(text) if span else None for span in spans) == expected


def test_a_cue_without_tags_has_no_circumstances():
    text = "“No,” she told reporters."
    tokens = [{"id": (1,), "text": text, "start_char": 0, "end_char": len(text)}]
    it = Attribution((Span(1, 4),), (Span(10, 14),), (Span(6, 9),))
    (found,) = circumstances(Reading(Document([tokens], text=text)), [it])
    assert (found.addressee, found.when, found.where) == (None, None, None)
    assert circumstances(Reading(Document([], text="")), []) == []
    assert sentences_of_cues(Document([], text=""), [it]) == set()


def test_the_sentences_of_cues_are_needed(document):
    it = attribution(document.text, "warned", "that the dam might go")
    (number,) = sentences_of_cues(document, [it])
    assert document.sentences[number].text.startswith("When the river rose")


def measured():
    """Return how often each circumstance of the gold is wanted, found and right."""
    from quotes.parse.annotator import Annotator  # noqa: PLC0415  brings the models
    from quotes.parse.tokens import Tokenizer  # noqa: PLC0415

    notes = {a["id"]: a["quotes"] for a in _lines("circumstances")}
    gold = {a["id"]: a["quotes"] for name in ("made", "seeds") for a in _lines(name)}
    paths = [GOLD / "made.jsonl", TESTS.parent / "seeds"]
    articles = [a for a in read_all(paths) if isinstance(a, Article) and a.original is None]
    documents = Tokenizer().tokenize([article.text for article in articles])
    Annotator().annotate(documents)
    counts = {name: Counter() for name in FLOORS}
    for article, document in zip(articles, documents, strict=True):
        parts = ("content", "cue", "source")
        found = [
            Attribution(*(tuple(Span(*s) for s in q[p]) for p in parts), q["kind"], q["cue_class"])
            for q in gold[article.id]
        ]
        noted = {(row["start"], row["cue"]): row for row in notes.get(article.id, [])}
        for it, around in zip(found, circumstances(Reading(document), found), strict=True):
            key = (it.content[0].start, it.cue[0].start if it.cue else None)
            _count(counts, noted.get(key, {}), around, manner(article.text, it))
    return counts


def _count(counts, row, around, how):
    for role in ROLES:
        wanted, found = row.get(role), getattr(around, role)
        right = wanted and found and found.overlaps(Span(*wanted))
        counts[role].update(wanted=bool(wanted), found=bool(found), right=bool(right))
    for flag, usual in FLAGS.items():
        wanted, found = row.get(flag, usual), getattr(how, flag)
        found = usual if found is None else found
        counts[flag].update(
            wanted=wanted != usual, found=found != usual, right=wanted == found != usual
        )


def _lines(name):
    return map(json.loads, (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())


@pytest.mark.models
def test_circumstances_of_the_gold_do_not_get_worse():
    shares = {
        name: (c["right"] / c["found"], c["right"] / c["wanted"]) for name, c in measured().items()
    }
    fallen = {
        name: shares[name]
        for name, floors in FLOORS.items()
        if any(share < floor for share, floor in zip(shares[name], floors, strict=True))
    }
    assert not fallen, fallen


def test_every_row_of_the_gold_is_of_a_quote_and_outside_of_what_is_said():
    gold = {a["id"]: a["quotes"] for name in ("made", "seeds") for a in _lines(name)}
    for article in _lines("circumstances"):
        quotes = {
            (q["content"][0][0], q["cue"][0][0] if q["cue"] else None): q
            for q in gold[article["id"]]
        }
        for row in article["quotes"]:
            content = quotes[row["start"], row["cue"]]["content"]
            spans = [Span(*row[role]) for role in ROLES if role in row]
            assert not any(Span(*c).overlaps(s) for c in content for s in spans)
