"""The arithmetic of the encoder: products of bfloat16 and int8 numbers."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch import nn

from quotes.encode import bfloat16, int8
from quotes.encode.attention import attend
from quotes.encode.bfloat16 import product, side_by_side
from quotes.encode.inplace import add, gelu
from quotes.encode.int8 import Int8Linear
from quotes.encode.reader import ROUND, Reader

ENGINE = torch.backends.quantized.engine in int8.ENGINES
KERNELS = [
    pytest.param((), False, id="float32"),
    pytest.param(
        int8.ENGINES, False, id="fbgemm", marks=pytest.mark.skipif(not ENGINE, reason="no int8")
    ),
    pytest.param(
        int8.ENGINES, True, id="onednn", marks=pytest.mark.skipif(not int8.VNNI, reason="no VNNI")
    ),
]


def seen_in_float32(qkv: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
    query, key, value = qkv.permute(2, 0, 3, 1, 4)
    return F.scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2)


@pytest.mark.parametrize("multiplies", [False, bfloat16.MULTIPLIES])
def test_attention_is_that_of_torch_but_for_rounding(monkeypatch, multiplies) -> None:
    torch.manual_seed(0)
    monkeypatch.setattr(bfloat16, "MULTIPLIES", multiplies)
    qkv = torch.randn(2, 40, 3, 5, 8)
    assert torch.allclose(attend(qkv, None), seen_in_float32(qkv, None), atol=0.03)
    mask = torch.arange(40)[None, None, None] < torch.tensor([40, 23])[:, None, None, None]
    taken = attend(qkv, mask)
    assert torch.allclose(taken, seen_in_float32(qkv, mask), atol=0.03)
    qkv[1, 23:] += 1
    assert torch.equal(attend(qkv, mask)[1, :23], taken[1, :23])


@pytest.mark.parametrize(("same", "other"), [(1.0, 0.0), (-0.5, -1.0)])
def test_scores_beyond_all_powers_are_seen_all_the_same(same, other) -> None:
    torch.manual_seed(0)
    sorts = torch.eye(8)[torch.arange(20) % 8]
    qkv = torch.randn(2, 20, 3, 2, 8).bfloat16().float()
    qkv[:, :, 0, 0] = 1000 * sorts
    qkv[:, :, 1, 0] = torch.where(sorts > 0, same, other)
    mask = torch.arange(20)[None, None, None] < torch.tensor([20, 13])[:, None, None, None]
    assert torch.allclose(attend(qkv, mask), seen_in_float32(qkv, mask), atol=0.03)


def test_products_do_not_depend_on_the_processor(monkeypatch) -> None:
    torch.manual_seed(0)
    left, right = torch.randn(9, 30, 32).bfloat16(), torch.randn(9, 32, 20).bfloat16()
    own = product(left, right)
    monkeypatch.setattr(bfloat16, "MULTIPLIES", False)
    other = product(left, right)
    assert own.dtype == other.dtype == torch.bfloat16
    assert torch.allclose(own.float(), other.float(), rtol=2**-7, atol=1e-3)
    assert (own != other).float().mean() < 0.01


def test_layers_side_by_side_give_what_each_gives() -> None:
    torch.manual_seed(0)
    layers = [nn.Linear(16, 5), nn.Linear(16, 7)]
    x = torch.randn(3, 16)
    first, second = side_by_side(layers)(x).split_with_sizes([5, 7], -1)
    assert torch.allclose(first, layers[0](x), atol=0.03)
    assert torch.allclose(second, layers[1](x), atol=0.03)


@pytest.mark.parametrize(("engines", "vnni"), KERNELS)
def test_every_kernel_multiplies_the_same(monkeypatch, engines, vnni) -> None:
    torch.manual_seed(0)
    weight = torch.randint(-127, 128, (48, 32), dtype=torch.int8)
    scale, bias, steps = torch.rand(48) / 100, torch.randn(48), torch.rand(32) / 10 + 0.02
    monkeypatch.setattr(int8, "ENGINES", engines)
    monkeypatch.setattr(int8, "VNNI", vnni)
    layer = Int8Linear(weight, scale, bias, steps, 60)
    x = torch.randn(2, 7, 32) * 3
    counted = (x / steps).round().clamp(-60, 67)
    wanted = counted @ (weight * scale[:, None]).T + bias
    assert torch.allclose(layer(x), wanted, atol=1e-3)
    with torch.inference_mode():
        kept = x.clone()
        assert torch.allclose(layer(x, active=True), F.gelu(wanted), atol=1e-3)
        assert torch.equal(x, kept)
        assert torch.allclose(layer(x, spent=True), wanted, atol=1e-3)


def test_training_keeps_what_it_needs() -> None:
    x = torch.randn(5, requires_grad=True)
    kept = x.detach().clone()
    add(gelu(x), x).sum().backward()
    assert torch.equal(x.detach(), kept)
    with torch.inference_mode():
        assert torch.allclose(gelu(x.detach().clone()), F.gelu(kept))


def test_sums_keep_their_precision_while_learning() -> None:
    assert add(torch.ones(2).bfloat16(), torch.ones(2)).dtype == torch.float32


@pytest.mark.models
def test_windows_are_read_in_few_shapes() -> None:
    texts = [f"“We won {'again and ' * n}again,” said Ada Poe." for n in range(0, 90, 7)]
    lengths = {seen.layers[-1].shape[1] for seen in Reader().read(texts)}
    assert len(lengths) > 1
    assert all(length % ROUND == 0 for length in lengths)
