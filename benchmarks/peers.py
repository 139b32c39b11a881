"""Measure quotes beside its peers: speed, memory and accuracy, in one run on the same articles.

    python benchmarks/peers.py [GOLD.jsonl ...] [--tracker CHECKOUT/nlp/english]

GOLD is as for ``quotes evaluate``; by default the made-up articles of tests/gold. The peers
(``peers_*.py``) are installed into an environment of their own, benchmarks/.venv, from
``peers.txt``. Everybody is a command that is measured from outside, first over one line of
text, which is its loading, then over the articles: the difference is its work. quotes reads,
extracts and stores; the others print what they find.

The Gender Gap Tracker is not on PyPI: name a checkout of it. Citron is left out: neither it
nor its models are on PyPI, and the models may not be used commercially.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes import evaluate
from quotes.export.jsonl import export_jsonl
from quotes.store import open_readonly

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Articles = dict[str, dict[str, Any]]
    Command = Callable[[Path, Path], list[str]]

HERE = Path(__file__).parent
GOLD = HERE.parent / "tests" / "gold" / "made.jsonl"
NEEDS = HERE / "peers.txt"
LINE = "“We are not done yet,” said Ada Stone, the mayor of Larkhaven."
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
KINDS = ("direct", "indirect", "mixed", "all")
HEAD = (
    "",
    *(f"{kind} F1" for kind in KINDS),
    "words per CPU s",
    "words per s",
    "load, s",
    "peak, MB",
)


@dataclass(frozen=True)
class Peer:
    """A program: what starts it over a file of articles, and what reads its predictions."""

    name: str
    command: Command
    predictions: Callable[[Path, Path], Articles]


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds of CPU and of the clock, and MB of its largest process."""

    cpu: float
    wall: float
    peak: float


def run(command: Sequence[str], output: Path) -> Cost:
    """Run a command to its end; what it prints goes to a file. Raises SystemExit if it fails."""
    errors, report = output.with_suffix(".err"), output.with_suffix(".cost")
    with output.open("wb") as out, errors.open("wb") as err:
        started = [sys.executable, "-I", "-S", str(HERE / "peers_cost.py"), str(report), *command]
        subprocess.run(started, stdout=out, stderr=err, env=os.environ | ONE_THREAD, check=True)
    costs = json.loads(report.read_text(encoding="utf-8"))
    if status := costs.pop("status"):
        said = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise SystemExit(f"{' '.join(command)}: failed ({said[-1] if said else status})")
    return Cost(**costs)


def quotes_command(jobs: int | None) -> Command:
    """Return what extracts articles into a database, in so many processes."""
    workers = [] if jobs is None else ["--jobs", str(jobs)]

    def command(articles: Path, output: Path) -> list[str]:
        database = str(output.with_suffix(".db"))
        start = [sys.executable, "-m", "quotes", "extract", str(articles)]
        return [*start, "-d", database, "--silent", *workers]

    return command


def of_database(_: Path, output: Path) -> Articles:
    """Return what a database holds."""
    db = open_readonly(output.with_suffix(".db"))
    try:
        return evaluate.attributions(export_jsonl(db))
    finally:
        db.close()


def adapter(python: Path, name: str, *more: str) -> Peer:
    """Return a peer that an adapter speaks for; its first line of help is its name."""
    script = HERE / f"peers_{name}.py"
    words = script.read_text(encoding="utf-8").split('"""')[1].strip().splitlines()[0]

    def command(articles: Path, _: Path) -> list[str]:
        return [str(python), str(script), str(articles), *more]

    def printed(_: Path, output: Path) -> Articles:
        return evaluate.attributions(evaluate.read_articles(output).values())

    return Peer(words.split(":")[0].rstrip("."), command, printed)


def has_jobs() -> bool:
    """Tell whether this quotes can work in several processes."""
    asked = [sys.executable, "-m", "quotes", "extract", "--help"]
    return "--jobs" in subprocess.run(asked, check=True, capture_output=True, text=True).stdout


def environment(place: Path) -> Path:
    """Return the Python of the peers' environment, made or brought up to date if need be."""
    python, stamp = place / "bin" / "python", place / "peers.txt"
    if not stamp.exists() or stamp.read_text() != NEEDS.read_text():
        venv.create(place, with_pip=True)
        quiet = ["--quiet", "--disable-pip-version-check"]
        install = [str(python), "-m", "pip", "install", *quiet, "-r", str(NEEDS)]
        if subprocess.run(install, check=False).returncode:
            raise SystemExit(f"{place}: the peers could not be installed; see above")
        stamp.write_text(NEEDS.read_text())
    return python


def peers(place: Path, tracker: Path | None) -> list[Peer]:
    """Return everybody who is to be measured."""
    python = environment(place)
    cores = os.cpu_count() or 1
    several = has_jobs()
    found = [Peer("quotes, one core", quotes_command(1 if several else None), of_database)]
    if several and cores > 1:
        found.append(Peer(f"quotes, {cores} cores", quotes_command(cores), of_database))
    found += [adapter(python, "textacy"), adapter(python, "baseline")]
    if tracker:
        if not (tracker / "quote_extractor.py").is_file():
            raise SystemExit(f"{tracker}: holds no quote_extractor.py; name CHECKOUT/nlp/english")
        found.append(adapter(python, "tracker", str(tracker)))
    return found


def measure(peer: Peer, gold: Articles, folder: Path) -> list[str]:
    """Return the cells of a peer's row."""
    line, articles = folder / "line.jsonl", folder / "articles.jsonl"
    _write(line, [{"id": "line", "text": LINE}])
    _write(articles, [{"id": name, "text": a["text"]} for name, a in gold.items()])
    name = f"{peer.name.split()[0]}-{len(list(folder.iterdir()))}"
    load = run(peer.command(line, folder / f"{name}-line"), folder / f"{name}-line")
    output = folder / name
    whole = run(peer.command(articles, output), output)
    found = peer.predictions(articles, output)
    wanted = evaluate.attributions(gold.values())
    if not evaluate.nests(gold.values()):
        found, _ = evaluate.flat(found)
    rows = evaluate.compare(wanted, found)["rows"]
    words = sum(len(article["text"].split()) for article in gold.values())
    scores = (f"{100 * rows[kind]['joint']['f1']:.1f}" for kind in KINDS)
    speeds = (f"{words / max(spent, 0.001):,.0f}" for spent in _work(load, whole))
    return [peer.name, *scores, *speeds, f"{load.wall:.1f}", f"{whole.peak:,.0f}"]


def _work(load: Cost, whole: Cost) -> tuple[float, float]:
    """Return the seconds of CPU and of the clock that the work took, less those of loading."""
    return whole.cpu - load.cpu, whole.wall - load.wall


def _write(path: Path, articles: list[dict[str, str]]) -> None:
    """Write articles as JSON lines."""
    path.write_text("".join(f"{json.dumps(a)}\n" for a in articles), encoding="utf-8")


def main() -> None:
    """Read the arguments, measure everybody and print a table in Markdown for each gold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="*", type=Path, default=[GOLD])
    parser.add_argument("--venv", type=Path, default=HERE / ".venv", help="the peers' environment")
    parser.add_argument("--tracker", type=Path, help="the Gender Gap Tracker's nlp/english")
    args = parser.parse_args()
    everybody = peers(args.venv, args.tracker)
    for path in args.gold:
        gold = evaluate.read_articles(path)
        words = sum(len(article["text"].split()) for article in gold.values())
        print(f"\n{path.name}: {len(gold)} articles, {words:,} words\n")
        print(f"| {' | '.join(HEAD)} |\n{'|---' * len(HEAD)}|")
        for peer in everybody:
            with tempfile.TemporaryDirectory() as folder:
                print(f"| {' | '.join(measure(peer, gold, Path(folder)))} |", flush=True)


if __name__ == "__main__":
    main()
