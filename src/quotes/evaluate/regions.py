"""The stretches of a text that stand in quotation marks, as the measures see them.

Kept apart from ``quotes.find``: what is measured must not define the measure.
"""

from __future__ import annotations

import re

Region = tuple[int, int]

DOUBLED = ("''", "``", "‘‘", "’’")
DOUBLE = '“”„«»"'
SPACE_OR_OPEN = " \t\n\r\u00a0([{—–-/"
ELISION = re.compile(r"['’‘](?:em|til|tis|twas|cause|bout|n|\d0s|\d\d)\b", re.IGNORECASE)
LONGEST_SINGLE = 400


def quoted_regions(text: str) -> list[Region]:
    """Return the stretches in quotation marks, each paired within its line.

    Understood: “ ”, „ “, « » either way round, straight ", doubled '' and ``,
    and single ‘ ’ or ' where no double mark is open.  What a line leaves open
    ends with the line.
    """
    regions: list[Region] = []
    offset = 0
    for line in text.split("\n"):
        regions.extend((offset + start, offset + end) for start, end in _line_regions(line))
        offset += len(line) + 1
    return regions


def _line_regions(line: str) -> list[Region]:
    """Return the stretches in quotation marks of one line."""
    regions: list[Region] = []
    opened: int | None = None
    i = 0
    while i < len(line):
        width = 2 if line[i : i + 2] in DOUBLED else 1
        if width > 1 or line[i] in DOUBLE:
            opened = _take_double(line, i, width, opened, regions)
            i += width
            continue
        end = _single_end(line, i) if opened is None and _may_open(line, i) else None
        if end is not None:
            regions.append((i, end))
        i = i + 1 if end is None else end
    if opened is not None:
        regions.append((opened, len(line)))
    return regions


def _take_double(
    line: str, i: int, width: int, opened: int | None, regions: list[Region]
) -> int | None:
    """Add the stretch that a double mark ends, and return where one stands open after it."""
    if _opens(line, i, width, opened):
        if opened is not None and line[i] in "\"'«»":
            regions.append((opened, i))  # the first was never closed
            return i
        return i if opened is None else opened
    if opened is not None:
        regions.append((opened, i + width))
    return None


def _opens(line: str, i: int, width: int, opened: int | None) -> bool:
    """Tell whether the double mark at i opens a stretch."""
    char, before, after = line[i], _char(line, i - 1), _char(line, i + width)
    leaves = after.isspace() and not before.isspace()
    if char == "“" and opened is not None and (line[opened] == "„" or leaves):
        return False  # „German“, or an opening mark typed for a closing one
    if char in "“„‘`”’":
        return char not in "”’"
    if before in SPACE_OR_OPEN and not after.isspace():
        return True
    return opened is None and not leaves


def _may_open(line: str, i: int) -> bool:
    """Tell whether a single mark that may open a stretch stands at i."""
    return line[i] in "‘'" and _char(line, i - 1) in SPACE_OR_OPEN


def _single_end(line: str, start: int) -> int | None:
    """Return where the single-quoted stretch that opens at start ends, None for an apostrophe."""
    if ELISION.match(line, start) or not line[start + 1 : start + 2].isalnum():
        return None
    after_s = None
    for i in range(start + 2, min(len(line), start + LONGEST_SINGLE)):
        if line[i] in '“”"' or line[i : i + 2] == "''":
            break
        if line[i] not in "’'" or line[i - 1].isspace() or _char(line, i + 1).isalnum():
            continue
        if line[i - 1] not in "sS":
            return i + 1
        after_s = after_s or i + 1  # may be a plural's apostrophe
    return after_s


def _char(line: str, i: int) -> str:
    """Return the character at i, a space beyond the ends."""
    return line[i] if 0 <= i < len(line) else " "
