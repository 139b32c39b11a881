"""The dateline of a news agency, which is nobody's words: "LONDON (Reuters) - Banks are safe"."""

from __future__ import annotations

import re

from quotes.types import Span

AGENCY = r"(?:AFP|AP|ANI|DPA|EFE|IANS|IPS|PTI|Reuters|TASS|UPI|Xinhua)"
DASH = r"(?:—|–|--|-)"
DATELINE = re.compile(
    rf"(?:[A-Z][A-Z.’' ]+(?:,[^\n—–()-]{{1,30}})?(?: ?\([^)\n]{{2,30}}\))? ?{DASH}"
    rf"|[^\n().!?“\"]{{0,45}}\({AGENCY}\)(?: ?{DASH})?"
    rf"|[^\n().!?“\"]{{0,45}}\([A-Z]{{2,5}}\) ?{DASH})\s+(?=[^\sa-z])"
    r"|[A-Z][^\n().!?“\"—–-]{1,40}-(?=(?:The|An?) )"  # "Cape Town-The forum warned"
)


def past_dateline(text: str, piece: Span) -> Span:
    """Return a piece of content, or a source, without the dateline that begins its paragraph."""
    start = text.rfind("\n", 0, piece.start) + 1
    dateline = DATELINE.match(text, start)
    inside = dateline is not None and piece.start < dateline.end() < piece.end
    return Span(dateline.end(), piece.end) if dateline and inside else piece
