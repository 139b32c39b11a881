"""Heads that find attributions in the states of the encoder.

One tags every piece, which finds the cues; a second one, as in semantic role
labelling, labels every piece anew for each cue: outside, source or content of
that very cue. A third one, ``Steps``, tells where labels may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn

from quotes.encode.inplace import add, gelu

if TYPE_CHECKING:
    from collections.abc import Sequence

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LABELS = ("O", "B-source", "I-source", "B-content", "I-content")
DISTANCES = 26
ROLE_WIDTH = 192
GAP_WIDTH = 64


class Heads(nn.Module):
    """States of pieces in, tags and the arguments of each cue out."""

    def __init__(self, width: int, role_width: int = ROLE_WIDTH) -> None:
        super().__init__()
        self.tag = nn.Linear(width, len(TAGS))
        self.piece_role = nn.Linear(width + len(TAGS), role_width)
        self.cue_role = nn.Linear(width, role_width)
        self.distance = nn.Embedding(DISTANCES, role_width)
        self.label = nn.Linear(role_width, len(LABELS))

    def tags(self, states: Tensor) -> Tensor:
        """Return the scores of TAGS [windows, pieces, tags]."""
        return cast("Tensor", self.tag(states))

    def arguments(self, states: Tensor, tags: Tensor, cues: Tensor) -> Tensor:
        """Return the scores of LABELS for every cue [cues, pieces, labels].

        ``cues`` is [cues, 3]: the window, the first piece, the piece after the last.
        """
        window, start, end = cues.unbind(1)
        pieces = self.piece_role(torch.cat([states, tags], -1))
        heads = self.cue_role((states[window, start] + states[window, end - 1]) / 2)
        roles = add(self.distance(_distances(start, end, states.shape[1])), heads[:, None])
        roles = add(roles, pieces[window] if len(pieces) > 1 else pieces)
        return cast("Tensor", self.label(gelu(roles)))


class Steps(nn.Module):
    """What lies between two words in, what it adds to each step between labels out.

    It is the same for every cue: content and sources end where phrases do, and the
    pieces' own scores, each for itself, do not say so (a conditional random field;
    Lafferty et al. 2001).
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.gap = nn.Linear(2 * width, GAP_WIDTH)
        self.drop = nn.Dropout(0.2)
        self.step = nn.Linear(GAP_WIDTH, len(LABELS) ** 2)
        nn.init.zeros_(self.step.weight)
        nn.init.zeros_(self.step.bias)

    def forward(self, states: Tensor, words: Sequence[int]) -> Tensor:
        """Return what is added to the steps [words - 1, labels, labels], from row to column.

        ``states`` [pieces, width] are those of one window, ``words`` the pieces
        that begin a word.
        """
        after = torch.tensor(words[1:], dtype=torch.long)
        between = torch.cat([states[after - 1], states[after]], -1)
        scores = self.step(self.drop(gelu(self.gap(between))))
        return cast("Tensor", scores.view(-1, len(LABELS), len(LABELS)))


def _distances(start: Tensor, end: Tensor, length: int) -> Tensor:
    """Return the class of distance of every piece from every cue [cues, pieces]."""
    places = torch.arange(length, device=start.device)[None]
    before, after = start[:, None] - places, places - end[:, None] + 1
    far = torch.maximum(before, after).clamp(min=0)
    step = (torch.log2(far.float() + 1) * 1.5).long().clamp(max=DISTANCES // 2 - 1)
    return torch.where(before > 0, step, step + DISTANCES // 2)
