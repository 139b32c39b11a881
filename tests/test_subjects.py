from dataclasses import replace

import pytest

from parsed import at, parsed
from quotes.attribute.subjects import with_subjects
from quotes.types import Attribution, Span

LEFT = ["The DT 2 det", "mayor NN 3 nsubj", "left VBD 0 root", ", , 5 punct"]
SAYING = "saying VBG 3 advcl"
LATE = ["it PRP 8 nsubj", "was VBD 8 cop", "late JJ 5 ccomp"]
SHARED = [
    ([*LEFT, SAYING, *LATE], "saying", "The mayor"),
    ([*LEFT[:3], "and CC 5 cc", "said VBD 3 conj", *LATE], "said", "The mayor"),
    (
        ["On IN 2 mark", "saying VBG 5 advcl", "so RB 2 advmod", "Ray NNP 5 nsubj", "left VBD 0 root"],
        "saying",
        "Ray",
    ),
    (  # a passive: nobody is said to
        [*LEFT[:3], "as IN 5 mark", "planned VBN 3 advcl", *LATE],
        "planned",
        None,
    ),
    (  # a subject of its own
        [*LEFT[:3], "and CC 6 cc", "Ray NNP 6 nsubj", "said VBD 3 conj", "so RB 6 advmod"],
        "said",
        "Ray",
    ),
    (  # what looks like something says nothing
        ["Ray NNP 2 nsubj", "seems VBZ 0 root", "to TO 4 mark", "win VB 2 xcomp"],
        "seems",
        None,
    ),
    (["It PRP 2 nsubj", "rained VBD 0 root", ", , 4 punct", "showing VBG 2 advcl"], "showing", None),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "cue", "source"), SHARED)
def test_a_cue_shares_the_subject_of_another_verb(rows, cue, source):
    text, document = parsed(*rows)
    claim = Attribution((Span(len(text), len(text) + 1),), (at(text, cue),))
    (made,) = with_subjects(document, [claim])
    assert [s.of(text) for s in made.source] == ([source] if source else [])


def test_a_source_that_was_found_stays():
    text, document = parsed(*LEFT, SAYING, *LATE)
    claim = Attribution((at(text, "late"),), (at(text, "saying"),), (at(text, "it"),))
    assert with_subjects(document, [claim]) == [claim]


def test_what_is_added_to_a_subject_is_not_the_source():
    rows = [
        "Acme NNP 9 nsubj",
        ", , 4 punct",
        "in IN 4 case",
        "words NNS 1 nmod",
        "cited VBN 4 acl",
    ]
    rows = [*rows, "by IN 7 case", "Petra NNP 5 obl", ", , 4 punct", "said VBD 0 root"]
    text, document = parsed(*rows, "so RB 9 advmod")
    claim = Attribution((at(text, "so"),), (at(text, "said"),), (at(text, "Petra"),))
    (made,) = with_subjects(document, [claim])
    assert [s.of(text) for s in made.source] == ["Acme"]


def test_who_was_quoted_is_the_source():
    rows = ["Ray NNP 3 nsubj:pass", "was VBD 3 aux:pass", "quoted VBN 0 root", "as IN 5 mark"]
    text, document = parsed(*rows, "saying VBG 3 advcl", "so RB 5 advmod")
    claim = Attribution((at(text, "so"),), (at(text, "was quoted as saying"),))
    (made,) = with_subjects(document, [claim])
    assert [s.of(text) for s in made.source] == ["Ray"]


def test_what_is_said_is_not_who_says_it():
    text, document = parsed(*LEFT, SAYING)
    claim = Attribution((at(text, "The mayor left"),), (at(text, "saying"),))
    assert with_subjects(document, [claim]) == [claim]


ASKED = ["Ray NNP 3 nsubj:pass", "was VBD 3 aux:pass", "asked VBN 0 root", "why WRB 3 ccomp"]


@pytest.mark.parametrize(("verb", "left"), [("asked", []), ("assured", ["Ray"])])
def test_whoever_is_asked_is_not_the_source(verb, left):
    text, document = parsed(*(row.replace("asked", verb) for row in ASKED))
    spans = (at(text, "why"),), (at(text, f"was {verb}"),), (at(text, "Ray"),)
    (made,) = with_subjects(document, [Attribution(*spans, cue_class="speech")])
    assert [s.of(text) for s in made.source] == left


def test_who_was_quoted_as_saying_it_said_it():
    rows = ["Ray NNP 3 nsubj:pass", "was VBD 3 aux:pass", "quoted VBN 0 root", "as IN 5 mark"]
    text, document = parsed(*rows, "saying VBG 3 advcl", "so RB 5 advmod")
    claim = Attribution((at(text, "so"),), (at(text, "quoted as saying"),), (at(text, "Ray"),))
    assert with_subjects(document, [replace(claim, cue_class="speech")])[0].source == claim.source


def test_who_smiled_when_told_says_nothing():
    rows = ["Ray NNP 2 nsubj", "smiled VBD 0 root", "when WRB 4 mark", "told VBN 2 advcl"]
    text, document = parsed(*rows, "why WRB 4 ccomp")
    claim = Attribution((at(text, "why"),), (at(text, "told"),), (at(text, "Ray"),))
    assert with_subjects(document, [claim])[0].source == ()


def test_what_somebody_is_known_for_is_of_them():
    rows = ["Ray NNP 3 nsubj:pass", "is VBZ 3 aux:pass", "known VBN 0 root", "for IN 5 case"]
    text, document = parsed(*rows, "rest NN 3 obl")
    claim = Attribution((at(text, "rest"),), (at(text, "is known for"),), (at(text, "Ray"),))
    (made,) = with_subjects(document, [claim])
    assert made.source == ()
    assert [s.of(text) for s in made.content] == ["Ray", "rest"]


def test_it_is_nobody_where_something_is_suggested():
    rows = ["It PRP 3 expl", "is VBZ 3 aux:pass", "suggested VBN 0 root", "he PRP 5 nsubj"]
    text, document = parsed(*rows, "left VBD 3 csubj")
    claim = Attribution((at(text, "he left"),), (at(text, "is suggested"),), (at(text, "It"),))
    assert with_subjects(document, [claim])[0].source == ()
