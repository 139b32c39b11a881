"""The training's own parts: examples, the teacher's labels, rounding, packing, calibration."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import torch
from torch import nn

from calibrate import fit
from examples import Example, batches, examples, split
from labels import Labels, cues_within, soft_arguments, soft_tags
from match import match
from mix import mix
from mpnet import SHAPE, buckets
from network import Network
from pack import pack
from prune import importance, narrowed
from pupil import teach
from quantise import RoundedLinear, round_layers, watch
from quotes.encode.int8 import Int8Linear
from quotes.encode.network import Encoder, Shape
from quotes.encode.reader import BUNDLED
from quotes.encode.weights import SCALE, STEPS, ZERO, load_tokenizer, unpack
from quotes.encode.windows import cut
from quotes.find.confidence import Calibration, log_odds
from quotes.find.heads import LABELS, TAGS
from quotes.types import Attribution, Span

TEXT = "The mill reopened in May.\n\nAda Poe said the river would rise again.\n\nNobody slept."
SMALL = Shape(width=24, heads=2, inner=48, layers=2)


def spans(*words: str) -> list[list[int]]:
    return [[TEXT.index(w), TEXT.index(w) + len(w)] for w in words]


ARTICLE = {
    "id": "a",
    "text": TEXT,
    "quotes": [
        {
            "source": spans("Ada Poe"),
            "cue": spans("said"),
            "content": spans("the river would rise again"),
        }
    ],
}


@pytest.fixture(scope="module")
def tokenizer():
    return load_tokenizer(BUNDLED / "tokenizer.json")


def labels_of(example: Example) -> Labels:
    """What a teacher would see that is sure of everything, in the whole text."""
    held = example.held
    tags = nn.functional.one_hot(torch.tensor(example.tags)[held], len(TAGS)).half()
    window = example.window
    cues = {
        (window.starts[a], window.ends[b - 1]): (
            0,
            nn.functional.one_hot(torch.tensor(row)[held], len(LABELS)).half(),
        )
        for (a, b), row in zip(example.cues, example.labels, strict=True)
    }
    return Labels([window.starts[i] for i in held], tags, cues)


def test_examples_carry_tags_and_arguments(tokenizer) -> None:
    (window,) = cut(TEXT, tokenizer)
    example = Example(0, window, ARTICLE["quotes"])
    said = [
        TEXT[s:e]
        for s, e, t in zip(window.starts, window.ends, example.tags, strict=True)
        if TAGS[t].endswith("cue")
    ]
    assert said == ["said"]
    (labels,) = example.labels
    begins = [
        TEXT[window.starts[i] : window.ends[i]]
        for i, n in enumerate(labels)
        if LABELS[n] == "B-content"
    ]
    assert begins == ["the"]


def test_every_nth_article_is_held_out() -> None:
    articles = [{"id": str(n)} for n in range(10)]
    kept, held = split(articles, 5)
    assert [a["id"] for a in held] == ["0", "5"]
    assert len(kept) == 8
    assert split(articles, 0) == (articles, [])


def test_batches_hold_every_example_once(tokenizer) -> None:
    random.seed(1)
    long = {**ARTICLE, "text": TEXT * 40, "quotes": []}
    made = examples([ARTICLE, long], tokenizer)
    together = [e for batch in batches(made) for e in batch]
    assert sorted(map(id, together)) == sorted(map(id, made))


def test_a_pupil_finds_the_teachers_labels_however_it_cuts(tokenizer) -> None:
    (whole,) = cut(TEXT, tokenizer)
    labels = labels_of(Example(0, whole, ARTICLE["quotes"]))
    for first in (12, 16, 24):
        for window in cut(TEXT, tokenizer, first):
            example = Example(0, window, ARTICLE["quotes"])
            soft = soft_tags(example, labels, len(window))
            assert soft.argmax(-1)[example.held].tolist() == [example.tags[i] for i in example.held]
            for offsets, at in cues_within(example, labels).items():
                assert at in example.cues
                seen = soft_arguments(example, labels, offsets, len(window)).argmax(-1)
                row = example.labels[example.cues.index(at)]
                assert seen[example.held].tolist() == [row[i] for i in example.held]


def test_the_pupil_learns_from_gold_and_teacher(tokenizer) -> None:
    torch.manual_seed(0)
    network = Network(Encoder(SMALL), 8)
    (window,) = cut(TEXT, tokenizer)
    example = Example(0, window, ARTICLE["quotes"])
    bare = Example(1, window, [])
    labels = [labels_of(example)] * 2
    optimizer = torch.optim.Adam(network.parameters(), 0.01)
    losses = []
    for _ in range(12):
        loss = teach(
            network, [example, bare], 103, wrong_cues=True, labels=labels, gold=[True, False]
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 2


def test_a_narrow_network_learns_to_see_what_the_wide_one_sees(tokenizer) -> None:
    torch.manual_seed(0)
    wide = Network(Encoder(SMALL)).eval()
    made = [Example(0, window, []) for window in cut(TEXT, tokenizer)]
    weights = importance(wide, [made], 103)
    narrow = narrowed(wide, weights, replace(SMALL, heads=1, inner=24, near=1)).eval()
    assert narrow.encoder.layers[0].qkv.weight.shape == (3 * SMALL.head, SMALL.width)
    optimizer = torch.optim.Adam(narrow.encoder.parameters(), 0.01)
    losses = []
    for _ in range(12):
        loss = match(narrow, wide, made)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 2
    assert match(wide, wide, made).item() < 0.01


def test_rounded_layers_become_int8_layers() -> None:
    torch.manual_seed(0)
    network = Network(Encoder(SMALL), 8).eval()
    ids = torch.randint(1000, 2000, (4, 30))
    zero, there = torch.zeros_like(ids), torch.ones_like(ids, dtype=torch.bool)
    plain = network.encode(ids, zero, zero, there)
    seen = watch(network, lambda: network.encode(ids, zero, zero, there))
    assert len(seen) == 4 * SMALL.layers
    round_layers(network, seen)
    rounded = network.encode(ids, zero, zero, there)
    assert 0 < (rounded - plain).abs().mean() < 0.05
    layer = network.encoder.layers[0].up
    assert isinstance(layer, RoundedLinear)
    weights = {f"up.{n}": t for n, t in layer.state_dict().items()}
    packed = pack(weights)
    assert packed["up.weight"].dtype == torch.int8
    made = Int8Linear(
        packed["up.weight"],
        packed["up.weight" + SCALE],
        packed["up.bias"],
        packed["up" + STEPS],
        int(packed["up" + ZERO]),
    )
    x = torch.randn(50, SMALL.width)
    assert torch.allclose(made(x), layer(x), atol=2e-3)
    assert torch.allclose(unpack(packed)["up.weight"], layer.weight, atol=2e-3)


def test_packed_weights_come_back() -> None:
    matrix, vector = torch.randn(300, 200), torch.randn(50)
    packed = pack({"m": matrix, "v": vector})
    assert packed["m"].dtype == torch.int8
    plain = unpack(packed)
    assert set(plain) == {"m", "v"}
    assert (plain["m"] - matrix).abs().max() <= matrix.abs().max() / 127
    assert torch.allclose(plain["v"], vector, atol=1e-2)


def test_weights_are_mixed() -> None:
    one = {"a": torch.tensor([1.0, 2.0]), "parse.b": torch.tensor([4.0]), "c.zero": torch.tensor(3)}
    other = {"a": torch.tensor([3.0, 2.0]), "c.zero": torch.tensor(9)}
    made = mix([(0.75, one), (0.25, other)])
    assert {name: t.tolist() for name, t in made.items()} == {
        "a": [1.5, 2.0], "parse.b": [4.0], "c.zero": 3,
    }  # fmt: skip


def test_the_teachers_heads_share_its_width() -> None:
    assert SHAPE.heads * SHAPE.head == SHAPE.width


def test_distances_are_classed_by_side_and_length() -> None:
    classes = buckets(200)
    assert classes[0, 0] == 0
    assert classes[5, 3] == 2
    assert classes[3, 5] == 18
    assert classes.max() == 31
    assert classes[0, 150] == classes[0, 199]


def test_the_line_fits_what_was_right() -> None:
    rng = random.Random(3)
    rows = []
    for _ in range(4000):
        raw = rng.uniform(0.3, 0.99)
        right = rng.random() < 1 / (1 + 2.718281828 ** -(0.8 * log_odds(raw) - 0.5))
        rows.append((Attribution((Span(0, 1),), source=(Span(2, 3),), confidence=raw), right))
    slope, offset, unsourced = fit(rows)
    assert slope == pytest.approx(0.8, abs=0.12)
    assert offset == pytest.approx(-0.5, abs=0.12)
    assert unsourced == 0
    calibrate = Calibration({"indirect": (slope, offset, -1.0)})
    surer, sure, unsure = (
        calibrate(Attribution((Span(0, 1),), source=source, confidence=raw, kind="indirect"))
        for raw, source in ((0.95, (Span(2, 3),)), (0.7, (Span(2, 3),)), (0.7, ()))
    )
    assert 1 > surer > sure > unsure > 0
