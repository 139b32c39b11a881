"""Attributions within the content of others, with a tagger that knows the answers."""

from __future__ import annotations

import pytest

from quotes.find.cues import is_plain
from quotes.find.decode import Found
from quotes.find.nested import find_nested
from quotes.types import Span

TEXT = "Ada Poe said that the mayor had told her that the bridge would be closed."
INNER = "that the mayor had told her that the bridge would be closed"


def found(text: str, cue: str, source: str, content: str, sure: float = 0.9) -> Found:
    spans = [Span(text.index(w), text.index(w) + len(w)) for w in (cue, source, content)]
    return Found(spans[0], (spans[1],), (spans[2],), sure)


class Knowing:
    """Finds in each text what it was told to."""

    def __init__(self, **known: Found) -> None:
        self.known = known
        self.asked: list[str] = []

    def find(self, texts):
        self.asked += texts
        return [[f for key, f in self.known.items() if text.startswith(key)] for text in texts]


OUTER = found(TEXT, "said", "Ada Poe", INNER)


def nested(*inner: Found, outer: tuple[Found, ...] = (OUTER,)) -> list[Found]:
    tagger = Knowing(**{"that": inner[0]} if inner else {})
    (items,) = find_nested(tagger, [TEXT], [list(outer)])
    assert tagger.asked == [INNER]
    return items


def test_a_claim_within_a_claim() -> None:
    items = nested(found(INNER, "had told", "the mayor", "that the bridge would be closed"))
    assert [f.cue.of(TEXT) for f in items] == ["said", "had told"]
    assert items[1].source[0].of(TEXT) == "the mayor"
    assert items[1].content[0].of(TEXT) == "that the bridge would be closed"


def test_it_takes_the_place_of_one_with_the_same_cue() -> None:
    wrong = found(TEXT, "had told", "Ada Poe", "the bridge would be closed")
    right = found(INNER, "had told", "the mayor", "that the bridge would be closed")
    items = nested(right, outer=(OUTER, wrong))
    assert [f.source[0].of(TEXT) for f in items] == ["Ada Poe", "the mayor"]


def test_what_is_not_sure_or_not_plain_does_not_count() -> None:
    unsure = found(INNER, "had told", "the mayor", "that the bridge would be closed", 0.5)
    short = found(INNER, "had told", "the mayor", "the bridge")
    assert nested(unsure) == [OUTER]
    assert nested(short) == [OUTER]
    assert nested() == [OUTER]


def test_plain_cues() -> None:
    assert all(map(is_plain, ("said", "had told", "has repeatedly denied", "wrote")))
    assert not any(map(is_plain, ("to say", "would say", "hopes", "call for", ":")))


def test_what_he_said_according_to_others_is_his():
    text = "“We will win,” he shouted, according to two players."
    content = "“We will win,” he shouted"
    outer = found(text, "according to", "two players", content)
    inner = found(content, "shouted", "he", "“We will win,”")
    tagger = Knowing(**{"“We": inner})
    (items,) = find_nested(tagger, [text], [[outer]])
    assert tagger.asked == [content]
    assert [item.cue.of(text) for item in items] == ["shouted", "according to"]
    text = "They said it would answer “in time.”"
    outer = found(text, "said", "They", "it would answer “in time.”")
    inner = found(outer.content[0].of(text), "would answer", "it", "“in time.”")
    (items,) = find_nested(Knowing(it=inner), [text], [[outer]])
    assert [item.cue.of(text) for item in items] == ["said"]


def test_a_state_is_no_report() -> None:
    asked = []
    for word, after in (("state", "would"), ("states", "that")):
        content = f"that the old {word} {after} the new bridge would be paid for"
        text = f"Ada Poe said {content}."
        tagger = Knowing()
        find_nested(tagger, [text], [[found(text, "said", "Ada Poe", content)]])
        asked.append(len(tagger.asked))
    assert asked == [0, 1]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ("that Tom Ray had told her of a second bridge", True),
        ("that she would tell the owners of the second bridge", False),
        ("that she wanted to say no more about the bridge", False),
        ("her statement that the bridge would be closed by then", True),
        ("that her statement on the bridge would be heard by then", False),
        ("that Tom Ray called it “the bridge of no return”", True),
        ("that the “bridge” is as long and as heavy as anything ever called a pier", False),
    ],
)
def test_only_what_may_hold_a_report_is_read_anew(content: str, read: bool) -> None:
    text = f"Ada Poe said {content}."
    tagger = Knowing()
    find_nested(tagger, [text], [[found(text, "said", "Ada Poe", content)]])
    assert tagger.asked == [content] * read
