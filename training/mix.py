"""Mix the weights of trained networks: a weighted mean (WiSE-FT; Wortsman et al. 2022).

    python training/mix.py OUT.safetensors 0.7 PUPIL.safetensors 0.3 FORMER.safetensors

The files are average-STEPS.safetensors of ``training/pupil.py``, one trained on from the
other. What only some of them have is the mean of those; the steps of inputs, which are
fixed, are the first one's.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from safetensors import safe_open
from safetensors.torch import load_file, save_file

if TYPE_CHECKING:
    from torch import Tensor

FIXED = (".steps", ".zero")


def mix(networks: list[tuple[float, dict[str, Tensor]]]) -> dict[str, Tensor]:
    """Return the mean of the networks' weights, each with its share."""
    made = {}
    for name, tensor in networks[0][1].items():
        held = [(share, w[name].float()) for share, w in networks if name in w]
        if name.endswith(FIXED) or not tensor.is_floating_point():
            made[name] = tensor
        else:
            total = sum(share for share, _ in held)
            made[name] = (sum(share * w for share, w in held) / total).half()
    return made


def main() -> None:
    """Read the arguments and mix."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("parts", nargs="+", metavar="SHARE FILE")
    args = parser.parse_args()
    shares, files = map(float, args.parts[::2]), list(map(Path, args.parts[1::2]))
    with safe_open(files[0], "pt") as file:
        about = file.metadata()
    networks = [(share, load_file(file)) for share, file in zip(shares, files, strict=True)]
    save_file(mix(networks), args.out, about)


if __name__ == "__main__":
    main()
