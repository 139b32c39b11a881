"""From how sure the network is to how often that is right (Platt scaling; Platt 1999)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotes.types import Attribution

EDGE = 1e-4  # nothing is surer than 1 less this


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line through the log odds for each kind of quote, as fitted to articles held out.

    ``lines`` gives for a kind the slope, the offset, and what is added where an
    attribution has no source. A kind that it lacks keeps its confidence.
    """

    lines: Mapping[str, tuple[float, float, float]]

    def __call__(self, attribution: Attribution) -> float:
        """Return the share of attributions like this one that are right."""
        line = self.lines.get(attribution.kind)
        if line is None:
            return attribution.confidence
        slope, offset, unsourced = line
        odds = slope * log_odds(attribution.confidence) + offset
        odds += 0.0 if attribution.source else unsourced
        return 1 / (1 + math.exp(-odds))


UNCALIBRATED = Calibration({})


def calibration(about: Mapping[str, Any]) -> Calibration:
    """Return the calibration that ``network.json`` holds, one that changes nothing without it."""
    lines = about.get("calibration", {})
    return Calibration({kind: (line[0], line[1], line[2]) for kind, line in lines.items()})


def log_odds(probability: float) -> float:
    """Return the logarithm of the odds of a probability, kept off 0 and 1."""
    held = min(max(probability, EDGE), 1 - EDGE)
    return math.log(held / (1 - held))
