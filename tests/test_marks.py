"""Pairs of quotation marks: (text, what they enclose)."""

from __future__ import annotations

import time

import pytest

from quotes.find.marks import pair_marks

PAIRS = [
    ("“We go,” he said. “We stay.”", ["We go,", "We stay."]),
    ('"No," he said. "Yes," she said.', ["No,", "Yes,"]),
    ("''We won,'' he said. ''Really.''", ["We won,", "Really."]),
    ("``We won,'' he said.", ["We won,"]),
    ("‘‘We won,’’ he said.", ["We won,"]),
    ("„Nein“, sagte er. « Oui », dit-elle. »Doch«, sagte sie.", ["Nein", "Oui", "Doch"]),
    ("”Typed the wrong way,” he said.", ["Typed the wrong way,"]),
    ("“Typed the wrong way,“ he said.", ["Typed the wrong way,"]),
    ('" Set with spaces , " he said .', ["Set with spaces ,"]),
    ('He said "we are"—"really". And ("no").', ["we are", "really", "no"]),
    # an odd mark where only one sort can stand
    ('“It rained all night in Port Melena ". He left.', ["It rained all night in Port Melena"]),
    ('He said it was " over ". Then he left.', ["over"]),
    ("” … and it rained,” she said.", ["… and it rained,"]),
    ("» They have seen it, » she said.", ["They have seen it,"]),
    (
        '". . . but not here," he said. "… or there," he added.',
        [". . . but not here,", "… or there,"],
    ),
    ('".5 per cent," she said.', [".5 per cent,"]),
    ('The 5" pipe was called "good" by us.', ["good"]),
    ('He is 6\'2" and "tall".', ["tall"]),
    # a closing mark right before an opening one
    ("They call it “theft.”“Listen,” said an aide.", ["theft.", "Listen,"]),
    ('"What?""Who?" he asked.', ["What?", "Who?"]),
    # single marks and apostrophes
    ("‘We don’t know the workers’ rights,’ he said.", ["We don’t know the workers’ rights,"]),
    ("‘weak links’ he said", ["weak links"]),
    ("'We're goin' to town,' he said.", ["We're goin' to town,"]),
    ("the '90s and rock 'n' roll and the dogs' bones", []),
    ("’Tis the season, ’em all, the ’90s.", []),
    ("Don't, won't and the Smiths' house aren't quotes.", []),
    ("It was 'urgent', she said.", ["urgent"]),
    # marks within marks
    ("“He told me ‘no’ twice,” she said.", ["He told me ‘no’ twice,", "no"]),
    ("‘He said “no” to me,’ she said.", ["He said “no” to me,", "no"]),
    ("“He told me “no” twice,” she said.", ["He told me “no” twice,", "no"]),
    ("no marks at all", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "inner"), PAIRS)
def test_pairs(text: str, inner: list[str]) -> None:
    found = pair_marks(text)
    assert [q.inner.of(text) for q in found] == inner
    assert all(q.closed for q in found)


UNCLOSED = [
    ('"He left early.', [("He left early.", False)]),
    ("A “one.\nB “two” three.", [("one.", False), ("two", True)]),
    # cut short by the next opening mark: at the end of its last whole sentence
    (
        "“We stay. We work. A subhead “The rest,” he said.",
        [("We stay. We work.", False), ("The rest,", True)],
    ),
    ("“one two “three,” he said.", [("one two", False), ("three,", True)]),
    # a closing mark in the next paragraph is none of another quotation
    ("“We lost.\n” he said.", [("We lost.", False)]),
    ("“We lost.\n” he said. “It rained,” she said.", [("We lost.", False), ("It rained,", True)]),
]


@pytest.mark.parametrize(("text", "expected"), UNCLOSED)
def test_unclosed(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(q.inner.of(text), q.closed) for q in pair_marks(text)] == expected


REOPENED = [
    ("“First part.\n\n“Second part,” he said.", [False, True]),
    ('"First part.\n"Second part,\n"Third part," he said.', [False, True, True]),
    ("‘First part.\n\n‘Second part,’ he said.", [False, True]),
    ("“First part.”\n\n“Another,” she said.", [False, False]),
    ("“Left open.\n\nNarration.\n\n“Another,” she said.", [False, False]),
]


@pytest.mark.parametrize(("text", "reopens"), REOPENED)
def test_reopened_at_every_paragraph(text: str, reopens: list[bool]) -> None:
    assert [q.reopens for q in pair_marks(text)] == reopens


def test_depth() -> None:
    found = pair_marks("“Outer ‘inner’ outer,” she said. “Next.”")
    assert [q.depth for q in found] == [0, 1, 0]


def test_an_odd_mark_costs_only_its_own_paragraph() -> None:
    before, after = "“One,” he said.", "“Two,” she said."
    for odd in ('A stray " here.', "A stray “ here.", "A stray ” here.", "A stray ' here."):
        text = f"{before}\n{odd}\n{after}"
        found = [q for q in pair_marks(text) if "\n" not in q.outer.of(text)]
        assert [q.inner.of(text) for q in found if "stray" not in q.outer.of(text)][:1] == ["One,"]
        assert found[-1].inner.of(text) == "Two,"


@pytest.mark.parametrize("mark", ['"', "“", "”", "'a ", "‘a ", "''", "“a ” "])
def test_many_marks_take_no_time(mark: str) -> None:
    began = time.process_time()
    pair_marks(mark * 100_000)
    assert time.process_time() - began < 5


def test_straight_marks_nest_in_a_paragraph_that_the_next_takes_up() -> None:
    text = '“They told us to "wait" for it. We did.\n\n“Then nothing came,” she said.'
    found = [(q.inner.of(text), q.depth) for q in pair_marks(text)]
    assert found == [
        ('They told us to "wait" for it. We did.', 0),
        ("wait", 1),
        ("Then nothing came,", 0),
    ]
