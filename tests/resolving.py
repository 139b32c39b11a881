"""The speakers of the articles in `parses`, whose parses are stored, so that no model is loaded."""

from pathlib import Path

from stanza.utils.conll import CoNLL

from quotes.resolve import resolve
from quotes.resolve.words.reading import Reading
from quotes.types import Article, Attribution, Span

PARSES = Path(__file__).parent / "parses"


def parsed(name):
    text = (PARSES / f"{name}.txt").read_text(encoding="utf-8")
    document = CoNLL.conll2doc(str(PARSES / f"{name}.conllu"))
    document.text = text
    document.build_ents()
    return Article(name, text), document


def placed(text, sources):
    """Find the sources one after the other; `(before, source)` says what stands before."""
    spans, offset = [], 0
    for item in sources:
        before, source = item if isinstance(item, tuple) else ("", item)
        start = text.index(before + source, offset) + len(before)
        spans.append(Span(start, start + len(source)))
        offset = start + len(source)
    return spans


def speakers(name, *sources, contents=()):
    article, document = parsed(name)
    spans = placed(article.text, sources)
    held = [*contents, *[None] * len(spans)]
    attributions = [
        Attribution(content=() if c is None else tuple(placed(article.text, [c])), source=(span,))
        for span, c in zip(spans, held, strict=False)
    ]
    return article, resolve(article, Reading(document), attributions)


def names(found):
    return [speaker.name if speaker else None for speaker in found]


def description(article, speaker):
    return speaker.description.of(article.text) if speaker.description else None
