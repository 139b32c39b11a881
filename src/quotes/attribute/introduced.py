"""Quotations that fill a paragraph and that the one before leads into: "Lee responded:"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from quotes.find.cues import reports
from quotes.find.snap import mention
from quotes.types import Attribution, Span

if TYPE_CHECKING:
    from quotes.find.marks import Quotation

INTRODUCED = 0.6  # confidence in a source that only a colon leads to
CAPITAL = r"[A-Z][\w.&’'-]*"
NOBODY = (
    r"(?!(?:As|And|At|But|For|From|Here|How|In|It|On|That|There|These|This|To|What|When|Who)\b)"
)
VERB = r"(?:[a-z]+ed|[a-z]+s|also|had|later|put|said|spoke|then|told|went|wrote)\b"
LED_IN = re.compile(
    r"(?:^|(?<=[.!?…”\"]\s)|(?<=,\s)|(?<=[Aa]s\s)|(?<=and\s))"
    rf"(?P<source>(?:the )?{NOBODY}{CAPITAL}(?: (?:(?:of|the|and|for|de|van|von) )*{CAPITAL})*"
    rf"|he|she|they)\s(?P<cue>{VERB}[^,.:!?“\"]*)(?:,[^.:!?“\"]*)?:$"
)
FIRST_WORDS = 4  # of the cue, among which one must be of saying


def introduced(text: str, quotation: Quotation) -> Attribution | None:
    """Return the attribution of a quotation to whom the paragraph before names.

    That paragraph ends in a colon, after somebody and a verb of saying; None where it doesn't.
    """
    end = quotation.outer.start
    while end and text[end - 1].isspace():
        end -= 1
    if "\n" not in text[end : quotation.outer.start] or text[end - 1 : end] != ":":
        return None
    start = text.rfind("\n", 0, end) + 1
    led = LED_IN.search(text[start:end])
    if led is None:
        return None
    cue = Span(start + led.start("cue"), start + led.end("cue"))
    says = reports(" ".join(cue.of(text).split()[:FIRST_WORDS]))
    source = mention(text, Span(start + led.start("source"), start + led.end("source")))
    if not says or source is None:
        return None
    return Attribution((quotation.inner,), (cue,), (source,), confidence=INTRODUCED)
