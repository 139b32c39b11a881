"""Undo tokenisation: which tokens stood together in print, and which apart.

A tokeniser that separates words from punctuation loses the spaces between a
word and the mark beside it, and keeps those between two marks. So a gap in the
file is decided by the kinds of its two neighbours, and no gap stays no gap.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from quotes.read.hyphens import is_compound
from quotes.read.rewrite import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = re.compile(
    r"(?P<entity>&\s?(?:amp\s?;\s?)?(?:\#\s?\d{2,6}|\#\s?[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8}\d{0,2})\s?;)"
    r"|(?P<space>\s+)|\w+|\.{2,}|-{2,}|``|''|\S"
)
CLOSING = frozenset(".,;:!?)]}%…”")
OPENING = frozenset("([{“‘$£€#@")
DASHES = frozenset("–—--")
APOSTROPHES = frozenset("'’")
JOINTS = frozenset(".,:–")
SUFFIXES = frozenset(["s", "t", "re", "ve", "ll", "d", "m", "em", "all", "am"])
MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*")


class Token(NamedTuple):
    """A token as printed, where it stands in the file, and the gap before it."""

    text: str
    start: int
    end: int
    gap: str = ""

    @property
    def is_word(self) -> bool:
        """Tell whether this is a word or a number."""
        return self.text[0].isalnum()


def detokenised(source: str) -> Iterator[Piece]:
    """Yield the text's tokens as pieces, with the spaces that prose has between them."""
    tokens = list(tokenised(source))
    marks = _straight_marks(tokens)
    has_whole_compounds = re.search(r"\w-\w", source) is not None
    for index, token in enumerate(tokens):
        between = _between(tokens, index, marks, has_whole_compounds) if index else token.gap
        yield Piece(between, tokens[index - 1].end if index else 0, token.start)
        yield Piece(token.text, token.start, token.end)
    yield from _tail(source, tokens)


def _tail(source: str, tokens: list[Token]) -> Iterator[Piece]:
    """Yield a line end at the end of the file."""
    if tokens and "\n" in source[tokens[-1].end :]:
        yield Piece("\n", tokens[-1].end, len(source))


def tokenised(source: str) -> Iterator[Token]:
    """Yield tokens with entities decoded; no-break spaces count as gaps."""
    gap = ""
    for match in TOKEN.finditer(source):
        text = match.group()
        if match.lastgroup == "entity":
            text = html.unescape(re.sub(r"\s|amp\s?;(?=.)", "", text))
        if text.isspace():
            gap += text
        elif match.lastgroup == "entity" and text.startswith("&") and text.endswith(";"):
            yield from _spelled_out(match, gap)
            gap = ""
        else:
            yield Token(text, *match.span(), gap)
            gap = ""


def _spelled_out(match: re.Match[str], gap: str) -> Iterator[Token]:
    """Yield the tokens of what only looked like an entity."""
    for part in re.finditer(r"\w+|[^\w\s]", match.group()):
        start, end = match.start() + part.start(), match.start() + part.end()
        yield Token(part.group(), start, end, gap if part.start() == 0 else " ")


def _between(tokens: list[Token], index: int, marks: dict[int, str], whole: bool) -> str:
    """Return what prose has between a token and the one before."""
    gap = tokens[index].gap
    left, right = marks.get(index - 1, tokens[index - 1].text), marks.get(index, tokens[index].text)
    if "\n" in gap or "\r" in gap:
        return re.sub(r"[^\S\n]+", "", re.sub(r"\r\n?", "\n", gap))
    if not gap:
        return " " if right in "“‘" and left not in OPENING | DASHES | {"/", "-"} else ""
    if right in CLOSING or (left in OPENING and "\xa0" not in gap):
        return ""
    if "\xa0" in gap or index in marks or index - 1 in marks:
        return " "
    if "-" in (left, right):
        return "" if not whole and _is_hyphen(tokens, index - (left == "-")) else " "
    return "" if _is_inside(tokens, index) else " "


def _is_inside(tokens: list[Token], index: int) -> bool:
    """Tell whether a gap is inside what was one word, name or number."""
    left, right = tokens[index - 1], tokens[index]
    if right.text in APOSTROPHES:
        return not _is_decade(tokens, index + 1)
    if left.text in APOSTROPHES:
        return _is_decade(tokens, index) or _is_contraction(tokens, index)
    if right.text == "n" and [t.text for t in tokens[index + 1 : index + 3]] in (
        ["'", "t"],
        ["’", "t"],
    ):
        return tokens[index + 1].gap == ""
    if "/" in (left.text, right.text):
        return True
    is_joint = left.text in JOINTS
    return is_joint and (_is_number(tokens, index) or _is_initial(tokens, index))


def _is_contraction(tokens: list[Token], index: int) -> bool:
    """Tell whether ``s`` or ``Brien`` belongs to the apostrophe before it."""
    if index < 2 or not (tokens[index - 2].is_word or tokens[index - 2].text == "."):  # noqa: PLR2004 - a word and its apostrophe
        return False
    before, word = tokens[index - 2].text, tokens[index].text
    return word.lower() in SUFFIXES or (before in {"O", "D", "L", "o", "d", "l"} and word.isalpha())


def _is_decade(tokens: list[Token], index: int) -> bool:
    """Tell whether a token is the year or decade after an apostrophe: ``90s``."""
    return index < len(tokens) and re.fullmatch(r"\d\ds?", tokens[index].text) is not None


def _is_number(tokens: list[Token], index: int) -> bool:
    """Tell whether digits go on after a point, comma or colon: ``1 , 200``."""
    if index < 2:  # noqa: PLR2004 - digits and their point
        return False
    before, point, after = (token.text for token in tokens[index - 2 : index + 1])
    if not (before.isdigit() and after.isdigit()):
        return False
    if point == ",":
        is_day = any(MONTH.fullmatch(t.text) for t in tokens[max(0, index - 4) : index - 2])
        return len(before) <= 3 and len(after) == 3 and not is_day  # noqa: PLR2004 - thousands
    if point == ":":
        return len(after) == 2  # noqa: PLR2004 - minutes
    return point == "–" or (point == "." and len(before) < 4)  # noqa: PLR2004 - not a year


def _is_initial(tokens: list[Token], index: int) -> bool:
    """Tell whether an abbreviation goes on: ``U . S .``, ``p . m .``."""
    if index < 2 or index + 1 >= len(tokens):  # noqa: PLR2004 - a letter and its point
        return False
    before, point, after = (token.text for token in tokens[index - 2 : index + 1])
    letters = len(before) == len(after) == 1 and before.isalpha() and after.isalpha()
    same = before.isupper() == after.isupper()
    return point == "." and letters and same and tokens[index + 1].text.startswith(".")


def _is_hyphen(tokens: list[Token], at: int) -> bool:
    """Tell whether the hyphen token at an index joins its neighbours."""
    if not 0 < at < len(tokens) - 1:
        return False
    left, right = tokens[at - 1], tokens[at + 1]
    if not right.is_word:
        return False
    if not left.is_word:
        return tokens[at].gap == "" and left.text in {".", "’", "'"}
    after = at + 2 < len(tokens) and tokens[at + 2].text == "-"
    before = at > 1 and tokens[at - 2].text == "-"
    return is_compound(left.text, right.text, chained_before=before, chained_after=after)


def _straight_marks(tokens: list[Token]) -> dict[int, str]:
    """Tell the opening straight marks from the closing ones, paragraph by paragraph."""
    marks: dict[int, str] = {}
    opened = {'"': False, "'": False, "''": False}
    for index, token in enumerate(tokens):
        if "\n" in token.gap:
            opened = dict.fromkeys(opened, False)
        if token.text == "``":
            marks[index] = "“"
            opened["''"] = True
        elif token.text in opened and not _is_apostrophe(tokens, index, opened["'"]):
            is_closing = opened[token.text] or _is_after_stop(tokens, index)
            marks[index] = "”" if is_closing else "“"
            opened[token.text] = not is_closing
    return marks


def _is_after_stop(tokens: list[Token], index: int) -> bool:
    """Tell whether a mark stands close to the full stop or comma before it."""
    return index > 0 and tokens[index].gap == "" and tokens[index - 1].text in CLOSING


def _is_apostrophe(tokens: list[Token], index: int, is_open: bool) -> bool:
    """Tell whether a straight mark belongs to a word: ``Smith ' s``, ``allies ' plan``."""
    if tokens[index].text != "'" or index == 0 or not tokens[index - 1].is_word:
        return False
    if index + 1 < len(tokens) and _is_contraction(tokens, index + 1):
        return True
    return tokens[index - 1].text.endswith("s") and not is_open
