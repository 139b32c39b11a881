"""Make articles without gold, for the teacher to label.

    python training/unlabelled.py OUT.jsonl.gz [--ner WW.json.gz] [--gum NEWS.conllu.gz ...]

WW is en-worldwide-newswire in Stanza's form of NER data (its words alone are
used), GUM files are CoNLL-U of UD English GUM.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.read.detokenise import detokenised

if TYPE_CHECKING:
    from collections.abc import Iterator

PARAGRAPHS = 25  # of a corpus that does not say where its articles end


def of_ner(path: Path) -> Iterator[tuple[str, str]]:
    """Yield stretches of the corpus as articles: id and text."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        sentences = [" ".join(token["text"] for token in s) for s in json.load(file)]
    printed = ["".join(piece.text for piece in detokenised(s)).strip() for s in sentences]
    for start in range(0, len(printed), PARAGRAPHS):
        yield f"{path.name}-{start}", "\n\n".join(printed[start : start + PARAGRAPHS])


def of_gum(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the documents of a file: id and text."""
    name, text, fresh = "", "", False
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            value = line.strip().partition(" = ")[2]
            if line.startswith("# newdoc"):
                if text:
                    yield name, text
                name, text = value, ""
            elif line.startswith("# newpar") and "=" not in line:
                fresh = True
            elif line.startswith("# text ="):
                text += ("\n\n" if fresh and text else " " if text else "") + value
                fresh = False
    if text:
        yield name, text


def main() -> None:
    """Read the arguments and write the articles."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--ner", type=Path, action="append", default=[])
    parser.add_argument("--gum", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    articles = [a for path in args.ner for a in of_ner(path)]
    articles += [a for path in args.gum for a in of_gum(path)]
    with gzip.open(args.out, "wt", encoding="utf-8") as out:
        for name, text in articles:
            out.write(json.dumps({"id": name, "text": text, "quotes": None}) + "\n")
    print(f"{len(articles)} articles, {sum(len(text.split()) for _, text in articles)} words")


if __name__ == "__main__":
    main()
