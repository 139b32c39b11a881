"""Article in, quotes out: the models, loaded once, and articles in batches."""

from __future__ import annotations

import ctypes
import gc
import json
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from quotes.read import article_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from quotes.find.tagger import Tagger
    from quotes.parse.tokens import Tokenizer
    from quotes.types import Article, Quote

BUNDLED = Path(__file__).parent / "models" / "en"
BATCH = 16  # articles parsed together, once a run is under way
BATCH_SIZE = 200_000  # characters from which a batch is full


class ModelsError(Exception):
    """Models that cannot be had, in one line with the way out."""


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
    latter are not installed, and ModelsError where they do not load. Quotes less
    sure than ``min_confidence`` (0 to 1) are left out.
    """

    def __init__(self, models: str = "bundled", *, min_confidence: float = 0.0) -> None:
        self.models = model_names(models)
        if min_confidence:
            self.models["min_confidence"] = min_confidence
        self.name = models
        self.least = min_confidence
        self._folder = _folder(models)
        self._loaded: tuple[Tokenizer, Tagger, Annotates] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"_loaded": None}  # another process loads its own

    def quotes(self, article: Article) -> list[Quote]:
        """Return the quotes of one article."""
        return self._batch([article])[0]

    def extract(
        self, articles: Iterable[Article]
    ) -> Iterator[tuple[Article, list[Quote] | Exception]]:
        """Yield every article with its quotes, or with what went wrong with it."""
        for batch in _batches(articles):
            self._load()
            found: Sequence[list[Quote] | Exception]
            try:
                found = self._batch(batch)
            except Exception:  # noqa: BLE001  one article must not cost the others
                found = [self._alone(article) for article in batch]
            _give_back()
            yield from zip(batch, found, strict=True)

    def _alone(self, article: Article) -> list[Quote] | Exception:
        try:
            return self.quotes(article)
        except Exception as error:  # noqa: BLE001  reported with its article
            return error

    def _batch(self, articles: Sequence[Article]) -> list[list[Quote]]:
        """Return the quotes of each article."""
        from quotes.stages import quotes_of  # noqa: PLC0415  other commands do without the stages

        rows = quotes_of(articles, *self._load())
        return [[quote for quote in quotes if quote.confidence >= self.least] for quotes in rows]

    def _load(self) -> tuple[Tokenizer, Tagger, Annotates]:
        """Return what parses and finds; torch is imported here, not before."""
        if self._loaded is None:
            try:
                with _lasting():
                    self._loaded = _load(self._folder)
            except Exception as error:
                words = " ".join(f"{type(error).__name__}: {error}".split())
                where = f"the {self.name} models in {self._folder}"
                raise ModelsError(f"{where} cannot be loaded ({words}); install anew") from error
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
    return loaded


@contextmanager
def _lasting() -> Iterator[None]:
    """Look for no garbage while that is loaded which stays, and never look through it later."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


def _give_back() -> None:
    """Give back to the system what a batch has left, documents that hold themselves included.

    glibc gives back only the end of its heap: over thousands of articles it would
    hold twice what is in use. Other systems' allocators have no such call.
    """
    gc.collect()
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


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
