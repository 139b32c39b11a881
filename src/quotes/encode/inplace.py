"""Steps that overwrite what they come from where nothing is learnt, which saves its room."""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch import Tensor


def gelu(x: Tensor) -> Tensor:
    """Return GELU of ``x`` (Hendrycks and Gimpel 2016), in its place where nothing is learnt."""
    if torch.is_grad_enabled():
        return F.gelu(x)
    return cast("Tensor", torch.ops.aten.gelu_(x))


def add(x: Tensor, y: Tensor) -> Tensor:
    """Return the sum, in the place of ``x`` where nothing is learnt."""
    return x + y if torch.is_grad_enabled() else x.add_(y)
