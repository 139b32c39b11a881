# ruff: noqa: D301  \b, which keeps click from filling an example's lines, must be one character
"""The evaluate command: gold in, predictions made or read, measures and mistakes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from quotes import evaluate
from quotes.cli.extractor import make_extractor, watched
from quotes.cli.options import confidence_option, end_with, models_option, utf8_file
from quotes.cli.output import keep_input, printable
from quotes.cli.run import counted, extract_lines
from quotes.read import read_all
from quotes.read.decode import UnreadableError
from quotes.read.jsonl import article_of_line
from quotes.types import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotes.types import Article

    Articles = dict[str, dict[str, Any]]

ALL_ERRORS = -1


class _Number(click.IntRange):
    """A number of errors; what else follows --errors was meant for another argument."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        if value == ALL_ERRORS:
            return ALL_ERRORS
        if not str(value).isdecimal():
            self.fail(f"{value!r} is no number; name the gold before --errors", param, ctx)
        return super().convert(value, param, ctx)


@click.command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--predictions",
    type=click.Path(path_type=Path),
    help="Score these instead of extracting: a file or folder like GOLD.",
)
@click.option("-o", "--output", type=utf8_file, help="Keep the predictions in this file.")
@click.option(
    "--by",
    type=click.Choice(["kind", *evaluate.BREAKDOWNS]),
    multiple=True,
    help="Rows of the table: kinds, classes of the cue, forms of the source.  [default: kind]",
)
@click.option(
    "--errors",
    type=_Number(min=0),
    is_flag=False,
    flag_value=ALL_ERRORS,
    metavar="[N]",
    help="List the errors, or the first N, with their text.",
)
@confidence_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, not a table.")
@models_option
def evaluate_command(
    *,
    gold: Path,
    predictions: Path | None,
    output: IO[str] | None,
    by: tuple[str, ...],
    errors: int | None,
    least: float,
    as_json: bool,
    models: str,
) -> None:
    """Extract the texts of GOLD, compare with its quotes and print the measures.

    GOLD is a file of JSON lines (.jsonl, .jsonl.gz), or as brat keeps it: a folder
    of NAME.txt and NAME.ann, or one .ann file.

    \b
    Example:
        quotes evaluate gold.jsonl
        quotes evaluate annotated/ --by cue --errors 20
    """
    keep_input(output, gold, predictions)
    wanted = evaluate.read_articles(gold)
    problems: list[Problem] = []
    if predictions:
        found = evaluate.attributions(evaluate.read_articles(predictions).values())
    else:
        found = _made(gold, wanted, problems, models)
    found = evaluate.confident(found, least) if least else found
    if not predictions and not evaluate.nests(wanted.values()):
        found, out = evaluate.flat(found)
        words = f"{counted(out, 'quote')} within others left out: the gold has none such"
        click.echo(words, err=True)
    for line in found.values() if output else ():
        click.echo(json.dumps(line, ensure_ascii=False), file=output)
    said = evaluate.attributions(wanted.values())
    for part in [_record(said, found, errors)] if as_json else _parts(said, found, by, errors):
        click.echo(part)
    end_with(problems)


def _made(gold: Path, wanted: Articles, problems: list[Problem], models: str) -> Articles:
    """Return the gold articles with the quotes that are extracted from them."""
    articles = _pairs(gold, wanted) if evaluate.is_brat(gold) else read_all([gold])
    lines = extract_lines(make_extractor(models), articles, problems)
    return evaluate.attributions(watched(lines, total=len(wanted)))


def _pairs(gold: Path, wanted: Articles) -> Iterator[Article | Problem]:
    """Yield brat's articles read like those of JSON lines: as annotated, all of it is body."""
    for name, article in wanted.items():
        line = json.dumps({"id": name, "text": article["text"]}).encode()
        try:
            yield article_of_line(line, name, str(gold))
        except UnreadableError as problem:
            yield Problem(f"{gold}: {name}", str(problem))


def _record(gold: Articles, found: Articles, errors: int | None) -> str:
    """Return all measures, and the errors if they are wanted, as JSON."""
    result = evaluate.compare(gold, found)
    result["by"] = {by: evaluate.break_down(gold, found, by) for by in evaluate.BREAKDOWNS}
    if errors is not None:
        listed = evaluate.mistakes(evaluate.paired(gold, found))
        result["errors"] = listed if errors == ALL_ERRORS else listed[:errors]
    return json.dumps(result, indent=2)


def _parts(
    gold: Articles, found: Articles, by: tuple[str, ...], errors: int | None
) -> Iterator[str]:
    """Yield the tables that are wanted, then the errors."""
    result = evaluate.compare(gold, found)
    for number, name in enumerate(by or ("kind",)):
        rows = result["rows"] if name == "kind" else evaluate.break_down(gold, found, name)
        yield "\n" * bool(number) + evaluate.table(result | {"rows": rows})
    if errors is not None:
        limit = None if errors == ALL_ERRORS else errors
        listed = evaluate.listing(evaluate.mistakes(evaluate.paired(gold, found)), limit)
        yield "\n" + "\n".join(printable(line) for line in listed.split("\n"))
