"""The tagger as a Stanza processor: add ``quotes`` to a pipeline's processors for ``doc.quotes``.

    import quotes.find.processor
    nlp = stanza.Pipeline("en", processors="tokenize,quotes", ...)
    nlp(text).quotes[0].content

Importing this module registers the processor; ``quotes_folder`` names another
folder of weights than the one in the package.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stanza.models.common.doc import Document, Sentence
from stanza.pipeline.processor import Processor, register_processor

from quotes.attribute import attribute
from quotes.attribute.mend import mend
from quotes.encode.reader import BUNDLED, Reader
from quotes.find import find
from quotes.find.marks import pair_marks
from quotes.find.tagger import Tagger
from quotes.sentences import sentence_at, sentence_spans

for holder in (Document, Sentence):
    holder.add_property(
        "quotes",
        default=None,
        getter=lambda self: self._quotes,
        setter=lambda self, value: setattr(self, "_quotes", value),
    )


@register_processor("quotes")
class QuotesProcessor(Processor):  # type: ignore[misc]  # stanza has no types
    """Sets ``doc.quotes`` to the list of ``Attribution`` of a document's text.

    ``sentence.quotes`` are those of them whose first word, be it content, cue or
    source, stands in the sentence. Where a processor before this one has set the trees,
    they mend sources and the ends of contents.
    """

    PROVIDES_DEFAULT = {"quotes"}  # noqa: RUF012  as Stanza declares it
    REQUIRES_DEFAULT = {"tokenize"}  # noqa: RUF012

    def __init__(self, config: dict[str, Any], pipeline: Any, device: Any) -> None:
        self._tagger = Tagger(Reader(Path(config.get("folder", BUNDLED))))
        super().__init__(config, pipeline, device)

    def _set_up_model(self, *_: object) -> None:
        """Stanza's own models are not needed."""

    def process(self, document: Document) -> Document:
        """Return the document with its quotes."""
        return self.bulk_process([document])[0]

    def bulk_process(self, documents: list[Document]) -> list[Document]:
        """Return the documents with their quotes, found in one batch."""
        texts = [document.text or "" for document in documents]
        for document, text, found in zip(documents, texts, find(self._tagger, texts), strict=True):
            made = attribute(text, pair_marks(text), found, calibrate=self._tagger.calibration)
            document.quotes = mend(document, made)
            _share_out(document)
        return documents


def _share_out(document: Document) -> None:
    """Give each sentence the quotes that begin in it."""
    spans = sentence_spans(document)
    for sentence in document.sentences:
        sentence.quotes = []
    for quote in document.quotes if spans else ():
        first = min(span.start for span in (*quote.content, *quote.cue, *quote.source))
        document.sentences[max(0, sentence_at(spans, first))].quotes.append(quote)
