"""Load the weights of the network: safetensors, matrices as int8 with scales."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from safetensors.torch import load_file
from tokenizers import Tokenizer

from quotes.encode.int8 import Int8Linear
from quotes.encode.network import Encoder, Shape

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor, nn

SCALE = "/scale"  # suffix of the tensor that holds the scales of an int8 matrix
STEPS = "/steps"  # suffix of the tensor that holds the steps of a linear layer's inputs
ZERO = "/zero"  # suffix of the tensor that holds the number of the step that stands for 0


def load_tokenizer(path: Path) -> Tokenizer:
    """Return the tokenizer of word pieces, without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def load_about(folder: Path) -> dict[str, Any]:
    """Return what ``network.json`` says of the network in the folder."""
    about: dict[str, Any] = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    return about


def load_encoder(folder: Path) -> Encoder:
    """Return the encoder with the weights of ``encoder.safetensors``."""
    encoder = Encoder(Shape(**load_about(folder)["shape"]))
    load_weights(encoder, folder / "encoder.safetensors")
    return encoder


def load_weights(network: nn.Module, path: Path) -> None:
    """Fill a network with the weights of a file.

    Matrices come as int8 with a scale for each row. Layers that have steps for
    their inputs, too, multiply in int8 from then on, the others as float32.
    Raises ValueError where the file lacks a weight.
    """
    weights = load_file(path)
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
        raise ValueError(f"{path}: lacks {', '.join(lost)}")


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
