"""The models: which there are, where they lie, and how Stanford's are fetched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.extract import ModelsError

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[1] / "models"
WEIGHTS = frozenset((".pt", ".safetensors"))
LICENCE = re.compile(r"^licen[cs]e: *(.+)$", re.IGNORECASE | re.MULTILINE)
MEGABYTE = 1_000_000


def bundled(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and size of each bundled model."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in WEIGHTS:
            name = path.relative_to(folder).with_suffix("")
            yield str(name), f"{path.stat().st_size / MEGABYTE:.1f} MB"


def licences(folder: Path) -> Iterator[str]:
    """Yield the licence that each model card names, or where the card lies."""
    for card in sorted(folder.rglob("README.md")):
        line = LICENCE.search(card.read_text(encoding="utf-8"))
        yield f"{line.group(1)} ({card})" if line else f"see {card}"


def install(lang: str = "en") -> None:
    """Fetch Stanford's models with Stanza."""
    import stanza  # noqa: PLC0415  brings torch along, which other commands do without

    try:
        stanza.download(lang, verbose=False)
    except Exception as error:
        raise ModelsError(
            f"Stanford's models cannot be fetched ({_short(error)}); without network use the"
            " bundled ones, or copy stanza_resources from a machine that has them"
        ) from error


def _short(error: Any) -> str:
    """Return the kind of an error and the beginning of what it says."""
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words[:80]}" if words else type(error).__name__
