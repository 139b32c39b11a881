"""Files of articles with quotes, as JSON lines or as brat keeps them, and their comparison."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.evaluate.brat import is_brat, read_pairs
from quotes.evaluate.classes import BREAKDOWNS
from quotes.evaluate.doubtful import settled
from quotes.evaluate.problem import EvaluationError
from quotes.evaluate.score import score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import IO

    Json = dict[str, Any]
    Articles = dict[str, Json]
    Paired = tuple[str, str, list[Json], list[Json]]


def read_articles(path: str | Path) -> Articles:
    """Return the articles of a file or of brat's pairs by id, in their order."""
    if is_brat(Path(path)):
        return read_pairs(Path(path))
    articles: Articles = {}
    for number, line in _lines(Path(path)):
        article = _parsed(line, f"{path}, line {number}")
        name = article["id"]
        if name in articles:
            raise EvaluationError(f"{path}, line {number}: id {name!r} for the second time")
        articles[name] = article
    return articles


def attributions(articles: Iterable[dict[str, Any]]) -> Articles:
    """Return articles by id, less the scare quotes: nobody is quoted by them."""
    return {article["id"]: _without_scare(article) for article in articles}


def _without_scare(article: dict[str, Any]) -> dict[str, Any]:
    quotes = article.get("quotes")
    if not isinstance(quotes, list):
        return article
    said = [q for q in quotes if not (isinstance(q, dict) and q.get("kind") == "scare")]
    return article | {"quotes": said}


def confident(articles: Articles, minimum: float) -> Articles:
    """Return articles less the quotes whose confidence is below; without one it counts as 1."""
    return {
        name: article | {"quotes": [q for q in _quotes(name, article) if _confidence(q) >= minimum]}
        for name, article in articles.items()
    }


def compare(gold: Articles, predicted: Articles) -> dict[str, Any]:
    """Score predicted articles against gold ones; one that is missing has no quotes."""
    return {
        "articles": len(gold),
        "articles_without_predictions": sum(name not in predicted for name in gold),
        "articles_left_out": sum(name not in gold for name in predicted),
        "rows": score(both[1:] for both in paired(gold, predicted)),
    }


def break_down(gold: Articles, predicted: Articles, by: str) -> dict[str, Any]:
    """Return the rows of a comparison by the classes of cues or the forms of sources."""
    rows, label = BREAKDOWNS[by]
    return score((both[1:] for both in paired(gold, predicted)), rows, label)


def paired(gold: Articles, predicted: Articles) -> Iterator[Paired]:
    """Yield id, text, gold and predicted quotes of every gold article, less the doubtful ones."""
    for name, article in gold.items():
        text = _text(name, article)
        other = predicted.get(name, {})
        if other.get("text", text) != text:
            raise EvaluationError(f"the predicted text of {name!r} is not the gold text")
        yield name, text, *settled(text, _quotes(name, article), _quotes(name, other))


def _confidence(quote: dict[str, Any]) -> float:
    value = quote.get("confidence")
    return float(value) if isinstance(value, int | float) else 1.0


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of a file, unpacked where its name ends in .gz."""
    try:
        with _open(path) as lines:
            yield from ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}: is not UTF-8") from error
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EvaluationError(f"{path}: cannot be read ({reason})") from error


def _open(path: Path) -> IO[str]:
    """Open a file of lines."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _parsed(line: str, place: str) -> dict[str, Any]:
    """Return the article of a line."""
    try:
        article = json.loads(line)
    except ValueError as error:
        raise EvaluationError(f"{place}: is not JSON ({error})") from error
    if not isinstance(article, dict) or not isinstance(article.get("id"), str):
        raise EvaluationError(f'{place}: is no article, which needs an "id"')
    return article


def _text(name: str, article: Mapping[str, Any]) -> str:
    """Return the text of a gold article."""
    text = article.get("text")
    if not isinstance(text, str) or "quotes" not in article:
        raise EvaluationError(f'gold article {name!r} needs a "text" and "quotes"')
    return text


def _quotes(name: str, article: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the quotes of an article, their spans checked."""
    quotes = article.get("quotes", [])
    if not isinstance(quotes, list) or not all(_well_formed(quote) for quote in quotes):
        raise EvaluationError(
            f'article {name!r}: "quotes" must be a list of objects whose "content",'
            ' "cue" and "source" are lists of [start, end]'
        )
    return quotes


def _well_formed(quote: Any) -> bool:
    """Tell whether the spans of a quote are pairs of offsets."""
    if not isinstance(quote, dict):
        return False
    spans = [span for role in ("content", "cue", "source") for span in quote.get(role) or []]
    return all(
        isinstance(span, list) and [type(offset) for offset in span] == [int, int] for span in spans
    )
