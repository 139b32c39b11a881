"""Products of bfloat16 numbers: of 8 bits each, summed as float32, the sum rounded.

A processor that multiplies them does so about four times as fast as float32. Any other multiplies
the same rounded numbers as float32 and rounds the sum, so what comes out does not depend on
the processor, but for the order of additions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch import Tensor, nn

if TYPE_CHECKING:
    from collections.abc import Sequence

ASK = getattr(torch.cpu, "get_capabilities", None)  # older versions of torch cannot tell
CAPABILITIES: dict[str, object] = ASK() if ASK else {}
MULTIPLIES = bool(CAPABILITIES.get("avx512_bf16"))
CACHED = 4  # matrices at a time that stay in the processor's cache as float32


def product(left: Tensor, right: Tensor) -> Tensor:
    """Return the products [n, a, c] of matrices [n, a, b] and [n, b, c], all bfloat16."""
    if MULTIPLIES:
        return torch.bmm(left, right)
    parts = [slice(at, at + CACHED) for at in range(0, len(left), CACHED)]
    return torch.cat([torch.bmm(left[p].float(), right[p].float()).bfloat16() for p in parts])


class Bfloat16Linear(nn.Module):
    """A linear layer whose inputs and weights are rounded to bfloat16."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        """Make a layer of ``weight`` [out, in] and ``bias`` [out]."""
        super().__init__()
        rounded = weight.bfloat16()
        self.register_buffer("weight", rounded if MULTIPLIES else rounded.float())
        self.register_buffer("bias", bias)

    def forward(self, x: Tensor) -> Tensor:
        """Return the outputs [..., out] as float32, for inputs [..., in]."""
        weight, bias = self.get_buffer("weight"), self.get_buffer("bias")
        return F.linear(x.bfloat16().to(weight.dtype), weight).bfloat16().float().add_(bias)


def side_by_side(layers: Sequence[nn.Linear]) -> Bfloat16Linear:
    """Return one layer that gives what all the layers give for the same inputs, in their order."""
    weight = torch.cat([layer.weight.detach() for layer in layers])
    return Bfloat16Linear(weight, torch.cat([layer.bias.detach() for layer in layers]))
