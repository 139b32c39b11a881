"""Serve: a database in the browser, by Datasette with our plugin and metadata."""

from __future__ import annotations

import socket
import webbrowser
from threading import Timer
from typing import TYPE_CHECKING, Any

from datasette.app import Datasette

from quotes.publish.metadata import metadata_for
from quotes.review.mode import PATH, enable

if TYPE_CHECKING:
    from pathlib import Path

    from quotes.review.mode import Mode

STARTING = 1.0  # seconds after which the browser is opened
# A search or a count over millions of quotes takes longer than Datasette's second.
# Facets are named in the metadata; to suggest others, every column would be counted.
SETTINGS = {"sql_time_limit_ms": 5_000, "facet_time_limit_ms": 500, "suggest_facets": False}


def site(path: Path, mode: Mode | None = None) -> Any:
    """Return the Datasette that shows a database, and takes verdicts on it in a mode."""
    datasette = Datasette([str(path)], metadata=metadata_for(path), settings=SETTINGS)
    if mode:
        enable(datasette, mode)
    return datasette


def address(host: str, port: int, mode: Mode | None = None) -> str:
    """Return where to begin; for whoever reviews, a link that is theirs."""
    name = f"[{host}]" if ":" in host else host
    way = f"{PATH.removeprefix('/')}/enter?token={mode.token}" if mode else ""
    return f"http://{name}:{port}/{way}"


def serve(
    path: Path, host: str, port: int, *, browse: bool = False, mode: Mode | None = None
) -> None:
    """Serve a database until interrupted."""
    import uvicorn  # noqa: PLC0415  slow to import, and only the server needs it

    app = site(path, mode).app()
    if browse:
        Timer(STARTING, webbrowser.open, [address(host, port, mode)]).start()
    uvicorn.run(app, host=host, port=port, log_level="warning", lifespan="on")


def is_free(host: str, port: int) -> bool:
    """Tell whether nothing else listens on a port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
