"""What keeps gold and predictions from being compared."""

from __future__ import annotations


class EvaluationError(Exception):
    """A file that cannot be scored, in one line."""
