"""Saved web pages: the article without what is around it, paragraph by paragraph."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from quotes.read import sections
from quotes.read.align import align
from quotes.read.decode import UnreadableError, decode_html
from quotes.read.rewrite import weave
from quotes.types import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

BLOCKS = frozenset({"p", "head", "quote", "list", "item", "code", "fn", "div"})
DROPPED = frozenset({"table", "graphic", "figure"})
SPACES = re.compile(r"[^\S\n]+")
AROUND_BREAK = re.compile(r" *\n *")


def article_of_bytes(data: bytes, name: str, path: str | None = None) -> Article:
    """Return the article that a saved web page holds."""
    return article_of_page(decode_html(data), name, path)


def article_of_page(page: str, name: str, path: str | None = None) -> Article:
    """Return the article of a page, every character led back into the page."""
    document = _extracted(page)
    body = None if document is None else document.body
    words = "\n\n".join(_blocks(body)) if body is not None else ""
    if not words:
        raise UnreadableError("no article found in this page; save the article's words as .txt")
    readable = weave(align(words, page), page)
    titles = sections.repeated_title(words, document.title) if document.title else []
    found = sections.sections(words, titles)
    return Article(
        name,
        words,
        title=document.title or sections.label(words, found),
        byline=document.author,
        publisher=document.sitename,
        published=document.date,
        url=document.url,
        path=path,
        original=page,
        segments=readable.segments,
        sections=found,
    )


def _extracted(page: str) -> Any:
    """Return trafilatura's document, or None where it finds none."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - slow to import

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    return bare_extraction(page, include_comments=False, include_tables=False, with_metadata=True)


def _blocks(element: _Element) -> Iterator[str]:
    """Yield the paragraphs of an element: its blocks, and the loose words between them."""
    loose = [element.text or ""]
    for child in element:
        if child.tag in BLOCKS:
            yield from _paragraphs("".join(loose))
            yield from _blocks(child)
            loose = []
        elif child.tag not in DROPPED:
            loose.append(_inline(child))
        loose.append(child.tail or "")
    yield from _paragraphs("".join(loose))


def _inline(element: _Element) -> str:
    """Return the words of an element inside a paragraph; a line break is one."""
    inner = "\n" if element.tag == "lb" else element.text or ""
    return inner + "".join(_inline(child) + (child.tail or "") for child in element)


def _paragraphs(words: str) -> Iterator[str]:
    """Yield loose words as paragraphs, two line breaks being the end of one."""
    lines = AROUND_BREAK.sub("\n", SPACES.sub(" ", words)).strip()
    for paragraph in re.split(r"\n{2,}", lines):
        if paragraph:
            yield paragraph
