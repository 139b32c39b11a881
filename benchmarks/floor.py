"""How far `quotes` is above what the arithmetic of its encoder must cost on this machine.

    python benchmarks/floor.py [PATH]      # a folder of articles; default: seeds/

The floor is the multiply-adds of the encoder for the pieces of these articles, at the
rates at which torch multiplies matrices of the same sizes in the same run, int8 and
bfloat16, on one thread. All times are of the processor, the best of several runs.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention

from quotes.encode.bfloat16 import product
from quotes.encode.int8 import Int8Linear
from quotes.encode.network import BLOCK, Shape
from quotes.encode.reader import Reader
from quotes.encode.windows import LENGTH, cut
from quotes.extract import Extractor
from quotes.read import read
from quotes.types import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotes.types import Article

TIMES = 3
INT8_ZERO = 64


def best(work: Callable[[], object]) -> float:
    """Return the least processor time of several runs, in seconds."""
    work()
    taken = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def seconds_of_linear(outputs: int, inputs: int, *, int8: bool) -> float:
    """Return what a multiply-add of a full window by such a matrix takes, in seconds."""
    rows = torch.randn(LENGTH, inputs)
    weight = torch.randint(-127, 127, (outputs, inputs), dtype=torch.int8)
    scale, bias, steps = torch.ones(outputs), torch.zeros(outputs), torch.ones(inputs)
    layer, whole = Int8Linear(weight, scale, bias, steps, INT8_ZERO), weight.float()
    work = (lambda: layer.multiply(rows, False)) if int8 else (lambda: F.linear(rows, whole))
    return best(work) / (LENGTH * outputs * inputs)


def seconds_of_attention(shape: Shape) -> float:
    """Return what a multiply-add of the attention of a full window takes, in seconds."""
    rows = torch.randn(shape.heads, LENGTH, shape.head).bfloat16()
    turned = rows.transpose(1, 2)
    weights = product(rows, turned)
    taken = best(lambda: product(rows, turned)) + best(lambda: product(weights, rows))
    return taken / (2 * shape.heads * shape.head * LENGTH**2)


def floor_of(reader: Reader, articles: list[Article]) -> tuple[float, float]:
    """Return the millions of multiply-adds that the articles need, and their seconds."""
    shape = reader.encoder.shape
    attended = shape.heads * shape.head
    matrices = [(3 * attended, shape.width), (shape.width, attended)]
    matrices += [(shape.inner, shape.width), (shape.width, shape.inner)]
    int8 = any(isinstance(module, Int8Linear) for module in reader.encoder.modules())
    rates = [seconds_of_linear(*matrix, int8=int8) for matrix in matrices]
    attention = seconds_of_attention(shape)
    additions = seconds = 0.0
    for article in articles:
        for window in cut(article.text, reader.tokenizer):
            pieces = len(window) * shape.layers
            for (outputs, inputs), rate in zip(matrices, rates, strict=True):
                additions += pieces * outputs * inputs
                seconds += pieces * outputs * inputs * rate
            seen = shape.near * min(len(window), BLOCK) + (shape.layers - shape.near) * len(window)
            pairs = 2 * len(window) * seen * attended  # scores of all pairs, and their sums
            additions += pairs
            seconds += pairs * attention
    return additions / 1e6, seconds


def main(path: str) -> None:
    """Print the table."""
    torch.set_num_threads(1)
    articles = [item for item in read(path) if not isinstance(item, Problem)]
    words = sum(len(article.text.split()) for article in articles)
    extractor, reader = Extractor(), Reader()
    texts = [article.text for article in articles]
    whole = best(lambda: list(extractor.extract(articles)))
    encoder = best(lambda: list(reader.read(texts)))
    millions, floor = floor_of(reader, articles)
    print(f"{words} words, {millions / words:.1f} million multiply-adds a word")
    for name, seconds in (("floor", floor), ("encoder", encoder), ("extract", whole)):
        print(f"{name:8} {words / seconds:8.0f} words/CPU s   {seconds / floor:5.2f} x the floor")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "seeds")
