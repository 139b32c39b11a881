"""The network of Stanza's tokenizer (Qi et al. 2020), its weights arranged for a processor.

torch's fast kernel for LSTMs takes rows of one length only. Rows of several lengths
may be padded for a layer that reads ahead, and for one that reads back once each row
is turned around up to its own end: so both get the fast kernel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch import nn

if TYPE_CHECKING:
    from torch import Tensor

ENDS = ("tok", "sent", "mwt")  # a token, a sentence, a token of several words


class Network(nn.Module):
    """Characters in, labels of what ends with them out, as Stanza's network gives them."""

    def __init__(self, model: Any) -> None:
        """Take the weights of Stanza's network, which ``fits``."""
        super().__init__()
        self.embeddings = model.embeddings
        self.first, self.second = TwoWays(model.rnn), TwoWays(model.rnn2)
        self.trust = float(model.args["hier_invtemp"])
        first, second = ([getattr(model, f"{e}_clf{n}") for e in ENDS] for n in ("", "2"))
        self.weights = torch.cat([c.weight for c in first]), torch.cat([c.weight for c in second])
        self.bias = torch.cat([c.bias for c in first])

    def forward(self, ids: Tensor, traits: Tensor, lengths: Tensor) -> Tensor:
        """Return the labels [characters, rows]: 0 within a token, 1 to 4 where one ends.

        ``ids`` is [characters, rows], ``traits`` [characters, rows, features].
        """
        turned = _turned(len(ids), lengths)
        states = self.first(torch.cat([self.embeddings(ids), traits], -1), turned)
        scores = F.linear(states, self.weights[0], self.bias)
        if self.trust > 0:
            states = states * (1 - torch.sigmoid(-scores[..., :1] * self.trust))
        scores = scores + F.linear(self.second(states, turned), self.weights[1])
        yes, no = F.logsigmoid(scores).unbind(-1), F.logsigmoid(-scores).unbind(-1)
        sure = yes[0] + torch.maximum(yes[1], no[1]) + torch.maximum(yes[2], no[2])
        sort = 1 + (yes[1] > no[1]).long() + 2 * (yes[2] > no[2]).long()
        return torch.where(sure > no[0], sort, 0)


def fits(model: Any) -> bool:
    """Tell whether ``Network`` can stand for a network of Stanza's."""
    args = model.args
    plain = model.charmodel is None and args["conv_res"] is None and args["rnn_layers"] == 1
    return bool(plain and args["hierarchical"] and args["use_mwt"])


class TwoWays(nn.Module):
    """A bidirectional LSTM of one layer (Hochreiter and Schmidhuber 1997)."""

    def __init__(self, whole: nn.LSTM) -> None:
        super().__init__()
        self.ahead, self.back = _one_way(whole, ""), _one_way(whole, "_reverse")

    def forward(self, rows: Tensor, turned: Tensor) -> Tensor:
        """Return the states [places, rows, both] of rows [places, rows, width]."""
        each = torch.arange(rows.shape[1])
        ahead, _ = self.ahead(rows)
        back, _ = self.back(rows[turned, each])
        return torch.cat([ahead, back[turned, each]], -1)


def _one_way(whole: nn.LSTM, suffix: str) -> nn.LSTM:
    """Return a layer with the weights of one direction."""
    layer = nn.LSTM(whole.input_size, whole.hidden_size)
    for name, weights in layer.named_parameters():
        weights.data = getattr(whole, name + suffix).data
    return layer.eval()


def _turned(longest: int, lengths: Tensor) -> Tensor:
    """Return for each place of a row [places, rows] its place with the row turned around."""
    places = torch.arange(longest)[:, None]
    return torch.where(places < lengths, lengths - 1 - places, places)
