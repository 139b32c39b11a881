"""A stand-in for the extractor that needs no models, for worker processes as well."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from quotes.ids import quote_id
from quotes.types import Quote, Span, Speaker

SAID = re.compile(r"“([^”]+)” said (\w+ \w+)\.")
ONCE = re.compile(r"DIE ONCE (\S+)")


class Finder:
    """Finds “…” said First Last; fails over a text that says BOOM."""

    models = {"tagger": "made up"}  # noqa: RUF012
    asked: list[str] = []  # noqa: RUF012

    def __init__(self, models="bundled", *, min_confidence=0.0):
        self.name = models
        self.least = min_confidence

    def extract(self, articles):
        for article in articles:
            self.asked.append(article.id)
            if "STOP" in article.text:
                raise KeyboardInterrupt
            quotes = [quote for quote in found(article) if quote.confidence >= self.least]
            yield article, ValueError("two\nlines") if "BOOM" in article.text else quotes


class Mortal(Finder):
    """Kills its process over a text that says DIE, or DIE ONCE and a file to leave behind."""

    def extract(self, articles):
        for article, outcome in super().extract(articles):
            once = ONCE.search(article.text)
            if once is None and "DIE" in article.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if once and not Path(once[1]).exists():
                Path(once[1]).touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield article, outcome


class Slow(Finder):
    """Takes its time over every article."""

    def extract(self, articles):
        for article, outcome in super().extract(articles):
            time.sleep(0.01)
            yield article, outcome


def found(article):
    quotes = []
    for match in SAID.finditer(article.text):
        content, source = (Span(*match.span(1)),), (Span(*match.span(2)),)
        cue = (Span(match.end(1) + 2, match.end(1) + 6),)
        speaker = Speaker(match[2], "named_person", source[0])
        key = quote_id(article.id, content, cue, source)
        quotes.append(Quote(key, "direct", content, cue, source, "speech", speaker))
    return quotes
