import pytest

from parsed import at, parsed
from quotes.attribute.ends import with_whole_phrases
from quotes.attribute.mend import mend
from quotes.types import Attribution

SAID = ["Ray NNP 2 nsubj", "said VBD 0 root", "she PRP 4 nsubj", "lost VBD 2 ccomp"]
AT_HOME = ["at IN 6 case", "home NN 4 obl"]
ENDS = [
    ([*SAID, *AT_HOME], "she lost at home"),
    ([*SAID, ", , 7 punct", "at IN 7 case", "home NN 4 obl"], "she lost"),
    ([*SAID, "when WRB 7 advmod", "he PRP 7 nsubj", "came VBD 4 advcl"], "she lost"),
    ([*SAID, *AT_HOME, "“ `` 8 punct", "bravely RB 4 advmod"], "she lost"),
    ([*SAID[:2], "no DT 4 det", "loss NN 2 obj", "on IN 6 case", "Monday NNP 2 obl"], "no loss"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "whole"), ENDS)
def test_a_content_ends_where_its_last_phrase_does(rows, whole):
    text, document = parsed(*rows)
    content = "no loss" if "no loss" in text else "she lost"
    claim = Attribution((at(text, content),), (at(text, "said"),), (at(text, "Ray"),))
    (made,) = with_whole_phrases(document, [claim])
    assert [s.of(text) for s in made.content] == [whole]


THAT = ["Ray NNP 2 nsubj", "said VBD 0 root", "that IN 8 mark", "the DT 5 det", "port NN 8 nsubj"]
CLOSED = [", , 7 punct", "which WDT 8 nsubj", "closed VBD 2 ccomp", "early RB 8 advmod"]


@pytest.mark.parametrize(
    ("content", "kind"), [("that the port", "indirect"), ("that the", "mixed")]
)
def test_a_clause_holds_its_verb(content, kind):
    text, document = parsed(*THAT, *CLOSED)
    claim = Attribution((at(text, content),), (at(text, "said"),), (at(text, "Ray"),), kind)
    (made,) = with_whole_phrases(document, [claim])
    assert made.content[0].of(text) == "that the port , which closed early"


RENEWED = ["a DT 6 det", "renewed VBN 2 ccomp", "party NN 9 nsubj", ", , 9 punct"]


@pytest.mark.parametrize(
    ("rest", "whole"),
    [
        (["ran VBD 2 acl", "ads NNS 8 obj"], "that a renewed party , ran ads"),
        (["and CC 9 cc", "left VBD 2 conj"], "that a renewed party"),
    ],
)
def test_a_participle_is_not_the_verb_of_a_clause(rest, whole):
    rows = [*SAID[:2], "that IN 5 mark", *RENEWED]
    if rest[0].startswith("and"):
        rows.pop()
    text, document = parsed(*rows, *rest)
    claim = Attribution((at(text, "that a renewed party"),), (at(text, "said"),), kind="mixed")
    (made,) = with_whole_phrases(document, [claim])
    assert made.content[0].of(text) == whole


def test_without_a_tree_all_stays():
    text, document = parsed(*SAID, *AT_HOME)
    for word in document.sentences[0].words:
        word.upos = word.xpos = word.head = word.deprel = None
    claim = Attribution((at(text, "she lost"),), (at(text, "said"),))
    assert mend(document, [claim]) == [claim]


def test_who_says_it_is_no_part_of_it():
    text, document = parsed(*SAID, *AT_HOME)
    claim = Attribution((at(text, "she lost"),), (at(text, "said"),), (at(text, "home"),))
    (made,) = with_whole_phrases(document, [claim])
    assert made.content[0].of(text) == "she lost"
