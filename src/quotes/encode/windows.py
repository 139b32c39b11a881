"""Cut a text into windows of word pieces with the features that the tagger reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from quotes.find.marks import PARAGRAPH, pair_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokenizers import Encoding, Tokenizer

LENGTH = 256  # word pieces in a window, the two at its ends included
CASES = 5  # title, lower, upper, mixed or no letters, no word at all
MARKS = 6
SENTENCE_BREAK = re.compile(r"(?<=[.!?…])[”’\"')\]]*\s+(?=[^\sa-z])")
OUTSIDE, IN_DOUBLE, IN_SINGLE, IN_NESTED, IN_UNCLOSED, AT_MARK = range(MARKS)


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces in a row: identifiers, offsets in the text, letter case, state of marks.

    ``words`` are the places of the pieces that begin a word. The first, the last
    and those between two units of text stand for no characters: their start
    equals their end.
    """

    ids: list[int]
    starts: list[int]
    ends: list[int]
    cases: list[int]
    marks: list[int]
    words: list[int]

    def __len__(self) -> int:
        """Return the number of pieces."""
        return len(self.ids)


def mark_states(text: str) -> bytearray:
    """Return for every character whether and how it stands in quotation marks."""
    states = bytearray(len(text))
    for quotation in pair_marks(text):
        if not quotation.closed:
            state = IN_UNCLOSED
        elif quotation.depth:
            state = IN_NESTED
        else:
            state = IN_SINGLE if quotation.single else IN_DOUBLE
        outer, inner = quotation.outer, quotation.inner
        states[inner.start : inner.end] = bytes((state,)) * len(inner)
        for start, end in ((outer.start, inner.start), (inner.end, outer.end)):
            states[start:end] = bytes((AT_MARK,)) * (end - start)
    return states


def letter_case(word: str) -> int:
    """Return the class of a word's letter case."""
    if word.islower():
        return 1
    if word.isupper():
        return 3
    return 2 if word[:1].isupper() else 0


class _Piece(NamedTuple):
    id: int
    start: int
    end: int
    case: int
    mark: int
    begins: bool = True  # a word


def cut(text: str, tokenizer: Tokenizer, first: int = LENGTH) -> list[Window]:
    """Return windows of whole paragraphs, a long paragraph cut at its sentences.

    ``first`` is the room in the first window; training varies it, so that
    the cuts fall elsewhere in every pass.
    """
    units = _units(text, tokenizer)
    cls_id, sep_id = (tokenizer.token_to_id(t) or 0 for t in ("[CLS]", "[SEP]"))
    windows: list[Window] = []
    current: list[_Piece] = []
    room = first - 2
    for unit in units:
        if current and len(current) + len(unit) + 1 > room:
            windows.append(_window(current, cls_id, sep_id))
            current, room = [], LENGTH - 2
        if current:
            current.append(_Piece(sep_id, unit[0].start, unit[0].start, 4, OUTSIDE))
        current.extend(unit)
    if current:
        windows.append(_window(current, cls_id, sep_id))
    return windows


def _window(pieces: Sequence[_Piece], cls_id: int, sep_id: int) -> Window:
    edge = _Piece(cls_id, 0, 0, 4, OUTSIDE), _Piece(sep_id, 0, 0, 4, OUTSIDE)
    row = [edge[0], *pieces, edge[1]]
    ids, starts, ends, cases, marks, _ = map(list, zip(*row, strict=True))
    words = [place for place, p in enumerate(row) if p.begins and p.end > p.start]
    return Window(ids, starts, ends, cases, marks, words)


def _units(text: str, tokenizer: Tokenizer) -> list[list[_Piece]]:
    """Return the pieces of every paragraph, or of runs of sentences of a long one."""
    states = mark_states(text)
    paragraphs = [m.span() for m in PARAGRAPH.finditer(text) if m.group().strip()]
    encodings = tokenizer.encode_batch([text[s:e] for s, e in paragraphs], add_special_tokens=False)
    units: list[list[_Piece]] = []
    for (start, end), encoding in zip(paragraphs, encodings, strict=True):
        pieces = list(_pieces(text, start, encoding, states))
        if not pieces:
            continue
        if len(pieces) <= LENGTH - 2:
            units.append(pieces)
        else:
            units.extend(
                _split(pieces, {m.end() for m in SENTENCE_BREAK.finditer(text, start, end)})
            )
    return units


def _pieces(text: str, start: int, encoding: Encoding, states: bytearray) -> Iterator[_Piece]:
    """Yield the pieces of a paragraph; their letter case is that of their word up to their end."""
    word = before = -1
    for number, token, (a, b) in zip(encoding.ids, encoding.tokens, encoding.offsets, strict=True):
        first, last = start + a, start + b
        if first != before or not text[first - 1].isalnum():
            word = first
        before = last
        case = letter_case(text[word:last])
        yield _Piece(number, first, last, case, states[first], not token.startswith("##"))


def _split(pieces: list[_Piece], breaks: set[int]) -> list[list[_Piece]]:
    """Return a long paragraph's pieces in runs that fit, cut at a sentence where one ends."""
    room = LENGTH - 2
    runs: list[list[_Piece]] = []
    while len(pieces) > room:
        cut_at = next((i for i in range(room, room // 3, -1) if pieces[i].start in breaks), room)
        runs.append(pieces[:cut_at])
        pieces = pieces[cut_at:]
    return [*runs, pieces]
