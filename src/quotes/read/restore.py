"""Readable text from files that are entity-escaped, tokenised, or decoded twice.

Nothing is lost: the file's own text stays beside it, with a map from every
readable character to it. A text that is none of these comes back unchanged.
"""

from __future__ import annotations

import html
import re
from html.entities import name2codepoint
from typing import TYPE_CHECKING

from quotes.read.detokenise import detokenised
from quotes.read.rewrite import Piece, Readable, replace, weave

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWLINE = re.compile(r"\r\n?")
ENTITY = re.compile(r"&(?:amp;)*(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8}\d{0,2});")
SPACED_ENTITY = re.compile(r"& ?(?:#\d+|[a-z]{2,8}) ;")
DETACHED = re.compile(r"\w [.,](?=\W|$)")
ATTACHED = re.compile(r"\w[.,](?=\s|$)")
FEWEST_DETACHED = 5
MARKUP = {"&lt;", "&gt;"}
BROKEN_MARK = "â€"
BROKEN_LETTER = re.compile(r"[ÂÃ][\u0080-\u00bf]")
FEWEST_BROKEN = 3


def restore(source: str) -> Readable:
    """Return the text as it would be read in print."""
    if is_tokenised(source):
        return weave(detokenised(source), source)
    replacements = [*_newlines(source), *_entities(source), *_decoded_twice(source)]
    if not replacements:
        return Readable(source)
    return replace(source, sorted(replacements, key=lambda piece: piece.start))


def is_tokenised(source: str) -> bool:
    """Tell whether commas and full stops stand apart from their words throughout."""
    detached = len(DETACHED.findall(source))
    attached = len(ATTACHED.findall(source))
    fewest = 1 if any(map(_is_known, SPACED_ENTITY.findall(source))) else FEWEST_DETACHED
    return detached >= fewest and detached > 9 * attached


def _is_known(entity: str) -> bool:
    """Tell whether ``& ldquo ;`` is an entity, and not an ampersand in prose."""
    name = entity.strip("& ;")
    return name.startswith("#") or name in name2codepoint or name == "apos"


def _newlines(source: str) -> Iterator[Piece]:
    """Yield the line ends of other systems as ours."""
    for match in NEWLINE.finditer(source):
        yield Piece("\n", *match.span())


def _entities(source: str) -> list[Piece]:
    """Return the entities of a text that is clearly escaped, each with its character."""
    matches = list(ENTITY.finditer(source)) if "&" in source else []
    pieces = [Piece(_character(match.group()), *match.span()) for match in matches]
    known = [p for p, m in zip(pieces, matches, strict=True) if p.text != m.group()]
    if all(source[piece.start : piece.end] in MARKUP for piece in known):
        return []
    return known


def _character(entity: str) -> str:
    """Return what an entity stands for; "" for a soft hyphen, the entity where unknown."""
    character = html.unescape(re.sub(r"&(?:amp;)+(?!$)", "&", entity))
    if character.startswith("&") and len(character) > 1:
        return entity
    return {"\xa0": " ", "\xad": ""}.get(character, character)


def _decoded_twice(source: str) -> list[Piece]:
    """Return what was UTF-8, read as Windows-1252 and saved: ``â€œ`` for a mark.

    A broken mark or dash is unmistakable; a letter or two are left as the file has them.
    """
    is_unmistakable = BROKEN_MARK in source
    if not is_unmistakable and len(BROKEN_LETTER.findall(source)) < FEWEST_BROKEN:
        return []
    import ftfy  # noqa: PLC0415 - needed only for broken files
    from ftfy.chardata import UTF8_DETECTOR_RE  # noqa: PLC0415 - as above

    matches = UTF8_DETECTOR_RE.finditer(source)
    pieces = [Piece(ftfy.fix_encoding(match.group()), *match.span()) for match in matches]
    return [piece for piece in pieces if piece.text != source[piece.start : piece.end]]
