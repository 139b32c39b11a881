"""Make the encoder narrower: fewer attention heads and feed-forward neurons in every layer.

    python training/prune.py FOLDER GOLD.jsonl.gz OUT.safetensors --heads 8 --inner 1024 --near 4

FOLDER holds a packed network. What the loss depends on least goes (first-order
Taylor importance; Michel et al. 2019, Molchanov et al. 2019); the layer after it is
then fitted by least squares to what it gave before (as in He et al. 2017). Teach what
comes out with ``training/pupil.py``.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from examples import batches, examples, read_articles, split
from loop import loss_of
from network import Network, packed_weights
from pupil import start
from quotes.encode.network import Encoder
from quotes.encode.reader import tensors
from quotes.encode.weights import load_about, load_tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from examples import Example
    from quotes.encode.network import Layer, Shape

BATCHES = 60  # by which the importance is measured
FITTED = 10  # batches by which the layers are fitted
RIDGE = 1e-3  # of the mean square of what comes in


def importance(network: Network, some: list[list[Example]], mask_id: int) -> dict[str, Tensor]:
    """Return for each ``out`` and ``down`` how much the loss depends on each of its inputs."""
    total: dict[str, Tensor] = {}
    inputs: dict[str, Tensor] = {}
    handles = []
    for name, part in network.named_modules():
        if name.startswith("encoder.layers.") and name.endswith((".out", ".down")):

            def keep(_: nn.Module, given: tuple[Tensor], name: str = name) -> None:
                given[0].retain_grad()
                inputs[name] = given[0]

            handles.append(part.register_forward_pre_hook(keep))
    for batch in some:
        network.zero_grad()
        loss_of(network, batch, mask_id, wrong_cues=True).backward()
        for name, x in inputs.items():
            each = (x.detach() * cast("Tensor", x.grad)).float().square().flatten(0, -2).sum(0)
            total[name] = total.get(name, torch.zeros(())) + each
    for handle in handles:
        handle.remove()
    return total


def narrowed(network: Network, weights: dict[str, Tensor], shape: Shape) -> Network:
    """Return the network with the heads and neurons that weigh most, as many as the shape has."""
    was = network.encoder.shape
    small = Network(Encoder(shape))
    state = network.state_dict()
    for n in range(was.layers):
        at = f"encoder.layers.{n}."
        by_head = weights[f"{at}out"].view(was.heads, was.head).sum(1)
        heads = by_head.topk(shape.heads).indices.sort().values
        wide = (heads[:, None] * was.head + torch.arange(was.head)).flatten()
        threefold = torch.cat([wide + i * was.heads * was.head for i in range(3)])
        inner = weights[f"{at}down"].topk(shape.inner).indices.sort().values
        for part, rows in (("qkv", threefold), ("up", inner)):
            for kind in ("weight", "bias"):
                state[f"{at}{part}.{kind}"] = state[f"{at}{part}.{kind}"][rows]
        for part, columns in (("out", wide), ("down", inner)):
            state[f"{at}{part}.weight"] = state[f"{at}{part}.weight"][:, columns]
    small.load_state_dict(state)
    return small


@torch.no_grad()
def fit(small: Network, network: Network, some: list[list[Example]]) -> None:
    """Fit each ``out`` and ``down``, from the first layer on, to what it gave before.

    The narrow layers read what the narrow network gives them, so that each makes
    up for the errors before it.
    """
    windows = [tensors([e.window for e in batch]) for batch in some]
    there = [held for _, _, _, held in windows]
    wide = [network.encoder.embed(*w[:3]) for w in windows]
    narrow = list(wide)
    layers = zip(network.encoder.layers, small.encoder.layers, strict=True)
    for big, little in cast("Iterable[tuple[Layer, Layer]]", layers):
        for part in ("out", "down"):
            given, _ = _through(little, narrow, there, part)
            _, wanted = _through(big, wide, there, part)
            _least_squares(little.get_submodule(part), given, wanted)
        wide = [big(x, t[:, None, None, :]) for x, t in zip(wide, there, strict=True)]
        narrow = [little(x, t[:, None, None, :]) for x, t in zip(narrow, there, strict=True)]
        pairs = [torch.stack(p)[:, t] for *p, t in zip(wide, narrow, there, strict=True)]
        before, after = torch.cat(pairs, 1)
        print(f"{(before - after).std():.3f} of {before.std():.3f} lost", flush=True)


def _through(
    layer: Layer, states: list[Tensor], there: list[Tensor], part: str
) -> tuple[Tensor, Tensor]:
    """Return what goes into a part of the layer and what comes out, for all pieces."""
    seen: list[tuple[Tensor, Tensor]] = []
    handle = layer.get_submodule(part).register_forward_hook(
        lambda _, given, out: seen.append((given[0], out))
    )
    for x, held in zip(states, there, strict=True):
        layer(x, held[:, None, None, :])
    handle.remove()
    given = torch.cat([x[t] for (x, _), t in zip(seen, there, strict=True)])
    return given, torch.cat([y[t] for (_, y), t in zip(seen, there, strict=True)])


def _least_squares(layer: nn.Module, given: Tensor, wanted: Tensor) -> None:
    """Set the weights so that the inputs [pieces, in] give the outputs [pieces, out]."""
    linear = cast("nn.Linear", layer)
    mean, target = given.mean(0), wanted.mean(0)
    x, y = (given - mean).double(), (wanted - target).double()
    square = x.T @ x
    square += torch.eye(len(square)) * RIDGE * square.diagonal().mean()
    was = linear.weight.double().T
    weight = was + torch.linalg.solve(square, x.T @ (y - x @ was))
    linear.weight.copy_(weight.T)
    linear.bias.copy_(target - mean @ linear.weight.T)


def main() -> None:
    """Read the arguments, prune and fit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--heads", type=int, default=8)
    parser.add_argument("--inner", type=int, default=1024)
    parser.add_argument("--near", type=int, default=4, help="layers that see a block at a time")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer(args.folder / "tokenizer.json")
    kept, _ = split(read_articles(args.gold), 21)
    some = batches(examples(kept, tokenizer))
    network = start(args.folder).eval()
    weights = importance(network, some[:BATCHES], tokenizer.token_to_id("[MASK]"))
    shape = replace(network.encoder.shape, heads=args.heads, inner=args.inner, near=args.near)
    small = narrowed(network, weights, shape).eval()
    fit(small, network, some[BATCHES : BATCHES + FITTED])
    held = packed_weights(args.folder) | small.state_dict()
    about = {"shape": asdict(shape), "steps": 0, "passes": 0}
    about["classes"] = load_about(args.folder)["classes"]
    written = {name: json.dumps(value) for name, value in about.items()}
    save_file({n: t.half().contiguous() for n, t in held.items()}, args.out, written)


if __name__ == "__main__":
    main()
