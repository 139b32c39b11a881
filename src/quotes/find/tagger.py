"""Find cues with their source and content in what the encoder sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from quotes.encode.reader import Reader
from quotes.encode.weights import load_about, load_weights
from quotes.find.confidence import calibration
from quotes.find.decode import Cue, Found, Scores, find_arguments, find_cues, in_pieces
from quotes.find.heads import Heads, Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from quotes.encode.reader import Seen
    from quotes.encode.windows import Window

DECODED_TOGETHER = 32  # batches


class Tagger:
    """The heads that find cues, sources and contents in texts, on what the reader sees."""

    def __init__(self, reader: Reader | None = None) -> None:
        """Load ``find`` and ``steps.safetensors`` and the calibration from the reader's folder."""
        self.reader = reader or Reader()
        self.heads = Heads(self.reader.encoder.shape.width).eval()
        load_weights(self.heads, self.reader.folder / "find.safetensors")
        self.steps = Steps(self.reader.encoder.shape.width).eval()
        load_weights(self.steps, self.reader.folder / "steps.safetensors")
        self.calibration = calibration(load_about(self.reader.folder))

    def find(
        self, texts: Sequence[str], also: Callable[[Seen], None] | None = None
    ) -> list[list[Found]]:
        """Return for each text what was found in it, in the order of the cues.

        ``also`` is shown what the encoder saw of the texts, so that they are read once.
        """
        found: list[list[Found]] = [[] for _ in texts]
        waiting: list[tuple[int, Window, Cue, Scores]] = []
        for number, seen in enumerate(self.reader.read(texts), 1):
            if also:
                also(seen)
            waiting += self._look(seen)
            if number % DECODED_TOGETHER == 0:
                _decode(waiting, found)
                waiting = []
        _decode(waiting, found)
        return [sorted(items, key=lambda f: f.cue) for items in found]

    @torch.inference_mode()
    def _look(self, seen: Seen) -> list[tuple[int, Window, Cue, Scores]]:
        """Return the cues in the windows, each with the text it is of and what the heads say."""
        states, windows = seen.layers[-1], seen.windows
        tags = self.heads.tags(states)
        cues = find_cues(tags.softmax(-1).numpy(), [w.words for w in windows])
        if not cues:
            return []
        places = [(c.window, *in_pieces(windows[c.window], c.start, c.end)) for c in cues]
        labels = self.heads.arguments(states, tags, torch.tensor(places)).log_softmax(-1).numpy()
        steps = {
            number: self.steps(states[number], windows[number].words).numpy()
            for number in {cue.window for cue in cues}
        }
        return [
            (seen.texts[cue.window], windows[cue.window], cue, Scores(row, steps[cue.window]))
            for cue, row in zip(cues, labels, strict=True)
        ]


def _decode(waiting: Sequence[tuple[int, Window, Cue, Scores]], found: list[list[Found]]) -> None:
    """Add the attributions of cues to what was found in their texts."""
    if not waiting:
        return
    owners, windows, cues, scores = zip(*waiting, strict=True)
    for owner, item in zip(owners, find_arguments(windows, cues, scores), strict=True):
        found[owner] += [item] if item else []
