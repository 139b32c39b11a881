"""Mend attributions by the trees: who said it, and where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from quotes.attribute.ends import with_whole_phrases
from quotes.attribute.subjects import with_subjects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotes.types import Attribution


def mend(document: Any, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions of a document as its trees tell; those of no tree as they are."""
    return with_whole_phrases(document, with_subjects(document, attributions))
