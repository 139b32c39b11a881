"""Load the weights of the tagger: safetensors, matrices as int8 with scales."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from safetensors.torch import load_file
from tokenizers import Tokenizer

from quotes.find.confidence import Calibration
from quotes.find.int8 import Int8Linear
from quotes.find.network import Network, Shape

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

SCALE = "/scale"  # suffix of the tensor that holds the scales of an int8 matrix
STEPS = "/steps"  # suffix of the tensor that holds the steps of a linear layer's inputs
ZERO = "/zero"  # suffix of the tensor that holds the number of the step that stands for 0


def load_tokenizer(path: Path) -> Tokenizer:
    """Return the tokenizer of word pieces, without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def load_calibration(folder: Path) -> Calibration:
    """Return the calibration that ``tagger.json`` holds, one that changes nothing without it."""
    about = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
    lines = about.get("calibration", {})
    return Calibration({kind: (line[0], line[1], line[2]) for kind, line in lines.items()})


def load_network(folder: Path) -> Network:
    """Return the network of ``tagger.json`` with the weights of ``tagger.safetensors``.

    Matrices come as int8 with a scale for each row. Those of the encoder that
    have steps for their inputs, too, are multiplied in int8, the others as float32.
    """
    shape = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))["shape"]
    network = Network(Shape(**shape))
    weights = load_file(folder / "tagger.safetensors")
    whole = {name.removesuffix(STEPS) for name in weights if name.endswith(STEPS)}
    for name in whole:
        matrix, bias = f"{name}.weight", f"{name}.bias"
        parts = weights[matrix], weights[matrix + SCALE], weights[bias], weights[name + STEPS]
        parent, _, last = name.rpartition(".")
        layer = Int8Linear(*parts, int(weights[name + ZERO]))
        setattr(network.get_submodule(parent), last, layer)
    plain = {n: t for n, t in weights.items() if n.rpartition(".")[0] not in whole}
    missing, _ = network.load_state_dict(unpack(plain), strict=False)
    lost = [name for name in missing if name.rpartition(".")[0] not in whole]
    if lost:
        raise ValueError(f"{folder / 'tagger.safetensors'}: lacks {', '.join(lost)}")
    return network


def unpack(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights as float32, int8 matrices multiplied by the scale of each row.

    Those for inputs counted in steps become those for the inputs as they are.
    """
    plain: dict[str, Tensor] = {}
    for name, tensor in weights.items():
        if name.endswith((SCALE, STEPS, ZERO)):
            continue
        scale, steps = weights.get(name + SCALE), weights.get(name.rpartition(".")[0] + STEPS)
        plain[name] = tensor.float() if scale is None else tensor.float() * scale.float()[:, None]
        if scale is not None and steps is not None:
            plain[name] /= steps.float()
    return plain
