"""Tokens match the text; the bundled models load and annotate what is asked for."""

import re
from itertools import pairwise

import numpy as np
import pytest
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

from quotes.parse.annotator import Annotator, closed
from quotes.parse.tokens import LONGEST, PIECE, Tokenizer, goes_on, load_pipeline
from quotes.parse.trees import best_tree

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer()


@pytest.fixture(scope="module")
def annotator():
    return Annotator()


def sentences(document):
    return [
        document.text[s.tokens[0].start_char : s.tokens[-1].end_char] for s in document.sentences
    ]


TEXTS = [
    ("He left. She stayed.", ["He left.", "She stayed."]),
    ("“Why now?” he asks. Nobody knows.", ["“Why now?” he asks.", "Nobody knows."]),
    ("Gov. Ann Lee met Lt. Gen. Karl Holm.", ["Gov. Ann Lee met Lt. Gen. Karl Holm."]),
    (
        "''I won,'' she said of ''Today.''\n\nHe left.",
        ["''I won,'' she said of ''Today.''", "He left."],
    ),
    ("One paragraph\nand another", ["One paragraph", "and another"]),
    ("Harbour opens\n\nThe harbour opened.", ["Harbour opens", "The harbour opened."]),
    ("", []),
    (" \n\n\t ", []),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_sentences(tokenizer, text, expected):
    (document,) = tokenizer.tokenize([text])
    assert document.text == text
    assert sentences(document) == expected


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        (["Why?", "”"], True),
        (["“Why?”", "he asks."], True),
        (["Gov.", "Lee left."], True),
        (["on Capitol", "Hill, that is much."], True),
        (["She left.", "He stayed."], False),
        (["“She left.”", "He stayed."], False),
    ],
)
def test_sentences_cut_in_two_go_on(cut, expected):
    text = " ".join(cut)
    before, after = (
        [{"text": w, "start_char": 0, "end_char": 0} for w in re.findall(r"Gov\.|\w+|\W", part)]
        for part in cut
    )
    assert goes_on(text, [before], after) is expected


def test_a_text_without_points_is_no_single_sentence(tokenizer):
    (document,) = tokenizer.tokenize(["Whale song after whale song " * 2000])
    assert max(len(s.tokens) for s in document.sentences) <= LONGEST


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
def test_offsets_match_the_text(tokenizer, text):
    (document,) = tokenizer.tokenize([text])
    tokens = [token for sentence in document.sentences for token in sentence.tokens]
    assert all(text[t.start_char : t.end_char] == t.text for t in tokens)
    assert "".join(t.text for t in tokens).replace(" ", "") == "".join(text.split())
    assert all(a.end_char <= b.start_char for a, b in pairwise(tokens))


def test_texts_in_one_batch_are_kept_apart(tokenizer):
    texts = ["First one. It ends", "", "Second one. Mr. Lee said so.", "Third"]
    alone = [sentences(tokenizer.tokenize([text])[0]) for text in texts]
    assert [sentences(document) for document in tokenizer.tokenize(texts)] == alone


def test_a_long_paragraph_is_cut_where_sentences_end(tokenizer):
    text = "The old harbour was closed for the winter. " * 200
    (document,) = tokenizer.tokenize([text])
    assert len(text) > 4 * PIECE
    assert set(sentences(document)) == {"The old harbour was closed for the winter."}


def test_the_network_labels_as_stanza_does(tokenizer):
    pieces = ["He can't go.", "A note, to a@b.example, from Oslo. She left", "12 — 34!", "x " * 700]
    pieces = [piece.strip() for piece in pieces]
    ours = tokenizer._characters.labels(pieces)
    theirs = tokenizer._characters._as_stanza(pieces)
    assert [row.tolist() for row in ours] == [row.tolist() for row in theirs]


def test_white_space_runs_count_as_one_blank(tokenizer):
    (document,) = tokenizer.tokenize(["She  said\t\t it was\u0085 fine. "])
    tokens = [(t.text, t.start_char) for s in document.sentences for t in s.tokens]
    assert tokens == [("She", 0), ("said", 5), ("it", 12), ("was", 15), ("fine", 20), (".", 24)]


def test_the_words_of_a_contraction_have_offsets(tokenizer):
    (document,) = tokenizer.tokenize(["They can't."])
    (sentence,) = document.sentences
    assert [token.id for token in sentence.tokens] == [(1,), (2, 3), (4,)]
    assert [(w.text, w.start_char, w.end_char) for w in sentence.words[1:3]] == [
        ("ca", 5, 7),
        ("n't", 7, 10),
    ]


def test_only_chosen_sentences_are_annotated(tokenizer, annotator):
    documents = tokenizer.tokenize(["Ann Lee left. She was tired.", "Karl Holm stayed in Oslo."])
    annotator.trees(documents, annotator.read(documents), [{1}, {0}])
    tagged = [[s.words[0].upos is not None for s in d.sentences] for d in documents]
    assert tagged == [[False, True], [True]]


def test_entities_alone(tokenizer, annotator):
    documents = tokenizer.tokenize(["Ann Lee met Karl Holm in Oslo."])
    annotator.entities(documents, annotator.read(documents))
    found = [(e.text, e.type) for e in documents[0].sentences[0].ents]
    assert found == [("Ann Lee", "PER"), ("Karl Holm", "PER"), ("Oslo", "LOC")]
    assert documents[0].sentences[0].words[0].upos is None


def test_a_name_is_no_contraction(tokenizer):
    (document,) = tokenizer.tokenize(["Donna Bell cannot come. We're gonna wait."])
    words = [word.text for sentence in document.sentences for word in sentence.words]
    assert words[:6] == ["Donna", "Bell", "can", "not", "come", "."]
    assert words[6:10] == ["We", "'re", "gon", "na"]


def test_words_of_a_contraction_have_tags_of_their_own(tokenizer, annotator):
    (document,) = tokenizer.tokenize(["The dogs can't swim."])
    annotator.trees([document], annotator.read([document]))
    words = document.sentences[0].words
    assert [w.text for w in words] == ["The", "dogs", "ca", "n't", "swim", "."]
    assert [w.upos for w in words] == ["DET", "NOUN", "AUX", "PART", "VERB", "PUNCT"]
    assert "Number=Plur" in words[1].feats
    assert [w.head for w in words] == [2, 5, 5, 5, 0, 5]
    assert words[1].deprel == "nsubj"


def test_a_text_is_annotated_alike_alone_and_among_others(tokenizer, annotator):
    texts = ["Ann Lee left. She was tired.", "", "Karl Holm stayed. " * 150, "x" * 3000]

    def read(some):
        documents = tokenizer.tokenize(some)
        annotator.annotate(documents)
        return [
            [(w.upos, w.head, w.deprel) for s in d.sentences for w in s.words] for d in documents
        ]

    assert read(texts) == [read([text])[0] for text in texts]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O B-PER I-PER O", "O B-PER E-PER O"),
        ("B-PER B-PER", "S-PER S-PER"),
        ("I-LOC I-LOC I-LOC", "B-LOC I-LOC E-LOC"),
        ("B-ORG I-LOC", "S-ORG S-LOC"),
        ("O O", "O O"),
    ],
)
def test_entities_are_closed(tags, expected):
    assert closed(tags.split()) == expected.split()


def test_nothing_to_annotate_is_fine(tokenizer, annotator):
    documents = tokenizer.tokenize([""])
    annotator.annotate(documents)
    annotator.trees(documents, annotator.read(documents), [[]])
    assert documents[0].sentences == []


def test_missing_models_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        load_pipeline(tmp_path)


def test_best_tree_is_the_one_of_the_full_search():
    random = np.random.default_rng(0)
    for size in (2, 3, 5, 9, 17):
        for _ in range(20):
            scores = random.normal(size=(size, size))
            assert (best_tree(scores) == chuliu_edmonds_one_root(scores.copy())).all()
