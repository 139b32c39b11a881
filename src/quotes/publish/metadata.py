"""metadata.yml as the package carries it, for a database of any name."""

from __future__ import annotations

from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

NAME = "quotes"  # what metadata.yml calls the database: the stem of quotes.db
# A search or a count over millions of quotes takes longer than Datasette's second.
# Facets are named in the metadata; to suggest others, every column would be counted.
SETTINGS = {"sql_time_limit_ms": 5_000, "facet_time_limit_ms": 500, "suggest_facets": False}


def metadata_for(*paths: str | Path) -> dict[str, Any]:
    """Return the metadata for databases at these paths, described under their own names."""
    metadata: dict[str, Any] = yaml.safe_load(as_written())
    described = metadata["databases"][NAME]
    names = [Path(path).stem for path in paths] or [NAME]
    return metadata | {"databases": {name: deepcopy(described) for name in names}}


def as_written() -> str:
    """Return metadata.yml, comments and all."""
    return files("quotes").joinpath("metadata.yml").read_text(encoding="utf-8")
