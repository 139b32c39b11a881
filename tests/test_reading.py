"""Entities as the tree corrects them, in documents made by hand."""

from __future__ import annotations

import pytest
from stanza.models.common.doc import Document

from quotes.resolve.words.reading import Reading


def document(rows: str, **entities: str) -> Document:
    """Return a sentence of rows "word tag head relation", with entities of single words, or B-, E-."""
    words, text = [], ""
    for number, row in enumerate(rows.strip().splitlines(), 1):
        form, tag, head, relation = row.split()
        start = len(text) + (1 if text else 0)
        text = f"{text} {form}".strip()
        word = {"id": (number,), "text": form, "start_char": start, "end_char": start + len(form)}
        words.append(word | {"upos": tag, "head": int(head), "deprel": relation})
        kind = entities.get(form, "O")
        words[-1]["ner"] = kind if "-" in kind or kind == "O" else f"S-{kind}"
    made = Document([words], text=text)
    made.build_ents()
    return made


NAME = """
manager NOUN 0 root
Sandro PROPN 1 appos
Pike PROPN 2 flat
left VERB 1 acl
"""
BODY = """
the DET 2 det
Center PROPN 0 root
for ADP 5 case
Blue ADJ 5 amod
Skies PROPN 2 nmod
"""
FIRST_NAME = """
Clara PROPN 2 nmod:desc
Moss PROPN 3 nsubj
led VERB 0 root
"""
OWNED = """
Norway PROPN 3 nmod:poss
’s PART 1 case
refusal NOUN 0 root
"""


@pytest.mark.parametrize(
    ("rows", "entities", "expected"),
    [
        (FIRST_NAME, {"Clara": "PER", "Moss": "PER"}, [("Clara Moss", "PER")]),
        (
            FIRST_NAME.replace("Clara", "Luvay"),
            {"Luvay": "PER", "Moss": "PER"},
            [("Luvay Moss", "PER")],
        ),
        (FIRST_NAME, {"Clara": "LOC", "Moss": "PER"}, [("Clara", "LOC"), ("Moss", "PER")]),
        (OWNED, {"Norway": "B-LOC", "’s": "E-LOC"}, [("Norway", "LOC")]),
        (OWNED, {"Norway": "PER"}, [("Norway", "LOC")]),
        (OWNED.replace("Norway", "Kenya"), {"Kenya": "PER"}, [("Kenya", "PER")]),
        (NAME, {"Sandro": "PER"}, [("Sandro Pike", "PER")]),
        (NAME, {"Pike": "PER"}, [("Sandro Pike", "PER")]),
        (NAME, {"Sandro": "PER", "Pike": "ORG"}, [("Sandro Pike", "PER")]),
        (NAME, {"Pike": "ORG"}, [("Pike", "ORG")]),
        (BODY, {"Blue": "ORG"}, [("Center for Blue Skies", "ORG")]),
        (BODY, {"Center": "ORG", "Blue": "LOC"}, [("Center for Blue Skies", "ORG")]),
        (BODY, {"Blue": "PER"}, [("Blue", "PER")]),
    ],
)
def test_names_are_widened_by_the_tree(rows, entities, expected) -> None:
    reading = Reading(document(rows, **entities))
    found = [(reading.span(e.first, e.last).of(reading.text), e.type) for e in reading.entities]
    assert found == expected
