"""Train Stanza's tokenizer and its splitter of contractions on treebanks.

    python training/tokens.py OUT --trees TREEBANK.conllu.gz ... --dev EWT-DEV.conllu.gz
        [--more ARTICLES.jsonl.gz ...]

GUM's dev and test documents are left out of TREEBANK and added to what is measured by.
ARTICLES get the tokens of the tokenizer in the package, mends of ``quotes.parse.tokens``
included: what treebanks lack (curly marks, datelines, titles) is learnt from there.
Stanza's own preparation and training run in OUT; the best state so far is kept there, and
the same command again goes on from it. What comes out is packed, for loading alone, in
OUT/models: copy it to src/quotes/models/en.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
from hashlib import md5
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from examples import read_articles, split
from quotes.parse.characters import SENTENCE, SPLIT, TOKEN
from quotes.parse.tokens import Tokenizer, single_spaced, stretches
from treebank import GUM_HELD_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "en_mix"
TOGETHER = 16  # articles
GOLD_TIMES = 2  # that the treebanks are read while the articles are read once
SMALL = ("--hidden_dim", 32, "--emb_dim", 32)  # half of Stanza's own
LITTLE = ("--dropout", 0.05, "--unit_dropout", 0.05)  # a small network needs no more of it
LITTLE += ("--feat_dropout", 0.02, "--feat_unit_dropout", 0.02)
KEPT = ("# sent_id", "# text", "# newdoc", "# newpar")
PACKAGE = "small"


def blocks(path: Path, *, held_out: bool) -> list[str]:
    """Return the sentences of a treebank that are held out, or those that are not, as CoNLL-U."""
    document, found = "", []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for block in file.read().split("\n\n"):
            lines = block.splitlines()
            name = next((line for line in lines if line.startswith("# newdoc id")), "")
            document = name.partition("= ")[2] or document
            if lines and (document in GUM_HELD_OUT) == held_out:
                found.append("\n".join(filter(None, map(_plain, lines))) + "\n\n")
    return found


def _plain(line: str) -> str:
    """Return a line without what Stanza's preparation does not want, "" to leave it out."""
    if line.startswith("#"):
        return line if line.startswith(KEPT) and "newpar_block" not in line else ""
    fields = line.split("\t")
    if "." in fields[0]:
        return ""
    spaces = [note for note in fields[9].split("|") if note.startswith("SpaceAfter")]
    return "\t".join([*fields[:8], "_", "|".join(spaces) or "_"])


def prepare(out: Path, trees: list[Path], dev: list[Path]) -> None:
    """Write the treebank as one, and let Stanza prepare it."""
    folder = out / "ud" / "UD_English-Mix"
    folder.mkdir(parents=True, exist_ok=True)
    learnt = [b for path in trees for b in blocks(path, held_out=False)]
    held = [b for path in dev for b in blocks(path, held_out=False)]
    held += [b for path in trees for b in blocks(path, held_out=True)]
    for part, sentences in (("train", learnt), ("dev", held), ("test", held)):
        path = folder / f"{NAME}-ud-{part}.conllu"
        path.write_text("".join(sentences), encoding="utf-8")
    for sort in ("tokenizer", "mwt"):
        run(out, f"stanza.utils.datasets.prepare_{sort}_treebank", "UD_English-Mix")


def add_articles(out: Path, paths: list[Path], hold_out: int) -> None:
    """Add articles to what the tokenizer learns from, their tokens as the package has them."""
    text, labels = out / f"tokenize/{NAME}.train.txt", out / f"tokenize/{NAME}-ud-train.toklabels"
    gold = [path.read_text(encoding="utf-8") for path in (text, labels)]
    kept = [a["text"] for path in paths for a in split(read_articles(path), hold_out)[0]]
    tokenizer = Tokenizer()
    with text.open("a", encoding="utf-8") as texts, labels.open("a", encoding="utf-8") as ends:
        for _ in range(GOLD_TIMES - 1):
            texts.write("\n\n" + gold[0])
            ends.write("\n\n" + gold[1])
        for start in range(0, len(kept), TOGETHER):
            batch = kept[start : start + TOGETHER]
            for own, document in zip(batch, tokenizer.tokenize(batch), strict=True):
                for paragraph, row in labelled(own, document):
                    texts.write("\n\n" + paragraph)
                    ends.write("\n\n" + row)


def labelled(text: str, document: Any) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of a text with what ends with each character, as Stanza learns it."""
    ends: dict[int, int] = {}
    for sentence in document.sentences:
        for token in sentence.tokens:
            ends[token.end_char - 1] = SPLIT if len(token.words) > 1 else TOKEN
        ends[sentence.tokens[-1].end_char - 1] += SENTENCE - TOKEN
    for start, end in stretches(text):
        paragraph, kept = single_spaced(text, start, end)
        yield paragraph, "".join(str(ends.get(place, 0)) for place in kept)


def run(out: Path, module: str, *args: object) -> None:
    """Run one of Stanza's modules in OUT."""
    folders = {"UDBASE": "ud", "TOKENIZE_DATA_DIR": "tokenize", "MWT_DATA_DIR": "mwt"}
    places = {name: str((out / folder).resolve()) for name, folder in folders.items()}
    command = [sys.executable, "-m", module, *map(str, args)]
    subprocess.run(command, cwd=out, check=True, env={**os.environ, **places})  # noqa: S603


def train(out: Path, steps: int, epochs: int) -> None:
    """Train both models."""
    shared = ["--lang", "en", "--shorthand", NAME, "--mode", "train"]
    data = f"tokenize/{NAME}"
    before = ["--load_name", "tokenize.pt"] if (out / "saved" / "tokenize.pt").exists() else []
    run(
        out,
        "stanza.models.tokenizer",
        *shared,
        *("--txt_file", f"{data}.train.txt", "--label_file", f"{data}-ud-train.toklabels"),
        *("--dev_txt_file", f"{data}.dev.txt", "--dev_label_file", f"{data}-ud-dev.toklabels"),
        *("--dev_conll_gold", f"{data}.dev.gold.conllu"),
        *("--mwt_json_file", f"{data}-ud-dev-mwt.json", "--max_seqlen", 300),
        *("--steps", steps, "--eval_steps", 1000, "--max_steps_before_stop", steps),
        *("--save_dir", "saved", *SMALL, *LITTLE, "--anneal_after", 3000),
        *("--save_name", "tokenize.pt", *before),
    )
    data = f"mwt/{NAME}"
    run(
        out,
        "stanza.models.mwt_expander",
        *shared,
        *("--train_file", f"{data}.train.in.conllu", "--eval_file", f"{data}.dev.in.conllu"),
        *("--gold_file", f"{data}.dev.gold.conllu", "--max_dec_len", 20, "--num_epoch", epochs),
        *("--hidden_dim", 64, "--emb_dim", 32, "--save_dir", "saved", "--save_name", "mwt.pt"),
    )


def pack(out: Path) -> None:
    """Write the models without what only training needs, and the list that Stanza reads."""
    models = out / "models"
    listed: dict[str, Any] = {"lang_name": "English"}
    for sort in ("tokenize", "mwt"):
        state = torch.load(out / "saved" / f"{sort}.pt", weights_only=True)
        state.pop("optimizer", None)
        settings = state["config"]
        for name, value in settings.items():  # no path of the machine that trained
            if isinstance(value, str) and name.endswith(("_file", "_dir")):
                settings[name] = None if name.endswith("_file") else Path(value).name
        if isinstance(state.get("model"), dict):
            state["model"] = _halved(state["model"])
        path = models / "en" / sort / f"{PACKAGE}.pt"
        path.parent.mkdir(parents=True, exist_ok=True)
        torch.save(state, path, _use_new_zipfile_serialization=False)
        digest = md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        listed[sort] = {PACKAGE: {"md5": digest}}
    chosen = dict.fromkeys(("tokenize", "mwt"), PACKAGE)
    listed |= {
        "default_processors": chosen,
        "packages": {"default": chosen, PACKAGE: chosen},
    }
    resources = {"en": listed, "english": {"alias": "en"}}
    (models / "resources.json").write_text(json.dumps(resources, indent=1), encoding="utf-8")


def _halved(weights: dict[str, Any]) -> dict[str, Any]:
    """Return the weights as 16-bit floats, as Stanza reads them back."""
    return {
        name: value.half()
        if torch.is_tensor(value) and value.dtype == torch.float32
        else (_halved(value) if isinstance(value, dict) else value)
        for name, value in weights.items()
    }


def main() -> None:
    """Read the arguments, prepare, train and pack."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--trees", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, nargs="+", required=True)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="articles")
    parser.add_argument("--hold-out", type=int, default=21, help="leave out every N-th article")
    parser.add_argument("--steps", type=int, default=20_000, help="of the tokenizer")
    parser.add_argument("--epochs", type=int, default=6, help="of the splitter")
    args = parser.parse_args()
    if not (args.out / "saved").exists():
        prepare(args.out, args.trees, args.dev)
        add_articles(args.out, args.more, args.hold_out)
    train(args.out, args.steps, args.epochs)
    pack(args.out)


if __name__ == "__main__":
    main()
