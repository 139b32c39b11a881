"""Tags, trees and entities from what the encoder sees of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  torch's own convention
from torch.nn.utils.rnn import pad_sequence

from quotes.encode.bfloat16 import side_by_side
from quotes.encode.inplace import gelu
from quotes.encode.reader import Reader
from quotes.encode.weights import load_about, load_weights
from quotes.parse.heads import Heads, Labels
from quotes.parse.states import WordStates
from quotes.parse.trees import best_tree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from torch import Tensor

TOGETHER = 2000  # words of sentences of about equal length, padding included
FIELDS = ("upos", "xpos", "feats")
ACTIVE = ("arc_of", "arc_to", "relation_of")  # layers before an activation
LAYERS = (*FIELDS, *ACTIVE, "relation_to")
ROUND = 128  # the numbers of words are multiples: torch makes a kernel for each
NEVER = -1e4


class Annotator:
    """The heads that read tags, trees and entities, on what the reader sees."""

    is_cheap = True

    def __init__(self, reader: Reader | None = None) -> None:
        """Load ``parse.safetensors`` and the names of the classes from the folder of the reader."""
        self.reader = reader or Reader()
        classes = load_about(self.reader.folder)["classes"]
        self.labels = Labels(**{name: tuple(held) for name, held in classes.items()})
        self.heads = Heads(self.reader.encoder.shape.width, self.labels).eval()
        load_weights(self.heads, self.reader.folder / "parse.safetensors")
        layers = [getattr(self.heads, name) for name in LAYERS]
        self._sizes = [layer.out_features for layer in layers]
        self._layers = side_by_side(layers)

    def states(self, documents: Sequence[Any]) -> WordStates:
        """Return what is to be shown what the encoder sees of the documents' texts."""
        return WordStates(documents, self.heads)

    def read(self, documents: Sequence[Any]) -> WordStates:
        """Return the states of the words of the documents, whose texts are read for it."""
        states = self.states(documents)
        for seen in self.reader.read([document.text or "" for document in documents]):
            states.see(seen)
        return states

    def annotate(self, documents: Sequence[Any]) -> None:
        """Set tags, trees and entities of all sentences; the texts are read for it."""
        states = self.read(documents)
        self.entities(documents, states)
        self.trees(documents, states)

    @torch.inference_mode()
    def entities(self, documents: Sequence[Any], states: WordStates) -> None:
        """Set the entities of every sentence: ``token.ner`` and ``sentence.ents``."""
        for document, words in zip(documents, states.of, strict=True):
            found = self.heads.ner(words.float()).argmax(-1).tolist() if len(words) else []
            at = 0
            for sentence in document.sentences:
                firsts = []
                for token in sentence.tokens:
                    firsts.append(self.labels.ner[found[at]])
                    at += len(token.words)
                for token, tag in zip(sentence.tokens, closed(firsts), strict=True):
                    token.ner = tag
            document.build_ents()

    @torch.inference_mode()
    def trees(
        self,
        documents: Sequence[Any],
        states: WordStates,
        chosen: Sequence[Collection[int]] | None = None,
    ) -> None:
        """Set the tags and the tree of the chosen sentences of each document, of all without."""
        picked: list[tuple[Any, Tensor]] = []
        for number, (document, words) in enumerate(zip(documents, states.of, strict=True)):
            at = 0
            for index, sentence in enumerate(document.sentences):
                if chosen is None or index in chosen[number]:
                    picked.append((sentence, words[at : at + len(sentence.words)]))
                at += len(sentence.words)
        for batch in _batches(picked):
            self._set([s for s, _ in batch], [w for _, w in batch])

    def _read(self, states: Sequence[Tensor]) -> dict[str, Tensor]:
        """Return what the linear layers make of the root and of all words [words + 1, outputs]."""
        flat = torch.cat([self.heads.root[None].bfloat16(), *states])
        made = self._layers(F.pad(flat, (0, 0, 0, -len(flat) % ROUND)))
        read = dict(zip(LAYERS, made.split_with_sizes(self._sizes, 1), strict=True))
        for name in ACTIVE:
            read[name] = gelu(read[name].contiguous())
        return {name: rows[: len(flat)] for name, rows in read.items()}

    def _set(self, sentences: Sequence[Any], states: Sequence[Tensor]) -> None:
        """Set tags and trees of a batch of sentences."""
        read = self._read(states)
        tags = {name: read[name][1:].argmax(-1).tolist() for name in FIELDS}
        lengths = [len(own) for own in states]
        of, ends = (
            pad_sequence(list(read[name][1:].split_with_sizes(lengths)), batch_first=True)
            for name in ("arc_of", "arc_to")
        )
        root = read["arc_to"][:1].expand(len(ends), 1, -1)
        arcs = self.heads.attach(of, torch.cat([root, ends], 1)).numpy()
        heads: list[int] = []
        to: list[int] = []
        for sentence, own in zip(sentences, arcs, strict=True):
            tree = _tree(own, len(sentence.words))
            to += [len(heads) + head - 1 if head else -1 for head in tree]
            heads += tree
        scores = self.heads.relate(read["relation_of"][1:], read["relation_to"], torch.tensor(to))
        relations = scores.argmax(-1).tolist()
        words = [word for sentence in sentences for word in sentence.words]
        for number, word in enumerate(words):
            word.upos = self.labels.upos[tags["upos"][number]]
            word.xpos = self.labels.xpos[tags["xpos"][number]]
            feats = self.labels.feats[tags["feats"][number]]
            word.feats = None if feats == "_" else feats
            word.head = heads[number]
            word.deprel = self.labels.deprel[relations[number]]


def _tree(scores: np.ndarray, length: int) -> list[int]:
    """Return the heads of the words of a sentence by the scores of their arcs [n, n + 1]."""
    whole = np.full((length + 1, length + 1), NEVER, np.float32)
    whole[1:] = scores[:length, : length + 1]
    heads: list[int] = best_tree(whole)[1:].tolist()
    return heads


def closed(tags: Sequence[str]) -> list[str]:
    """Return tags of B-, I- and O with E- and S- at ends, too; an I- alone begins an entity."""
    made: list[str] = []
    for place, tag in enumerate(tags):
        sort = tag[2:]
        follows = place + 1 < len(tags) and tags[place + 1] == f"I-{sort}"
        begins = tag[:1] == "B" or (sort and (place == 0 or tags[place - 1][2:] != sort))
        side = ("B-" if follows else "S-") if begins else ("I-" if follows else "E-")
        made.append(side + sort if sort else "O")
    return made


def _batches(picked: list[tuple[Any, Tensor]]) -> Iterator[list[tuple[Any, Tensor]]]:
    """Yield the sentences in batches of about equal length."""
    batch: list[tuple[Any, Tensor]] = []
    for item in sorted(picked, key=lambda p: len(p[1])):
        if batch and len(item[1]) * (len(batch) + 1) > TOGETHER:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch
