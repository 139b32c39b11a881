"""Reports within reports, by trees written by hand."""

import pytest

from parsed import at, parsed
from quotes.attribute.within import with_reports_within
from quotes.types import Attribution

MEDIA = ["Media NNS 2 nsubj", "reported VBD 0 root", "that IN 6 mark", "Lee NNP 6 nsubj"]
TOLD = [*MEDIA, "had VBD 6 aux", "told VBD 2 ccomp", "allies NNS 6 obj"]
WON = ["he PRP 9 nsubj", "won VBD 6 ccomp", "the DT 11 det", "seat NN 9 obj"]


def reported(*rows, content="that Lee had told allies he won the seat", cue_class="speech"):
    text, document = parsed(*rows)
    document.sentences[0].words[4].upos = "AUX"
    outer = Attribution(
        (at(text, content),),
        (at(text, "reported"),),
        (at(text, "Media"),),
        "indirect",
        cue_class,
        0.9,
    )
    made = with_reports_within(document, [outer])
    assert outer in made
    return text, [a for a in made if a is not outer]


def test_who_is_said_to_have_told_something_told_it():
    text, (inner,) = reported(*TOLD, *WON)
    spans = (*inner.source, *inner.cue, *inner.content)
    assert [span.of(text) for span in spans] == ["Lee", "had told", "he won the seat"]
    assert (inner.kind, inner.cue_class) == ("indirect", "speech")
    assert inner.confidence == pytest.approx(0.72)


def test_what_is_only_thought_tells_of_no_reports():
    assert reported(*TOLD, *WON, cue_class="thought")[1] == []


def test_a_report_has_a_clause_and_words():
    assert reported(*TOLD, content="that Lee had told allies")[1] == []
    short = [*TOLD, "he PRP 9 nsubj", "won VBD 6 ccomp"]
    assert reported(*short, content="that Lee had told allies he won")[1] == []


def test_a_report_that_was_found_is_not_made_again():
    text, document = parsed(*TOLD, *WON)
    outer = Attribution(
        (at(text, "that Lee had told allies he won the seat"),),
        (at(text, "reported"),),
        (at(text, "Media"),),
        "indirect",
        "speech",
    )
    inner = Attribution((at(text, "he won the seat"),), (at(text, "told"),), (at(text, "Lee"),))
    assert with_reports_within(document, [outer, inner]) == sorted(
        [outer, inner], key=lambda a: a.content
    )
