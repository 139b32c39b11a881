"""The activation of the encoder and its heads (Hendrycks and Gimpel 2016)."""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch import Tensor


def gelu(x: Tensor) -> Tensor:
    """Return GELU of ``x``; ``x`` is overwritten where nothing is learnt, which saves its room."""
    if torch.is_grad_enabled():
        return F.gelu(x)
    return cast("Tensor", torch.ops.aten.gelu_(x))
