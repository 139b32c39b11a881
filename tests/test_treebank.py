"""Treebanks and entity corpora as the training reads them, on sentences made up for it."""

from __future__ import annotations

import gzip
import json

import pytest
import torch

from annotated import NER, annotated, flat, inventory, loss_of_words, numbered, read_states
from network import Network
from parse_heads import Options, learn
from quotes.encode.network import Encoder, Shape
from quotes.encode.reader import BUNDLED
from quotes.encode.weights import load_tokenizer
from quotes.parse.heads import LAYERS, Heads
from quotes.parse.tokens import Tokenizer
from tokens import blocks, labelled
from treebank import read_entities, read_treebank
from treescores import chunks, scores

SMALL = Shape(width=24, heads=2, inner=48, layers=4)
TREEBANK = """\
# newdoc id = GUM_news_made
# newpar = p
# sent_id = 1
# text = Mayor Ada Poe's aides don't like Maine.
1	Mayor	mayor	PROPN	NNP	Number=Sing	2	nmod:desc	_	Entity=(1-person-giv:act-cf1-3-ana(2-person-new-cf2-2-sgl
2	Ada	Ada	PROPN	NNP	Number=Sing	5	nmod:poss	_	_
3-4	Poe's	_	_	_	_	_	_	_	_
3	Poe	Poe	PROPN	NNP	Number=Sing	2	flat	_	_
4	's	's	PART	POS	_	2	case	_	Entity=2)
5	aides	aide	NOUN	NNS	Number=Plur	8	nsubj	_	Entity=1)
6-7	don't	_	_	_	_	_	_	_	_
6	do	do	AUX	VBP	_	8	aux	_	_
7	n't	not	PART	RB	_	8	advmod	_	_
8	like	like	VERB	VB	_	0	root	_	_
8.1	left	out	VERB	VB	_	_	_	_	_
9	Maine	Maine	PROPN	NNP	Number=Sing	8	obj	_	Entity=(3-place-new-cf3-1-sgl)|SpaceAfter=No
10	.	.	PUNCT	.	_	8	punct	_	_

# newpar = p
# sent_id = 2
# text = They left.
1	They	they	PRON	PRP	Number=Plur	2	nsubj	_	Entity=(1-person-giv:act-cf1-1-ana)
2	left	leave	VERB	VBD	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	.	_	2	punct	_	_

# newdoc id = GUM_news_iodine
# sent_id = 3
# text = Held out.
1	Held	hold	VERB	VBN	_	0	root	_	_
2	out	out	ADP	RP	_	1	compound:prt	_	SpaceAfter=No
3	.	.	PUNCT	.	_	1	punct	_	_

"""


@pytest.fixture
def treebank(tmp_path):
    path = tmp_path / "news.conllu.gz"
    path.write_bytes(gzip.compress(TREEBANK.encode()))
    return path


@pytest.fixture(scope="module")
def tokenizer():
    return load_tokenizer(BUNDLED / "tokenizer.json")


def test_words_stand_where_the_text_has_them(treebank) -> None:
    made, held = read_treebank(treebank)
    assert made.text == "Mayor Ada Poe's aides don't like Maine.\n\nThey left."
    assert (held.name, held.text) == ("GUM_news_iodine", "Held out.")
    words = [word for sentence in made.sentences for word in sentence]
    assert [made.text[w.start : w.end] for w in words] == [w.form for w in words]
    assert [w.form for w in words][:8] == [
        "Mayor",
        "Ada",
        "Poe",
        "'s",
        "aides",
        "do",
        "n't",
        "like",
    ]


def test_mentions_headed_by_a_proper_noun_are_names(treebank) -> None:
    made, held = read_treebank(treebank)
    tags = [(w.form, w.ner) for w in made.sentences[0] if w.ner != "O"]
    assert tags == [("Ada", "B-PER"), ("Poe", "I-PER"), ("Maine", "B-LOC")]
    assert {w.ner for w in made.sentences[1]} == {"O"}
    assert {w.ner for w in held.sentences[0]} == {None}


def test_entities_without_misc_leave_capitals_open(tmp_path) -> None:
    tokens = [
        {"text": "Ada", "ner": "B-PER"},
        {"text": "sang", "ner": "O"},
        {"text": "Carmen", "ner": "O"},
    ]
    path = tmp_path / "ner.json.gz"
    path.write_bytes(gzip.compress(json.dumps([tokens, tokens[:2]]).encode()))
    (whole,) = read_entities(path)
    assert whole.text == "Ada sang Carmen\n\nAda sang"
    assert [w.ner for w in whole.sentences[0]] == ["B-PER", "O", "O"]
    (part,) = read_entities(path, every=False)
    assert [w.ner for w in part.sentences[0]] == ["B-PER", "O", None]


def test_all_that_is_annotated_is_learnt(treebank, tokenizer) -> None:
    torch.manual_seed(0)
    documents = read_treebank(treebank)
    classes = inventory(documents * 5)
    assert classes.ner == NER
    made = annotated(documents, tokenizer, numbered(classes), vary=False)
    assert [a.lengths for a in made] == [[10, 3], [3]]
    network = Network(Encoder(SMALL), 8, Heads(SMALL.width, classes))
    optimizer = torch.optim.Adam(network.parameters(), 0.003)
    network.eval()
    for _ in range(120):
        loss = loss_of_words(network, made, 103)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    found = scores(network, made)
    assert found["upos"] > 90
    assert found["las"] > 85
    assert found["PER"] == found["LOC"] == 100
    assert read_states(network, made).shape == (16, SMALL.width)


def test_heads_learn_on_states_that_stay(treebank, tokenizer) -> None:
    torch.manual_seed(0)
    documents = read_treebank(treebank)
    classes = inventory(documents * 5)
    made = annotated(documents, tokenizer, numbered(classes), vary=False)
    states = {id(a): torch.randn(len(a.pieces), LAYERS, SMALL.width).half() for a in made}
    heads = Heads(SMALL.width, classes)
    before = {name: t.detach().clone() for name, t in heads.state_dict().items()}
    relations = learn(heads, made, states, Options(2, only="relation"))
    assert torch.equal(relations["upos.weight"], before["upos.weight"])
    assert not torch.equal(relations["relation.weight"], before["relation.weight"])
    average = learn(heads, made, states, Options(2))
    assert set(average) == set(heads.state_dict())
    assert not torch.equal(average["upos.weight"], before["upos.weight"])


def test_heads_are_counted_through_all_sentences() -> None:
    assert flat(torch.tensor([2, 0, 0, 1]), [2, 2]).tolist() == [1, -1, -1, 2]


def test_chunks() -> None:
    assert chunks(["B-PER", "I-PER", "B-PER", "O", "I-LOC"]) == {
        (0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC"),
    }  # fmt: skip


def test_stanza_gets_sentences_without_what_it_does_not_read(treebank) -> None:
    learnt = blocks(treebank, held_out=False)
    assert len(learnt) == 2
    assert "8.1" not in learnt[0]
    assert "Entity" not in learnt[0]
    assert "SpaceAfter=No" in learnt[0]
    (held,) = blocks(treebank, held_out=True)
    assert held.endswith("\n\n")


@pytest.mark.models
def test_articles_teach_the_tokens_that_the_package_finds() -> None:
    text = "Gov.  Lee can't go. He said so.\n\n“Why?”"
    (document,) = Tokenizer().tokenize([text])
    assert list(labelled(text, document)) == [
        ("Gov. Lee can't go. He said so.", "000100010000030012001000010012"),
        ("“Why?”", "100112"),
    ]
