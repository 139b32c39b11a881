"""Attention (Vaswani et al. 2017) by products of bfloat16 numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention

from quotes.encode.bfloat16 import product

if TYPE_CHECKING:
    from torch import Tensor


def attend(qkv: Tensor, mask: Tensor | None) -> Tensor:
    """Return what each piece takes from the others [rows, length, heads, head].

    ``qkv`` [rows, length, 3, heads, head] has queries, keys and values; ``mask``
    [rows, 1, 1, length] is True for what may be seen, which comes first.
    """
    rows, length, _, heads, head = qkv.shape
    split = qkv.permute(2, 0, 3, 1, 4).to(torch.bfloat16, memory_format=torch.contiguous_format)
    query, key, value = split.flatten(1, 2)
    query.mul_(math.log2(math.e) / math.sqrt(head))
    weights = product(query, key.transpose(1, 2)).exp2_()
    values = F.pad(value, (0, 1), value=1.0)  # what is taken of the ones is the sum of the weights
    for row, seen in enumerate([] if mask is None else mask.flatten(1).sum(1).tolist()):
        values.view(rows, heads, length, -1)[row, :, seen:] = 0
    sums = product(weights, values)
    # The highest score was not taken off first, as softmax mostly does. In few windows a
    # power or a sum then has no number.
    if sums.isfinite().all() and sums[..., -1].all():
        taken = sums[..., :-1] / sums[..., -1:]
    else:
        shape = rows, heads, length, head
        query, key, value = (part.view(shape).float() for part in (query, key, value))
        taken = F.scaled_dot_product_attention(query, key, value, mask, scale=math.log(2))
    return taken.view(rows, heads, length, head).transpose(1, 2).float()
