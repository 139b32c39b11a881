"""Linear layers that multiply in int8: 8 bits for the weights, 7 for what comes in.

Seven, so that no sum of two products overflows 16 bits, whatever the
processor's instructions. Each input has a step of its own that the training
fixed (static quantisation; Jacob et al. 2018), so a text's result does not
depend on the texts in the same batch.
"""

from __future__ import annotations

import warnings
from typing import Any, cast

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch import Tensor, nn

HIGHEST = 127  # of an input, counted in steps from the lowest
ENGINES = ("x86", "fbgemm", "onednn")  # that can multiply int8 matrices with a scale for each row


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
        self.packed: Any = None
        whole = weight.float() * scale.float()[:, None]
        if torch.backends.quantized.engine in ENGINES:
            self.packed = _packed(whole, scale.float(), bias.float())
        else:
            self.register_buffer("weight", whole)
            self.register_buffer("bias", bias.float())

    def forward(self, x: Tensor) -> Tensor:
        """Return the outputs [..., out] for inputs [..., in]."""
        steps = (x * cast("Tensor", self.inverse)).clamp_(-self.zero, HIGHEST - self.zero)
        if self.packed is None:
            return F.linear(steps.round(), cast("Tensor", self.weight), cast("Tensor", self.bias))
        multiply = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32
        return cast("Tensor", multiply(steps, 1.0, self.zero, self.packed))


def _packed(whole: Tensor, scale: Tensor, bias: Tensor) -> Any:
    """Return the weights in the order in which this processor's kernels read them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch's quantised tensors are to move to torchao
        none = torch.zeros(len(scale), dtype=torch.long)
        rows = torch.quantize_per_channel(whole, scale.double(), none, 0, torch.qint8)
        return torch.ops.quantized.linear_prepack(rows, bias)
