"""Turns behind labels, in transcripts and interviews: no model is needed."""

import re

import pytest
from stanza.models.common.doc import Document

from quotes.attribute import attribute
from quotes.attribute.labelled import labelled
from quotes.find.decode import Found
from quotes.find.marks import pair_marks
from quotes.resolve import resolve
from quotes.resolve.words.reading import Reading
from quotes.types import Article, Span
from resolving import names, parsed, speakers

HEARING = """Pearl Otis: no more bridges

The clerk read the minutes.

MAYOR OTIS: The hearing will come to order.

(APPLAUSE)

WREN: Thank you. I said in May that the bridge was “a ruin”.

It was one then, and it is one now.

TIM DOE (by telephone): Which bridge?

OTIS: That one.

The hearing went on until noon."""


def turns(text):
    return [
        (turn.source[0].of(text), [piece.of(text) for piece in turn.content])
        for turn in labelled(text)
    ]


def test_turns_go_to_the_next_label():
    assert turns(HEARING) == [
        ("MAYOR OTIS", ["The hearing will come to order."]),
        (
            "WREN",
            [
                "Thank you. I said in May that the bridge was “a ruin”.",
                "It was one then, and it is one now.",
            ],
        ),
        ("TIM DOE", ["Which bridge?"]),
        ("OTIS", ["That one."]),
    ]


SHOW = """DELIA FARNSWORTH, HOST: Good evening.

RAFE OKONDA, CORRESPONDENT (voice-over): The water came at three.

FARNSWORTH: Who is there?

SEN. MARK OLDROYD (D), VERMONT: It was wet.

Okonda looks at the river.

UNIDENTIFIED MALE: Me too!

OKONDA: Only the police.

She shivers and goes in.

FARNSWORTH: Thank you."""
BRIEFING = """MR. TULLY: It will be signed on Friday.

Q    Thank you. When?

MR. TULLY: On Friday.

I said so.

Q	And who signs?

MR. TULLY: He does."""
POINTS = "Q. Why rice?\n\nA. Only rice.\n\nQ. And your brother?\n\nA. He ate it."


def test_roles_behind_names_in_capitals_are_labels():
    assert [source for source, _ in turns(SHOW)] == [
        "DELIA FARNSWORTH",
        "RAFE OKONDA",
        "FARNSWORTH",
        "SEN. MARK OLDROYD",
        "UNIDENTIFIED MALE",
        "OKONDA",
        "FARNSWORTH",
    ]
    assert all(len(content) == 1 for _, content in turns(SHOW))  # what they do is told


def test_letters_without_a_colon_are_labels():
    assert turns(BRIEFING) == [
        ("MR. TULLY", ["It will be signed on Friday."]),
        ("Q", ["Thank you. When?"]),
        ("MR. TULLY", ["On Friday.", "I said so."]),
        ("Q", ["And who signs?"]),
        ("MR. TULLY", ["He does."]),
    ]
    assert [source for source, _ in turns(POINTS)] == ["Q", "A", "Q", "A"]
    assert turns("A. First one.\n\nA. Second one.\n\nA. Third one.") == []


def test_labels_may_be_bold():
    text = "**The Ledger:** Why Bach?\n\n**Ed Brice:** Why not?\n\n**Brice:** So there."
    assert [source for source, _ in turns(text)] == ["The Ledger", "Ed Brice", "Brice"]


def test_questions_without_a_label_are_not_the_answers():
    text = (
        "Why?\n\nA: Because it rained.\n\nAnd then?\n\nA: Then it snowed.\n\nSo?\n\nA: So we left."
    )
    assert [content for _, content in turns(text)] == [
        ["Because it rained."],
        ["Then it snowed."],
        ["So we left."],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Otis: 1,200.\n\nWren: 900.\n\nOtis: 80.\n\nWren: 40.",  # a table
        "When: Friday at noon.\n\nWhere: The old mill.\n\nTickets: Two crowns at the door.",
        "Otis: We are late.\n\nWren: We are not.\n\nTim Doe: Who knows.",  # nobody comes back
        "Otis: We are late.\n\nOtis: We are very late.",  # too few
        "Otis: We are late.\n\n" + "He wrote it down.\n\n" * 9 + "Otis: Not now.\n\nWren: Why?",
    ],
)
def test_what_is_no_talk(text):
    assert turns(text) == []


def test_a_turn_takes_the_place_of_what_was_found_of_it():
    def span(words, before=""):
        start = HEARING.index(before + words) + len(before)
        return Span(start, start + len(words))

    content = span("that the bridge was “a ruin”")
    inner = Found(span("said"), (span("I", "you. "),), (content,), 0.9)
    colon = Found(span(": Thank"), (span("WREN"),), (span("Thank you"),), 0.9)
    made = attribute(HEARING, pair_marks(HEARING), [inner, colon])
    by_cue = [(a.cue[0].of(HEARING), a.kind, a.cue_class) for a in made if a.cue]
    assert by_cue == [
        (":", "indirect", "speech"),
        (":", "mixed", "speech"),
        ("said", "mixed", "speech"),
        (":", "indirect", "speech"),
        (":", "indirect", "speech"),
    ]


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("interview", ["Hugh Lind", "Ada Poe", "Hugh Lind", "Ada Poe"]),
        ("interviewed", [None, "Ruth Vance", None, "Ruth Vance"]),
        ("interviews", [None, None, None, None]),
    ],
)
def test_who_asks_and_who_answers(article, expected):
    text = parsed(article)[0].text
    _, found = speakers(
        article, *[("\n\n", turn.source[0].of(text)) for turn in labelled(text)][:4]
    )
    assert [speaker.name if speaker else None for speaker in found] == expected


def labels_of(text):
    """Return the names of the speakers of a talk; no tags and no trees are needed."""
    tokens = [
        {"id": (n,), "text": m.group(), "start_char": m.start(), "end_char": m.end()}
        for n, m in enumerate(re.finditer(r"\w+|[^\w\s]", text), 1)
    ]
    reading = Reading(Document([tokens], text=text))
    return resolve(Article("made", text), reading, attribute(text, pair_marks(text), []))


def test_labels_in_capitals_name_people():
    found = [(s.name, s.type) if s else None for s in labels_of(SHOW)]
    assert found == [
        ("Delia Farnsworth", "named_person"),
        ("Rafe Okonda", "named_person"),
        ("Delia Farnsworth", "named_person"),
        ("Mark Oldroyd", "named_person"),
        ("unidentified male", "anonymous_person"),
        ("Rafe Okonda", "named_person"),
        ("Delia Farnsworth", "named_person"),
    ]
    assert [s.name if s else None for s in labels_of(BRIEFING)] == ["Tully", None] * 2 + ["Tully"]


def test_people_of_one_surname_stay_two():
    text = "ANN LEE: It was wet.\n\nBOB LEE: It was dry.\n\nANN LEE: It was not.\n\nPOE: Was it?"
    found = labels_of(f"{text}\n\nPOE: So it was.")
    assert [s.name for s in found] == ["Ann Lee", "Bob Lee", "Ann Lee", "Poe", "Poe"]


def test_i_is_who_answers():
    _, found = speakers(
        "interview",
        ("\n\n", "A"),
        ("says ", "I"),
        contents=["The fog. You never argue with the fog. My sister says I am mad.", None],
    )
    assert names(found) == ["Ada Poe", "Ada Poe"]


def test_roles_in_capitals_are_no_verbs():
    talk = "TULLY, STATE SENATOR: I lost.\n\nPOE, REPORT EDITOR: Why?\n\n" * 2
    speakers = labels_of(talk)
    assert [(s.name, s.type) for s in speakers[:2]] == [
        ("Tully", "named_person"),
        ("Poe", "named_person"),
    ]
