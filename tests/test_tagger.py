"""The network's parts without weights, and the bundled tagger."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import torch

from quotes.encode.network import Encoder, Shape
from quotes.encode.reader import BUNDLED
from quotes.encode.weights import load_tokenizer
from quotes.encode.windows import AT_MARK, IN_DOUBLE, IN_SINGLE, LENGTH, OUTSIDE, cut, mark_states
from quotes.find.decode import STEP, best_labels, by_word, find_cues
from quotes.find.heads import LABELS, TAGS
from quotes.find.tagger import Tagger


@pytest.fixture(scope="module")
def tokenizer():
    return load_tokenizer(BUNDLED / "tokenizer.json")


@pytest.fixture(scope="module")
def tagger():
    return Tagger()


def test_pieces_keep_their_place(tokenizer) -> None:
    text = "Ada Poe said “we’re done”.\n\nNaïve café 😀 owners disagreed."
    for window in cut(text, tokenizer):
        assert len(window.ids) == len(window.cases) == len(window.marks) == len(window)
        said = [text[s:e] for s, e in zip(window.starts, window.ends, strict=True) if e > s]
        assert "".join(said).replace(" ", "") == "".join(text.split())


def test_windows_hold_whole_paragraphs(tokenizer) -> None:
    text = "\n".join(f"Paragraph {n} has a few words in it." for n in range(200))
    windows = cut(text, tokenizer)
    assert max(map(len, windows)) <= LENGTH
    assert all(text[w.starts[1] - 1 : w.starts[1]] in ("", "\n") for w in windows)


def test_a_long_paragraph_is_cut_at_a_sentence(tokenizer) -> None:
    text = " ".join(f"Sentence number {n} has a few words in it." for n in range(200))
    starts = [w.starts[1] for w in cut(text, tokenizer)]
    assert len(starts) > 5
    assert all(text[s:].startswith("Sentence") for s in starts)


def test_a_word_without_end_is_cut_anyway(tokenizer) -> None:
    assert max(map(len, cut("a-" * 2000, tokenizer))) <= LENGTH


def test_states_of_marks() -> None:
    states = mark_states("a “b” ‘c’")
    assert list(states) == [
        OUTSIDE, OUTSIDE, AT_MARK, IN_DOUBLE, AT_MARK, OUTSIDE, AT_MARK, IN_SINGLE, AT_MARK,
    ]  # fmt: skip


def plain_steps(words: int):
    return np.tile(STEP, (words, 1, 1, 1))


def test_best_labels_never_goes_inside_without_a_begin() -> None:
    scores = np.log(np.full((3, len(LABELS)), 0.05, np.float32))
    scores[0, LABELS.index("I-content")] = np.log(0.8)
    scores[1, LABELS.index("I-content")] = np.log(0.8)
    path = [LABELS[label] for label in best_labels(scores[None], plain_steps(3))[0]]
    assert path[0] != "I-content"
    assert path == ["B-content", "I-content", path[2]]


def test_content_ends_where_the_steps_say() -> None:
    scores = np.log(np.full((4, len(LABELS)), 0.01, np.float32))
    begin, inside = LABELS.index("B-content"), LABELS.index("I-content")
    scores[0, begin] = 0
    scores[1:, [0, inside]] = np.log([[0.1, 0.9], [0.51, 0.49], [0.52, 0.48]])
    steps = plain_steps(4)
    assert best_labels(scores[None], steps)[0].tolist() == [begin, inside, 0, 0]
    steps[2, 0, inside, 0] = -1  # amid a phrase
    assert best_labels(scores[None], steps)[0].tolist() == [begin, inside, inside, 0]


def test_cues_are_runs_of_pieces() -> None:
    tags = np.zeros((1, 5, len(TAGS)), np.float32)
    tags[0, 1, TAGS.index("B-cue")] = 0.9
    tags[0, 2, TAGS.index("I-cue")] = 0.6
    tags[0, 3, TAGS.index("B-cue")] = 0.7
    tags[0, 4, TAGS.index("B-cue")] = 0.9
    assert [cue[:3] for cue in find_cues(tags, [[0, 1, 2, 3]])] == [(0, 1, 3), (0, 3, 4)]


def test_the_pieces_of_a_word_go_together() -> None:
    scores = np.full((4, len(LABELS)), -5, np.float32)
    scores[1, LABELS.index("B-content")] = -1
    scores[2, LABELS.index("O")] = -2
    scores[2, LABELS.index("I-content")] = -3
    whole = by_word(scores, [1, 3])
    assert whole.shape == (1, len(LABELS))
    assert whole[0, LABELS.index("B-content")] == -2
    assert whole[0, LABELS.index("O")] == -3.5


@pytest.mark.parametrize("learns", [True, False])
def test_padding_changes_nothing(learns) -> None:
    torch.manual_seed(0)
    encoder = Encoder(Shape(width=24, heads=2, inner=48, layers=2)).eval()
    ids = torch.tensor([[101, 2002, 2056, 102, 0, 0], [101, 2002, 2056, 2003, 2204, 102]])
    there = ids > 0
    zero = torch.zeros_like(ids)
    with torch.set_grad_enabled(learns):
        both = encoder(ids, zero, zero, there)[-1]
        alone = encoder(ids[:1, :4], zero[:1, :4], zero[:1, :4], there[:1, :4])[-1]
    assert torch.allclose(both[0, :4], alone[0], atol=1e-5)


@pytest.mark.parametrize("learns", [True, False])
def test_the_padding_of_blocks_changes_nothing(learns) -> None:
    torch.manual_seed(0)
    encoder = Encoder(Shape(width=24, heads=2, inner=48, layers=3, near=2)).eval()
    ids = torch.randint(1000, 2000, (2, 200))
    zero, there = torch.zeros_like(ids), torch.ones_like(ids, dtype=torch.bool)
    there[0, 90:] = False
    with torch.set_grad_enabled(learns):
        both = encoder(ids, zero, zero, there)[-1]
        alone = encoder(ids[:1, :90], zero[:1, :90], zero[:1, :90], there[:1, :90])[-1]
    assert torch.allclose(both[0, :90], alone[0], atol=1e-5)
    assert not both.isnan().any()


def test_near_sighted_layers_see_their_block_alone() -> None:
    torch.manual_seed(0)
    encoder = Encoder(Shape(width=24, heads=2, inner=48, layers=3, near=2)).eval()
    ids = torch.randint(1000, 2000, (1, 200))
    zero, there = torch.zeros_like(ids), torch.ones_like(ids, dtype=torch.bool)
    before = encoder(ids, zero, zero, there)
    ids[0, 70] += 1
    after = encoder(ids, zero, zero, there)
    changed = [(a != b).any(-1)[0].nonzero().flatten() for a, b in zip(before, after, strict=True)]
    assert [(int(c.min()), int(c.max())) for c in changed] == [(64, 127), (32, 159), (0, 199)]


@pytest.mark.models
def test_the_bundled_tagger_finds_a_plain_quote(tagger) -> None:
    text = "“We will rebuild the bridge by spring,” said Mayor Ada Poe on Monday."
    (found,) = tagger.find([text])[0]
    assert found.cue.of(text) == "said"
    assert "Ada Poe" in found.source[0].of(text)
    assert "rebuild the bridge" in found.content[0].of(text)
    assert 0.5 < found.probability <= 1


@pytest.mark.models
def test_texts_do_not_touch_each_other(tagger) -> None:
    texts = ["Tom Ray said the mine would close.", "", "Nothing here.", "“No,” she said."]
    together = tagger.find(texts)
    for text, found in zip(texts, together, strict=True):
        alone = tagger.find([text])[0]
        assert [(f.cue, f.source, f.content) for f in found] == [
            (f.cue, f.source, f.content) for f in alone
        ]
    assert [bool(found) for found in together] == [True, False, False, True]


@pytest.mark.models
def test_a_stanza_pipeline_gives_doc_quotes() -> None:
    """In a process of its own: registering a processor is for good."""
    script = """
import stanza
import quotes.find.processor
import quotes.parse.processor
from quotes.parse.tokens import BUNDLED
nlp = stanza.Pipeline("en", dir=str(BUNDLED), download_method=None, verbose=False,
                      device="cpu", processors="tokenize,mwt,parse,quotes")
text = "“We will rebuild it by spring,” said Ada Poe."
print(nlp(text).quotes[0].content[0].of(text))
print(len(nlp.bulk_process([text, "Nothing."])[1].quotes))
print([len(s.quotes) for s in nlp("It rained all day. " + text + " Then it stopped.").sentences])
print([e.text for e in nlp(text).ents], nlp(text).sentences[0].words[-2].deprel)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "We will rebuild it by spring,", "0", "[0, 1, 0]", "['Ada Poe'] flat"
    ]  # fmt: skip
