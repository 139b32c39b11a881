"""How values of the database are put in words for readers."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPES = {
    "named_person": "person",
    "anonymous_person": "unnamed person",
    "group": "unnamed group",
    "organization": "organization",
    "document": "document",
    "unknown": "not known who",
}
KINDS = {
    "direct": "direct quote",
    "mixed": "partly quoted",
    "indirect": "indirect claim",
    "scare": "words in marks, nobody’s quote",
}
CLASSES = {
    "speech": "said",
    "writing": "written",
    "thought": "thought or planned",
    "other": "neither said nor written",
}
VERDICTS = {"right": "right", "wrong": "wrong", "fixed": "fixed", "added": "added"}
STATES = {"open": "not reviewed", **VERDICTS, "stale": "text gone"}
STANCES = {
    "claiming": "claimed",
    "denying": "denied",
    "promising": "promised",
    "asking": "asked",
}
UNSURE = 0.5
LEVELS = ((0.9, "sure"), (0.7, "likely"), (UNSURE, "uncertain"), (0.0, "doubtful: check it"))


def day(published: str | None) -> str:
    """Return an ISO date as a reader writes it, anything else as it is."""
    found = re.match(r"\d{4}-\d{2}-\d{2}", published or "")
    try:
        when = date.fromisoformat(found[0]) if found else None
    except ValueError:
        when = None
    return f"{when.day} {when:%B %Y}" if when else (published or "")


def is_wikidata(identifier: str) -> bool:
    """Tell whether an identifier is one of Wikidata's items."""
    return re.fullmatch(r"Q[1-9]\d*", identifier) is not None


def percent(share: float) -> str:
    """Return a share between 0 and 1 in per cent."""
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"  # noqa: PLR2004  half a per cent


def certainty(confidence: float) -> str:
    """Return in words how sure the tool is."""
    return next(word for floor, word in LEVELS if confidence >= floor or not floor)


def manner(quote: Mapping[str, Any]) -> str:
    """Return in words how a quote is put, nothing for what is plainly said."""
    words = [STANCES.get(quote.get("stance") or "", "")]
    words += ["negated"] if quote.get("negated") else []
    words += ["hedged"] if quote.get("hedged") else []
    words += ["not verbatim"] if quote.get("verbatim") == 0 else []
    return ", ".join(filter(None, words))


def circumstances(quote: Mapping[str, Any]) -> str:
    """Return to whom, when, where and how something was said, nothing where no one says."""
    to = f"to {quote['addressee']}" if quote.get("addressee") else ""
    known = (to, quote.get("said_when"), quote.get("said_where"), manner(quote))
    return ", ".join(filter(None, known))


def many(number: int, one: str, several: str | None = None) -> str:
    """Return a number with its noun: 1 quote, 2 quotes."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def shorten(text: str, length: int) -> str:
    """Cut a text at a space and say so by an ellipsis."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip() + " …"


def adds(description: str | None, name: str) -> bool:
    """Tell whether a description says more than the name: "White House aide" may not."""
    return bool(description) and str(description).casefold() not in name.casefold()


def is_cut(title: str, text: str) -> bool:
    """Tell whether a title is nothing but the first words of the text."""
    return title.endswith("…") and text.startswith(title.rstrip("…. "))


def is_web(url: str | None) -> bool:
    """Tell whether an address is safe to link to."""
    return bool(re.match(r"https?://[^\s]+$", url or "", re.IGNORECASE))


def host(url: str) -> str:
    """Return whose address it is."""
    return url.split("/")[2].removeprefix("www.")
