"""Pack the trained network for the package.

    python training/pack.py OUT/average-STEPS.safetensors FOLDER

Writes ``encoder``, ``find`` and ``parse.safetensors`` and ``network.json`` into the
folder: matrices as int8 with a scale for each row, the rest as float16. Where a layer
rounded in training it computes in int8; everything else stays in float32.
"""

from __future__ import annotations

import argparse
import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from network import PARTS
from quotes.encode.weights import SCALE, STEPS, ZERO

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALL = 40_000  # elements up to which a matrix stays float16


def pack(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the weights as int8 matrices with scales; vectors and small matrices as float16.

    Layers that rounded in training come with the steps of their inputs.
    """
    packed: dict[str, torch.Tensor] = {}
    whole = {
        n.removesuffix(".steps"): t.float() for n, t in weights.items() if n.endswith(".steps")
    }
    for name, tensor in weights.items():
        layer, _, part = name.rpartition(".")
        if layer in whole and part == "steps":
            packed[layer + STEPS] = tensor.float()
        elif layer in whole and part == "zero":
            packed[layer + ZERO] = tensor.to(torch.uint8)
        elif tensor.dim() == 2 and (layer in whole or tensor.numel() > SMALL):  # noqa: PLR2004  a matrix
            steps = whole.get(layer)
            matrix = tensor.float() if steps is None else tensor.float() * steps
            scale = matrix.abs().amax(1).clamp(min=1e-8) / 127
            packed[name] = (matrix / scale[:, None]).round().to(torch.int8)
            packed[name + SCALE] = scale
        else:
            packed[name] = tensor.half()
    return packed


def main() -> None:
    """Read the arguments and pack."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("average", type=Path)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    with safe_open(args.average, "pt") as file:
        about = {name: json.loads(value) for name, value in file.metadata().items()}
    weights = load_file(args.average)
    for part in PARTS:
        held = {
            n.removeprefix(f"{part}."): t for n, t in weights.items() if n.startswith(f"{part}.")
        }
        path = args.folder / f"{part}.safetensors"
        save_file(pack(held), path)
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    describe(args.folder, about)


def describe(folder: Path, about: Mapping[str, Any]) -> None:
    """Write ``network.json``, with a name made from the weights."""
    files = sorted(folder.glob("*.safetensors"))
    digest = sha256(b"".join(file.read_bytes() for file in files))
    named = dict(about) | {"name": f"minilm-l6-{digest.hexdigest()[:8]}"}
    text = json.dumps(dict(sorted(named.items())), indent=1)
    (folder / "network.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
