"""Files of articles with quotes, one a line, and the comparison of two."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.evaluate.score import score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import IO

    Articles = dict[str, dict[str, Any]]


class EvaluationError(Exception):
    """A file that cannot be scored, in one line."""


def read_articles(path: str | Path) -> Articles:
    """Return the articles of a file by id, in the file's order."""
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


def compare(gold: Articles, predicted: Articles) -> dict[str, Any]:
    """Score predicted articles against gold ones; one that is missing has no quotes."""
    articles = []
    for name, article in gold.items():
        text = _text(name, article)
        other = predicted.get(name, {})
        if other.get("text", text) != text:
            raise EvaluationError(f"the predicted text of {name!r} is not the gold text")
        articles.append((text, _quotes(name, article), _quotes(name, other)))
    return {
        "articles": len(gold),
        "articles_without_predictions": sum(name not in predicted for name in gold),
        "articles_left_out": sum(name not in gold for name in predicted),
        "rows": score(articles),
    }


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
