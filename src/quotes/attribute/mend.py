"""Mend attributions by the trees: who said it, where it ends, what it tells of others' words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.attribute.ends import with_whole_phrases
from quotes.attribute.quoted import with_quoted
from quotes.attribute.subjects import with_subjects
from quotes.attribute.within import with_reports_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.types import Attribution


def mend(document: Any, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions of a document as its trees tell; those of no tree as they are."""
    quoted = with_quoted(document.text or "", attributions)
    mended = with_whole_phrases(document, with_subjects(document, quoted))
    return with_reports_within(document, mended)
