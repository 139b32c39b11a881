"""Linear layers that multiply in int8: 8 bits for the weights, 7 for what comes in.

Seven, so that no sum of two products overflows 16 bits, whatever the
processor's instructions. Each input has a step of its own that the training
fixed (static quantisation; Jacob et al. 2018), so a text's result does not
depend on the texts in the same batch. Three kernels, one for each sort of processor,
give the same but for the order of additions.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch import Tensor, nn

from quotes.encode.bfloat16 import CAPABILITIES
from quotes.encode.inplace import gelu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Multiply = Callable[[Tensor, bool], Tensor]

HIGHEST = 127  # of an input, counted in steps from the lowest
ENGINES = ("x86", "fbgemm", "onednn")  # that can multiply int8 matrices with a scale for each row
ROWS = 256  # that oneDNN is told to expect
VNNI = bool(CAPABILITIES.get("avx512_vnni")) and hasattr(torch.ops.onednn, "qlinear_pointwise")


class Int8Linear(nn.Module):
    """A linear layer with weights as integers.

    ``weight`` [out, in] is int8 and counts in units of ``scale`` [out];
    ``steps`` [in] is the size of a step of each input, ``zero`` the number of
    the step that stands for 0. The weights are those for inputs counted in steps.
    """

    def __init__(
        self, weight: Tensor, scale: Tensor, bias: Tensor, steps: Tensor, zero: int
    ) -> None:
        super().__init__()
        self.zero = zero
        self.register_buffer("inverse", 1 / steps.float())
        has_int8 = torch.backends.quantized.engine in ENGINES
        kernel = (_onednn if VNNI else _fbgemm) if has_int8 else _plain
        self.multiply = kernel(weight, scale.float(), bias.float(), zero)

    def forward(self, x: Tensor, *, active: bool = False, spent: bool = False) -> Tensor:
        """Return the outputs [..., out] for inputs [..., in]; GELU of them where ``active``.

        ``x`` is overwritten where it is ``spent``: nobody needs it any more.
        """
        inverse = cast("Tensor", self.inverse)
        steps = x.mul_(inverse) if spent else x * inverse
        return self.multiply(steps.clamp_(-self.zero, HIGHEST - self.zero), active)


def _plain(weight: Tensor, scale: Tensor, bias: Tensor, _zero: int) -> Multiply:
    """Return what multiplies by the weights in float32."""
    whole = weight.float() * scale[:, None]

    def multiply(steps: Tensor, active: bool) -> Tensor:
        made = F.linear(steps.round(), whole, bias)
        return gelu(made) if active else made

    return multiply


def _fbgemm(weight: Tensor, scale: Tensor, bias: Tensor, zero: int) -> Multiply:
    """Return what multiplies by the weights in int8, for processors with AVX2."""
    with _quietly():
        none = torch.zeros(len(scale), dtype=torch.long)
        whole = weight.float() * scale[:, None]
        rows = torch.quantize_per_channel(whole, scale.double(), none, 0, torch.qint8)
        packed = torch.ops.quantized.linear_prepack(rows, bias)
    kernel = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32.default

    def multiply(steps: Tensor, active: bool) -> Tensor:
        made = kernel(steps, 1.0, zero, packed)
        return gelu(made) if active else made

    return multiply


def _onednn(weight: Tensor, scale: Tensor, bias: Tensor, zero: int) -> Multiply:
    """Return what multiplies by the weights in int8, for processors with AVX512-VNNI.

    It takes four fifths of the time of fbgemm's there, and half as much again without VNNI.
    """
    packed = torch.ops.onednn.qlinear_prepack(weight, [ROWS, weight.shape[1]])
    zeros = torch.zeros(len(scale), dtype=torch.int32)
    kernel = torch.ops.onednn.qlinear_pointwise.default

    def multiply(steps: Tensor, active: bool) -> Tensor:
        counted = torch.quantize_per_tensor(steps, 1.0, zero, torch.quint8)
        plain = torch.empty(0, dtype=torch.uint8)
        plain.set_(counted.untyped_storage(), 0, counted.shape, counted.stride())  # the same bytes
        scales = 1.0, zero, packed, scale, zeros, bias, 1.0, 0
        after = "gelu" if active else "none"
        return cast("Tensor", kernel(plain, *scales, torch.float32, after, [], "none"))

    with _quietly():  # the first tensor warns
        torch.quantize_per_tensor(bias[:1], 1.0, zero, torch.quint8)
    return multiply


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep torch from warning that its quantised tensors are to move to torchao."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
