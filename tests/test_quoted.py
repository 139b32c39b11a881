"""Words that somebody is quoted as saying: no model is needed."""

from __future__ import annotations

import pytest

from quotes.attribute.quoted import with_quoted
from quotes.types import Attribution, Kind, Span


def at(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def shown(text: str, claim: Attribution) -> tuple[str, str, str, str]:
    content = " | ".join(piece.of(text) for piece in claim.content)
    return claim.kind, content, claim.cue[0].of(text), claim.source[0].of(text)


AFTER: list[tuple[str, str, tuple[str, str, str]]] = [
    # text, the content of who quotes, what is made of it
    (
        "The Post quoted Ann Lee as saying it rained.",
        "Ann Lee as saying it rained",
        ("indirect", "it rained", "Ann Lee"),
    ),
    (
        "The Post quoted a witness, Ann Lee, as saying: “It rained.”",
        "a witness, Ann Lee, as saying: “It rained.",
        ("direct", "It rained.", "a witness, Ann Lee"),
    ),
    (
        "The Post quoted Ann Lee as saying that “rain” fell.",
        "Ann Lee as saying that “rain” fell",
        ("mixed", "that “rain” fell", "Ann Lee"),
    ),
    (
        "The Post had quoted Mr. Lee as saying “rain” fell in the hills.",
        "Mr. Lee as saying “rain” fell in the hills",
        ("mixed", "rain” fell in the hills", "Mr. Lee"),
    ),
    (
        "The Post quoted U.S. officials as saying it rained.",
        "U.S. officials as saying it rained",
        ("indirect", "it rained", "U.S. officials"),
    ),
]


@pytest.mark.parametrize(("text", "content", "expected"), AFTER)
def test_who_is_quoted_says_it_too(text: str, content: str, expected: tuple[str, str, str]) -> None:
    cue = "had quoted" if "had quoted" in text else "quoted"
    parts = (at(text, content),), (at(text, cue),), (at(text, "The Post"),)
    outer = Attribution(*parts, "mixed", confidence=0.8)
    kept, inner = with_quoted(text, [outer])
    kind, words, who = expected
    assert kept == outer
    assert shown(text, inner) == (kind, words, "as saying", who)
    assert inner.confidence < outer.confidence
    assert inner.relayer == outer.source


@pytest.mark.parametrize("kind", ["direct", "mixed"])
def test_words_before_who_is_quoted_are_theirs_alone(kind: Kind) -> None:
    text = "“It rained,” The Post quoted Ann Lee as saying."
    parts = (at(text, "It rained,"), at(text, "Ann Lee")), (at(text, "quoted"),)
    outer = Attribution(*parts, (at(text, "The Post"),), kind, confidence=0.8)
    (made,) = with_quoted(text, [outer])
    assert shown(text, made) == ("direct", "It rained,", "as saying", "Ann Lee")


def test_what_was_found_stays() -> None:
    text = "The Post quoted Ann Lee as saying it rained. He quoted the mayor at length."
    inner = Attribution((at(text, "it rained"),), (at(text, "as saying"),), (at(text, "Ann Lee"),))
    parts = (at(text, "Ann Lee as saying it rained"),), (at(text, "quoted"),)
    outer = Attribution(*parts, (at(text, "The Post"),))
    other = Attribution((at(text, "the mayor at length"),), (at(text, "quoted the"),))
    assert with_quoted(text, [outer, inner, other]) == [outer, inner, other]
