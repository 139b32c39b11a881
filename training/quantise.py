"""Linear layers that learn to live with int8: they round as ``quotes.find.int8`` will.

Quantisation-aware training with straight-through gradients (Jacob et al. 2018);
the steps of the inputs are fixed beforehand from what comes in, and shared out
between inputs and weights so that neither has outliers (Xiao et al. 2023).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch import Tensor, nn

from quotes.encode.int8 import HIGHEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from network import Network

SHARE = 0.5  # of the outliers that goes to the weights
MOST = 0.9999  # share of the inputs that are not cut
ROOM = 1.3
SAMPLE = 200  # inputs of a batch
WEIGHTS = 127


class RoundedLinear(nn.Linear):
    """A linear layer whose inputs and weights are rounded in passing."""

    def __init__(self, plain: nn.Linear, steps: Tensor, zero: int) -> None:
        nn.Module.__init__(self)
        self.in_features, self.out_features = plain.in_features, plain.out_features
        self.weight, self.bias = plain.weight, plain.bias
        self.register_buffer("steps", steps)
        self.register_buffer("zero", torch.tensor(zero))

    def forward(self, x: Tensor) -> Tensor:
        """Return the outputs [..., out] for inputs [..., in]."""
        steps = cast("Tensor", self.steps)
        zero = int(cast("Tensor", self.zero))
        counted = (x.float() / steps).clamp(-zero, HIGHEST - zero)
        counted = counted + (counted.round() - counted).detach()
        whole = self.weight * steps
        scale = whole.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / WEIGHTS
        whole = whole + ((whole / scale).round() * scale - whole).detach()
        return F.linear(counted, whole, self.bias)


def watch(network: Network, run: Callable[[], None]) -> dict[str, tuple[Tensor, Tensor]]:
    """Return for each linear layer of the encoder the largest inputs [in] and a sample of all."""
    seen: dict[str, list[tuple[Tensor, Tensor]]] = {}
    handles = []
    for name, part in network.named_modules():
        if name.startswith("encoder.layers.") and isinstance(part, nn.Linear):

            def look(_: nn.Module, inputs: tuple[Tensor], name: str = name) -> None:
                rows = inputs[0].detach().float().flatten(0, -2)
                some = rows[torch.randint(0, len(rows), (SAMPLE,))]
                seen.setdefault(name, []).append((rows.abs().amax(0), some))

            handles.append(part.register_forward_pre_hook(look))
    run()
    for handle in handles:
        handle.remove()
    return {
        name: (torch.stack([m for m, _ in of]).amax(0), torch.cat([s for _, s in of]))
        for name, of in seen.items()
    }


def round_layers(network: Network, seen: dict[str, tuple[Tensor, Tensor]]) -> None:
    """Put a ``RoundedLinear`` in the place of every linear layer of the encoder."""
    for name, (largest, sample) in seen.items():
        plain = cast("nn.Linear", network.get_submodule(name))
        steps, zero = _steps(largest, sample, plain.weight.detach())
        parent, _, last = name.rpartition(".")
        setattr(network.get_submodule(parent), last, RoundedLinear(plain, steps, zero))


def _steps(largest: Tensor, sample: Tensor, weight: Tensor) -> tuple[Tensor, int]:
    """Return the steps of the inputs [in] and the number of the step that stands for 0."""
    shared = largest.clamp(min=1e-3) ** SHARE / weight.abs().amax(0).clamp(min=1e-4) ** (1 - SHARE)
    shared = shared / shared.mean()
    even = (sample / shared).flatten()
    high = min(float(even.max()), float(even.quantile(MOST)) * ROOM)
    low = min(max(float(even.min()), float(even.quantile(1 - MOST)) * ROOM), 0.0)
    step = (high - low) / HIGHEST
    return shared * step, round(-low / step)
