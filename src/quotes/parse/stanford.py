"""Tags, trees and entities from Stanza's own models, as Stanford publishes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stanza.models.common.doc import Document, Sentence

from quotes.parse.trees import best_tree

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

ENTITIES = ("ner",)
TREES = ("pos", "lemma", "depparse")


class StanfordAnnotator:
    """A pipeline's processors, run on the sentences that need them."""

    is_cheap = False

    def __init__(self, pipeline: Any) -> None:
        """Take a pipeline with the processors ENTITIES and TREES."""
        self._processors = pipeline.processors
        self._processors["depparse"].trainer.model.decode_graph_predictions = _decode_trees

    def states(self, _: Sequence[Any]) -> None:
        """Return None: these models read the text for themselves."""

    def entities(self, documents: Sequence[Document], _: None) -> None:
        """Set the entities of every sentence."""
        self._annotate([s for d in documents for s in d.sentences], ENTITIES)

    def trees(
        self,
        documents: Sequence[Document],
        _: None,
        chosen: Sequence[Collection[int]] | None = None,
    ) -> None:
        """Set the tags and the tree of the chosen sentences of each document, of all without."""
        sentences = [
            sentence
            for number, document in enumerate(documents)
            for index, sentence in enumerate(document.sentences)
            if chosen is None or index in chosen[number]
        ]
        self._annotate(sentences, TREES)

    def _annotate(self, sentences: list[Sentence], names: Sequence[str]) -> None:
        if sentences:
            batch = _batch(sentences)
            for name in names:
                self._processors[name].process(batch)


def _batch(sentences: list[Sentence]) -> Document:
    """Return a document of sentences that go on belonging to their own."""
    batch = Document([])
    batch.sentences = sentences
    batch.num_tokens = sum(len(s.tokens) for s in sentences)
    batch.num_words = sum(len(s.words) for s in sentences)
    return batch


def _decode_trees(
    vocab: Any, batch_size: int, predictions: Sequence[Any], lengths: Sequence[int], **_: object
) -> list[list[list[Any]]]:
    """Turn the parser's scores into trees, as Stanza does, the common case first."""
    trees = []
    for i in range(batch_size):
        tree = best_tree(predictions[0][i][: lengths[i], : lengths[i]])
        labels = predictions[1][i]
        names = vocab.unmap([labels[j][head] for j, head in enumerate(tree[1:], 1)])
        trees.append([[head, name] for head, name in zip(tree[1:], names, strict=True)])
    return trees
