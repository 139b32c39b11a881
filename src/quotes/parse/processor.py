"""Tags, trees and entities as a Stanza processor: add ``parse`` to a pipeline's processors.

    import quotes.parse.processor
    nlp = stanza.Pipeline("en", processors="tokenize,mwt,parse", ...)

It stands for Stanza's pos, depparse and ner; words have no lemmas. Importing this
module registers the processor; ``parse_folder`` names another folder of weights than
the one in the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stanza.models.common.doc import Document  # noqa: TC002  as in find.processor
from stanza.pipeline.processor import Processor, register_processor

from quotes.encode.reader import BUNDLED, Reader
from quotes.parse.annotator import Annotator


@register_processor("parse")
class ParseProcessor(Processor):  # type: ignore[misc]  # stanza has no types
    """Sets tags, heads and relations of every word and the entities of every sentence."""

    PROVIDES_DEFAULT = {"parse", "pos", "depparse", "ner"}  # noqa: RUF012  as Stanza declares it
    REQUIRES_DEFAULT = {"tokenize"}  # noqa: RUF012

    def __init__(self, config: dict[str, Any], pipeline: Any, device: Any) -> None:
        self._annotator = Annotator(Reader(Path(config.get("folder", BUNDLED))))
        super().__init__(config, pipeline, device)

    def _set_up_model(self, *_: object) -> None:
        """Stanza's own models are not needed."""

    def process(self, document: Document) -> Document:
        """Return the document with its annotation."""
        return self.bulk_process([document])[0]

    def bulk_process(self, documents: list[Document]) -> list[Document]:
        """Return the documents with their annotation, read in one batch."""
        self._annotator.annotate(documents)
        for sentence in (s for document in documents for s in document.sentences):
            sentence.build_dependencies()
        return documents
