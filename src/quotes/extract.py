"""Article in, quotes out: the stages in order."""

from __future__ import annotations

import gc
import json
from bisect import bisect_right
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from quotes.attribute import attribute
from quotes.find import find
from quotes.find.marks import pair_marks
from quotes.find.stance import manner
from quotes.ids import quote_id
from quotes.read import article_of_text
from quotes.resolve import resolve, sentences_needed
from quotes.resolve.around.circumstances import circumstances, sentences_of_cues
from quotes.resolve.around.notes import anonymity_reasons, relayers
from quotes.sentences import sentence_at, sentence_spans
from quotes.types import Quote, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quotes.find.tagger import Tagger
    from quotes.parse.tokens import Tokenizer
    from quotes.types import Article, Attribution, Speaker

BUNDLED = Path(__file__).parent / "models" / "en"
BATCH = 16  # articles parsed together, once a run is under way
BATCH_SIZE = 200_000  # characters from which a batch is full
NEAR = 12  # contents that begin shortly before one that they may hold


class Annotates(Protocol):
    """What adds entities, tags and trees to documents, whichever models it has.

    ``is_cheap`` tells that trees cost so little that every sentence may have one.
    """

    is_cheap: bool

    def states(self, documents: Sequence[Any]) -> Any:
        """Return what wants to see what the encoder sees of the documents, if anything does."""

    def entities(self, documents: Sequence[Any], states: Any) -> None:
        """Set the entities of every sentence."""

    def trees(
        self, documents: Sequence[Any], states: Any, chosen: Sequence[set[int]] | None = None
    ) -> None:
        """Set tags and tree of the chosen sentences, of all without."""


def extract(text: str) -> list[Quote]:
    """Return the quotes of a text.

    Loads the models at every call: for more than one text make an ``Extractor``.
    """
    return Extractor().quotes(article_of_text(text, "text"))


def model_names(models: str = "bundled") -> dict[str, Any]:
    """Return what the models go by, without loading them: other weights have other names."""
    resources = (_folder(models) / "resources.json").read_bytes()  # holds a digest of each file
    network = json.loads((BUNDLED / "network" / "network.json").read_text(encoding="utf-8"))
    return {
        "stanza": f"{models}-{sha256(resources).hexdigest()[:8]}",
        "network": network["name"],
    }


class Extractor:
    """Finds the quotes of articles; loads its models when it meets the first one.

    ``models`` is "bundled" or "stanford"; raises FileNotFoundError where the
    latter are not installed. Quotes less sure than ``min_confidence`` (0 to 1)
    are left out.
    """

    def __init__(self, models: str = "bundled", *, min_confidence: float = 0.0) -> None:
        self.models = model_names(models)
        if min_confidence:
            self.models["min_confidence"] = min_confidence
        self._least = min_confidence
        self._folder = _folder(models)
        self._loaded: tuple[Tokenizer, Tagger, Annotates] | None = None

    def quotes(self, article: Article) -> list[Quote]:
        """Return the quotes of one article."""
        return self._batch([article])[0]

    def extract(
        self, articles: Iterable[Article]
    ) -> Iterator[tuple[Article, list[Quote] | Exception]]:
        """Yield every article with its quotes, or with what went wrong with it."""
        for batch in _batches(articles):
            self._load()
            try:
                yield from zip(batch, self._batch(batch), strict=True)
            except Exception:  # noqa: BLE001  one article must not cost the others
                yield from ((article, self._alone(article)) for article in batch)

    def _alone(self, article: Article) -> list[Quote] | Exception:
        try:
            return self.quotes(article)
        except Exception as error:  # noqa: BLE001  reported with its article
            return error

    def _batch(self, articles: Sequence[Article]) -> list[list[Quote]]:
        """Return the quotes of each article: parse, find, attribute, resolve."""
        tokenizer, tagger, annotator = self._load()
        texts = [a.text for a in articles]
        documents = tokenizer.tokenize(texts)
        states = annotator.states(documents)
        found = find(tagger, texts, states and states.see)
        annotator.entities(documents, states)
        attributions = [
            attribute(
                a.text,
                pair_marks(a.text),
                items,
                [s.span for s in a.sections],
                tagger.calibration,
            )
            for a, items in zip(articles, found, strict=True)
        ]
        if annotator.is_cheap:
            annotator.trees(documents, states)
        else:
            needed = [
                sentences_needed(d, made) | sentences_of_cues(d, made)
                for d, made in zip(documents, attributions, strict=True)
            ]
            annotator.trees(documents, states, needed)
        rows = map(_quotes, articles, documents, attributions)
        return [[quote for quote in quotes if quote.confidence >= self._least] for quotes in rows]

    def _load(self) -> tuple[Tokenizer, Tagger, Annotates]:
        """Return what parses and finds; torch is imported here, not before."""
        if self._loaded is None:
            self._loaded = _load(self._folder)
        return self._loaded


def _load(folder: Path) -> tuple[Tokenizer, Tagger, Annotates]:
    """Load the models: all from the package, or parse with Stanford's."""
    from quotes.find.tagger import Tagger  # noqa: PLC0415
    from quotes.parse.annotator import Annotator  # noqa: PLC0415
    from quotes.parse.stanford import ENTITIES, TREES, StanfordAnnotator  # noqa: PLC0415
    from quotes.parse.tokens import Tokenizer, load_pipeline  # noqa: PLC0415

    tagger = Tagger()
    loaded: tuple[Tokenizer, Tagger, Annotates]
    if folder == BUNDLED:
        loaded = Tokenizer(load_pipeline(folder)), tagger, Annotator(tagger.reader)
    else:
        pipeline = load_pipeline(folder, (*TREES, *ENTITIES))
        loaded = Tokenizer(pipeline), tagger, StanfordAnnotator(pipeline)
    gc.collect()
    gc.freeze()  # what is loaded stays: no later collection need look through it
    return loaded


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield the articles in batches, as they come.

    The first are small, so that there is soon something to see and to keep.
    """
    batch: list[Article] = []
    full, size = 1, 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if len(batch) == full or size > BATCH_SIZE:
            yield batch
            batch, size = [], 0
            full = min(2 * full, BATCH)
    if batch:
        yield batch


def _folder(models: str) -> Path:
    """Return the folder of the bundled models, or of Stanford's."""
    if models == "bundled":
        return BUNDLED
    from stanza.resources.common import DEFAULT_MODEL_DIR  # noqa: PLC0415  brings torch along

    folder = Path(DEFAULT_MODEL_DIR)
    if not (folder / "resources.json").is_file():
        raise FileNotFoundError(f"no models in {folder}: `quotes models install` fetches them")
    return folder


def _quotes(article: Article, document: Any, attributions: Sequence[Attribution]) -> list[Quote]:
    """Return the rows: attributions with speaker, circumstances, sentence, notes and id."""
    speakers = resolve(article, document, attributions)
    reasons = anonymity_reasons(document, attributions, speakers)
    relays = _relays(document, attributions, speakers)
    around = circumstances(document, attributions)
    manners = [manner(article.text, attribution) for attribution in attributions]
    sentences = sentence_spans(document)
    return [
        Quote(
            id=quote_id(article.id, a.content, a.cue, a.source),
            kind=a.kind,
            content=a.content,
            cue=a.cue,
            source=a.source,
            cue_class=a.cue_class,
            speaker=speaker,
            sentence=_sentences(sentences, a),
            relayed_by=relay,
            addressee=where.addressee,
            when=where.when,
            where=where.where,
            stance=how.stance,
            negated=how.negated,
            hedged=how.hedged,
            verbatim=how.verbatim,
            anonymity_reason=reason,
            confidence=round(a.confidence, 3),
        )
        for a, speaker, relay, where, how, reason in zip(
            attributions, speakers, relays, around, manners, reasons, strict=True
        )
    ]


def _relays(
    document: Any, attributions: Sequence[Attribution], speakers: Sequence[Speaker | None]
) -> list[str | None]:
    """Return who passed each quote on: who is said to, or in whose words it stands."""
    named = relayers(document, attributions)
    pieces = sorted((p, n) for n, a in enumerate(attributions) for p in a.content)
    relays: list[str | None] = []
    for number, inner in enumerate(attributions):
        spans = [*inner.cue, *inner.content]
        last = bisect_right(pieces, (spans[0], len(pieces)))
        holders = (
            speakers[n]
            for piece, n in reversed(pieces[max(0, last - NEAR) : last])
            if n != number and inner.cue and all(piece.holds(span) for span in spans)
        )
        outer = next((s for s in holders if s is not None and s != speakers[number]), None)
        relays.append(named[number] or (outer.name if outer else None))
    return relays


def _sentences(sentences: Sequence[Span], attribution: Attribution) -> Span:
    """Return the sentences from the first to the last that the attribution stands in."""
    spans = [*attribution.content, *attribution.cue]
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    if not sentences:
        return Span(first, last)
    begin = sentences[max(0, sentence_at(sentences, first))].start
    end = sentences[max(0, sentence_at(sentences, last - 1))].end
    return Span(min(begin, first), max(end, last))
