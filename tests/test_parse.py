"""Tokens match the text; the bundled models load and annotate what is asked for."""

from itertools import pairwise

import numpy as np
import pytest
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

from quotes.parse import ANNOTATORS, PIECE, Parser, best_tree

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def parser():
    return Parser()


def sentences(document):
    return [
        document.text[s.tokens[0].start_char : s.tokens[-1].end_char] for s in document.sentences
    ]


TEXTS = [
    ("He left. She stayed.", ["He left.", "She stayed."]),
    ("“Why now?” he asks. Nobody knows.", ["“Why now?” he asks.", "Nobody knows."]),
    ("Gov. Ann Lee met Lt. Gen. Karl Holm.", ["Gov. Ann Lee met Lt. Gen. Karl Holm."]),
    ("One paragraph\nand another", ["One paragraph", "and another"]),
    ("Harbour opens\n\nThe harbour opened.", ["Harbour opens", "The harbour opened."]),
    ("", []),
    (" \n\n\t ", []),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_sentences(parser, text, expected):
    (document,) = parser.tokenize([text])
    assert document.text == text
    assert sentences(document) == expected


ODD = [
    "12 -- 34 !!\n\n… 5",
    "x" * 5000,
    "word " * 3000,
    "A\ttab, a\u00a0space, a\u2028break, a\x0bfeed and a \ufeffmark.",
    "\r\nWindows lines.\r\n\r\nTwo of them.\r\n",
    "Mr. Lee's “dogs’ home” can't — won't — open; he'd say.",
    "😀 Emoji 👩‍👩‍👧 and a̧ccents ﬁn.",
]


@pytest.mark.parametrize("text", ODD)
def test_offsets_match_the_text(parser, text):
    (document,) = parser.tokenize([text])
    tokens = [token for sentence in document.sentences for token in sentence.tokens]
    assert all(text[t.start_char : t.end_char] == t.text for t in tokens)
    assert "".join(t.text for t in tokens).replace(" ", "") == "".join(text.split())
    assert all(a.end_char <= b.start_char for a, b in pairwise(tokens))


def test_texts_in_one_batch_are_kept_apart(parser):
    texts = ["First one. It ends", "", "Second one. Mr. Lee said so.", "Third"]
    alone = [sentences(parser.tokenize([text])[0]) for text in texts]
    assert [sentences(document) for document in parser.tokenize(texts)] == alone


def test_a_long_paragraph_is_cut_where_sentences_end(parser):
    text = "The old harbour was closed for the winter. " * 200
    (document,) = parser.tokenize([text])
    assert len(text) > 4 * PIECE
    assert set(sentences(document)) == {"The old harbour was closed for the winter."}


def test_only_chosen_sentences_are_annotated(parser):
    documents = parser.tokenize(["Ann Lee left. She was tired.", "Karl Holm stayed in Oslo."])
    parser.annotate(documents, [{1}, {0}])
    tagged = [[s.words[0].upos is not None for s in d.sentences] for d in documents]
    assert tagged == [[False, True], [True]]
    entity = documents[1].sentences[0].ents[0]
    assert (entity.text, entity.type) == ("Karl Holm", "PER")
    word = documents[1].sentences[0].words[2]
    assert (word.text, word.lemma, word.deprel) == ("stayed", "stay", "root")
    assert documents[1].sentences[0].words[0].start_char == 0


def test_entities_alone(parser):
    documents = parser.tokenize(["Ann Lee met Karl Holm."])
    parser.annotate(documents, [{0}], ["ner"])
    assert [e.text for e in documents[0].sentences[0].ents] == ["Ann Lee", "Karl Holm"]
    assert documents[0].sentences[0].words[0].upos is None
    assert set(ANNOTATORS) >= {"ner", "pos"}


def test_nothing_to_annotate_is_fine(parser):
    documents = parser.tokenize([""])
    parser.annotate(documents, [[]])
    assert documents[0].sentences == []


def test_missing_models_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        Parser(tmp_path)


def test_best_tree_is_the_one_of_the_full_search():
    random = np.random.default_rng(0)
    for size in (2, 3, 5, 9, 17):
        for _ in range(20):
            scores = random.normal(size=(size, size))
            assert (best_tree(scores) == chuliu_edmonds_one_root(scores.copy())).all()
